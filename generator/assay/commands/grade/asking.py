"""What an assessor is asked of one cell: the grade, why, on which evidence, answers to what contradicts."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from enum import Enum

from assay.assessment import Assessment, Grade
from assay.commands.answers import paragraph
from assay.commands.asking import Asker, Check, Question
from assay.grading import AtHand, Cited, Judgement, judgement_of, parse_evidence, parse_grade, scale_text
from assay.levels import CellKey
from assay.metrics import Metric
from assay.model import Scale
from assay.wording import did_you_mean

_LONGEST = 20_000
_LONGEST_REASON = 5_000


class Step(Enum):
    """What somebody wants who gives no grade."""

    SKIP = "skip"
    BACK = "back"
    QUIT = "quit"
    AGAIN = "again"


_WORDS = {
    "s": "skip", "skip": "skip", "": "skip", "b": "back", "back": "back", "q": "quit", "quit": "quit",
    "na": "na", "n/a": "na", "ok": "ok", "?": "again",
}  # fmt: skip


@dataclass(frozen=True, slots=True)
class Given:
    """What options say of a cell; None, or nothing, for what is to stay as it is, or is to be asked."""

    grade: str | None = None
    rationale: str | None = None
    evidence: tuple[str, ...] = ()
    metrics: tuple[str, ...] = ()
    answers: tuple[str, ...] = ()
    not_applicable: str | None = None
    approved_by: str | None = None

    @property
    def whole(self) -> bool:
        """Whether it says what the judgement is, so that nobody has to be asked."""
        return self.grade is not None or self.not_applicable is not None


@dataclass(frozen=True, slots=True)
class Cell:
    """One cell with what there is to judge it by; `own`: its assessor's judgement so far."""

    assessment: Assessment
    key: CellKey
    found: tuple[AtHand, ...]
    metrics: tuple[Metric, ...]
    own: Grade | None

    @property
    def scale(self) -> Scale:
        """The grades that there are."""
        return self.assessment.model.scale(*self.key)

    @property
    def may_be_not_applicable(self) -> bool:
        """Whether the model allows that it is not applicable."""
        return self.assessment.model.not_applicable(*self.key) != "forbid"

    @property
    def before(self) -> Judgement:
        """The judgement so far; an empty one where there is none."""
        return judgement_of(self.own) if self.own else Judgement()


class _LeftError(Exception):
    """Somebody leaves a cell in the middle of it: back to its grade, or for good."""

    def __init__(self, step: Step) -> None:
        super().__init__(step.value)
        self.step = step


class Draft:
    """What has been typed of a cell: offered again after a step back, and told where it is not saved."""

    def __init__(self, cell: Cell) -> None:
        self._saved = self.judged = cell.before

    @property
    def unsaved(self) -> str:
        """The reason that is in no file yet; "" for none."""
        text = self.judged.rationale
        return text if text != self._saved.rationale else ""


def ask(cell: Cell, asker: Asker, draft: Draft) -> Judgement | Step:
    """Ask for everything of a cell; a Step where no judgement is given. What is typed goes into `draft`."""
    while True:
        try:
            return _ask(cell, asker, draft)
        except _LeftError as left:
            if left.step is Step.QUIT:
                return left.step


def _ask(cell: Cell, asker: Asker, draft: Draft) -> Judgement | Step:
    word = asker.text(Question(_grade_prompt(cell), "--grade", ""), _grade_or_word(cell))
    if word in (step.value for step in Step):
        return Step(word)
    if word == "ok":
        return cell.before
    if word == "na":
        default = cell.before.not_applicable or None
        question = Question("Why it cannot be graded here", "--not-applicable", default)
        return Judgement(not_applicable=asker.text(question, _leaving(_prose(_LONGEST_REASON))))
    grade = parse_grade(cell.scale, word)
    draft.judged = replace(draft.judged, grade=grade, not_applicable="", approved_by="")
    draft.judged = replace(draft.judged, rationale=_rationale(cell, asker, draft.judged.rationale))
    draft.judged = replace(draft.judged, evidence=_evidence(cell, asker, draft.judged.evidence))
    if cell.metrics:
        draft.judged = replace(draft.judged, metrics=_metrics(cell, asker, draft.judged.metrics))
    draft.judged = replace(draft.judged, answers=_answers(cell, asker, draft.judged.answers))
    return draft.judged


def given_judgement(cell: Cell, given: Given, asker: Asker) -> Judgement:
    """The judgement that options give; what they leave out stays as it was."""
    before = cell.before
    if given.not_applicable is not None:
        question = Question("Why it cannot be graded here", "--not-applicable")
        reason = asker.text(question, _not_applicable(cell), given.not_applicable)
        approved = before.approved_by if given.approved_by is None else given.approved_by
        return Judgement(not_applicable=reason, approved_by=approved)
    question = Question(_grade_prompt(cell), "--grade")
    word = asker.text(question, lambda text: str(parse_grade(cell.scale, text)), given.grade)
    question = Question("Why this grade", "--rationale", before.rationale or None)
    rationale = asker.text(question, _prose(_LONGEST), given.rationale)
    judged = replace(
        before,
        grade=parse_grade(cell.scale, word),
        rationale=rationale,
        not_applicable="",
        approved_by="",
    )
    if given.evidence:
        question = Question("Evidence", "--evidence")
        text = asker.text(question, _evidence_check(cell), " ".join(given.evidence))
        judged = replace(judged, evidence=_parsed(cell, text))
    if given.metrics:
        question = Question("Metrics", "--metric")
        names = asker.text(question, _metrics_check(cell), " ".join(given.metrics))
        judged = replace(judged, metrics=tuple(names.split()))
    answers = dict(before.answers)
    for one in given.answers:
        text = asker.text(Question("Answer to an item", "--answer"), _answer_check(cell), one)
        item, _, answer = text.partition("=")
        answers[item] = answer
    return replace(judged, answers=answers)


# Grades


def _grade_prompt(cell: Cell) -> str:
    words = ["Enter skips" if cell.own is None else "Enter keeps it"]
    if cell.own and cell.own.to_confirm:
        words = ["ok confirms it", "Enter leaves it"]
    words += ["na: not applicable"] if cell.may_be_not_applicable else []
    return f"Grade ({scale_text(cell.scale)}; {', '.join(words)}, b back, q quit, ? again)"


def _grade_or_word(cell: Cell) -> Check:
    """A grade of the scale, or what to do instead: a label of the scale always means the grade."""

    def check(answer: str) -> str:
        text = answer.strip()
        word = _WORDS.get(text.casefold(), "")
        try:
            parse_grade(cell.scale, text)
        except ValueError:
            if not word:
                raise
        else:
            return text
        if word == "na" and not cell.may_be_not_applicable:
            raise ValueError("the model does not allow that here: there is a lowest grade")
        if word == "ok" and not (cell.own and cell.own.to_confirm):
            raise ValueError("there is nothing to confirm here: give a grade")
        return word

    return check


def _not_applicable(cell: Cell) -> Check:
    prose = _prose(_LONGEST_REASON)

    def check(answer: str) -> str:
        if not cell.may_be_not_applicable:
            raise ValueError(f"the model does not allow that for {cell.key[0]}: there is a lowest grade")
        return prose(answer)

    return check


# Reasons


def _leaving(check: Check) -> Check:
    """The same check, of an answer that may also be `b` or `q` alone: no reason is that short.

    An item with such a name is cited by its number.
    """

    def typed(answer: str) -> str:
        if (word := answer.strip()) in ("b", "q"):
            raise _LeftError(Step.BACK if word == "b" else Step.QUIT)
        return check(answer)

    return typed


def _prose(most: int) -> Check:
    """A text of one or more lines."""
    return paragraph(most, "say why: it is what others will read first")


def _rationale(cell: Cell, asker: Asker, before: str) -> str:
    """The reason, on a line or in an editor."""
    keep = "Enter keeps it, " if before else ""
    question = Question(f"Why this grade (one line; {keep}e opens your editor, b back)", "--rationale", "")
    check = _prose(_LONGEST)

    def typed(answer: str) -> str:
        if answer.strip() == "e" and asker.terminal:
            if (edited := asker.terminal.edit(before)) is None:
                raise ValueError("nothing was saved in the editor")
            return check(edited)
        return check(answer if answer.strip() else before)

    return asker.text(question, _leaving(typed))


# Evidence


def _evidence(cell: Cell, asker: Asker, before: Sequence[Cited]) -> tuple[Cited, ...]:
    if not cell.found and not before:
        return ()
    kept = " ".join(one.item if one.carries is None else f"{one.item}={one.carries}" for one in before)
    enter = f"Enter keeps {kept}, - none" if before else "Enter for none"
    question = Question(
        f"Evidence (numbers or ids, ID=GRADE if it carries less; {enter}, b back)", "--evidence", ""
    )
    check = _evidence_check(cell)
    text = asker.text(question, _leaving(lambda answer: check(answer) if answer.strip() else ""))
    return _parsed(cell, text) if text else tuple(before)


def _parsed(cell: Cell, text: str) -> tuple[Cited, ...]:
    return parse_evidence(cell.assessment, cell.found, cell.scale, text)


def _evidence_check(cell: Cell) -> Check:
    def check(answer: str) -> str:
        _parsed(cell, answer)
        return answer.strip()

    return check


def _metrics(cell: Cell, asker: Asker, before: Sequence[str]) -> tuple[str, ...]:
    enter = f"Enter keeps {' '.join(before)}, - none" if before else "Enter for none"
    question = Question(f"Metrics (ids; {enter})", "--metric", "")
    check = _metrics_check(cell)
    text = asker.text(
        question, _leaving(lambda answer: check(answer) if answer.strip() else " ".join(before))
    )
    return tuple(text.split())


def _metrics_check(cell: Cell) -> Check:
    known = [metric.id for metric in cell.metrics]

    def check(answer: str) -> str:
        names = answer.replace(",", " ").split()
        if names == ["-"]:
            return ""
        wrong = next((name for name in names if name not in known), None)
        if wrong is not None:
            there = f"there are: {', '.join(known)}" if known else "no metric is"
            raise ValueError(
                f"no metric about this cell is '{wrong[:64]}'{did_you_mean(wrong, known)}; {there}"
            )
        return " ".join(dict.fromkeys(names))

    return check


# What contradicts


def contradicting(cell: Cell) -> list[AtHand]:
    """The items that speak against a cell, and count."""
    return [
        one
        for one in cell.found
        if one.standing.counts
        and any(
            about.contradicts and cell.assessment.bears_on([about], *cell.key) for about in one.item.about
        )
    ]


def _answers(cell: Cell, asker: Asker, before: Mapping[str, str]) -> dict[str, str]:
    answers = dict(before)
    prose = _prose(_LONGEST_REASON)
    for one in contradicting(cell):
        item = one.item
        enter = "Enter keeps your answer" if item.id in answers else "Enter leaves it open"
        text = f"{item.id} speaks against this: {item.title}. Your answer ({enter})"
        check = _leaving(lambda answer: prose(answer) if answer.strip() else "")
        said = asker.text(Question(text, "--answer", ""), check)
        if said:
            answers[item.id] = said
    return answers


def _answer_check(cell: Cell) -> Check:
    known = [one.item.id for one in contradicting(cell)]

    def check(answer: str) -> str:
        item, sign, text = answer.partition("=")
        if not sign:
            raise ValueError("write it as ITEM=TEXT")
        if item.strip() not in known:
            raise ValueError(
                f"no item '{item.strip()[:64]}' speaks against this cell{did_you_mean(item, known)}"
            )
        return f"{item.strip()}={_prose(_LONGEST_REASON)(text)}"

    return check
