"""What a change is compared with: the evidence as it was where the change left its base."""

from __future__ import annotations

import datetime as dt
import os
from pathlib import Path

from assay.commands.gather import USAGE_ERROR, CannotContinueError, Gathered, commit_of, gather
from assay.git import GitError, History, Snapshot, snapshot
from assay.git.between import evidence_folders, root_of
from assay.git.hints import how_to_complete
from assay.git.tree import is_shallow, merge_base
from assay.problems import shorten
from assay.repository import load_folder
from assay.rules import find_problems


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


def gather_before(folder: Path, as_of: dt.date, base: str, head: Gathered, trust: str | None) -> Gathered:
    """The evidence as it was where `head` left the revision `base`, judged on the same date."""
    return gather_then(folder, as_of, parting(folder, base, head.commit), head, trust)[0]


def gather_then(
    folder: Path, as_of: dt.date, commit: str, now: Gathered, trust: str | None = None
) -> tuple[Gathered, str]:
    """The evidence as an older commit has it, and the folder that it lay in, where that was another one.

    That is so where the commit has nothing in this folder, and one such folder only is gone now.
    """
    found = gather(folder, as_of, trust=trust, at=commit, like=now.loaded)
    if found.loaded.folder.holds_evidence:
        return found, ""
    gone = [name for name in evidence_folders(folder, commit) if not _is_there(folder, name, now)]
    if len(gone) != 1:
        return found, ""
    [former] = gone
    try:
        loaded = load_folder(snapshot(root_of(folder), f"{commit}:{former.rstrip('/')}"), like=now.loaded)
    except GitError:
        return found, ""
    return Gathered(loaded, find_problems(loaded, as_of), as_of, History), former


def _is_there(folder: Path, name: str, now: Gathered) -> bool:
    """Whether there is evidence in another folder of the repository, in what was read or beside it."""
    if isinstance(now.loaded.folder, Snapshot):
        return name in evidence_folders(folder, now.loaded.folder.commit)
    return (root_of(folder) / name / "assessment.yaml").is_file()
