"""`assay build`: the site, from an evidence repository in a folder to a folder of pages."""

from __future__ import annotations

import dataclasses
import datetime as dt
import sys
import time
from dataclasses import dataclass
from pathlib import Path

from assay import __version__
from assay.assessment import Assessment, Audience
from assay.audience import Redaction, Withheld
from assay.cards import Cards
from assay.commands.cards_text import CardsText
from assay.commands.gather import (
    OK,
    CannotContinueError,
    cards_of,
    gather,
    pick_cycle,
    report_errors,
    source_date_epoch,
)
from assay.commands.removed_items import removed_items
from assay.downloads import published_name
from assay.folder import PARTS
from assay.git import History, read_history
from assay.languages import Words
from assay.pages import Edition as PageEdition
from assay.pages import SiteData, build_pages
from assay.pages.base import LEVELS_FILE
from assay.problems import plain
from assay.report import levels_json
from assay.site import Edition, Settings, SiteError, check_output, find_settings, read_settings
from assay.site import build as build_site
from assay.wording import counted, listed


@dataclass(frozen=True, slots=True)
class Content:
    """All that a site consists of, before anything is written."""

    editions: tuple[Edition, ...]
    settings: Settings
    epoch: int
    shown: Cards
    errors: int
    withheld: Withheld


def build(
    folder: Path,
    output: Path,
    as_of: dt.date,
    *,
    cycle: str | None = None,
    draft: bool = False,
    dated: bool = False,
    quiet: bool = False,
    audience: Audience | None = None,
) -> int:
    """Build the site of the evidence repository in `folder` into `output`.

    `draft`: build in spite of errors in the data, with a mark on every page. `dated`: the date was asked for,
    so a sealed cycle that is named takes it too. `audience`: whom it is made for (default: its policy's).
    """
    started = time.monotonic()
    try:
        check_place(folder, output)
        content = site_content(folder, as_of, cycle=cycle, draft=draft, dated=dated, audience=audience)
        build_site(content.editions, content.settings, output, content.epoch, (folder, Path()))
    except SiteError as error:
        raise CannotContinueError(str(error), error.code) from error
    if not quiet:
        pages = counted(sum(len(edition.pages) for edition in content.editions), "page")
        if len(content.editions) > 1:
            pages += f" in {listed(edition.words.language for edition in content.editions)}"
        took = f"{pages} in {time.monotonic() - started:.1f} s"
        mark = f"DRAFT with {counted(content.errors, 'error')}. " if content.errors else ""
        date = f"as of {content.shown.as_of} ({content.shown.cycle.id})"
        line = f"{output / 'index.html'}: {took}. {mark}{CardsText(content.shown).overall()}, {date}"
        sys.stderr.write(f"assay: {plain(line)}\n")
        sys.stderr.write(withheld_text(content.shown.assessment.audience, content.withheld))
    return OK


def withheld_text(audience: Audience, withheld: Withheld) -> str:
    """What a site leaves out, and where texts name it; nothing where it holds everything."""
    if not withheld:
        return ""
    counts = (
        (withheld.items, "exhibit"),
        (withheld.files, "file"),
        (withheld.texts, "text"),
        (withheld.messages, "commit message"),
    )
    what = listed(counted(number, name) for number, name in counts if number)
    lines = [f"made for the audience {audience}: withheld are {what}"]
    if withheld.naming:
        lines.append(f"texts are withheld because they name restricted evidence: {listed(withheld.naming)}")
    return "".join(f"assay: {plain(line)}\n" for line in lines)


def check_place(folder: Path, output: Path) -> None:
    """A SiteError where a site in `output` would remove or mix with the evidence."""
    target = check_output(output, (folder, Path()))
    for part in PARTS:
        if target.is_relative_to((folder / part).resolve()):
            raise SiteError(
                f"{output} lies among the evidence, in {folder / part}: choose another output folder"
            )


def site_content(
    folder: Path,
    as_of: dt.date,
    *,
    cycle: str | None = None,
    draft: bool = False,
    dated: bool = False,
    only_first: bool = False,
    audience: Audience | None = None,
) -> Content:
    """Read, check and compute everything; problems go to stderr, a CannotContinueError stops.

    `only_first`: in the first of the assessment's languages, and in no other.
    """
    gathered = gather(folder, as_of)
    report_errors(gathered, folder)
    assessment = gathered.assessment(draft=draft)
    shown = pick_cycle(assessment, cycle).id
    settings = read_settings(find_own_settings(folder))
    history = read_history(folder)
    _report_history(history)
    languages = assessment.languages[:1] if only_first else assessment.languages
    editions = tuple(
        PageEdition(language, f"{language}/" if number else "") for number, language in enumerate(languages)
    )
    audience = audience or assessment.policy.audience
    spoken = [assessment, *(gathered.in_language(edition.language) for edition in editions[1:])]
    spoken = [dataclasses.replace(one, audience=audience) for one in spoken]
    removed = removed_items(folder, history, gathered.loaded) if audience != "restricted" else ()
    found: list[Edition] = []
    sites: list[SiteData] = []
    for number, edition in enumerate(editions):
        words = Words(edition.language)
        others = [one for one in spoken if one is not spoken[number]]
        redaction = Redaction((spoken[number], *others), words, removed)
        cards = redaction(_cards(spoken[number], shown, as_of, dated and cycle is not None))
        site = SiteData(
            cards=cards,
            shown=shown,
            words=words,
            editions=editions,
            history=redaction.history(history),
            attachments=cards[shown].assessment.attachments,
            version=__version__,
            draft=bool(gathered.errors),
            withheld=redaction.withheld,
        )
        sites.append(site)
        files = {} if edition.folder else _files(folder, cards[shown], history)
        found.append(Edition(words, edition.folder, spoken[number].title, build_pages(site), files))
    first = sites[0].cards[shown]
    epoch = site_epoch(history, first.as_of)
    return Content(tuple(found), settings, epoch, first, gathered.errors, sites[0].withheld)


def _cards(assessment: Assessment, shown: str, as_of: dt.date, exactly: bool) -> dict[str, Cards]:
    """The results of every cycle, old to new; the shown one for exactly the date that was asked for."""
    cycles = sorted(assessment.cycles.values(), key=lambda one: (one.period[1], one.id))
    return {one.id: cards_of(assessment, one, as_of, exactly=exactly and one.id == shown) for one in cycles}


def _files(folder: Path, shown: Cards, history: History) -> dict[str, Path | bytes]:
    """What the site holds beside its pages: the data, and the attachments."""
    return {
        LEVELS_FILE: levels_json(shown, history.head).encode(),
        **_attachments(folder, shown.assessment),
    }


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
