"""Why a cell is not higher, and what would move it."""

from __future__ import annotations

import datetime as dt
from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass
from enum import StrEnum
from fractions import Fraction

from assay.levels import CellKey, CellResult, Result, Status
from assay.model import ITSELF
from assay.pages.sheet import Sheet
from assay.pages.views import Chip, Exhibit, Ref


class Kind(StrEnum):
    """What keeps a cell below a grade, the most easily mended first."""

    ENDED = "ended"
    DISPUTED = "disputed"
    UNGRADED = "ungraded"
    NO_EVIDENCE = "no evidence"
    WEAK = "weak"
    GRADED = "graded"


@dataclass(frozen=True, slots=True)
class Reason:
    """A cell that is below a grade, with what keeps it there.

    `exhibits`: those that would carry it but no longer count (ENDED) or carry less (WEAK).
    `grades`: what was given, where the assessors disagree.
    """

    kind: Kind
    cell: Ref
    claimed: Chip | None
    supported: Chip | None
    exhibits: tuple[Exhibit, ...]
    grades: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class ReasonGroup:
    """The cells that one kind of reason keeps down. `criteria` counts them by criterion."""

    kind: Kind
    reasons: tuple[Reason, ...]
    criteria: tuple[tuple[Ref, int], ...]


def kind_of(cell: CellResult, wanted: Fraction) -> Kind:
    """Why `cell` does not reach the grade `wanted`."""
    if cell.status is Status.UNRATED:
        return Kind.UNGRADED
    if cell.status is Status.CONSENSUS_NEEDED:
        return Kind.DISPUTED
    if cell.claimed is None or cell.claimed.high < wanted:
        return Kind.GRADED
    if any(not support.standing.counts and support.carries >= wanted for support in cell.supports):
        return Kind.ENDED
    return Kind.WEAK if any(support.standing.counts for support in cell.supports) else Kind.NO_EVIDENCE


def reason(sheet: Sheet, result: Result, key: CellKey, wanted: Fraction) -> Reason:
    """Why one cell does not reach the grade `wanted`."""
    book, cell = sheet.book, result.cells[key]
    kind = kind_of(cell, wanted)
    exhibits: Iterable[Exhibit] = ()
    if kind is Kind.ENDED:
        lost = [found for found in cell.supports if not found.standing.counts and found.carries >= wanted]
        exhibits = (sheet.exhibit(found.item, found.standing) for found in lost)
    grades = [book.grade(grade.grade, key) for grade in cell.grades if grade.grade is not None]
    return Reason(
        kind,
        sheet.cell(key),
        book.grade(cell.claimed, key),
        book.grade(cell.supported, key),
        tuple(exhibits),
        tuple(chip.text for chip in grades if chip) if kind is Kind.DISPUTED else (),
    )


def reason_groups(
    sheet: Sheet, result: Result, keys: Iterable[CellKey], wanted: Fraction
) -> tuple[ReasonGroup, ...]:
    """The cells `keys` by what keeps them below `wanted`, kinds in the order of `Kind`."""
    found: dict[Kind, list[tuple[CellKey, Reason]]] = {}
    for key in keys:
        why = reason(sheet, result, key, wanted)
        found.setdefault(why.kind, []).append((key, why))
    groups = []
    for kind in Kind:
        entries = found.get(kind, [])
        if not entries:
            continue
        homes: dict[str, int] = {}
        for (node, _), _why in entries:
            home = sheet.book.homes.get(node, node)
            homes[home] = homes.get(home, 0) + 1
        counted = tuple((sheet.node(home), count) for home, count in homes.items())
        groups.append(ReasonGroup(kind, tuple(why for _, why in entries), counted))
    return tuple(groups)


# What raises a level


@dataclass(frozen=True, slots=True)
class RaisedCell:
    """A cell that has to rise; `by` is one of WAYS."""

    cell: Ref
    before: Chip | None
    after: Chip | None
    by: str


@dataclass(frozen=True, slots=True)
class Raise:
    """A smallest set of cells that brings a node to its next level."""

    level: Chip | None
    cells: tuple[RaisedCell, ...]

    @property
    def by(self) -> tuple[tuple[str, int], ...]:
        """How many cells rise in which way."""
        ways = Counter(found.by for found in self.cells)
        return tuple((way, ways[way]) for way in WAYS if ways[way])


_BY = {
    Kind.ENDED: "renew",
    Kind.DISPUTED: "settle",
    Kind.UNGRADED: "rate",
    Kind.NO_EVIDENCE: "evidence",
    Kind.WEAK: "evidence",
    Kind.GRADED: "grade",
}
WAYS = tuple(dict.fromkeys(_BY.values()))
"""By what cells rise, the quickest first."""


def raised_cells(
    sheet: Sheet, result: Result, cells: Iterable[tuple[CellKey, Fraction]]
) -> tuple[RaisedCell, ...]:
    """Cells with the grades they need, ready to print; those that need least first."""
    book = sheet.book
    order = list(Kind)
    found = []
    for key, wanted in cells:
        cell = result.cells[key]
        kind = kind_of(cell, wanted)
        before, after = book.grade(cell.effective, key), book.grade(wanted, key)
        if before and after and before.text == after.text:  # in one band: the numbers behind its label
            top = book.model.scale(*key).high
            before, after = book.chip(cell.effective, top), book.chip(wanted, top)
        entry = RaisedCell(sheet.cell(key), before, after, _BY[kind])
        found.append((order.index(kind), entry))
    return tuple(entry for _, entry in sorted(found, key=lambda pair: pair[0]))


# What time alone does


@dataclass(frozen=True, slots=True)
class Fall:
    """A cell or a node that falls."""

    name: Ref
    before: Chip | None
    after: Chip | None


@dataclass(frozen=True, slots=True)
class DropView:
    """One coming drop: what runs out, and which levels and cells fall on the day after.

    `cells` lacks those that are named among `nodes`; `fallen` counts all.
    """

    number: int
    last_day: dt.date
    exhibits: tuple[Exhibit, ...]
    cells: tuple[Fall, ...]
    nodes: tuple[Fall, ...]
    score: str
    fallen: int


def drop_views(sheet: Sheet, within: frozenset[str] | None = None) -> tuple[DropView, ...]:
    """The coming drops in order; with `within`, only those that lower one of these nodes or its cells."""
    book = sheet.book
    views = []
    for number, drop in enumerate(book.drops, 1):
        nodes = [node for node in drop.nodes if within is None or node in within]
        # A leaf that is graded on itself falls as its one cell does: it is named once.
        told = {(node, ITSELF) for node in nodes}
        fallen = [key for key in drop.cells if within is None or key[0] in within]
        cells = [key for key in fallen if key not in told]
        if not cells and not nodes:
            continue
        used = {support.item for key in fallen for support in drop.before.cells[key].supports}
        views.append(
            DropView(
                number,
                drop.last_day,
                tuple(sheet.exhibit(item) for item in drop.items if item in used),
                tuple(
                    Fall(
                        sheet.cell(key),
                        book.grade(drop.before.cells[key].effective, key),
                        book.grade(drop.after.cells[key].effective, key),
                    )
                    for key in cells
                ),
                tuple(
                    Fall(
                        sheet.node(node),
                        book.outcome(drop.before.node(node).effective.level, book.model.rules[node].level),
                        book.outcome(drop.after.node(node).effective.level, book.model.rules[node].level),
                    )
                    for node in nodes
                    if not drop.before.node(node).step.side
                ),
                book.score(drop.after.overall.effective.score),
                len(fallen),
            )
        )
    return tuple(views)
