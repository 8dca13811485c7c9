"""Where an evidence folder lies in its repository, and where two lines of commits parted."""

from __future__ import annotations

import os
from pathlib import Path

from assay.git.running import GitError, ask
from assay.git.worktree import uncommitted


def prefix_of(folder: Path) -> str | None:
    """The path of a folder from the root of its repository, "" or with a `/` at its end; None outside git."""
    try:
        found = ask(folder.resolve(), "rev-parse", "--show-prefix")
    except (OSError, GitError):
        return None
    return os.fsdecode(found.removesuffix(b"\n"))


def commit_of(folder: Path, revision: str) -> str | None:
    """The id of the commit that a revision names; None where there is none, or no git."""
    try:
        found = ask(folder.resolve(), "rev-parse", "--verify", "--end-of-options", f"{revision}^{{commit}}")
    except (OSError, ValueError, GitError):
        return None
    return found.decode("ascii", "replace").strip()


def merge_base(folder: Path, one: str, other: str) -> str | None:
    """The last commit that two commits have in common, by their ids; None where none is known here."""
    try:
        found = ask(folder.resolve(), "merge-base", "--end-of-options", one, other)
    except (OSError, GitError):
        return None
    return found.decode("ascii", "replace").split()[0]


def unchanged_head(folder: Path) -> str | None:
    """The last commit, where all of the evidence is as it has it; else None."""
    head = commit_of(folder, "HEAD")
    if head is None:
        return None
    try:
        algorithm = ask(folder.resolve(), "rev-parse", "--show-object-format").decode("ascii").strip()
        changed, _ = uncommitted(folder.resolve(), algorithm)
    except (OSError, ValueError, LookupError, GitError):
        return None
    return None if changed else head
