"""What rests on an item: the cells that cite it, the answers to it, the other cycles that use it."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace

from assay.levels import CellResult
from assay.pages.book import Book
from assay.pages.sheet import Sheet
from assay.pages.views import Chip, Ref
from assay.ranges import Range
from assay.sufficiency import supported_grade
from assay.support import State, Support


@dataclass(frozen=True, slots=True)
class Rest:
    """A cell that cites the item; `otherwise`: its grade without it (with it, if it does not count).

    `again`: something happened to the item after a grade of the cell that rests on it was given.
    """

    unit: str
    cell: Ref
    carries: Chip | None
    by: tuple[str, ...]
    now: Chip | None
    otherwise: Chip | None
    differs: bool
    again: bool


def rests(sheet: Sheet, name: str) -> tuple[Rest, ...]:
    """The cells that cite an item, unit by unit."""
    return tuple(rest for part in sheet.book.parts for rest in _rests(Sheet(part, sheet.path), name))


def _rests(sheet: Sheet, name: str) -> Iterator[Rest]:
    book = sheet.book
    for key in book.result.cited.get(name, ()):
        cell = book.result.cells[key]
        support = next(entry for entry in cell.supports if entry.item == name)
        otherwise = _otherwise(book, cell, support)
        yield Rest(
            book.unit_title,
            sheet.cell(key),
            book.grade(support.carries, key),
            tuple(book.assessment.person_name(person) for person in support.cited_by),
            book.grade(cell.effective, key),
            book.grade(otherwise, key),
            otherwise != cell.effective,
            any(one.item == name for one in book.cards.outdated_in(book.result, [key])),
        )


def _otherwise(book: Book, cell: CellResult, support: Support) -> Range | None:
    """The cell's effective grade if this item did not count, or, where it does not, if it did."""
    if cell.claimed is None or book.assessment.policy.evidence != "cap":
        return cell.effective
    others = [other for other in book.result.strongest[cell.key] if other.item != support.item]
    if not support.standing.counts:
        others.append(replace(support, standing=replace(support.standing, state=State.CURRENT)))
    scale = book.model.scale(*cell.key)
    return cell.claimed.at_most(Range.point(supported_grade(others, scale, cell.asked)))


def answers(sheet: Sheet, name: str) -> list[tuple[str, Ref, str, str]]:
    """What graders say to this item where it speaks against their grade: (unit, cell, who, answer)."""
    found = []
    for part in sheet.book.parts:
        own = Sheet(part, sheet.path)
        for key, grade, answer in part.answers.get(name, ()):
            by = part.assessment.person_name(grade.assessor)
            found.append((part.unit_title, own.cell(key), by, answer))
    return found


def elsewhere(sheet: Sheet, name: str) -> list[tuple[Ref, int]]:
    """Other cycles that cite the item, with the number of cells that do in all units together."""
    book = sheet.book
    found = []
    for cycle, cards in reversed(list(book.site.cards.items())):
        cells = sum(len(result.cited.get(name, ())) for result in cards.results)
        if cells and cycle != book.site.shown:
            address = "" if book.shared else sheet.to(book.card_path(cycle))
            found.append((Ref(cards.cycle.title, address), cells))
    return found
