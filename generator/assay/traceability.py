"""Which evidence stands behind which cell, and what each item carries: the holes, the single points."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from enum import StrEnum
from functools import cached_property

from assay.cards import Cards
from assay.exhibits import exhibit_numbers
from assay.exports import csv_text, decimal_text
from assay.levels import CellKey, CellResult, Result, Status
from assay.sufficiency import supported_grade


class Backing(StrEnum):
    """What evidence a cell has on the date."""

    CURRENT = "current"
    ENDED = "ended"
    NONE = "none"
    NOTHING_CLAIMED = "nothing claimed"
    NOT_APPLICABLE = "not applicable"

    @property
    def hole(self) -> bool:
        """True where evidence should stand, and none that counts does."""
        return self in (Backing.ENDED, Backing.NONE)


@dataclass(frozen=True, slots=True)
class Entry:
    """One cell with what backs it. `alone`: the item without which less would be carried, "" for none."""

    cell: CellResult
    backing: Backing
    alone: str

    @property
    def key(self) -> CellKey:
        """(node, attribute)"""
        return self.cell.key


@dataclass(frozen=True, slots=True)
class Load:
    """What rests on a current item: how many cells, and how many of them on it alone."""

    item: str
    cells: int
    alone: int


@dataclass(frozen=True)
class Matrix:
    """The cells of one unit with what backs them, in the order of the model."""

    result: Result
    entries: tuple[Entry, ...]

    @cached_property
    def counts(self) -> Counter[Backing]:
        """How many cells there are of each kind."""
        return Counter(entry.backing for entry in self.entries)

    @property
    def holes(self) -> tuple[Entry, ...]:
        """The cells without evidence that counts."""
        return tuple(entry for entry in self.entries if entry.backing.hole)

    @property
    def alone(self) -> tuple[Entry, ...]:
        """The cells that would be carried less far if one item went."""
        return tuple(entry for entry in self.entries if entry.alone)

    @property
    def loads(self) -> tuple[Load, ...]:
        """The current items that cells rest on: what carries most alone first, then what carries most."""
        alone = Counter(entry.alone for entry in self.entries)
        found = [
            Load(item, len(cells), alone[item])
            for item, cells in self.result.cited.items()
            if self.result.standings[item].counts
        ]
        return tuple(sorted(found, key=lambda load: (-load.alone, -load.cells, load.item)))


def matrix(result: Result) -> Matrix:
    """The traceability matrix of one result."""
    return Matrix(result, tuple(_entry(result, cell) for cell in result.cells.values()))


def _entry(result: Result, cell: CellResult) -> Entry:
    return Entry(cell, _backing(result, cell), _alone(result, cell))


def _backing(result: Result, cell: CellResult) -> Backing:
    if cell.status is Status.NOT_APPLICABLE:
        return Backing.NOT_APPLICABLE
    if any(support.standing.counts for support in cell.supports):
        return Backing.CURRENT
    if cell.supports:
        return Backing.ENDED
    lowest = result.model.scale(*cell.key).low
    claims = cell.status is not Status.RATED or cell.claimed is None or cell.claimed.high > lowest
    return Backing.NONE if claims else Backing.NOTHING_CLAIMED


def _alone(result: Result, cell: CellResult) -> str:
    """The item without which the others carry the cell less far; the first where there are several."""
    deciding = result.strongest[cell.key]
    if not deciding or cell.status is Status.NOT_APPLICABLE:
        return ""
    scale = result.model.scale(*cell.key)
    far = supported_grade(deciding, scale, cell.asked)
    for one in deciding:
        others = [other for other in deciding if other is not one]
        if supported_grade(others, scale, cell.asked) < far:
            return one.item
    return ""


_COLUMNS = (
    *("unit", "node", "title", "attribute", "status", "evidence"),
    *("exhibit", "item", "item_title", "state", "until", "carries", "cited_by", "alone"),
)


def traceability_csv(cards: Cards) -> str:
    """A row for each cell and each item that it rests on; one row for a cell that rests on none."""
    numbers = exhibit_numbers(cards.assessment.items)
    return csv_text(_COLUMNS, (row for result in cards.results for row in _rows(cards, result, numbers)))


def _rows(cards: Cards, result: Result, numbers: dict[str, int]) -> Iterator[Sequence[str]]:
    items = cards.assessment.items
    for entry in matrix(result).entries:
        node, attribute = entry.key
        title = result.model.nodes[node].title
        cell = (result.unit or "", node, title, attribute, entry.cell.status.value, entry.backing.value)
        for support in entry.cell.supports:
            standing = support.standing
            yield (
                *cell,
                str(numbers[support.item]),
                support.item,
                items[support.item].title,
                standing.state.value,
                standing.until.isoformat() if standing.until else "",
                decimal_text(support.carries),
                "; ".join(support.cited_by),
                "yes" if support.item == entry.alone else "",
            )
        if not entry.cell.supports:
            yield (*cell, *[""] * 8)
