"""Samples for testing that anybody can draw again: by a checksum of seed and id, with no random numbers.

The method. Write the seed, a line feed and the id, and take the SHA-256 of these bytes in UTF-8: the id's
ticket. The ids with the lowest tickets are the sample. With strata, places are given one by one: first one
to each stratum, the largest first; then always to the stratum with the most ids for each place that it has.
Where two are equal, the name decides, in the order of the alphabet. In each stratum the lowest tickets win.

    printf '%s\\n%s' SEED ID | sha256sum
"""

from __future__ import annotations

import hashlib
import heapq
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from fractions import Fraction

METHOD = (
    "The ids with the lowest tickets win; a ticket is the SHA-256 of the seed, a line feed and the id "
    "(printf '%s\\n%s' SEED ID | sha256sum)."
)
METHOD_OF_DIGEST = "The digest of the population is that of its ids, sorted by bytes, one a line."
METHOD_OF_STRATA = (
    "Places are given one by one: first one to each stratum, the largest first, then always to the stratum "
    "with the most ids for each place that it has; the name decides between equals."
)


@dataclass(frozen=True, slots=True)
class Drawn:
    """One id of a sample. `ticket`: what its place was decided by; `included`: it was asked for by name."""

    id: str
    stratum: str
    ticket: str
    included: bool = False


@dataclass(frozen=True, slots=True)
class Sample:
    """A sample, and what it was drawn from. `strata`: how many ids each has, and how many are drawn."""

    population: int
    digest: str
    strata: Mapping[str, tuple[int, int]]
    drawn: tuple[Drawn, ...]


def ticket(seed: str, name: str) -> str:
    """What decides the place of an id under a seed: 64 hexadecimal digits."""
    return hashlib.sha256(f"{seed}\n{name}".encode("utf-8", "surrogateescape")).hexdigest()


def population_digest(names: Sequence[str]) -> str:
    """The SHA-256 of the ids in the order of their bytes, each with a line feed after it."""
    return hashlib.sha256("".join(f"{name}\n" for name in sorted(names)).encode()).hexdigest()


def draw(population: Mapping[str, str], size: int, seed: str, include: Sequence[str] = ()) -> Sample:
    """`size` ids of a population (id -> its stratum, "" where there are none), and those of `include`.

    `size` must not be more than there are, and `include` must be among them.
    """
    inside: dict[str, list[tuple[str, str]]] = {}
    for name, stratum in population.items():
        inside.setdefault(stratum, []).append((ticket(seed, name), name))
    places = allot({stratum: len(found) for stratum, found in inside.items()}, size)
    drawn = [
        Drawn(name, stratum, number)
        for stratum in sorted(inside)
        for number, name in sorted(inside[stratum])[: places[stratum]]
    ]
    taken = {one.id for one in drawn}
    wanted = dict.fromkeys(name for name in include if name not in taken)
    drawn += [Drawn(name, population[name], ticket(seed, name), included=True) for name in wanted]
    strata = {stratum: (len(inside[stratum]), places[stratum]) for stratum in sorted(inside)}
    return Sample(len(population), population_digest([*population]), strata, tuple(drawn))


def allot(sizes: Mapping[str, int], places: int) -> dict[str, int]:
    """How many of `places` each stratum gets (Adams' method); none gets more than it has ids."""
    given = dict.fromkeys(sizes, 0)
    claims = [(False, -Fraction(size), stratum) for stratum, size in sizes.items() if size]
    heapq.heapify(claims)
    for _ in range(places):
        _, _, stratum = heapq.heappop(claims)
        given[stratum] += 1
        if given[stratum] < sizes[stratum]:
            heapq.heappush(claims, (True, -Fraction(sizes[stratum], given[stratum]), stratum))
    return given
