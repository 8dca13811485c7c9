"""The evidence of a criterion: what each item carries there, and its stretch of time."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable
from dataclasses import dataclass

from assay import charts
from assay.levels import CellKey, Result
from assay.pages.book import Book
from assay.pages.sheet import Sheet
from assay.pages.views import Chip, Exhibit


@dataclass(frozen=True, slots=True)
class EvidenceRow:
    """An item with what it carries here and its stretch of time (None where that is withheld)."""

    exhibit: Exhibit
    type: str
    carries: tuple[tuple[str, tuple[tuple[str, str], ...]], ...]
    about_only: bool
    bar: charts.Bar | None
    endless: bool


@dataclass(frozen=True, slots=True)
class Evidence:
    """The evidence of a criterion on one time axis."""

    axis: charts.TimeAxis
    rows: tuple[EvidenceRow, ...]


def evidence_table(sheet: Sheet, result: Result, below: frozenset[str]) -> Evidence | None:
    """The items that are about the nodes in `below` or cited there, in the order of their numbers."""
    book = sheet.book
    carried: dict[str, list[tuple[CellKey, Chip | None]]] = {}
    for key, cell in result.cells.items():
        if key[0] in below:
            for support in cell.supports:
                carried.setdefault(support.item, []).append((key, book.grade(support.carries, key)))
    items = book.assessment.items
    about = {item for node in below for item, _ in book.about.get(node, ())}
    names = sorted(about | set(carried), key=lambda item: book.numbers[item])
    if not names:
        return None
    dates: list[dt.date] = [items[name].collected_on for name in names if not items[name].withheld]
    dates += [until for name in names if (until := result.standings[name].until)]
    axis = charts.time_axis([date for date in dates if abs((date - result.as_of).days) < 3660], result.as_of)
    rows = []
    for name in names:
        item, standing = items[name], result.standings[name]
        rows.append(
            EvidenceRow(
                sheet.exhibit(name),
                item.type,
                _by_node(book, carried.get(name, ())),
                name not in carried,
                None if item.withheld else axis.bar(item.collected_on, standing.until),
                standing.until is None,
            )
        )
    return Evidence(axis, tuple(rows))


def _by_node(
    book: Book, carried: Iterable[tuple[CellKey, Chip | None]]
) -> tuple[tuple[str, tuple[tuple[str, str], ...]], ...]:
    """What an item carries, by sub-criterion: its title, then attribute and grade."""
    found: dict[str, list[tuple[str, str]]] = {}
    for (node, attribute), chip in carried:
        if chip:
            name = book.attribute_title(attribute) if attribute else ""
            found.setdefault(book.title(node), []).append((name, chip.text))
    return tuple((title, tuple(cells)) for title, cells in found.items())
