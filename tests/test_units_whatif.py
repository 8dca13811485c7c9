"""What would raise or drop a level over several units: as good as trying everything."""

from __future__ import annotations

import dataclasses
import itertools
import random
from collections.abc import Mapping
from fractions import Fraction

import pytest

from assay.assessment import Unit
from assay.cards import Cards, report_cards
from assay.commands.explain.units import whole_derivation
from assay.levels import CellKey
from assay.model import OVERALL, Model
from assay.whatif import fragile_cells_of_units, least_raise_of_units
from builders import TODAY, assessment, build, cycle, grade, node, policy

UNITS = ("north", "south", "west")
Key = tuple[str, CellKey]


def model_with(units: Mapping[str, object]) -> Model:
    return build(
        node("vision", "told", "lived"),
        node("speed"),
        attributes=(),
        scoring={"level": {"combine": "min", "base": 0}, "score": {"combine": "mean"}, "units": units},
        values={"none": 0, "L1": 1, "L2": 2},
        levels=2,
    )


def cards(model: Model, given: Mapping[Key, int], weights: Mapping[str, int]) -> Cards:
    grades = tuple(
        dataclasses.replace(grade(leaf, attribute, value), unit=unit)
        for (unit, (leaf, attribute)), value in given.items()
    )
    units = tuple(Unit(unit, unit.title(), Fraction(weights[unit])) for unit in UNITS)
    found = dataclasses.replace(
        assessment(model, rules=policy("report"), cycles=[cycle(*grades)]), units=units
    )
    return report_cards(found, found.cycles["now"], TODAY)


def sure_level(found: Cards) -> Fraction:
    assert found.whole is not None
    level = found.whole.overall.effective.level
    assert level is not None
    return level.low


RULES: tuple[Mapping[str, object], ...] = (
    {"combine": "median_low"},
    {"combine": "min"},
    {"combine": "max"},
    {"combine": "threshold", "share": 0.6, "behind": 1},
)


@pytest.mark.parametrize("rule", RULES, ids=lambda rule: str(rule["combine"]))
@pytest.mark.parametrize("seed", range(3))
def test_the_least_raise_and_the_margin_are_what_trying_all_finds(
    rule: Mapping[str, object], seed: int
) -> None:
    rng = random.Random(seed)
    model = model_with(rule)
    keys: list[Key] = [(unit, key) for unit in UNITS for key in model.cells]
    given = {key: rng.choice((0, 1, 1, 2)) for key in keys}
    weights = {unit: rng.choice((1, 2, 3)) for unit in UNITS}
    found = cards(model, given, weights)
    assert found.whole is not None
    now = sure_level(found)
    least = least_raise_of_units(found.whole, OVERALL)
    if least is None:
        assert now == 2
    else:
        wanted, raises = least
        chosen = {(unit, key): int(to) for unit, one in raises.items() for key, to in one.cells.items()}
        assert sure_level(cards(model, given | chosen, weights)) >= wanted
        fewer = itertools.combinations(keys, len(chosen) - 1)
        assert all(
            sure_level(cards(model, given | dict.fromkeys(some, 2), weights)) < wanted for some in fewer
        )
    fragile = fragile_cells_of_units(found.whole, OVERALL)
    for key in keys:
        drops = [to for to in range(given[key]) if sure_level(cards(model, given | {key: to}, weights)) < now]
        assert fragile.get(key) == (max(drops) if drops else None)


def test_the_derivation_over_all_units_names_units_cells_and_the_margin() -> None:
    model = model_with({"combine": "min"})
    given = {(unit, key): 2 if unit == "north" else 1 for unit in UNITS for key in model.cells}
    found = cards(model, given, dict.fromkeys(UNITS, 1))
    assert found.whole is not None
    lines = list(whole_derivation(found, found.whole, OVERALL))
    assert "The least that raises it to 2 Level 2: 6 cells in 2 units" in lines
    assert "  South: 1 → 2" in lines
    assert "    told: 1 → 2" in lines
    assert "The margin: 9 cells, each of which alone would drop it" in lines
    assert "  North, told: 2 → 0" in lines
    assert "Nothing that runs out within 365 days would drop it." in lines
