"""`assay cycle close`, `reopen` and `list`: seals that can be checked, and what becomes of them."""

from __future__ import annotations

import datetime as dt
import sys
from collections.abc import Callable, Iterator
from itertools import islice
from pathlib import Path

from assay import __version__, seals
from assay.assessment import Assessment, Cycle, Grade, Reopening, Seal
from assay.commands.gather import (
    DATA_ERROR,
    OK,
    USAGE_ERROR,
    CannotContinueError,
    Gathered,
    gather,
    pick_cycle,
    report_errors,
    shown_root,
)
from assay.git.people import read_email
from assay.problems import plain, shorten
from assay.seals.collect import MOST
from assay.wording import counted, did_you_mean, listed
from assay.yamlfile import MAX_BYTES
from assay.yamlfile.editing import EditError, add_to_list, edited, remove_top, set_top

_NAMED = 8


def close(folder: Path, name: str, *, by: str | None, on: dt.date | None, today: dt.date, quiet: bool) -> int:
    """Seal a cycle as of `on` (default: `today`): write the digests of all that decides into its file.

    A seal that holds no digests yet gets them, and keeps its date and its person.
    """
    gathered = gather(folder, on or today)
    cycle = pick_cycle(_readable(gathered, folder), name)
    if cycle.seal and cycle.seal.digests:
        hint = f'To seal it anew: assay cycle reopen {name} --reason "...", then close it again.'
        raise CannotContinueError(
            f"the cycle '{name}' is sealed already, since {cycle.seal.on}. {hint}", USAGE_ERROR
        )
    day, person = _when(cycle, on, today), cycle.seal.by if cycle.seal else by
    if person and by and person != by:
        message = f"the cycle '{name}' is sealed already, by {person}: leave --by out to keep that"
        raise CannotContinueError(message, USAGE_ERROR)
    if gathered.as_of != day:
        gathered = gather(folder, day)
    if gathered.errors:  # warnings as of a day long ago are nobody's concern now
        report_errors(gathered, folder)
    assessment = gathered.assessment()
    cycle = assessment.cycles[name]
    who = _person(assessment, folder, person)
    _refuse_unhashed(assessment, cycle)
    _refuse_younger(cycle, day)
    found = seals.computed(assessment, cycle, day)
    digests = seals.digests(assessment, cycle, gathered.loaded.data, gathered.loaded.model, day)
    levels = dict(islice(found.levels.items(), MOST))
    seal = Seal(day, who, f"assay {__version__}", {"results": found.digest, **digests}, levels)
    _write(
        gathered, cycle, lambda text: set_top(text, "seal", seals.seal_lines(seal)), seals.seal_lines(seal)
    )
    if not quiet:
        _report_closed(assessment, cycle, seal, found, shown_root(folder))
    return OK


def _when(cycle: Cycle, on: dt.date | None, today: dt.date) -> dt.date:
    """The day of the seal; a CannotContinueError where it lies ahead, or the seal has another."""
    if cycle.seal and on and on != cycle.seal.on:
        message = f"the cycle '{cycle.id}' is sealed already, on {cycle.seal.on}: leave --on out to keep that"
        raise CannotContinueError(message, USAGE_ERROR)
    day = cycle.seal.on if cycle.seal else on or today
    if day > today:
        raise CannotContinueError(f"{day} lies ahead: nobody knows yet what will hold then", USAGE_ERROR)
    if day < cycle.period[0]:
        raise CannotContinueError(f"{day} is before the cycle begins ({cycle.period[0]})", USAGE_ERROR)
    return day


def _readable(gathered: Gathered, folder: Path) -> Assessment:
    """The assessment, errors or not; a CannotContinueError where it or its model cannot be read."""
    if gathered.loaded.assessment is None:
        report_errors(gathered, folder)
    return gathered.assessment(draft=True)


def _person(assessment: Assessment, folder: Path, by: str | None) -> str:
    """The id of who seals or reopens: as named, else the person whose address git has."""
    if by is None:
        email = read_email(folder)
        by = next((person.id for person in assessment.people.values() if email in person.git), None)
        if by is None:
            message = "say who you are with --by PERSON: no person in assessment.yaml has your address in git"
            raise CannotContinueError(message, USAGE_ERROR)
    if by not in assessment.people:
        known = listed(assessment.people)
        message = f"unknown person '{by}'{did_you_mean(by, assessment.people)}; there are: {known}"
        raise CannotContinueError(message, USAGE_ERROR)
    return by


def _refuse_unhashed(assessment: Assessment, cycle: Cycle) -> None:
    files = [
        source.file
        for item in sorted(seals.cited_items(cycle) & assessment.items.keys())
        for source in assessment.items[item].sources
        if source.file and not source.sha256
    ]
    if files:
        names = _some(files)
        message = (
            f"a seal needs the checksum of every attachment: {counted(len(files), 'source')} without: {names}"
        )
        raise CannotContinueError(f"{message}. Run: assay hash", DATA_ERROR)


def _some(names: list[str]) -> str:
    more = [f"{len(names) - _NAMED} more"] if len(names) > _NAMED else []
    return listed([*(shorten(name) for name in names[:_NAMED]), *more])


def _refuse_younger(cycle: Cycle, day: dt.date) -> None:
    """A CannotContinueError where a grade, a settlement or an answer is younger than the seal."""
    dates = [(grade.graded_on, f"a grade in {grade.file}") for grade in cycle.grades]
    dates += [(one.on, f"what {one.file} settles") for one in cycle.consensus]
    if cycle.checks:
        dates.append((cycle.checks.on, f"the answers in {cycle.checks.file}"))
    for date, what in dates:
        if date and date > day:
            message = f"{what} is of {date}, and {day} is before that: seal the cycle on a later day"
            raise CannotContinueError(message, USAGE_ERROR)


def _write(gathered: Gathered, cycle: Cycle, edit: Callable[[str], str], lines: list[str]) -> None:
    """Edit the cycle's file; a CannotContinueError where its layout does not allow that."""
    folder = gathered.loaded.folder
    try:
        content = edited(folder.read(cycle.file), edit)
    except EditError as error:
        sys.stdout.write("".join(f"{line}\n" for line in lines))
        message = f"{cycle.file} was left alone: {error}. Put the lines above into it"
        raise CannotContinueError(message, DATA_ERROR) from error
    if len(content) > MAX_BYTES:
        message = f"with its seal {cycle.file} would have more than {MAX_BYTES:,} bytes"
        raise CannotContinueError(message, DATA_ERROR)
    folder.write(cycle.file, content)


def _report_closed(
    assessment: Assessment, cycle: Cycle, seal: Seal, found: seals.Computed, root: str
) -> None:
    counts = {
        kind: len(one) for kind, one in seals.in_groups(seal.digests).items() if not isinstance(one, str)
    }
    parts = [
        counted(counts[kind], kind[:-1])
        for kind in ("grades", "items", "metrics", "attachments")
        if kind in counts
    ]
    missing = found.cells - found.rated
    rated = f"{found.rated} of {counted(found.cells, 'cell')} rated" + (
        f", {missing} missing" if missing else ""
    )
    level = found.levels.get("overall", "none")
    who = assessment.person_name(seal.by)
    sys.stderr.write(
        plain(f"assay: {root}{cycle.file}: sealed as of {seal.on} by {who}; overall {level}, {rated}") + "\n"
        f"assay: digests of {listed(parts or ['no grades'])}, the model, the policy and the results\n"
        f"{_unconfirmed(cycle)}"
        f"assay: next: look at it with git diff, and commit it\n"
    )


def _unconfirmed(cycle: Cycle) -> str:
    """What was carried over into a cycle and counts for nothing in it, as nobody looked at it again."""
    if not cycle.to_confirm:
        return ""
    cells = [f"{_cell(one)} ({one.assessor})" for one in cycle.to_confirm]
    what = f"{counted(len(cells), 'grade')} carried over and never confirmed, so of no effect"
    return plain(f"assay: {what}: {_some(cells)}") + "\n"


def _cell(grade: Grade) -> str:
    where = f"{grade.node} · {grade.attribute}" if grade.attribute else grade.node
    return f"{grade.unit}: {where}" if grade.unit else where


def reopen(folder: Path, name: str, *, reason: str, by: str | None, today: dt.date, quiet: bool) -> int:
    """Take the seal off a cycle, and note in its file when, by whom and why."""
    gathered = gather(folder, today)
    assessment = _readable(gathered, folder)
    cycle = pick_cycle(assessment, name)
    if not reason.strip():
        raise CannotContinueError("say why with --reason: it stays in the cycle's file", USAGE_ERROR)
    if cycle.seal is None:
        raise CannotContinueError(f"the cycle '{name}' is not sealed", USAGE_ERROR)
    results = cycle.seal.digests.get("results", "")
    who = _person(assessment, folder, by)
    note = Reopening(today, who, reason.strip(), cycle.seal.on, cycle.seal.by, results)
    lines = seals.reopening_lines(note)
    _write(gathered, cycle, lambda text: add_to_list(remove_top(text, "seal"), "reopened", lines), lines)
    if not quiet:
        root = shown_root(folder)
        sys.stderr.write(
            plain(f"assay: {root}{cycle.file}: reopened; its seal of {cycle.seal.on} is noted under reopened")
            + "\n"
            f"assay: next: commit that, correct what has to be, then: assay cycle close {name}\n"
        )
    return OK


def list_cycles(folder: Path, today: dt.date) -> int:
    """Print the cycles, old to new: id, period, whether it is sealed, and whether that still holds."""
    gathered = gather(folder, today)
    assessment = _readable(gathered, folder)
    for cycle in sorted(assessment.cycles.values(), key=lambda one: (one.period[1], one.id)):
        state = ", ".join(_states(cycle, gathered))
        sys.stdout.write(plain(f"{cycle.id}  {cycle.period[0]} to {cycle.period[1]}  {state}") + "\n")
    return OK


def _states(cycle: Cycle, gathered: Gathered) -> Iterator[str]:
    if cycle.seal is None:
        yield "open"
    else:
        yield f"sealed on {cycle.seal.on} by {cycle.seal.by}"
        yield _since(cycle, gathered)
    if cycle.reopened:
        yield f"reopened {counted(len(cycle.reopened), 'time')}"


def _since(cycle: Cycle, gathered: Gathered) -> str:
    """What has become of a sealed cycle, in a word."""
    loaded = gathered.loaded
    if not (cycle.seal and cycle.seal.digests):
        return "without digests"
    if loaded.assessment is None or loaded.unread:
        return "not compared: files have errors"
    found = seals.since_seal(loaded.assessment, cycle, loaded.data, loaded.model)
    broken = sum(one.decides for one in found)
    return f"{counted(broken, 'difference')} since" if broken else "unchanged since"
