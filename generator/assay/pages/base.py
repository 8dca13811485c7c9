"""What a page is, what the site is made from, and where everything stands in it."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from dataclasses import dataclass, field

from assay.assessment import Attachment
from assay.audience import Withheld
from assay.cards import Cards
from assay.gating import Condition
from assay.git import History
from assay.languages import Words
from assay.problems import Problem
from assay.seals import Difference
from assay.trail import Gone, Trails

ACTIONS = "actions.md"
DASHBOARD = "index.md"
EXHIBITS = "exhibits.md"
FINDINGS = "findings.md"
METHODOLOGY = "methodology.md"
METRICS = "metrics.md"
RAISE = "raise.md"
EXHIBITS_FILE = "exhibits.csv"
LEVELS_FILE = "levels.json"
TRACEABILITY_FILE = "traceability.csv"


@dataclass(frozen=True, slots=True)
class Page:
    """One page: a template with what it prints.

    `path` is its Markdown file in the site, `nav` the section titles above it in the navigation (() at the
    top, None: not in the navigation), `hide` the parts of the theme that it does without, `script` the asset
    that makes it handier. `context` holds plain text and numbers: whatever prints them escapes them.
    """

    path: str
    title: str
    template: str
    context: Mapping[str, object]
    nav: tuple[str, ...] | None
    searchable: bool = True
    hide: tuple[str, ...] = ("navigation", "toc")
    script: str = ""


@dataclass(frozen=True, slots=True)
class Edition:
    """One language of the site: its code, and the folder of its pages ("" for the first language)."""

    language: str
    folder: str


@dataclass(frozen=True, slots=True)
class SiteData:
    """All that the site is made from, in one language.

    `cards`: the computed cycles, old to new; `shown`: the cycle that the dashboard and the criterion pages
    show; `words`: the interface in the site's language; `editions`: all languages of the site, the first one
    first; `draft`: built in spite of errors in the data; `since`: how cycles differ from their seals, as far
    as they were compared; `manifest`: the site has one; `prefix`: where the evidence folder is in its
    repository, with a slash at its end; `trails`: what each commit of the history changed; `gone`: items that
    are no longer there, by id; `on`: the date of findings, requests and actions, where it is not that of the
    shown cycle, which may have been sealed long before; `withheld`: how much of it is not for the audience
    that it is made for, and therefore not in it; `address`: where the site will be, if its settings say so;
    `problems`: what the rules have to say about its files; `gate`: which conditions of the gate hold.
    """

    cards: Mapping[str, Cards]
    shown: str
    words: Words
    editions: tuple[Edition, ...]
    history: History
    attachments: Mapping[str, Attachment]
    version: str
    draft: bool
    since: Mapping[str, tuple[Difference, ...]] = field(default_factory=dict)
    manifest: bool = True
    prefix: str = ""
    trails: Trails = field(default_factory=Trails)
    gone: Mapping[str, tuple[Gone, ...]] = field(default_factory=dict)
    on: dt.date | None = None
    withheld: Withheld = field(default_factory=Withheld)
    address: str = ""
    problems: tuple[Problem, ...] = ()
    gate: tuple[Condition, ...] = ()

    @property
    def up(self) -> str:
        """The way from the top of this language's pages to that of the first language's, and its files."""
        here = next(one for one in self.editions if one.language == self.words.language)
        return "../" * here.folder.count("/")


def unit_folder(unit: str) -> str:
    """The folder of a unit's own pages."""
    return f"units/{unit}/"


def item_path(item: str) -> str:
    """The page of an evidence item."""
    return f"items/{item}.md"


def cell_anchor(node: str, attribute: str | None) -> str:
    """The anchor of a cell or a row (NODE--ATTRIBUTE), or of a node itself.

    The one cell of a leaf that is graded on itself is NODE--grade: no attribute may have that id.
    """
    return node if attribute is None else f"{node}--{attribute or 'grade'}"


def absolute(address: str) -> str:
    """An address that somebody wrote, if it leads out of our site; else ""."""
    return address if address.lower().startswith(("https://", "http://", "mailto:")) else ""


def link(from_path: str, to_path: str, anchor: str = "") -> str:
    """The address of one file of the site, as written on another: relative, `.md` pages as `.html`."""
    target = to_path.removesuffix(".md") + ".html" if to_path.endswith(".md") else to_path
    if from_path == to_path and anchor:
        return f"#{anchor}"
    folder = from_path.rpartition("/")[0]
    if not folder:
        relative = target
    elif target.startswith(f"{folder}/"):
        relative = target[len(folder) + 1 :]
    else:
        relative = f"{'../' * (folder.count('/') + 1)}{target}"
    return f"{relative}#{anchor}" if anchor else relative
