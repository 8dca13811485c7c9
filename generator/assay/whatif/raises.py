"""The least that would raise a level: a smallest set of cells, exactly."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from fractions import Fraction

from assay.levels import CellKey, CellValue, Result, Roll, Status, Step, StepKey, roll_up
from assay.levels.combine import stages
from assay.model import LevelRule, Model, Scale
from assay.ranges import Range
from assay.whatif.plans import NOTHING, Plan, Ways, cheapest_choice
from assay.whatif.scores import score_plans

_NONE = Fraction(0)


@dataclass(frozen=True, slots=True)
class Raise:
    """A smallest set of cells that must rise for a step to reach `level`, each with the grade it needs."""

    level: Fraction
    cells: Mapping[CellKey, Fraction]


def least_raise(result: Result, key: StepKey, level: Fraction | int | None = None) -> Raise | None:
    """A smallest set of cells that, raised, bring a step to `level` for sure (default: the next one).

    Exact: no set with fewer cells does it. Of those, one whose grades rise least beyond what assessors claim
    already (up to there it takes evidence, and no better work); or, where the level goes by a score, one in
    which no grade could be lower. None where the step is already there, has no levels, or can
    go no higher (a scale may end below).
    """
    found = result.steps[key]
    rule, held = found.step.rule, found.effective.level
    if held is None or rule is None:
        return None
    higher = [outcome for outcome in rule.outcomes if outcome > held.low]
    wanted = Fraction(level) if level is not None else min(higher, default=None)
    if wanted is None or held.low >= wanted or wanted > rule.top:
        return None
    plan = _Search(result.model, result.rolls, result).cheapest(found.step, wanted, frozenset())
    return Raise(wanted, plan.cells()) if plan else None


@dataclass(frozen=True)
class _Search:
    """Looks for cheapest plans in one result."""

    model: Model
    rolls: Mapping[StepKey, Roll]
    result: Result = field(repr=False)

    def cheapest(self, step: Step, wanted: Fraction, free: frozenset[CellKey]) -> Plan | None:
        """The cheapest way for `step` to reach `wanted` for sure; None where it cannot.

        Cells in `free` have to be rated anyway, so they count for nothing.
        """
        level, rule = self.rolls[step.key].level, step.rule
        if level is None or level.low >= wanted:
            return NOTHING
        if rule is None:
            return self._raised(step, wanted, level.low, free)
        outcome = rule.at_or_above(wanted)
        if rule.combine == "grade":
            return self.cheapest(step.parts[0], wanted, free)
        if outcome is None:
            return None
        if step.withheld and (still_open := self._open_cells(step) - free):
            return self._withheld(step, rule, outcome, free, still_open)
        return self._by_rule(step, rule, outcome, free)

    def _raised(self, step: Step, wanted: Fraction, low: Fraction, free: frozenset[CellKey]) -> Plan | None:
        [key] = step.cells
        scale = self.model.scale(*key)
        grade = scale.least(wanted)
        if grade is None:
            return None
        held = max(low, self._claimed(key, scale))
        return Plan((0 if key in free else 1, max(scale.rank(grade) - held, _NONE)), (key, grade))

    def _claimed(self, key: CellKey, scale: Scale) -> Fraction:
        """How far assessors claim a cell already: up to there it takes evidence, and no better work."""
        cell = self.result.cells[key]
        claimed = cell.claimed if cell.status is Status.RATED else None
        return scale.rank(claimed.low) if claimed else _NONE

    def _by_rule(
        self, step: Step, rule: LevelRule, outcome: Fraction, free: frozenset[CellKey]
    ) -> Plan | None:
        if rule.combine == "score":
            return self._by_score(step, rule, outcome, free)
        if rule.combine == "staged":
            return self._by_stage(step, rule, outcome, free)
        need, near = rule.need(outcome), rule.near(outcome)
        return cheapest_choice(rule, [self._ways(part, need, near, free) for part in self._counted(step)])

    def _ways(self, part: Step, need: Fraction, near: Fraction | None, free: frozenset[CellKey]) -> Ways:
        roll = self.rolls[part.key]
        if roll.loose_level and roll.level and roll.level.low >= need:
            return Ways(part.weight, self._rated(part, free), NOTHING, aside=True)
        nearest = NOTHING if near is None else self.cheapest(part, near, free)
        return Ways(part.weight, self.cheapest(part, need, free), nearest)

    def _rated(self, part: Step, free: frozenset[CellKey]) -> Plan:
        """A cell of a part that may yet be left out, rated as low as can be: so the part stays."""
        there = [key for key in part.cells if not self.rolls[key].absent]
        key = next((key for key in there if key in free), there[0])
        return Plan((0 if key in free else 1, _NONE), (key, self.model.scale(*key).low))

    def _counted(self, step: Step) -> list[Step]:
        """The parts that have a level."""
        return [part for part in step.level_parts if self.rolls[part.key].level is not None]

    def _by_stage(
        self, step: Step, rule: LevelRule, outcome: Fraction, free: frozenset[CellKey]
    ) -> Plan | None:
        plans = [
            cheapest_choice(rule, [self._ways(part, need, None, free) for part in group])
            for group, need in stages(rule, self._counted(step), outcome)
        ]
        found = [plan for plan in plans if plan]
        return NOTHING.plus(*found) if len(found) == len(plans) else None

    def _withheld(
        self,
        step: Step,
        rule: LevelRule,
        outcome: Fraction,
        free: frozenset[CellKey],
        still_open: frozenset[CellKey],
    ) -> Plan | None:
        """A way for a step that has no level until every cell below is rated: these rise in any case."""
        plan = self._by_rule(step, rule, outcome, free | still_open)
        if plan is None:
            return None
        cells = {key: self.model.scale(*key).low for key in still_open} | plan.cells()
        return NOTHING.plus(*(self._to(key, grade, free) for key, grade in cells.items()))

    def _to(self, key: CellKey, grade: Fraction, free: frozenset[CellKey]) -> Plan:
        held = self.rolls[key].level
        rise = self.model.scale(*key).rank(grade) - (held.low if held else _NONE)
        return Plan((0 if key in free else 1, rise), (key, grade))

    def _open_cells(self, step: Step) -> frozenset[CellKey]:
        return frozenset(key for key in step.cells if self.rolls[key].open)

    # Levels that go by the score

    def _by_score(
        self, step: Step, rule: LevelRule, outcome: Fraction, free: frozenset[CellKey]
    ) -> Plan | None:
        """The fewest cells that bring the score of `step` far enough; no grade is higher than it takes."""

        def enough(cells: Mapping[CellKey, Fraction]) -> bool:
            return rule.scored(self._score_with(step, cells), outcome)

        for found in score_plans(self.model, step, self.rolls, free):
            cells = {key: self.model.scale(*key).high for key in found}
            if enough(cells):
                break
        else:
            return None
        for key in cells:
            held = self.rolls[key].level
            grades = [grade for grade in self.model.scale(*key).grades if held is None or grade >= held.low]
            cells[key] = next(grade for grade in grades if enough({**cells, key: grade}))
        return NOTHING.plus(*(self._to(key, grade, free) for key, grade in cells.items()))

    def _score_with(self, step: Step, raised: Mapping[CellKey, Fraction]) -> Fraction:
        def value(key: CellKey) -> CellValue | None:
            cell = self.result.cells[key]
            return CellValue(Range.point(raised[key])) if key in raised else cell.value(cell.effective)

        score = roll_up(self.model, [step], value)[step.key].score
        return score.low if score else _NONE
