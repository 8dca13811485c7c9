"""What assessors judged: grades, what settled them, answers to checks."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from dataclasses import dataclass
from fractions import Fraction
from typing import Literal, TypeAlias

from assay.confidentiality import Audience
from assay.problems import At

Written: TypeAlias = str | int | float | None
"""A grade as a file has it: a label, a number, or nothing."""


@dataclass(frozen=True, slots=True)
class Citation:
    """A grade rests on an item; `carries` is how far, None where it carries the grade itself.

    `written` is `carries` as the file has it, so that what is not on the scale can be named.
    """

    item: str
    carries: Fraction | None
    note: str
    written: Written = None


@dataclass(frozen=True, slots=True)
class Answer:
    """What a grader says to an item that contradicts the grade."""

    item: str
    answer: str


@dataclass(frozen=True, slots=True)
class Grade:
    """One assessor's judgement of one node and attribute in one cycle.

    `grade` is None where the judgement is "not applicable" (then `not_applicable` gives the reason).
    A grade on a criterion stands for the grade of every sub-criterion below it. The attribute is `ITSELF` for
    what is graded on itself; `unit` is None where the assessment has no units. `open` is True for a label
    that says "looked at, not rated yet": then it is no grade. `written` is the grade as the file has it, so
    that what is not on the scale can be named; `metrics` are the ids of the metrics that it is judged by;
    `dated_at` is where the file says when, which it may for all of its grades at once. `confidentiality`: who
    may read its texts; None: it goes by its evidence.
    `to_confirm`: it was carried over from an earlier cycle, and is no grade before somebody confirms it.
    """

    assessor: str
    node: str
    attribute: str
    grade: Fraction | None
    not_applicable: str
    approved_by: str
    rationale: str
    evidence: tuple[Citation, ...]
    against: tuple[Answer, ...]
    graded_on: dt.date | None
    file: str
    at: At
    written: Written = None
    unit: str | None = None
    open: bool = False
    dated_at: At = ()
    confidentiality: Audience | None = None
    metrics: tuple[str, ...] = ()
    to_confirm: bool = False


@dataclass(frozen=True, slots=True)
class Dissent:
    """What somebody held against a settled grade."""

    by: str
    reason: str


@dataclass(frozen=True, slots=True)
class Consensus:
    """What several assessors settled for one cell, with the reason, and with who did not agree.

    `grade` is None where they settled that it is not applicable (then `not_applicable` says why).
    `confidentiality`: as of a grade.
    """

    node: str
    attribute: str
    unit: str | None
    grade: Fraction | None
    not_applicable: str
    approved_by: str
    reason: str
    evidence: tuple[Citation, ...]
    dissent: tuple[Dissent, ...]
    on: dt.date
    by: tuple[str, ...]
    file: str
    at: At
    written: Written = None
    confidentiality: Audience | None = None


@dataclass(frozen=True, slots=True)
class CheckAnswer:
    """One answer to a question of the model's checks; it is never scored. `confidentiality`: of its note."""

    question: str
    answer: Literal["yes", "partly", "no"]
    note: str
    evidence: tuple[str, ...]
    confidentiality: Audience | None = None


@dataclass(frozen=True, slots=True)
class CheckAnswers:
    """The answers of a cycle to the model's checks, by question. `on` and `by`: None and "" if not said."""

    file: str
    on: dt.date | None
    by: str
    answers: Mapping[str, CheckAnswer]
