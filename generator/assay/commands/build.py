"""`assay build`: the site, from an evidence repository in a folder to a folder of pages."""

from __future__ import annotations

import datetime as dt
import sys
import time
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

from assay import __version__
from assay.assessment import Assessment
from assay.commands.gather import (
    OK,
    CannotContinueError,
    cards_of,
    gather,
    pick_cycle,
    report_errors,
    source_date_epoch,
)
from assay.commands.levels import overall_line
from assay.downloads import published_name
from assay.folder import PARTS
from assay.git import History, read_history
from assay.levels import Result
from assay.pages import Page, SiteData, build_pages
from assay.pages.base import LEVELS_FILE
from assay.problems import plain
from assay.report import levels_json
from assay.site import Settings, SiteError, check_output, find_settings, read_settings
from assay.site import build as build_site
from assay.wording import counted


@dataclass(frozen=True, slots=True)
class Content:
    """All that a site consists of, before anything is written."""

    pages: tuple[Page, ...]
    downloads: Mapping[str, Path | bytes]
    settings: Settings
    epoch: int
    shown: Result
    errors: int


def build(
    folder: Path,
    output: Path,
    as_of: dt.date,
    *,
    cycle: str | None = None,
    draft: bool = False,
    dated: bool = False,
    quiet: bool = False,
) -> int:
    """Build the site of the evidence repository in `folder` into `output`.

    `draft`: build in spite of errors in the data, with a mark on every page. `dated`: the date was asked for,
    so a sealed cycle that is named takes it too.
    """
    started = time.monotonic()
    try:
        check_place(folder, output)
        content = site_content(folder, as_of, cycle=cycle, draft=draft, dated=dated)
        keep = (folder, Path())
        build_site(content.pages, content.downloads, content.settings, output, content.epoch, keep)
    except SiteError as error:
        raise CannotContinueError(str(error), error.code) from error
    if not quiet:
        took = f"{counted(len(content.pages), 'page')} in {time.monotonic() - started:.1f} s"
        mark = f"DRAFT with {counted(content.errors, 'error')}. " if content.errors else ""
        date = f"as of {content.shown.as_of} ({content.shown.cycle.id})"
        line = f"{output / 'index.html'}: {took}. {mark}{overall_line(content.shown)}, {date}"
        sys.stderr.write(f"assay: {plain(line)}\n")
    return OK


def check_place(folder: Path, output: Path) -> None:
    """A SiteError where a site in `output` would remove or mix with the evidence."""
    target = check_output(output, (folder, Path()))
    for part in PARTS:
        if target.is_relative_to((folder / part).resolve()):
            raise SiteError(
                f"{output} lies among the evidence, in {folder / part}: choose another output folder"
            )


def site_content(
    folder: Path, as_of: dt.date, *, cycle: str | None = None, draft: bool = False, dated: bool = False
) -> Content:
    """Read, check and compute everything; problems go to stderr, a CannotContinueError stops."""
    gathered = gather(folder, as_of)
    report_errors(gathered, folder)
    assessment = gathered.assessment(draft=draft)
    chosen = pick_cycle(assessment, cycle)
    settings = read_settings(find_own_settings(folder), assessment.title)
    history = read_history(folder)
    _report_history(history)
    cards = cards_of(assessment, chosen, as_of, exactly=dated and cycle is not None)
    shown, drops = cards.results[0], cards.drops[cards.results[0].unit]
    results = {
        other.id: shown if other is chosen else cards_of(assessment, other, as_of).results[0]
        for other in sorted(assessment.cycles.values(), key=lambda other: (other.period[1], other.id))
    }
    site = SiteData(
        results=results,
        shown=chosen.id,
        drops=tuple(drops),
        history=history,
        attachments=assessment.attachments,
        version=__version__,
        draft=bool(gathered.errors),
    )
    return Content(
        pages=build_pages(site),
        downloads={
            LEVELS_FILE: levels_json(cards, history.head).encode(),
            **_attachments(folder, assessment),
        },
        settings=settings,
        epoch=site_epoch(history, shown.as_of),
        shown=shown,
        errors=gathered.errors,
    )


def find_own_settings(folder: Path) -> Path | None:
    """The user's mkdocs.yml: in the evidence folder, beside it, or in the current folder."""
    return find_settings((folder, folder.resolve().parent, Path()))


def _attachments(folder: Path, assessment: Assessment) -> dict[str, Path]:
    return {
        published_name(file): folder / file
        for file in assessment.attachments
        if file.startswith("attachments/")
    }


def _report_history(history: History) -> None:
    if history.problem:
        sys.stderr.write(f"assay: no commits are shown, because git says: {history.problem}\n")
    elif history.shallow:
        hint = "git fetch --unshallow, or fetch-depth: 0 in CI, gets the others"
        sys.stderr.write(f"assay: this clone is shallow, so trails lack their older commits ({hint})\n")


def site_epoch(history: History, as_of: dt.date) -> int:
    """The date of the site in seconds since 1970: the same for the same commit and the same date.

    SOURCE_DATE_EPOCH where it is set, else the time of the last commit where nothing has changed since, else
    the start of the as-of date in UTC.
    """
    given = source_date_epoch()
    if given is not None:
        return given
    if history.clean and history.head_time is not None:
        return history.head_time
    return max(0, int(dt.datetime.combine(as_of, dt.time(), dt.UTC).timestamp()))
