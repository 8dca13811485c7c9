"""The lines of a criterion (its rows, where it has them) and the tables that are made of them."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from assay.levels import CellKey, CellResult, Result, StepResult
from assay.model import Model
from assay.ranges import Range


@dataclass(frozen=True, slots=True)
class Line:
    """One part of a criterion: a row (one attribute), a cell, or a node below it."""

    node: str
    attribute: str | None
    title: str
    effective: Range | None
    claimed: Range | None
    supported: Range | None
    cells: tuple[CellKey, ...]

    @property
    def open(self) -> bool:
        """True where only a range is known."""
        return bool(self.effective and self.effective.exact is None)

    @property
    def claims_more(self) -> bool:
        """True where assessors claim more than counts."""
        return bool(self.claimed and self.effective and self.claimed.high > self.effective.high)


def line(result: Result, found: StepResult | CellResult) -> Line:
    """A row, a node or a cell as a line."""
    model = result.model
    if isinstance(found, CellResult):
        title = model.attributes[found.attribute].title
        return Line(
            found.node, found.attribute, title, found.effective, found.claimed, found.supported, (found.key,)
        )
    node, attribute = found.step.key
    title = model.attributes[attribute].title if attribute else model.nodes[node].title
    return Line(
        node,
        attribute,
        title,
        found.effective.level,
        found.claimed.level,
        found.supported.level,
        found.step.cells,
    )


def lines(result: Result, criterion: str) -> tuple[Line, ...]:
    """The lines of a criterion, in the order of the model."""
    parts = result.node(criterion).step.parts
    return tuple(
        line(result, result.cells[part.cells[0]] if part.kind == "cell" else result.steps[part.key])
        for part in parts
    )


def furthest(result: Result, found: Sequence[Line]) -> frozenset[CellKey]:
    """Of the cells that hold the whole down, those in the lines that are furthest below its next level."""
    level = result.overall.effective.level
    held = frozenset(result.overall.limited_by)
    if level is None or not held:
        return frozenset()
    below = [
        part
        for part in found
        if part.effective and part.effective.low <= level.low and held.intersection(part.cells)
    ]
    lowest = min((part.effective.low for part in below if part.effective), default=None)
    return frozenset(
        cell
        for part in below
        if part.effective and part.effective.low == lowest
        for cell in part.cells
        if cell in held
    )


def all_lines(result: Result) -> tuple[Line, ...]:
    """The lines of every criterion."""
    return tuple(part for criterion in result.model.criterion_ids for part in lines(result, criterion))


def exhibits_of(result: Result, cells: Sequence[CellKey]) -> int:
    """How many different items `cells` rest on."""
    return len({support.item for cell in cells for support in result.cells[cell].supports})


@dataclass(frozen=True, slots=True)
class Half:
    """Criteria that are shown together: those of one group at the top of the model, or those outside any."""

    node: str | None
    title: str
    subtitle: str
    criteria: tuple[str, ...]


def halves(model: Model) -> tuple[Half, ...]:
    """The groups at the top of a model with their criteria; criteria outside any come in one of their own."""
    alone = tuple(top.id for top in model.criteria if top.id in model.criterion_ids)
    found = [Half(None, "Criteria", "", alone)] if alone else []
    for top in model.criteria:
        inside = tuple(node.id for node in top.walk() if node.id in model.criterion_ids)
        if top.id not in alone and inside:
            found.append(Half(top.id, top.title, top.subtitle, inside))
    return tuple(found)
