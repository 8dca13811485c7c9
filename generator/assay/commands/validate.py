"""`assay validate`: every problem of an evidence repository, in the order of its files."""

from __future__ import annotations

import datetime as dt
import sys
from pathlib import Path

from assay.commands.gather import DATA_ERROR, OK, gather, shown_root
from assay.problems import FORMATS, Severity, plain, summary
from assay.wording import counted

NEVER = "never"


def validate(
    folder: Path,
    as_of: dt.date,
    *,
    form: str,
    fail_on: str,
    trust: str | None,
    quiet: bool,
    at: str | None = None,
) -> int:
    """Print all problems in the form `text`, `json` or `github`; 1 where one is as bad as `fail_on`.

    `trust`: the revision whose keys signatures are held against, where the policy asks for signatures; `at`:
    the revision to read.
    """
    gathered = gather(folder, as_of, trust=trust, at=at)
    sys.stdout.write(FORMATS[form](gathered.problems, shown_root(folder)))
    if not quiet:
        assessment = gathered.loaded.assessment
        read = counted(len(gathered.loaded.folder.files), "file")
        if assessment:
            read = f"{counted(len(assessment.items), 'item')} and {counted(len(assessment.cycles), 'cycle')}"
        where = f" of {plain(at)}" if at is not None else ""
        sys.stderr.write(f"assay: {summary(gathered.problems)} in {read}{where}, as of {as_of}\n")
    if fail_on == NEVER:
        return OK
    limit = Severity(fail_on).rank
    return DATA_ERROR if any(problem.severity.rank <= limit for problem in gathered.problems) else OK
