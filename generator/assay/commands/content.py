"""What a site consists of: everything read, checked, computed, and made fit for its audience."""

from __future__ import annotations

import dataclasses
import datetime as dt
import os
import sys
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

from assay import __version__
from assay.assessment import Assessment
from assay.audience import Redaction, Withheld
from assay.cards import Cards, Known
from assay.commands.closed_versions import closed_versions
from assay.commands.gather import (
    Gathered,
    cards_of,
    gather,
    pick_cycle,
    report_errors,
    source_date_epoch,
)
from assay.commands.removed_items import removed_items
from assay.commands.site_files import site_files
from assay.confidentiality import Audience
from assay.git import History
from assay.languages import Words
from assay.manifest import Publication, digests_of
from assay.pages import Edition as PageEdition
from assay.pages import SiteData, build_pages
from assay.problems import plain
from assay.seals import Difference, since_seal
from assay.site import Edition, Settings, find_settings, read_settings
from assay.trail import Trails, gone_items, read_trails


@dataclass(frozen=True, slots=True)
class Content:
    """All that a site consists of, before anything is written. `trails`: those that it shows."""

    editions: tuple[Edition, ...]
    settings: Settings
    epoch: int
    shown: Cards
    errors: int
    published: Publication
    withheld: Withheld
    trails: Trails


@dataclass(frozen=True, slots=True)
class Wanted:
    """Which site is wanted.

    `cycle`: that of the dashboard (default: the last one); `draft`: in spite of errors in the data, with a
    mark on every page; `dated`: the date was asked for, so a sealed cycle that is named takes it too;
    `only_first`: in the first of the assessment's languages, and in no other; `trust`: the revision whose
    keys signatures are held against (default: the last commit); `audience`: whom it is made for (default: as
    the policy says).
    """

    cycle: str | None = None
    draft: bool = False
    dated: bool = False
    only_first: bool = False
    trust: str | None = None
    audience: Audience | None = None


def site_content(folder: Path, as_of: dt.date, wanted: Wanted) -> Content:
    """Read, check and compute everything; problems go to stderr, a CannotContinueError stops."""
    gathered = gather(folder, as_of, trust=wanted.trust)
    report_errors(gathered, folder)
    assessment = gathered.assessment(draft=wanted.draft)
    shown = pick_cycle(assessment, wanted.cycle).id
    exactly = wanted.dated and wanted.cycle is not None
    settings = read_settings(find_own_settings(folder))
    history = gathered.history()
    if history.head or history.problem:  # else it is no repository, which whoever builds it knows
        sys.stderr.writelines(f"assay: {plain(gap)}\n" for gap in history.gaps(os.environ))
    languages = assessment.languages[:1] if wanted.only_first else assessment.languages
    editions = tuple(
        PageEdition(language, f"{language}/" if number else "") for number, language in enumerate(languages)
    )
    audience = wanted.audience or assessment.policy.audience
    spoken = [assessment, *(gathered.in_language(edition.language) for edition in editions[1:])]
    spoken = [dataclasses.replace(one, audience=audience) for one in spoken]
    removed = removed_items(folder, history, gathered.loaded) if audience != "restricted" else ()
    closed = closed_versions(folder, history, audience)
    known, since = gathered.known(assessment), _since_seals(gathered, assessment)
    first = _cards(spoken[0], shown, as_of, known, exactly)
    inputs = {} if wanted.only_first else digests_of(gathered.loaded.folder)
    unnamed: set[str] = set()
    found: list[Edition] = []
    sites: list[SiteData] = []
    for number, edition in enumerate(editions):
        words = Words(edition.language)
        redaction = Redaction(
            (spoken[number], *spoken[:number], *spoken[number + 1 :]), words, removed, closed
        )
        results = _cards(spoken[number], shown, as_of, known, exactly) if number else first
        cards = redaction(results)
        visible = redaction.history(history)
        same = bool(sites) and visible == sites[0].history
        trails = sites[0].trails if same else redaction.trails(_trails(folder, visible, assessment))
        site = SiteData(
            cards=cards,
            shown=shown,
            words=words,
            editions=editions,
            history=visible,
            attachments=cards[shown].assessment.attachments,
            version=__version__,
            draft=bool(gathered.errors),
            since=redaction(since),
            manifest=not wanted.only_first,
            prefix=history.prefix,
            trails=trails,
            gone=redaction(gone_items(folder, trails, gathered.loaded.folder.files)),
            on=as_of,
            withheld=redaction.withheld,
        )
        sites.append(site)
        unnamed |= {file for file in (*inputs, *history.uncommitted) if not redaction.may_name(file)}
        files = {} if edition.folder else site_files(folder, cards[shown], history)
        found.append(Edition(words, edition.folder, spoken[number].title, build_pages(site), files))
    epoch = site_epoch(history, first[shown].as_of)
    published = Publication(
        first,
        shown,
        as_of,
        history,
        inputs,
        bool(gathered.errors),
        epoch,
        audience=audience,
        withheld=frozenset(unnamed),
    )
    main = sites[0]
    return Content(
        tuple(found),
        settings,
        epoch,
        main.cards[shown],
        gathered.errors,
        published,
        main.withheld,
        main.trails,
    )


def _since_seals(gathered: Gathered, assessment: Assessment) -> Mapping[str, tuple[Difference, ...]]:
    """How the cycles differ from their seals; nothing while files cannot be read."""
    if gathered.loaded.unread:
        return {}
    data, model = gathered.loaded.data, gathered.loaded.model
    return {name: since_seal(assessment, cycle, data, model) for name, cycle in assessment.cycles.items()}


def _trails(folder: Path, history: History, assessment: Assessment) -> Trails:
    return read_trails(folder, history, [unit.id for unit in assessment.units])


def _cards(
    assessment: Assessment, shown: str, as_of: dt.date, known: Known, exactly: bool
) -> dict[str, Cards]:
    """The results of every cycle, old to new; the shown one for exactly the date that was asked for."""
    cycles = sorted(assessment.cycles.values(), key=lambda one: (one.period[1], one.id))
    return {
        one.id: cards_of(assessment, one, as_of, known, exactly=exactly and one.id == shown) for one in cycles
    }


def find_own_settings(folder: Path) -> Path | None:
    """The user's mkdocs.yml: in the evidence folder, beside it, or in the current folder."""
    return find_settings((folder, folder.resolve().parent, Path()))


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
