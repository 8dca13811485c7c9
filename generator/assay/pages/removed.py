"""The pages of items that are no longer there: what they were, who removed them, why, and their trail."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator
from dataclasses import dataclass

from assay.layout import why_no_id
from assay.model import text_of
from assay.pages.base import Page, item_path
from assay.pages.book import Book
from assay.pages.commits import CommitView, commit_view
from assay.pages.custody import custody_of_gone
from assay.pages.sheet import Sheet
from assay.pages.views import Exhibit, Ref
from assay.problems import shorten
from assay.trail import Gone

_LONGEST = 20_000


@dataclass(frozen=True, slots=True)
class Life:
    """An item that had an id; `removed` is None where its removal is not committed."""

    title: str
    file: str
    removed: CommitView | None


def removed_pages(book: Book) -> Iterator[Page]:
    """A page for each id that an item had and that none has now, at the address that the item's page had."""
    for name in book.site.gone:
        if has_page(book, name):
            yield _page(book, name)


def has_page(book: Book, name: str) -> bool:
    """Whether an id has a page as one of a removed item."""
    return name in book.site.gone and name not in book.numbers and why_no_id(name) is None


def lives(sheet: Sheet, name: str) -> tuple[Life, ...]:
    """The items that had an id and are gone, the last first."""
    return tuple(
        Life(
            last_title(sheet.book, gone),
            gone.file,
            commit_view(sheet, gone.removed.commit) if gone.removed else None,
        )
        for gone in sheet.book.site.gone.get(name, ())
    )


def _page(book: Book, name: str) -> Page:
    sheet = Sheet(book, item_path(name))
    gone = book.site.gone[name]
    last = gone[0]
    context: dict[str, object] = {
        "about": sheet.about(),
        "id": name,
        "lives": lives(sheet, name),
        "summary": text_of(last.data.get("summary"), book.words.language)[:_LONGEST],
        "heir": _heir(sheet, name),
        "nodes": tuple(sheet.node(node) for node in last.nodes if node in book.model.nodes),
        "custody": custody_of_gone(sheet, [one.file for one in gone]),
    }
    title = book.words.gettext("Removed: %(title)s", title=last_title(book, last))
    return Page(item_path(name), title, "pages/removed.md.jinja", context, None)


def _heir(sheet: Sheet, name: str) -> Exhibit | None:
    """The item that has the id as a former one."""
    items = sheet.book.assessment.items
    heirs = (one for one in sheet.book.numbers if name in items[one].former_ids)
    found = next(heirs, None)
    return sheet.exhibit(found) if found else None


def last_title(book: Book, gone: Gone) -> str:
    """The title that an item had when it was removed."""
    return shorten(text_of(gone.data.get("title"), book.words.language), 200) or gone.id


@dataclass(frozen=True, slots=True)
class Missing:
    """A removed item in the index of exhibits."""

    name: Ref
    on: dt.date | None
    by: str
    committed: bool


def missing(sheet: Sheet) -> tuple[Missing, ...]:
    """The removed items, each with who removed it when."""
    found = []
    for name, gone in sheet.book.site.gone.items():
        if name in sheet.book.numbers:
            continue
        last = lives(sheet, name)[0]
        href = sheet.to(item_path(name)) if has_page(sheet.book, name) else ""
        view = last.removed
        found.append(
            Missing(
                Ref(last_title(sheet.book, gone[0]), href),
                view.on if view else None,
                view.author.name if view else "",
                view is not None,
            )
        )
    return tuple(found)
