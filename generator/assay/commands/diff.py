"""`assay diff`: what a change does to levels, evidence and problems, read from two revisions in git."""

from __future__ import annotations

import datetime as dt
import os
import sys
from pathlib import Path

from assay.commands.diff_markdown import as_markdown
from assay.commands.diff_reading import Ends, difference
from assay.commands.diff_text import as_text
from assay.commands.gather import (
    DATA_ERROR,
    OK,
    USAGE_ERROR,
    Asked,
    CannotContinueError,
    commit_of,
    shown_root,
)
from assay.confidentiality import Audience
from assay.difference import difference_json
from assay.git import read_head
from assay.git.between import prefix_of
from assay.git.hints import how_to_complete
from assay.git.tree import is_shallow, merge_base
from assay.problems import shorten


def diff(
    folder: Path,
    as_of: dt.date,
    asked: Asked,
    *,
    base: str,
    direct: bool,
    form: str,
    audience: Audience,
) -> int:
    """Print what the revision that is asked for (default: the files in the folder) does since it left `base`.

    `direct`: compare with `base` as it is now. Gives 1 where the levels of HEAD cannot be computed; else 0,
    whatever differs.
    """
    ends = _ends(folder, base, asked.at, direct=direct)
    found = difference(folder, as_of, ends, cycle=asked.cycle, exactly=asked.exactly, audience=audience)
    match form:
        case "json":
            sys.stdout.write(difference_json(found))
        case "markdown":
            sys.stdout.write(as_markdown(found, prefix_of(folder)))
        case _:
            sys.stdout.write(as_text(found, shown_root(folder)))
    return OK if found.computed else DATA_ERROR


def _ends(folder: Path, base: str, head: str | None, *, direct: bool) -> Ends:
    """The commits to read; a CannotContinueError says what is missing, and what to do."""
    if not folder.is_dir():
        hint = "Name it with -e, or run assay where evidence/ is."
        raise CannotContinueError(f"there is no folder {folder}. {hint}", USAGE_ERROR)
    base_commit = commit_of(folder, base)
    head_commit = commit_of(folder, head) if head is not None else None
    if direct:
        return Ends(base, head or "", base_commit, head_commit)
    common = merge_base(folder, base_commit, head_commit or read_head(folder) or base_commit)
    if common is None:
        other = f"'{shorten(head)}'" if head else "the last commit"
        way = "compare them as they are with --direct"
        if is_shallow(folder):
            way = f"this clone is shallow: {how_to_complete(os.environ)}; or {way}"
        message = f"'{shorten(base)}' and {other} have no commit in common here: {way}"
        raise CannotContinueError(message, USAGE_ERROR)
    return Ends(base, head or "", common, head_commit)
