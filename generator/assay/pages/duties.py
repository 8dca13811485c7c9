"""What stands beside levels: grades to look at again, reviews that are due, what lacks, what is waived."""

from __future__ import annotations

import datetime as dt
from collections.abc import Collection, Iterable
from dataclasses import dataclass

from assay.freshness import Outdated
from assay.levels import CellKey, CellResult, Result
from assay.model import Requirement
from assay.pages.book import Book
from assay.pages.sheet import Sheet
from assay.pages.views import Chip, Exhibit, Ref
from assay.problems import Problem
from assay.sufficiency import Lack


@dataclass(frozen=True, slots=True)
class Again:
    """A judgement that is older than an exhibit that it rests on, and what happened to that since.

    `since` is a word of `freshness.Since`; `file`: the name of the attachment that was changed.
    """

    unit: str
    cell: Ref
    by: tuple[str, ...]
    judged: dt.date | None
    exhibit: Exhibit
    since: str
    on: dt.date
    file: str


def again(sheet: Sheet, found: Iterable[Outdated]) -> tuple[Again, ...]:
    """Judgements to look at again, ready to print."""
    book = sheet.book
    return tuple(
        Again(
            book.unit_title,
            sheet.cell((one.node, one.attribute)) if one.node in book.homes else sheet.node(one.node),
            tuple(book.assessment.person_name(person) for person in one.by),
            one.judged,
            sheet.exhibit(one.item),
            one.since.value,
            one.on,
            one.file.rpartition("/")[2],
        )
        for one in found
        if one.item in book.numbers
    )


def all_again(sheet: Sheet) -> tuple[Again, ...]:
    """Every judgement of the shown cycle that should be looked at again, in the unit of the page."""
    cards = sheet.book.cards
    return again(sheet, (one for one in cards.outdated if one.unit == sheet.book.unit))


@dataclass(frozen=True, slots=True)
class Due:
    """An exhibit that has to be reviewed, and the last day on which it holds without."""

    exhibit: Exhibit
    due: dt.date
    overdue: bool


def reviews(sheet: Sheet) -> tuple[Due, ...]:
    """The reviews that are overdue or come within a year, of exhibits that the page's unit rests on."""
    book = sheet.book
    return tuple(
        Due(sheet.exhibit(one.item), one.due, one.overdue)
        for one in book.cards.reviews
        if one.item in book.result.cited
    )


@dataclass(frozen=True, slots=True)
class Shortfall:
    """What the evidence of a cell lacks for the grade that is claimed: see `sufficiency.Lack`."""

    grade: Chip | None
    lacks: tuple[Lack, ...]


def shortfall(book: Book, cell: CellResult) -> Shortfall | None:
    """What a cell lacks; None where it lacks nothing that is required."""
    found = cell.lacks(book.model.scale(*cell.key))
    return Shortfall(book.grade(cell.claimed, cell.key), found) if found else None


@dataclass(frozen=True, slots=True)
class Excuse:
    """A duty that is waived: which rule, why, by whom, until when; `about` is what it is about, if asked."""

    rule: str
    reason: str
    by: str
    until: dt.date
    about: tuple[Ref, ...] = ()


def _excuse(book: Book, problem: Problem, about: tuple[Ref, ...] = ()) -> Excuse | None:
    # The reason is looked up: on a page in another language the waiver may have it in that.
    waiver = book.assessment.waivers.get(problem.waived.waiver) if problem.waived else None
    if waiver is None:
        return None
    return Excuse(waiver.rule, waiver.reason, book.assessment.person_name(waiver.by), waiver.until, about)


def _excuses(book: Book, problems: Iterable[Problem]) -> tuple[Excuse, ...]:
    found = (_excuse(book, problem) for problem in problems)
    return tuple(dict.fromkeys(one for one in found if one))


def excuses_in(book: Book, result: Result, cells: Collection[CellKey]) -> tuple[Excuse, ...]:
    """What is waived in some cells of a cycle."""
    cards = book.site.cards[result.cycle.id]
    return _excuses(book, cards.waived_in(result, cells))


def excuses_of_item(book: Book, item: str) -> tuple[Excuse, ...]:
    """What is waived of an item, or of a grade because of it, in the shown cycle."""
    found = (one for one in book.cards.waived if one.about and one.about.item == item)
    return _excuses(book, found)


def excuses_of_cycle(sheet: Sheet, result: Result) -> tuple[Excuse, ...]:
    """Everything that is waived in a cycle and the page's unit, each waiver with all that it excuses."""
    book = sheet.book
    about: dict[str, dict[Ref, None]] = {}
    first: dict[str, Problem] = {}
    for problem in book.site.cards[result.cycle.id].waived:
        subject = problem.about
        if problem.waived is None or subject is None or subject.unit not in (None, result.unit):
            continue
        first.setdefault(problem.waived.waiver, problem)
        named = about.setdefault(problem.waived.waiver, {})
        if subject.node in book.homes and subject.node:
            named[sheet.cell((subject.node, subject.attribute))] = None
        elif subject.item in book.numbers and subject.item:
            exhibit = sheet.exhibit(subject.item)
            named[Ref(exhibit.title, exhibit.href)] = None
        else:
            named |= {Ref(book.assessment.person_name(person)): None for person in subject.persons}
    found = (_excuse(book, first[name], tuple(about[name])) for name in sorted(first))
    return tuple(one for one in found if one)


@dataclass(frozen=True, slots=True)
class Asked:
    """One requirement as the methodology page prints it. `start`: "" for every grade above the lowest."""

    start: str
    items: int
    sources: int
    types: tuple[str, ...]
    accepted: bool
    attributes: tuple[str, ...]


def asked(book: Book, one: Requirement) -> Asked:
    """A requirement, ready to print."""
    start = "" if one.start is None else str(one.start)
    return Asked(
        start, one.items, one.sources, one.types, one.accepted, book.attribute_titles(one.attributes)
    )
