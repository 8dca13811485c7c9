"""A criterion: why it stands where it stands, its sub-criteria cell by cell, its evidence, its history."""

from __future__ import annotations

from dataclasses import dataclass

from assay.levels import Result
from assay.pages.areas import areas_table
from assay.pages.base import RAISE, Page
from assay.pages.book import Book
from assay.pages.cells import CellView, cell_view
from assay.pages.commits import log_address
from assay.pages.concerns import about_nodes
from assay.pages.decisions import decisions
from assay.pages.derivation import derivation
from assay.pages.evidence import evidence_table
from assay.pages.heat import HeatRow, HeatTable, columns_of, heat_cell
from assay.pages.lines import lines
from assay.pages.measured import metrics_about
from assay.pages.reasons import Raise, drop_views, raised_cells
from assay.pages.sheet import Sheet
from assay.pages.views import Chip
from assay.whatif import least_raise


def page(book: Book, criterion: str) -> Page:
    """The page of one criterion; or of a group of them, without the grades, which theirs have."""
    sheet = Sheet(book, book.criterion_path(criterion))
    result, node = book.result, book.node(criterion)
    found = result.node(criterion)
    rule = found.step.rule
    past = book.baseline.node(criterion) if book.baseline else None
    below = frozenset(step.id for step in node.walk())
    least = least_raise(result, (criterion, None))
    parent = book.model.parents.get(criterion)
    is_criterion = criterion in book.model.criterion_ids
    context: dict[str, object] = {
        "about": sheet.about(),
        "definition": node.definition,
        "also": node.also,
        "parent": sheet.node(parent) if parent else None,
        "siblings": len(book.node(parent).children) if parent else len(book.model.criteria),
        "level": book.outcome(found.effective.level, rule),
        "ladder": book.step_ladder(found, past),
        "score": book.score(found.effective.score) if found.effective.score else "",
        "out_of": book.out_of(found.effective),
        "change_text": book.change(past.effective.score if past else None, found.effective.score),
        "baseline": book.baseline.cycle.title if book.baseline else "",
        "target": book.outcome(found.target.level, rule) if found.target else None,
        "target_why": found.target.why if found.target else "",
        "rated": found.rated,
        "applicable": found.applicable,
        "derivation": derivation(sheet, result, criterion),
        "policy": book.assessment.policy.evidence,
        "decisions": decisions(sheet, result.cycle, result.as_of, below),
        "least": Raise(book.outcome(least.level, rule), raised_cells(sheet, result, least.cells.items()))
        if least
        else None,
        "drops": drop_views(sheet, below)[:3],
        "sections": [_section(sheet, result, leaf.id) for leaf in node.leaves()] if is_criterion else [],
        "evidence": evidence_table(sheet, result, below) if is_criterion else None,
        "metrics": metrics_about(sheet, criterion) if is_criterion else (),
        "follow_up": about_nodes(sheet, below),
        "raise_at": f"{sheet.to(RAISE)}?about={criterion}{f'&unit={book.unit}' if book.unit else ''}",
        "history": _history(sheet, criterion),
        "log": log_address(sheet, "criterion", criterion) if book.past.periods else "",
    }
    return Page(
        book.criterion_path(criterion),
        _title(book, book.full_title(criterion)),
        "pages/criterion.md.jinja",
        context,
        book.nav(book.words.gettext("Criteria")) if book.in_nav else None,
        hide=() if book.in_nav else ("navigation",),
    )


def _title(book: Book, title: str) -> str:
    return f"{title} · {book.unit_title}" if book.unit else title


# Sub-criteria


@dataclass(frozen=True, slots=True)
class Section:
    """A sub-criterion: what it is about, where it stands, its cells, its areas with their evidence.

    `whole`: it is the criterion itself, which has no others below it.
    """

    id: str
    whole: bool
    title: str
    definition: str
    level: Chip | None
    score: str
    cells: tuple[CellView, ...]
    areas: object


def _section(sheet: Sheet, result: Result, leaf: str) -> Section:
    book, node = sheet.book, sheet.book.node(leaf)
    own = result.node(leaf)
    return Section(
        leaf,
        sheet.path == book.criterion_path(leaf),
        node.title,
        node.definition,
        book.outcome(own.effective.level, own.step.rule),
        book.score(own.effective.score) if own.effective.score else "",
        tuple(cell_view(sheet, result, (leaf, attribute)) for attribute in node.graded_on),
        areas_table(sheet, result, leaf),
    )


# History


def _history(sheet: Sheet, criterion: str) -> HeatTable | None:
    book = sheet.book
    if len(book.results) < 2:
        return None
    columns = columns_of(book.result, [criterion])
    rows = []
    for result in book.results.values():
        found = result.node(criterion)
        cells = [heat_cell(book, part, frozenset()) for part in lines(result, criterion)] if columns else []
        href = sheet.to(book.card_path(result.cycle.id), criterion)
        rows.append(
            HeatRow(
                result.cycle.title,
                href,
                tuple(cells),
                book.outcome(found.effective.level, found.step.rule),
                book.score(found.effective.score),
                marked=result.cycle.graded_by_other(book.model),
            )
        )
    titles = book.attribute_titles(columns)
    return HeatTable(book.words.gettext("Cycle"), titles, tuple(rows), None)
