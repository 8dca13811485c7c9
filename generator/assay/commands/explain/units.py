"""Why a node stands where it does over all units, and what would change that: a part of `assay explain`."""

from __future__ import annotations

from collections.abc import Iterator

from assay.cards import HORIZON_DAYS, Cards
from assay.commands.explain.duties import duty_lines
from assay.commands.naming import (
    cell_lines,
    fallen_line,
    following_outcome,
    level_name,
    node_title,
    other_model_lines,
    outcome_name,
    outcomes,
    raised_lines,
    score_text,
    target_text,
)
from assay.levels import Whole, WholeNode
from assay.numbers import grade_text, spread
from assay.rules_in_words import rule_in_words
from assay.whatif import fragile_cells_of_units, least_raise_of_units
from assay.wording import counted, listed


def whole_derivation(cards: Cards, whole: Whole, node: str) -> Iterator[str]:
    """Why a node has its level over all units, what holds it down, the least that raises it, the margin."""
    found, model = whole.nodes[node], cards.assessment.model
    yield f"{node_title(model, node)}, all units: {level_name(model, found.rule, found.effective.level)}"
    if found.effective.score:
        yield f"  score {score_text(model, found.effective)}"
    yield f"  claimed {level_name(model, found.rule, found.claimed.level)}"
    yield f"  supported {level_name(model, found.rule, found.supported.level)}"
    if found.target:
        yield f"  target {target_text(found)}" + (f": {found.target.why}" if found.target.why else "")
    yield f"  {found.rated} of {counted(found.applicable, 'cell')} rated; as of {cards.as_of}"
    yield from _why(cards, found)
    for unit in found.limiting:
        limited = found.units[unit].limited_by
        yield ""
        yield f"{cards.assessment.unit_title(unit)}: {counted(len(limited), 'cell')} below the next level"
        yield from (f"  {line}" for line in cell_lines(cards.unit(unit), limited[:12]))
        if len(limited) > 12:
            yield f"  and {len(limited) - 12} more (assay explain {node} --unit {unit})"
    yield from _raise_lines(cards, whole, found)
    yield from _margin_lines(cards, whole, found)
    yield from _drop_lines(cards, found)
    for result in cards.results:
        yield from duty_lines(cards, result, node, None)
    yield from other_model_lines(cards)
    yield ""
    yield "assay explain NODE --unit ID goes on into one unit."


def _why(cards: Cards, found: WholeNode) -> Iterator[str]:
    model = cards.assessment.model
    yield ""
    yield "Why"
    yield f"  {rule_in_words(model, found.rule, 'units')}"
    if found.effective.score:
        yield "  The score is the weighted mean of the scores of the units."
    for unit in cards.assessment.units:
        step = found.units[unit.id]
        weight = "" if unit.weight == 1 else f", weight {grade_text(unit.weight)}"
        level = outcomes(step.step.rule, step.effective.level)
        score = spread(step.effective.score, model.scoring.digits)
        yield f"  {unit.title} [{unit.id}]: {level} (score {score}{weight})"


def _raise_lines(cards: Cards, whole: Whole, found: WholeNode) -> Iterator[str]:
    following = following_outcome(found.rule, found.effective.level)
    if following is None or found.rule.combine == "none":
        return
    aim = outcome_name(cards.assessment.model, found.rule, following)
    least = least_raise_of_units(whole, found.node)
    yield ""
    if least is None:
        yield f"No grades raise it to {aim}."
        return
    cells = sum(len(one.cells) for one in least[1].values())
    units = counted(len(least[1]), "unit")
    yield f"The least that raises it to {aim}: {counted(cells, 'cell')} in {units}"
    for unit, raised in least[1].items():
        to = outcomes(found.units[unit].step.rule, found.units[unit].effective.level)
        goal = grade_text(raised.level)
        yield f"  {cards.assessment.unit_title(unit)}: {to} → {goal}"
        yield from (f"  {line}" for line in raised_lines(cards.unit(unit), raised.cells))


def _margin_lines(cards: Cards, whole: Whole, found: WholeNode) -> Iterator[str]:
    level = found.effective.level
    if level is None or level.low <= found.rule.base:
        return
    fragile = fragile_cells_of_units(whole, found.node)
    yield ""
    if not fragile:
        yield "No single cell of one unit would drop it."
        return
    yield f"The margin: {counted(len(fragile), 'cell')}, each of which alone would drop it"
    for (unit, key), grade in fragile.items():
        yield f"  {cards.assessment.unit_title(unit)}, {fallen_line(cards.unit(unit), key, grade)}"


def _drop_lines(cards: Cards, found: WholeNode) -> Iterator[str]:
    level = found.effective.level
    if level is None or level.low <= found.rule.base or cards.cycle.seal:
        return
    falls = [
        (day, fall)
        for day in cards.calendar
        for fall in day.falls
        if fall.unit is None and fall.node == found.node
    ]
    yield ""
    if not falls:
        yield f"Nothing that runs out within {HORIZON_DAYS} days would drop it."
        return
    yield "What time alone drops, if nothing is renewed"
    for day, fall in falls:
        ended = f"{listed(day.items)} {'runs' if len(day.items) == 1 else 'run'} out"
        change = f"level {outcomes(found.rule, fall.before)} → {outcomes(found.rule, fall.after)}"
        yield f"  after {day.last_day}: {change} ({ended})"
