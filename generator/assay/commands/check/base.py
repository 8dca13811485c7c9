"""What a gate compares a change with: the base with its own rules, and where the change left it."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass
from pathlib import Path

from assay.assessment import Assessment
from assay.commands.gather import CannotContinueError, Gathered, commit_of
from assay.commands.since import gather_then, parting
from assay.git.tree import is_shallow


@dataclass(frozen=True, slots=True)
class Base:
    """A revision that a change is to be merged into.

    `ruling`: the evidence as it is there, whose gate, policy and roles count; `before`: the evidence where
    the change left it. `problem`: why this clone does not hold one of them, which is None then. `elsewhere`:
    the folder that the ruling evidence lies in, where the change gave that another name.
    """

    revision: str
    commit: str | None = None
    ruling: Gathered | None = None
    before: Gathered | None = None
    problem: str = ""
    elsewhere: str = ""

    @property
    def assessment(self) -> Assessment | None:
        """The assessment whose rules count beside those of the change itself; None where there is none."""
        return self.ruling.loaded.assessment if self.ruling else None


def gather_base(folder: Path, as_of: dt.date, revision: str, head: Gathered, trust: str | None) -> Base:
    """Read the base. A CannotContinueError where it is misspelt; what a clone lacks is a `problem`."""
    try:
        commit = commit_of(folder, revision)
        ruling, elsewhere = gather_then(folder, as_of, commit, head, trust)
    except CannotContinueError as error:
        if not is_shallow(folder):
            raise
        return Base(revision, problem=str(error))
    try:
        parted = parting(folder, revision, head.commit)
    except CannotContinueError as error:
        if not is_shallow(folder):
            raise
        return Base(revision, commit, ruling, None, str(error), elsewhere)
    before = ruling if parted == commit else gather_then(folder, as_of, parted, head, trust)[0]
    return Base(revision, commit, ruling, before, "", elsewhere)
