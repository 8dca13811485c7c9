"""`assay validate`: every problem of an evidence repository, in the order of its files."""

from __future__ import annotations

import datetime as dt
import sys
from pathlib import Path

from assay.commands.gather import DATA_ERROR, OK, gather
from assay.commands.since import gather_before
from assay.commands.telling import setting_of
from assay.problems import Severity, plain, summary, tell
from assay.touched import caused
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
    since: str | None = None,
) -> int:
    """Print all problems in the form `form` (see `problems.tell`); 1 where one is as bad as `fail_on`.

    `trust`: the revision whose keys signatures are held against, where the policy asks for signatures
    (default: `since`); `at`: the revision to read; `since`: only what a change since it parted from this
    revision touches or causes. Who may approve waivers has to be found there, too.
    """
    trust = trust or since
    gathered = gather(folder, as_of, trust=trust, at=at)
    problems, others = gathered.problems, ""
    if since is not None:
        before = gather_before(folder, as_of, since, gathered, trust)
        gathered = gathered.ruled_by(before.loaded.assessment)
        found = caused(before.loaded.folder, before.problems, gathered.loaded.folder, gathered.problems)
        problems = found.problems
        if found.others:
            others = f"; {found.others:,} more have nothing to do with the change since {plain(since)}"
    sys.stdout.write(tell(form, problems, setting_of(folder, gathered, form, at)))
    if not quiet:
        assessment = gathered.loaded.assessment
        read = counted(len(gathered.loaded.folder.files), "file")
        if assessment:
            read = f"{counted(len(assessment.items), 'item')} and {counted(len(assessment.cycles), 'cycle')}"
        where = f" of {plain(at)}" if at is not None else ""
        sys.stderr.write(f"assay: {summary(problems)} in {read}{where}, as of {as_of}{others}\n")
    if fail_on == NEVER:
        return OK
    limit = Severity(fail_on).rank
    return DATA_ERROR if any(problem.severity.rank <= limit for problem in problems) else OK
