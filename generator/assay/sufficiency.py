"""How far the evidence of a cell carries it: the highest grade for which there is enough of it.

By default one counting item that carries a grade is enough. A model or a policy may require more of it (see
`model.Requirement`): then all that they ask for a grade has to be there among the counting items that carry
at least that grade. What is asked for a grade is asked for those above it too, and fewer items carry a higher
grade: so whatever carries one grade carries all below.
"""

from __future__ import annotations

import datetime as dt
import heapq
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from fractions import Fraction
from itertools import groupby
from typing import Literal, TypeAlias

from assay.model import Requirement, Scale
from assay.support import Support
from assay.wording import counted, listed

Asked: TypeAlias = Sequence[Requirement]
"""The requirements on the evidence of one cell."""

NOTHING: Asked = ()


def asked_of(requirements: Iterable[Requirement], attribute: str) -> Asked:
    """Those requirements that are asked of an attribute's cells."""
    return tuple(one for one in requirements if not one.attributes or attribute in one.attributes)


def supported_grade(supports: Iterable[Support], scale: Scale, asked: Asked = NOTHING) -> Fraction:
    """The highest grade of `scale` that counting evidence carries; its lowest where there is none."""
    counting = [support for support in supports if support.standing.counts]
    far = scale.at_most(max((support.carries for support in counting), default=scale.low))
    for one in asked:
        spared = one.spares(scale)
        if far > spared:
            reached = _reach(one, counting)
            far = min(far, max(spared, scale.low if reached is None else scale.at_most(reached)))
    return far


def _reach(one: Requirement, counting: Sequence[Support]) -> Fraction | None:
    """How far the items carry that meet a requirement together; None where all of them do not."""
    found: list[Support] = []
    carries: Fraction
    for carries, group in groupby(sorted(counting, key=_weakness), key=lambda support: support.carries):
        found += group
        if not _shortfalls(one, _weighed(one, found)):
            return carries
    return None


def _weakness(support: Support) -> Fraction:
    return -support.carries


def _weighed(one: Requirement, found: Sequence[Support]) -> Sequence[Support]:
    """The items that a requirement looks at."""
    return [support for support in found if support.standing.accepted] if one.accepted else found


@dataclass(frozen=True, slots=True)
class Lack:
    """What is missing for a grade: so many items, sources, accepted items, or an item of one of `types`."""

    kind: Literal["items", "sources", "types", "accepted"]
    need: int
    have: int
    types: tuple[str, ...] = ()


def lacks(supports: Iterable[Support], scale: Scale, asked: Asked, wanted: Fraction) -> tuple[Lack, ...]:
    """What the evidence of a cell lacks for the grade `wanted`, of what is asked for it beyond one item.

    Looks at the counting items that carry it, so it says nothing of a cell where none does.
    """
    there = [one for one in supports if one.standing.counts and scale.at_most(one.carries) >= wanted]
    found: dict[tuple[object, ...], Lack] = {}
    for one in asked if there else ():
        if wanted > one.spares(scale) and _shortfalls(one, _weighed(one, there)):
            for lack in _shortfalls(one, there) or _unaccepted(one, there):
                known = found.get((lack.kind, lack.types))
                if known is None or lack.need > known.need:
                    found[lack.kind, lack.types] = lack
    return tuple(found.values())


def _shortfalls(one: Requirement, found: Sequence[Support]) -> list[Lack]:
    """What items lack together, whether accepted or not."""
    lacking = []
    if len(found) < one.items:
        lacking.append(Lack("items", one.items, len(found)))
    if one.sources > 1 and (sources := _sources(found)) < one.sources:
        lacking.append(Lack("sources", one.sources, sources))
    if one.types and not any(support.standing.type in one.types for support in found):
        lacking.append(Lack("types", 1, 0, one.types))
    return lacking


def _sources(found: Sequence[Support]) -> int:
    """Of how many different origins the sources of items are."""
    return len(frozenset[str]().union(*(support.standing.origins for support in found)))


def _unaccepted(one: Requirement, found: Sequence[Support]) -> list[Lack]:
    """For items that would do once somebody has accepted enough of them."""
    accepted = _weighed(one, found)
    return [Lack("accepted", max(len(accepted) + 1, one.items), len(accepted))]


def in_words(lack: Lack) -> str:
    """What is missing, in words: `2 independent sources (1 is there)`."""
    there = f"{lack.have} {'is' if lack.have == 1 else 'are'} there"
    match lack.kind:
        case "items":
            return f"{counted(lack.need, 'item')} that carry it ({there})"
        case "sources":
            return f"{counted(lack.need, 'independent source')} ({there})"
        case "types":
            return f"an item of the type {listed(lack.types, 'or')}"
        case "accepted":
            return f"{counted(lack.need, 'item')} accepted by a second person ({there})"


def strongest(supports: Iterable[Support], asked: Asked = NOTHING) -> tuple[Support, ...]:
    """The counting items that decide how far a cell is carried when any single one is taken away.

    The two that carry most (or the one), but all of them where more than one item may be required.
    """
    counting = [support for support in supports if support.standing.counts]
    return tuple(counting if asked else heapq.nlargest(2, counting, key=lambda support: support.carries))


def last_days(supports: Iterable[Support], scale: Scale, asked: Asked = NOTHING) -> Iterator[dt.date]:
    """The days after which less is carried than on the day itself, if nothing is renewed.

    Exactly those on which `supported_grade` falls where something is required; else also those after which
    the strongest item carries less without another grade for it.
    """
    counting = [support for support in supports if support.standing.counts]
    if not asked:
        latest = dt.date.min
        for _, group in groupby(sorted(counting, key=_weakness), key=lambda one: one.carries):
            latest = max(latest, *(support.standing.until or dt.date.max for support in group))
            yield latest
        return
    held = supported_grade(counting, scale, asked)
    for day in sorted({support.standing.until for support in counting if support.standing.until}):
        left = [one for one in counting if one.standing.until is None or one.standing.until > day]
        if (after := supported_grade(left, scale, asked)) < held:
            held = after
            yield day
