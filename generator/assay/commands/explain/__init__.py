"""`assay explain`: why a node stands where it does, what holds it down, what would raise or drop it."""

from __future__ import annotations

import datetime as dt
import sys
from collections.abc import Iterator
from itertools import chain
from pathlib import Path

from assay.cards import HORIZON_DAYS, Cards
from assay.commands.explain.cell import cell_derivation
from assay.commands.explain.duties import duty_lines
from assay.commands.explain.units import whole_derivation
from assay.commands.gather import (
    OK,
    USAGE_ERROR,
    Asked,
    CannotContinueError,
    cards_of,
    gather,
    pick_cycle,
    pick_unit,
    report_errors,
)
from assay.commands.naming import (
    cell_lines,
    fallen_line,
    following_outcome,
    grade_name,
    level_name,
    other_model_lines,
    outcome_name,
    outcomes,
    raised_lines,
    score_text,
    step_name,
    target_text,
)
from assay.levels import Result, Step, StepKey, StepResult, Tally
from assay.model import ITSELF, OVERALL, LevelRule
from assay.numbers import grade_text, grades, percent, spread
from assay.problems import plain
from assay.ranges import Range
from assay.rules_in_words import rule_in_words, score_in_words
from assay.whatif import fragile_cells, least_raise
from assay.wording import counted, did_you_mean, listed


def explain(
    folder: Path,
    as_of: dt.date,
    asked: Asked,
    *,
    node: str,
    attribute: str | None,
) -> int:
    """Print the derivation of a node, of a criterion's row, or of a cell."""
    gathered = gather(folder, as_of, at=asked.at)
    report_errors(gathered, folder)
    assessment = gathered.assessment()
    chosen = pick_cycle(assessment, asked.cycle)
    only = pick_unit(assessment, asked.unit)
    cards = cards_of(assessment, chosen, as_of, gathered.known(assessment), exactly=asked.exactly)
    if cards.whole and only is None:
        found = cards.results[0]
        key = _find(found, node, attribute)
        if key[1] is not None:
            names = listed(one.id for one in assessment.units)
            raise CannotContinueError(f"a cell belongs to a unit: add --unit ({names})", USAGE_ERROR)
        lines = whole_derivation(cards, cards.whole, node)
    else:
        result = cards.unit(only)
        key = _find(result, node, attribute)
        lines = chain(
            _derivation(cards, result, key), duty_lines(cards, result, *key), other_model_lines(cards)
        )
    sys.stdout.write("".join(plain(line).rstrip() + "\n" for line in lines))
    return OK


def _derivation(cards: Cards, result: Result, key: StepKey) -> Iterator[str]:
    node, attribute = key
    if attribute is not None and (node, attribute) in result.cells:
        yield from cell_derivation(result, result.cells[node, attribute])
        return
    yield from step_derivation(result, key)
    if (node, ITSELF) in result.cells:
        yield ""
        yield from cell_derivation(result, result.cells[node, ITSELF])
    yield from _margin_lines(result, key)
    yield from _drop_lines(cards, result, key)


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
    found, model = result.steps[key], result.model
    rule = found.step.rule
    yield f"{step_name(result, key)}: {level_name(model, rule, found.effective.level)}"
    if found.effective.score:
        yield f"  score {score_text(model, found.effective)}"
    if found.effective.level:
        yield f"  claimed {level_name(model, rule, found.claimed.level)}"
        yield f"  supported {level_name(model, rule, found.supported.level)}"
    yield f"  lowest cell {grades(found.effective.lowest)}"
    if found.target:
        yield f"  target {target_text(found)}" + (f": {found.target.why}" if found.target.why else "")
    yield f"  {found.rated} of {counted(found.applicable, 'cell')} rated; as of {result.as_of}"
    if rule and rule.combine != "grade":
        yield from _why(result, found, rule)
    if found.limited_by:
        following = outcome_name(model, rule, following_outcome(rule, found.effective.level))
        yield ""
        yield f"{counted(len(found.limited_by), 'cell')} below what {following} needs"
        yield from (f"  {line}" for line in cell_lines(result, found.limited_by))
    yield from _raise_lines(result, found)


def _why(result: Result, found: StepResult, rule: LevelRule) -> Iterator[str]:
    yield ""
    yield "Why"
    if rule.combine != "none":
        yield f"  {rule_in_words(result.model, rule)}"
    if found.step.score and found.step.score.combine != "none":
        yield f"  {score_in_words(found.step.score)}"
    if found.step.withheld:
        yield "  There is no level until every cell below is rated."
    for tally in found.tallies:
        yield f"  {_tally_in_words(result, rule, tally, found.effective.level)}"
    yield from (f"  {line}" for line in _tree(result, found.step, 0))
    if found.step.staged and found.step.staged != found.step.parts:
        yield "  By stage"
        yield from (f"    {line}" for line in _stage_lines(result, found.step))


def _tally_in_words(result: Result, rule: LevelRule, tally: Tally, level: Range | None) -> str:
    # A tally is taken at the lower end: what it does not reach may still be open.
    may_be = level is not None and level.high >= tally.level and not tally.reached
    name = outcome_name(result.model, rule, tally.level)
    if rule.combine == "score":
        more = "more than " if rule.strict else ""
        text = f"{name} needs a score of {more}{grade_text(tally.need)}"
    else:
        of = " of this stage" if rule.combine == "staged" else ""
        text = f"{name}: {percent(tally.share)} of the weight{of} is there"
    if tally.trailing:
        perhaps = "perhaps " if may_be else ""
        text += f"; {perhaps}too far behind: {listed(step_name(result, key) for key in tally.trailing)}"
    return f"{text} → {'reached' if tally.reached else 'open' if may_be else 'not reached'}"


def _part_line(result: Result, part: Step) -> str:
    digits = result.model.scoring.digits
    roll = result.roll(part)
    weight = "" if part.weight == 1 else f", weight {grade_text(part.weight)}"
    known = f" [{part.node}]" if part.attribute is None or part.kind == "cell" else ""
    if part.kind == "cell":
        value = grade_name(result.model.scale(*part.cells[0]), result.cells[part.cells[0]].effective)
    else:
        value = outcomes(part.rule, roll.level)
    score = f" (score {spread(roll.score, digits)}{weight})" if roll.score else ""
    return f"{step_name(result, part.key)}{known}: {value}{score}"


def _tree(result: Result, step: Step, depth: int) -> Iterator[str]:
    """The parts of a step, down to the rows: below these stand the cells, which have lines of their own."""
    for part in step.parts:
        if part.attribute == ITSELF:
            continue
        yield f"{'  ' * depth}{_part_line(result, part)}"
        if part.kind == "node" or depth == 0:
            yield from _tree(result, part, depth + 1)


def _stage_lines(result: Result, step: Step) -> Iterator[str]:
    for part in sorted(step.staged, key=lambda one: one.stage or 0):
        yield f"{part.stage}: {_part_line(result, part)}"


def _raise_lines(result: Result, found: StepResult) -> Iterator[str]:
    least = least_raise(result, found.step.key)
    if least is None:
        following = following_outcome(found.step.rule, found.effective.level)
        if following is not None:
            yield ""
            yield f"No grades raise it to {outcome_name(result.model, found.step.rule, following)}."
        return
    yield ""
    aim = outcome_name(result.model, found.step.rule, least.level)
    yield f"The least that raises it to {aim}: {counted(len(least.cells), 'cell')}"
    yield from raised_lines(result, least.cells)


def _margin_lines(result: Result, key: StepKey) -> Iterator[str]:
    """The cells each of which alone would drop the level, if it fell."""
    fragile = fragile_cells(result, key)
    rule = result.steps[key].step.rule
    if key[0] != OVERALL and rule and rule.combine == "grade":
        return
    level = result.steps[key].effective.level
    if level is None or rule is None or level.low <= rule.base:
        return
    yield ""
    if not fragile:
        yield "No single cell would drop it."
        return
    yield f"The margin: {counted(len(fragile), 'cell')}, each of which alone would drop it"
    yield from (f"  {fallen_line(result, cell, grade)}" for cell, grade in fragile.items())


def _drop_lines(cards: Cards, result: Result, key: StepKey) -> Iterator[str]:
    rule, level = result.steps[key].step.rule, result.steps[key].effective.level
    if rule is None or level is None or level.low <= rule.base or result.cycle.seal:
        return
    found = [drop for drop in cards.drops[result.unit] if drop.lowers(key)]
    yield ""
    if not found:
        yield f"Nothing that runs out within {HORIZON_DAYS} days would drop it."
        return
    yield "What time alone drops, if nothing is renewed"
    for drop in found:
        rule = drop.before.steps[key].step.rule
        before, after = (one.steps[key].effective.level for one in (drop.before, drop.after))
        ended = f"{listed(drop.items)} {'runs' if len(drop.items) == 1 else 'run'} out"
        change = f"level {outcomes(rule, before)} → {outcomes(rule, after)}"
        yield f"  after {drop.last_day}: {change} ({ended})"
