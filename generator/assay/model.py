"""A maturity model: levels, attributes, the tree of criteria, lenses and scoring rules.

Models are data (`models/*.yaml`). This module gives that data a shape and answers questions about its
tree; it reads no file and computes no level.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from fractions import Fraction
from functools import cached_property
from typing import Any

DEFAULT_LANGUAGE = "en"

OVERALL = "overall"
"""The id of the whole, above the model's own nodes. No node may have it."""


def text_of(value: Any, language: str = DEFAULT_LANGUAGE) -> str:
    """One text of a model: `value` is a string, a map of languages, or None (gives "").

    Where the language is missing, English stands in, then whatever language comes first.
    """
    if isinstance(value, Mapping):
        return str(value.get(language) or value.get(DEFAULT_LANGUAGE) or next(iter(value.values()), ""))
    return "" if value is None else str(value)


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


def build_model(
    model_id: str, data: Mapping[str, Any], digest: str, language: str = DEFAULT_LANGUAGE
) -> Model:
    """Give checked model data its shape, with its texts in one language.

    `data` has passed the model's schema and the checks of `rules/model_file.py`; `digest` is the SHA-256
    of the file it came from.
    """

    def text(value: Any) -> str:
        return text_of(value, language)

    scales = {
        scale["id"]: Scale(scale["id"], {label: exact(number) for label, number in scale["values"].items()})
        for scale in data["scales"]
    }
    attributes = {
        entry["id"]: Attribute(
            id=entry["id"],
            title=text(entry["title"]),
            question=text(entry.get("question")),
            scale=scales[entry["scale"]],
            rubric={exact(line["grade"]): text(line["text"]) for line in entry.get("rubric", ())},
        )
        for entry in data["attributes"]
    }
    scoring = data["scoring"]

    def node(entry: Mapping[str, Any], inherited: tuple[str, ...], not_applicable: str) -> Node:
        own = tuple(entry.get("attributes", inherited))
        rule = entry.get("not_applicable", not_applicable)
        return Node(
            id=entry["id"],
            title=text(entry["title"]),
            subtitle=text(entry.get("subtitle")),
            also=text(entry.get("also")),
            definition=text(entry.get("definition")),
            weight=exact(entry.get("weight", 1)),
            attributes=own,
            allows_not_applicable=rule != "forbid",
            areas=tuple(
                Area(area["id"], text(area["title"]), text(area.get("look_for")))
                for area in entry.get("areas", ())
            ),
            children=tuple(node(child, own, rule) for child in entry.get("criteria", ())),
        )

    return Model(
        id=model_id,
        version=data["version"],
        title=text(data["title"]),
        subtitle=text(data.get("subtitle")),
        source={key: text(value) for key, value in data.get("source", {}).items()},
        choices=tuple(text(choice) for choice in data.get("choices", ())),
        levels=tuple(
            Level(
                number=entry["number"],
                id=entry["id"],
                title=text(entry["title"]),
                description=text(entry.get("description")),
                marks=tuple(text(mark) for mark in entry.get("marks", ())),
                next=text(entry.get("next")),
            )
            for entry in data["levels"]
        ),
        attributes=attributes,
        criteria=tuple(
            node(entry, (), scoring.get("not_applicable", "exclude")) for entry in data["criteria"]
        ),
        lenses=tuple(
            Lens(
                id=lens["id"],
                title=text(lens["title"]),
                description=text(lens.get("description")),
                groups=tuple(
                    LensGroup(
                        group["id"],
                        text(group["title"]),
                        text(group.get("description")),
                        tuple(group["nodes"]),
                    )
                    for group in lens["groups"]
                ),
            )
            for lens in data.get("lenses", ())
        ),
        scoring=_scoring(scoring),
        digest=digest,
    )


def _scoring(data: Mapping[str, Any]) -> Scoring:
    level = data["level"]
    rows = data.get("rows")
    return Scoring(
        level=_level_rule(level),
        rows=None if rows is None else _level_rule({**level, **rows}),
        out_of=exact(data.get("score", {}).get("out_of", 100)),
        max_spread=exact(data.get("assessors", {}).get("max_spread", 1)),
        digits=data.get("rounding", {}).get("digits", 0),
    )


def _level_rule(data: Mapping[str, Any]) -> LevelRule:
    return LevelRule(
        combine=data["combine"],
        share=exact(data.get("share", 1)),
        behind=data.get("behind", 0),
        base=data.get("base", 1),
    )
