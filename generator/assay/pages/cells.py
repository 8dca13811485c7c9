"""A cell on its criterion's page: grades with reasons, evidence, earlier cycles; and the areas table."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator
from dataclasses import dataclass

from assay.assessment import Consensus, Grade, Target
from assay.levels import CellKey, Result, Status
from assay.model import ITSELF
from assay.pages.base import cell_anchor
from assay.pages.book import Book
from assay.pages.commits import JudgementPast, judgement_past
from assay.pages.concerns import cell_findings
from assay.pages.duties import Again, Excuse, Shortfall, again, excuses_in, shortfall
from assay.pages.follow_up import FindingView
from assay.pages.measured import metric_ref
from assay.pages.reasons import kind_of
from assay.pages.sheet import Sheet
from assay.pages.views import Chip, Exhibit, Ref
from assay.trail import Owner


@dataclass(frozen=True, slots=True)
class GradeView:
    """One assessor's judgement. `chip` is None where it says "not applicable", for the reason given.

    `past` says which commit made it; `commit_by` names its author where this is not the assessor.
    """

    by: str
    chip: Chip | None
    not_applicable: str
    approved_by: str
    rationale: str
    on: dt.date | None
    past: JudgementPast
    commit_by: str
    exhibits: tuple[Exhibit, ...]
    notes: tuple[tuple[Exhibit, str], ...]
    answers: tuple[tuple[Exhibit, str], ...]
    for_node: str
    again: tuple[Again, ...]
    metrics: tuple[Ref, ...]


@dataclass(frozen=True, slots=True)
class SettledView:
    """What settled a cell that assessors disagreed on. `chip` is None where it is not applicable."""

    chip: Chip | None
    not_applicable: str
    reason: str
    by: tuple[str, ...]
    on: dt.date
    exhibits: tuple[Exhibit, ...]
    dissent: tuple[tuple[str, str], ...]
    again: tuple[Again, ...]
    past: JudgementPast


@dataclass(frozen=True, slots=True)
class SupportView:
    """An exhibit under a cell: how far it carries and whether it counts."""

    exhibit: Exhibit
    carries: Chip | None


@dataclass(frozen=True, slots=True)
class Earlier:
    """The grades of an earlier cycle."""

    cycle: str
    chip: Chip | None
    grades: tuple[GradeView, ...]
    settled: SettledView | None


@dataclass(frozen=True, slots=True)
class CellView:
    """One cell in full. `why` is what keeps it where it is, `next_rubric` what the next grade takes.

    `together`: what the model makes of grades that lie close together. `to_confirm`: grades that were carried
    over from an earlier cycle, and by whom.
    """

    anchor: str
    title: str
    question: str
    status: str
    effective: Chip | None
    claimed: Chip | None
    supported: Chip | None
    target: Chip | None
    claims_more: bool
    why: str
    agree: bool
    spread: str
    max_spread: str
    together: str
    next_grade: Chip | None
    next_rubric: str
    settled: SettledView | None
    grades: tuple[GradeView, ...]
    supports: tuple[SupportView, ...]
    open_answers: tuple[Exhibit, ...]
    earlier: tuple[Earlier, ...]
    findings: tuple[FindingView, ...]
    shortfall: Shortfall | None
    excuses: tuple[Excuse, ...]
    to_confirm: tuple[tuple[str, Chip | None], ...]


def cell_view(sheet: Sheet, result: Result, key: CellKey, *, alone: bool = False) -> CellView:
    """Everything that is known of a cell of a cycle; `alone`: without its grades in other cycles."""
    book, cell = sheet.book, result.cells[key]
    model, scale = book.model, book.model.scale(*key)
    rubric = model.rubric(*key).lines
    values = sorted(grade.grade for grade in cell.grades if grade.grade is not None)
    target = result.node(key[0]).target
    wanted = cell.claimed.high if cell.claimed and cell.claims_more else scale.high
    floor = cell.effective.low if cell.effective else None
    following = min((grade for grade in rubric if floor is not None and grade > floor), default=None)
    answered = {answer.item for grade in cell.grades for answer in grade.against}
    against = [item for item in contradicting(sheet, key) if item not in answered]
    return CellView(
        cell_anchor(*key),
        book.attribute_title(key[1]),
        model.question(*key),
        cell.status.value,
        book.grade(cell.effective, key),
        book.grade(cell.claimed, key),
        book.grade(cell.supported, key),
        _target(book, key, target) if cell.status is not Status.NOT_APPLICABLE else None,
        cell.claims_more,
        kind_of(cell, wanted).value if cell.claims_more else "",
        len(set(values)) == 1 and len(values) == len(cell.grades) > 1,
        book.number(scale.distance(values[0], values[-1])) if len(values) > 1 else "",
        book.number(model.scoring.max_spread if scale.max_spread is None else scale.max_spread),
        model.scoring.assessors,
        book.grade(following, key),
        rubric[following] if following is not None else "",
        settled_view(sheet, result, cell.consensus, key) if cell.consensus else None,
        tuple(grade_view(sheet, result, grade, key) for grade in cell.grades),
        tuple(
            SupportView(sheet.exhibit(found.item, found.standing), book.grade(found.carries, key))
            for found in cell.supports
        ),
        tuple(sheet.exhibit(item) for item in against if result.standings[item].counts),
        ()
        if alone
        else tuple(_earlier(sheet, past, key) for past in _past(sheet, result) if past.cells[key].grades),
        cell_findings(sheet, key, result.cycle.id),
        shortfall(book, cell),
        excuses_in(book, result, [key]),
        tuple(_to_confirm(book, result, key)),
    )


def _to_confirm(book: Book, result: Result, key: CellKey) -> Iterator[tuple[str, Chip | None]]:
    """Who has a grade of an earlier cycle to confirm, and which; None for "not applicable"."""
    node, attribute = key
    for found in result.cycle.to_confirm if not result.cycle.seal else ():
        here = found.node in (node, *book.model.ancestors(node)) and found.unit == result.unit
        if here and found.attribute == attribute:
            grade = book.grade(found.grade, key) if found.grade is not None else None
            yield book.assessment.person_name(found.assessor), grade


def _target(book: Book, key: CellKey, target: Target | None) -> Chip | None:
    """The grade aimed at, where the target is one: of the leaf itself, or a level that grades stand for."""
    if target is None or target.level is None or not book.model.scale(*key).holds(target.level):
        return None
    levels = book.model.grades_are_levels(key[0])
    own = key[1] == ITSELF and target is book.result.cycle.targets.get(key[0])
    return book.grade(target.level, key) if levels or own else None


def _past(sheet: Sheet, result: Result) -> list[Result]:
    return [past for past in sheet.book.newest_first if past is not result]


def _earlier(sheet: Sheet, past: Result, key: CellKey) -> Earlier:
    cell = past.cells[key]
    return Earlier(
        past.cycle.title,
        sheet.book.grade(cell.effective, key),
        tuple(grade_view(sheet, past, grade, key) for grade in cell.grades),
        settled_view(sheet, past, cell.consensus, key) if cell.consensus else None,
    )


def contradicting(sheet: Sheet, key: CellKey) -> Iterator[str]:
    """The items that speak against a cell."""
    for item, about in sheet.book.about.get(key[0], ()):
        if about.contradicts and about.attribute in (None, key[1]):
            yield item


def grade_view(sheet: Sheet, result: Result, grade: Grade, key: CellKey) -> GradeView:
    """One grade with what it rests on. `for_node`: what it was given for, where that is a whole criterion."""
    book = sheet.book
    owner = Owner("grades", result.cycle.id, grade.unit, grade.assessor)
    past = judgement_past(sheet, owner, grade.node, grade.attribute, grade.file)
    standings = result.standings
    cited = [citation for citation in grade.evidence if citation.item in book.numbers]
    return GradeView(
        book.assessment.person_name(grade.assessor),
        book.grade(grade.grade, key) if grade.grade is not None else None,
        grade.not_applicable,
        book.assessment.person_name(grade.approved_by) if grade.approved_by else "",
        grade.rationale,
        grade.graded_on,
        past,
        _other_author(book, past, grade.assessor),
        tuple(sheet.exhibit(citation.item, standings[citation.item]) for citation in cited),
        tuple(
            (sheet.exhibit(citation.item, standings[citation.item]), citation.note)
            for citation in cited
            if citation.note
        ),
        tuple(
            (sheet.exhibit(answer.item, standings[answer.item]), answer.answer)
            for answer in grade.against
            if answer.item in book.numbers
        ),
        book.title(grade.node) if grade.node != key[0] else "",
        _again(sheet, result, key, (grade.assessor,)),
        tuple(metric_ref(sheet, name) for name in grade.metrics if name in book.assessment.metrics),
    )


def _again(sheet: Sheet, result: Result, key: CellKey, by: tuple[str, ...]) -> tuple[Again, ...]:
    """What overtook the judgement that these people gave of a cell."""
    cards = sheet.book.site.cards[result.cycle.id]
    return again(sheet, (one for one in cards.outdated_in(result, [key]) if one.by == by))


def settled_view(sheet: Sheet, result: Result, found: Consensus, key: CellKey) -> SettledView:
    """What settled a cell, with what it rests on."""
    book = sheet.book
    owner = Owner("consensus", result.cycle.id, found.unit, found.node)
    return SettledView(
        book.grade(found.grade, key),
        found.not_applicable,
        found.reason,
        tuple(book.assessment.person_name(person) for person in found.by),
        found.on,
        tuple(
            sheet.exhibit(citation.item, result.standings[citation.item])
            for citation in found.evidence
            if citation.item in book.numbers
        ),
        tuple((book.assessment.person_name(one.by), one.reason) for one in found.dissent),
        _again(sheet, result, key, found.by),
        judgement_past(sheet, owner, found.node, found.attribute, found.file),
    )


def _other_author(book: Book, past: JudgementPast, assessor: str) -> str:
    """Who wrote the commit that made a grade, unless it is the assessor, by an address or by name."""
    name = past.made.author.name if past.made else ""
    return "" if name == book.assessment.person_name(assessor) else name


# Areas
