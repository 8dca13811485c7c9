from __future__ import annotations

from fractions import Fraction

import pytest

from assay.ranges import Range, towards


def span(low: int, high: int) -> Range:
    return Range(Fraction(low), Fraction(high))


def test_a_point_has_an_exact_value() -> None:
    assert Range.point(3).exact == 3
    assert Range.point(Fraction(1, 3)).exact == Fraction(1, 3)


def test_an_interval_has_none() -> None:
    assert span(1, 3).exact is None


def test_a_point_at_zero_is_known_all_the_same() -> None:
    assert Range.point(0).exact is not None


def test_the_smaller_of_two_is_taken_at_both_ends() -> None:
    assert span(0, 4).at_most(Range.point(2)) == span(0, 2)
    assert span(1, 3).at_most(span(2, 4)) == span(1, 3)
    assert span(3, 4).at_most(Range.point(2)) == Range.point(2)


def test_both_ends_belong_to_an_interval() -> None:
    assert all(value in span(1, 3) for value in (1, 2, 3, Fraction(5, 2)))
    assert 0 not in span(1, 3)
    assert 4 not in span(1, 3)


@pytest.mark.parametrize(
    ("before", "after", "way"),
    [
        (span(2, 2), span(3, 3), 1),
        (span(1, 4), span(2, 4), 1),
        (span(3, 3), span(2, 2), -1),
        (span(2, 4), span(1, 4), -1),
        (span(2, 2), span(1, 2), -1),
        (span(1, 5), span(1, 4), 0),
        (span(2, 2), span(2, 3), 0),
        (span(1, 4), span(2, 3), 0),
        (span(2, 3), span(1, 4), 0),
        (span(1, 4), span(1, 4), 0),
        (None, span(1, 4), 0),
        (span(1, 4), None, 0),
    ],
)
def test_a_range_rises_or_falls_with_what_is_sure_of_it(
    before: Range | None, after: Range | None, way: int
) -> None:
    assert towards(before, after) == way
