"""The fewest cells that bring a score up: for each number of cells, those that raise it most."""

from __future__ import annotations

import dataclasses
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from fractions import Fraction

from assay.levels import CellKey, Roll, Step, StepKey, cell_roll
from assay.levels.rollup import CellValue
from assay.model import LevelRule, Model, ScoreRule
from assay.ranges import Range
from assay.whatif.plans import Plan, Ways, cheapest_choice

_NONE = Fraction(0)


@dataclass(frozen=True, slots=True)
class _Reach:
    """How far a score gets when these cells are raised as high as they go; `cost`: how many of them count."""

    cost: int
    score: Fraction
    cells: tuple[CellKey, ...]


def score_plans(
    model: Model, step: Step, rolls: Mapping[StepKey, Roll], free: frozenset[CellKey]
) -> Iterator[tuple[CellKey, ...]]:
    """Cells that raise the score of `step` most, for more and more cells; `free` ones cost nothing."""
    return (reach.cells for reach in _reaches(model, step, rolls, free))


def _reaches(
    model: Model, step: Step, rolls: Mapping[StepKey, Roll], free: frozenset[CellKey]
) -> list[_Reach]:
    """The best that a step's score can be for each number of cells, fewest first."""
    held = rolls[step.key].score
    if held is None or step.rule is None:
        return [_Reach(0, held.low if held else _NONE, ()), *_raised(model, step, held, free)]
    parts = [part for part in step.parts if rolls[part.key].score is not None]
    found = [_reaches(model, part, rolls, free) for part in parts]
    rule = step.score or ScoreRule("none", None)
    weights = [part.weight for part in parts]
    sizes = [rolls[part.key].fulls.high for part in parts]
    if rule.combine in ("mean", "sum"):
        whole = weights if rule.out_of is None else [w * size for w, size in zip(weights, sizes, strict=True)]
        over = sum(whole, _NONE) if rule.combine == "mean" or rule.out_of is not None else Fraction(1)
        factor = (rule.out_of or Fraction(1)) / over
        return _sums([weight * factor for weight in weights], found)
    if rule.out_of is not None:
        found = [
            [dataclasses.replace(reach, score=reach.score / size * rule.out_of) for reach in reaches]
            for size, reaches in zip(sizes, found, strict=True)
        ]
    return _ranked(rule.combine, weights, found)


def _raised(model: Model, step: Step, held: Range | None, free: frozenset[CellKey]) -> Iterator[_Reach]:
    [key] = step.cells or (None,)
    if key is None or held is None:
        return
    top = cell_roll(model, key, CellValue(Range.point(model.scale(*key).high))).score
    if top and (top.low > held.low or held.exact is None):
        yield _Reach(0 if key in free else 1, top.low, (key,))


def _sums(factors: Sequence[Fraction], found: Sequence[Sequence[_Reach]]) -> list[_Reach]:
    best = [_Reach(0, _NONE, ())]
    for factor, reaches in zip(factors, found, strict=True):
        best = _best(
            _Reach(one.cost + more.cost, one.score + factor * more.score, one.cells + more.cells)
            for one in best
            for more in reaches
        )
    return best


def _ranked(combine: str, weights: Sequence[Fraction], found: Sequence[Sequence[_Reach]]) -> list[_Reach]:
    """The lowest, highest or middle of the parts: for each value it can have, the cheapest way there."""
    chooser = LevelRule(combine, (_NONE,))
    plans = []
    for value in sorted({reach.score for reaches in found for reach in reaches}):
        ways = []
        for weight, reaches in zip(weights, found, strict=True):
            first = next((reach for reach in reaches if reach.score >= value), None)
            near = Plan((0, _NONE)) if combine != "min" else None
            ways.append(Ways(weight, _as_plan(first) if first else None, near))
        if plan := cheapest_choice(chooser, ways):
            plans.append(_Reach(plan.cost[0], value, tuple(plan.cells())))
    return _best(plans)


def _as_plan(reach: _Reach) -> Plan:
    """The cells of a reach as a plan; what it costs stands on its first cell."""
    cells = [Plan((0, _NONE), (key, _NONE)) for key in reach.cells]
    return Plan((reach.cost, _NONE), None, tuple(cells))


def _best(reaches: Iterable[_Reach]) -> list[_Reach]:
    """Those that get further than any that costs no more."""
    kept: list[_Reach] = []
    for reach in sorted(reaches, key=lambda one: (one.cost, -one.score)):
        if not kept or reach.score > kept[-1].score:
            kept.append(reach)
    return kept
