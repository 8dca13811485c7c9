"""What a gate compares a change with: the base with its own rules, and where the change left it."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass
from pathlib import Path

from assay.commands.gather import CannotContinueError, Gathered, commit_of, gather
from assay.commands.since import parting
from assay.git.tree import is_shallow


@dataclass(frozen=True, slots=True)
class Base:
    """A revision that a change is to be merged into.

    `ruling`: the evidence as it is there, whose gate, policy and roles count; `before`: the evidence where
    the change left it. `problem`: why this clone cannot tell; then the rest is None.
    """

    revision: str
    commit: str | None = None
    ruling: Gathered | None = None
    before: Gathered | None = None
    problem: str = ""


def gather_base(folder: Path, as_of: dt.date, revision: str, head: str | None, trust: str | None) -> Base:
    """Read what the commit `head` is compared with.

    A CannotContinueError where `revision` is misspelt; a shallow clone is a `problem`.
    """
    try:
        commit = commit_of(folder, revision)
        ruling = gather(folder, as_of, trust=trust, at=commit)
        parted = parting(folder, revision, head)
    except CannotContinueError as error:
        if not is_shallow(folder):
            raise
        return Base(revision, problem=str(error))
    before = ruling if parted == commit else gather(folder, as_of, trust=trust, at=parted)
    return Base(revision, commit, ruling, before)
