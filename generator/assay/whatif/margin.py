"""The margin of a level: which single cell would drop it."""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Iterator, Mapping
from fractions import Fraction

from assay.levels import CellKey, CellValue, Result, Roll, Status, Step, StepKey, roll_up
from assay.ranges import Range


def fragile_cells(
    result: Result, key: StepKey, at_most: Fraction | None = None
) -> Mapping[CellKey, Fraction]:
    """The cells each of which alone, if it fell, would drop the level of a step, with the grade that does it.

    That is the highest grade below its own at which the (sure end of the) level is lower; with `at_most`, at
    which it is no higher than that. Of a scale without steps only its ends and labels are tried. What is not
    applicable cannot fall.
    """
    found: dict[CellKey, Fraction] = {}
    step, rolls = result.steps[key].step, result.rolls
    places = dict(_places(step))
    # Cells that stand in like places with the same grade fall alike: of a long list, few are tried.
    alike: dict[tuple[object, ...], Fraction | None] = {}
    for name in step.cells:
        cell = result.cells[name]
        if cell.effective and cell.effective.exact is not None and cell.status is not Status.NOT_APPLICABLE:
            look = (result.model.scale(*name).id, rolls[name], *places[name])
            if look not in alike:
                alike[look] = _highest_drop(result, key, name, rolls, at_most)
            if (grade := alike[look]) is not None:
                found[name] = grade
    return found


def _places(step: Step, place: tuple[object, ...] = ()) -> Iterator[tuple[CellKey, tuple[object, ...]]]:
    """Each cell below a step with its place: its weight and stage, and those of what holds nothing else."""
    if step.kind == "cell":
        yield step.cells[0], place
    for part in step.parts:
        alone = len(step.parts) == 1
        above = (step.rule, step.score, step.withheld, *place) if alone else (step.key,)
        yield from _places(part, (part.weight, part.stage, *above))


def _highest_drop(
    result: Result, key: StepKey, name: CellKey, rolls: Mapping[StepKey, Roll], at_most: Fraction | None
) -> Fraction | None:
    """The highest grade of one cell, below the one that it has, at which the level falls (so far)."""
    step, level, held = (
        result.steps[key].step,
        result.steps[key].effective.level,
        result.cells[name].effective,
    )
    if level is None or held is None:
        return None
    above = {one.key for one in step.walk() if name in one.cells}
    known = {other: roll for other, roll in rolls.items() if other not in above}
    lower = [grade for grade in result.model.scale(*name).grades if grade < held.low]

    def holds(grade: Fraction) -> bool:
        found = _level_with(result, key, known, grade)
        return found >= level.low if at_most is None else found > at_most

    # The higher the grade, the higher the level: first come the grades that drop it.
    dropping = bisect_left(lower, True, key=holds)
    return lower[dropping - 1] if dropping else None


def _level_with(result: Result, key: StepKey, known: Mapping[StepKey, Roll], grade: Fraction) -> Fraction:
    """The sure end of a step's level when the one cell that is not known yet has `grade`."""
    step = result.steps[key].step
    fallen = roll_up(result.model, [step], lambda _: CellValue(Range.point(grade)), known)
    level = fallen[key].level
    return level.low if level else Fraction(0)
