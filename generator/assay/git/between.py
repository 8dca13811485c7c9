"""Who has commits between two revisions, and where in the repository the evidence lies."""

from __future__ import annotations

import os
from collections import Counter
from dataclasses import dataclass
from pathlib import Path

from assay.folder import PARTS
from assay.git.running import GitError, ask


@dataclass(frozen=True, slots=True)
class Contributor:
    """The author of commits that touch the evidence, as these state it."""

    name: str
    address: str
    commits: int


def contributors(folder: Path, older: str, newer: str) -> tuple[Contributor, ...]:
    """Who made the commits that are in `newer` and not in `older` and touch the evidence, most first.

    Both are ids of commits. () where git does not answer.
    """
    form = "--format=%an%x00%ae%x00"
    arguments = ("log", "-z", "--no-mailmap", "--encoding=UTF-8", form, "--end-of-options")
    try:
        listing = ask(folder, *arguments, f"{older}..{newer}", "--", *PARTS)
    except (OSError, GitError):
        return ()
    words = listing.decode("utf-8", "replace").split("\0")
    found = Counter(zip(words[::3], words[1::3], strict=False))
    order = sorted(found.items(), key=lambda one: (-one[1], one[0]))
    return tuple(Contributor(name, address, count) for (name, address), count in order if name or address)


def root_of(folder: Path) -> Path:
    """The root of the repository that a folder lies in; a GitError where there is none."""
    up = os.fsdecode(ask(folder, "rev-parse", "--show-cdup").removesuffix(b"\n"))
    return folder / up if up else folder


def evidence_folders(folder: Path, commit: str) -> tuple[str, ...]:
    """The folders of a commit that hold an assessment.yaml, by their paths in the repository."""
    try:
        listing = ask(folder, "ls-tree", "-r", "-z", "--name-only", "--full-tree", "--end-of-options", commit)
    except (OSError, GitError):
        return ()
    names = (os.fsdecode(path) for path in listing.split(b"\0"))
    return tuple(name.removesuffix("assessment.yaml") for name in names if name.endswith("/assessment.yaml"))
