"""The dashboard: where we are, why not higher, what next; then shape, levels, changes, drops, freshness."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass
from fractions import Fraction

from assay.levels import Result, Status
from assay.model import OVERALL
from assay.pages import progress
from assay.pages.base import DASHBOARD, EXHIBITS, Page
from assay.pages.book import Book
from assay.pages.concerns import tally
from assay.pages.consensus import CONSENSUS
from assay.pages.decisions import decisions
from assay.pages.derivation import Rule, rule_view
from assay.pages.duties import all_again, reviews
from assay.pages.facts import facts
from assay.pages.heat import heat_tables, marks_of
from assay.pages.lines import all_lines, furthest, halves
from assay.pages.reasons import Kind, Raise, Reason, drop_views, raised_cells, reason_groups
from assay.pages.roadmap import ROADMAP
from assay.pages.sheet import Sheet
from assay.pages.views import Chip, Ref
from assay.whatif import least_raise


def page(book: Book) -> Page:
    """The dashboard of the shown cycle."""
    sheet = Sheet(book, book.path(DASHBOARD))
    result = book.result
    overall = result.overall
    compared = book.baseline.overall if book.baseline else None
    level = overall.effective.level
    rule = overall.step.rule
    wanted = (
        next((one for one in rule.outcomes if level and one > level.low), None) if rule and level else None
    )
    aim = overall.target.level if overall.target else None
    tables = heat_tables(sheet, result)
    context: dict[str, object] = {
        "about": sheet.about(),
        "heading": book.unit_title or book.assessment.title,
        "organisation": book.assessment.organisation,
        "scope": book.assessment.scope,
        "level": book.outcome(level, rule),
        "claimed": book.outcome(overall.claimed.level, rule),
        "supported": book.outcome(overall.supported.level, rule),
        "target": book.outcome(aim, rule),
        "has_levels": any(table.levels for table in tables),
        "score_open": bool(overall.effective.score and overall.effective.score.exact is None),
        "targets": bool(result.cycle.targets),
        "target_reached": bool(level and aim is not None and level.low >= aim),
        "decisions": decisions(sheet, result.cycle, result.as_of, (OVERALL,)),
        "ladder": book.step_ladder(overall, compared),
        "policy": book.assessment.policy.evidence,
        "score": book.score(overall.effective.score) if overall.effective.score else "",
        "out_of": book.out_of(overall.effective),
        "gauge": progress.gauge(book, overall, compared),
        "halves": [_half(sheet, result, half.node) for half in halves(book.model) if half.node],
        "next": book.outcome(wanted, rule),
        "wants": _wants(sheet, result, wanted),
        "furthest": _furthest(sheet, result),
        "lowest": _lowest(sheet, result) if level is None else (),
        "groups": reason_groups(sheet, result, overall.limited_by, wanted) if wanted is not None else (),
        "behind": _behind(sheet, result),
        "held": len(overall.limited_by),
        "cells": overall.applicable,
        "card": sheet.to(book.card_path(result.cycle.id)),
        "cycle": result.cycle.title,
        "moves": _moves(sheet, result),
        "roadmap": sheet.to(book.path(ROADMAP)),
        "consensus": _consensus(sheet),
        "radar": progress.radar(book, result),
        "tables": tables,
        "legend": marks_of(result),
        "levels": [book.chip(level.number) for level in book.model.levels],
        "exhibits": sheet.to(EXHIBITS),
        "standing": (rows := progress.standing(sheet, result)),
        "scores": any(row.now_bar for row in rows),
        "same_scale": len({row.most for row in rows if row.most}) <= 1,
        "other_model": sheet.about(book.baseline).graded_by if book.baseline else "",
        "moved": progress.moved(sheet, result),
        "baseline": book.baseline.cycle.title if book.baseline else "",
        "drops": drop_views(sheet),
        "again": len({one.cell for one in all_again(sheet)}),
        "overdue": [one for one in reviews(sheet) if one.overdue],
        "outlook": progress.outlook(book, result),
        "facts": facts(book, result),
        "follow_up": tally(sheet),
    }
    return Page(sheet.path, book.words.gettext("Dashboard"), "pages/dashboard.md.jinja", context, book.nav())


def _consensus(sheet: Sheet) -> str:
    """The address of the page on consensus, where there is one."""
    results = (part.result for part in sheet.book.parts)
    several = any(len(cell.grades) > 1 for result in results for cell in result.cells.values())
    return sheet.to(CONSENSUS) if several else ""


@dataclass(frozen=True, slots=True)
class Part:
    """A half of the whole, or a criterion, in one line."""

    name: Ref
    level: Chip | None
    score: str


def _half(sheet: Sheet, result: Result, node: str | None) -> Part:
    found = result.node(node or "")
    return Part(
        sheet.node(found.step.node),
        sheet.book.outcome(found.effective.level, found.step.rule),
        sheet.book.score(found.effective.score),
    )


@dataclass(frozen=True, slots=True)
class Wants:
    """What the next level asks of the parts of the whole, and how they stand."""

    rule: Rule
    parts: tuple[Part, ...]


def _wants(sheet: Sheet, result: Result, wanted: Fraction | None) -> Wants | None:
    rule = result.overall.step.rule
    if wanted is None or rule is None:
        return None
    below = []
    for part in result.overall.step.parts:
        found = result.steps.get(part.key)
        if found and found.effective.level and found.effective.level.low < wanted:
            chip = sheet.book.outcome(found.effective.level, found.step.rule)
            below.append(Part(sheet.node(part.node), chip, ""))
    return Wants(rule_view(sheet.book, rule), tuple(below))


@dataclass(frozen=True, slots=True)
class Far:
    """A line that is furthest below the next level; `claimed` where its assessors claim more."""

    name: Ref
    level: Chip | None
    claimed: Chip | None


def _furthest(sheet: Sheet, result: Result) -> tuple[Far, ...]:
    """The lines that are furthest below the next level; none where those above them are no further up."""
    every = all_lines(result)
    held = furthest(result, every)
    found = [part for part in every if held.intersection(part.cells)]
    names = [(sheet.node(sheet.book.homes[part.cells[0][0]]).name, part) for part in found]
    return tuple(
        Far(
            Ref(
                name if part.title == name else f"{name} · {part.title}",
                sheet.cell((part.node, part.attribute)).href,
            ),
            sheet.book.line(part, part.effective),
            sheet.book.line(part, part.claimed) if part.claims_more and not part.open else None,
        )
        for name, part in names
    )


def _lowest(sheet: Sheet, result: Result) -> tuple[Part, ...]:
    """The criteria whose scores are the smallest parts of what they could be, lowest first."""
    found = []
    for criterion in sheet.book.model.criterion_ids:
        roll = result.node(criterion).effective
        if roll.score and roll.full and roll.score.low < roll.full:
            chip = sheet.book.share(roll.score, roll.full)
            found.append((roll.score.low / roll.full, Part(sheet.node(criterion), chip, "")))
    return tuple(part for _, part in sorted(found, key=lambda pair: pair[0])[:5])


@dataclass(frozen=True, slots=True)
class Behind:
    """What lies between the next level and the target: a smallest set of cells that reaches the target."""

    level: Chip | None
    cells: int
    by: tuple[tuple[str, int], ...]
    criteria: tuple[tuple[Ref, int], ...]


def _behind(sheet: Sheet, result: Result) -> Behind | None:
    overall = result.overall
    level = overall.effective.level
    aim = overall.target.level if overall.target else None
    if level is None or aim is None or aim <= level.low + 1:
        return None
    plan = least_raise(result, overall.step.key, aim)
    if plan is None:
        return None
    raised = Raise(
        sheet.book.outcome(aim, overall.step.rule), raised_cells(sheet, result, plan.cells.items())
    )
    homes = Counter(sheet.book.homes[node] for node, _ in plan.cells)
    return Behind(
        raised.level,
        len(raised.cells),
        raised.by,
        tuple((sheet.node(home), homes[home]) for home in sheet.book.model.criterion_ids if homes[home]),
    )


# What next


@dataclass(frozen=True, slots=True)
class Moves:
    """What would move the result, each with its effect; what is empty is not printed."""

    least: Raise | None
    disputed: tuple[Reason, ...]
    ungraded: tuple[Reason, ...]
    claims: tuple[Reason, ...]
    claims_score: tuple[str, str]
    claims_level: tuple[Chip | None, Chip | None]
    renew: bool


def _moves(sheet: Sheet, result: Result) -> Moves:
    book, overall = sheet.book, result.overall
    least = least_raise(result, overall.step.key)
    disputed = [key for key, cell in result.cells.items() if cell.status is Status.CONSENSUS_NEEDED]
    ungraded = [key for key, cell in result.cells.items() if cell.status is Status.UNRATED]
    claims = [
        (key, cell.claimed.high)
        for key, cell in result.cells.items()
        if cell.status is Status.RATED and cell.claims_more and cell.claimed
    ]
    by_kind: dict[Kind, list[Reason]] = {}
    for key, wanted in [(key, book.model.scale(*key).high) for key in (*disputed, *ungraded)] + claims:
        for group in reason_groups(sheet, result, [key], wanted):
            by_kind.setdefault(group.kind, []).extend(group.reasons)
    return Moves(
        Raise(book.outcome(least.level, overall.step.rule), raised_cells(sheet, result, least.cells.items()))
        if least
        else None,
        tuple(by_kind.get(Kind.DISPUTED, ())),
        tuple(by_kind.get(Kind.UNGRADED, ())),
        tuple(
            reason for kind in (Kind.ENDED, Kind.NO_EVIDENCE, Kind.WEAK) for reason in by_kind.get(kind, ())
        ),
        (book.score(overall.effective.score), book.score(overall.claimed.score)),
        (
            book.outcome(overall.effective.level, overall.step.rule),
            book.outcome(overall.claimed.level, overall.step.rule),
        ),
        any(drop.nodes for drop in book.drops),
    )
