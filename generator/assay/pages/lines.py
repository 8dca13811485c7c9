"""The lines of a criterion (its rows, where it has them) and the tables that are made of them."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from fractions import Fraction
from typing import Literal

from assay.levels import CellKey, CellResult, Result, StepResult
from assay.model import ITSELF, LevelRule, Model, Node, Scale
from assay.ranges import Range


@dataclass(frozen=True, slots=True)
class Three:
    """A value as it counts, as assessors claim it, and as evidence supports it."""

    effective: Range | None
    claimed: Range | None
    supported: Range | None


@dataclass(frozen=True, slots=True)
class Line:
    """One part of a criterion: a row (one attribute), a cell, or a node below it.

    Its three values are levels (or what else comes out of `rule`), grades (`kind` cell, counted as levels
    are), or, for a node without a rule for levels, scores out of `full`.
    """

    kind: Literal["level", "cell", "score"]
    node: str
    attribute: str | None
    title: str
    values: Three
    cells: tuple[CellKey, ...]
    rule: LevelRule | None
    full: Fraction

    @property
    def effective(self) -> Range | None:
        """What counts."""
        return self.values.effective

    @property
    def claimed(self) -> Range | None:
        """What assessors claim."""
        return self.values.claimed

    @property
    def supported(self) -> Range | None:
        """What evidence carries."""
        return self.values.supported

    @property
    def open(self) -> bool:
        """True where only a range is known."""
        return bool(self.effective and self.effective.exact is None)

    @property
    def claims_more(self) -> bool:
        """True where assessors claim more than counts."""
        return bool(self.claimed and self.effective and self.claimed.high > self.effective.high)

    @property
    def share(self) -> Fraction:
        """How far its sure end is up to the highest that it could be."""
        return self.effective.low / self.full if self.effective and self.full else Fraction(0)


def line(result: Result, found: StepResult | CellResult) -> Line:
    """A row, a node or a cell as a line."""
    model = result.model
    if isinstance(found, CellResult):
        return _cell_line(model, found)
    node, attribute = found.step.key
    title = model.nodes[node].title
    if attribute:
        title = (
            model.groups[attribute].title if attribute in model.groups else model.attributes[attribute].title
        )
    rolls = (found.effective, found.claimed, found.supported)
    rule = found.step.rule
    if rule is None or rule.combine == "none":
        values, full = Three(*(roll.score for roll in rolls)), found.effective.full
        return Line("score", node, attribute, title, values, found.step.cells, None, full)
    values = Three(*(roll.level for roll in rolls))
    return Line("level", node, attribute, title, values, found.step.cells, rule, rule.top)


def _cell_line(model: Model, found: CellResult) -> Line:
    scale = model.scale(*found.key)
    named = found.attribute != ITSELF
    title = model.attributes[found.attribute].title if named else model.nodes[found.node].title
    values = Three(*(_ranked(scale, held) for held in (found.effective, found.claimed, found.supported)))
    top = scale.rank(scale.high)
    return Line("cell", found.node, found.attribute, title, values, (found.key,), None, top)


def _ranked(scale: Scale, held: Range | None) -> Range | None:
    """A grade as it counts beside others."""
    return None if held is None else Range(scale.rank(held.low), scale.rank(held.high))


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
        if part.effective and held.intersection(part.cells) and not _reaches(result, part, level.low)
    ]
    lowest = min((part.share for part in below), default=None)
    return frozenset(cell for part in below if part.share == lowest for cell in part.cells if cell in held)


def _reaches(result: Result, part: Line, level: Fraction) -> bool:
    """Whether a line is above a level already, where it can be compared with one."""
    if part.kind == "score" or (part.rule and part.rule.scale):
        return False
    if part.kind == "cell" and not result.model.grades_are_levels(part.node):
        return False
    return part.effective is not None and part.effective.low > level


def all_lines(result: Result) -> tuple[Line, ...]:
    """The lines of every criterion."""
    return tuple(part for criterion in result.model.criterion_ids for part in lines(result, criterion))


def exhibits_of(result: Result, cells: Sequence[CellKey]) -> int:
    """How many different items `cells` rest on."""
    return len({support.item for cell in cells for support in result.cells[cell].supports})


@dataclass(frozen=True, slots=True)
class Place:
    """A node in a table: how deep it stands there, and whether it is a criterion or a group of them."""

    node: str
    depth: int
    criterion: bool


@dataclass(frozen=True, slots=True)
class Half:
    """Criteria that are shown together, with the groups between them and the top of the model.

    `node`: the group at the top that they belong to; None for those that belong to none, or to any of many.
    """

    node: str | None
    title: str
    subtitle: str
    places: tuple[Place, ...]

    @property
    def criteria(self) -> tuple[str, ...]:
        """The criteria in the order of the model."""
        return tuple(place.node for place in self.places if place.criterion)


MOST_TABLES = 4
"""How many groups at the top have a table each; where there are more, they are lines of one table."""


def halves(model: Model) -> tuple[Half, ...]:
    """The groups at the top of a model; criteria outside any come without a title."""
    groups = [top for top in model.criteria if top.id not in model.criterion_ids]
    if len(groups) > MOST_TABLES:
        return (Half(None, "", "", _places(model, model.criteria)),)
    alone = _places(model, [top for top in model.criteria if top.id in model.criterion_ids])
    found = [Half(None, "", "", inside) for inside in _by_attributes(model, alone)]
    for top in groups:
        if inside := _places(model, top.children):
            found.append(Half(top.id, top.title, top.subtitle, inside))
    return tuple(found)


def _by_attributes(model: Model, places: Sequence[Place]) -> list[tuple[Place, ...]]:
    """Criteria that follow each other, parted where their attributes have nothing in common."""
    found: list[list[Place]] = []
    before: set[str] = set()
    for place in places:
        attributes = {name for leaf in model.nodes[place.node].leaves() for name in leaf.attributes}
        if not found or (before and attributes and not before & attributes):
            found.append([])
            before = set()
        found[-1].append(place)
        before |= attributes
    return [tuple(inside) for inside in found]


def _places(model: Model, nodes: Sequence[Node], depth: int = 0) -> tuple[Place, ...]:
    """Those of `nodes`, and of all below them, that are criteria or have some below them."""
    wanted = frozenset(model.criterion_ids)
    found: list[Place] = []
    for node in nodes:
        if any(below.id in wanted for below in node.walk()):
            found.append(Place(node.id, depth, node.id in wanted))
            found += _places(model, node.children, depth + 1)
    return tuple(found)
