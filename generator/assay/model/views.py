"""Other ways to look at an assessment than the tree: lenses across it, checks beside it, a position."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from fractions import Fraction
from typing import Literal


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
class Question:
    """One question of a check; `helps` says what helps where the answer is not the wanted one."""

    id: str
    title: str
    question: str
    helps: str


@dataclass(frozen=True, slots=True)
class Check:
    """Questions that are answered once a cycle and never scored. `wanted`: the answer one would like."""

    id: str
    title: str
    description: str
    wanted: Literal["yes", "no"]
    questions: tuple[Question, ...]


@dataclass(frozen=True, slots=True)
class Axis:
    """One axis of a position: nodes pull towards `high` by their weight, towards `low` if it is negative."""

    id: str
    title: str
    low: str
    high: str
    weights: Mapping[str, Fraction]


@dataclass(frozen=True, slots=True)
class Quadrant:
    """One quarter of a position's field, by whether it lies at the low or the high end of each axis."""

    x: Literal["low", "high"]
    y: Literal["low", "high"]
    title: str
    description: str


@dataclass(frozen=True, slots=True)
class Position:
    """A place in a field of two axes, x and y, that follows from the scores of nodes."""

    title: str
    description: str
    axes: tuple[Axis, Axis]
    quadrants: tuple[Quadrant, ...]
