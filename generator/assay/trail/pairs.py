"""Versions of files in pairs, what comes of comparing them, and whose judgements a file holds."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from dataclasses import dataclass, field
from typing import Any, NamedTuple, TypeAlias

from assay.layout import place_of
from assay.trail.changes import Change

Judged: TypeAlias = tuple[str, str]
"""The node and the attribute of a grade; the node is "" in a consensus file, which is of one."""
Entry: TypeAlias = Mapping[str, Any] | None

FILE, YAML = "file", "yaml"
JUDGING = frozenset(("grades", "consensus"))
"""The kinds of file that hold judgements, each with a trail of its own."""


class Pair(NamedTuple):
    """Two versions of a file by the ids of their contents, "" for none."""

    kind: str
    old: str
    new: str


@dataclass(frozen=True, slots=True)
class Outcome:
    """What differs between two versions; `judged` holds the judgements that do, before and after.

    `lines`: where each of them stands in the new version; only where there is no old one.
    """

    changes: tuple[Change, ...] = ()
    judged: Mapping[Judged, tuple[Entry, Entry]] = field(default_factory=dict)
    lines: Mapping[Judged, int] = field(default_factory=dict)


def kind_of(file: str) -> str:
    """How a file's versions are compared: as its place says, as any YAML, or as a file of some size."""
    if file.startswith("attachments/"):
        return FILE
    place = place_of(file)
    if place:
        return place.kind
    return YAML if file.endswith(".yaml") else FILE


@dataclass(frozen=True, slots=True)
class Owner:
    """Whose judgements a file holds: an assessor's in a cycle and unit, or what was settled for a node."""

    kind: str
    cycle: str
    unit: str | None
    name: str


def owner_of(file: str, units: Collection[str]) -> Owner | None:
    """Whose judgements a file holds; None for a file of another kind."""
    place = place_of(file)
    if place is None or place.kind not in JUDGING:
        return None
    folders = place.folders
    unit = folders[0] if folders and folders[0] in units else None
    rest = folders[1:] if unit else folders
    return Owner(place.kind, place.cycle, unit, rest[0] if rest and place.kind == "grades" else place.id)
