"""How the parts of one step make its level and its score, where some of the parts may still be open.

Every rule is monotone in every part, so an interval rolls up by its two ends. A part that may yet be left out
(as not applicable) is taken in at each end only where that makes for the end.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from fractions import Fraction
from typing import Protocol, TypeVar

from assay.model import LevelRule, ScoreRule
from assay.ranges import Range

_NONE = Fraction(0)


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
    """One part of a step: its interval, and the most that it could be (for scores)."""

    weight: Fraction
    held: Range
    loose: bool
    stage: int | None = None
    full: Fraction = _NONE

    def at(self, high: bool) -> Part:
        """The part at its high or its low end."""
        return Part(self.weight, self.held.high if high else self.held.low, self.loose, self.stage)


def settled(parts: Iterable[OpenPart]) -> bool:
    """Whether nothing about the parts is open."""
    return all(part.held.low == part.held.high and not part.loose for part in parts)


# Levels


def level_range(rule: LevelRule, parts: Sequence[OpenPart], score: Range | None) -> Range | None:
    """The level of a step from its parts; of its score, where the rule goes by the score."""
    if rule.combine == "none":
        return None
    if rule.combine == "score":
        return score and Range(_by_score(rule, score.low), _by_score(rule, score.high))
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
            (high and all(part.loose for part in group)) or _enough(rule, group, need, None, high=high)
            for group, need in stages(rule, parts, outcome)
        )
    return _enough(rule, parts, rule.need(outcome), rule.near(outcome), high=high)


def stages(
    rule: LevelRule, parts: Sequence[_StagedT], outcome: Fraction
) -> Iterator[tuple[Sequence[_StagedT], Fraction]]:
    """What a staged rule asks for an outcome: of its own stage and of every lower one, the parts that there
    are and what enough of them need. A stage without parts asks for nothing.
    """
    for stage in rule.above_base:
        if stage <= outcome and (found := [part for part in parts if part.stage == stage]):
            yield found, rule.own if stage == outcome else rule.below


def _enough(
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


# Scores


def score_range(rule: ScoreRule, parts: Sequence[OpenPart]) -> tuple[Range | None, Fraction]:
    """The score of a step from its parts' scores, and the most that it could be."""
    if rule.combine == "none" or not parts:
        return None, _NONE
    full = _full(rule, parts)
    low = _score(rule, parts, full, high=False)
    held = Range(low, low if settled(parts) else _score(rule, parts, full, high=True))
    return held, full if rule.out_of is None else rule.out_of


def _full(rule: ScoreRule, parts: Sequence[OpenPart]) -> Fraction:
    """The score of parts that are all as high as can be."""
    weighted = sum((part.weight * part.full for part in parts), _NONE)
    match rule.combine:
        case "mean":
            return weighted / sum((part.weight for part in parts), _NONE)
        case "sum":
            return weighted
        case _:
            return _ranked(rule.combine, [Part(part.weight, part.full) for part in parts], high=True)


def _score(rule: ScoreRule, parts: Sequence[OpenPart], full: Fraction, *, high: bool) -> Fraction:
    at = [part.at(high) for part in parts]
    out_of = rule.out_of
    if rule.combine not in ("mean", "sum"):
        value = _ranked(rule.combine, at, high=high)
        return value if out_of is None or full == out_of else value * out_of / full
    if rule.combine == "sum" and out_of is None:
        return _sum(at, high=high)
    whole = [part.weight if out_of is None else part.weight * part.full for part in parts]
    terms = [(part.weight * part.value, size, part.loose) for part, size in zip(at, whole, strict=True)]
    ratio = _ratio(terms, high)
    return ratio if out_of is None else ratio * out_of


def _sum(parts: Sequence[Part], *, high: bool) -> Fraction:
    firm = [part.weight * part.value for part in parts if not part.loose]
    loose = [part.weight * part.value for part in parts if part.loose]
    if high:
        return sum(firm + loose, _NONE)
    return sum(firm, _NONE) if firm else min(loose)


def _ratio(terms: Sequence[tuple[Fraction, Fraction, bool]], high: bool) -> Fraction:
    """The sum of the first over the sum of the second, over the terms that make for this end."""
    above = sum((term[0] for term in terms if not term[2]), _NONE)
    under = sum((term[1] for term in terms if not term[2]), _NONE)
    loose = sorted((term for term in terms if term[2]), key=lambda term: term[0] / term[1], reverse=high)
    for amount, size, _ in loose:
        if not under or (amount * under > above * size if high else amount * under < above * size):
            above, under = above + amount, under + size
    return above / under


_RANKED = {name: LevelRule(name, (_NONE,)) for name in ("min", "max", "median_low")}


def _ranked(combine: str, parts: Sequence[Part], *, high: bool) -> Fraction:
    """The lowest, the highest or the lower median of the parts: the highest value that enough have."""
    values = sorted({part.value for part in parts})
    rule = _RANKED[combine]
    found = values[0]
    for value in values[1:]:
        if not _enough(rule, parts, value, None, high=high):
            break
        found = value
    return found
