"""What can come out of a model at all: levels that no grades reach, or that never come out by themselves.

Every rule is monotone: a higher grade never makes for less. So all cells at their highest grade give the
highest outcome of every step, and all at their lowest the lowest. Nothing is guessed, and nothing enumerated.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from fractions import Fraction

from assay.levels import CellValue, Roll, Step, StepKey, plan, roll_up
from assay.model import OVERALL, LevelRule, Model
from assay.model.rules import PLAIN_RULES
from assay.model_check.finding import Data, at, attributes, nodes
from assay.numbers import grade_text
from assay.problems import At
from assay.ranges import Range
from assay.schema_check import Mismatch
from assay.wording import listed

_NEEDS_HINT = "Say under needs what a level needs, or give the scale the grades for it."


def warnings(model: Model, data: Data) -> list[Mismatch]:
    """Outcomes out of reach, and stages and rules that nothing asks for, in a model without faults."""
    whole = plan(model)
    found = [*_outcomes(model, data, whole), *_stages(data, whole), *_idle_rules(model, data)]
    return list({(one.at, one.message): one for one in found}.values())


def _outcomes(model: Model, data: Data, whole: Step) -> Iterator[Mismatch]:
    best = _rolls(model, whole, high=True)
    worst = _rolls(model, whole, high=False)
    said: set[object] = set()
    for step in _deepest_first(whole):
        rule = step.rule
        if rule is None or rule.combine in ("none", "grade") or not rule.above_base:
            continue
        place = _rule_place(data, model, step)
        for what, message, hint in _said_of(model, step, rule, best, worst):
            # One rule that stands at many nodes is one mistake, and so is one scale that is too short.
            key = (place, what)
            if key not in said:
                said.add(key)
                yield at(place, message, hint)


def _deepest_first(step: Step) -> Iterator[Step]:
    for part in step.parts:
        yield from _deepest_first(part)
    yield step


def _rolls(model: Model, whole: Step, *, high: bool) -> Mapping[StepKey, Roll]:
    def value(cell: tuple[str, str]) -> CellValue:
        scale = model.scale(*cell)
        return CellValue(Range.point(scale.high if high else scale.low))

    return roll_up(model, [whole], value)


def _said_of(
    model: Model,
    step: Step,
    rule: LevelRule,
    best: Mapping[StepKey, Roll],
    worst: Mapping[StepKey, Roll],
) -> Iterator[tuple[object, str, str]]:
    """What is odd about the outcomes of a step: (what makes it odd, message, hint)."""
    top, low = best[step.key].level, worst[step.key].level
    if top is None or low is None:
        return
    parts = step.level_parts
    name = _name(model, step)
    kind = tuple(sorted({scale.id for cell in step.cells if (scale := model.scale(*cell))}))
    lost = [outcome for outcome in rule.above_base if outcome > top.high]
    below = any(_falls_short(part, best) for part in parts)
    if lost and not below:
        message = f"no grades of '{name}' reach {_names(rule, lost)}"
        have = listed(f"the scale '{scale}'" for scale in kind)
        reached = grade_text(top.high) if not rule.scale else rule.scale.label(top.high)
        yield (
            ("lost", kind, tuple(lost)),
            message,
            f"With the highest of {have} it is at {reached}. {_NEEDS_HINT}",
        )
    if (
        low.low > rule.base
        and rule.combine != "staged"
        and not any(_stands_high(part, worst) for part in parts)
    ):
        message = f"the lowest grades of '{name}' are good for {_names(rule, [low.low])} already"
        yield ("given", kind), message, "Set base to that, or say under needs what it takes."
    elif rule.combine in PLAIN_RULES or rule.combine == "score":
        for one, other in _together(model, rule, parts):
            if other not in lost:
                together = f"whatever reaches it reaches {_names(rule, [other])}"
                message = f"at '{name}', {_names(rule, [one])} never comes out: {together}"
                yield ("together", kind, one), message, _NEEDS_HINT


def _falls_short(part: Step, best: Mapping[StepKey, Roll]) -> bool:
    level = best[part.key].level
    return part.rule is not None and level is not None and level.high < part.rule.top


def _stands_high(part: Step, worst: Mapping[StepKey, Roll]) -> bool:
    level = worst[part.key].level
    return part.rule is not None and level is not None and level.low > part.rule.base


def _together(model: Model, rule: LevelRule, parts: Sequence[Step]) -> Iterator[tuple[Fraction, Fraction]]:
    """Neighbouring outcomes that need the same of every part, so that the lower one is never the outcome."""

    def asked(outcome: Fraction) -> object:
        if rule.combine == "score":
            return rule.need(outcome)
        ends = (rule.need(outcome), rule.near(outcome))
        return [[_least(model, part, end) for end in ends] for part in parts]

    for one, other in zip(rule.above_base, rule.above_base[1:], strict=False):
        if asked(one) == asked(other):
            yield one, other


def _least(model: Model, part: Step, need: Fraction | None) -> Fraction | None:
    """The least that a part can have to meet a need; None where any will do."""
    if need is None:
        return None
    if part.kind == "cell":
        scale = model.scale(*part.cells[0])
        if scale.continuous and not scale.bands:
            return need if need > scale.low else None
        values = sorted({scale.rank(grade) for grade in scale.grades})
    else:
        values = list(part.rule.outcomes) if part.rule else []
    found = next((value for value in values if value >= need), need)
    return None if values and found == values[0] else found


def _name(model: Model, step: Step) -> str:
    title = OVERALL if step.node == OVERALL else step.node
    return f"{title} · {step.attribute}" if step.attribute else title


def _names(rule: LevelRule, outcomes: Sequence[Fraction]) -> str:
    names = [(rule.scale.label(one) if rule.scale else None) or grade_text(one) for one in outcomes]
    return f"{'grade' if rule.scale else 'level'} {listed(names)}"


def _rule_place(data: Data, model: Model, step: Step) -> At:
    """Where the rule of a step stands."""
    scoring = data["scoring"]
    if step.kind == "row" and "rows" in scoring:
        return ("scoring", "rows")
    kind = "" if step.node == OVERALL else model.nodes[step.node].kind
    for part, name in (("nodes", step.node), ("kinds", kind)):
        if "level" in scoring.get(part, {}).get(name, {}):
            return ("scoring", part, name, "level", "combine")
    return ("scoring", "level", "combine")


def _stages(data: Data, whole: Step) -> Iterator[Mismatch]:
    """Stages that no staged rule asks for, or that everyone has."""
    asked: set[tuple[str, str | None]] = set()
    given: set[tuple[str, str | None]] = set()
    rules = [step for step in whole.walk() if step.rule and step.rule.combine == "staged"]
    for step in rules:
        base = step.rule.base if step.rule else Fraction(0)
        for part in step.staged:
            (asked if part.stage is not None and part.stage > base else given).add(part.key)
    names = {name for _, name in asked}
    given_names = {name for _, name in given}
    for entry, place in (*nodes(data), *attributes(data)) if rules else ():
        key = entry["id"]
        is_attribute = place[0] == "attributes"
        if "stage" not in entry or (key in names if is_attribute else (key, None) in asked):
            continue
        if key in given_names if is_attribute else (key, None) in given:
            hint = "Everyone has the base of the rule: set it lower, or the stage higher."
            yield at((*place, "stage"), f"nothing is asked of stage {entry['stage']}", hint)
        else:
            hint = "A staged rule looks for the nearest stages below its own node."
            yield at((*place, "stage"), f"no rule asks for the stage of '{key}'", hint, key=True)


def _idle_rules(model: Model, data: Data) -> Iterator[Mismatch]:
    """Rules for levels at places whose level nothing above uses: sub-criteria below rows."""
    if model.scoring.rows is None:
        return
    for name, rules in data["scoring"].get("nodes", {}).items():
        if model.parents.get(name) in model.has_rows and {"level", "score"} & rules.keys():
            message = f"the levels above do not use this rule: '{model.parents[name]}' rolls up by rows"
            yield at(("scoring", "nodes", name), message, "Take it out.", key=True)
