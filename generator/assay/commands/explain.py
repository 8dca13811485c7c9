"""`assay explain`: why a node stands where it does, what holds it down, what would raise or drop it."""

from __future__ import annotations

import datetime as dt
import sys
from collections.abc import Iterator, Sequence
from fractions import Fraction
from pathlib import Path

from assay.assessment import Grade
from assay.commands.gather import (
    OK,
    USAGE_ERROR,
    CannotContinueError,
    gather,
    pick_cycle,
    report_errors,
    with_drops,
)
from assay.commands.levels import cell_lines, level_name
from assay.levels import CellResult, Result, Status, Step, StepKey, StepResult, Tally
from assay.model import OVERALL, LevelRule
from assay.numbers import grade_text, grades, percent, spread
from assay.problems import plain
from assay.ranges import Range
from assay.whatif import Drop, least_raise
from assay.wording import counted, did_you_mean, listed


def explain(
    folder: Path, as_of: dt.date, *, node: str, attribute: str | None, cycle: str | None, dated: bool
) -> int:
    """Print the derivation of a node, of a criterion's row, or of a cell."""
    gathered = gather(folder, as_of)
    report_errors(gathered, folder)
    assessment = gathered.assessment()
    chosen = pick_cycle(assessment, cycle)
    result, drops = with_drops(assessment, chosen, as_of, exactly=dated and cycle is not None)
    key = _find(result, node, attribute)
    if attribute is not None and key in result.cells:
        lines = list(cell_derivation(result, result.cells[node, attribute]))
    else:
        lines = [*step_derivation(result, key), *_drop_lines(key, drops)]
    sys.stdout.write("".join(plain(line).rstrip() + "\n" for line in lines))
    return OK


def _find(result: Result, node: str, attribute: str | None) -> StepKey:
    nodes = [OVERALL, *result.model.nodes]
    if node not in nodes:
        raise CannotContinueError(f"unknown node '{node}'{did_you_mean(node, nodes)}", USAGE_ERROR)
    key = (node, attribute)
    if attribute is None or key in result.steps or key in result.cells:
        return key
    known = [name for found, name in (*result.steps, *result.cells) if found == node and name]
    names = f"it has {listed(known)}" if known else "it has none"
    raise CannotContinueError(f"'{node}' has no row or cell '{attribute}': {names}", USAGE_ERROR)


def step_derivation(result: Result, key: StepKey) -> Iterator[str]:
    """Why a node or a row has its level, and the least that would raise it."""
    found = result.steps[key]
    digits = result.model.scoring.digits
    yield f"{step_name(result, key)}: {level_name(result, found.effective.level)}"
    yield f"  score {spread(found.effective.score, digits)} of {grade_text(result.model.scoring.out_of)}"
    yield f"  claimed {level_name(result, found.claimed.level)}"
    yield f"  supported {level_name(result, found.supported.level)}"
    yield f"  lowest cell {grades(found.effective.lowest)}"
    if found.target:
        yield f"  target {found.target.level}" + (f": {found.target.why}" if found.target.why else "")
    yield f"  {found.rated} of {counted(found.applicable, 'cell')} rated; as of {result.as_of}"
    if found.step.rule:
        yield ""
        yield "Why"
        yield f"  {rule_in_words(found.step.rule)}"
        for tally in found.tallies:
            yield f"  {_tally_in_words(result, tally)}"
        yield from (f"  {line}" for line in _tree(result, found.step, 0))
    if found.limited_by:
        low = found.effective.level.low if found.effective.level else Fraction(0)
        yield ""
        yield f"{counted(len(found.limited_by), 'cell')} below level {grade_text(low + 1)}"
        yield from (f"  {line}" for line in cell_lines(result, found.limited_by))
    yield from _raise_lines(result, found)


def rule_in_words(rule: LevelRule) -> str:
    """A level rule as one sentence."""
    if rule.combine == "min":
        return f"The level is that of the lowest part, and at least {rule.base}."
    return (
        f"A level is reached when at least {percent(rule.share)} of the weight is at it or higher "
        f"and nothing is more than {counted(rule.behind, 'level')} behind. Everyone has at least {rule.base}."
    )


def step_name(result: Result, key: StepKey) -> str:
    """A node, row or cell in words."""
    node, attribute = key
    title = "Overall" if node == OVERALL else result.model.nodes[node].title
    return f"{title} · {attribute}" if attribute else title


def _tally_in_words(result: Result, tally: Tally) -> str:
    text = f"Level {tally.level}: {percent(tally.share)} of the weight is there"
    if tally.trailing:
        text += f"; too far behind: {listed(step_name(result, key) for key in tally.trailing)}"
    return f"{text} → {'reached' if tally.reached else 'not reached'}"


def _tree(result: Result, step: Step, depth: int) -> Iterator[str]:
    """The parts of a step, down to the rows: below these stand the cells, which have lines of their own."""
    digits = result.model.scoring.digits
    for part in step.parts:
        level, score = result.part_ranges(part)
        weight = "" if part.weight == 1 else f", weight {grade_text(part.weight)}"
        known = f" [{part.node}]" if part.attribute is None or part.kind == "cell" else ""
        name = f"{'  ' * depth}{step_name(result, part.key)}{known}"
        yield f"{name}: {grades(level)} (score {spread(score, digits)}{weight})"
        if part.kind == "node" or depth == 0:
            yield from _tree(result, part, depth + 1)


def _raise_lines(result: Result, found: StepResult) -> Iterator[str]:
    least = least_raise(result, found.step.key)
    if least is None:
        return
    yield ""
    aim = level_name(result, Range.point(least.level))
    yield f"The least that raises it to {aim}: {counted(len(least.cells), 'cell')}"
    for (node, attribute), grade in least.cells.items():
        cell = result.cells[node, attribute]
        yield f"  {node} · {attribute}: {grades(cell.effective)} → {grade_text(grade)}{_how(cell, grade)}"


def _how(cell: CellResult, wanted: Fraction) -> str:
    """What is missing for a cell to reach a grade."""
    if cell.status is Status.UNRATED:
        return " (grade it)"
    if cell.status is Status.CONSENSUS_NEEDED:
        return " (the assessors have to agree)"
    if cell.claimed and cell.claimed.low >= wanted:
        return " (claimed already: bring evidence that carries it)"
    return ""


def _drop_lines(key: StepKey, drops: Sequence[Drop]) -> Iterator[str]:
    found = [drop for drop in drops if drop.lowers(key)]
    if not found:
        return
    yield ""
    yield "What time alone drops, if nothing is renewed"
    for drop in found:
        before, after = drop.before.steps[key].effective.level, drop.after.steps[key].effective.level
        ended = f"{listed(drop.items)} {'runs' if len(drop.items) == 1 else 'run'} out"
        yield f"  after {drop.last_day}: level {grades(before)} → {grades(after)} ({ended})"


def cell_derivation(result: Result, cell: CellResult) -> Iterator[str]:
    """How one cell gets its grade: who graded it, what the evidence carries, which of the two counts."""
    scoring = result.model.scoring
    status = cell.status.value.replace("_", " ")
    yield f"{step_name(result, cell.key)}: {grades(cell.effective)} ({status})"
    yield f"  claimed {grades(cell.claimed)}: " + _claim_in_words(cell, scoring.max_spread)
    for grade in cell.grades:
        yield from (f"    {line}" for line in _grade_lines(result, cell, grade))
    if cell.supports:
        yield f"  supported {grades(cell.supported)}: {_support_in_words(cell)}"
        for support in cell.supports:
            state = "counts" if support.standing.counts else f"does not count: {support.standing.state.value}"
            until = f", until {support.standing.until}" if support.standing.until else ""
            yield f"    {support.item} carries {grade_text(support.carries)}; {state}{until}"
    elif cell.status is not Status.NOT_APPLICABLE and cell.grades:
        yield f"  supported {grades(cell.supported)}: no evidence is cited"
    if cell.status is Status.NOT_APPLICABLE:
        return
    rule = (
        "the smaller of the two (policy cap)"
        if result.assessment.policy.evidence == "cap"
        else "claimed (policy report)"
    )
    yield f"  effective {grades(cell.effective)}: {rule}"


def _support_in_words(cell: CellResult) -> str:
    if cell.supported and cell.supported.exact is None:
        return "open until the assessors agree"
    return "the highest grade that counting evidence carries"


def _claim_in_words(cell: CellResult, max_spread: Fraction) -> str:
    match cell.status:
        case Status.UNRATED:
            return "nobody graded it, so anything on the scale is possible"
        case Status.NOT_APPLICABLE:
            return "not applicable, left out"
        case Status.CONSENSUS_NEEDED if any(grade.grade is None for grade in cell.grades):
            return "some grade it, others call it not applicable; the assessors have to agree"
        case Status.CONSENSUS_NEEDED:
            return f"the grades are further apart than {grade_text(max_spread)}; the assessors have to agree"
    return "the grade given" if len(cell.grades) == 1 else "the lower median of the grades given"


def _grade_lines(result: Result, cell: CellResult, grade: Grade) -> Iterator[str]:
    name = result.assessment.person_name(grade.assessor)
    through = "" if grade.node == cell.node else f" (given for {grade.node})"
    value = "not applicable" if grade.grade is None else grade_text(grade.grade)
    approved = (
        f" (approved by {result.assessment.person_name(grade.approved_by)})" if grade.approved_by else ""
    )
    yield f"{name}: {value}{through}. {grade.rationale or grade.not_applicable}{approved}"
