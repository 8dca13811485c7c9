"""Plans to raise cells, what they cost, and the cheapest choice among parts of different weight."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from fractions import Fraction
from itertools import accumulate
from math import gcd, lcm
from typing import TypeAlias

from assay.levels import CellKey
from assay.model import LevelRule

Cost: TypeAlias = tuple[int, Fraction]
"""How many cells rise, and by how much in all beyond what is claimed. Compared in this order; they add up."""

_NONE, _ONE = Fraction(0), Fraction(1)


@dataclass(frozen=True, slots=True)
class Plan:
    """Cells to raise. A plan keeps the plans that it was put together from, so that adding two is quick."""

    cost: Cost
    cell: tuple[CellKey, Fraction] | None = None
    made_of: tuple[Plan, ...] = ()

    def plus(self, *others: Plan) -> Plan:
        """This plan and others, that raise other cells, together."""
        plans = (self, *others)
        cost = (sum(plan.cost[0] for plan in plans), sum((plan.cost[1] for plan in plans), _NONE))
        return Plan(cost, None, tuple(plan for plan in plans if plan.cell or plan.made_of))

    def cells(self) -> dict[CellKey, Fraction]:
        """The cells to raise, each with the grade it needs."""
        found, waiting = {}, [self]
        while waiting:
            plan = waiting.pop()
            if plan.cell:
                found[plan.cell[0]] = plan.cell[1]
            waiting.extend(reversed(plan.made_of))
        return found


NOTHING = Plan((0, _NONE))


@dataclass(frozen=True, slots=True)
class Ways:
    """How one part gets to what is needed, and to the least that the rule allows it; None: it cannot.

    `aside`: it has what is needed but may yet be left out, so that it helps only once it is rated (`there`);
    till then it does not count (`near`).
    """

    weight: Fraction
    there: Plan | None
    near: Plan | None
    aside: bool = False

    @property
    def extra(self) -> Cost:
        """What going all the way costs more than going near (only asked where both can be done)."""
        there, near = self.there or NOTHING, self.near or NOTHING
        return there.cost[0] - near.cost[0], there.cost[1] - near.cost[1]


def cheapest_choice(rule: LevelRule, parts: Sequence[Ways]) -> Plan | None:
    """The cheapest way to bring enough of the weight there, by `rule`, and the others near; None: no way.

    Parts share no cells, so their plans just add up. Parts of equal weight go in the order of what they cost
    more; over different weights it is a knapsack, solved by dynamic programming.
    """
    counted = [part.weight for part in parts if not part.aside]
    if not counted:
        return NOTHING
    share = _share(rule)
    # What counts anyway adds its weight on going there; what is rated for it adds to the whole as well.
    gains = [part.weight * (1 - share) if part.aside else part.weight for part in parts]
    needed = sum(counted, _NONE) * share
    if rule.combine in ("max", "median_low"):
        needed += _unit([*gains, needed]) / 2  # more than that
    by_gain: dict[Fraction, list[Ways]] = {}
    for gain, part in zip(gains, parts, strict=True):
        by_gain.setdefault(gain, []).append(part)
    unit = _unit([*gains, needed])
    options = [(int(gain / unit), _by_number(group)) for gain, group in by_gain.items()]
    return _knapsack(options, int(needed / unit))


def _knapsack(options: Sequence[tuple[int, Mapping[int, Plan]]], needed: int) -> Plan | None:
    """The cheapest plan that puts the weight that is needed there; None: no way.

    `options`: for parts of one weight each, that weight and the plan for each number of them. Weights and
    rises are whole numbers here: of thousands of parts it takes millions of sums.
    """
    fine = lcm(*(plan.cost[1].denominator for _, plans in options for plan in plans.values()))
    # Of every weight that can be there so far, what it costs at least, and the plan that does it.
    best: dict[int, tuple[tuple[int, int], Plan]] = {0: ((0, 0), NOTHING)}
    for gain, plans in options:
        steps = [
            (gain * number, plan.cost[0], int(plan.cost[1] * fine), plan) for number, plan in plans.items()
        ]
        found: dict[int, tuple[tuple[int, int], Plan, Plan]] = {}
        for reached, ((cells, rise), plan) in best.items():
            for weight, more_cells, more_rise, more in steps:
                there, cost = min(reached + weight, needed), (cells + more_cells, rise + more_rise)
                known = found.get(there)
                if known is None or cost < known[0]:
                    found[there] = cost, plan, more
        # What weighs less and costs no less leads nowhere.
        best, cheapest = {}, None
        for there in sorted(found, reverse=True):
            cost, plan, more = found[there]
            if cheapest is None or cost < cheapest:
                best[there], cheapest = (cost, plan.plus(more)), cost
    return best[needed][1] if needed in best else None


def _share(rule: LevelRule) -> Fraction:
    """The share of the weight that is enough; for `max` and `median_low` it takes more than that."""
    return {"min": _ONE, "max": _NONE, "median_low": _ONE / 2}.get(rule.combine, rule.share)


def _unit(numbers: Sequence[Fraction]) -> Fraction:
    """The largest number that divides them all: sums of them that differ do so by that much at least."""
    return Fraction(gcd(*(one.numerator for one in numbers)), lcm(*(one.denominator for one in numbers)))


def _by_number(group: Sequence[Ways]) -> dict[int, Plan]:
    """For parts of one weight: the cheapest plan for each number of them that goes all the way.

    Those go for which it costs least more than going near. Empty where a part can do neither.
    """
    if any(ways.there is None and ways.near is None for ways in group):
        return {}
    only_there = [ways.there for ways in group if ways.there and ways.near is None]
    only_near = [ways.near for ways in group if ways.near and ways.there is None]
    either = sorted((ways for ways in group if ways.there and ways.near), key=lambda ways: ways.extra)
    going = list(accumulate((ways.there or NOTHING for ways in either), Plan.plus, initial=NOTHING))
    stay = (ways.near or NOTHING for ways in reversed(either))
    staying = list(accumulate(stay, Plan.plus, initial=NOTHING))
    fixed = NOTHING.plus(*only_there, *only_near)
    return {
        len(only_there) + number: fixed.plus(going[number], staying[len(either) - number])
        for number in range(len(either) + 1)
    }
