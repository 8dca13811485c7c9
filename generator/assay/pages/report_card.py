"""The report card of a cycle: criteria and their rows by levels, with marks; the cells below."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from assay import numbers
from assay.levels import CellKey, Result, Status
from assay.pages.base import Page, card_path, cell_anchor
from assay.pages.book import Book, Sheet
from assay.pages.heat import cell_tables, marks_of
from assay.pages.lines import Half, Line, all_lines, exhibits_of, furthest, halves, lines
from assay.pages.views import Chip, Ref

NAV = "Report cards"


def pages(book: Book) -> tuple[Page, ...]:
    """One page a cycle, the newest first."""
    return tuple(_page(book, result) for result in book.newest_first)


@dataclass(frozen=True, slots=True)
class Square:
    """A place in the matrix: the line that runs through it, and the marks on it, the lowest first.

    `before` and `after` say what runs through its left and right half: `carried`, `gap`, `open` or nothing.
    """

    before: str
    after: str
    marks: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Row:
    """One row of the matrix. `squares` is empty where nothing in it is applicable."""

    title: str
    href: str
    anchor: str
    squares: tuple[Square, ...]
    level: str
    notes: tuple[int, ...]
    exhibits: int
    limits: bool


@dataclass(frozen=True, slots=True)
class Group:
    """A criterion with its rows."""

    name: Ref
    anchor: str
    level: Chip | None
    score: str
    exhibits: int
    rows: tuple[Row, ...]


@dataclass(frozen=True, slots=True)
class Card:
    """One half of the report card."""

    anchor: str
    title: str
    subtitle: str
    by_attribute: bool
    groups: tuple[Group, ...]
    total: Group | None
    notes: tuple[Note, ...]


@dataclass(frozen=True, slots=True)
class Note:
    """A footnote: why a cell is not applicable, or open."""

    number: int
    cell: Ref
    kind: str
    reason: str
    by: str
    grades: tuple[str, ...]


def _page(book: Book, result: Result) -> Page:
    sheet = Sheet(book, card_path(result.cycle.id))
    past = book.site.results.get(result.cycle.compare_with or "")
    notes = _notes(sheet, result)
    overall = result.overall
    context: dict[str, object] = {
        "about": sheet.about(result),
        "level": book.chip(overall.effective.level),
        "claimed": book.chip(overall.claimed.level),
        "supported": book.chip(overall.supported.level),
        "target": book.chip(overall.target.level) if overall.target else None,
        "baseline": book.chip(past.overall.effective.level) if past else None,
        "score": book.score(overall.effective.score),
        "out_of": numbers.grade_text(book.model.scoring.out_of),
        "levels": [book.chip(level.number) for level in book.model.levels],
        "cards": [_card(sheet, result, past, half, notes) for half in halves(book.model)],
        "tables": cell_tables(sheet, result),
        "columns": len(book.model.levels),
        "span": len(book.model.levels) + 2,
        "next": _next(book, result),
        "legend": marks_of(result),
        "shown": result.cycle.id == book.site.shown,
        "shown_cycle": book.result.cycle.title,
    }
    title = result.cycle.title
    return Page(
        card_path(result.cycle.id), f"Report card: {title}", "pages/report-card.md.jinja", context, (NAV,)
    )


def _next(book: Book, result: Result) -> Chip | None:
    level = result.overall.effective.level
    return book.chip(level.low + 1) if level and level.low < book.model.top_level else None


def _card(sheet: Sheet, result: Result, past: Result | None, half: Half, notes: dict[CellKey, Note]) -> Card:
    groups = tuple(_group(sheet, result, past, criterion, notes) for criterion in half.criteria)
    total = _head(sheet, result, half.node, half.title) if half.node else None
    own = [part for criterion in half.criteria for part in lines(result, criterion)]
    cells = {cell for part in own for cell in part.cells}
    return Card(
        half.node or "all-criteria",
        half.title,
        half.subtitle,
        all(part.attribute for part in own),
        groups,
        total,
        tuple(note for cell, note in notes.items() if cell in cells),
    )


def _head(sheet: Sheet, result: Result, node: str, title: str, rows: tuple[Row, ...] = ()) -> Group:
    found = result.node(node)
    book = sheet.book
    return Group(
        Ref(title, sheet.node(node).href if rows else ""),
        node,
        book.chip(found.effective.level),
        book.score(found.effective.score),
        exhibits_of(result, found.step.cells),
        rows,
    )


def _group(
    sheet: Sheet, result: Result, past: Result | None, criterion: str, notes: dict[CellKey, Note]
) -> Group:
    before = lines(past, criterion) if past else ()
    held = furthest(result, all_lines(result))
    rows = []
    for index, found in enumerate(lines(result, criterion)):
        key = (found.node, found.attribute)
        target = result.node(criterion).target
        rows.append(
            Row(
                found.title,
                sheet.cell(key).href,
                cell_anchor(*key),
                squares(result, found, target.level if target else None, before[index] if before else None),
                numbers.spread(found.effective, 0) if found.effective else numbers.DASH,
                tuple(sorted({notes[cell].number for cell in found.cells if cell in notes})),
                exhibits_of(result, found.cells),
                bool(held.intersection(found.cells)),
            )
        )
    return _head(sheet, result, criterion, sheet.book.title(criterion), tuple(rows))


def squares(result: Result, found: Line, target: int | None, before: Line | None) -> tuple[Square, ...]:
    """A row's places, one a level: a disc where claim and evidence meet, a ring where only the claim reaches.

    Where the level is open, a dotted line runs between its ends and nothing is claimed for sure.
    """
    if found.effective is None:
        return ()
    open_ends = found.effective.exact is None
    low, high = int(found.effective.low), int(found.effective.high)
    disc = min(low, int(found.supported.low)) if found.supported else low
    ring = int(found.claimed.high) if found.claimed and not open_ends else disc
    past = int(before.effective.low) if before and before.effective else None
    row = []
    for level in result.model.levels:
        number = level.number
        marks = ["target"] if target == number else []
        if open_ends:
            stretch = ("open" if max(low, 1) < number <= high or (low == 0 and number <= high) else "",
                       "open" if low <= number < high else "")  # fmt: skip
            marks += ["unrated"] if number in (max(low, 1), high) else []
        else:
            stretch = ("carried" if number <= disc else "gap" if number <= ring else "",
                       "carried" if number < disc else "gap" if disc <= number < ring else "")  # fmt: skip
            marks += ["claimed"] if number == ring > disc else []
            marks += ["supported"] if number == disc else []
        if past == number and (open_ends or number != disc):
            marks.append("baseline")
        row.append(Square(*stretch, tuple(marks)))
    return tuple(row)


def _notes(sheet: Sheet, result: Result) -> dict[CellKey, Note]:
    """The footnotes of a cycle by their cells: not applicable, disputed, ungraded."""
    book = sheet.book
    found: dict[CellKey, Note] = {}
    for key, cell in result.cells.items():
        if cell.status is Status.RATED:
            continue
        reasons = [grade for grade in cell.grades if grade.grade is None]
        chips: Sequence[Chip | None] = [
            book.grade(grade.grade, key[1]) for grade in cell.grades if grade.grade is not None
        ]
        by = reasons[0].approved_by if reasons else ""
        found[key] = Note(
            len(found) + 1,
            sheet.cell(key),
            cell.status.value,
            reasons[0].not_applicable if reasons else "",
            book.assessment.person_name(by) if by else "",
            tuple(chip.text for chip in chips if chip),
        )
    return found
