"""What rests on an item: the cells that cite it, the answers to it, the other cycles that use it."""

from __future__ import annotations

from dataclasses import dataclass

from assay.levels import CellResult, Result
from assay.pages.book import Book, Sheet
from assay.pages.views import Chip, Ref
from assay.ranges import Range
from assay.support import Support, carried_grade


@dataclass(frozen=True, slots=True)
class Rest:
    """A cell that cites the item; `otherwise`: its grade without it (with it, if it does not count)."""

    cell: Ref
    carries: Chip | None
    by: tuple[str, ...]
    now: Chip | None
    otherwise: Chip | None
    differs: bool


def rests(sheet: Sheet, result: Result, name: str) -> tuple[Rest, ...]:
    """The cells that cite an item."""
    found = []
    for key in result.cited.get(name, ()):
        cell = result.cells[key]
        support = next(entry for entry in cell.supports if entry.item == name)
        otherwise = _otherwise(sheet.book, cell, support)
        found.append(
            Rest(
                sheet.cell(key),
                sheet.book.grade(support.carries, key),
                tuple(sheet.book.assessment.person_name(person) for person in support.cited_by),
                sheet.book.grade(cell.effective, key),
                sheet.book.grade(otherwise, key),
                otherwise != cell.effective,
            )
        )
    return tuple(found)


def _otherwise(book: Book, cell: CellResult, support: Support) -> Range | None:
    """The cell's effective grade if this item did not count, or, where it does not, if it did."""
    if cell.claimed is None or book.assessment.policy.evidence != "cap":
        return cell.effective
    carries = [other.carries for other in book.result.strongest[cell.key] if other.item != support.item]
    if not support.standing.counts:
        carries.append(support.carries)
    scale = book.model.scale(*cell.key)
    return cell.claimed.at_most(Range.point(carried_grade(carries, scale)))


def answers(sheet: Sheet, name: str) -> list[tuple[Ref, str, str]]:
    """What graders say to this item where it speaks against their grade: (cell, who, answer)."""
    return [
        (sheet.cell(key), sheet.book.assessment.person_name(grade.assessor), answer)
        for key, grade, answer in sheet.book.answers.get(name, ())
    ]


def elsewhere(sheet: Sheet, name: str) -> list[tuple[Ref, int]]:
    """Other cycles that cite the item, with the number of cells that do."""
    found = []
    for result in sheet.book.newest_first:
        cells = result.cited.get(name, ())
        if cells and result is not sheet.book.result:
            found.append(
                (Ref(result.cycle.title, sheet.to(sheet.book.card_path(result.cycle.id))), len(cells))
            )
    return found
