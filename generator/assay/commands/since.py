"""What a change is compared with: the evidence as it was where the change left its base."""

from __future__ import annotations

import datetime as dt
import os
from pathlib import Path

from assay.commands.gather import (
    USAGE_ERROR,
    CannotContinueError,
    Gathered,
    commit_of,
    gather,
    require_folder,
)
from assay.git import read_head
from assay.git.hints import how_to_complete
from assay.git.tree import is_shallow, merge_base
from assay.problems import shorten


def parting(folder: Path, base: str, head: str | None) -> str:
    """Where a commit and the revision `base` parted: a commit; a CannotContinueError where none is known."""
    commit = commit_of(folder, base)
    found = merge_base(folder, commit, head) if head else None
    if found:
        return found
    message = f"nothing that '{shorten(base)}' and the change have in common is known"
    if is_shallow(folder):
        raise CannotContinueError(
            f"{message} in this shallow clone: {how_to_complete(os.environ)}", USAGE_ERROR
        )
    raise CannotContinueError(f"{message}: they began apart", USAGE_ERROR)


def head_of(folder: Path, at: str | None) -> str | None:
    """The commit that a change comes to: the revision `at`, else the last one; None where there is none."""
    require_folder(folder)
    return commit_of(folder, at) if at is not None else read_head(folder)


def gather_before(folder: Path, as_of: dt.date, base: str, head: str | None, trust: str | None) -> Gathered:
    """The evidence as it was where the commit `head` left the revision `base`, judged on the same date."""
    return gather(folder, as_of, trust=trust, at=parting(folder, base, head))
