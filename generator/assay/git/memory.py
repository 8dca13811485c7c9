"""What earlier runs have read of a history, so that the next one reads only what is new.

A commit's id stands for all that it says and for all commits before it, so what git printed of it stays true:
in this repository, and in any other that has it. What depends on more than the commits is in the key: where
the evidence lies, the commits at whose parents a clone was cut off, the version of git, and this code.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from assay.cache import edition_of, keep, keep_bytes, load_bytes, load_kept, place_for

_EDITION = ("git/*.py", "cache.py", "folder.py", "keys.py", "problems/*.py")


@dataclass(frozen=True, slots=True)
class Memory:
    """What git printed of all commits up to `head`: the parts of its log, without the NUL bytes between."""

    head: str
    parts: Sequence[bytes]


def recall(folder: Path, key: str) -> Memory | None:
    """What is kept under that key; None where it is nothing, or not whole."""
    place = place_for(folder, "-history")
    kept = load_bytes(place, f"{edition_of(*_EDITION)}-{key}") if place else None
    if not kept:
        return None
    head, *parts = kept.split(b"\0")
    return Memory(head.decode("ascii", "replace"), parts)


def remember(folder: Path, key: str, memory: Memory) -> None:
    """Keep it for the next run."""
    if place := place_for(folder, "-history"):
        content = b"\0".join([memory.head.encode("ascii"), *memory.parts])
        keep_bytes(place, f"{edition_of(*_EDITION)}-{key}", content)


def overheard(parts: Iterator[bytes], heard: list[bytes]) -> Iterator[bytes]:
    """The parts as they come; they are in `heard` as well."""
    for part in parts:
        heard.append(part)
        yield part


def recall_verdicts(folder: Path, key: str) -> dict[str, list[Any]]:
    """What git said of signatures, by commit; nothing where none is kept for these keys."""
    place = place_for(folder, "-signatures")
    kept = load_kept(place, f"{edition_of(*_EDITION)}-{key}") if place else None
    if not isinstance(kept, dict):
        return {}
    return {name: one for name, one in kept.items() if isinstance(one, list) and len(one) == 3}


def remember_verdicts(folder: Path, key: str, verdicts: Mapping[str, list[Any]]) -> None:
    """Keep them for the next run."""
    if place := place_for(folder, "-signatures"):
        keep(place, f"{edition_of(*_EDITION)}-{key}", verdicts)
