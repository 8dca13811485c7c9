"""The plan of a roll-up: which parts each level is made of. It follows from the model alone."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from fractions import Fraction
from typing import Literal, TypeAlias

from assay.model import OVERALL, LevelRule, Model, Node

CellKey: TypeAlias = tuple[str, str]
"""(node, attribute)"""

StepKey: TypeAlias = tuple[str, str | None]
"""(node, None) for a node, (node, attribute) for a row or a cell."""


@dataclass(frozen=True, slots=True)
class Step:
    """One place in the roll-up: a cell, a row (a criterion's attribute), a node, or the whole.

    `side` is True for a sub-criterion under a criterion that rolls up by rows: it has a level of its own
    to look at, which nothing above it uses.
    """

    kind: Literal["cell", "row", "node"]
    node: str
    attribute: str | None
    weight: Fraction
    rule: LevelRule | None
    parts: tuple[Step, ...]
    cells: tuple[CellKey, ...]
    side: bool = False

    @property
    def key(self) -> StepKey:
        """(node, attribute), the attribute None for a node."""
        return self.node, self.attribute

    def walk(self) -> Iterator[Step]:
        """This step and all below it."""
        yield self
        for part in self.parts:
            yield from part.walk()


def plan(model: Model) -> Step:
    """The roll-up of `model`: the whole, with all that it is made of."""
    parts = tuple(_node_step(model, node) for node in model.criteria)
    cells = tuple(cell for part in parts for cell in part.cells)
    return Step("node", OVERALL, None, Fraction(1), model.scoring.level, parts, cells)


def _node_step(model: Model, node: Node, side: bool = False) -> Step:
    parts: tuple[Step, ...]
    if not node.children:
        parts = tuple(_cell_step(node, attribute, Fraction(1)) for attribute in node.attributes)
    elif node.id in model.has_rows:
        names = dict.fromkeys(attribute for child in node.children for attribute in child.attributes)
        parts = tuple(_row_step(model, node, name) for name in names)
    else:
        parts = tuple(_node_step(model, child) for child in node.children)
    cells = tuple(cell for part in parts for cell in part.cells)
    return Step("node", node.id, None, node.weight, model.scoring.level, parts, cells, side)


def _row_step(model: Model, node: Node, attribute: str) -> Step:
    parts = tuple(
        _cell_step(child, attribute, child.weight) for child in node.children if attribute in child.attributes
    )
    cells = tuple(cell for part in parts for cell in part.cells)
    return Step("row", node.id, attribute, Fraction(1), model.scoring.rows, parts, cells)


def _cell_step(node: Node, attribute: str, weight: Fraction) -> Step:
    return Step("cell", node.id, attribute, weight, None, (), ((node.id, attribute),))


def side_steps(model: Model) -> tuple[Step, ...]:
    """The sub-criteria whose levels nothing above them uses, because their criteria roll up by rows."""
    return tuple(
        _node_step(model, child, side=True)
        for node in model.nodes.values()
        if node.id in model.has_rows
        for child in node.children
    )
