"""Levels and scores that fell, and the decisions that explain them."""

from __future__ import annotations

import datetime as dt
import json
import math
import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from fractions import Fraction

from assay.assessment import Acceptable, Assessment, Decision
from assay.authorship import same_person
from assay.gate import Counting, Regression
from assay.gating.condition import (
    Condition,
    Levels,
    Outcome,
    found_in,
    judged,
    level_text,
    roll_of,
    rule_of,
    score_text,
    where,
)
from assay.levels import StepResult, WholeNode
from assay.model import OVERALL, Model, outcome_named
from assay.numbers import grade_text
from assay.ranges import Range


@dataclass(frozen=True, slots=True)
class Compared:
    """Two states of an assessment: of where a change began, and of what it comes to.

    `before` and `after`: the results of cycles by their ids; one that is gone has none. `ruling`: the
    assessment whose policy and roles count, so that a change cannot give itself an approver. `on`: the date.
    """

    before: Mapping[str, Levels]
    after: Mapping[str, Levels]
    assessment: Assessment
    ruling: Assessment
    on: dt.date


def regressions(asked: Regression, counts: Counting, compared: Compared) -> Iterator[Condition]:
    """A condition for every level (and score, where that is asked) that is lower than it was.

    One that a decision explains has passed, unless none may. Where nothing fell, one condition says so. Of a
    level that is open the low end is compared: a grade that was taken back lowers it.
    """
    fell = [
        condition
        for cycle, before in compared.before.items()
        for condition in _of_cycle(asked, counts, compared, cycle, before)
    ]
    nothing = Condition("regression", "levels that fell", Outcome.HOLDS, "none", _BOUND[asked.stance])
    yield from fell or [nothing]


_BOUND = {"allow": "any", "explain": "none without a decision", "forbid": "none"}


def _of_cycle(
    asked: Regression, counts: Counting, compared: Compared, cycle: str, before: Levels
) -> Iterator[Condition]:
    after = compared.after.get(cycle)
    if after is None:
        reason = "a cycle that is gone has no levels: bring it back"
        yield Condition("regression", f"cycle {cycle}", Outcome.FAILS, "gone", "there", reason, True, cycle)
        return
    units: Sequence[str | None] = (None, *(unit.id for unit in before.assessment.units))
    for unit in units:
        for node in _nodes(before.assessment.model, asked):
            was, now = found_in(before, unit, node), found_in(after, unit, node)
            if was is None or (now is None and node not in after.assessment.model.rules):
                continue  # another model, which is said elsewhere
            yield from _of_node(asked, counts, compared, _Place(after, unit, node), (was, now))


def _nodes(model: Model, asked: Regression) -> Iterable[str]:
    """The nodes whose levels are compared, the whole first."""
    if asked.nodes == "overall":
        return (OVERALL,)
    if asked.nodes == "all":
        return (OVERALL, *model.nodes)
    above = {name for node in model.criterion_ids for name in (node, *model.ancestors(node))}
    return (OVERALL, *(node for node in model.nodes if node in above))


@dataclass(frozen=True, slots=True)
class _Place:
    levels: Levels
    unit: str | None
    node: str


def _of_node(
    asked: Regression,
    counts: Counting,
    compared: Compared,
    place: _Place,
    states: tuple[StepResult | WholeNode, StepResult | WholeNode | None],
) -> Iterator[Condition]:
    was, now = states
    old, new = roll_of(was, counts), roll_of(now, counts) if now else None
    level = new.level if new else None
    if old.level and (level is None or level.low < old.level.low):
        texts = (level_text(rule_of(was), old.level), level_text(rule_of(now or was), level))
        yield _condition(asked, compared, place, "level", texts, level)
    score = new.score if new else None
    if asked.score and old.score and (score is None or score.low < old.score.low):
        texts = (score_text(place.levels, old.score), score_text(place.levels, score))
        yield _condition(asked, compared, place, "score", texts, score)


def _condition(
    asked: Regression,
    compared: Compared,
    place: _Place,
    kind: str,
    texts: tuple[str, str],
    held: Range | None,
) -> Condition:
    """What is said of one value that fell; `texts`: before and after."""
    cycle = place.levels.cycle
    what = f"{kind} of {where(place.node, place.unit, cycle.id)}"
    holds, reason, accept = asked.stance == "allow", "", ""
    if asked.stance == "explain":
        holds, reason = _explained(compared, place, kind, held)
        accept = "" if holds else _acceptable(place, kind, held)
    elif asked.stance == "forbid":
        reason = "it may not fall"
    outcome, why, stops = judged(holds, reason)
    bound = f"{texts[0]} as before"
    return Condition(
        "regression",
        what,
        outcome,
        texts[1],
        bound,
        why or reason,
        stops,
        cycle.id,
        place.unit,
        place.node,
        accept,
    )


def _acceptable(place: _Place, kind: str, held: Range | None) -> str:
    """What a decision would have to accept, as a line of its file; "" where there is nothing left."""
    if held is None:
        return ""
    names = {"cycle": place.levels.cycle.id, "unit": place.unit, "node": place.node}
    keys = [f"{key}: {_scalar(name)}" for key, name in names.items() if name]
    scale = place.levels.assessment.model.rules[place.node].level.scale if kind == "level" else None
    label = scale.label(held.low) if scale else None
    # Two decimals, rounded down: a score is accepted from there on.
    value = grade_text(held.low if kind == "level" else Fraction(math.floor(held.low * 100), 100))
    keys.append(f"{kind}: {_scalar(label) if label else value}")
    return f"- {{{', '.join(keys)}}}"


_PLAIN = re.compile(r"(?!(?:true|false|null)$)[a-zA-Z][a-zA-Z0-9-]*", re.ASCII)


def _scalar(text: str) -> str:
    """A text as YAML takes it for one: an id of digits alone would be a number."""
    return text if _PLAIN.fullmatch(text) else json.dumps(text)


def _explained(compared: Compared, place: _Place, kind: str, held: Range | None) -> tuple[bool, str]:
    """Whether a decision accepts what a node has come to, and which; or why none does."""
    why = ""
    for decision in compared.assessment.decisions.values():
        for one in decision.accepts:
            if (one.cycle, one.unit, one.node) != (place.levels.cycle.id, place.unit, place.node):
                continue
            least = _least(place.levels.assessment.model, one, kind)
            if least is None:
                continue
            if held is None or held.low < least:
                why = why or f"decision {decision.id} accepts no less than {kind} {one.level or one.score}"
            elif flaw := _flaw(compared, decision):
                why = f"decision {decision.id} does not count: {flaw}"
            else:
                names = map(compared.assessment.person_name, (decision.by, decision.approved_by))
                return True, f"decision {decision.id}: {decision.title} ({', '.join(names)})"
    return False, why or "no decision accepts it"


def _least(model: Model, one: Acceptable, kind: str) -> Fraction | None:
    return outcome_named(model, one.node, one.level) if kind == "level" else one.score


def _flaw(compared: Compared, decision: Decision) -> str:
    """Why a decision explains nothing; "" where it does."""
    if not decision.holds(compared.on):
        return f"it is not in force on {compared.on}"
    for assessment in (compared.ruling, compared.assessment):
        person = assessment.people.get(decision.approved_by)
        if person is None:
            return f"{decision.approved_by} was nobody before the change"
        if not person.has_one_of(assessment.policy.decision_approvers):
            return f"{decision.approved_by} may not approve decisions"
        if same_person(assessment, decision.by, decision.approved_by):
            return "whoever proposed it approved it"
    return ""
