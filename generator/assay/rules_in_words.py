"""The rules of a model as sentences, for the terminal."""

from __future__ import annotations

from fractions import Fraction

from assay.model import LevelRule, Model, Requirement, ScoreRule
from assay.numbers import grade_text, percent
from assay.problems import shorten
from assay.wording import counted, listed


def rule_in_words(model: Model, rule: LevelRule, parts: str = "parts") -> str:
    """A level rule as a sentence or two. `parts`: what it is made from."""
    base = f" Everyone has at least {_outcome(model, rule, rule.base)}."
    match rule.combine:
        case "none":
            return "There is no level here."
        case "grade":
            return "The level is the grade given."
        case "min":
            text = f"The lowest of the {parts} decides."
        case "max":
            text = f"The highest of the {parts} decides."
        case "median_low":
            text = f"The lower median of the {parts} decides."
        case "score":
            text = "The score decides."
        case "staged":
            text = _staged(model, rule, parts)
        case _:
            behind = counted(rule.behind, "level")
            text = (
                f"A level is reached when at least {percent(rule.share)} of the weight is at it or higher "
                f"and nothing is more than {behind} behind."
            )
    if rule.needs:
        needs = listed(
            f"{_outcome(model, rule, outcome)} {_need(rule, need)}"
            for outcome, need in zip(rule.above_base, rule.needs, strict=False)
        )
        text += f" What is needed: {needs}."
    return text + base


def score_in_words(rule: ScoreRule) -> str:
    """A score rule as a sentence."""
    what = {
        "mean": "the weighted mean of the scores of the parts",
        "sum": "the weighted sum of the scores of the parts",
        "min": "the lowest score of the parts",
        "max": "the highest score of the parts",
        "median_low": "the lower median of the scores of the parts",
        "none": "not computed",
    }[rule.combine]
    out_of = f", as a part of the highest possible, out of {grade_text(rule.out_of)}" if rule.out_of else ""
    return f"The score is {what}{out_of}."


def _staged(model: Model, rule: LevelRule, parts: str) -> str:
    share = "all" if rule.share == 1 else f"{percent(rule.share)} of the weight of the"
    own, below = _need(rule, rule.own), _need(rule, rule.below)
    verb = "have" if rule.share == 1 else "has"
    lower = f", and of each lower stage as many at least {below}"
    return f"A level is reached when {share} {parts} of its stage {verb} at least {own}{lower}."


def _outcome(model: Model, rule: LevelRule, outcome: Fraction) -> str:
    if rule.scale:
        return rule.scale.label(outcome) or grade_text(outcome)
    found = model.level(outcome)
    return f"{grade_text(outcome)} ({found.title})" if found else grade_text(outcome)


def _need(rule: LevelRule, need: Fraction) -> str:
    """What is needed, as the file calls it."""
    return rule.label(need) or grade_text(need)


def requirement_in_words(one: Requirement) -> str:
    """A requirement on evidence as a sentence."""
    start = "every grade above the lowest" if one.start is None else f"grade {shorten(one.start)} on"
    of = f", for {listed(one.attributes)}" if one.attributes else ""
    needs = [counted(one.items, "item") + (" accepted by a second person" if one.accepted else "")]
    needs += [f"from {one.sources} independent sources"] if one.sources > 1 else []
    needs += [f"at least one of the type {listed(one.types, 'or')}"] if one.types else []
    return f"{'For' if one.start is None else 'From'} {start}{of}: {', '.join(needs)}."
