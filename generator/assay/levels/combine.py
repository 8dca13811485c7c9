"""How the parts of one step make its level, where some of the parts may still be open.

Every rule is monotone in every part, so an interval rolls up by its two ends. A part that may yet be left out
(as not applicable) is taken in at each end only where that makes for the end.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from fractions import Fraction
from typing import Protocol, TypeVar

from assay.model import LevelRule
from assay.ranges import Range

_NONE = Fraction(0)
_NO_RANGE = Range.point(_NONE)


class _Staged(Protocol):
    @property
    def stage(self) -> int | None: ...


_StagedT = TypeVar("_StagedT", bound=_Staged)


@dataclass(frozen=True, slots=True)
class Part:
    """One part of a step at one end of its interval. `loose`: it may yet be left out."""

    weight: Fraction
    value: Fraction
    loose: bool = False
    stage: int | None = None


@dataclass(frozen=True, slots=True)
class OpenPart:
    """One part of a step: its interval, and for scores the most that it could be (see `Roll`)."""

    weight: Fraction
    held: Range
    loose: bool
    stage: int | None = None
    full: Fraction = _NONE
    fulls: Range = _NO_RANGE

    def at(self, high: bool) -> Part:
        """The part at its high or its low end."""
        return Part(self.weight, self.held.high if high else self.held.low, self.loose, self.stage)


def settled(parts: Iterable[OpenPart]) -> bool:
    """Whether nothing about the parts is open."""
    return all(part.held.low == part.held.high and not part.loose for part in parts)


# Levels


def level_range(rule: LevelRule, parts: Sequence[OpenPart], score: Range | None) -> Range | None:
    """The level of a step from its parts, or from its score where the rule says so; None without any."""
    if rule.combine == "none":
        return None
    if rule.combine == "score":
        return score and Range(_by_score(rule, score.low), _by_score(rule, score.high))
    if not parts:
        return None
    if rule.combine == "grade":
        return parts[0].held
    low = highest(rule, [part.at(False) for part in parts], high=False)
    if settled(parts):
        return Range(low, low)
    return Range(low, highest(rule, [part.at(True) for part in parts], high=True))


def highest(rule: LevelRule, parts: Sequence[Part], *, high: bool) -> Fraction:
    """The highest outcome that `parts` reach. `high`: parts that may be left out are, where that helps."""
    found = rule.base
    for outcome in rule.above_base:
        if not reaches(rule, parts, outcome, high=high):
            break
        found = outcome
    return found


def reaches(rule: LevelRule, parts: Sequence[Part], outcome: Fraction, *, high: bool) -> bool:
    """Whether `parts` reach an outcome (by any rule but `score`); so they reach all below it."""
    if rule.combine == "staged":
        # A stage whose parts may all be left out may come to ask for nothing.
        return all(
            (high and all(part.loose for part in group)) or enough(rule, group, need, None, high=high)
            for group, need in stages(rule, parts, outcome)
        )
    return enough(rule, parts, rule.need(outcome), rule.near(outcome), high=high)


def stages(
    rule: LevelRule, parts: Sequence[_StagedT], outcome: Fraction
) -> Iterator[tuple[Sequence[_StagedT], Fraction]]:
    """What a staged rule asks for an outcome: of its own stage and of every lower one, the parts that there
    are and what enough of them need. A stage without parts asks for nothing.
    """
    for stage in rule.above_base:
        if stage <= outcome and (found := [part for part in parts if part.stage == stage]):
            yield found, rule.own if stage == outcome else rule.below


def enough(
    rule: LevelRule, parts: Sequence[Part], need: Fraction, near: Fraction | None, *, high: bool
) -> bool:
    """Whether enough of the weight has `need`, and no part less than `near`."""
    # A part that may be left out counts at the low end only if it fails, at the high end only if it does not.
    counted = [part for part in parts if not part.loose or (part.value >= need) is high]
    if not counted:
        return not high
    whole = sum((part.weight for part in counted), _NONE)
    there = sum((part.weight for part in counted if part.value >= need), _NONE)
    return rule.enough(there, whole) and (near is None or all(part.value >= near for part in counted))


def _by_score(rule: LevelRule, score: Fraction) -> Fraction:
    return max((outcome for outcome in rule.above_base if rule.scored(score, outcome)), default=rule.base)
