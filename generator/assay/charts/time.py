"""Dates on an axis."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass

from assay.charts.scale import Bar, share

_DAY = dt.timedelta(days=1)


@dataclass(frozen=True, slots=True)
class Tick:
    """A place on the time axis: where a year, a quarter or a month starts; `strong` where a year does.

    `number` is the year, or the month from 1 to 12.
    """

    x: float
    number: int
    strong: bool


@dataclass(frozen=True, slots=True)
class TimeAxis:
    """A stretch of time that charts share: its first and last day, and today's place (the as-of date)."""

    start: dt.date
    end: dt.date
    as_of: dt.date

    def at(self, date: dt.date) -> float:
        """The place of the start of a day, in percent."""
        return share((date - self.start).days, (self.end - self.start).days)

    @property
    def today(self) -> float:
        """The place of the as-of date."""
        return self.at(self.as_of)

    def bar(self, first: dt.date, last: dt.date | None) -> Bar:
        """From the start of the first day to the end of the last one; to the axis' end without one."""
        start = self.at(first)
        end = self.at(last + _DAY) if last and last < self.end else 100.0
        return Bar(start, round(max(end - start, 0.0), 2))

    @property
    def years(self) -> tuple[Tick, ...]:
        """One tick for each year, the first at the left end, as far as there is room on a wide chart."""
        return self._years(9.0)

    @property
    def few_years(self) -> tuple[Tick, ...]:
        """The same for a chart in a table's column."""
        return self._years(26.0)

    def _years(self, gap: float) -> tuple[Tick, ...]:
        """Ticks at least `gap` percent apart; where the first two would meet, the whole year wins."""
        ticks = [Tick(0.0, self.start.year, True)]
        for year in range(self.start.year + 1, self.end.year + 1):
            x = self.at(dt.date(year, 1, 1))
            if x > 100 - gap / 2:
                break
            if x - ticks[-1].x >= gap:
                ticks.append(Tick(x, year, True))
            elif len(ticks) == 1 and (self.start.month, self.start.day) != (1, 1):
                ticks = [Tick(x, year, True)]
        return tuple(ticks)

    @property
    def quarters(self) -> tuple[Tick, ...]:
        """One tick for each quarter; none on axes longer than six years."""
        if self.end.year - self.start.year > 6:
            return ()
        dates = [
            dt.date(year, month, 1)
            for year in range(self.start.year, self.end.year + 1)
            for month in (1, 4, 7, 10)
        ]
        return tuple(
            Tick(self.at(date), date.month, date.month == 1)
            for date in dates
            if self.start <= date <= self.end
        )

    @property
    def months(self) -> tuple[Tick, ...]:
        """The months that start on the axis."""
        found = []
        year, month = self.start.year, self.start.month
        while (date := dt.date(year, month, 1)) < self.end:
            if date >= self.start:
                found.append(Tick(self.at(date), month, month == 1))
            if (year, month) == (dt.MAXYEAR, 12):
                break
            year, month = (year + 1, 1) if month == 12 else (year, month + 1)
        return tuple(found)


def time_axis(dates: Sequence[dt.date], as_of: dt.date) -> TimeAxis:
    """An axis of whole quarters that shows all `dates` and the as-of date, with air on both sides."""
    first, last = min([*dates, as_of]), max([*dates, as_of])
    start = dt.date(first.year, (first.month - 1) // 3 * 3 + 1, 1)
    month = (last.month - 1) // 3 * 3 + 4
    if last.year == dt.MAXYEAR:
        return TimeAxis(start, dt.date.max, as_of)
    end = dt.date(last.year + 1, 1, 1) if month > 12 else dt.date(last.year, month, 1)
    return TimeAxis(start, end, as_of)
