"""Problems: what the tool has to say about a file, and the forms in which it says it."""

from __future__ import annotations

import datetime as dt
import json
import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from enum import StrEnum
from typing import Any, TypeAlias

At: TypeAlias = tuple[str | int, ...]
"""A place inside a YAML file: the keys and list positions that lead to it."""


class Severity(StrEnum):
    """How bad a problem is. Errors stop every computation: a level without a broken file would be a lie."""

    ERROR = "error"
    WARNING = "warning"
    INFO = "info"

    @property
    def rank(self) -> int:
        """0 for an error, higher for what matters less."""
        return list(Severity).index(self)


@dataclass(frozen=True, slots=True)
class Subject:
    """What a problem is about, beside its place in a file: whoever waives it, or shows it elsewhere, asks.

    `persons`: the ids of those whom it concerns, who cannot excuse themselves.
    """

    cycle: str | None = None
    unit: str | None = None
    node: str | None = None
    attribute: str | None = None
    item: str | None = None
    persons: tuple[str, ...] = ()


_LONGEST_REASON = 240


@dataclass(frozen=True, slots=True)
class Waived:
    """By which waiver a problem is excused, until when, who approved it (a name), and why."""

    waiver: str
    until: dt.date
    by: str
    reason: str

    def __str__(self) -> str:
        """In words, for the end of a message; of a long reason the beginning."""
        return f"waived until {self.until} by {shorten(self.by)}: {shorten(self.reason, _LONGEST_REASON)}"


@dataclass(frozen=True, slots=True)
class Problem:
    """What a rule reports. `path` is relative to the evidence folder; line and column count from 1.

    A problem that is `waived` is an info, and its message says so.
    """

    path: str
    line: int
    column: int
    rule: str
    severity: Severity
    message: str
    hint: str = ""
    about: Subject | None = None
    waived: Waived | None = None

    @property
    def order(self) -> tuple[str, int, int, str, str]:
        """Problems are shown by place, whatever found them first."""
        return self.path, self.line, self.column, self.rule, self.message


# C0 and C1 control characters, and those that reorder or hide text on a terminal (bidirectional controls,
# zero-width characters, line separators). Names and texts of a file must not steer the reader's terminal.
_UNSAFE = re.compile(
    "[\x00-\x1f\x7f-\x9f\xad\u061c\u115f\u1160\u200b\u200e\u200f\u2028-\u202e\u2060-\u2069\u3164\ufeff\uffa0\ud800-\udfff]+"
)


def plain(text: str) -> str:
    """`text` on one line, without what steers a terminal or a CI system that reads along.

    Runners take `::command::` at the start of a line and `##[command]` anywhere in it.
    """
    shown = _UNSAFE.sub(" ", text).replace("##[", "# #[").replace("##vso[", "# #vso[")
    return f": {shown.lstrip()[1:]}" if shown.lstrip().startswith("::") else shown


def shorten(value: object, most: int = 60) -> str:
    """A value from a file as it may be quoted in a message: one line, no longer than `most` characters."""
    text = plain(str(value))
    return text if len(text) <= most else text[: most - 1] + "…"


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


_GITHUB_LEVEL = {Severity.ERROR: "error", Severity.WARNING: "warning", Severity.INFO: "notice"}


def as_github(problems: Sequence[Problem], root: str = "") -> str:
    """GitHub workflow commands, one annotation each."""

    def data(text: str) -> str:
        return plain(text).replace("%", "%25")

    def field(text: str) -> str:
        return data(text).replace(":", "%3A").replace(",", "%2C")

    lines = []
    for problem in problems:
        place = f"file={field(root + problem.path)},line={problem.line},col={problem.column}"
        title = field(problem.rule)
        text = data(problem.message) + (f"%0A{data(problem.hint)}" if problem.hint else "")
        lines.append(f"::{_GITHUB_LEVEL[problem.severity]} {place},title={title}::{text}\n")
    return "".join(lines)


FORMATS = {"text": as_text, "json": as_json, "github": as_github}


def summary(problems: Iterable[Problem]) -> str:
    """How many of each: `2 errors, 1 warning`; `no problems`."""
    counts = dict.fromkeys(Severity, 0)
    for problem in problems:
        counts[problem.severity] += 1
    names = {Severity.ERROR: "error", Severity.WARNING: "warning", Severity.INFO: "note"}
    parts = [f"{count} {names[key]}{'s' * (count != 1)}" for key, count in counts.items() if count]
    return ", ".join(parts) or "no problems"
