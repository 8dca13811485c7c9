"""Items, findings, cycles, models and the like on two sides: what was added, changed, renamed, removed."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator, Mapping, Set
from dataclasses import dataclass
from typing import Any

from assay.assessment import Assessment
from assay.difference.shapes import AttachmentChange, Fate, FileChange
from assay.layout import place_of
from assay.model import text_of
from assay.trail.changes import compare
from assay.trail.parts import parts

_JUDGING = frozenset(("grades", "consensus"))
"""What files of these kinds hold is told cell by cell."""
_BY_CYCLE = frozenset(("cycle", "checks"))


@dataclass(frozen=True, slots=True)
class Filed:
    """One file of a side. `data` is None where it cannot be read; `state`: of a finding and the like."""

    kind: str
    id: str
    file: str
    data: Mapping[str, Any] | None
    title: str = ""
    state: str = ""


def filed(
    files: Set[str], data: Mapping[str, Mapping[str, Any]], language: str, states: Mapping[str, str]
) -> dict[tuple[str, str], Filed]:
    """The files of a side by kind and id. `states`: what findings and the like are on the date, by file."""
    found: dict[tuple[str, str], Filed] = {}
    for file in sorted(files):
        if file == "assessment.yaml":
            kind, name = "assessment", "assessment"
        elif (place := place_of(file)) is None or place.kind in _JUDGING:
            continue
        else:
            kind, name = place.kind, place.id
        held = data.get(file)
        title = text_of(held.get("title"), language) if held else ""
        found.setdefault((kind, name), Filed(kind, name, file, held, title, states.get(file, "")))
    return found


def compare_files(
    before: Mapping[tuple[str, str], Filed], after: Mapping[tuple[str, str], Filed]
) -> Iterator[FileChange]:
    """What became of each file. One that cannot be read is neither new nor gone, and says nothing."""
    heirs = {
        (kind, str(old)): (kind, name)
        for (kind, name), one in after.items()
        for old in (one.data or {}).get("former_ids", ())
        if (kind, name) not in before and (kind, str(old)) in before and (kind, str(old)) not in after
    }
    renamed = {new: old for old, new in heirs.items()}
    for key, new in after.items():
        old = before.get(renamed.get(key, key))
        if old is None and new.data is not None:
            yield FileChange(new.kind, new.id, new.title, Fate.ADDED, new.file, states=("", new.state))
        elif old and (change := _changed(old, new)):
            yield change
    for key, old in before.items():
        if key not in after and key not in heirs:
            yield FileChange(old.kind, old.id, old.title, Fate.REMOVED, old.file, states=(old.state, ""))


def _changed(old: Filed, new: Filed) -> FileChange | None:
    if old.data is None or new.data is None:
        return None
    changes = compare(parts(new.kind, old.data), parts(new.kind, new.data)) if old.data != new.data else ()
    former, former_file = old.id if old.id != new.id else "", old.file if old.file != new.file else ""
    if former:
        changes = tuple(one for one in changes if one.at[:1] != ("former_ids",))
    states = old.state, new.state
    if not (changes or former or former_file or states[0] != states[1]):
        return None
    fate = _fate(old.data, new.data, bool(changes), former, former_file)
    title = new.title or old.title
    return FileChange(new.kind, new.id, title, fate, new.file, former, former_file, states, changes)


def _fate(old: Mapping[str, Any], new: Mapping[str, Any], changed: bool, former: str, moved: str) -> Fate:
    if "withdrawn" in new and "withdrawn" not in old:
        return Fate.WITHDRAWN
    if "superseded" in new and "superseded" not in old:
        return Fate.SUPERSEDED
    if former:
        return Fate.RENAMED
    return Fate.CHANGED if changed or not moved else Fate.MOVED


def compare_attachments(
    before: tuple[Assessment | None, Set[str]], after: tuple[Assessment | None, Set[str]]
) -> Iterator[AttachmentChange]:
    """Which of the files that items cite are new, others than they were, or gone.

    Each side with all files that it has: one that is only no longer cited is not gone.
    """
    (old, olds), (new, news) = before, after
    was, now = (side.attachments if side else {} for side in (old, new))
    for file in sorted(was.keys() | now.keys()):
        if file in was and file in now:
            if was[file].sha256 != now[file].sha256:
                yield AttachmentChange(file, "changed")
        elif file in now and file not in olds:
            yield AttachmentChange(file, "added")
        elif file in was and file not in news:
            yield AttachmentChange(file, "removed")


def states_of(assessment: Assessment, on: dt.date) -> dict[str, str]:
    """What findings, requests and actions are on a date, and whether waivers and decisions hold, by file."""
    found = {one.file: one.state(on).value for one in assessment.findings.values()}
    found |= {one.file: one.state(on).value for one in assessment.actions.values()}
    found |= {one.file: assessment.request_state(one, on).value for one in assessment.requests.values()}
    holding = {one.file: one.holds(on) for one in assessment.waivers.values()}
    holding |= {one.file: one.holds(on) for one in assessment.decisions.values()}
    return found | {file: "in force" if holds else "not in force" for file, holds in holding.items()}
