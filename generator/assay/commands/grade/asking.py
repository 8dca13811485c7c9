"""What an assessor is asked of one cell: the grade, why, on which evidence, answers to what contradicts."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace

from assay.commands.asking import Asker, Check, Question
from assay.commands.grade.checks import (
    LONGEST,
    LONGEST_REASON,
    cited,
    evidence_check,
    grade_or_word,
    grade_prompt,
    metrics_check,
    prose,
)
from assay.commands.grade.shapes import Cell, Draft, Step, contradicting
from assay.grading import Cited, Judgement, parse_grade


class _LeftError(Exception):
    """Somebody leaves a cell in the middle of it: back to its grade, or for good."""

    def __init__(self, step: Step) -> None:
        super().__init__(step.value)
        self.step = step


def ask(cell: Cell, asker: Asker, draft: Draft) -> Judgement | Step:
    """Ask for everything of a cell; a Step where no judgement is given. What is typed goes into `draft`."""
    while True:
        try:
            return _ask(cell, asker, draft)
        except _LeftError as left:
            if left.step is Step.QUIT:
                return left.step


def _ask(cell: Cell, asker: Asker, draft: Draft) -> Judgement | Step:
    word = asker.text(Question(grade_prompt(cell), "--grade", ""), grade_or_word(cell))
    if word in (step.value for step in Step):
        return Step(word)
    if word == "ok":
        return cell.before
    if word == "na":
        default = cell.before.not_applicable or None
        question = Question("Why it cannot be graded here", "--not-applicable", default)
        return Judgement(not_applicable=asker.text(question, _leaving(prose(LONGEST_REASON))))
    grade = parse_grade(cell.scale, word)
    draft.judged = replace(draft.judged, grade=grade, not_applicable="", approved_by="")
    draft.judged = replace(draft.judged, rationale=_rationale(cell, asker, draft.judged.rationale))
    draft.judged = replace(draft.judged, evidence=_evidence(cell, asker, draft.judged.evidence))
    if cell.metrics:
        draft.judged = replace(draft.judged, metrics=_metrics(cell, asker, draft.judged.metrics))
    draft.judged = replace(draft.judged, answers=_answers(cell, asker, draft.judged.answers))
    return draft.judged


def _leaving(check: Check) -> Check:
    """The same check, of an answer that may also be `b` or `q` alone: no reason is that short.

    An item with such a name is cited by its number.
    """

    def typed(answer: str) -> str:
        if (word := answer.strip()) in ("b", "q"):
            raise _LeftError(Step.BACK if word == "b" else Step.QUIT)
        return check(answer)

    return typed


def _rationale(cell: Cell, asker: Asker, before: str) -> str:
    """The reason, on a line or in an editor."""
    keep = "Enter keeps it, " if before else ""
    question = Question(f"Why this grade (one line; {keep}e opens your editor, b back)", "--rationale", "")
    check = prose(LONGEST)

    def typed(answer: str) -> str:
        if answer.strip() == "e" and asker.terminal:
            if (edited := asker.terminal.edit(before)) is None:
                raise ValueError("nothing was saved in the editor")
            return check(edited)
        return check(answer if answer.strip() else before)

    return asker.text(question, _leaving(typed))


def _evidence(cell: Cell, asker: Asker, before: Sequence[Cited]) -> tuple[Cited, ...]:
    if not cell.found and not before:
        return ()
    kept = " ".join(one.item if one.carries is None else f"{one.item}={one.carries}" for one in before)
    enter = f"Enter keeps {kept}, - none" if before else "Enter for none"
    question = Question(
        f"Evidence (numbers or ids, ID=GRADE if it carries less; {enter}, b back)", "--evidence", ""
    )
    check = evidence_check(cell)
    text = asker.text(question, _leaving(lambda answer: check(answer) if answer.strip() else ""))
    return cited(cell, text) if text else tuple(before)


def _metrics(cell: Cell, asker: Asker, before: Sequence[str]) -> tuple[str, ...]:
    enter = f"Enter keeps {' '.join(before)}, - none" if before else "Enter for none"
    question = Question(f"Metrics (ids; {enter})", "--metric", "")
    check = metrics_check(cell)
    text = asker.text(
        question, _leaving(lambda answer: check(answer) if answer.strip() else " ".join(before))
    )
    return tuple(text.split())


def _answers(cell: Cell, asker: Asker, before: Mapping[str, str]) -> dict[str, str]:
    answers = dict(before)
    reason = prose(LONGEST_REASON)
    for one in contradicting(cell):
        item = one.item
        enter = "Enter keeps your answer" if item.id in answers else "Enter leaves it open"
        text = f"{item.id} speaks against this: {item.title}. Your answer ({enter})"
        check = _leaving(lambda answer: reason(answer) if answer.strip() else "")
        said = asker.text(Question(text, "--answer", ""), check)
        if said:
            answers[item.id] = said
    return answers
