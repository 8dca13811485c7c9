"""The computed report card of one cycle and unit on one date."""

from __future__ import annotations

import dataclasses
import datetime as dt
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from fractions import Fraction
from functools import cached_property

from assay.assessment import Assessment, Cycle, Target
from assay.levels.cells import CellResult, Status, cell_result, cell_results
from assay.levels.plan import CellKey, Step, StepKey, plan, side_steps
from assay.levels.rollup import CellValue, Roll, cell_roll, roll_up
from assay.levels.why import Tally, limits, tallies
from assay.model import ITSELF, OVERALL, Model
from assay.ranges import Range
from assay.sufficiency import strongest
from assay.support import Standing, Support, standing

_NONE = Fraction(0)


@dataclass(frozen=True, slots=True)
class Gap:
    """What the cells of a step lack to their targets: the sum of these, and of what is missing in each."""

    target: Fraction
    missing: Range


@dataclass(frozen=True, slots=True)
class StepResult:
    """A node, a row or a group with everything that is known of it, and why."""

    step: Step
    effective: Roll
    claimed: Roll
    supported: Roll
    target: Target | None
    target_score: Fraction | None
    gap: Gap | None
    rated: int
    applicable: int
    limited_by: tuple[CellKey, ...]
    tallies: tuple[Tally, ...]

    @property
    def level(self) -> Fraction | None:
        """The level, where it is determined."""
        return self.effective.level.exact if self.effective.level else None

    @property
    def score(self) -> Fraction | None:
        """The score, where it is determined."""
        return self.effective.score.exact if self.effective.score else None


@dataclass(frozen=True)
class Result:
    """The computed report card of one cycle and unit on one date. `cited`: the cells that rest on each item.

    `unit` is None where the assessment has none.
    """

    assessment: Assessment
    cycle: Cycle
    unit: str | None
    as_of: dt.date
    standings: Mapping[str, Standing]
    cells: Mapping[CellKey, CellResult]
    steps: Mapping[StepKey, StepResult]
    cited: Mapping[str, tuple[CellKey, ...]]
    holds_until: dt.date | None = None

    @property
    def model(self) -> Model:
        """The model that the assessment follows."""
        return self.assessment.model

    @property
    def overall(self) -> StepResult:
        """The whole."""
        return self.steps[OVERALL, None]

    def node(self, node: str) -> StepResult:
        """One node (or `overall`)."""
        return self.steps[node, None]

    def rows(self, node: str) -> tuple[StepResult, ...]:
        """The rows of a criterion, in the order of its attributes; empty where its model has none."""
        return tuple(self.steps[part.key] for part in self.node(node).step.parts if part.kind == "row")

    def roll(self, part: Step) -> Roll:
        """The effective roll-up of one part of a step, which may be a cell."""
        if part.kind != "cell":
            return self.steps[part.key].effective
        cell = self.cells[part.cells[0]]
        return cell_roll(self.model, cell.key, cell.value(cell.effective))

    def part_ranges(self, part: Step) -> tuple[Range | None, Range | None]:
        """The level (of a cell: its grade) and the score of one part of a step."""
        roll = self.roll(part)
        return (self.cells[part.cells[0]].effective if part.kind == "cell" else roll.level), roll.score

    @cached_property
    def rolls(self) -> Mapping[StepKey, Roll]:
        """The effective roll-up of every step and every cell."""
        found = {step.step.key: step.effective for step in self.steps.values()}
        return _cell_rolls(self.model, self.cells.values()) | found

    @cached_property
    def strongest(self) -> Mapping[CellKey, tuple[Support, ...]]:
        """For each cell the counting items that decide how far it is carried when one is taken away."""
        return {key: strongest(cell.supports, cell.asked) for key, cell in self.cells.items()}


def compute(assessment: Assessment, cycle: Cycle, as_of: dt.date, unit: str | None = None) -> Result:
    """The levels and scores of `cycle` in `unit` on the date `as_of`, each with what it follows from.

    The assessment must be free of errors: every node, attribute and item that a grade names exists.
    """
    model = assessment.model
    standings = {item.id: standing(item, assessment.policy, as_of) for item in assessment.items.values()}
    cells = cell_results(assessment, cycle, unit, standings)
    steps = (plan(model), *side_steps(model))

    def rolled(which: Callable[[CellResult], Range | None]) -> dict[StepKey, Roll]:
        return roll_up(model, steps, lambda key: cells[key].value(which(cells[key])))

    effective = rolled(lambda cell: cell.effective)
    claimed = rolled(lambda cell: cell.claimed)
    supported = rolled(lambda cell: cell.supported)
    aims = {key: _aim(model, cycle, cell) for key, cell in cells.items()}
    aimed = roll_up(model, steps, lambda key: aims[key])
    results = {}
    for step in (step for start in steps for step in start.walk() if step.kind != "cell"):
        target = find_target(assessment, cycle, step.node)
        aims_all = all(aims[key] or cells[key].effective is None for key in step.cells)
        score = aimed[step.key].score if aims_all else None
        graded = [cells[key].status for key in step.cells]
        results[step.key] = StepResult(
            step=step,
            effective=effective[step.key],
            claimed=claimed[step.key],
            supported=supported[step.key],
            target=target,
            target_score=score.exact if score else None,
            gap=_gap(step, cells, aims),
            rated=graded.count(Status.RATED),
            applicable=len(graded) - graded.count(Status.NOT_APPLICABLE),
            limited_by=limits(step, effective),
            tallies=tallies(step, effective),
        )
    cited: dict[str, list[CellKey]] = {}
    for cell in cells.values():
        for support in cell.supports:
            cited.setdefault(support.item, []).append(cell.key)
    by_item = {item: tuple(keys) for item, keys in cited.items()}
    return Result(assessment, cycle, unit, as_of, standings, cells, results, by_item)


def _cell_rolls(model: Model, cells: Iterable[CellResult]) -> dict[StepKey, Roll]:
    return {cell.key: cell_roll(model, cell.key, cell.value(cell.effective)) for cell in cells}


def recompute(
    before: Result, as_of: dt.date, standings: Mapping[str, Standing], items: Iterable[str]
) -> Result:
    """`before` on another date, when only `items` stand otherwise than they did: as `standings` says.

    Gives what computing everything anew would give, and computes only what rests on these items: what
    assessors claim stays, and so do the steps without a cell that cites one of them.
    """
    changed = {key for item in items for key in before.cited.get(item, ())}
    fresh = {key: recompute_cell(before, key, standings) for key in changed}
    found = with_cells(before, fresh)
    return dataclasses.replace(found, as_of=as_of, standings=standings, holds_until=None)


def recompute_cell(before: Result, key: CellKey, standings: Mapping[str, Standing]) -> CellResult:
    """One cell of `before` with evidence as `standings` says."""
    cell = before.cells[key]
    return cell_result(before.assessment, key, cell.grades, standings, cell.consensus, cell.asked)


def _counted(cell: CellResult) -> tuple[object, ...]:
    """What a roll-up takes from a cell."""
    return cell.effective, cell.supported, cell.loose, cell.status


def with_cells(before: Result, fresh: Mapping[CellKey, CellResult]) -> Result:
    """`before` with other cells in the place of some. What assessors claim stays as it was."""
    model = before.model
    cells = {**before.cells, **fresh}
    moved = {key for key, cell in fresh.items() if _counted(cell) != _counted(before.cells[key])}
    kept = {key: old for key, old in before.steps.items() if moved.isdisjoint(old.step.cells)}
    steps = [old.step for key, old in before.steps.items() if key not in kept]

    def rolled(
        which: Callable[[CellResult], Range | None], known: dict[StepKey, Roll]
    ) -> dict[StepKey, Roll]:
        return roll_up(model, steps, lambda key: cells[key].value(which(cells[key])), known)

    effective = rolled(lambda cell: cell.effective, {key: old.effective for key, old in kept.items()})
    supported = rolled(lambda cell: cell.supported, {key: old.supported for key, old in kept.items()})
    rolls = _cell_rolls(model, cells.values()) | effective
    results = {
        key: old
        if key in kept
        else dataclasses.replace(
            old,
            effective=effective[key],
            supported=supported[key],
            limited_by=limits(old.step, rolls),
            tallies=tallies(old.step, rolls),
        )
        for key, old in before.steps.items()
    }
    return dataclasses.replace(before, cells=cells, steps=results)


def find_target(assessment: Assessment, cycle: Cycle, node: str) -> Target | None:
    """A node's own target in `cycle`, else that of the nearest node above it, else the overall one.

    What comes out of a node may be a grade of a scale: then a level that is the target above it is none here.
    """
    inherits = assessment.model.rules[node].level.scale is None
    for name in (node, *assessment.model.ancestors(node), OVERALL) if inherits else (node,):
        if name in cycle.targets:
            return cycle.targets[name]
    return None


def _aim(model: Model, cycle: Cycle, cell: CellResult) -> CellValue | None:
    """The grade that a cell should have.

    That of its own leaf, where this is graded on itself and has a target; else the level that is the target
    above it, where grades stand for levels and the scale has one of that number.
    """
    if cell.status is Status.NOT_APPLICABLE:
        return None
    for name in (cell.node, *model.ancestors(cell.node), OVERALL):
        target = cycle.targets.get(name)
        if target is None or target.level is None:
            continue
        own = name == cell.node and cell.attribute == ITSELF
        known = (own or model.grades_are_levels(cell.node)) and model.scale(*cell.key).holds(target.level)
        return CellValue(Range.point(target.level)) if known else None
    return None


def _gap(
    step: Step, cells: Mapping[CellKey, CellResult], aims: Mapping[CellKey, CellValue | None]
) -> Gap | None:
    """The sum of the targets of a step's cells, and of what is missing; None where a cell has no target."""
    target, low, high = _NONE, _NONE, _NONE
    for key in step.cells:
        aim, held = aims[key], cells[key].effective
        if held is None:
            continue
        if aim is None:
            return None
        target += aim.held.low
        low += max(aim.held.low - held.high, _NONE)
        high += max(aim.held.low - held.low, _NONE)
    return Gap(target, Range(low, high)) if target else None
