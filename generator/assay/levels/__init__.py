"""Levels and scores: an assessment, one cycle and a date in; a result with its derivation out.

Pure: no clock, no files. Cells roll up to rows, rows to criteria, criteria to halves, halves to the whole.
Three roll-ups are made in the same way: of what assessors claim, of what evidence supports, and of the
effective grades, from which the levels are reported.
"""

from __future__ import annotations

import dataclasses
import datetime as dt
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from fractions import Fraction
from functools import cached_property

from assay.assessment import Assessment, Cycle, Target
from assay.levels.cells import CellResult, Status, cell_result, cell_results
from assay.levels.plan import CellKey, Step, StepKey, plan, side_steps
from assay.levels.rollup import Roll, Tally, cell_score, level_of, limits, roll_up, tallies
from assay.model import OVERALL, Model
from assay.ranges import Range
from assay.support import Standing, Support, standing, strongest

__all__ = [
    "OVERALL",
    "CellKey",
    "CellResult",
    "Result",
    "Roll",
    "Status",
    "Step",
    "StepKey",
    "StepResult",
    "Tally",
    "cell_result",
    "compute",
    "find_target",
    "level_of",
    "plan",
    "recompute",
    "roll_up",
]


@dataclass(frozen=True, slots=True)
class StepResult:
    """A node or a row with everything that is known of it, and why."""

    step: Step
    effective: Roll
    claimed: Roll
    supported: Roll
    target: Target | None
    target_score: Fraction | None
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
    """The computed report card of one cycle on one date. `cited`: the cells that rest on each item."""

    assessment: Assessment
    cycle: Cycle
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

    def part_ranges(self, part: Step) -> tuple[Range | None, Range | None]:
        """The level (of a cell: its grade) and the score of one part of a step."""
        if part.kind != "cell":
            roll = self.steps[part.key].effective
            return roll.level, roll.score
        cell = self.cells[part.cells[0]]
        return cell.effective, cell_score(self.model, cell.key, cell.effective)

    @cached_property
    def strongest(self) -> Mapping[CellKey, tuple[Support, ...]]:
        """The two counting items that carry most, for each cell."""
        return {key: strongest(cell.supports) for key, cell in self.cells.items()}


def compute(assessment: Assessment, cycle: Cycle, as_of: dt.date) -> Result:
    """The levels and scores of `cycle` on the date `as_of`, each with what it follows from.

    The assessment must be free of errors: every node, attribute and item that a grade names exists.
    """
    model = assessment.model
    standings = {item.id: standing(item, assessment.policy, as_of) for item in assessment.items.values()}
    cells = cell_results(assessment, cycle, standings)
    steps = (plan(model), *side_steps(model))
    effective = roll_up(model, steps, lambda key: cells[key].effective)
    claimed = roll_up(model, steps, lambda key: cells[key].claimed)
    supported = roll_up(model, steps, lambda key: cells[key].supported)
    targets = {key: find_target(assessment, cycle, key[0]) for key in cells}
    aims = roll_up(model, steps, lambda key: _aim(cells[key], targets[key]))
    results = {}
    for step in (step for start in steps for step in start.walk() if step.kind != "cell"):
        target = find_target(assessment, cycle, step.node)
        aim = aims[step.key].score
        graded = [cells[key].status for key in step.cells]
        results[step.key] = StepResult(
            step=step,
            effective=effective[step.key],
            claimed=claimed[step.key],
            supported=supported[step.key],
            target=target,
            target_score=aim.exact if aim and target else None,
            rated=graded.count(Status.RATED),
            applicable=len(graded) - graded.count(Status.NOT_APPLICABLE),
            limited_by=limits(step, effective, model.top_level),
            tallies=tallies(step, effective, model.top_level),
        )
    cited: dict[str, list[CellKey]] = {}
    for cell in cells.values():
        for support in cell.supports:
            cited.setdefault(support.item, []).append(cell.key)
    by_item = {item: tuple(keys) for item, keys in cited.items()}
    return Result(assessment, cycle, as_of, standings, cells, results, by_item)


def recompute(
    before: Result, as_of: dt.date, standings: Mapping[str, Standing], items: Iterable[str]
) -> Result:
    """`before` on another date, when only `items` stand otherwise than they did: as `standings` says.

    Gives what computing everything anew would give, and computes only what rests on these items: what
    assessors claim stays, and so do the steps without a cell that cites one of them.
    """
    model, top = before.model, before.model.top_level
    changed = {key for item in items for key in before.cited.get(item, ())}
    fresh = {key: cell_result(before.assessment, key, before.cells[key].grades, standings) for key in changed}
    cells = {**before.cells, **fresh}
    kept = {key: old for key, old in before.steps.items() if changed.isdisjoint(old.step.cells)}
    steps = [old.step for key, old in before.steps.items() if key not in kept]
    effective = roll_up(
        model, steps, lambda key: cells[key].effective, {key: old.effective for key, old in kept.items()}
    )
    supported = roll_up(
        model, steps, lambda key: cells[key].supported, {key: old.supported for key, old in kept.items()}
    )
    rolls: dict[StepKey, Roll] = {key: Roll(cell.effective, None, None) for key, cell in cells.items()}
    rolls |= effective
    results = {
        key: old
        if key in kept
        else dataclasses.replace(
            old,
            effective=effective[key],
            supported=supported[key],
            limited_by=limits(old.step, rolls, top),
            tallies=tallies(old.step, rolls, top),
        )
        for key, old in before.steps.items()
    }
    return Result(before.assessment, before.cycle, as_of, standings, cells, results, before.cited)


def find_target(assessment: Assessment, cycle: Cycle, node: str) -> Target | None:
    """A node's own target in `cycle`, else that of the nearest node above it, else the overall one."""
    for name in (node, *assessment.model.ancestors(node), OVERALL):
        if name in cycle.targets:
            return cycle.targets[name]
    return None


def _aim(cell: CellResult, target: Target | None) -> Range | None:
    if cell.status is Status.NOT_APPLICABLE or target is None:
        return None
    return Range.point(target.level)
