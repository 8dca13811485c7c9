"""`assay levels`: the computed report card in the terminal, or as JSON."""

from __future__ import annotations

import datetime as dt
import sys
from collections.abc import Iterator, Sequence
from fractions import Fraction
from pathlib import Path

from assay.cards import Cards, Fall
from assay.commands.gather import OK, cards_of, gather, pick_cycle, pick_unit, report_errors
from assay.git import read_head
from assay.levels import CellKey, Result, Roll, StepResult, Whole, WholeNode
from assay.model import OVERALL, LevelRule, Model, Scale
from assay.numbers import DASH, grade_text, grades, spread
from assay.problems import plain
from assay.ranges import Range
from assay.report import levels_json
from assay.wording import counted, listed


def levels(
    folder: Path,
    as_of: dt.date,
    *,
    cycle: str | None,
    unit: str | None,
    form: str,
    language: str | None,
    dated: bool,
) -> int:
    """Print the levels of one cycle. `dated`: the date was asked for, so a sealed cycle takes it too."""
    gathered = gather(folder, as_of, language)
    report_errors(gathered, folder)
    assessment = gathered.assessment()
    chosen = pick_cycle(assessment, cycle)
    only = pick_unit(assessment, unit)
    cards = cards_of(assessment, chosen, as_of, exactly=dated and cycle is not None)
    if form == "json":
        sys.stdout.write(levels_json(cards, read_head(folder), only))
    elif cards.whole and only is None:
        sys.stdout.write(_text(whole_lines(cards, cards.whole)))
    else:
        sys.stdout.write(_text(card_lines(cards, cards.unit(only))))
    return OK


def _text(lines: Iterator[str]) -> str:
    return "".join(plain(line).rstrip() + "\n" for line in lines)


def _heading(cards: Cards, unit: str | None) -> Iterator[str]:
    assessment, cycle = cards.assessment, cards.cycle
    model = assessment.model
    state = "sealed" if cycle.seal else "open"
    yield assessment.title + (f" · {assessment.unit_title(unit)}" if unit else "")
    yield f"{cycle.id} ({state}) · as of {cards.as_of} · {model.title} {model.version}"
    if cycle.graded_by_other(model) and cycle.model:
        yield f"The cycle was graded by {cycle.model.id} {cycle.model.version}: levels are computed anew."
    yield ""


def card_lines(cards: Cards, result: Result) -> Iterator[str]:
    """The report card of one unit as a table of plain text."""
    yield from _heading(cards, result.unit)
    yield overall_line(result)
    yield ""
    header = ("", "level", "claimed", "supported", "lowest", "score", "target", "rated", "held down by")
    yield from table([header, *(_row(result, found, depth) for found, depth in _in_order(result))])
    held = result.overall.limited_by
    if held:
        following = following_outcome(result.overall.step.rule, result.overall.effective.level)
        number = outcome_name(result.model, result.overall.step.rule, following)
        verb = "holds" if len(held) == 1 else "hold"
        yield ""
        yield f"{counted(len(held), 'cell')} below level {number} {verb} the whole down:"
        yield from (f"  {line}" for line in cell_lines(result, held[:12]))
        if len(held) > 12:
            yield f"  and {len(held) - 12} more (assay explain overall)"
    yield from _outlook(cards, result.unit)


def whole_lines(cards: Cards, whole: Whole) -> Iterator[str]:
    """All units side by side: the levels of each node in each of them, and of all together."""
    model = cards.assessment.model
    yield from _heading(cards, None)
    yield _overall_line(model, whole.overall.effective, whole.overall.rule)
    yield ""
    titles = [unit.title for unit in cards.assessment.units]
    rows = [("", "level", "score", "target", "rated", *titles)]
    for name in (OVERALL, *model.nodes):
        node = whole.nodes[name]
        depth = 0 if name == OVERALL else 1 + len(list(model.ancestors(name)))
        if not next(iter(node.units.values())).step.side:
            rows.append(_whole_row(model, node, depth))
    yield from table(rows)
    yield ""
    yield "assay levels --unit ID prints the report card of one unit."
    yield from _outlook(cards, None)


def _whole_row(model: Model, node: WholeNode, depth: int) -> tuple[str, ...]:
    name = node.node if node.node == OVERALL else model.nodes[node.node].title
    return (
        "  " * depth + name,
        outcomes(node.rule, node.effective.level),
        spread(node.effective.score, model.scoring.digits),
        target_text(node),
        f"{node.rated}/{node.applicable}",
        *(outcomes(found.step.rule, found.effective.level) for found in node.units.values()),
    )


def _outlook(cards: Cards, unit: str | None) -> Iterator[str]:
    """What time alone will drop: one line for each day on which a level falls."""
    days = [
        (day, [fall for fall in day.falls if fall.unit == unit or unit is None]) for day in cards.calendar
    ]
    days = [(day, falls) for day, falls in days if falls]
    if not days:
        return
    yield ""
    yield f"If nothing is renewed, these levels hold until {days[0][0].last_day}:"
    for day, falls in days:
        words = listed(_fall_in_words(cards, fall) for fall in falls[:4])
        more = f", and {len(falls) - 4} more" if len(falls) > 4 else ""
        verb = "runs" if len(day.items) == 1 else "run"
        yield f"  after {day.last_day}: {words}{more} ({listed(day.items)} {verb} out)"


def _fall_in_words(cards: Cards, fall: Fall) -> str:
    model = cards.assessment.model
    rule = model.rules[fall.node].level
    title = "the whole" if fall.node == OVERALL else model.nodes[fall.node].title
    where = f" in {cards.assessment.unit_title(fall.unit)}" if fall.unit else ""
    return f"{title}{where} drops from {outcomes(rule, fall.before)} to {outcomes(rule, fall.after)}"


def overall_line(result: Result) -> str:
    """The whole in one line."""
    whole = result.overall
    text = _overall_line(result.model, whole.effective, whole.step.rule)
    return text + (f", target {target_text(whole)}" if whole.target else "")


def _overall_line(model: Model, roll: Roll, rule: LevelRule | None) -> str:
    text = f"Overall: {level_name(model, rule, roll.level)}"
    return text + (f", score {score_text(model, roll)}" if roll.score else "")


def score_text(model: Model, roll: Roll) -> str:
    """`61 of 100`, or `1.5–2 of 3`."""
    return f"{spread(roll.score, model.scoring.digits)} of {grade_text(roll.full)}"


def target_text(found: StepResult | WholeNode) -> str:
    """The level aimed at; empty where there is none."""
    target = found.target
    return grade_text(target.level) if target and target.level is not None else ""


def following_outcome(rule: LevelRule | None, level: Range | None) -> Fraction | None:
    """The next outcome above the sure end of a level; None where there is none."""
    if rule is None or level is None:
        return None
    return next((outcome for outcome in rule.outcomes if outcome > level.low), None)


def outcome_name(model: Model, rule: LevelRule | None, outcome: Fraction | None) -> str:
    """`2 Proactive`, or the label of a grade where the outcome is one."""
    if outcome is None:
        return DASH
    if rule and rule.scale:
        label = rule.scale.label(outcome)
        return rule.scale.titles.get(label, label) if label else grade_text(outcome)
    found = model.level(outcome)
    return f"{grade_text(outcome)} {found.title}" if found else grade_text(outcome)


def outcomes(rule: LevelRule | None, level: Range | None) -> str:
    """A level in few signs, without its name: `2`, `2–3`, `L`, `N–L`."""
    if level is None or rule is None or rule.scale is None:
        return grades(level)
    low, high = (rule.scale.label(end) or grade_text(end) for end in (level.low, level.high))
    return low if low == high else f"{low}–{high}"


def level_name(model: Model, rule: LevelRule | None, level: Range | None) -> str:
    """`2 Proactive`; `undetermined, 1 to 2` where it is open; a dash where there is none."""
    if level is None:
        return DASH
    if level.exact is None:
        low, high = (outcomes(rule, Range.point(end)) for end in (level.low, level.high))
        return f"undetermined, {low} to {high}"
    return outcome_name(model, rule, level.exact)


def grade_name(scale: Scale, held: Range | None) -> str:
    """A grade of a scale: its number, with its label where that says more."""
    if held is None or held.exact is None or not scale.shows_labels:
        return grades(held)
    label = scale.label(held.exact)
    return f"{grade_text(held.exact)} ({label})" if label else grade_text(held.exact)


def cell_name(key: CellKey) -> str:
    """`leadership-vision · approach`, or the node alone where it is graded on itself."""
    return " · ".join(part for part in key if part)


def cell_lines(result: Result, cells: Sequence[CellKey]) -> Iterator[str]:
    """One line for each cell: what is claimed, what evidence carries, and what is wrong with it."""
    for key in cells:
        cell = result.cells[key]
        scale = result.model.scale(*key)
        text = f"{cell_name(key)}: {cell.status.value.replace('_', ' ')}"
        if cell.grades:
            text = f"{cell_name(key)}: claimed {grade_name(scale, cell.claimed)}"
            text += f", supported {grade_name(scale, cell.supported)}"
            if cell.status.value != "rated":
                text += f" ({cell.status.value.replace('_', ' ')})"
        gone = [one for one in cell.supports if not one.standing.counts]
        if gone:
            text += "; " + ", ".join(
                f"{one.item} {_gone(one.standing.state.value, one.standing.until)}" for one in gone
            )
        elif cell.grades and not cell.supports:
            text += "; no evidence is cited"
        yield text


def _gone(state: str, until: dt.date | None) -> str:
    return f"{state} {until}" if until and state == "ran out" else state


def _in_order(result: Result) -> Iterator[tuple[StepResult, int]]:
    yield result.overall, 0
    for node in result.model.nodes:
        depth = 1 + len(list(result.model.ancestors(node)))
        found = result.node(node)
        if found.step.side:
            continue
        yield found, depth
        for part in found.step.parts:
            if part.kind in ("row", "group"):
                yield result.steps[part.key], depth + 1


def _row(result: Result, found: StepResult, depth: int) -> tuple[str, ...]:
    digits, rule = result.model.scoring.digits, found.step.rule
    name = found.step.attribute or found.step.node
    if found.step.kind == "node" and found.step.node != OVERALL:
        name = result.model.nodes[found.step.node].title
    roll = found.effective
    return (
        "  " * depth + name,
        outcomes(rule, roll.level),
        outcomes(rule, found.claimed.level),
        outcomes(rule, found.supported.level),
        grades(roll.lowest),
        spread(roll.score, digits),
        target_text(found),
        f"{found.rated}/{found.applicable}",
        counted(len(found.limited_by), "cell") if found.limited_by else "",
    )


def table(rows: Sequence[Sequence[str]]) -> Iterator[str]:
    """Rows of text in columns, the first row their heads."""
    widths = [max(len(row[column]) for row in rows) for column in range(len(rows[0]))]
    for row in rows:
        first, *rest = (cell.ljust(width) for cell, width in zip(row, widths, strict=True))
        yield "  ".join([first, *rest])
