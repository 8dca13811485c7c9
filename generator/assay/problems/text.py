"""Problems for people at a terminal, as plain data for programs, and counted."""

from __future__ import annotations

import json
from collections.abc import Iterable, Sequence
from typing import Any

from assay.problems.plain import plain
from assay.problems.problem import Problem, Severity


def as_text(problems: Sequence[Problem], root: str = "") -> str:
    """One line each, `path:line:column: severity rule message`, the hint on a line below."""
    lines = []
    for problem in problems:
        place = f"{plain(root + problem.path)}:{problem.line}:{problem.column}"
        lines.append(f"{place}: {problem.severity} {problem.rule} {plain(problem.message)}")
        if problem.hint:
            lines.append(f"    {plain(problem.hint)}")
    return "".join(line + "\n" for line in lines)


def as_json(problems: Sequence[Problem], root: str = "") -> str:
    """An array of objects with the fields of `Problem`, apart from what it is about."""

    def entry(problem: Problem) -> dict[str, Any]:
        waived = problem.waived
        return {
            "path": root + problem.path,
            "line": problem.line,
            "column": problem.column,
            "severity": problem.severity.value,
            "rule": problem.rule,
            "message": problem.message,
            "hint": problem.hint,
            "waived": waived
            and {
                "waiver": waived.waiver,
                "until": waived.until.isoformat(),
                "by": waived.by,
                "reason": waived.reason,
            },
        }

    return json.dumps([entry(problem) for problem in problems], indent=2) + "\n"


def summary(problems: Iterable[Problem]) -> str:
    """How many of each: `2 errors, 1 warning`; `no problems`."""
    counts = dict.fromkeys(Severity, 0)
    for problem in problems:
        counts[problem.severity] += 1
    names = {Severity.ERROR: "error", Severity.WARNING: "warning", Severity.INFO: "note"}
    parts = [f"{count} {names[key]}{'s' * (count != 1)}" for key, count in counts.items() if count]
    return ", ".join(parts) or "no problems"
