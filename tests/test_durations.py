from __future__ import annotations

import datetime as dt

import pytest

from assay.durations import Duration, parse_duration
from builders import day


@pytest.mark.parametrize(
    ("text", "months", "days"),
    [
        ("P12M", 12, 0),
        ("P1Y", 12, 0),
        ("P1Y6M", 18, 0),
        ("P6W", 0, 42),
        ("P90D", 0, 90),
        ("P1Y2M3W4D", 14, 25),
        ("P0D", 0, 0),
    ],
)
def test_a_duration_is_months_and_days(text: str, months: int, days: int) -> None:
    assert parse_duration(text) == Duration(months, days)


@pytest.mark.parametrize(
    "text",
    [
        "",
        "P",
        "12M",
        "P12",
        "P1.5M",
        "P-1M",
        "p12m",
        "P1M2Y",
        "PT12H",
        "P1DT1H",
        "P12M\n",
        " P12M",
        "P１M",
        "P99999999D",
    ],
)
def test_anything_else_is_refused_with_what_was_expected(text: str) -> None:
    with pytest.raises(ValueError, match="is not a duration such as P12M"):
        parse_duration(text)


@pytest.mark.parametrize(
    ("start", "duration", "end"),
    [
        ("2026-03-11", "P12M", "2027-03-11"),
        ("2026-03-11", "P1Y", "2027-03-11"),
        ("2026-12-01", "P1M", "2027-01-01"),  # over the end of a year
        ("2026-11-15", "P1M", "2026-12-15"),  # into December, not into a month 0
        ("2026-01-31", "P1M", "2026-02-28"),  # no 31 February: the last day of the month
        ("2028-01-31", "P1M", "2028-02-29"),
        ("2028-02-29", "P1Y", "2029-02-28"),
        ("2028-02-29", "P4Y", "2032-02-29"),
        ("2026-08-31", "P1M", "2026-09-30"),
        ("2026-02-28", "P1M", "2026-03-28"),  # the end of a month is not sticky
        ("2026-01-31", "P1M1D", "2026-03-01"),  # months first (28 February), then a day
        ("2026-12-31", "P90D", "2027-03-31"),  # 31 + 28 + 31 = 90
        ("2026-06-01", "P0D", "2026-06-01"),
    ],
)
def test_a_date_after_a_duration(start: str, duration: str, end: str) -> None:
    assert parse_duration(duration).after(day(start)) == day(end)


@pytest.mark.parametrize(
    ("start", "duration"),
    [
        ("9999-12-31", "P1D"),
        ("9999-12-01", "P1M"),
        ("9998-12-31", "P1Y1D"),
        ("9000-01-02", "P999Y12M"),
        ("9999-12-31", "P999Y9999M99999W99999D"),
    ],
)
def test_a_date_beyond_the_calendar_stops_at_its_last_day(start: str, duration: str) -> None:
    assert parse_duration(duration).after(day(start)) == dt.date.max


def test_the_last_day_of_the_calendar_can_be_reached() -> None:
    assert parse_duration("P1M").after(day("9999-11-30")) == day("9999-12-30")
    assert parse_duration("P31D").after(day("9999-11-30")) == dt.date.max


def test_a_longer_duration_never_ends_earlier() -> None:
    for start in (day("2026-01-28") + dt.timedelta(days=ahead) for ahead in range(5)):
        for months in range(25):
            ends = [
                Duration(months, 0).after(start),
                Duration(months, 1).after(start),
                Duration(months + 1, 0).after(start),
            ]
            assert ends == sorted(ends)
