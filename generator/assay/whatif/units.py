"""The least that would raise a level over several units, and which single cell of a unit would drop it."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from fractions import Fraction

from assay.levels import CellKey, Part, Result, StepKey, Whole, WholeNode, highest
from assay.whatif.margin import fragile_cells
from assay.whatif.plans import NOTHING, Plan, Ways, cheapest_choice
from assay.whatif.raises import Raise, least_raise

_NONE = Fraction(0)


def least_raise_of_units(whole: Whole, node: str) -> tuple[Fraction, Mapping[str, Raise]] | None:
    """The next level of a node over all units, and a smallest set of cells, by unit, that brings it there.

    Exact: no set with fewer cells does it. None where there is no next level, or no way to it.
    """
    found = whole.nodes[node]
    rule, level = found.rule, found.effective.level
    outcome = next((one for one in rule.outcomes if level is not None and one > level.low), None)
    if outcome is None or rule.combine == "none":
        return None
    need, near = rule.need(outcome), rule.near(outcome)
    weights = {unit.id: unit.weight for unit in whole.assessment.units}
    parts = [
        Ways(
            weights[unit],
            _plan(whole.units[unit], unit, node, need),
            NOTHING if near is None else _plan(whole.units[unit], unit, node, near),
        )
        for unit, step in found.units.items()
        if (roll := step.effective).level is not None and not (roll.loose and roll.level.low >= need)
    ]
    plan = cheapest_choice(rule, parts)
    if plan is None:
        return None
    raises = {
        unit: least_raise(whole.units[unit], (node, None), wanted)
        for (unit, _), wanted in sorted(plan.cells().items())
    }
    return outcome, {unit: one for unit, one in raises.items() if one}


def _plan(result: Result, unit: str, node: str, wanted: Fraction) -> Plan | None:
    """What it takes to bring a unit to a level, as one step of a plan; None where it cannot get there."""
    level = result.node(node).effective.level
    if level is None or level.low >= wanted:
        return NOTHING
    found = least_raise(result, (node, None), wanted)
    if found is None:
        return None
    rise = sum((_rise(result, key, grade) for key, grade in found.cells.items()), _NONE)
    return Plan((len(found.cells), rise), ((unit, ""), wanted))


def _rise(result: Result, key: CellKey, grade: Fraction) -> Fraction:
    scale, held = result.model.scale(*key), result.cells[key].effective
    return scale.rank(grade) - (scale.rank(held.low) if held else _NONE)


def fragile_cells_of_units(whole: Whole, node: str) -> Mapping[tuple[str, CellKey], Fraction]:
    """The cells of units each of which alone, if it fell, would drop a level over all units, and to what."""
    return dict(_fragile(whole, whole.nodes[node], (node, None)))


def _fragile(whole: Whole, found: WholeNode, key: StepKey) -> Iterator[tuple[tuple[str, CellKey], Fraction]]:
    level = found.effective.level
    if level is None or found.rule.combine == "none":
        return
    for unit, step in found.units.items():
        held = step.effective.level
        if held is None:
            continue
        lower = [one for one in found.rule.outcomes if one < held.low]
        dropping = [one for one in lower if _sure_level(whole, found, unit, one) < level.low]
        if dropping:
            for cell, grade in fragile_cells(whole.units[unit], key, max(dropping)).items():
                yield (unit, cell), grade


def _sure_level(whole: Whole, found: WholeNode, fallen: str, to: Fraction) -> Fraction:
    """The sure end of the level over all units, were one of them at a lower level."""
    weights = {unit.id: unit.weight for unit in whole.assessment.units}
    parts = [
        Part(weights[unit], to if unit == fallen else roll.level.low, roll.loose)
        for unit, step in found.units.items()
        if (roll := step.effective).level is not None
    ]
    return highest(found.rule, parts, high=False)
