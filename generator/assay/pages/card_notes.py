"""The footnotes of a report card: why cells are not applicable, disputed, or open."""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection, Sequence
from dataclasses import dataclass

from assay.levels import CellKey, Result, Status
from assay.pages.sheet import Sheet
from assay.pages.views import Chip, Ref

FEW = 8
"""Up to how many cells without a grade get a note each: a card that was just begun would have little else."""


@dataclass(frozen=True, slots=True)
class Note:
    """A footnote: why a cell is not applicable, or open; what the model makes of it without a grade."""

    number: int
    cell: Ref
    kind: str
    reason: str
    by: str
    grades: tuple[str, ...]
    unrated: str


@dataclass(frozen=True, slots=True)
class Ungraded:
    """How many cells have no grade, and what the model makes of them."""

    count: int
    unrated: str


def notes_of(sheet: Sheet, result: Result) -> dict[CellKey, Note]:
    """The footnotes of a cycle by their cells; cells without a grade have some only where they are `FEW`."""
    book = sheet.book
    found: dict[CellKey, Note] = {}
    many = sum(cell.status is Status.UNRATED for cell in result.cells.values()) > FEW
    for key, cell in result.cells.items():
        if cell.status is Status.RATED or (many and cell.status is Status.UNRATED):
            continue
        reasons = [grade for grade in cell.grades if grade.not_applicable]
        chips: Sequence[Chip | None] = [
            book.grade(grade.grade, key) for grade in cell.grades if grade.grade is not None
        ]
        by = reasons[0].approved_by if reasons else ""
        found[key] = Note(
            len(found) + 1,
            sheet.cell(key),
            cell.status.value,
            reasons[0].not_applicable if reasons else "",
            book.assessment.person_name(by) if by else "",
            tuple(chip.text for chip in chips if chip),
            book.model.rules[key[0]].unrated,
        )
    return found


def ungraded(result: Result, cells: Collection[CellKey]) -> tuple[Ungraded, ...]:
    """How many of some cells have no grade, by what the model makes of these."""
    found = Counter(
        result.model.rules[key[0]].unrated for key in cells if result.cells[key].status is Status.UNRATED
    )
    return tuple(Ungraded(count, unrated) for unrated, count in sorted(found.items()))
