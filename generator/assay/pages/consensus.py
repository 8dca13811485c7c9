"""What assessors have to talk about, and how far they agree: only where two of them graded the same cell."""

from __future__ import annotations

from dataclasses import dataclass

from assay.agreement import Agreement, ContestedCell, Measure, agreements, contested
from assay.model import OVERALL
from assay.numbers import rounded
from assay.pages.base import Page
from assay.pages.book import Book
from assay.pages.cells import GradeView, SettledView, grade_view, settled_view
from assay.pages.sheet import Sheet
from assay.pages.views import Chip, Ref

CONSENSUS = "consensus.md"
_DIGITS = 2


@dataclass(frozen=True, slots=True)
class Figure:
    """One measure ready to print; "" with the reason why it has no value."""

    text: str
    why: str


@dataclass(frozen=True, slots=True)
class AgreementRow:
    """How far assessors agree on a criterion, or on all. `scale`: the only one that the row is about."""

    name: Ref
    scale: str
    metric: str
    alpha: Figure
    exact: Figure
    within_one: Figure
    cells: int
    assessors: int
    total: bool


@dataclass(frozen=True, slots=True)
class Talk:
    """A cell that assessors disagree on, with everyone's grade and reasons side by side."""

    cell: Ref
    unit: str
    question: str
    needs_consensus: bool
    spread: str
    limit: str
    against: bool
    holds_down: bool
    holds_unit_down: bool
    counts: Chip | None
    grades: tuple[GradeView, ...]
    settled: SettledView | None


def pages(book: Book) -> tuple[Page, ...]:
    """The page; none where no cell has two grades."""
    results = [part.result for part in book.parts]
    found = agreements(results)
    if not found.overall.cells:
        return ()
    sheet = Sheet(book, CONSENSUS)
    criteria = [(node, held) for node, held in found.criteria.items() if held.cells]
    rows = [row for node, held in criteria for row in _rows(sheet, sheet.node(node), held)]
    talks = contested(*results)
    context: dict[str, object] = {
        "about": sheet.about(),
        "rows": [*rows, *_rows(sheet, Ref(book.title(OVERALL)), found.overall, total=True)],
        "scales": len({row.scale for row in rows if row.scale}) > 1,
        "pending": [_talk(sheet, one) for one in talks.pending if one.needs_consensus],
        "close": [_talk(sheet, one) for one in talks.pending if not one.needs_consensus],
        "settled": [_talk(sheet, one) for one in talks.settled],
        "cells": found.overall.cells,
        "assessors": found.overall.assessors,
        "together": book.model.scoring.assessors,
    }
    title = book.words.gettext("Consensus")
    return (Page(CONSENSUS, title, "pages/consensus.md.jinja", context, ()),)


def _rows(sheet: Sheet, name: Ref, found: Agreement, total: bool = False) -> list[AgreementRow]:
    """One row; where several scales are graded on, one more for the alpha of each."""
    row = _row(sheet, name, found, total)
    return [row, *(_row(sheet, Ref(name.name), one, total) for one in found.by_scale)]


def _row(sheet: Sheet, name: Ref, found: Agreement, total: bool) -> AgreementRow:
    book = sheet.book

    def share(measure: Measure) -> Figure:
        text = book.percent(measure.value) if measure.value is not None else ""
        return Figure(text, measure.undefined.value if measure.undefined else "")

    alpha = found.alpha
    number = book.words.numeral(rounded(alpha.value, _DIGITS)) if alpha.value is not None else ""
    return AgreementRow(
        name,
        found.scale.id if found.scale else "",
        found.metric.value if found.metric else "",
        Figure(number, alpha.undefined.value if alpha.undefined else ""),
        share(found.exact),
        share(found.within_one),
        found.cells,
        found.assessors,
        total,
    )


def _talk(sheet: Sheet, found: ContestedCell) -> Talk:
    part = next(one for one in sheet.book.parts if one.unit == found.unit)
    own, cell = Sheet(part, sheet.path), found.cell
    whole = part.cards.whole
    limiting = whole is None or found.unit in whole.overall.limiting
    return Talk(
        own.cell(cell.key),
        part.unit_title,
        part.model.question(*cell.key),
        found.needs_consensus,
        part.number(found.spread) if found.spread is not None else "",
        part.number(found.limit),
        found.against,
        found.holds_down and limiting,
        found.holds_down and not limiting,
        part.grade(cell.effective, cell.key),
        tuple(grade_view(own, part.result, grade, cell.key) for grade in found.grades),
        settled_view(own, part.result, found.consensus, cell.key) if found.consensus else None,
    )
