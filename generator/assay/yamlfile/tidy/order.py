"""The order of keys, as those who know the formats state it."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from assay.problems import At

KeyOrder = Callable[[At], Sequence[str]]
"""The keys of the map at a place, in their order."""


def rank(known: Sequence[str], names: Sequence[str]) -> list[int]:
    """The indices of `names` in their order: those that are known, then all others as they stand."""
    places = {name: place for place, name in enumerate(known)}
    return sorted(range(len(names)), key=lambda index: places.get(names[index], len(places)))
