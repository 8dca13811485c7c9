"""What options say of a cell, as a judgement: nobody is asked."""

from __future__ import annotations

from dataclasses import replace

from assay.commands.asking import Asker, Question
from assay.commands.grade.checks import (
    LONGEST,
    answer_check,
    cited,
    evidence_check,
    grade_prompt,
    metrics_check,
    not_applicable,
    prose,
)
from assay.commands.grade.shapes import Cell, Given
from assay.grading import Judgement, parse_grade


def given_judgement(cell: Cell, given: Given, asker: Asker) -> Judgement:
    """The judgement that options give; what they leave out stays as it was."""
    before = cell.before
    if given.not_applicable is not None:
        question = Question("Why it cannot be graded here", "--not-applicable")
        reason = asker.text(question, not_applicable(cell), given.not_applicable)
        approved = before.approved_by if given.approved_by is None else given.approved_by
        return Judgement(not_applicable=reason, approved_by=approved)
    question = Question(grade_prompt(cell), "--grade")
    word = asker.text(question, lambda text: str(parse_grade(cell.scale, text)), given.grade)
    question = Question("Why this grade", "--rationale", before.rationale or None)
    rationale = asker.text(question, prose(LONGEST), given.rationale)
    judged = replace(
        before,
        grade=parse_grade(cell.scale, word),
        rationale=rationale,
        not_applicable="",
        approved_by="",
    )
    if given.evidence:
        question = Question("Evidence", "--evidence")
        text = asker.text(question, evidence_check(cell), " ".join(given.evidence))
        judged = replace(judged, evidence=cited(cell, text))
    if given.metrics:
        question = Question("Metrics", "--metric")
        names = asker.text(question, metrics_check(cell), " ".join(given.metrics))
        judged = replace(judged, metrics=tuple(names.split()))
    answers = dict(before.answers)
    for one in given.answers:
        text = asker.text(Question("Answer to an item", "--answer"), answer_check(cell), one)
        item, _, answer = text.partition("=")
        answers[item] = answer
    return replace(judged, answers=answers)
