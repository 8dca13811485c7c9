"""Schemas for values that are one of several, each with a description that editors show."""

from __future__ import annotations

from collections.abc import Mapping
from fractions import Fraction
from typing import Any

from assay.editor_schemas.known import brief
from assay.model import Level, Rubric, Scale

Schema = dict[str, Any]

MOST_STEPS = 200
"""Of a finer scale the ends are given, not each grade."""


def choice(described: Mapping[Any, str], otherwise: str) -> Schema:
    """One of the values, which are described; `otherwise`: what to say of any other.

    Descriptions are plain text: `enumDescriptions`, which language servers escape.
    """
    return {"enum": [*described], "enumDescriptions": [*described.values()], "errorMessage": otherwise}


def grade(scale: Scale, rubric: Rubric) -> Schema:
    """A grade of a scale, as a label or a number, with what it takes."""

    def takes(number: Fraction, label: str = "") -> str:
        return brief(scale.titles.get(label, ""), rubric.lines.get(number, ""))

    labels = {label: takes(number, label) for label, number in scale.values.items()}
    labels |= dict.fromkeys(sorted(scale.unrated), "Looked at, not rated yet.")
    if scale.continuous or len(scale.grades) > MOST_STEPS:
        ends = {"type": "number", "minimum": _plain(scale.low), "maximum": _plain(scale.high)}
        return {"anyOf": [ends, choice(labels, _off(scale))]} if labels else ends
    numbers = {_plain(number): takes(number, scale.label(number) or "") for number in scale.grades}
    return choice({**numbers, **labels}, _off(scale))


def level(levels: tuple[Level, ...]) -> Schema:
    """The number of a level."""
    described = {level.number: brief(level.title, level.description) for level in levels}
    numbers = ", ".join(f"{level.number} ({level.title})" for level in levels)
    return choice(described, f"The model has no such level. It has: {numbers}.")


def _off(scale: Scale) -> str:
    return f"This is not on the scale '{scale.id}'."


def _plain(number: Fraction) -> int | float:
    return int(number) if number.denominator == 1 else float(number)
