"""The seal of a cycle on its report card: when, by whom, over what, and whether all of that is unchanged."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass

from assay.assessment import Cycle
from assay.pages.book import Book

_COUNTED = ("grades", "consensus", "items", "metrics", "attachments")


@dataclass(frozen=True, slots=True)
class SealFacts:
    """A seal as its cycle's page shows it.

    `results`: the digest of the results, "" where the seal holds none; `counts`: how many digests of each
    kind; `compared`: nothing kept the seal from being compared; `broken`: how many things are not as they
    were sealed; `outdated`: how many more decide nothing.
    """

    on: dt.date
    by: str
    tool: str
    results: str
    counts: tuple[tuple[str, int], ...]
    compared: bool
    broken: int
    outdated: int


@dataclass(frozen=True, slots=True)
class Reopened:
    """A seal that was taken off."""

    on: dt.date
    by: str
    reason: str
    sealed_on: dt.date
    sealed_by: str


def seal_facts(book: Book, cycle: Cycle) -> SealFacts | None:
    """What there is to say of a cycle's seal; None while it is open."""
    seal = cycle.seal
    if seal is None:
        return None
    since = book.site.since.get(cycle.id, ())
    kinds = [name.partition("/")[0] for name in seal.digests]
    return SealFacts(
        on=seal.on,
        by=book.assessment.person_name(seal.by),
        tool=seal.tool,
        results=seal.digests.get("results", ""),
        counts=tuple((kind, kinds.count(kind)) for kind in _COUNTED if kind in kinds),
        compared=cycle.id in book.site.since,
        broken=sum(found.decides for found in since),
        outdated=sum(not found.decides for found in since),
    )


def reopened(book: Book, cycle: Cycle) -> tuple[Reopened, ...]:
    """The seals that were taken off, the newest first."""
    name = book.assessment.person_name
    return tuple(
        Reopened(one.on, name(one.by), one.reason, one.sealed_on, name(one.sealed_by))
        for one in reversed(cycle.reopened)
    )
