"""Single values of a file: dates, durations, periods."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from typing import Any, TypeAlias

from assay.durations import Duration, parse_duration

Data: TypeAlias = Mapping[str, Any]
"""The data of a file, or of a part of it, as its schema has them."""

date = dt.date.fromisoformat


def maybe_date(text: str | None) -> dt.date | None:
    """A date, where there is one."""
    return date(text) if text else None


def maybe_duration(text: str | None) -> Duration | None:
    """A duration, where there is one."""
    return parse_duration(text) if text else None


def period(data: Data | None) -> tuple[dt.date, dt.date] | None:
    """The first and the last day of `{from, to}`, where there is one."""
    return (date(data["from"]), date(data["to"])) if data else None
