"""The exhibit index: every evidence item, by the criterion it is first about."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass

from assay.pages.base import EXHIBITS, EXHIBITS_FILE, Page
from assay.pages.book import Book
from assay.pages.removed import missing
from assay.pages.sheet import Sheet
from assay.pages.views import Exhibit, Ref


@dataclass(frozen=True, slots=True)
class Entry:
    """One item in the index."""

    exhibit: Exhibit
    type: str
    about: tuple[Ref, ...]
    collected_on: dt.date
    cells: int
    used: str
    contradicts: bool


@dataclass(frozen=True, slots=True)
class Group:
    """The items of one criterion."""

    name: Ref
    anchor: str
    entries: tuple[Entry, ...]


def page(book: Book) -> Page:
    """The index of all exhibits."""
    sheet = Sheet(book, EXHIBITS)
    grouped: dict[str, list[Entry]] = {}
    for name in book.numbers:
        grouped.setdefault(_home(book, name), []).append(_entry(sheet, name))
    groups = [
        Group(sheet.node(home) if home else Ref(""), home or "other", tuple(entries))
        for home, entries in sorted(
            grouped.items(), key=lambda group: book.order.get(group[0], len(book.order))
        )
    ]
    result = book.result
    uncited = [sheet.exhibit(name) for name in book.numbers if name not in book.used]
    lost = [
        sheet.exhibit(name)
        for name in book.numbers
        if not result.standings[name].counts and any(name in part.result.cited for part in book.parts)
    ]
    context: dict[str, object] = {
        "about": sheet.about(),
        "groups": groups,
        "total": len(book.numbers),
        "current": sum(result.standings[name].counts for name in book.numbers),
        "cycle": result.cycle.title,
        "file": sheet.file(EXHIBITS_FILE),
        "withheld": sum(item.withheld for item in book.assessment.items.values()),
        "uncited": [exhibit for exhibit in uncited if exhibit.counts],
        "lost": lost,
        "missing": missing(sheet),
    }
    return Page(EXHIBITS, book.words.gettext("Exhibits"), "pages/exhibits.md.jinja", context, ())


def _home(book: Book, name: str) -> str:
    """The criterion of what an item names first under `about`; "" for none."""
    nodes = (about.node for about in book.assessment.items[name].about if about.node in book.model.nodes)
    first = next(nodes, "")
    return book.homes.get(first, first)


def _use(book: Book, name: str) -> str:
    """How an item is used where no cell of this cycle rests on it."""
    if any(name in part.answers for part in book.parts):
        return "answered"
    return "earlier" if name in book.used else ""


def _entry(sheet: Sheet, name: str) -> Entry:
    book = sheet.book
    item = book.assessment.items[name]
    nodes = dict.fromkeys(about.node for about in item.about if about.node in book.model.nodes)
    return Entry(
        sheet.exhibit(name),
        item.type,
        tuple(sheet.node(node) for node in nodes),
        item.collected_on,
        sum(len(part.result.cited.get(name, ())) for part in book.parts),
        _use(book, name),
        any(about.contradicts for about in item.about),
    )
