"""The contents behind trails: each version of a file is read and parsed once, and let go when compared."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from assay import yamlfile
from assay.git import read_blobs, read_sizes
from assay.problems import At
from assay.trail.changes import Change, Kind, compare
from assay.trail.memory import recall, remember
from assay.trail.pairs import FILE, JUDGING, Entry, Judged, Outcome, Pair
from assay.trail.parts import JUDGED, judgements, parts


@dataclass(frozen=True, slots=True)
class Compared:
    """The outcome of each pair, and the versions that cannot be read, with the reason."""

    outcomes: Mapping[Pair, Outcome]
    unreadable: Mapping[str, str]


def compare_versions(folder: Path, pairs: Iterable[Pair], name: str = "trail") -> Compared:
    """Compare the versions of each pair, with the repository's contents in `folder`.

    What comes of it is kept for the next run under that name.
    """
    wanted = list(dict.fromkeys(pairs))
    files = [pair for pair in wanted if pair.kind == FILE]
    outcomes: dict[Pair, Outcome] = {}
    sizes = read_sizes(folder, (blob for pair in files for blob in (pair.old, pair.new) if blob))
    for pair in files:
        outcomes[pair] = Outcome((_resized(pair, sizes),))
    texts = [pair for pair in wanted if pair.kind != FILE]
    known = recall(folder, name, texts) if texts else {}
    new = [pair for pair in texts if pair not in known]
    for pair, before, after in _read(folder, new):
        known[pair] = _outcome(pair.kind, before, after)
    if new:
        remember(folder, name, {pair: one for pair, one in known.items() if one.changes != _ABSENT})
    return Compared(outcomes | known, dict(_unreadable(known)))


def _unreadable(outcomes: Mapping[Pair, Outcome]) -> Iterator[tuple[str, str]]:
    for pair, outcome in outcomes.items():
        for change in outcome.changes:
            if change.kind is Kind.UNREADABLE:
                yield from ((pair.old, change.before),) if change.before else ()
                yield from ((pair.new, change.after),) if change.after else ()


def _resized(pair: Pair, sizes: Mapping[str, int]) -> Change:
    before, after = (str(sizes[name]) if name in sizes else None for name in (pair.old, pair.new))
    kind = Kind.REPLACED if pair.old and pair.new else Kind.ADDED if pair.new else Kind.REMOVED
    return Change(kind, (), before, after)


# YAML files


@dataclass(slots=True)
class _Version:
    """One version: its data, or why it has none. No version at all has neither."""

    data: Any = None
    fault: str = ""
    absent: bool = False
    document: yamlfile.Document | None = None


_NONE = _Version()
_ABSENT = (Change(Kind.ABSENT),)


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
        return Outcome(_ABSENT)
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
