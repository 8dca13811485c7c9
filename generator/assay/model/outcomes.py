"""What somebody wrote for the outcome of a node: a level by its number or id, or a grade of a scale."""

from __future__ import annotations

from fractions import Fraction

from assay.model.scales import exact
from assay.model.shapes import Model


def outcome_named(model: Model, node: str, written: str | int | float | None) -> Fraction | None:
    """The outcome of a node (or `overall`) that is written so; None where there is none.

    Of a leaf that is graded on itself it is a grade of its scale, unless its grades are levels.
    """
    if written is None:
        return None
    found = model.nodes.get(node)
    if found and found.scale and not model.grades_are_levels(node):
        return found.scale.grade(written)
    scale = model.rules[node].level.scale if node in model.rules else None
    if scale:
        grade = scale.grade(written)
        return scale.rank(grade) if grade is not None else None
    if isinstance(written, str):
        return next((Fraction(one.number) for one in model.levels if one.id == written), None)
    return exact(written) if model.level(exact(written)) else None
