"""What has become older than it should be: grades that their evidence has overtaken, reviews that are due."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from enum import StrEnum

from assay.assessment import Assessment, Consensus, Cycle, Grade, Item, Policy
from assay.authorship import Authorship
from assay.git import Commit
from assay.support import Standing, State, last_review, validity_end


class Since(StrEnum):
    """What happened to an item after a grade that cites it was given."""

    COLLECTED = "collected"
    COVERS = "covers"
    REVIEWED = "reviewed"
    CHANGED = "changed"
    FILE = "file"


@dataclass(frozen=True, slots=True)
class Outdated:
    """A judgement that is older than an item that it cites, so that it should be looked at again.

    `by`: the assessor, or those who settled it. `judged`: when, None where only git knows. `on`: the day of
    what happened since; `file`: the attachment that was changed.
    """

    cycle: str
    unit: str | None
    node: str
    attribute: str
    by: tuple[str, ...]
    judged: dt.date | None
    item: str
    since: Since
    on: dt.date
    file: str = ""


def outdated(
    assessment: Assessment,
    cycle: Cycle,
    standings: Mapping[str, Standing],
    on: dt.date,
    authorship: Authorship | None = None,
) -> Iterator[tuple[Grade | Consensus, Outdated]]:
    """The judgements of a cycle that are older than their newest evidence, as known on the date `on`.

    Each once for every item that overtook it, with the latest that happened to that item. Only items that
    count are looked at: others carry nothing. With `authorship` changes that git knows of count as well.
    """
    for judged in cycle.judgements:
        given = _given(judged, authorship)
        if given is None:
            continue
        day = judged.on if isinstance(judged, Consensus) else judged.graded_on
        by = judged.by if isinstance(judged, Consensus) else (judged.assessor,)
        for name in dict.fromkeys(citation.item for citation in judged.evidence):
            item = assessment.items.get(name)
            if item is None or not standings[name].counts:
                continue
            events = [*_dated(item, on)] if day else []
            if authorship:
                events += _changes(item, on, authorship)
            late = [event for event in events if event[0] > given]
            if late:
                moment, since, file = max(late, key=lambda event: event[0])
                place = (cycle.id, judged.unit, judged.node, judged.attribute)
                yield judged, Outdated(*place, by, day, name, since, moment.date(), file)


def _given(judged: Grade | Consensus, authorship: Authorship | None) -> dt.datetime | None:
    """The last moment at which a judgement was given, as far as known: the end of its day, or its commit."""
    day = judged.on if isinstance(judged, Consensus) else judged.graded_on
    moments = [_end(day)] if day else []
    if authorship and (commit := authorship.writer(judged.file, judged.at)):
        moments += filter(None, (_moment(commit),))
    return max(moments, default=None)


def _end(day: dt.date) -> dt.datetime:
    return dt.datetime.combine(day, dt.time.max, dt.UTC)


def _moment(commit: Commit) -> dt.datetime | None:
    return commit.committed or commit.authored


def _dated(item: Item, on: dt.date) -> Iterator[tuple[dt.datetime, Since, str]]:
    """What the files say happened to an item by a date, at the end of its day."""
    review = last_review(item, on)
    days = [(item.collected_on, Since.COLLECTED)]
    days += [(item.period[1], Since.COVERS)] if item.period else []
    days += [(review.on, Since.REVIEWED)] if review else []
    return ((_end(day), since, "") for day, since in days if day <= on)


# Of an item's own file, what is said of the fact. That somebody accepted or reviewed it changes no fact.
_FACTS = ("title", "type", "summary", "about", "collected", "period", "sample", "sources")


def _changes(item: Item, on: dt.date, authorship: Authorship) -> Iterator[tuple[dt.datetime, Since, str]]:
    """The commits that last changed what an item says, and the files that it cites."""
    wrote = [authorship.writer(item.file, (key,)) for key in _FACTS]
    found = [(commit, Since.CHANGED, "") for commit in wrote if commit]
    for file in dict.fromkeys(source.file for source in item.sources if source.file):
        changed = [one for one in authorship.history.trails.get(file, ()) if one.old != one.new]
        found += [(one, Since.FILE, file) for one in changed[:1]]
    for commit, since, file in found:
        moment = _moment(commit)
        if moment and moment.date() <= on:
            yield moment, since, file


@dataclass(frozen=True, slots=True)
class ReviewDue:
    """The last day on which an item holds unless it is reviewed; `overdue` where that has passed."""

    item: str
    due: dt.date
    overdue: bool


def reviewed_until(item: Item, policy: Policy, on: dt.date) -> dt.date | None:
    """The last day on which an item holds unless it is reviewed; None where reviews do not decide."""
    return validity_end(item, policy, on) if item.review_every and not item.valid_until else None


def reviews_due(
    assessment: Assessment,
    items: Iterable[str],
    standings: Mapping[str, Standing],
    on: dt.date,
    until: dt.date,
) -> tuple[ReviewDue, ...]:
    """Those of some items whose review is due by `until`, or is overdue on the date `on`, in order."""
    found = []
    for name in items:
        due = reviewed_until(assessment.items[name], assessment.policy, on)
        if due and due <= until and standings[name].state in (State.CURRENT, State.ENDED):
            found.append(ReviewDue(name, due, due < on))
    return tuple(sorted(found, key=lambda one: (one.due, one.item)))


def successors(items: Mapping[str, Item], name: str) -> tuple[str, ...]:
    """What took the place of an item, and the place of that, to the last; a circle ends where it closes."""
    found: dict[str, None] = {}
    item = items.get(name)
    while item and item.superseded and item.superseded.by_item not in (None, name, *found):
        found[str(item.superseded.by_item)] = None
        item = items.get(str(item.superseded.by_item))
    return tuple(found)
