"""Where an evidence folder lies in its repository, and whether it is as the last commit has it."""

from __future__ import annotations

import os
from pathlib import Path

from assay.git.running import GitError, ask
from assay.git.tree import commit_named
from assay.git.worktree import uncommitted


def prefix_of(folder: Path) -> str | None:
    """The path of a folder from the root of its repository, "" or with a `/` at its end; None outside git."""
    try:
        found = ask(folder.resolve(), "rev-parse", "--show-prefix")
    except (OSError, GitError):
        return None
    return os.fsdecode(found.removesuffix(b"\n"))


def unchanged_head(folder: Path) -> str | None:
    """The last commit, where all of the evidence is as it has it; else None."""
    head = commit_named(folder.resolve(), "HEAD")
    if head is None:
        return None
    try:
        algorithm = ask(folder.resolve(), "rev-parse", "--show-object-format").decode("ascii").strip()
        changed, _ = uncommitted(folder.resolve(), algorithm)
    except (OSError, ValueError, LookupError, GitError):
        return None
    return None if changed else head
