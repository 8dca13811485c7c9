"""The organisation from its units: what the report cards of several units come to together."""

from __future__ import annotations

import dataclasses
import datetime as dt
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from fractions import Fraction

from assay.assessment import Assessment, Cycle, Target
from assay.levels.combine import OpenPart, level_range
from assay.levels.compute import Result, StepResult, find_target
from assay.levels.rollup import Roll, lowest
from assay.levels.scores import score_range
from assay.model import OVERALL, LevelRule, Model, ScoreRule
from assay.ranges import Range

_MEAN = ScoreRule("mean", None)


@dataclass(frozen=True, slots=True)
class WholeNode:
    """A node over all units: by `rule` from the levels of the units, the score their weighted mean."""

    node: str
    rule: LevelRule
    effective: Roll
    claimed: Roll
    supported: Roll
    target: Target | None
    rated: int
    applicable: int
    units: Mapping[str, StepResult]
    limiting: tuple[str, ...]

    @property
    def level(self) -> Fraction | None:
        """The level, where it is determined."""
        return self.effective.level.exact if self.effective.level else None


@dataclass(frozen=True)
class Whole:
    """The organisation on one date: every node over all units, and each unit's own result."""

    assessment: Assessment
    cycle: Cycle
    as_of: dt.date
    units: Mapping[str, Result]
    nodes: Mapping[str, WholeNode]

    @property
    def overall(self) -> WholeNode:
        """The whole of the whole."""
        return self.nodes[OVERALL]


def whole_of(results: Mapping[str, Result]) -> Whole:
    """The organisation from the results of all of its units, on one date."""
    first = next(iter(results.values()))
    names = (OVERALL, *first.model.nodes)
    nodes = {node: _node(first.assessment, first.cycle, results, node) for node in names}
    return Whole(first.assessment, first.cycle, first.as_of, results, nodes)


def units_rule(model: Model, node: str) -> LevelRule:
    """How a node's outcome follows from those of the units: the model's rule, for what can come out there."""
    return dataclasses.replace(model.scoring.units, outcomes=model.rules[node].level.outcomes)


def _node(assessment: Assessment, cycle: Cycle, results: Mapping[str, Result], node: str) -> WholeNode:
    rule = units_rule(assessment.model, node)
    weights = {unit.id: unit.weight for unit in assessment.units}
    found = {unit: result.node(node) for unit, result in results.items()}

    def rolled(which: Callable[[StepResult], Roll]) -> Roll:
        return _together(rule, [(weights[unit], which(step)) for unit, step in found.items()])

    effective = rolled(lambda step: step.effective)
    return WholeNode(
        node=node,
        rule=rule,
        effective=effective,
        claimed=rolled(lambda step: step.claimed),
        supported=rolled(lambda step: step.supported),
        target=find_target(assessment, cycle, node),
        rated=sum(step.rated for step in found.values()),
        applicable=sum(step.applicable for step in found.values()),
        units=found,
        limiting=_limiting(rule, effective.level, found),
    )


def _together(rule: LevelRule, rolls: list[tuple[Fraction, Roll]]) -> Roll:
    there = [(weight, roll) for weight, roll in rolls if not roll.absent]
    levels = [
        OpenPart(weight, roll.level, roll.loose_level) for weight, roll in there if roll.level is not None
    ]
    scores = [
        OpenPart(weight, roll.score, roll.loose_score, None, roll.full, roll.fulls)
        for weight, roll in there
        if roll.score is not None
    ]
    score, full, fulls = score_range(_MEAN, scores)
    return Roll(
        level=level_range(rule, levels, score),
        score=score,
        lowest=lowest(roll for _, roll in there),
        full=full,
        fulls=fulls,
        open=any(roll.open for _, roll in there),
        loose=all(roll.loose for _, roll in there),
        loose_level=all(part.loose for part in levels),
        loose_score=all(part.loose for part in scores),
    )


def _limiting(rule: LevelRule, level: Range | None, units: Mapping[str, StepResult]) -> tuple[str, ...]:
    """The units that fall short of the next outcome."""
    if level is None:
        return ()
    following = next((outcome for outcome in rule.outcomes if outcome > level.low), None)
    if following is None:
        return ()
    return tuple(
        unit for unit, step in units.items() if step.effective.level and step.effective.level.low < following
    )
