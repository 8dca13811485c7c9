"""What every command does first: read the evidence repository, find its problems, stop at errors."""

from __future__ import annotations

import dataclasses
import datetime as dt
import logging
import os
import re
import shutil
import sys
import time
from collections.abc import Callable
from dataclasses import dataclass
from functools import cache, partial
from pathlib import Path

from assay.assessment import Assessment, Cycle
from assay.authorship import Authorship
from assay.cards import Cards, Known, report_cards
from assay.folder import Folder, scan
from assay.git import GitError, History, Snapshot, read_head, read_history, snapshot
from assay.git.hints import WHOLE_CLONE, how_to_complete
from assay.git.tree import commit_named, is_partial, is_shallow
from assay.problems import Problem, Severity, as_text, plain, shorten, summary
from assay.repository import Loaded, load, load_folder
from assay.rules import RULES, find_problems
from assay.wording import counted, did_you_mean, listed

LOG = logging.getLogger("assay")
"""What is done, for those who ask for it with -v."""

OK = 0
_LAST_EPOCH = 253_402_300_799  # the end of the year 9999

DATA_ERROR = 1
USAGE_ERROR = 2


class CannotContinueError(Exception):
    """A command cannot go on. The text has been, or is to be, shown; `code` is the exit code."""

    def __init__(self, message: str, code: int) -> None:
        super().__init__(message)
        self.code = code


@dataclass(frozen=True, slots=True)
class Gathered:
    """An evidence repository with its problems on a date. `history` asks git, once."""

    loaded: Loaded
    problems: tuple[Problem, ...]
    as_of: dt.date
    history: Callable[[], History]

    @property
    def commit(self) -> str | None:
        """The id of the commit that this was read from, else of the last one; None where there is none."""
        folder = self.loaded.folder
        return folder.commit if isinstance(folder, Snapshot) else read_head(folder.path)

    @property
    def errors(self) -> int:
        """How many of the problems are errors."""
        return sum(problem.severity is Severity.ERROR for problem in self.problems)

    def assessment(self, *, draft: bool = False) -> Assessment:
        """The assessment to compute from; a CannotContinueError where errors stand against it.

        With `draft`, only an unreadable assessment or model stops.
        """
        found = self.loaded.assessment
        if found is None or (self.errors and not draft):
            what = f"{counted(self.errors, 'error')} in the data: nothing is computed from them"
            raise CannotContinueError(what, DATA_ERROR)
        return found

    def known(self, assessment: Assessment) -> Known:
        """What is known beside the data; git is asked only where the policy wants commits compared."""
        wants = any(assessment.duties(cycle).needs_commits for cycle in assessment.cycles.values())
        authorship = Authorship(assessment, self.loaded.folder, self.history()) if wants else None
        return Known(authorship, tuple(problem for problem in self.problems if problem.waived))

    def ruled_by(self, ruling: Assessment | None) -> Gathered:
        """The same, as a change of `ruling`: whoever approved a waiver might have to do so there, too."""
        if ruling is None:
            return self
        problems = find_problems(self.loaded, self.as_of, self.history, ruling)
        return dataclasses.replace(self, problems=problems)

    def in_language(self, language: str) -> Assessment:
        """The same assessment with its texts in another language; only after `assessment` gave it."""
        folder = self.loaded.folder
        at_commit = isinstance(folder, Snapshot)
        again = load_folder(folder, language=language) if at_commit else load(folder.path, language=language)
        found = again.assessment
        if found is None:
            raise CannotContinueError("the evidence changed while it was read: try again", DATA_ERROR)
        return found


@dataclass(frozen=True, slots=True)
class Asked:
    """Of which results something is asked.

    `cycle`: default is the one that ends last; `unit`: default is all together; `at`: the revision to read
    (default: the files in the folder); `dated`: the date was asked for, so a sealed cycle takes it too, if it
    is named.
    """

    cycle: str | None = None
    unit: str | None = None
    at: str | None = None
    dated: bool = False

    @property
    def exactly(self) -> bool:
        """Compute for the very date, whatever the seal says."""
        return self.dated and self.cycle is not None


def today() -> dt.date:
    """The date of computations that are told none: SOURCE_DATE_EPOCH if it is set, else today in UTC."""
    epoch = source_date_epoch()
    return dt.datetime.fromtimestamp(time.time() if epoch is None else epoch, dt.UTC).date()


def source_date_epoch() -> int | None:
    """SOURCE_DATE_EPOCH, in seconds since 1970; None where it is not set."""
    given = os.environ.get("SOURCE_DATE_EPOCH")
    if given is None:
        return None
    if not re.fullmatch(r"[0-9]{1,12}", given) or int(given) > _LAST_EPOCH:
        raise CannotContinueError(f"SOURCE_DATE_EPOCH is not a time in seconds: {given[:40]!r}", USAGE_ERROR)
    return int(given)


def gather(
    folder: Path,
    as_of: dt.date,
    language: str | None = None,
    *,
    trust: str | None = None,
    at: str | None = None,
    like: Loaded | None = None,
) -> Gathered:
    """Read and check the evidence repository in `folder`, its texts in `language` (default: its first).

    `trust`: the revision whose keys signatures are held against (default: the last commit); `at`: the
    revision to read it from, with its history, straight from git (default: the files in the folder); `like`:
    another revision that was read, so that what is the same in both is checked once.
    """
    require_folder(folder)
    started = time.monotonic()
    commit = commit_of(folder, at) if at is not None else ""
    loaded = (
        load_folder(_snapshot(folder, commit), language=language, like=like)
        if commit
        else load(folder, language=language)
    )
    read = time.monotonic()
    history = cache(partial(history_of, folder, trust, commit))
    problems = find_problems(loaded, as_of, history)
    checked = time.monotonic()
    LOG.info("%d files in %s read in %.2f s", len(loaded.folder.files), folder, read - started)
    LOG.info("%d rules checked as of %s in %.2f s", len(RULES), as_of, checked - read)
    return Gathered(loaded, problems, as_of, history)


def require_folder(folder: Path) -> None:
    """A CannotContinueError where there is no such folder, or it cannot be read."""
    try:
        found = folder.is_dir()
    except OSError as error:
        raise CannotContinueError(
            f"the folder {str(folder)[:80]} cannot be read: {error.strerror}", USAGE_ERROR
        ) from error
    if not found:
        hint = "Name it with -e, run assay where evidence/ is, or begin one with assay init."
        raise CannotContinueError(f"there is no folder {folder}. {hint}", USAGE_ERROR)


def scan_evidence(folder: Path) -> Folder:
    """List a folder that has to hold evidence; a CannotContinueError where there is none, or no folder."""
    require_folder(folder)
    found = scan(folder)
    if not found.holds_evidence:
        hint = "Name its folder with -e, or begin an assessment with assay init."
        where = "the current folder" if folder == Path() else folder
        raise CannotContinueError(f"there is no evidence in {where}. {hint}", USAGE_ERROR)
    return found


def commit_of(folder: Path, revision: str) -> str:
    """The id of the commit that a revision names; a CannotContinueError where there is none here."""
    if commit := commit_named(folder, revision):
        return commit
    if shutil.which("git") is None:
        raise CannotContinueError("git is not installed, so no revision can be read", USAGE_ERROR)
    if read_head(folder) is None:
        raise CannotContinueError(f"{folder} is in no git repository with commits", USAGE_ERROR)
    shallow = is_shallow(folder)
    how = how_to_complete(os.environ) if shallow else "git fetch may get it"
    why = "in this shallow clone" if shallow else "here"
    raise CannotContinueError(f"there is no commit '{shorten(revision)}' {why}: {how}", USAGE_ERROR)


def _snapshot(folder: Path, commit: str) -> Snapshot:
    try:
        return snapshot(folder, commit)
    except GitError as error:
        if is_partial(folder):
            lacks = f"this partial clone lacks contents of {commit[:12]}: get them with '{WHOLE_CLONE}'"
            raise CannotContinueError(lacks, USAGE_ERROR) from error
        raise CannotContinueError(
            f"git cannot read {commit[:12]}: {plain(str(error))}", DATA_ERROR
        ) from error


def history_of(folder: Path, trust: str | None, at: str = "") -> History:
    """The history of the evidence repository, as far as the commit `at` (default: the last one).

    Signatures are held against the keys of the revision `trust`.

    Without one it is the last commit. One that is asked for has to be there: else a CannotContinueError says
    so, for a slip of the pen would leave every signature unjudged.
    """
    history = read_history(folder, trust or at or "HEAD", at=at)
    if trust and history.head and history.trust and not history.trust.commit:
        raise CannotContinueError(f"--trust: {history.trust.problem}", USAGE_ERROR)
    return history


def shown_root(folder: Path) -> str:
    """What to put before the paths of problems, so that they can be opened from the current folder."""
    relative = os.path.relpath(folder)
    return "" if relative == "." else f"{relative}/".replace(os.sep, "/")


def report_errors(gathered: Gathered, folder: Path) -> None:
    """Print the errors (only these) and a count of all problems to stderr."""
    errors = [problem for problem in gathered.problems if problem.severity is Severity.ERROR]
    sys.stderr.write(as_text(errors, shown_root(folder)))
    if gathered.problems:
        sys.stderr.write(f"assay: {summary(gathered.problems)} (assay validate lists them)\n")


def pick_cycle(assessment: Assessment, name: str | None) -> Cycle:
    """The cycle of that name, or the one that ends last; a CannotContinueError says which there are."""
    if name is None:
        if assessment.latest_cycle is None:
            hint = "Write cycles/NAME/cycle.yaml with a title and a period."
            raise CannotContinueError(f"there is no cycle yet. {hint}", DATA_ERROR)
        return assessment.latest_cycle
    if name not in assessment.cycles:
        known = listed(assessment.cycles) or "none"
        message = f"unknown cycle '{name}'{did_you_mean(name, assessment.cycles)}; there are: {known}"
        raise CannotContinueError(message, USAGE_ERROR)
    return assessment.cycles[name]


def pick_unit(assessment: Assessment, name: str | None) -> str | None:
    """The unit of that name; None for none. A CannotContinueError says which there are."""
    known = [unit.id for unit in assessment.units]
    if name is None or name in known:
        return name
    there = f"there are: {listed(known)}" if known else "the assessment has no units"
    raise CannotContinueError(f"unknown unit '{name}'{did_you_mean(name, known)}; {there}", USAGE_ERROR)


def cards_of(
    assessment: Assessment, cycle: Cycle, as_of: dt.date, known: Known, *, exactly: bool = False
) -> Cards:
    """The results of a cycle in every unit, with their outlook, and what is `known` of its duties.

    A sealed cycle is computed as of its seal, unless the caller was asked for this very date (`exactly`).
    """
    return report_cards(assessment, cycle, as_of if exactly else cycle.as_of(as_of), known)
