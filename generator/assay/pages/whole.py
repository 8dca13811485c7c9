"""The front page of an organisation with units: all together, side by side, and what time will do to them."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass
from fractions import Fraction

from assay.cards import CalendarDay, Fall
from assay.levels import Whole, WholeNode
from assay.model import OVERALL
from assay.pages.base import DASHBOARD, Page
from assay.pages.book import Book
from assay.pages.decisions import decisions
from assay.pages.derivation import rule_view
from assay.pages.heat import HeatCell, HeatRow, HeatTable
from assay.pages.lines import halves
from assay.pages.reasons import Fall as FallView
from assay.pages.sheet import Sheet
from assay.pages.views import Chip, Exhibit, Ref
from assay.ranges import Range
from assay.whatif import least_raise


@dataclass(frozen=True, slots=True)
class UnitRow:
    """One unit: where it stands, what it aims at, and the smallest number of cells to its next level."""

    name: Ref
    weight: str
    level: Chip | None
    before: Chip | None
    claimed: Chip | None
    supported: Chip | None
    score: str
    rated: int
    cells: int
    holds_until: dt.date | None
    limits: bool
    held: int
    next: Chip | None
    least: int | None
    next_href: str


@dataclass(frozen=True, slots=True)
class Day:
    """A day after which levels fall: the exhibits that end, and what falls in which unit ("" in all)."""

    last_day: dt.date
    exhibits: tuple[Exhibit, ...]
    falls: tuple[tuple[str, FallView], ...]


def pages(book: Book) -> tuple[Page, ...]:
    """The front page; none where the assessment has no units."""
    return (_page(Sheet(book, DASHBOARD), book.cards.whole),) if book.shared and book.cards.whole else ()


def _page(sheet: Sheet, whole: Whole) -> Page:
    book = sheet.book
    past = book.site.cards.get(book.cards.cycle.compare_with or "")
    before = past.whole.overall if past and past.whole else None
    found, rule = whole.overall, whole.overall.rule
    level = found.effective.level
    aim = found.target.level if found.target else None
    tables = _tables(sheet, whole)
    context: dict[str, object] = {
        "about": sheet.about(),
        "heading": book.assessment.title,
        "organisation": book.assessment.organisation,
        "scope": book.assessment.scope,
        "level": book.outcome(level, rule),
        "claimed": book.outcome(found.claimed.level, rule),
        "supported": book.outcome(found.supported.level, rule),
        "target": book.outcome(aim, rule),
        "decisions": decisions(sheet, whole.cycle, whole.as_of),
        "target_reached": bool(level and aim is not None and level.low >= aim),
        "ladder": book.ladder(
            rule,
            found.target,
            found.claimed.level,
            found.supported.level,
            before.effective.level if before else None,
        ),
        "score": book.score(found.effective.score) if found.effective.score else "",
        "out_of": book.out_of(found.effective),
        "change_text": book.change(before.effective.score if before else None, found.effective.score),
        "baseline": past.cycle.title if past else "",
        "next": book.outcome(_next(whole.overall), rule),
        "rule_found": rule_view(book, rule),
        "units": [_unit_row(sheet, whole, part) for part in book.parts],
        "weighted": len({unit.weight for unit in book.assessment.units}) > 1,
        "rated": found.rated,
        "cells": found.applicable,
        "tables": tables,
        "legend": _marks_of(tables),
        "levels": [book.chip(one.number) for one in book.model.levels],
        "days": [_day(sheet, day) for day in book.cards.calendar],
        "policy": book.assessment.policy.evidence,
    }
    return Page(DASHBOARD, book.words.gettext("Dashboard"), "pages/whole.md.jinja", context, ())


def _next(found: WholeNode) -> Fraction | None:
    level = found.effective.level
    return next((one for one in found.rule.outcomes if level and one > level.low), None)


def _unit_row(sheet: Sheet, whole: Whole, part: Book) -> UnitRow:
    own = Sheet(part, sheet.path)
    result, overall = part.result, part.result.overall
    rule = overall.step.rule
    least = least_raise(result, overall.step.key)
    unit = next(one for one in part.assessment.units if one.id == part.unit)
    past = part.baseline.overall.effective.level if part.baseline else None
    address = part.path(DASHBOARD)
    return UnitRow(
        name=Ref(part.unit_title, own.to(address)),
        weight=part.number(unit.weight),
        level=part.outcome(overall.effective.level, rule),
        before=part.outcome(past, rule),
        claimed=part.outcome(overall.claimed.level, rule),
        supported=part.outcome(overall.supported.level, rule),
        score=part.score(overall.effective.score) if overall.effective.score else "",
        rated=overall.rated,
        cells=overall.applicable,
        holds_until=next((drop.last_day for drop in part.drops if drop.lowers(overall.step.key)), None),
        limits=part.unit in whole.overall.limiting,
        held=len(overall.limited_by),
        next=part.outcome(least.level, rule) if least else None,
        least=len(least.cells) if least else None,
        next_href=own.to(address, "next"),
    )


# Units side by side


def _tables(sheet: Sheet, whole: Whole) -> tuple[HeatTable, ...]:
    """For each half, its criteria by unit, with the level over all units."""
    book = sheet.book
    titles = tuple(unit.title for unit in book.assessment.units)
    tables = []
    for half in halves(book.model):
        rows = tuple(_row(sheet, whole, place.node, place.depth) for place in half.places)
        total = _row(sheet, whole, half.node) if half.node else None
        tables.append(HeatTable(half.title or book.words.gettext("Criteria"), titles, rows, total))
    if len(tables) > 1:
        overall = _row(sheet, whole, OVERALL)
        tables.append(HeatTable(book.title(OVERALL), titles, (overall,), None))
    else:
        tables = [HeatTable(tables[0].title, titles, tables[0].rows, _row(sheet, whole, OVERALL))]
    return tuple(tables)


def _marks_of(tables: Sequence[HeatTable]) -> dict[str, bool]:
    """Which marks a legend has to explain."""
    rows = [row for table in tables for row in (*table.rows, table.total) if row]
    cells = [cell for row in rows for cell in row.cells]
    return {
        "claimed": any(cell.claimed for cell in cells),
        "open": any(cell.state == "open" for cell in cells),
        "na": any(cell.state == "na" for cell in cells),
        "limits": any(cell.limits for cell in cells),
    }


def _row(sheet: Sheet, whole: Whole, node: str, depth: int = 0) -> HeatRow:
    book, found = sheet.book, whole.nodes[node]
    cells = tuple(_cell(sheet, part, found, node) for part in book.parts)
    level = book.outcome(found.effective.level, found.rule)
    anchor = "" if node == OVERALL else node
    return HeatRow(book.title(node), "", cells, level, book.score(found.effective.score), depth, anchor)


def _cell(sheet: Sheet, part: Book, found: WholeNode, node: str) -> HeatCell:
    """A node in one unit; its score where it has no level."""
    step = part.result.node(node)
    rule, roll = step.step.rule, step.effective
    href = Sheet(part, sheet.path).node(node).href
    if roll.absent:
        return HeatCell("na", None, None, False, href, "", part.unit_title)
    held = roll.level or roll.score
    chip = part.outcome(roll.level, rule) if roll.level else part.share(roll.score, roll.full)
    more = step.claimed.level and roll.level and step.claimed.level.high > roll.level.high
    claimed = (
        part.outcome(Range.point(step.claimed.level.high), rule) if more and step.claimed.level else None
    )
    state = "rated" if held is None or held.exact is not None else "open"
    limits = part.unit in found.limiting and len(found.limiting) < len(part.assessment.units)
    return HeatCell(state, chip, claimed, limits, href, "", part.unit_title)


# What time alone does


def _day(sheet: Sheet, day: CalendarDay) -> Day:
    return Day(
        day.last_day,
        tuple(sheet.exhibit(item) for item in day.items),
        tuple(_fall(sheet, fall) for fall in day.falls),
    )


def _fall(sheet: Sheet, fall: Fall) -> tuple[str, FallView]:
    book = sheet.book
    part = next((one for one in book.parts if one.unit == fall.unit), book)
    rule = book.model.rules[fall.node].level
    name = Sheet(part, sheet.path).node(fall.node)
    unit = book.assessment.unit_title(fall.unit)
    return unit, FallView(name, book.outcome(fall.before, rule), book.outcome(fall.after, rule))
