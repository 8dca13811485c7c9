"""What would raise a level, and what time alone will do to it."""

from __future__ import annotations

import dataclasses
import datetime as dt
from bisect import bisect_right
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from fractions import Fraction
from itertools import accumulate
from operator import itemgetter
from typing import TypeAlias

from assay.assessment import Assessment
from assay.levels import CellKey, CellResult, Result, Roll, Step, StepKey, cell_result, recompute
from assay.model import Model
from assay.ranges import Range
from assay.support import Standing, State, last_days

_DAY = dt.timedelta(days=1)


@dataclass(frozen=True, slots=True)
class Raise:
    """A smallest set of cells that must rise for a step to reach `level`, each with the grade it needs."""

    level: int
    cells: Mapping[CellKey, Fraction]


def least_raise(result: Result, key: StepKey, level: int | None = None) -> Raise | None:
    """A smallest set of cells that, raised, bring a step to `level` for sure (default: the next one).

    Exact: of all sets with the fewest cells, one whose grades rise least. Parts of equal weight go in the
    order of what they cost more; over different weights it is a knapsack, solved by dynamic programming.
    None where the step is already there or can go no higher (a scale may end below).
    """
    step = result.steps[key].step
    held = result.steps[key].effective.level
    if held is None:
        return None
    wanted = level if level is not None else int(held.low) + 1
    if wanted > result.model.top_level or held.low >= wanted:
        return None
    rolls: dict[StepKey, Roll] = {
        (cell.node, cell.attribute): Roll(cell.effective, None, None) for cell in result.cells.values()
    }
    # A row of one criterion and a cell of one leaf never share a key: rows stand on nodes with children.
    rolls |= {found.step.key: found.effective for found in result.steps.values()}
    plan = _cheapest(result.model, step, Fraction(wanted), rolls)
    return Raise(wanted, plan.cells()) if plan else None


Cost: TypeAlias = tuple[int, Fraction]
"""How many cells rise, and by how much in all. Costs are compared in this order, and they add up."""


@dataclass(frozen=True, slots=True)
class _Plan:
    """Cells to raise. A plan keeps the plans that it was put together from, so that adding two is quick."""

    cost: Cost
    cell: tuple[CellKey, Fraction] | None = None
    made_of: tuple[_Plan, ...] = ()

    def plus(self, *others: _Plan) -> _Plan:
        plans = (self, *others)
        cost = (sum(plan.cost[0] for plan in plans), sum((plan.cost[1] for plan in plans), Fraction(0)))
        return _Plan(cost, None, tuple(plan for plan in plans if plan.cost[0]))

    def cells(self) -> dict[CellKey, Fraction]:
        found, waiting = {}, [self]
        while waiting:
            plan = waiting.pop()
            if plan.cell:
                found[plan.cell[0]] = plan.cell[1]
            waiting.extend(reversed(plan.made_of))
        return found


_NOTHING = _Plan((0, Fraction(0)))


def _cheapest(model: Model, step: Step, wanted: Fraction, rolls: Mapping[StepKey, Roll]) -> _Plan | None:
    """The cheapest way for `step` to reach `wanted`; None where its cells' scales do not go that far.

    Parts share no cells, so their plans just add up.
    """
    level = rolls[step.key].level
    if level is None or level.low >= wanted:
        return _NOTHING
    if step.rule is None:
        [(_, attribute)] = step.cells
        grades = [grade for grade in model.attributes[attribute].scale.values.values() if grade >= wanted]
        return _Plan((1, min(grades) - level.low), (step.cells[0], min(grades))) if grades else None
    parts = [part for part in step.parts if rolls[part.key].level is not None]
    whole = sum((part.weight for part in parts), Fraction(0))
    if step.rule.combine == "min":
        needed, least = whole, wanted
    else:
        needed, least = step.rule.share * whole, wanted - step.rule.behind
    by_weight: dict[Fraction, list[_Ways]] = {}
    for part in parts:
        ways = _Ways(_cheapest(model, part, wanted, rolls), _cheapest(model, part, least, rolls))
        by_weight.setdefault(part.weight, []).append(ways)
    # Of every weight that can be at the level so far, the cheapest plan that puts it there.
    best: dict[Fraction, _Plan] = {Fraction(0): _NOTHING}
    for weight, group in by_weight.items():
        options = _by_number(group)
        best = _frontier(
            (min(reached + weight * number, needed), plan.plus(more))
            for reached, plan in best.items()
            for number, more in options.items()
        )
    return best.get(needed)


@dataclass(frozen=True, slots=True)
class _Ways:
    """How one part gets to the level itself, and to the least that the rule allows it; None: it cannot."""

    there: _Plan | None
    near: _Plan | None

    @property
    def extra(self) -> Cost:
        """What going all the way costs more than going near (only asked where both can be done)."""
        there, near = self.there or _NOTHING, self.near or _NOTHING
        return there.cost[0] - near.cost[0], there.cost[1] - near.cost[1]


def _by_number(group: Sequence[_Ways]) -> dict[int, _Plan]:
    """For parts of one weight: the cheapest plan for each number of them that goes all the way.

    Those go for which it costs least more than going near. Empty where a part can do neither.
    """
    if any(ways.there is None and ways.near is None for ways in group):
        return {}
    only_there = [ways.there for ways in group if ways.there and ways.near is None]
    only_near = [ways.near for ways in group if ways.near and ways.there is None]
    either = sorted((ways for ways in group if ways.there and ways.near), key=lambda ways: ways.extra)
    going = list(accumulate((ways.there or _NOTHING for ways in either), _Plan.plus, initial=_NOTHING))
    stay = (ways.near or _NOTHING for ways in reversed(either))
    staying = list(accumulate(stay, _Plan.plus, initial=_NOTHING))
    fixed = _NOTHING.plus(*only_there, *only_near)
    return {
        len(only_there) + number: fixed.plus(going[number], staying[len(either) - number])
        for number in range(len(either) + 1)
    }


def _frontier(plans: Iterable[tuple[Fraction, _Plan]]) -> dict[Fraction, _Plan]:
    """The plans that are worth keeping: what weighs less and costs no less leads nowhere."""
    kept: dict[Fraction, _Plan] = {}
    cheapest: _Plan | None = None
    for weight, plan in sorted(plans, key=lambda pair: (-pair[0], pair[1].cost)):
        if cheapest is None or plan.cost < cheapest.cost:
            kept[weight] = cheapest = plan
    return kept


@dataclass(frozen=True, slots=True)
class Drop:
    """What changes on the day after `last_day` because evidence runs out and nothing renews it.

    `items` are those that end; `cells` and `nodes` are what is lower in `after` than in `before`.
    """

    last_day: dt.date
    items: tuple[str, ...]
    before: Result
    after: Result

    @property
    def cells(self) -> tuple[CellKey, ...]:
        """The cells whose effective grade falls."""
        before = self.before.cells
        return tuple(
            key for key, cell in self.after.cells.items() if _lower(cell.effective, before[key].effective)
        )

    @property
    def nodes(self) -> tuple[str, ...]:
        """The nodes whose level falls."""
        return tuple(key[0] for key in self.after.steps if key[1] is None and self.lowers(key))

    def lowers(self, key: StepKey) -> bool:
        """Whether the level of a node or row falls: the lowest that it can be, where it is open."""
        after, before = self.after.steps[key].effective.level, self.before.steps[key].effective.level
        return bool(after and before and after.low < before.low)


def _lower(after: Range | None, before: Range | None) -> bool:
    return bool(after and before and (after.low < before.low or after.high < before.high))


def coming_drops(result: Result, until: dt.date) -> tuple[Drop, ...]:
    """What runs out from the result's date on and lowers a cell by `until`, in order of time.

    Only what holds on the result's date is followed: items collected and reviews made later renew nothing.
    """
    if result.cycle.seal:
        return ()
    ending = sorted(
        (found.until, item)
        for item in result.cited
        if (found := result.standings[item]).counts and found.until and found.until < until
    )
    days: dict[dt.date, list[CellKey]] = {}
    for key, cell in result.cells.items():
        for day in last_days(cell.supports):
            if day < until:
                days.setdefault(day, []).append(key)
    drops = []
    before = result
    pending: list[str] = []  # items that ended since `before`
    standings = dict(result.standings)
    for last_day in sorted(days):
        split = bisect_right(ending, last_day, key=itemgetter(0))
        ended, ending = [item for _, item in ending[:split]], ending[split:]
        standings |= {item: Standing(State.ENDED, result.standings[item].until) for item in ended}
        pending += ended
        if any(_falls(before.cells[key], result.assessment, standings) for key in days[last_day]):
            after = recompute(before, last_day + _DAY, dict(standings), pending)
            gone = [item for item in pending if result.standings[item].until == last_day]
            drops.append(Drop(last_day, tuple(sorted(gone)), before, after))
            before, pending = after, []
    return tuple(drops)


def _falls(cell: CellResult, assessment: Assessment, standings: Mapping[str, Standing]) -> bool:
    after = cell_result(assessment, cell.key, cell.grades, standings)
    return _lower(after.effective, cell.effective)


def with_outlook(result: Result, drops: tuple[Drop, ...]) -> Result:
    """The result with `holds_until`: the last day before any level falls if nothing is renewed."""
    first = next((drop.last_day for drop in drops if drop.nodes), None)
    return dataclasses.replace(result, holds_until=first)
