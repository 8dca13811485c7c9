"""The plan of a roll-up: which parts each level is made of. It follows from the model alone."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from fractions import Fraction
from typing import Literal, TypeAlias

from assay.model import OVERALL, LevelRule, Model, Node, ScoreRule

CellKey: TypeAlias = tuple[str, str]
"""(node, attribute); the attribute is `ITSELF` where a leaf is graded on itself."""

StepKey: TypeAlias = tuple[str, str | None]
"""(node, None) for a node; (node, attribute) for a row or a cell, (node, group) for a group of attributes."""

_ONE = Fraction(1)


@dataclass(frozen=True, slots=True)
class Step:
    """One place in the roll-up: a cell, a row (a criterion's attribute), a group of attributes, a node.

    `parts` is what it is made of. `staged`: of a node whose level goes by stages, the parts that have one,
    which may stand further down. `stage`: its own stage, for such a node above. `withheld`: whether it has no
    level until every cell below it is rated. `side` is True for a sub-criterion under a criterion that rolls
    up by rows: it has a level of its own to look at, which nothing above it uses.
    """

    kind: Literal["cell", "row", "group", "node"]
    node: str
    attribute: str | None
    weight: Fraction
    rule: LevelRule | None
    score: ScoreRule | None
    parts: tuple[Step, ...]
    cells: tuple[CellKey, ...]
    stage: int | None = None
    staged: tuple[Step, ...] = ()
    withheld: bool = False
    side: bool = False

    @property
    def key(self) -> StepKey:
        """(node, attribute), the attribute None for a node."""
        return self.node, self.attribute

    @property
    def level_parts(self) -> tuple[Step, ...]:
        """The parts that its level follows from."""
        return self.staged or self.parts

    def walk(self) -> Iterator[Step]:
        """This step and all below it."""
        yield self
        for part in self.parts:
            yield from part.walk()


def plan(model: Model) -> Step:
    """The roll-up of `model`: the whole, with all that it is made of."""
    parts = tuple(_node_step(model, node) for node in model.criteria)
    return _ruled_step(model, OVERALL, _ONE, parts)


def _node_step(model: Model, node: Node, side: bool = False) -> Step:
    if not node.children:
        parts = _leaf_parts(model, node)
    elif node.id in model.has_rows:
        names = dict.fromkeys(attribute for child in node.children for attribute in child.attributes)
        parts = tuple(_row_step(model, node, name) for name in names)
    else:
        parts = tuple(_node_step(model, child) for child in node.children)
    return _ruled_step(model, node.id, node.weight, parts, node.stage, side)


def _ruled_step(
    model: Model,
    node: str,
    weight: Fraction,
    parts: tuple[Step, ...],
    stage: int | None = None,
    side: bool = False,
) -> Step:
    rules = model.rules[node]
    return Step(
        kind="node",
        node=node,
        attribute=None,
        weight=weight,
        rule=rules.level,
        score=rules.score,
        parts=parts,
        cells=_cells(parts),
        stage=stage,
        staged=tuple(_staged(parts)) if rules.level.combine == "staged" else (),
        withheld=rules.unrated == "withhold",
        side=side,
    )


def _cells(parts: tuple[Step, ...]) -> tuple[CellKey, ...]:
    return tuple(cell for part in parts for cell in part.cells)


def _staged(parts: tuple[Step, ...]) -> Iterator[Step]:
    """The nearest parts, here or below, that have a stage."""
    for part in parts:
        if part.stage is not None:
            yield part
        else:
            yield from _staged(part.parts)


def _leaf_parts(model: Model, node: Node) -> tuple[Step, ...]:
    """The cells of a leaf; those of attributes that form a group stand under the group."""
    found: dict[str, list[Step]] = {}
    for name in node.graded_on:
        attribute = model.attributes.get(name)
        weight, stage = (attribute.weight, attribute.stage) if attribute else (_ONE, None)
        cell = _cell_step(node, name, weight, stage)
        group = attribute.group if attribute else ""
        found.setdefault(group or name, []).append(cell)  # groups and attributes share no ids
    parts: list[Step] = []
    for name, cells in found.items():
        if name in model.groups:
            parts.append(_middle_step(model, "group", node, name, model.groups[name].weight, tuple(cells)))
        else:
            parts += cells
    return tuple(parts)


def _row_step(model: Model, node: Node, attribute: str) -> Step:
    found = model.attributes[attribute]
    parts = tuple(
        _cell_step(child, attribute, child.weight, found.stage)
        for child in node.children
        if attribute in child.attributes
    )
    return _middle_step(model, "row", node, attribute, found.weight, parts)


def _middle_step(
    model: Model,
    kind: Literal["row", "group"],
    node: Node,
    name: str,
    weight: Fraction,
    parts: tuple[Step, ...],
) -> Step:
    """A row or a group: it rolls up as its node does, rows by a level rule of their own."""
    rules = model.rules[node.id]
    level = (model.scoring.rows if kind == "row" else None) or rules.level
    staged = tuple(_staged(parts)) if level.combine == "staged" else ()
    score = ScoreRule(rules.score.combine, model.scoring.out_of)
    withheld = rules.unrated == "withhold"
    return Step(kind, node.id, name, weight, level, score, parts, _cells(parts), None, staged, withheld)


def _cell_step(node: Node, attribute: str, weight: Fraction, stage: int | None) -> Step:
    return Step("cell", node.id, attribute, weight, None, None, (), ((node.id, attribute),), stage)


def side_steps(model: Model) -> tuple[Step, ...]:
    """The sub-criteria whose levels nothing above them uses, because their criteria roll up by rows."""
    return tuple(
        _node_step(model, child, side=True)
        for node in model.nodes.values()
        if node.id in model.has_rows
        for child in node.children
    )
