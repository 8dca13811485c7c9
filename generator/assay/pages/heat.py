"""Coloured tables: levels by criterion and attribute, grades by sub-criterion and attribute."""

from __future__ import annotations

import dataclasses
from collections.abc import Sequence
from dataclasses import dataclass

from assay import numbers
from assay.levels import CellKey, Result, Status
from assay.pages.base import cell_anchor
from assay.pages.book import Book
from assay.pages.lines import Line, Place, all_lines, furthest, halves, line, lines
from assay.pages.sheet import Sheet
from assay.pages.views import Chip
from assay.ranges import Range


@dataclass(frozen=True, slots=True)
class HeatCell:
    """One coloured cell. `state` is `rated`, `open` (a range), `na`, or `none` (there is no such cell)."""

    state: str
    chip: Chip | None
    claimed: Chip | None
    limits: bool
    href: str
    anchor: str
    name: str


@dataclass(frozen=True, slots=True)
class HeatRow:
    """One row with its level and score; the row of a group has no cells.

    `parts`: what it is made of, where that has no columns. `marked`: it is of a cycle that another version of
    the model was used for.
    """

    title: str
    href: str
    cells: tuple[HeatCell, ...]
    level: Chip | None
    score: str
    depth: int = 0
    anchor: str = ""
    marked: bool = False
    parts: tuple[HeatCell, ...] = ()
    node: str = ""


@dataclass(frozen=True, slots=True)
class HeatTable:
    """Rows under the same columns, with a last row for what they roll up to."""

    title: str
    columns: tuple[str, ...]
    rows: tuple[HeatRow, ...]
    total: HeatRow | None
    anchor: str = ""

    @property
    def fine(self) -> bool:
        """Whether the scores are long, as those with decimals are."""
        return any(len(row.score) > 6 for row in self.rows)

    @property
    def strips(self) -> bool:
        """Whether some row shows its parts one after another."""
        return any(row.parts for row in self.rows)

    @property
    def levels(self) -> bool:
        """Whether some row has a level."""
        return any(row.level for row in self.rows)

    @property
    def scores(self) -> bool:
        """Whether some row has a score."""
        return any(row.score != numbers.DASH for row in self.rows)


NO_CELL = HeatCell("none", None, None, False, "", "", "")


def heat_cell(
    book: Book, found: Line, limits: frozenset[CellKey], href: str = "", anchor: str = ""
) -> HeatCell:
    """A line as one coloured cell; `limits` are the cells that hold down whatever the table is about."""
    if found.effective is None:
        return HeatCell("na", None, None, False, href, anchor, found.title)
    chip = book.line(found, found.effective)
    claimed = (
        book.line(found, Range.point(found.claimed.high)) if found.claims_more and found.claimed else None
    )
    state = "rated" if found.effective.exact is not None else "open"
    return HeatCell(
        state, chip, claimed, any(key in limits for key in found.cells), href, anchor, found.title
    )


def columns_of(result: Result, criteria: Sequence[str]) -> tuple[str, ...]:
    """The attributes that the lines of `criteria` stand for; none where some line is not an attribute's."""
    found = [part.attribute for criterion in criteria for part in lines(result, criterion)]
    names = dict.fromkeys(attribute for attribute in found if attribute)
    return tuple(names) if all(found) else ()


def heat_row(sheet: Sheet, result: Result, node: str, cells: Sequence[HeatCell], depth: int = 0) -> HeatRow:
    """A node's row: its cells, its level, its score."""
    found = result.node(node)
    book, ref = sheet.book, sheet.node(node)
    level = book.outcome(found.effective.level, found.step.rule)
    score = book.score(found.effective.score)
    return HeatRow(book.title(node), ref.href, tuple(cells), level, score, depth, node=node)


def marks_of(result: Result) -> dict[str, bool]:
    """Which marks a legend has to explain."""
    cells = result.cells.values()
    return {
        "claimed": any(cell.claims_more for cell in cells),
        "open": any(cell.status in (Status.UNRATED, Status.CONSENSUS_NEEDED) for cell in cells),
        "na": any(cell.status is Status.NOT_APPLICABLE for cell in cells),
        "limits": bool(furthest(result, all_lines(result))),
    }


def heat_tables(sheet: Sheet, result: Result) -> tuple[HeatTable, ...]:
    """For each half, the levels of its criteria by attribute. Marked: what is furthest below."""
    book = sheet.book
    limits = furthest(result, all_lines(result))
    tables = []
    for half in halves(book.model):
        columns = columns_of(result, half.criteria)
        rows = [_criterion_row(sheet, result, place, columns, limits) for place in half.places]
        total = heat_row(sheet, result, half.node, ()) if half.node else None
        title = half.title or book.words.gettext("Criteria")
        tables.append(HeatTable(title, book.attribute_titles(columns), tuple(rows), total))
    return tuple(tables)


def _criterion_row(
    sheet: Sheet, result: Result, place: Place, columns: Sequence[str], limits: frozenset[CellKey]
) -> HeatRow:
    """A criterion with its lines under their columns, or one after another; a group has only its level."""
    if not place.criterion:
        return heat_row(sheet, result, place.node, (), place.depth)
    found = {
        part.attribute: heat_cell(sheet.book, part, limits, sheet.cell((part.node, part.attribute)).href)
        for part in (lines(result, place.node) if columns else ())
    }
    cells = [found.get(column, NO_CELL) for column in columns]
    row = heat_row(sheet, result, place.node, cells, place.depth)
    return row if columns else dataclasses.replace(row, parts=_strip(sheet, result, place.node, limits))


def _strip(sheet: Sheet, result: Result, criterion: str, limits: frozenset[CellKey]) -> tuple[HeatCell, ...]:
    """The parts of a criterion; its own cell, where it has no others."""
    return tuple(
        heat_cell(sheet.book, part, limits, sheet.cell((part.node, part.attribute)).href)
        for part in lines(result, criterion)
    )


def cell_tables(sheet: Sheet, result: Result, anchored: bool = False) -> tuple[HeatTable, ...]:
    """For each half, the grade of every cell by sub-criterion and attribute, with an anchor each.

    `anchored`: its rows have the anchors of their nodes too, because nothing else on the page has them.
    """
    book = sheet.book
    limits = furthest(result, [line(result, cell) for cell in result.cells.values()])
    tables = []
    for half in halves(book.model):
        leaves = {leaf.id: leaf for node in half.criteria for leaf in book.node(node).leaves()}
        columns = tuple(dict.fromkeys(attribute for leaf in leaves.values() for attribute in leaf.graded_on))
        rows = []
        for place in half.places:
            node = book.node(place.node)
            if node.children:
                rows.append(heat_row(sheet, result, node.id, (), place.depth))
            own = [node] if not node.children else [child for child in node.children if not child.children]
            for leaf in own if place.criterion else ():
                cells = {name: _grade_cell(sheet, result, (leaf.id, name), limits) for name in leaf.graded_on}
                row = [cells.get(column, NO_CELL) for column in columns]
                rows.append(heat_row(sheet, result, leaf.id, row, place.depth + 1))
        if anchored:
            rows = [dataclasses.replace(row, anchor=row.node) for row in rows]
        title = half.title or book.words.gettext("Criteria")
        anchor = half.node if anchored and half.node else ""
        tables.append(HeatTable(title, book.attribute_titles(columns), tuple(rows), None, anchor))
    return tuple(tables)


def _grade_cell(sheet: Sheet, result: Result, key: CellKey, limits: frozenset[CellKey]) -> HeatCell:
    href = sheet.cell(key).href
    return heat_cell(sheet.book, line(result, result.cells[key]), limits, href, cell_anchor(*key))
