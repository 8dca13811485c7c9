"""A judgement into its file: small edits, and what would not be valid is never left there."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass
from pathlib import Path

from assay import schema_check, yamlfile
from assay.commands.gather import DATA_ERROR, CannotContinueError, Gathered, gather, shown_root
from assay.folder import Folder
from assay.grading import Home, Judgement, edited, home_of
from assay.levels import CellKey
from assay.newfiles import CannotPlaceError, put
from assay.problems import Severity, as_text, plain
from assay.yamlfile.editing import EditError
from assay.yamlfile.editing import edited as edited_bytes


@dataclass(frozen=True, slots=True)
class Desk:
    """Whose judgements are written, of which cycle and unit, and under which date."""

    folder: Path
    person: str
    cycle: str
    unit: str | None
    on: dt.date
    today: dt.date


def save(gathered: Gathered, desk: Desk, key: CellKey, judged: Judgement) -> tuple[Gathered, Home]:
    """Write a judgement, and read everything again. Where that brings a new error, the file is as it was.

    A CannotContinueError says why it cannot be written.
    """
    assessment = gathered.assessment(draft=True)
    cycle, folder = assessment.cycles[desk.cycle], gathered.loaded.folder
    home = home_of(assessment.model, cycle, folder.files, desk.person, desk.unit, key)
    before = folder.read(home.file) if home.file in folder.files else None
    after = _after(gathered, desk, home, before, judged)
    _write(folder, home.file, before, after)
    try:
        found = gather(desk.folder, desk.today)
        if wrong := _new_errors(gathered, found):
            raise CannotContinueError(f"{plain(wrong)}Nothing was written", DATA_ERROR)
    except BaseException:
        _take_back(folder, home.file, before)
        raise
    return found, home


def _after(gathered: Gathered, desk: Desk, home: Home, before: bytes | None, judged: Judgement) -> bytes:
    assessment = gathered.assessment(draft=True)
    document = yamlfile.read(before) if before is not None else None
    data = document.data if document else None
    place = f"{shown_root(desk.folder)}{home.file}"
    if document and (document.faults or schema_check.check("grades", data)):
        message = f"{place} has errors of its own (assay validate names them). Correct these first"
        raise CannotContinueError(plain(message), DATA_ERROR)
    language = assessment.languages[0]

    def edit(text: str | None) -> str:
        return edited(text, data, home.at, judged, desk.on, assessment.model, language)

    try:
        after = edited_bytes(before, edit) if before is not None else edit(None).encode()
    except EditError as error:
        message = f"{place}: left alone: {error}. Write the grade there yourself"
        raise CannotContinueError(plain(message), DATA_ERROR) from error
    if wrong := schema_check.check("grades", yamlfile.read(after).data):
        raise CannotContinueError(plain(f"{place}: {wrong[0].message}. Nothing was written"), DATA_ERROR)
    return after


def _write(folder: Folder, file: str, before: bytes | None, after: bytes) -> None:
    if before is not None:
        folder.write(file, after)
        return
    try:
        new, _ = put(folder.path, {file: after})
    except CannotPlaceError as error:
        raise CannotContinueError(f"{plain(str(error))}. Nothing was written", DATA_ERROR) from None
    if not new:
        raise CannotContinueError(f"{file} came into being just now: try again", DATA_ERROR)


def _take_back(folder: Folder, file: str, before: bytes | None) -> None:
    if before is not None:
        folder.write(file, before)
    else:
        (folder.path / file).unlink(missing_ok=True)


def _new_errors(before: Gathered, after: Gathered) -> str:
    """The errors that were not there before, as text."""
    known = {(one.path, one.rule, one.message) for one in before.problems}
    new = [
        one
        for one in after.problems
        if one.severity is Severity.ERROR and (one.path, one.rule, one.message) not in known
    ]
    return as_text(new)


def new_warnings(before: Gathered, after: Gathered, files: frozenset[str], root: str) -> str:
    """What was not there before in these files, and somebody should look at, as text."""
    known = {(one.path, one.rule, one.message) for one in before.problems}
    return as_text(
        [
            one
            for one in after.problems
            if one.path in files
            and one.severity is not Severity.INFO
            and not one.waived
            and (one.path, one.rule, one.message) not in known
        ],
        root,
    )
