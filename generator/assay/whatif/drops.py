"""What time alone does to levels: evidence that runs out, and what falls with it."""

from __future__ import annotations

import dataclasses
import datetime as dt
from bisect import bisect_right
from collections.abc import Mapping
from dataclasses import dataclass
from operator import itemgetter

from assay.levels import CellKey, Result, StepKey, recompute, recompute_cell
from assay.ranges import Range
from assay.sufficiency import last_days
from assay.support import Standing, State

_DAY = dt.timedelta(days=1)


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
            key for key, cell in self.after.cells.items() if falls(before[key].effective, cell.effective)
        )

    @property
    def nodes(self) -> tuple[str, ...]:
        """The nodes whose level falls, without those whose level feeds nothing (where a model has rows)."""
        steps = self.after.steps
        return tuple(
            key[0]
            for key, found in steps.items()
            if key[1] is None and not found.step.side and self.lowers(key)
        )

    def lowers(self, key: StepKey) -> bool:
        """Whether the level of a node or row falls: where it is open, one of the ends of what it can be."""
        return falls(self.before.steps[key].effective.level, self.after.steps[key].effective.level)


def falls(before: Range | None, after: Range | None) -> bool:
    """Whether a level or a grade falls, at either end of what it can be."""
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
        for day in last_days(cell.supports, result.model.scale(*key), cell.asked):
            if day < until:
                days.setdefault(day, []).append(key)
    drops = []
    before = result
    pending: list[str] = []  # items that ended since `before`
    standings = dict(result.standings)
    for last_day in sorted(days):
        split = bisect_right(ending, last_day, key=itemgetter(0))
        ended, ending = [item for _, item in ending[:split]], ending[split:]
        standings |= {item: dataclasses.replace(result.standings[item], state=State.ENDED) for item in ended}
        pending += ended
        if any(_falls(before, key, standings) for key in days[last_day]):
            after = recompute(before, last_day + _DAY, dict(standings), pending)
            gone = [item for item in pending if result.standings[item].until == last_day]
            drops.append(Drop(last_day, tuple(sorted(gone)), before, after))
            before, pending = after, []
    return tuple(drops)


def _falls(before: Result, key: CellKey, standings: Mapping[str, Standing]) -> bool:
    return falls(before.cells[key].effective, recompute_cell(before, key, standings).effective)


def with_outlook(result: Result, drops: tuple[Drop, ...]) -> Result:
    """The result with `holds_until`: the last day before any level falls if nothing is renewed."""
    first = next((drop.last_day for drop in drops if drop.nodes), None)
    return dataclasses.replace(result, holds_until=first)
