"""The shapes of a model, and questions about its tree."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from fractions import Fraction
from functools import cached_property

DEFAULT_LANGUAGE = "en"

OVERALL = "overall"
"""The id of the whole, above the model's own nodes. No node may have it."""


def exact(value: int | float | str) -> Fraction:
    """A number as it was written: 0.75 is three quarters, not the nearest binary fraction."""
    return Fraction(str(value))


@dataclass(frozen=True, slots=True)
class Level:
    """One level of maturity; `next` says what it takes to reach the one above."""

    number: int
    id: str
    title: str
    description: str
    marks: tuple[str, ...]
    next: str


@dataclass(frozen=True)
class Scale:
    """The grades that a cell may be given: labels and their numbers."""

    id: str
    values: Mapping[str, Fraction]

    @cached_property
    def low(self) -> Fraction:
        """The lowest grade."""
        return min(self.values.values())

    @cached_property
    def high(self) -> Fraction:
        """The highest grade."""
        return max(self.values.values())

    def grade(self, written: str | int | float) -> Fraction | None:
        """The number of a grade as written, a label or a number; None if it is not on the scale."""
        if isinstance(written, str):
            return self.values.get(written)
        number = exact(written)
        return number if number in self.values.values() else None


@dataclass(frozen=True, slots=True)
class Attribute:
    """What a node is graded on: a question, and for each grade what it takes."""

    id: str
    title: str
    question: str
    scale: Scale
    rubric: Mapping[Fraction, str]


@dataclass(frozen=True, slots=True)
class Area:
    """Guidance on where evidence for a sub-criterion may be found. Never scored."""

    id: str
    title: str
    look_for: str


@dataclass(frozen=True, slots=True)
class Node:
    """A criterion, a sub-criterion, or a group of them."""

    id: str
    title: str
    subtitle: str
    also: str
    definition: str
    weight: Fraction
    attributes: tuple[str, ...]
    allows_not_applicable: bool
    areas: tuple[Area, ...]
    children: tuple[Node, ...]

    def walk(self) -> Iterator[Node]:
        """This node and all below it, in the order of the model."""
        yield self
        for child in self.children:
            yield from child.walk()

    def leaves(self) -> Iterator[Node]:
        """The nodes at the bottom: those that hold cells."""
        return (node for node in self.walk() if not node.children)


@dataclass(frozen=True, slots=True)
class LensGroup:
    """One group of a lens, such as one of SEE-CMM's nine concepts."""

    id: str
    title: str
    description: str
    nodes: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Lens:
    """A named grouping across the tree."""

    id: str
    title: str
    description: str
    groups: tuple[LensGroup, ...]


@dataclass(frozen=True, slots=True)
class LevelRule:
    """How a level follows from what stands below it.

    `threshold`: level n is reached when at least `share` of the weight of the parts is at n or higher
    and no part is more than `behind` levels below n; `base` is reached by everyone.
    `min`: the lowest part, but at least `base`.
    """

    combine: str
    share: Fraction
    behind: int
    base: int


@dataclass(frozen=True, slots=True)
class Scoring:
    """The model's rules for levels and scores. `rows`: the level rule of a criterion's attribute rows."""

    level: LevelRule
    rows: LevelRule | None
    out_of: Fraction
    max_spread: Fraction
    digits: int


@dataclass(frozen=True)
class Model:
    """A maturity model as one assessment uses it."""

    id: str
    version: str
    title: str
    subtitle: str
    source: Mapping[str, str]
    choices: tuple[str, ...]
    levels: tuple[Level, ...]
    attributes: Mapping[str, Attribute]
    criteria: tuple[Node, ...]
    lenses: tuple[Lens, ...]
    scoring: Scoring
    digest: str

    @cached_property
    def nodes(self) -> Mapping[str, Node]:
        """Every node by its id, in the order of the model."""
        return {node.id: node for top in self.criteria for node in top.walk()}

    @cached_property
    def parents(self) -> Mapping[str, str]:
        """The id of each node's parent; nodes at the top have none."""
        return {child.id: node.id for node in self.nodes.values() for child in node.children}

    @cached_property
    def cells(self) -> tuple[tuple[str, str], ...]:
        """Every (node, attribute) that can be graded: one row of the report card each."""
        return tuple(
            (leaf.id, attribute)
            for top in self.criteria
            for leaf in top.leaves()
            for attribute in leaf.attributes
        )

    def ancestors(self, node: str) -> Iterator[str]:
        """The ids of the nodes above `node`, nearest first."""
        while (parent := self.parents.get(node)) is not None:
            yield parent
            node = parent

    def related(self, one: str, other: str) -> bool:
        """True where the two nodes are the same, or one stands above the other."""
        return one == other or one in self.ancestors(other) or other in self.ancestors(one)

    def level(self, number: Fraction | int) -> Level | None:
        """The level with that number; None for 0 and other numbers without a name."""
        return next((level for level in self.levels if level.number == number), None)

    @property
    def top_level(self) -> int:
        """The number of the highest level."""
        return max(level.number for level in self.levels)

    @cached_property
    def has_rows(self) -> frozenset[str]:
        """The nodes that roll up attribute by attribute: those above nothing but graded nodes."""
        if self.scoring.rows is None:
            return frozenset()
        return frozenset(
            node.id
            for node in self.nodes.values()
            if node.children and all(not child.children and child.attributes for child in node.children)
        )

    @cached_property
    def criterion_ids(self) -> tuple[str, ...]:
        """The nodes that get a page of their own: the parents of leaves, and leaves with no such parent."""
        found: list[str] = []
        for node in self.nodes.values():
            parent = self.parents.get(node.id)
            above_leaves = bool(node.children) and any(not child.children for child in node.children)
            if above_leaves or (not node.children and (parent is None or parent not in found)):
                found.append(node.id)
        return tuple(found)
