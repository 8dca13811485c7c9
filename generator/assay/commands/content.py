"""What a site consists of: everything read, checked, computed, and made fit for its audience."""

from __future__ import annotations

import dataclasses
import datetime as dt
import os
import sys
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path

from assay import __version__
from assay.assessment import Assessment
from assay.audience import Redaction, Removed, Withheld
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
from assay.gating import Condition, problems, standing
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
    read = _read(folder, as_of, wanted)
    settings = read_settings(find_own_settings(folder))
    inputs = {} if wanted.only_first else digests_of(read.gathered.loaded.folder)
    unnamed: set[str] = set()
    found: list[Edition] = []
    sites: list[SiteData] = []
    for number, edition in enumerate(read.editions):
        site, redaction = _site(read, number, settings.site_url, sites[0] if sites else None)
        sites.append(site)
        unnamed |= {file for file in (*inputs, *read.history.uncommitted) if not redaction.may_name(file)}
        files = {} if edition.folder else site_files(folder, site, read.history)
        found.append(Edition(site.words, edition.folder, read.spoken[number].title, build_pages(site), files))
    whole, main = read.cards(0), sites[0]
    epoch = site_epoch(read.history, whole[read.shown].as_of)
    published = Publication(
        whole,
        read.shown,
        as_of,
        read.history,
        inputs,
        main.draft,
        epoch,
        audience=read.spoken[0].audience,
        withheld=frozenset(unnamed),
    )
    return Content(
        tuple(found),
        settings,
        epoch,
        main.cards[read.shown],
        read.gathered.errors,
        published,
        main.withheld,
        main.trails,
    )


@dataclass(frozen=True)
class _Read:
    """What was read and found, the same for every language.

    `spoken`: the assessment in each language of `editions`, made for the audience; `removed` and `closed`:
    what of the history the audience may not see; `exactly`: the date was asked for, for the shown cycle.
    """

    gathered: Gathered
    wanted: Wanted
    as_of: dt.date
    shown: str
    history: History
    editions: tuple[PageEdition, ...]
    spoken: tuple[Assessment, ...]
    removed: tuple[Removed, ...]
    closed: frozenset[str]
    known: Known
    since: Mapping[str, tuple[Difference, ...]]
    _cards: dict[int, dict[str, Cards]] = field(default_factory=dict, repr=False)

    def cards(self, number: int) -> dict[str, Cards]:
        """The results of every cycle in one of the languages, with all that there is to see."""
        if number not in self._cards:
            exactly = self.wanted.dated and self.wanted.cycle is not None
            self._cards[number] = _cards(self.spoken[number], self.shown, self.as_of, self.known, exactly)
        return self._cards[number]


def _read(folder: Path, as_of: dt.date, wanted: Wanted) -> _Read:
    gathered = gather(folder, as_of, trust=wanted.trust)
    report_errors(gathered, folder)
    assessment = gathered.assessment(draft=wanted.draft)
    history = gathered.history()
    if history.head or history.problem:  # else it is no repository, which whoever builds it knows
        sys.stderr.writelines(f"assay: {plain(gap)}\n" for gap in history.gaps(os.environ))
    audience = wanted.audience or assessment.policy.audience
    languages = assessment.languages[:1] if wanted.only_first else assessment.languages
    spoken = [assessment, *(gathered.in_language(language) for language in languages[1:])]
    return _Read(
        gathered=gathered,
        wanted=wanted,
        as_of=as_of,
        shown=pick_cycle(assessment, wanted.cycle).id,
        history=history,
        editions=tuple(PageEdition(one, f"{one}/" if number else "") for number, one in enumerate(languages)),
        spoken=tuple(dataclasses.replace(one, audience=audience) for one in spoken),
        removed=removed_items(folder, history, gathered.loaded) if audience != "restricted" else (),
        closed=closed_versions(folder, history, audience),
        known=gathered.known(assessment),
        since=_since_seals(gathered, assessment),
    )


def _site(read: _Read, number: int, address: str, first: SiteData | None) -> tuple[SiteData, Redaction]:
    """The site in one language, with what made it fit for its audience. `first`: in the first language."""
    folder, spoken = read.gathered.loaded.folder, read.spoken
    words = Words(read.editions[number].language)
    others = (*spoken[:number], *spoken[number + 1 :])
    redaction = Redaction((spoken[number], *others), words, read.removed, read.closed)
    cards = redaction(read.cards(number))
    history = redaction.history(read.history)
    if first and history == first.history:
        trails = first.trails
    else:
        units = [unit.id for unit in spoken[number].units]
        trails = redaction.trails(read_trails(folder.path, history, units))
    site = SiteData(
        cards=cards,
        shown=read.shown,
        words=words,
        editions=read.editions,
        history=history,
        attachments=cards[read.shown].assessment.attachments,
        version=__version__,
        draft=bool(read.gathered.errors),
        since=redaction(read.since),
        manifest=not read.wanted.only_first,
        prefix=read.history.prefix,
        trails=trails,
        gone=redaction(gone_items(folder.path, trails, folder.files)),
        on=read.as_of,
        problems=redaction(read.gathered.problems),
        gate=redaction(_gate(read, number)),
        withheld=redaction.withheld,
        address=address,
    )
    return site, redaction


def _gate(read: _Read, number: int) -> tuple[Condition, ...]:
    """What `assay check` says of the shown cycle, nothing withheld; where there are errors, of these only."""
    gate, found = read.spoken[number].policy.gate, read.gathered.problems
    if read.gathered.errors:
        return (problems(gate, found),)
    return tuple(standing(gate, found, read.cards(number)[read.shown], read.as_of))


def _since_seals(gathered: Gathered, assessment: Assessment) -> Mapping[str, tuple[Difference, ...]]:
    """How the cycles differ from their seals; nothing while files cannot be read."""
    if gathered.loaded.unread:
        return {}
    data, model = gathered.loaded.data, gathered.loaded.model
    return {name: since_seal(assessment, cycle, data, model) for name, cycle in assessment.cycles.items()}


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
