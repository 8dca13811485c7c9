"""The roll-up: from the values of cells to levels and scores, step by step by the rules of the model."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from fractions import Fraction
from typing import TypeAlias

from assay.levels.combine import OpenPart, Part, level_range, reaches, stages
from assay.levels.plan import CellKey, Step, StepKey
from assay.levels.scores import score_range
from assay.model import LevelRule, Model, Scale
from assay.ranges import Range

_NONE, _ONE = Fraction(0), Fraction(1)
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


@dataclass(frozen=True, slots=True)
class Tally:
    """How the parts of a step stand against one outcome, at the sure (lower) end of their intervals.

    `share`: the part of the weight that has what is needed (of the parts of that stage, in a staged rule; for
    a rule by score, the score as a part of the one needed); `need`: what that is; `trailing`: the parts that
    are further behind than the rule allows; `reached`: whether the outcome is reached for sure.
    """

    level: Fraction
    share: Fraction
    trailing: tuple[StepKey, ...]
    reached: bool
    need: Fraction = _NONE


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


def limits(step: Step, rolls: Mapping[StepKey, Roll]) -> tuple[CellKey, ...]:
    """The cells that fall short of what the next outcome needs: these hold the level down."""
    level, rule = rolls[step.key].level, step.rule
    if level is None or rule is None:
        return ()
    following = next((outcome for outcome in rule.outcomes if outcome > level.low), None)
    if following is None:
        return ()
    return tuple(dict.fromkeys(_short(step, following, rolls)))


def _short(step: Step, wanted: Fraction, rolls: Mapping[StepKey, Roll]) -> Iterator[CellKey]:
    """The cells that keep `step` from `wanted`, in parts that fall short themselves."""
    level, rule = rolls[step.key].level, step.rule
    if level is None or level.low >= wanted:
        return
    if rule is None:
        yield step.cells[0]
        return
    outcome = rule.at_or_above(wanted)
    if rule.combine == "score":
        share = rule.need(outcome or rule.top) / (rolls[step.key].full or 1)
        yield from _low_scores(step, share, rolls, strict=rule.strict)
    elif outcome is None and rule.combine != "grade":
        yield from (cell for part in step.level_parts for cell in part.cells)
    else:
        for part, need in _needs(step, rule, wanted if outcome is None else outcome):
            yield from _short(part, need, rolls)


def _needs(step: Step, rule: LevelRule, outcome: Fraction) -> Iterator[tuple[Step, Fraction]]:
    """What each part must have for an outcome."""
    if rule.combine == "staged":
        for group, need in stages(rule, step.level_parts, outcome):
            yield from ((part, need) for part in group)
    else:
        need = outcome if rule.combine == "grade" else rule.need(outcome)
        yield from ((part, need) for part in step.level_parts)


def _low_scores(
    step: Step, share: Fraction, rolls: Mapping[StepKey, Roll], *, strict: bool
) -> Iterator[CellKey]:
    """The cells whose score is a smaller part of what it could be than `share` (`strict`: no larger one)."""
    for part in step.parts:
        roll = rolls[part.key]
        if roll.score is None:
            continue
        bound = share * roll.full
        if roll.score.low > bound or (roll.score.low == bound and not strict):
            continue
        if part.kind == "cell":
            yield part.cells[0]
        yield from _low_scores(part, share, rolls, strict=strict)


def tallies(step: Step, rolls: Mapping[StepKey, Roll]) -> tuple[Tally, ...]:
    """How the parts of `step` stand against each outcome above its base, lowest first."""
    rule = step.rule
    if rule is None or rule.combine in ("none", "grade"):
        return ()
    if rule.combine == "score":
        return _score_tallies(rule, rolls[step.key])
    parts = [(part.key, found.at(False)) for part, found in _held(step, rolls)]
    return tuple(_tally(rule, parts, outcome) for outcome in rule.above_base) if parts else ()


def _held(step: Step, rolls: Mapping[StepKey, Roll]) -> Iterator[tuple[Step, OpenPart]]:
    there = [part for part in step.level_parts if rolls[part.key].level is not None]
    return zip(there, open_parts(step, rolls), strict=True)


def _score_tallies(rule: LevelRule, roll: Roll) -> tuple[Tally, ...]:
    if roll.score is None:
        return ()
    low = roll.score.low
    return tuple(
        Tally(outcome, min(low / need, _ONE) if need else _ONE, (), rule.scored(low, outcome), need)
        for outcome in rule.above_base
        for need in (rule.need(outcome),)
    )


def _tally(rule: LevelRule, parts: Sequence[tuple[StepKey, Part]], outcome: Fraction) -> Tally:
    staged = rule.combine == "staged"
    near = rule.below if staged else rule.near(outcome)
    need = rule.own if staged else rule.need(outcome)
    own = [part for _, part in parts if not staged or part.stage == outcome]
    whole = sum((part.weight for part in own), _NONE)
    there = sum((part.weight for part in own if part.value >= need), _NONE)
    return Tally(
        level=outcome,
        share=there / whole if whole else _ONE,
        trailing=tuple(
            key
            for key, part in parts
            if near is not None
            and part.value < near
            and (not staged or _holds_back(rule, parts, part, outcome))
        ),
        reached=reaches(rule, [part for _, part in parts], outcome, high=False),
        need=need,
    )


def _holds_back(rule: LevelRule, parts: Sequence[tuple[StepKey, Part]], one: Part, outcome: Fraction) -> bool:
    """Whether a part stands in a stage below `outcome` of which too few parts have what they need."""
    if one.stage is None or not rule.base < one.stage < outcome:
        return False
    stage = [part for _, part in parts if part.stage == one.stage]
    whole = sum((part.weight for part in stage), _NONE)
    return not rule.enough(sum((part.weight for part in stage if part.value >= rule.below), _NONE), whole)
