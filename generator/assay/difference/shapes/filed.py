"""What differs in files: those that stand for one thing, those that items cite, those below a seal."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass
from enum import StrEnum
from typing import Literal

from assay.trail import Change


class Fate(StrEnum):
    """What became of a file that stands for one thing: an item, a finding, a cycle, a model."""

    ADDED = "added"
    CHANGED = "changed"
    WITHDRAWN = "withdrawn"
    SUPERSEDED = "superseded"
    RENAMED = "renamed"
    MOVED = "moved"
    REMOVED = "removed"


@dataclass(frozen=True, slots=True)
class FileChange:
    """A file that was added, changed or removed, with what changed in it.

    `kind`: that of its place (`item`, `finding`, `cycle`, ...), or `assessment`. `former`: the id that it
    had, where it was renamed; `former_file` where it was moved. `states`: of findings and the like what they
    were and are on the date, "" for not there.
    """

    kind: str
    id: str
    title: str
    fate: Fate
    file: str
    former: str = ""
    former_file: str = ""
    states: tuple[str, str] = ("", "")
    changes: tuple[Change, ...] = ()


@dataclass(frozen=True, slots=True)
class AttachmentChange:
    """A file that items cite: whether it is new, another than it was, or gone."""

    file: str
    fate: Literal["added", "changed", "removed"]


@dataclass(frozen=True, slots=True)
class Unhashed:
    """A file that an item of the change cites without a checksum: what is missing, and where.

    `flow`: whether the source stands between braces, so that a comma goes before what is added.
    """

    item: str
    file: str
    line: int
    flow: bool
    attachment: str
    sha256: str


@dataclass(frozen=True, slots=True)
class Expiry:
    """An item that a grade rests on, and that runs out soon: `until`, and the day before this change."""

    item: str
    until: dt.date
    before: dt.date | None


@dataclass(frozen=True, slots=True)
class SealTouch:
    """A cycle that was sealed before the change, and what the change does to it.

    `what`: `removed` with the cycle, `opened` (the seal is gone), `replaced`, or `changed` (files below the
    seal). `files`: those that differ.
    """

    cycle: str
    what: Literal["removed", "opened", "replaced", "changed"]
    files: tuple[str, ...] = ()
