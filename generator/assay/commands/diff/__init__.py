"""`assay diff`: what a change does to levels, evidence and problems, read from two revisions in git."""

from __future__ import annotations

import datetime as dt
import sys
from pathlib import Path

from assay.commands.diff.markdown import as_markdown
from assay.commands.diff.reading import Ends, difference
from assay.commands.diff.text import as_text
from assay.commands.gather import (
    DATA_ERROR,
    OK,
    Asked,
    CannotContinueError,
    commit_of,
    require_folder,
    shown_root,
)
from assay.commands.since import parting
from assay.confidentiality import Audience
from assay.difference import difference_json
from assay.git import prefix_of, read_head


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
            sys.stdout.write(as_markdown(found, prefix_of(folder) or ""))
        case _:
            sys.stdout.write(as_text(found, shown_root(folder)))
    return OK if found.computed else DATA_ERROR


def _ends(folder: Path, base: str, head: str | None, *, direct: bool) -> Ends:
    """The commits to read; a CannotContinueError says what is missing, and what to do."""
    require_folder(folder)
    base_commit = commit_of(folder, base)
    head_commit = commit_of(folder, head) if head is not None else None
    if not direct:
        try:
            base_commit = parting(folder, base, head_commit or read_head(folder))
        except CannotContinueError as error:
            raise CannotContinueError(
                f"{error}; or compare them as they are with --direct", error.code
            ) from error
    return Ends(base, head or "", base_commit, head_commit)
