"""The traceability matrix: the exhibits behind each cell, the holes, and what hangs on a single exhibit."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from assay import traceability
from assay.levels import CellKey, Result, Status
from assay.model import ITSELF
from assay.pages.base import TRACEABILITY_FILE, Page
from assay.pages.book import Book
from assay.pages.heat import NO_CELL, HeatCell, columns_of, heat_cell
from assay.pages.lines import Half, halves, lines
from assay.pages.sheet import Sheet
from assay.pages.views import Exhibit, Ref
from assay.traceability import Backing, Entry, Matrix

TRACEABILITY = "traceability.md"
MOST_EXHIBITS = 10
"""How many exhibits one place of the matrix shows by number."""
MOST_LOADS = 20
"""How many exhibits are listed with what they carry; the others are in the CSV file."""


@dataclass(frozen=True, slots=True)
class Square:
    """One place of the matrix: a cell with its exhibits, or "" for a cell that does not exist.

    `backing` is a word of `traceability.Backing`; `status` one of `levels.Status`.
    """

    backing: str
    status: str
    href: str
    exhibits: tuple[Exhibit, ...]
    more: int

    @property
    def hole(self) -> bool:
        """Whether evidence is missing here."""
        return bool(self.backing) and Backing(self.backing).hole


NO_SQUARE = Square("", "", "", (), 0)


@dataclass(frozen=True, slots=True)
class Row:
    """A sub-criterion with its places; a criterion above such has its lines instead."""

    name: Ref
    anchor: str
    depth: int
    lines: tuple[HeatCell, ...]
    squares: tuple[Square, ...]


@dataclass(frozen=True, slots=True)
class Table:
    """One half of the matrix. `groups`: the rows of each criterion, which stay together on paper."""

    title: str
    anchor: str
    columns: tuple[str, ...]
    groups: tuple[tuple[Row, ...], ...]


@dataclass(frozen=True, slots=True)
class Hole:
    """A cell without evidence that counts, and what stood there before."""

    cell: Ref
    exhibits: tuple[Exhibit, ...]


@dataclass(frozen=True, slots=True)
class Carrier:
    """An exhibit with the number of cells that rest on it, and those that would fall without it."""

    exhibit: Exhibit
    cells: int
    alone: tuple[Ref, ...]


def page(book: Book) -> Page:
    """The matrix of one unit, or of an assessment without units."""
    sheet = Sheet(book, book.path(TRACEABILITY))
    result = book.result
    found = traceability.matrix(result)
    counts = found.counts
    standings = result.standings
    by_key = {entry.key: entry for entry in found.entries}
    carriers = _carriers(sheet, found)
    context: dict[str, object] = {
        "about": sheet.about(),
        "cells": len(found.entries) - counts[Backing.NOT_APPLICABLE],
        "current": counts[Backing.CURRENT],
        "without": counts[Backing.NONE],
        "ended": counts[Backing.ENDED],
        "nothing_claimed": counts[Backing.NOTHING_CLAIMED],
        "na": counts[Backing.NOT_APPLICABLE],
        "open": any(
            entry.cell.status in (Status.UNRATED, Status.CONSENSUS_NEEDED) for entry in found.entries
        ),
        "claimed": any(entry.cell.claims_more for entry in found.entries),
        "holes": _holes(sheet, found.holes),
        "tables": tuple(_table(sheet, result, half, by_key) for half in halves(book.model)),
        "carriers": carriers[:MOST_LOADS],
        "more_carriers": len(carriers) - len(carriers[:MOST_LOADS]),
        "alone": len(found.alone),
        "uncited": tuple(
            sheet.exhibit(name)
            for name in book.numbers
            if name in book.items and name not in book.used and standings[name].counts
        ),
        "lost": tuple(
            sheet.exhibit(name)
            for name in book.numbers
            if name in result.cited and not standings[name].counts
        ),
        "file": sheet.file(TRACEABILITY_FILE),
    }
    title = book.words.gettext("Traceability")
    return Page(sheet.path, title, "pages/traceability.md.jinja", context, book.nav(), searchable=False)


def _table(sheet: Sheet, result: Result, half: Half, found: dict[CellKey, Entry]) -> Table:
    book = sheet.book
    leaves = [leaf for node in half.criteria for leaf in book.node(node).leaves()]
    columns = tuple(dict.fromkeys(attribute for leaf in leaves for attribute in leaf.graded_on))
    by_attribute = columns_of(result, half.criteria)
    groups: list[tuple[Row, ...]] = []
    for place in half.places:
        node = book.node(place.node)
        if not place.criterion:
            groups.append((Row(sheet.node(node.id), node.id, place.depth, (), ()),))
            continue
        rows = []
        if node.children:
            drawn = {
                part.attribute: heat_cell(book, part, frozenset())
                for part in (lines(result, node.id) if by_attribute else ())
            }
            heads = tuple(drawn.get(column, NO_CELL) for column in columns) if drawn else ()
            rows.append(Row(sheet.node(node.id), node.id, place.depth, heads, ()))
        for leaf in node.leaves():
            squares = tuple(_square(sheet, found.get((leaf.id, column))) for column in columns)
            depth = place.depth + bool(node.children)
            rows.append(Row(sheet.node(leaf.id), leaf.id, depth, (), squares))
        groups.append(tuple(rows))
    heads_of = [attribute for attribute in columns if attribute != ITSELF]
    titles = book.attribute_titles(columns) if heads_of else (book.words.gettext("Exhibits"),)
    title = half.title or book.words.gettext("Criteria")
    return Table(title, half.node or f"criteria-of-{half.criteria[0]}", titles, tuple(groups))


def _square(sheet: Sheet, entry: Entry | None) -> Square:
    if entry is None:
        return NO_SQUARE
    exhibits = _exhibits(sheet, entry)
    return Square(
        entry.backing.value,
        entry.cell.status.value,
        sheet.cell(entry.key).href,
        exhibits[:MOST_EXHIBITS],
        len(exhibits[MOST_EXHIBITS:]),
    )


def _exhibits(sheet: Sheet, entry: Entry) -> tuple[Exhibit, ...]:
    """The exhibits of a cell: those that count first, each part in the order of numbers."""
    found = [sheet.exhibit(support.item, support.standing) for support in entry.cell.supports]
    return tuple(sorted(found, key=lambda exhibit: (not exhibit.counts, exhibit.number)))


def _holes(sheet: Sheet, entries: Sequence[Entry]) -> tuple[tuple[Ref, tuple[Hole, ...]], ...]:
    """The holes by criterion, in the order of the model."""
    book = sheet.book
    found: dict[str, list[Hole]] = {}
    for entry in entries:
        home = book.homes.get(entry.key[0], entry.key[0])
        hole = Hole(sheet.cell(entry.key), _exhibits(sheet, entry))
        found.setdefault(home, []).append(hole)
    return tuple((sheet.node(home), tuple(inside)) for home, inside in found.items())


def _carriers(sheet: Sheet, found: Matrix) -> tuple[Carrier, ...]:
    """The exhibits that more than one cell rests on, or that a cell hangs on; what hangs most first."""
    alone: dict[str, list[Ref]] = {}
    for entry in found.alone:
        alone.setdefault(entry.alone, []).append(sheet.cell(entry.key))
    return tuple(
        Carrier(sheet.exhibit(load.item), load.cells, tuple(alone.get(load.item, ())))
        for load in found.loads
        if load.alone or load.cells > 1
    )
