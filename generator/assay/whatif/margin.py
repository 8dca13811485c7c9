"""The margin of a level: which single cell would drop it."""

from __future__ import annotations

from collections.abc import Mapping
from fractions import Fraction

from assay.levels import CellKey, CellValue, Result, Roll, StepKey, roll_up
from assay.ranges import Range


def fragile_cells(
    result: Result, key: StepKey, at_most: Fraction | None = None
) -> Mapping[CellKey, Fraction]:
    """The cells each of which alone, if it fell, would drop the level of a step, with the grade that does it.

    That is the highest grade below its own at which the (sure end of the) level is lower; with `at_most`, at
    which it is no higher than that.
    """
    step, level = result.steps[key].step, result.steps[key].effective.level
    if level is None:
        return {}
    rolls = result.rolls
    found: dict[CellKey, Fraction] = {}
    for name in step.cells:
        held = result.cells[name].effective
        if held is None or held.exact is None:
            continue
        above = {one.key for one in step.walk() if name in one.cells}
        known = {other: roll for other, roll in rolls.items() if other not in above}
        grade = result.model.scale(*name).below(held.low)
        while grade is not None:
            fallen = _level_with(result, key, known, grade)
            if fallen < level.low if at_most is None else fallen <= at_most:
                found[name] = grade
                break
            grade = result.model.scale(*name).below(grade)
    return found


def _level_with(result: Result, key: StepKey, known: Mapping[StepKey, Roll], grade: Fraction) -> Fraction:
    """The sure end of a step's level when the one cell that is not known yet has `grade`."""
    step = result.steps[key].step
    fallen = roll_up(result.model, [step], lambda _: CellValue(Range.point(grade)), known)
    level = fallen[key].level
    return level.low if level else Fraction(0)
