"""All report cards of one cycle: one for each unit, all of them together, and what time will do to them."""

from __future__ import annotations

import datetime as dt
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass

from assay.assessment import Assessment, Cycle
from assay.authorship import Authorship
from assay.durations import days_after
from assay.freshness import Outdated, ReviewDue, outdated, reviews_due
from assay.levels import CellKey, Result, Whole, compute, whole_of
from assay.model import OVERALL
from assay.problems import Problem, Subject
from assay.ranges import Range
from assay.whatif import Drop, coming_drops, falls, with_outlook

HORIZON_DAYS = 365
"""How far ahead a result looks for evidence that runs out."""


@dataclass(frozen=True, slots=True)
class Fall:
    """A node whose level falls, in a unit or (None) in the assessment as a whole."""

    unit: str | None
    node: str
    before: Range
    after: Range


@dataclass(frozen=True, slots=True)
class CalendarDay:
    """The last day before levels fall if nothing is renewed, the items that end, and what falls."""

    last_day: dt.date
    items: tuple[str, ...]
    falls: tuple[Fall, ...]


@dataclass(frozen=True, slots=True)
class Known:
    """What is known beside the data: who committed what, and which problems are waived."""

    authorship: Authorship | None = None
    waived: tuple[Problem, ...] = ()


@dataclass(frozen=True)
class Cards:
    """The results of a cycle on a date. `whole` is None where the assessment has no units.

    `drops`: what time brings to each result within the horizon, by unit. `calendar`: the days on which a
    level falls. `outdated`: judgements that are older than their evidence; `reviews`: those of cited items
    that are overdue, or come within the horizon; `waived`: the problems of the cycle that are excused.
    """

    assessment: Assessment
    cycle: Cycle
    as_of: dt.date
    results: tuple[Result, ...]
    whole: Whole | None
    drops: Mapping[str | None, tuple[Drop, ...]]
    calendar: tuple[CalendarDay, ...]
    outdated: tuple[Outdated, ...] = ()
    reviews: tuple[ReviewDue, ...] = ()
    waived: tuple[Problem, ...] = ()

    @property
    def holds_until(self) -> dt.date | None:
        """The last day before any level falls if nothing is renewed."""
        return min((found.holds_until for found in self.results if found.holds_until), default=None)

    def unit(self, unit: str | None) -> Result:
        """The result of one unit."""
        return next(result for result in self.results if result.unit == unit)

    def outdated_in(self, result: Result, cells: Collection[CellKey]) -> tuple[Outdated, ...]:
        """Those judgements to look at again that count in some cells of one of the results."""
        return tuple(
            one
            for one in self.outdated
            if one.unit == result.unit
            and any(_under(result, cell, one.node, one.attribute) for cell in cells)
        )

    def waived_in(self, result: Result, cells: Collection[CellKey]) -> tuple[Problem, ...]:
        """The excused problems of some cells of a result, of what they cite, and of their assessors."""
        return tuple(one for one in self.waived if one.about and _is_about(result, cells, one.about))


def _under(result: Result, cell: CellKey, node: str, attribute: str | None) -> bool:
    """Whether a cell is what is named, or lies below it."""
    return attribute in (None, cell[1]) and node in (cell[0], *result.model.ancestors(cell[0]))


def _is_about(result: Result, cells: Collection[CellKey], about: Subject) -> bool:
    if about.unit not in (None, result.unit):
        return False
    if about.node is not None:
        return any(_under(result, cell, about.node, about.attribute) for cell in cells)
    if about.item is not None:
        return any(cell in cells for cell in result.cited.get(about.item, ()))
    graders = {grade.assessor for cell in cells for grade in result.cells[cell].grades}
    return not graders.isdisjoint(about.persons)


def report_cards(assessment: Assessment, cycle: Cycle, on: dt.date, known: Known | None = None) -> Cards:
    """The results of `cycle` on the date `on`, with their outlook, and with what is known of its duties."""
    known = known or Known()
    until = days_after(on, HORIZON_DAYS)
    units: tuple[str | None, ...] = tuple(unit.id for unit in assessment.units) or (None,)
    results: list[Result] = []
    drops: dict[str | None, tuple[Drop, ...]] = {}
    for unit in units:
        result = compute(assessment, cycle, on, unit)
        drops[unit] = coming_drops(result, until)
        results.append(with_outlook(result, drops[unit]))
    whole = whole_of({str(result.unit): result for result in results}) if assessment.units else None
    calendar = _calendar(results, drops, whole)
    return Cards(
        assessment,
        cycle,
        on,
        tuple(results),
        whole,
        drops,
        calendar,
        _outdated(assessment, cycle, on, results[0], known),
        _reviews(results, until),
        tuple(one for one in known.waived if one.about and one.about.cycle in (None, cycle.id)),
    )


def _outdated(
    assessment: Assessment, cycle: Cycle, on: dt.date, result: Result, known: Known
) -> tuple[Outdated, ...]:
    """The judgements to look at again; none in a sealed cycle, which stays as it is."""
    regrade = assessment.duties(cycle).regrade
    if cycle.seal or regrade == "off":
        return ()
    authorship = known.authorship if regrade == "commits" else None
    return tuple(found for _, found in outdated(assessment, cycle, result.standings, on, authorship))


def _reviews(results: Sequence[Result], until: dt.date) -> tuple[ReviewDue, ...]:
    first = results[0]
    if first.cycle.seal:
        return ()
    cited = dict.fromkeys(item for result in results for item in result.cited)
    return reviews_due(first.assessment, cited, first.standings, first.as_of, until)


def _calendar(
    results: Sequence[Result], drops: Mapping[str | None, Sequence[Drop]], whole: Whole | None
) -> tuple[CalendarDay, ...]:
    """The days on which a level falls, in order, with what falls in each unit and in all together."""
    days: dict[dt.date, list[tuple[str | None, Drop]]] = {}
    for unit, found in drops.items():
        for drop in found:
            days.setdefault(drop.last_day, []).append((unit, drop))
    now = {result.unit: result for result in results}
    calendar = []
    for last_day in sorted(days):
        falls = [fall for unit, drop in days[last_day] for fall in _falls(unit, drop)]
        now |= {unit: drop.after for unit, drop in days[last_day]}
        if whole:
            after = whole_of({str(unit): result for unit, result in now.items()})
            falls = [*_whole_falls(whole, after), *falls]
            whole = after
        if falls:
            items = sorted({item for _, drop in days[last_day] for item in drop.items})
            calendar.append(CalendarDay(last_day, tuple(items), tuple(falls)))
    return tuple(calendar)


def _falls(unit: str | None, drop: Drop) -> list[Fall]:
    found = []
    for node in drop.nodes:
        before, after = (result.node(node).effective.level for result in (drop.before, drop.after))
        if before and after:
            found.append(Fall(unit, node, before, after))
    return found


def _whole_falls(before: Whole, after: Whole) -> list[Fall]:
    found = []
    for node in (OVERALL, *before.assessment.model.nodes):
        was, now = before.nodes[node].effective.level, after.nodes[node].effective.level
        if was and now and falls(was, now):
            found.append(Fall(None, node, was, now))
    return found
