"""Dates, and durations of whole days and longer, as ISO 8601 writes them: 2026-03-31, P12M, P6W, P90D."""

from __future__ import annotations

import calendar
import datetime as dt
import re
from dataclasses import dataclass

_DATE = re.compile(r"\d{4}-\d{2}-\d{2}", re.ASCII)
_PATTERN = re.compile(r"P(?=\d)(?:(\d{1,3})Y)?(?:(\d{1,4})M)?(?:(\d{1,5})W)?(?:(\d{1,5})D)?", re.ASCII)


def parse_date(text: str) -> dt.date:
    """Read a date such as 2026-03-31 and in no other form; a ValueError says what is expected."""
    if not _DATE.fullmatch(text):
        raise ValueError(f"{text!r} is not a date such as 2026-03-31")
    return dt.date.fromisoformat(text)


def days_after(date: dt.date, days: int) -> dt.date:
    """The date `days` after `date`, or the calendar's last one."""
    return date + dt.timedelta(days=min(days, (dt.date.max - date).days))


@dataclass(frozen=True, slots=True)
class Duration:
    """A calendar span. Months come before days when it is added to a date."""

    months: int
    days: int

    def after(self, date: dt.date) -> dt.date:
        """The date this long after `date`.

        A month later is the same day of the month, or the month's last day where there is no such day
        (31 January + P1M is 28 or 29 February). Dates beyond the calendar's end stop there.
        """
        count = date.year * 12 + date.month - 1 + self.months
        year, month = divmod(count, 12)
        if year > dt.MAXYEAR:
            return dt.date.max
        day = min(date.day, calendar.monthrange(year, month + 1)[1])
        return days_after(dt.date(year, month + 1, day), self.days)


def parse_duration(text: str) -> Duration:
    """Read an ISO 8601 duration such as P12M; a ValueError says what is expected."""
    match = _PATTERN.fullmatch(text)
    if match is None:
        raise ValueError(f"{text!r} is not a duration such as P12M, P1Y, P6W or P90D")
    years, months, weeks, days = (int(part or 0) for part in match.groups())
    return Duration(months=years * 12 + months, days=weeks * 7 + days)
