"""The trails of several files as one: each commit once, with all that it did to them."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from assay.git import Commit
from assay.trail.steps import Step
from assay.trail.trails import Trails


@dataclass(frozen=True, slots=True)
class Event:
    """A commit with its steps: for each file that it touched, under the name that the file has now."""

    commit: Commit
    steps: tuple[tuple[str, Step], ...]


def together(trails: Trails, files: Iterable[str]) -> tuple[Event, ...]:
    """The commits that touched any of these files, newest first."""
    found: dict[str, list[tuple[str, Step]]] = {}
    for file in dict.fromkeys(files):
        for step in trails.files.get(file, ()):
            found.setdefault(step.commit.id, []).append((file, step))
    in_order = sorted(found, key=trails.order.__getitem__)
    return tuple(Event(found[name][0][1].commit, tuple(found[name])) for name in in_order)
