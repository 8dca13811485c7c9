"""The contents behind trails: each version of a file is read and parsed once, and let go when compared."""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection, Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, NamedTuple, TypeAlias

from assay import yamlfile
from assay.git import read_blobs, read_sizes
from assay.layout import place_of
from assay.problems import At
from assay.trail.changes import Change, Kind, compare
from assay.trail.parts import JUDGED, judgements, parts

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


@dataclass(frozen=True, slots=True)
class Compared:
    """The outcome of each pair, and the versions that cannot be read, with the reason."""

    outcomes: Mapping[Pair, Outcome]
    unreadable: Mapping[str, str]


def kind_of(file: str) -> str:
    """How a file's versions are compared: as its place says, as any YAML, or as a file of some size."""
    if file.startswith("attachments/"):
        return FILE
    place = place_of(file)
    if place:
        return place.kind
    return YAML if file.endswith(".yaml") else FILE


def compare_versions(folder: Path, pairs: Iterable[Pair]) -> Compared:
    """Compare the versions of each pair, with the repository's contents in `folder`."""
    wanted = list(dict.fromkeys(pairs))
    files = [pair for pair in wanted if pair.kind == FILE]
    outcomes: dict[Pair, Outcome] = {}
    unreadable: dict[str, str] = {}
    sizes = read_sizes(folder, (name for pair in files for name in (pair.old, pair.new) if name))
    for pair in files:
        outcomes[pair] = Outcome((_resized(pair, sizes),))
    for pair, old, new in _read(folder, [pair for pair in wanted if pair.kind != FILE]):
        for name, version in ((pair.old, old), (pair.new, new)):
            if version.fault:
                unreadable[name] = version.fault
        outcomes[pair] = _outcome(pair.kind, old, new)
    return Compared(outcomes, unreadable)


def _resized(pair: Pair, sizes: Mapping[str, int]) -> Change:
    before, after = (str(sizes[name]) if name in sizes else None for name in (pair.old, pair.new))
    kind = Kind.REPLACED if pair.old and pair.new else Kind.ADDED if pair.new else Kind.REMOVED
    return Change(kind, (), before, after)


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


# YAML files


@dataclass(slots=True)
class _Version:
    """One version: its data, or why it has none. No version at all has neither."""

    data: Any = None
    fault: str = ""
    absent: bool = False
    document: yamlfile.Document | None = None


_NONE = _Version()


def _version(content: bytes | None) -> _Version:
    if content is None:
        return _Version(absent=True)
    document = yamlfile.read(content)
    if document.faults:
        first = document.faults[0]
        return _Version(fault=f"line {first.line}: {first.message}")
    return _Version(document.data, document=document)


def _read(folder: Path, pairs: list[Pair]) -> Iterator[tuple[Pair, _Version, _Version]]:
    """Each pair with its two versions, as soon as both are there. Only those still wanted are kept."""
    waiting: dict[str, list[Pair]] = {}
    uses: Counter[str] = Counter()
    for pair in pairs:
        for name in {pair.old, pair.new} - {""}:
            waiting.setdefault(name, []).append(pair)
            uses[name] += 1
    versions = {"": _NONE}
    for name, content in read_blobs(folder, waiting, yamlfile.MAX_BYTES):
        versions[name] = _version(content)
        for pair in waiting[name]:
            if pair.old in versions and pair.new in versions:
                yield pair, versions[pair.old], versions[pair.new]
                for used in {pair.old, pair.new} - {""}:
                    uses[used] -= 1
                    if not uses[used]:
                        del versions[used]


def _outcome(kind: str, old: _Version, new: _Version) -> Outcome:
    if old.absent or new.absent:
        return Outcome((Change(Kind.ABSENT),))
    if old.fault or new.fault:
        return Outcome((Change(Kind.UNREADABLE, (), old.fault or None, new.fault or None),))
    judged: dict[Judged, tuple[Entry, Entry]] = {}
    if kind in JUDGING:
        were, are = judgements(kind, old.data), judgements(kind, new.data)
        for key in dict.fromkeys((*are, *were)):
            if were.get(key) != are.get(key):
                judged[key] = were.get(key), are.get(key)
    before, after = parts(kind, old.data), parts(kind, new.data)
    if old is not _NONE and new is not _NONE:
        return Outcome(compare(before, after) or (Change(Kind.LAYOUT),), judged)
    # A file that came or went is told by its judgements: what else it said came or went with it.
    lines = {key: _line(new.document, key) for key in judged} if new.document and old is _NONE else {}
    return Outcome(compare(_judged(before), _judged(after)), judged, lines)


def _judged(found: Mapping[At, Any]) -> dict[At, Any]:
    return {at: part for at, part in found.items() if at and at[0] in JUDGED}


def _line(document: yamlfile.Document, judged: Judged) -> int:
    """The line of a judgement in its file."""
    node, attribute = judged
    if node:
        at: At = ("grades", node, attribute) if attribute else ("grades", node)
    else:
        at = ("cells", attribute) if attribute else ("cell",)
    return document.position(at, key=True)[0]
