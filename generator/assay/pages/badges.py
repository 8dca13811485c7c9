"""Badges: the level of the whole and of every criterion in a small picture, and what to paste for them."""

from __future__ import annotations

import html
import json
import re
from collections.abc import Iterator
from dataclasses import dataclass

from assay.charts.badge import FILLS, cut
from assay.levels import Roll
from assay.model import OVERALL, LevelRule
from assay.pages.base import DASHBOARD, link
from assay.pages.book import Book
from assay.pages.sheet import Sheet
from assay.signs import clean

CACHE_SECONDS = 3600
"""How long shields.io may keep a badge; it takes no less than 300. What a level rests on ends by the day."""

# For badges of shields.io, which sets white text on all that is not light: its contrast has to do as well.
_ON_SHIELDS = {4: "#2d7cb0"}


@dataclass(frozen=True, slots=True)
class Badge:
    """One badge. `name`: its file without the ending; `page`: the page of the site that it stands for.

    `title` says what it is about, what it says, and as of when; `tone`: 0 where there is no one level.
    """

    name: str
    page: str
    label: str
    message: str
    title: str
    tone: int

    @property
    def svg(self) -> str:
        """The file of the picture."""
        return f"{self.name}.svg"

    @property
    def json(self) -> str:
        """The file of its data."""
        return f"{self.name}.json"


def badges(book: Book) -> Iterator[Badge]:
    """The badges of the shown cycle: of the whole, of each criterion; then the same of each unit."""
    yield from _badges(book)
    if book.shared:
        for part in book.parts:
            yield from _badges(part)


def badge_json(badge: Badge) -> str:
    """The badge as shields.io takes it from an endpoint."""
    data = {
        "schemaVersion": 1,
        "label": cut(badge.label),
        "message": badge.message,
        "color": _ON_SHIELDS.get(badge.tone, FILLS[badge.tone][0]).removeprefix("#"),
        "cacheSeconds": CACHE_SECONDS,
    }
    return json.dumps(data, indent=1) + "\n"


def _badges(book: Book) -> Iterator[Badge]:
    for node in (OVERALL, *book.model.nodes):
        if book.homes.get(node, node) == node:
            yield _badge(book, node)


def _badge(book: Book, node: str) -> Badge:
    words, whole = book.words, book.cards.whole
    if book.shared and whole:
        found = whole.nodes[node]
        message, tone = _says(book, found.effective, found.rule)
        page = DASHBOARD
    else:
        step = book.result.node(node)
        message, tone = _says(book, step.effective, step.step.rule)
        page = book.path(DASHBOARD) if node == OVERALL else book.criterion_path(node)
    about = book.model.title if node == OVERALL else book.full_title(node)
    label = clean(f"{book.unit_title} · {about}" if book.unit else about).strip() or node
    if book.site.draft:
        message, tone = words.gettext("draft: %(badge)s", badge=message), 0
    title = words.gettext("%(badge)s, as of %(date)s", badge=f"{label}: {message}", date=book.result.as_of)
    if book.assessment.fictional:
        title = f"{title} · {words.gettext('Fictional example')}"
    name = book.path("badge" if node == OVERALL else f"badges/{node}")
    return Badge(name, page, label, message, title, tone)


def _says(book: Book, found: Roll, rule: LevelRule | None) -> tuple[str, int]:
    """What a badge says of a result, and the tone of its level."""
    words = book.words
    chip = book.outcome(found.level, rule) if found.level else None
    if chip is None:
        if not found.score:
            return words.gettext("not applicable"), 0
        score = book.score(found.score)
        return words.gettext("score %(score)s of %(most)s", score=score, most=book.out_of(found)), 0
    graded = rule is not None and rule.scale is not None
    if chip.open:
        span = f"{chip.text}–{chip.high}"
        text = span if graded else words.gettext("level %(level)s", level=span)
        return words.gettext("%(range)s, undetermined", range=text), 0
    name = clean(chip.name).strip()
    if chip.text in name.split():  # a level that is called "Level 2"
        return name, chip.tone
    text = f"{chip.text} {name}".strip()
    return text if graded else words.gettext("level %(level)s", level=text), chip.tone


@dataclass(frozen=True, slots=True)
class BadgeView:
    """A badge on the page that shows it: the picture's address there, and what to paste elsewhere."""

    src: str
    title: str
    markdown: str
    html: str


def badge_views(sheet: Sheet) -> tuple[BadgeView, ...]:
    """Every badge with what to paste: with the site's own address in it, where that is known."""
    return tuple(_view(sheet, badge) for badge in badges(sheet.book))


def _view(sheet: Sheet, badge: Badge) -> BadgeView:
    address = sheet.book.site.address.rstrip("/")
    base = f"{address}/" if address else ""
    source, page = f"{base}{badge.svg}", f"{base}{link('', badge.page)}"
    # Its level will change, so the text that stands for the picture names only what it is about.
    escaped = re.sub(r"([\\`*_\[\]<>!&~|#@])", r"\\\1", badge.label)
    label = html.escape(badge.label)
    return BadgeView(
        sheet.file(badge.svg),
        badge.title,
        f"[![{escaped}]({source})]({page})",
        f'<a href="{page}"><img src="{source}" alt="{label}"></a>',
    )
