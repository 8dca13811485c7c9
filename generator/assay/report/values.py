"""Ranges, dates and labels as JSON has them: numbers with six decimals at most."""

from __future__ import annotations

import datetime as dt

from assay.model import Scale
from assay.numbers import decimal
from assay.ranges import Range


def range_data(value: Range | None) -> list[int | float | None] | None:
    """Both ends of a range."""
    return None if value is None else [decimal(value.low), decimal(value.high)]


def date_data(date: dt.date | None) -> str | None:
    """A date as JSON has it."""
    return date.isoformat() if date else None


def exact(value: Range | None) -> int | float | None:
    """The value of a range that is one point; None for one that is open."""
    return decimal(value.exact) if value else None


def label_of(scale: Scale | None, value: Range | None) -> str | None:
    """The label of a settled grade, where its scale has one."""
    return scale.label(value.exact) if scale and value and value.exact is not None else None
