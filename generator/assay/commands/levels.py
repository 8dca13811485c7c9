"""`assay levels`: the computed report card in the terminal, as JSON, as CSV, or to paste as Markdown."""

from __future__ import annotations

import datetime as dt
import sys
from collections.abc import Callable, Iterator, Mapping, Sequence
from pathlib import Path

from assay.agreement import agreements, in_words
from assay.cards import Cards, Fall
from assay.commands.gather import OK, cards_of, gather, pick_cycle, pick_unit, report_errors
from assay.commands.naming import (
    cell_lines,
    following_outcome,
    level_name,
    other_model_lines,
    outcome_name,
    outcomes,
    score_text,
    table,
    target_text,
)
from assay.exports import cells_csv, markdown_table, markdown_text
from assay.git import read_head
from assay.levels import Result, Roll, StepResult, Whole, WholeNode
from assay.model import OVERALL, LevelRule, Model
from assay.numbers import grades, spread
from assay.problems import plain
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
    as_json = form == "json"
    sys.stdout.write(levels_json(cards, read_head(folder), only) if as_json else _FORMS[form](cards, only))
    return OK


def _as_text(cards: Cards, only: str | None) -> str:
    if cards.whole and only is None:
        return _text(whole_lines(cards, cards.whole))
    return _text(card_lines(cards, cards.unit(only)))


def _as_markdown(cards: Cards, only: str | None) -> str:
    """The report card as a table to paste into an issue, a pull request or a page."""
    if cards.whole and only is None:
        overall = _overall_line(
            cards.assessment.model, cards.whole.overall.effective, cards.whole.overall.rule
        )
        rows = _whole_table(cards, cards.whole)
    else:
        result = cards.unit(only)
        overall, rows = overall_line(result), _card_table(result)
    heading = [line for line in _heading(cards, only) if line]
    outlook = [line.strip() for line in _outlook(cards, only) if line]
    return (
        "\n\n".join(
            [
                *(markdown_text(line) for line in heading),
                f"**{markdown_text(overall)}**",
                markdown_table(rows),
                *(markdown_text(line) for line in outlook),
            ]
        )
        + "\n"
    )


_FORMS: Mapping[str, Callable[[Cards, str | None], str]] = {
    "text": _as_text,
    "csv": cells_csv,
    "markdown": _as_markdown,
}


def _text(lines: Iterator[str]) -> str:
    return "".join(plain(line).rstrip() + "\n" for line in lines)


def _heading(cards: Cards, unit: str | None) -> Iterator[str]:
    assessment, cycle = cards.assessment, cards.cycle
    model = assessment.model
    state = "sealed" if cycle.seal else "open"
    yield assessment.title + (f" · {assessment.unit_title(unit)}" if unit else "")
    yield f"{cycle.id} ({state}) · as of {cards.as_of} · {model.title} {model.version}"
    yield from (line for line in other_model_lines(cards) if line)
    yield ""


def _agreement(results: Sequence[Result]) -> Iterator[str]:
    """How far the assessors agree, in one line; nothing where no cell was graded by two."""
    words = in_words(agreements(results).overall)
    if words:
        yield f"Agreement: {words}"


def card_lines(cards: Cards, result: Result) -> Iterator[str]:
    """The report card of one unit as a table of plain text."""
    yield from _heading(cards, result.unit)
    yield overall_line(result)
    yield from _agreement([result])
    yield ""
    yield from table(_card_table(result))
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
    yield from _agreement(cards.results)
    yield ""
    yield from table(_whole_table(cards, whole))
    yield ""
    yield "assay levels --unit ID prints the report card of one unit."
    yield from _outlook(cards, None)


def _card_table(result: Result) -> list[tuple[str, ...]]:
    header = ("", "level", "claimed", "supported", "lowest", "score", "target", "rated", "held down by")
    return [header, *(_row(result, found, depth) for found, depth in _in_order(result))]


def _whole_table(cards: Cards, whole: Whole) -> list[tuple[str, ...]]:
    model = cards.assessment.model
    titles = [unit.title for unit in cards.assessment.units]
    rows = [("", "level", "score", "target", "rated", *titles)]
    for name in (OVERALL, *model.nodes):
        node = whole.nodes[name]
        depth = 0 if name == OVERALL else 1 + len(list(model.ancestors(name)))
        if not next(iter(node.units.values())).step.side:
            rows.append(_whole_row(model, node, depth))
    return rows


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
        words = listed(_fall_in_words(cards, fall, only=unit) for fall in falls[:4])
        more = f", and {len(falls) - 4} more" if len(falls) > 4 else ""
        ended = [drop.items for drop in cards.drops.get(unit, ()) if drop.last_day == day.last_day]
        items = ended[0] if ended else day.items
        verb = "runs" if len(items) == 1 else "run"
        yield f"  after {day.last_day}: {words}{more} ({listed(items)} {verb} out)"


def _fall_in_words(cards: Cards, fall: Fall, only: str | None) -> str:
    model = cards.assessment.model
    rule = model.rules[fall.node].level
    title = "the whole" if fall.node == OVERALL else model.nodes[fall.node].title
    where = f" in {cards.assessment.unit_title(fall.unit)}" if fall.unit and fall.unit != only else ""
    return f"{title}{where} drops from {outcomes(rule, fall.before)} to {outcomes(rule, fall.after)}"


def overall_of(cards: Cards) -> str:
    """The whole in one line, over all units where there are any."""
    if cards.whole:
        return _overall_line(cards.assessment.model, cards.whole.overall.effective, cards.whole.overall.rule)
    return overall_line(cards.results[0])


def overall_line(result: Result) -> str:
    """The whole in one line."""
    whole = result.overall
    text = _overall_line(result.model, whole.effective, whole.step.rule)
    return text + (f", target {target_text(whole)}" if whole.target else "")


def _overall_line(model: Model, roll: Roll, rule: LevelRule | None) -> str:
    text = f"Overall: {level_name(model, rule, roll.level)}"
    return text + (f", score {score_text(model, roll)}" if roll.score else "")


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
