"""The roll-up: from the values of cells to levels and scores, step by step by the rules of the model.

Every step is monotone in every cell, so an interval rolls up by its two ends.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from fractions import Fraction
from typing import TypeAlias

from assay.levels.plan import CellKey, Step, StepKey
from assay.model import LevelRule, Model
from assay.ranges import Range

Parts: TypeAlias = Sequence[tuple[Fraction, Fraction]]
"""(weight, value) of each part of a step."""


@dataclass(frozen=True, slots=True)
class Roll:
    """What one roll-up gives for one step: level, score (0 to the model's `out_of`), lowest cell.

    All three are None where every cell below is not applicable.
    """

    level: Range | None
    score: Range | None
    lowest: Range | None


@dataclass(frozen=True, slots=True)
class Tally:
    """How the parts of a step stand against one level, at the sure (lower) end of their intervals.

    `share`: the part of the weight that is at the level or higher; `trailing`: the parts that are further
    behind than the rule allows; `reached`: whether the level is reached for sure.
    """

    level: int
    share: Fraction
    trailing: tuple[StepKey, ...]
    reached: bool


def level_of(rule: LevelRule, parts: Parts, top: int) -> int:
    """The highest level from `rule.base` to `top` that `parts`, as (weight, level), reach.

    Raising a part never lowers the outcome: whatever reaches n also reaches n - 1.
    """
    for number in range(top, rule.base, -1):
        if _reached(rule, parts, number)[0]:
            return number
    return rule.base


def _reached(rule: LevelRule, parts: Parts, number: int) -> tuple[bool, Fraction]:
    """Whether `parts` reach a level, and the share of their weight that does."""
    whole = sum((weight for weight, _ in parts), Fraction(0))
    share = sum((weight for weight, level in parts if level >= number), Fraction(0)) / whole
    least = number if rule.combine == "min" else number - rule.behind
    needed = Fraction(1) if rule.combine == "min" else rule.share
    return share >= needed and all(level >= least for _, level in parts), share


def roll_up(
    model: Model,
    steps: Iterable[Step],
    value: Callable[[CellKey], Range | None],
    known: Mapping[StepKey, Roll] | None = None,
) -> dict[StepKey, Roll]:
    """Level, score and lowest cell of every step in `steps` and below, from one value for each cell.

    `value` gives None for a cell that is not applicable: it is left out, and so is whatever holds only such.
    The steps in `known` are taken from there.
    """
    found: dict[StepKey, Roll] = dict(known or {})

    def visit(step: Step) -> Roll:
        if step.key not in found:
            if step.kind == "cell":
                held = value(step.cells[0])
                found[step.key] = Roll(held, cell_score(model, step.cells[0], held), held)
            else:
                rolls = [(part.weight, visit(part)) for part in step.parts]
                found[step.key] = _combine(step, rolls, model.top_level)
        return found[step.key]

    for step in steps:
        visit(step)
    return found


def cell_score(model: Model, key: CellKey, grade: Range | None) -> Range | None:
    """The score of a cell: its grade as a part of the highest grade, times the model's `out_of`."""
    if grade is None:
        return None
    factor = model.scoring.out_of / model.attributes[key[1]].scale.high
    return Range(grade.low * factor, grade.high * factor)


def _combine(step: Step, rolls: Sequence[tuple[Fraction, Roll]], top: int) -> Roll:
    levels = [(weight, roll.level) for weight, roll in rolls if roll.level is not None]
    scores = [(weight, roll.score) for weight, roll in rolls if roll.score is not None]
    lowest = [roll.lowest for _, roll in rolls if roll.lowest is not None]
    rule = step.rule
    if rule is None or not levels:
        return Roll(None, None, None)
    return Roll(
        level=_at_both_ends(levels, lambda parts: Fraction(level_of(rule, parts, top))),
        score=_at_both_ends(scores, _mean),
        lowest=Range(min(low.low for low in lowest), min(low.high for low in lowest)),
    )


def _at_both_ends(
    parts: Sequence[tuple[Fraction, Range]],
    combine: Callable[[Parts], Fraction],
) -> Range:
    """What `combine` makes of (weight, value) at both ends of the values; once, where all are points."""
    low = combine([(weight, held.low) for weight, held in parts])
    if all(held.low == held.high for _, held in parts):
        return Range(low, low)
    return Range(low, combine([(weight, held.high) for weight, held in parts]))


def _mean(parts: Parts) -> Fraction:
    whole = sum((weight for weight, _ in parts), Fraction(0))
    return sum((weight * value for weight, value in parts), Fraction(0)) / whole


def limits(step: Step, rolls: Mapping[StepKey, Roll], top: int) -> tuple[CellKey, ...]:
    """The cells below the next level, in parts that are below it themselves: these hold the level down."""
    roll = rolls[step.key]
    if roll.level is None or roll.level.low >= top:
        return ()
    return tuple(_below(step, roll.level.low + 1, rolls))


def _below(step: Step, number: Fraction, rolls: Mapping[StepKey, Roll]) -> Iterator[CellKey]:
    level = rolls[step.key].level
    if level is None or level.low >= number:
        return
    if step.kind == "cell":
        yield step.cells[0]
    for part in step.parts:
        yield from _below(part, number, rolls)


def tallies(step: Step, rolls: Mapping[StepKey, Roll], top: int) -> tuple[Tally, ...]:
    """How the parts of `step` stand against each level above its base, lowest first."""
    if step.rule is None:
        return ()
    held = [(part, level.low) for part in step.parts if (level := rolls[part.key].level) is not None]
    if not held:
        return ()
    found = []
    for number in range(step.rule.base + 1, top + 1):
        reached, share = _reached(step.rule, [(part.weight, level) for part, level in held], number)
        least = number if step.rule.combine == "min" else number - step.rule.behind
        trailing = tuple(part.key for part, level in held if level < least)
        found.append(Tally(number, share, trailing, reached))
    return tuple(found)
