"""Which evidence counts on a date, and how far the items that a cell cites carry.

An item counts on a date when it was collected by then, still holds, and is neither withdrawn nor
superseded. How far all of them together carry a cell is in `sufficiency.py`.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from enum import StrEnum
from fractions import Fraction
from urllib.parse import urlsplit

from assay.assessment import Citation, Consensus, Grade, Item, Policy, Review, Source

_DAY = dt.timedelta(days=1)


class State(StrEnum):
    """What an item is on a date. WITHHELD: it does not count, and why is not for this audience."""

    CURRENT = "current"
    NOT_YET = "not yet collected"
    ENDED = "ran out"
    REFUTED = "no longer holds"
    WITHDRAWN = "withdrawn"
    SUPERSEDED = "superseded"
    WITHHELD = "withheld"


@dataclass(frozen=True, slots=True)
class Standing:
    """An item on a date: its state, and the last day on which it holds (None: no end is known).

    For whoever requires more than that it counts: the item, and whether somebody who did not collect it has
    accepted it by then. `withheld`: whoever this is made for may only know whether the item counts, so the
    item must not be printed.
    """

    state: State
    until: dt.date | None
    item: Item | None = field(default=None, compare=False, repr=False)
    accepted: bool = False
    withheld: bool = False

    @property
    def counts(self) -> bool:
        """True where the item can carry a grade."""
        return self.state is State.CURRENT

    @property
    def type(self) -> str:
        """The type of the item."""
        return self.item.type if self.item else ""

    @property
    def origins(self) -> frozenset[str]:
        """Who or what the sources of the item come from."""
        return origins(self.item) if self.item else frozenset()


def validity_end(item: Item, policy: Policy, on: dt.date) -> dt.date | None:
    """The last day on which `item` is valid, as known on `on`; None if nothing ends it.

    Its own `valid_until` decides, else its latest review (or its collection) plus `review_every`, else its
    collection plus the policy's maximum age for its type. Reviews after `on` have not happened yet.
    """
    if item.valid_until:
        return item.valid_until
    if item.review_every:
        seen = last_review(item, on)
        return item.review_every.after(max(item.collected_on, seen.on) if seen else item.collected_on)
    age = policy.max_age.get(item.type)
    return age.after(item.collected_on) if age else None


def last_review(item: Item, on: dt.date) -> Review | None:
    """The latest review of an item by a date; of several on one day the one that stands last."""
    seen = [review for review in item.reviews if review.on <= on]
    return max(reversed(seen), key=lambda review: review.on, default=None)


def standing(item: Item, policy: Policy, on: dt.date) -> Standing:
    """What `item` is on the date `on`, and until when it holds."""
    review = last_review(item, on) if item.reviews else None
    ends = [end for end in (validity_end(item, policy, on),) if end]
    ends += [_day_before(ending.on) for ending in (item.withdrawn, item.superseded) if ending]
    if review and not review.holds:
        ends.append(_day_before(review.on))
    until = min(ends, default=None)
    accepted = item.accepted
    return Standing(
        _state(item, review, until, on),
        until,
        item,
        accepted is not None and accepted.by != item.collected_by and accepted.on <= on,
    )


def _state(item: Item, review: Review | None, until: dt.date | None, on: dt.date) -> State:
    if on < item.collected_on:
        return State.NOT_YET
    if item.withdrawn and item.withdrawn.on <= on:
        return State.WITHDRAWN
    if item.superseded and item.superseded.on <= on:
        return State.SUPERSEDED
    if review and not review.holds:
        return State.REFUTED
    return State.ENDED if until and until < on else State.CURRENT


def origins(item: Item) -> frozenset[str]:
    """Who or what the sources of an item come from, for comparing: in small letters, blanks made one.

    What a source says under `origin`, else who holds it, else the host of its address. Of a file that says
    nothing of its origin only the collector is known.
    """
    return frozenset(" ".join(_origin(item, source).casefold().split()) for source in item.sources)


def _origin(item: Item, source: Source) -> str:
    return source.origin or source.held_by or _host(source.url or "") or f"collected by {item.collected_by}"


def _host(address: str) -> str:
    try:
        return urlsplit(address).hostname or ""
    except ValueError:  # such as an address with half a bracket
        return ""


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
