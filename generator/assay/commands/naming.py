"""Levels, grades and cells as lines of a terminal name them."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator, Mapping, Sequence
from fractions import Fraction

from assay.cards import Cards
from assay.languages import ENGLISH, Words, marked
from assay.levels import CellKey, CellResult, Result, Roll, Status, StepKey, StepResult, WholeNode
from assay.model import OVERALL, LevelRule, Model, Scale
from assay.numbers import DASH, grade_text, grades, highest, spread
from assay.ranges import Range
from assay.support import Standing, State

IN_ENGLISH = Words()


def score_text(model: Model, roll: Roll, words: Words = IN_ENGLISH) -> str:
    """`61 of 100`, or `1.5–2 of 3`."""
    score = words.numeral(spread(roll.score, model.scoring.digits))
    return words.gettext(
        "%(part)s of %(whole)s", part=score, whole=words.numeral(highest(roll.full, model.scoring.digits))
    )


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


def level_name(model: Model, rule: LevelRule | None, level: Range | None, words: Words = IN_ENGLISH) -> str:
    """`2 Proactive`; `undetermined, 1 to 2` where it is open; a dash where there is none."""
    if level is None:
        return DASH
    if level.exact is None:
        low, high = (outcomes(rule, Range.point(end)) for end in (level.low, level.high))
        return words.gettext("undetermined, %(low)s to %(high)s", low=low, high=high)
    return outcome_name(model, rule, level.exact)


def grade_name(scale: Scale, held: Range | None) -> str:
    """A grade of a scale: its number, with its label where that says more."""
    if held is None or held.exact is None or not scale.shows_labels:
        return grades(held)
    label = scale.label(held.exact)
    return f"{grade_text(held.exact)} ({label})" if label else grade_text(held.exact)


def node_title(model: Model, node: str, words: Words = IN_ENGLISH) -> str:
    """The title of a node, or what the whole is called."""
    return words.gettext("Overall") if node == OVERALL else model.nodes[node].title


def step_name(result: Result, key: StepKey) -> str:
    """A node, row or cell in words."""
    node, attribute = key
    title = node_title(result.model, node)
    return f"{title} · {attribute}" if attribute else title


def cell_name(key: CellKey) -> str:
    """`leadership-vision · approach`, or the node alone where it is graded on itself."""
    return " · ".join(part for part in key if part)


_STATUSES = {
    Status.RATED: marked("rated"),
    Status.UNRATED: marked("unrated"),
    Status.NOT_APPLICABLE: marked("not applicable"),
    Status.CONSENSUS_NEEDED: marked("consensus needed"),
}
_STATES = {
    State.CURRENT: marked("current"),
    State.NOT_YET: marked("not yet collected"),
    State.ENDED: marked("ran out"),
    State.WITHDRAWN: marked("withdrawn"),
    State.SUPERSEDED: marked("superseded"),
    State.WITHHELD: marked("does not count"),
}


def cell_lines(result: Result, cells: Sequence[CellKey], words: Words = IN_ENGLISH) -> Iterator[str]:
    """One line for each cell: what is claimed, what evidence carries, and what is wrong with it."""
    for key in cells:
        cell = result.cells[key]
        scale = result.model.scale(*key)
        status = words.gettext(_STATUSES[cell.status])
        parts = [status]
        if cell.grades:
            claimed, supported = (grade_name(scale, held) for held in (cell.claimed, cell.supported))
            text = words.gettext(
                "claimed %(claimed)s, supported %(supported)s", claimed=claimed, supported=supported
            )
            parts = [text if cell.status is Status.RATED else f"{text} ({status})"]
        gone = [one for one in cell.supports if not one.standing.counts]
        if gone:
            parts.append(", ".join(f"{one.item} {_gone(one.standing, words)}" for one in gone))
        elif cell.grades and not cell.supports:
            parts.append(words.gettext("no evidence is cited"))
        yield f"{cell_name(key)}: {'; '.join(parts)}"


def _gone(found: Standing, words: Words) -> str:
    state = words.gettext(_STATES[found.state])
    ended = found.state is State.ENDED and found.until
    return f"{state} {day_text(found.until, words)}" if ended and found.until else state


def day_text(day: dt.date, words: Words = IN_ENGLISH) -> str:
    """A date: in English as options take it, elsewhere in the form of the language."""
    return day.isoformat() if words.language == ENGLISH else words.date(day)


def raised_lines(result: Result, cells: Mapping[CellKey, Fraction]) -> Iterator[str]:
    """One line for each cell that has to rise, to what, and what is missing for it."""
    for key, grade in cells.items():
        cell, scale = result.cells[key], result.model.scale(*key)
        now, then = grade_name(scale, cell.effective), grade_name(scale, Range.point(grade))
        yield f"  {cell_name(key)}: {now} → {then}{_how(cell, grade)}"


def _how(cell: CellResult, wanted: Fraction) -> str:
    """What is missing for a cell to reach a grade."""
    if cell.status is Status.UNRATED:
        return " (grade it)"
    if cell.status is Status.CONSENSUS_NEEDED:
        return " (the assessors have to agree)"
    if cell.claimed and cell.claimed.low >= wanted:
        return " (claimed already: bring evidence that carries it)"
    return ""


def fallen_line(result: Result, key: CellKey, grade: Fraction) -> str:
    """A cell that falls to a grade."""
    scale = result.model.scale(*key)
    held = grade_name(scale, result.cells[key].effective)
    return f"{cell_name(key)}: {held} → {grade_name(scale, Range.point(grade))}"


def other_model_lines(cards: Cards, words: Words = IN_ENGLISH) -> Iterator[str]:
    """What to know of a cycle that was graded by another model or version than it is computed with."""
    stamp = cards.cycle.model
    if stamp and cards.cycle.graded_by_other(cards.assessment.model):
        named = " ".join(part for part in (stamp.id, stamp.version) if part)
        named = named or words.gettext("another version of the model")
        yield ""
        yield words.gettext("The cycle was graded by %(model)s: levels are computed anew.", model=named)


def table(rows: Sequence[Sequence[str]]) -> Iterator[str]:
    """Rows of text in columns, the first row their heads."""
    widths = [max(len(row[column]) for row in rows) for column in range(len(rows[0]))]
    for row in rows:
        first, *rest = (cell.ljust(width) for cell, width in zip(row, widths, strict=True))
        yield "  ".join([first, *rest])
