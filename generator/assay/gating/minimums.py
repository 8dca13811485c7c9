"""The least that levels, scores and the share of rated cells have to be."""

from __future__ import annotations

from collections.abc import Iterator
from fractions import Fraction

from assay.gate import Counting, Gate, Minimum
from assay.gating.condition import (
    Condition,
    Levels,
    bound_text,
    found_in,
    judged,
    level_text,
    roll_of,
    rule_of,
    score_text,
    where,
)
from assay.levels import StepResult, WholeNode
from assay.model import outcome_named
from assay.numbers import percent
from assay.ranges import Range


def minimums(gate: Gate, levels: Levels) -> Iterator[Condition]:
    """Whether every node that is named has the level and the score that it needs.

    What is still open counts by its low end: that is what is sure.
    """
    for one in dict.fromkeys(gate.minimums):
        found = found_in(levels, one.unit, one.node)
        if found is None:
            yield _condition(
                levels, one, "nodes", "level", "none", "there", "there is no such criterion or unit"
            )
            continue
        if one.level is not None:
            yield _level(levels, one, found, gate.counts)
        if one.score is not None:
            yield _score(levels, one, one.score, found, gate.counts)


def _level(levels: Levels, one: Minimum, found: StepResult | WholeNode, counts: Counting) -> Condition:
    least = outcome_named(levels.assessment.model, one.node, one.level)
    level, rule = roll_of(found, counts).level, rule_of(found)
    if least is None:
        return _condition(
            levels, one, "level", _what("level", counts), "none", f"{one.level}", "no such level"
        )
    value, bound = level_text(rule, level), f"at least {bound_text(rule, least)}"
    reason = _why_not(level, least, "no level")
    return _condition(levels, one, "level", _what("level", counts), value, bound, reason)


def _score(
    levels: Levels, one: Minimum, least: Fraction, found: StepResult | WholeNode, counts: Counting
) -> Condition:
    score = roll_of(found, counts).score
    reason = _why_not(score, least, "no score")
    value, bound = score_text(levels, score), score_text(levels, Range.point(least))
    if reason and score and score_text(levels, Range.point(score.low)) == bound:
        reason = f"{reason}, before it is rounded"
    return _condition(levels, one, "score", _what("score", counts), value, f"at least {bound}", reason)


def _what(what: str, counts: Counting) -> str:
    return f"supported {what}" if counts == "supported" else what


def _why_not(held: Range | None, least: Fraction, nothing: str) -> str:
    """Why a value is not enough; "" where it is."""
    if held is None:
        return f"there is {nothing} here"
    if held.low >= least:
        return ""
    return "still open: the low end counts" if held.high >= least else "too low"


def _condition(
    levels: Levels, one: Minimum, kind: str, what: str, value: str, bound: str, reason: str
) -> Condition:
    place = where(one.node, one.unit)
    outcome = judged(not reason, reason)
    return Condition(
        kind,
        f"{what} of {place}",
        outcome[0],
        value,
        bound,
        *outcome[1:],
        levels.cycle.id,
        one.unit,
        one.node,
    )


def rated(least: Fraction, levels: Levels) -> Condition:
    """Whether enough of the cells that apply are rated, in all units together."""
    found = levels.whole.overall if levels.whole else levels.results[0].overall
    share = Fraction(found.rated, found.applicable) if found.applicable else Fraction(1)
    lacking = found.applicable - found.rated
    outcome, reason, stops = judged(share >= least, f"{lacking} of {found.applicable} cells are open")
    value, bound = percent(share), f"at least {percent(least)}"
    if share < least and value == percent(least):
        value = f"less than {value}"
    return Condition("rated", "cells rated", outcome, value, bound, reason, stops, levels.cycle.id)
