"""Levels and scores: an assessment, one cycle and a date in; a result with its derivation out.

Pure: no clock, no files. Cells roll up to rows, rows to criteria, criteria to halves, halves to the whole
by the rules of the model. Every step is monotone in every cell, so an interval rolls up by its two ends.
Three roll-ups are made in the same way: of what assessors claim, of what evidence supports, and of the
effective grades, from which the levels are reported.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum
from fractions import Fraction
from functools import cached_property
from typing import Literal, TypeAlias

from assay.assessment import Assessment, Cycle, Grade, Target
from assay.model import OVERALL, LevelRule, Model, Node
from assay.ranges import Range
from assay.support import Standing, Support, cell_support, standing, supported_grade

CellKey: TypeAlias = tuple[str, str]
"""(node, attribute)"""

StepKey: TypeAlias = tuple[str, str | None]
"""(node, None) for a node, (node, attribute) for a row or a cell."""

Parts: TypeAlias = Sequence[tuple[Fraction, Fraction]]
"""What a step is made of, at one end of its ranges: (weight, value) each."""


class Status(StrEnum):
    """What is known of a cell."""

    RATED = "rated"
    UNRATED = "unrated"
    NOT_APPLICABLE = "not_applicable"
    CONSENSUS_NEEDED = "consensus_needed"


@dataclass(frozen=True, slots=True)
class CellResult:
    """One cell. The three grades are None where it is not applicable, intervals where it is open."""

    node: str
    attribute: str
    status: Status
    claimed: Range | None
    supported: Range | None
    effective: Range | None
    grades: tuple[Grade, ...]
    supports: tuple[Support, ...]

    @property
    def key(self) -> CellKey:
        """(node, attribute)"""
        return self.node, self.attribute

    @property
    def claims_more(self) -> bool:
        """True where the assessors claim more than counts."""
        return bool(self.claimed and self.effective and self.claimed.high > self.effective.high)


@dataclass(frozen=True, slots=True)
class Step:
    """One place in the roll-up: a cell, a row (a criterion's attribute), a node, or the whole.

    `side` is True for a sub-criterion under a criterion that rolls up by rows: it has a level of its own
    to look at, which nothing above it uses.
    """

    kind: Literal["cell", "row", "node"]
    node: str
    attribute: str | None
    weight: Fraction
    rule: LevelRule | None
    parts: tuple[Step, ...]
    cells: tuple[CellKey, ...]
    side: bool = False

    @property
    def key(self) -> StepKey:
        """(node, attribute), the attribute None for a node."""
        return self.node, self.attribute

    def walk(self) -> Iterator[Step]:
        """This step and all below it."""
        yield self
        for part in self.parts:
            yield from part.walk()


@dataclass(frozen=True, slots=True)
class Roll:
    """What one roll-up gives for one step: level, score (0 to the model's `out_of`), lowest cell.

    All three are None where every cell below is not applicable.
    """

    level: Range | None
    score: Range | None
    lowest: Range | None


@dataclass(frozen=True, slots=True)
class Tally:
    """How the parts of a step stand against one level, at the sure (lower) end of their intervals.

    `share`: the part of the weight that is at the level or higher; `trailing`: the parts that are further
    behind than the rule allows; `reached`: whether the level is reached for sure.
    """

    level: int
    share: Fraction
    trailing: tuple[StepKey, ...]
    reached: bool


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
    """The computed report card of one cycle on one date."""

    assessment: Assessment
    cycle: Cycle
    as_of: dt.date
    standings: Mapping[str, Standing]
    cells: Mapping[CellKey, CellResult]
    steps: Mapping[StepKey, StepResult]
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
    def cited(self) -> Mapping[str, tuple[CellKey, ...]]:
        """The cells that rest on each item, by the item's id."""
        found: dict[str, list[CellKey]] = {}
        for cell in self.cells.values():
            for support in cell.supports:
                found.setdefault(support.item, []).append(cell.key)
        return {item: tuple(cells) for item, cells in found.items()}


# The plan: which parts each level is made of. It follows from the model alone.


def plan(model: Model) -> Step:
    """The roll-up of `model`: the whole, with all that it is made of."""
    parts = tuple(_node_step(model, node) for node in model.criteria)
    cells = tuple(cell for part in parts for cell in part.cells)
    return Step("node", OVERALL, None, Fraction(1), model.scoring.level, parts, cells)


def _node_step(model: Model, node: Node, side: bool = False) -> Step:
    parts: tuple[Step, ...]
    if not node.children:
        parts = tuple(_cell_step(node, attribute, Fraction(1)) for attribute in node.attributes)
    elif node.id in model.has_rows:
        names = dict.fromkeys(attribute for child in node.children for attribute in child.attributes)
        parts = tuple(_row_step(model, node, name) for name in names)
    else:
        parts = tuple(_node_step(model, child) for child in node.children)
    cells = tuple(cell for part in parts for cell in part.cells)
    return Step("node", node.id, None, node.weight, model.scoring.level, parts, cells, side)


def _row_step(model: Model, node: Node, attribute: str) -> Step:
    parts = tuple(
        _cell_step(child, attribute, child.weight) for child in node.children if attribute in child.attributes
    )
    cells = tuple(cell for part in parts for cell in part.cells)
    return Step("row", node.id, attribute, Fraction(1), model.scoring.rows, parts, cells)


def _cell_step(node: Node, attribute: str, weight: Fraction) -> Step:
    return Step("cell", node.id, attribute, weight, None, (), ((node.id, attribute),))


def side_steps(model: Model) -> tuple[Step, ...]:
    """The sub-criteria whose levels nothing above them uses, because their criteria roll up by rows."""
    return tuple(
        _node_step(model, child, side=True)
        for node in model.nodes.values()
        if node.id in model.has_rows
        for child in node.children
    )


# The cells: what was graded, and what carries it.


def cell_results(
    assessment: Assessment, cycle: Cycle, standings: Mapping[str, Standing]
) -> dict[CellKey, CellResult]:
    """Every cell of the model as `cycle` grades it, with evidence as it stands."""
    model = assessment.model
    given: dict[tuple[str, str], list[Grade]] = {}
    for grade in cycle.grades:
        given.setdefault((grade.node, grade.attribute), []).append(grade)
    found = {}
    for node, attribute in model.cells:
        grades = [grade for at in (node, *model.ancestors(node)) for grade in given.get((at, attribute), ())]
        grades.sort(key=lambda grade: grade.assessor)
        found[node, attribute] = cell_result(assessment, (node, attribute), tuple(grades), standings)
    return found


def cell_result(
    assessment: Assessment, key: CellKey, grades: tuple[Grade, ...], standings: Mapping[str, Standing]
) -> CellResult:
    """One cell as `grades` judge it, with evidence as it stands."""
    scale = assessment.model.attributes[key[1]].scale
    supports = cell_support(grades, standings)
    status, claimed = _claim(grades, Range(scale.low, scale.high), assessment.model.scoring.max_spread)
    if claimed is None:
        return CellResult(*key, status, None, None, None, grades, supports)
    if not grades or any(grade.grade is None for grade in grades):
        # Without a grade, or with one against a not-applicable, the cell may yet come out anywhere, or be
        # left out: evidence as it stands sets no bound.
        return CellResult(*key, status, claimed, claimed, claimed, grades, supports)
    supported = Range.point(supported_grade(supports, scale))
    effective = claimed.at_most(supported) if assessment.policy.evidence == "cap" else claimed
    return CellResult(*key, status, claimed, supported, effective, grades, supports)


def _claim(grades: Sequence[Grade], scale: Range, max_spread: Fraction) -> tuple[Status, Range | None]:
    """What the assessors say together: the lower median of grades that lie close enough together."""
    if not grades:
        return Status.UNRATED, scale
    values = sorted(grade.grade for grade in grades if grade.grade is not None)
    if not values:
        return Status.NOT_APPLICABLE, None
    if len(values) < len(grades):
        return Status.CONSENSUS_NEEDED, scale  # a grade against a not-applicable: anything may come of it
    if values[-1] - values[0] > max_spread:
        return Status.CONSENSUS_NEEDED, Range(values[0], values[-1])
    return Status.RATED, Range.point(values[(len(values) - 1) // 2])


# The roll-up: cells to levels and scores.


def level_of(rule: LevelRule, parts: Parts, top: int) -> int:
    """The highest level from `rule.base` to `top` that `parts`, as (weight, level), reach.

    Raising a part never lowers the outcome: whatever reaches n also reaches n - 1.
    """
    for number in range(top, rule.base, -1):
        if _reached(rule, parts, number)[0]:
            return number
    return rule.base


def _reached(rule: LevelRule, parts: Parts, number: int) -> tuple[bool, Fraction]:
    """Whether `parts` reach a level, and the share of their weight that does."""
    whole = sum((weight for weight, _ in parts), Fraction(0))
    share = sum((weight for weight, level in parts if level >= number), Fraction(0)) / whole
    least = number if rule.combine == "min" else number - rule.behind
    needed = Fraction(1) if rule.combine == "min" else rule.share
    return share >= needed and all(level >= least for _, level in parts), share


def roll_up(
    model: Model, steps: Sequence[Step], value: Callable[[CellKey], Range | None]
) -> dict[StepKey, Roll]:
    """Level, score and lowest cell of every step in `steps` and below, from one value for each cell.

    `value` gives None for a cell that is not applicable: it is left out, and so is whatever holds only such.
    """
    found: dict[StepKey, Roll] = {}
    top = Fraction(model.top_level)

    def visit(step: Step) -> Roll:
        if step.kind == "cell":
            held = value(step.cells[0])
            return found.setdefault(step.key, Roll(held, cell_score(model, step.cells[0], held), held))
        rolls = [(part.weight, visit(part)) for part in step.parts]
        found[step.key] = _combine(step, rolls, int(top))
        return found[step.key]

    for step in steps:
        visit(step)
    return found


def cell_score(model: Model, key: CellKey, grade: Range | None) -> Range | None:
    """The score of a cell: its grade as a part of the highest grade, times the model's `out_of`."""
    if grade is None:
        return None
    factor = model.scoring.out_of / model.attributes[key[1]].scale.high
    return Range(grade.low * factor, grade.high * factor)


def _combine(step: Step, rolls: Sequence[tuple[Fraction, Roll]], top: int) -> Roll:
    levels = [(weight, roll.level) for weight, roll in rolls if roll.level is not None]
    scores = [(weight, roll.score) for weight, roll in rolls if roll.score is not None]
    lowest = [roll.lowest for _, roll in rolls if roll.lowest is not None]
    rule = step.rule
    if rule is None or not levels:
        return Roll(None, None, None)
    return Roll(
        level=_at_both_ends(levels, lambda parts: Fraction(level_of(rule, parts, top))),
        score=_at_both_ends(scores, _mean),
        lowest=Range(min(low.low for low in lowest), min(low.high for low in lowest)),
    )


def _at_both_ends(
    parts: Sequence[tuple[Fraction, Range]],
    combine: Callable[[Parts], Fraction],
) -> Range:
    """What `combine` makes of (weight, value) at both ends of the values; once, where all are points."""
    low = combine([(weight, held.low) for weight, held in parts])
    if all(held.low == held.high for _, held in parts):
        return Range(low, low)
    return Range(low, combine([(weight, held.high) for weight, held in parts]))


def _mean(parts: Parts) -> Fraction:
    whole = sum((weight for weight, _ in parts), Fraction(0))
    return sum((weight * value for weight, value in parts), Fraction(0)) / whole


# The result.


def compute(
    assessment: Assessment, cycle: Cycle, as_of: dt.date, standings: Mapping[str, Standing] | None = None
) -> Result:
    """The levels and scores of `cycle` on the date `as_of`, each with what it follows from.

    `standings` says what each item is on that date, where this is not to be read from the items themselves.
    The assessment must be free of errors: every node, attribute and item that a grade names exists.
    """
    model = assessment.model
    if standings is None:
        standings = {item.id: standing(item, assessment.policy, as_of) for item in assessment.items.values()}
    cells = cell_results(assessment, cycle, standings)
    whole = plan(model)
    steps = (whole, *side_steps(model))
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
            limited_by=_limits(step, effective, model.top_level),
            tallies=_tallies(step, effective, model.top_level),
        )
    return Result(assessment, cycle, as_of, standings, cells, results)


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


def _limits(step: Step, rolls: Mapping[StepKey, Roll], top: int) -> tuple[CellKey, ...]:
    """The cells below the next level, in parts that are below it themselves: these hold the level down."""
    roll = rolls[step.key]
    if roll.level is None or roll.level.low >= top:
        return ()
    return tuple(_below(step, roll.level.low + 1, rolls))


def _below(step: Step, number: Fraction, rolls: Mapping[StepKey, Roll]) -> Iterator[CellKey]:
    level = rolls[step.key].level
    if level is None or level.low >= number:
        return
    if step.kind == "cell":
        yield step.cells[0]
    for part in step.parts:
        yield from _below(part, number, rolls)


def _tallies(step: Step, rolls: Mapping[StepKey, Roll], top: int) -> tuple[Tally, ...]:
    if step.rule is None:
        return ()
    held = [(part, level.low) for part in step.parts if (level := rolls[part.key].level) is not None]
    if not held:
        return ()
    found = []
    for number in range(step.rule.base + 1, top + 1):
        reached, share = _reached(step.rule, [(part.weight, level) for part, level in held], number)
        least = number if step.rule.combine == "min" else number - step.rule.behind
        trailing = tuple(part.key for part, level in held if level < least)
        found.append(Tally(number, share, trailing, reached))
    return tuple(found)
