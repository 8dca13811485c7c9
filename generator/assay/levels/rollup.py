"""The roll-up: from the values of cells to levels and scores, step by step by the rules of the model."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from fractions import Fraction
from typing import TypeAlias

from assay.levels.combine import OpenPart, level_range
from assay.levels.plan import CellKey, Step, StepKey
from assay.levels.scores import score_range
from assay.model import Model, Scale
from assay.ranges import Range

_NONE = Fraction(0)
_NO_RANGE = Range.point(_NONE)


@dataclass(frozen=True, slots=True)
class CellValue:
    """What a cell brings to a roll-up: its grade, whether it may yet be left out, whether it is disputed."""

    held: Range
    loose: bool = False
    disputed: bool = False


@dataclass(frozen=True, slots=True)
class Roll:
    """What one roll-up gives for one step: level, score, lowest cell.

    All three are None where everything below is left out; the level or the score alone where the model has
    no such rule. `full`: the most that the score could be; `fulls`: bounds of that, as parts are left out.
    `open`: some cell below is. `loose`: all of it may yet be left out; `loose_level`, `loose_score`: all that
    these follow from may.
    """

    level: Range | None
    score: Range | None
    lowest: Range | None
    full: Fraction = _NONE
    fulls: Range = _NO_RANGE
    open: bool = False
    loose: bool = False
    loose_level: bool = False
    loose_score: bool = False

    @property
    def absent(self) -> bool:
        """True where all that is below is left out."""
        return self.lowest is None


ABSENT = Roll(None, None, None)

Values: TypeAlias = Callable[[CellKey], CellValue | None]
"""The value of each cell; None for one that is left out."""


def roll_up(
    model: Model, steps: Iterable[Step], value: Values, known: Mapping[StepKey, Roll] | None = None
) -> dict[StepKey, Roll]:
    """Level, score and lowest cell of every step in `steps` and below, from one value for each cell.

    `value` gives None for a cell that is left out: so is whatever holds only such. The steps in `known` are
    taken from there.
    """
    found: dict[StepKey, Roll] = dict(known or {})

    def visit(step: Step) -> Roll:
        if step.key not in found:
            if step.kind == "cell":
                found[step.key] = cell_roll(model, step.cells[0], value(step.cells[0]))
            else:
                # A part in a stage may stand below a part that is known already.
                for part in (*step.parts, *step.staged):
                    visit(part)
                found[step.key] = _combine(step, found)
        return found[step.key]

    for step in steps:
        visit(step)
    return found


def cell_roll(model: Model, key: CellKey, value: CellValue | None) -> Roll:
    """A cell as a step: its level is what its grade counts as, its score the grade as the model gives it."""
    if value is None:
        return ABSENT
    scale, held = model.scale(*key), value.held
    score, full = cell_score(model, scale, held)
    ranked = Range(scale.rank(held.low), scale.rank(held.high)) if scale.bands else held
    is_open, loose = value.loose or value.disputed or held.exact is None, value.loose
    return Roll(ranked, score, ranked, full, Range.point(full), is_open, loose, loose, loose)


def cell_score(model: Model, scale: Scale, grade: Range) -> tuple[Range, Fraction]:
    """The score of a cell, and the most that it could be: with `out_of` the part of the highest grade."""
    out_of = model.scoring.out_of
    if out_of is None:
        return grade, scale.high
    factor = out_of / scale.high
    return Range(grade.low * factor, grade.high * factor), out_of


def _combine(step: Step, rolls: Mapping[StepKey, Roll]) -> Roll:
    there = [part for part in step.parts if not rolls[part.key].absent]
    rule, score_rule = step.rule, step.score
    if rule is None or score_rule is None or not there:
        return ABSENT
    held = [rolls[part.key] for part in there]
    scored = [
        OpenPart(part.weight, roll.score, roll.loose_score, None, roll.full, roll.fulls)
        for part, roll in zip(there, held, strict=True)
        if roll.score is not None
    ]
    score, full, fulls = score_range(score_rule, scored)
    is_open = any(roll.open for roll in held)
    parts = open_parts(step, rolls)
    level = level_range(rule, parts, score)
    return Roll(
        level=Range(rule.base, rule.top) if level and step.withheld and is_open else level,
        score=score,
        lowest=lowest(held),
        full=full,
        fulls=fulls,
        open=is_open,
        loose=all(roll.loose for roll in held),
        loose_level=all(part.loose for part in (scored if rule.combine == "score" else parts)),
        loose_score=all(part.loose for part in scored),
    )


def lowest(rolls: Iterable[Roll]) -> Range | None:
    """The lowest cell below: at its highest, whatever may be left out is, as far as something stays."""
    held = [(roll.lowest, roll.loose) for roll in rolls if roll.lowest]
    firm = [low.high for low, loose in held if not loose]
    if not held:
        return None
    return Range(min(low.low for low, _ in held), min(firm) if firm else max(low.high for low, _ in held))


def open_parts(step: Step, rolls: Mapping[StepKey, Roll]) -> list[OpenPart]:
    """The parts that a step's level follows from, as far as they are not left out."""
    return [
        OpenPart(part.weight, roll.level, roll.loose_level, part.stage)
        for part in step.level_parts
        if (roll := rolls[part.key]).level is not None
    ]
