"""What a problem is: where it stands, which rule found it, how bad it is, what to do."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass
from enum import StrEnum
from typing import TypeAlias

from assay.problems.plain import shorten

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
