"""Problems as annotations of GitHub Actions."""

from __future__ import annotations

from collections.abc import Sequence

from assay.problems.plain import plain
from assay.problems.problem import Problem, Severity

_LEVEL = {Severity.ERROR: "error", Severity.WARNING: "warning", Severity.INFO: "notice"}

MOST = 10
"""How many annotations of each level GitHub shows of a step. The others stand in its log alone."""


def as_github(problems: Sequence[Problem], root: str = "") -> str:
    """GitHub workflow commands, one annotation each, the gravest first: the first ones are shown.

    Where there are more than that, a notice says how many, before all other notices so that it is shown too.
    """
    ordered = sorted(problems, key=lambda problem: problem.severity.rank)  # else in their order
    notes = [problem for problem in ordered if problem.severity is Severity.INFO]
    lines = [_annotation(problem, root) for problem in ordered if problem.severity is not Severity.INFO]
    if more := _more(ordered):
        lines.append(f"::notice title=assay::{more}\n")
    return "".join([*lines, *(_annotation(problem, root) for problem in notes)])


def _annotation(problem: Problem, root: str) -> str:
    place = f"file={_field(root + problem.path)},line={problem.line},col={problem.column}"
    text = _data(problem.message) + (f"%0A{_data(problem.hint)}" if problem.hint else "")
    return f"::{_LEVEL[problem.severity]} {place},title={_field(problem.rule)}::{text}\n"


def _more(problems: Sequence[Problem]) -> str:
    """How many problems GitHub does not show; "" where it shows all errors and warnings."""
    hidden = []
    for severity in (Severity.ERROR, Severity.WARNING):
        count = sum(problem.severity is severity for problem in problems) - MOST
        if count > 0:
            hidden.append(f"{count} {severity}{'s' * (count != 1)}")
    return f"{' and '.join(hidden)} more than GitHub shows: the log of this step has them all" * bool(hidden)


def _data(text: str) -> str:
    return plain(text).replace("%", "%25")


def _field(text: str) -> str:
    return _data(text).replace(":", "%3A").replace(",", "%2C")
