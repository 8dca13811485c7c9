"""The model's checks: questions that a cycle answers, never scored, with what helps."""

from __future__ import annotations

from dataclasses import dataclass

from assay.assessment import CheckAnswer, CheckAnswers
from assay.model import Check, Question
from assay.pages.base import Page
from assay.pages.book import Book
from assay.pages.sheet import Sheet
from assay.pages.views import Exhibit

CHECKS = "checks.md"


@dataclass(frozen=True, slots=True)
class AnswerView:
    """A question with its answer (`yes`, `partly`, `no`, or "" for none).

    `good`: the answer is the wanted one. `before`: the answer of the cycle compared with.
    """

    id: str
    title: str
    question: str
    helps: str
    answer: str
    good: bool
    before: str
    note: str
    exhibits: tuple[Exhibit, ...]

    @property
    def helped(self) -> bool:
        """Whether what helps is to be said: the answer is not the wanted one."""
        return bool(self.helps and self.answer) and not self.good

    @property
    def told(self) -> bool:
        """Whether there is more to print than the answer."""
        return bool(self.note or self.exhibits) or self.helped


@dataclass(frozen=True, slots=True)
class CheckView:
    """One check with its answers. `wanted`: the answer one would like; `good` counts these."""

    id: str
    title: str
    description: str
    wanted: str
    answers: tuple[AnswerView, ...]

    @property
    def good(self) -> int:
        """How many answers are the wanted ones."""
        return sum(answer.good for answer in self.answers)

    @property
    def answered(self) -> int:
        """How many questions have an answer."""
        return sum(bool(answer.answer) for answer in self.answers)

    @property
    def open(self) -> int:
        """How many questions have none."""
        return len(self.answers) - self.answered

    @property
    def told(self) -> bool:
        """Whether any answer has a note, an exhibit, or something that helps."""
        return any(answer.told for answer in self.answers)


def check_views(sheet: Sheet) -> tuple[CheckView, ...]:
    """The checks of the model as the shown cycle answers them."""
    book = sheet.book
    found = book.result.cycle.checks
    before = book.baseline.cycle.checks if book.baseline else None
    return tuple(_view(sheet, check, found, before) for check in book.model.checks)


def _view(sheet: Sheet, check: Check, found: CheckAnswers | None, before: CheckAnswers | None) -> CheckView:
    answers = found.answers if found else {}
    earlier = before.answers if before else {}
    return CheckView(
        check.id,
        check.title,
        check.description,
        check.wanted,
        tuple(
            _answer(sheet, check, question, answers.get(question.id), earlier.get(question.id))
            for question in check.questions
        ),
    )


def _answer(
    sheet: Sheet, check: Check, question: Question, found: CheckAnswer | None, before: CheckAnswer | None
) -> AnswerView:
    known = sheet.book.numbers
    return AnswerView(
        question.id,
        question.title,
        question.question,
        question.helps,
        found.answer if found else "",
        found is not None and found.answer == check.wanted,
        before.answer if before and (found is None or before.answer != found.answer) else "",
        found.note if found else "",
        tuple(sheet.exhibit(item) for item in found.evidence if item in known) if found else (),
    )


def pages(book: Book) -> tuple[Page, ...]:
    """The page of the checks; none where the model has none."""
    if not book.model.checks:
        return ()
    sheet = Sheet(book, CHECKS)
    found = book.result.cycle.checks
    checks = check_views(sheet)
    context: dict[str, object] = {
        "about": sheet.about(),
        "checks": checks,
        "answered_on": found.on if found else None,
        "answered_by": book.assessment.person_name(found.by) if found else "",
        "cycle": book.result.cycle.title,
        "baseline": book.baseline.cycle.title if book.baseline else "",
    }
    return (Page(CHECKS, book.words.gettext("Checks"), "pages/checks.md.jinja", context, ()),)


@dataclass(frozen=True, slots=True)
class OpenPoint:
    """An answer that is not the wanted one: something to work on."""

    check: str
    answer: AnswerView


def open_points(sheet: Sheet) -> tuple[OpenPoint, ...]:
    """The answers that are not the wanted ones, those that are furthest from it first."""
    found = [
        OpenPoint(check.title, answer)
        for check in check_views(sheet)
        for answer in check.answers
        if answer.answer and not answer.good
    ]
    return tuple(sorted(found, key=lambda point: point.answer.answer == "partly"))
