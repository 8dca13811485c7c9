"""Why a level is what it is: the cells that hold it down, and how the parts stand against each outcome."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from fractions import Fraction

from assay.levels.combine import OpenPart, Part, reaches, stages
from assay.levels.plan import CellKey, Step, StepKey
from assay.levels.rollup import Roll, open_parts
from assay.model import LevelRule

_NONE, _ONE = Fraction(0), Fraction(1)


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
