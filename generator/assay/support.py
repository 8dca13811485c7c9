"""Which evidence counts on a date, and how far the evidence of a cell carries.

An item counts on a date when it was collected by then, still holds, and is neither withdrawn nor
superseded. A cell's supported grade is the highest grade that a counting item, cited for the cell, carries.
"""

from __future__ import annotations

import datetime as dt
import heapq
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum
from fractions import Fraction
from itertools import groupby

from assay.assessment import Citation, Consensus, Grade, Item, Policy
from assay.model import Scale

_DAY = dt.timedelta(days=1)


class State(StrEnum):
    """What an item is on a date. WITHHELD: it does not count, and why is not for this audience."""

    CURRENT = "current"
    NOT_YET = "not yet collected"
    ENDED = "ran out"
    WITHDRAWN = "withdrawn"
    SUPERSEDED = "superseded"
    WITHHELD = "withheld"


@dataclass(frozen=True, slots=True)
class Standing:
    """An item on a date: its state, and the last day on which it holds (None: no end is known).

    `withheld`: whoever this is made for may only know whether the item counts.
    """

    state: State
    until: dt.date | None
    withheld: bool = False

    @property
    def counts(self) -> bool:
        """True where the item can carry a grade."""
        return self.state is State.CURRENT


def validity_end(item: Item, policy: Policy, on: dt.date) -> dt.date | None:
    """The last day on which `item` is valid, as known on `on`; None if nothing ends it.

    Its own `valid_until` decides, else its latest review (or its collection) plus `review_every`, else its
    collection plus the policy's maximum age for its type. Reviews after `on` have not happened yet.
    """
    if item.valid_until:
        return item.valid_until
    if item.review_every:
        seen = [review.on for review in item.reviews if review.on <= on]
        return item.review_every.after(max([item.collected_on, *seen]))
    age = policy.max_age.get(item.type)
    return age.after(item.collected_on) if age else None


def standing(item: Item, policy: Policy, on: dt.date) -> Standing:
    """What `item` is on the date `on`, and until when it holds."""
    ends = [end for end in (validity_end(item, policy, on),) if end]
    ends += [_day_before(ending.on) for ending in (item.withdrawn, item.superseded) if ending]
    until = min(ends, default=None)
    if on < item.collected_on:
        return Standing(State.NOT_YET, until)
    if item.withdrawn and item.withdrawn.on <= on:
        return Standing(State.WITHDRAWN, until)
    if item.superseded and item.superseded.on <= on:
        return Standing(State.SUPERSEDED, until)
    if until and until < on:
        return Standing(State.ENDED, until)
    return Standing(State.CURRENT, until)


def _day_before(date: dt.date) -> dt.date:
    return max(date, dt.date.min + _DAY) - _DAY  # the calendar has no day before its first


@dataclass(frozen=True, slots=True)
class Support:
    """One item under one cell: how far it carries at most, who cites it, and whether it counts."""

    item: str
    carries: Fraction
    cited_by: tuple[str, ...]
    standing: Standing


def cell_support(
    grades: Sequence[Grade], standings: Mapping[str, Standing], consensus: Consensus | None = None
) -> tuple[Support, ...]:
    """The items that the grades of one cell cite, and what settled it, in the order of citation.

    An item cited without `carries` carries the grade it is cited for; one cited by several assessors
    carries the most that any of them says. `standings` holds every item's standing by its id.
    """
    carries: dict[str, Fraction] = {}
    cited_by: dict[str, dict[str, None]] = {}
    citing: list[tuple[tuple[str, ...], Fraction | None, tuple[Citation, ...]]]
    citing = [((grade.assessor,), grade.grade, grade.evidence) for grade in grades]
    if consensus:
        citing.append((consensus.by[:1], consensus.grade, consensus.evidence))
    for people, value, evidence in citing:
        if value is None:
            continue
        for citation in evidence:
            far = value if citation.carries is None else citation.carries
            carries[citation.item] = max(far, carries.get(citation.item, far))
            cited_by.setdefault(citation.item, {}).update(dict.fromkeys(people))
    return tuple(
        Support(item, far, tuple(cited_by[item]), standings[item])
        for item, far in carries.items()
        if item in standings
    )


def supported_grade(supports: Iterable[Support], scale: Scale) -> Fraction:
    """The highest grade of `scale` that a counting item carries; its lowest where none does."""
    return carried_grade((support.carries for support in supports if support.standing.counts), scale)


def carried_grade(carries: Iterable[Fraction], scale: Scale) -> Fraction:
    """The highest grade of `scale` that items which carry so far reach; its lowest where there are none."""
    return scale.at_most(max(carries, default=scale.low))


def strongest(supports: Iterable[Support]) -> tuple[Support, ...]:
    """The two counting items that carry most (or the one): what is left when any single one is taken away."""
    counting = (support for support in supports if support.standing.counts)
    return tuple(heapq.nlargest(2, counting, key=lambda support: support.carries))


def last_days(supports: Iterable[Support]) -> Iterator[dt.date]:
    """The days after which less is carried than on the day itself, if nothing is renewed, in no order.

    What carries g holds until the last of the items that carry at least g has ended.
    """
    latest = dt.date.min
    counting = [support for support in supports if support.standing.counts]
    for _, group in groupby(sorted(counting, key=lambda one: -one.carries), key=lambda one: one.carries):
        latest = max(latest, *(support.standing.until or dt.date.max for support in group))
        yield latest
