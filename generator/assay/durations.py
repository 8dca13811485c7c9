"""ISO 8601 durations of whole days and longer: P12M, P1Y, P6W, P90D."""

from __future__ import annotations

import calendar
import datetime as dt
import re
from dataclasses import dataclass

_PATTERN = re.compile(r"P(?=\d)(?:(\d{1,3})Y)?(?:(\d{1,4})M)?(?:(\d{1,5})W)?(?:(\d{1,5})D)?", re.ASCII)


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
        try:
            return dt.date(year, month + 1, day) + dt.timedelta(days=self.days)
        except OverflowError:
            return dt.date.max


def parse_duration(text: str) -> Duration:
    """Read an ISO 8601 duration such as P12M; a ValueError says what is expected."""
    match = _PATTERN.fullmatch(text)
    if match is None:
        raise ValueError(f"{text!r} is not a duration such as P12M, P1Y, P6W or P90D")
    years, months, weeks, days = (int(part or 0) for part in match.groups())
    return Duration(months=years * 12 + months, days=weeks * 7 + days)
