"""Decisions to accept lower levels, beside the levels that they are about."""

from __future__ import annotations

import datetime as dt
from collections.abc import Collection, Iterator
from dataclasses import dataclass

from assay.assessment import Acceptable, Cycle, Decision
from assay.model import OVERALL, outcome_named
from assay.pages.sheet import Sheet
from assay.pages.views import Chip, Ref
from assay.ranges import Range


@dataclass(frozen=True, slots=True)
class Accepted:
    """What a criterion may fall to: a level, a score ("" for none), or both."""

    name: Ref
    level: Chip | None
    score: str


@dataclass(frozen=True, slots=True)
class DecisionView:
    """A decision, ready to print: what it accepts of the nodes that a page is about."""

    title: str
    reason: str
    on: dt.date
    until: dt.date | None
    by: str
    approved_by: str
    accepts: tuple[Accepted, ...]


def decisions(
    sheet: Sheet, cycle: Cycle, on: dt.date, nodes: Collection[str] | None = None
) -> tuple[DecisionView, ...]:
    """The decisions in force on a date that are about a cycle, the page's unit and some nodes (None: all)."""
    known = sheet.book.assessment.decisions.values()
    found = sorted(known, key=lambda decision: (decision.on, decision.id))
    views = (
        _view(sheet, decision, tuple(_accepted(sheet, decision, cycle, nodes)))
        for decision in found
        if decision.holds(on)
    )
    return tuple(view for view in views if view.accepts)


def _view(sheet: Sheet, decision: Decision, accepts: tuple[Accepted, ...]) -> DecisionView:
    name = sheet.book.assessment.person_name
    return DecisionView(
        decision.title,
        decision.reason,
        decision.on,
        decision.until,
        name(decision.by),
        name(decision.approved_by),
        accepts,
    )


def _accepted(
    sheet: Sheet, decision: Decision, cycle: Cycle, nodes: Collection[str] | None
) -> Iterator[Accepted]:
    book = sheet.book
    for one in decision.accepts:
        is_here = (one.cycle, one.unit) == (cycle.id, book.unit) and (nodes is None or one.node in nodes)
        if is_here and one.node in book.model.rules:
            yield Accepted(_name(sheet, one), _level(sheet, one), _score(sheet, one))


def _name(sheet: Sheet, one: Acceptable) -> Ref:
    return Ref(sheet.book.words.gettext("Overall")) if one.node == OVERALL else sheet.node(one.node)


def _level(sheet: Sheet, one: Acceptable) -> Chip | None:
    book = sheet.book
    level = outcome_named(book.model, one.node, one.level)
    return None if level is None else book.outcome(Range.point(level), book.model.rules[one.node].level)


def _score(sheet: Sheet, one: Acceptable) -> str:
    return "" if one.score is None else sheet.book.score(Range.point(one.score))
