"""The shapes of a model, and questions about its tree."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from fractions import Fraction
from functools import cached_property

from assay.model.requires import Requirement
from assay.model.rules import PLAIN_RULES, NodeRules, NotApplicable, Scoring
from assay.model.scales import Scale
from assay.model.views import Check, Lens, Position

DEFAULT_LANGUAGE = "en"

OVERALL = "overall"
"""The id of the whole, above the model's own nodes. No node may have it."""


ITSELF = ""
"""The attribute of a leaf that is graded on itself, in models without attributes."""


@dataclass(frozen=True, slots=True)
class Level:
    """One level of maturity; `next` says what it takes to reach the one above.

    `ours`: those of its marks that the published method does not have.
    """

    number: int
    id: str
    title: str
    description: str
    marks: tuple[str, ...]
    next: str
    ours: frozenset[str] = frozenset()


@dataclass(frozen=True, slots=True)
class Rubric:
    """For each grade what it takes. `ours`: the grades whose text the published method does not have."""

    lines: Mapping[Fraction, str]
    ours: frozenset[Fraction] = frozenset()


@dataclass(frozen=True, slots=True)
class Attribute:
    """What a node is graded on: a question, and for each grade what it takes.

    `group`: the id of the group it belongs to, "" where it stands by itself. `stage`: the level that a staged
    rule asks it for. `not_applicable`: its own rule, None where that of the node holds.
    """

    id: str
    title: str
    question: str
    scale: Scale
    rubric: Rubric
    weight: Fraction
    stage: int | None
    not_applicable: NotApplicable | None
    group: str


@dataclass(frozen=True, slots=True)
class Group:
    """Attributes that are combined before they are combined with others, as approach in RADAR is."""

    id: str
    title: str
    weight: Fraction
    attributes: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Area:
    """Guidance on where evidence for a sub-criterion may be found. Never scored."""

    id: str
    title: str
    look_for: str


@dataclass(frozen=True, slots=True)
class Node:
    """A criterion, a sub-criterion, or a group of them.

    `attributes` are those that its leaves are graded on, groups resolved; empty where they are graded on
    themselves, which is when a leaf has a `scale`, and may have a `question` and a `rubric`.
    """

    id: str
    title: str
    subtitle: str
    also: str
    definition: str
    question: str
    kind: str
    stage: int | None
    weight: Fraction
    attributes: tuple[str, ...]
    scale: Scale | None
    rubric: Rubric
    not_applicable: NotApplicable
    areas: tuple[Area, ...]
    children: tuple[Node, ...]

    @property
    def graded_on(self) -> tuple[str, ...]:
        """The attributes of its cells; for a leaf that is graded on itself that is `ITSELF`."""
        return (ITSELF,) if self.scale else self.attributes

    def walk(self) -> Iterator[Node]:
        """This node and all below it, in the order of the model."""
        yield self
        for child in self.children:
            yield from child.walk()

    def leaves(self) -> Iterator[Node]:
        """The nodes at the bottom: those that hold cells."""
        return (node for node in self.walk() if not node.children)


@dataclass(frozen=True, slots=True)
class Change:
    """What a tailored model does otherwise than the model that it extends, and why."""

    what: str
    why: str


@dataclass(frozen=True)
class Model:
    """A maturity model as one assessment uses it, with its texts in one language.

    `rules`: those of each node, and of the whole under `overall`. `extends`: the id of the model that this
    one tailors by `changes`. `requires`: what evidence must be before it carries a grade.
    """

    id: str
    version: str
    title: str
    subtitle: str
    source: Mapping[str, str]
    choices: tuple[str, ...]
    levels: tuple[Level, ...]
    kinds: Mapping[str, str]
    groups: Mapping[str, Group]
    attributes: Mapping[str, Attribute]
    criteria: tuple[Node, ...]
    lenses: tuple[Lens, ...]
    checks: tuple[Check, ...]
    position: Position | None
    scoring: Scoring
    rules: Mapping[str, NodeRules]
    extends: str
    changes: tuple[Change, ...]
    digest: str
    requires: tuple[Requirement, ...] = ()

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
            for attribute in leaf.graded_on
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
        return max((level.number for level in self.levels), default=0)

    def scale(self, node: str, attribute: str) -> Scale:
        """The scale of a cell; `node` may also stand above the leaves that have the attribute."""
        if attribute != ITSELF:
            return self.attributes[attribute].scale
        return next(scale for leaf in self.nodes[node].leaves() if (scale := leaf.scale))

    def grades_are_levels(self, leaf: str) -> bool:
        """Whether the grades of a leaf are compared with the numbers of levels as they are."""
        rule = self.rules[leaf].level
        if self.nodes[leaf].scale:
            return rule.combine == "grade" and rule.scale is None
        return rule.combine in PLAIN_RULES and not rule.needs and rule.scale is None

    def rubric(self, node: str, attribute: str) -> Rubric:
        """What each grade of a cell takes."""
        return self.nodes[node].rubric if attribute == ITSELF else self.attributes[attribute].rubric

    def question(self, node: str, attribute: str) -> str:
        """The question that a grade of a cell answers."""
        return self.nodes[node].question if attribute == ITSELF else self.attributes[attribute].question

    def not_applicable(self, node: str, attribute: str) -> NotApplicable:
        """What becomes of a cell that is not applicable: the attribute's own rule goes before the node's."""
        own = self.attributes[attribute].not_applicable if attribute != ITSELF else None
        return own or self.nodes[node].not_applicable

    @cached_property
    def has_rows(self) -> frozenset[str]:
        """The nodes that roll up attribute by attribute: those above nothing but graded nodes."""
        if self.scoring.rows is None:
            return frozenset()
        return frozenset(
            node.id
            for node in self.nodes.values()
            if node.children and all(not child.children and not child.scale for child in node.children)
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
