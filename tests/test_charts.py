"""Charts are numbers: where everything stands follows from what it says."""

from __future__ import annotations

import datetime as dt
import math
from fractions import Fraction
from itertools import pairwise

import pytest

from assay import charts
from assay.charts import Bar, Spoke, TimeAxis
from assay.ranges import Range

YEAR = TimeAxis(dt.date(2026, 1, 1), dt.date(2027, 1, 1), dt.date(2026, 7, 2))


def spokes(*values: float | tuple[float, float]) -> list[Spoke]:
    ranges = [
        Range(*map(Fraction, value)) if isinstance(value, tuple) else Range.point(Fraction(value))
        for value in values
    ]
    return [Spoke(f"Criterion {number}", "x", value) for number, value in enumerate(ranges)]


def days(*values: tuple[str, float]) -> list[tuple[dt.date, Fraction]]:
    return [(dt.date.fromisoformat(day), Fraction(str(value))) for day, value in values]


def test_a_series_runs_from_value_to_value_above_round_lines() -> None:
    drawn = charts.series(
        days(("2026-01-01", 71), ("2026-07-02", 82.3)),
        days(("2025-01-01", 75), ("2026-04-01", 80)),
        days(("2026-04-01", 79)),
        dt.date(2026, 12, 31),
    )
    assert [line.label for line in drawn.grid] == ["70", "75", "80", "85"]
    assert [(dot.x, dot.label) for dot in drawn.dots] == [(0.0, "71"), (49.86, "82.3")]
    assert [line.y for line in drawn.grid] == [140.0, 96.7, 53.3, 10.0]
    (link,) = drawn.links
    assert (link.x1, link.y1, link.x2, link.y2) == (
        drawn.dots[0].x, drawn.dots[0].y, drawn.dots[1].x, drawn.dots[1].y,
    )  # fmt: skip
    assert [(aim.x1, aim.x2) for aim in drawn.aims] == [(0.0, 24.66), (24.66, 99.73)]
    assert [(dot.x, dot.label) for dot in drawn.others] == [(24.66, "79")]


@pytest.mark.parametrize(
    ("low", "high"), [(5, 5), (0, 0), (-3, -2), (0.001, 0.0012), (-1e12, 1e12), (99.9, 100.1)]
)
def test_a_series_of_any_size_has_a_few_lines_around_it(low: float, high: float) -> None:
    drawn = charts.series(days(("2026-01-01", low), ("2026-02-01", high)), [], [], dt.date(2026, 2, 1))
    assert 2 <= len(drawn.grid) <= 6
    assert all(10 <= dot.y <= drawn.height for dot in drawn.dots)


def test_a_share_stays_on_the_scale() -> None:
    assert [charts.share(value, 4) for value in (-1, 0, 1, 4, 9)] == [0, 0, 25, 100, 100]
    assert charts.share(1, 0) == 0


def test_a_range_of_values_is_a_stretch() -> None:
    assert charts.bar(Range(Fraction(25), Fraction(50)), Fraction(100)) == Bar(25, 25)


def test_a_radar_has_its_values_at_their_distance_from_the_centre() -> None:
    found = charts.radar(spokes(100, 50, 0, 25), Fraction(100))
    assert found
    reach = [math.dist((point.x, point.y), (found.centre.x, found.centre.y)) for point in found.now]
    full = math.dist((found.spokes[0].x, found.spokes[0].y), (found.centre.x, found.centre.y))
    assert [round(distance / full, 2) for distance in reach] == [1, 0.5, 0, 0.25]
    assert found.now[0].x == found.centre.x, "the first spoke points up"
    assert found.now[0].y < found.centre.y


def test_a_radar_shows_open_values_as_lines_and_leaves_out_what_is_incomplete() -> None:
    found = charts.radar(spokes(50, (25, 75), 50), Fraction(100))
    assert found
    assert len(found.ranges) == 1
    assert found.target == found.baseline == ()


@pytest.mark.parametrize("count", [0, 1, 2])
def test_a_radar_needs_three_spokes(count: int) -> None:
    assert charts.radar(spokes(*[50] * count), Fraction(100)) is None


@pytest.mark.parametrize("count", [3, 5, 8, 12])
def test_the_names_of_a_radar_stay_inside_its_height(count: int) -> None:
    names = ["Customer and channel experience of all", "A", "Leadership"]
    full = Range.point(Fraction(100))
    found = charts.radar([Spoke(names[n % 3], "100", full) for n in range(count)], Fraction(100))
    assert found
    for label in found.labels:
        assert all(8 <= y <= found.height for y, _ in label.lines)
        assert label.value_y <= found.height
        assert label.value_y > label.lines[-1][0]


def test_a_long_name_is_cut() -> None:
    found = charts.radar([Spoke("x" * 500, "1", Range.point(Fraction(1)))] * 3, Fraction(100))
    assert found
    assert max(len(line) for _, line in found.labels[0].lines) < 25


def test_an_axis_is_made_of_whole_quarters_and_shows_all() -> None:
    axis = charts.time_axis([dt.date(2025, 5, 20), dt.date(2026, 3, 31)], dt.date(2026, 6, 30))
    assert (axis.start, axis.end) == (dt.date(2025, 4, 1), dt.date(2026, 7, 1))
    assert 0 < axis.today < 100


def test_the_last_day_is_part_of_a_stretch() -> None:
    assert YEAR.bar(dt.date(2026, 1, 1), dt.date(2026, 12, 31)) == Bar(0, 100)
    assert YEAR.bar(dt.date(2026, 7, 2), None).width == pytest.approx(50, abs=0.2)


@pytest.mark.parametrize("first", [dt.date.min, dt.date(1999, 12, 31), dt.date(2026, 12, 31), dt.date.max])
def test_an_axis_copes_with_the_ends_of_the_calendar(first: dt.date) -> None:
    axis = charts.time_axis([first], dt.date(2026, 6, 30))
    places = [
        tick.x for ticks in (axis.years, axis.few_years, axis.quarters, axis.months[:20]) for tick in ticks
    ]
    assert all(0 <= place <= 100 for place in [*places, axis.bar(first, None).x])


def test_months_and_years_are_numbers_and_a_year_starts_strong() -> None:
    axis = TimeAxis(dt.date(2026, 10, 15), dt.date(2027, 3, 1), dt.date(2026, 10, 15))
    assert [(tick.number, tick.strong) for tick in axis.months] == [
        (11, False),
        (12, False),
        (1, True),
        (2, False),
    ]
    assert [tick.number for tick in axis.years] == [2026, 2027]
    assert [tick.number for tick in YEAR.quarters] == [1, 4, 7, 10, 1]


def test_the_names_of_years_keep_their_distance() -> None:
    axis = TimeAxis(dt.date(2020, 10, 1), dt.date(2028, 4, 1), dt.date(2026, 6, 30))
    for ticks, gap in ((axis.years, 9), (axis.few_years, 26)):
        places = [tick.x for tick in ticks]
        assert all(after - before >= gap for before, after in pairwise(places))


def score(low: float, high: float | None = None) -> Range:
    return Range(Fraction(low), Fraction(low if high is None else high))


def test_an_outlook_falls_in_steps_to_the_end() -> None:
    found = charts.outlook(YEAR, [(dt.date(2026, 1, 1), score(60, 62)), (dt.date(2026, 7, 2), score(55))])
    assert [stair.x for stair in found.stairs] == [0, pytest.approx(50, abs=0.2)]
    assert found.stairs[-1].end == 100
    assert found.stairs[0].bottom < found.stairs[1].bottom, "lower scores stand further down"
    assert found.stairs[0].height > found.stairs[1].height == 0
    assert [flag.label for flag in found.flags] == ["1"]


def test_flags_that_would_overlap_share_one() -> None:
    days = [dt.date(2026, 1, 1), dt.date(2026, 3, 1), dt.date(2026, 3, 5), dt.date(2026, 9, 1)]
    found = charts.outlook(YEAR, [(date, score(60 - place)) for place, date in enumerate(days)])
    assert [flag.label for flag in found.flags] == ["1–2", "3"]


@pytest.mark.parametrize("scores", [[50, 50], [100, 0], [0.5, 0.25], [4000, 10]])
def test_the_grid_of_an_outlook_holds_every_score(scores: list[float]) -> None:
    found = charts.outlook(
        YEAR, [(YEAR.start + dt.timedelta(days=40 * n), score(value)) for n, value in enumerate(scores)]
    )
    assert 2 <= len(found.grid) <= 8
    assert all(0 <= stair.top <= stair.bottom <= found.height for stair in found.stairs)
