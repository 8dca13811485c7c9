from __future__ import annotations

import datetime as dt
from fractions import Fraction

import pytest

from assay.assessment import Grade, Item
from assay.model import Scale
from assay.sufficiency import supported_grade
from assay.support import State, Support, cell_support, standing, validity_end
from builders import MARKS, SMALL, cite, day, grade, item, policy

ANY = policy()
SCALE = SMALL.attributes["approach"].scale


def state(found: Item, on: str, **max_age: str) -> State:
    return standing(found, policy("cap", **max_age), day(on)).state


# When an item counts on a date.


def test_an_item_counts_from_the_day_it_was_collected() -> None:
    found = item(collected="2026-03-11")
    assert state(found, "2026-03-10") is State.NOT_YET
    assert state(found, "2026-03-11") is State.CURRENT


def test_only_a_current_item_counts() -> None:
    assert standing(item(), ANY, day("2026-06-01")).counts
    assert not standing(item(collected="2027-01-01"), ANY, day("2026-06-01")).counts
    assert not standing(item(withdrawn="2026-02-01"), ANY, day("2026-06-01")).counts


def test_an_item_that_nothing_ends_holds_for_ever() -> None:
    found = standing(item(collected="2001-01-01"), ANY, dt.date.max)
    assert found.counts
    assert found.until is None


def test_an_item_holds_through_the_last_day_of_its_validity() -> None:
    found = item(valid_until="2027-03-31")
    assert state(found, "2027-03-31") is State.CURRENT
    assert state(found, "2027-04-01") is State.ENDED
    assert standing(found, ANY, day("2026-06-01")).until == day("2027-03-31")


@pytest.mark.parametrize(
    ("reviews", "on", "end"),
    [
        ([], "2026-06-01", "2026-07-10"),  # collected 2026-01-10, half a year
        (["2026-05-01"], "2026-06-01", "2026-11-01"),
        (["2026-05-01"], "2026-05-01", "2026-11-01"),  # a review counts from its own day
        (["2026-05-01"], "2026-04-30", "2026-07-10"),  # it had not happened yet
        (["2026-05-01", "2026-09-01"], "2026-06-01", "2026-11-01"),
        (["2026-09-01", "2026-05-01"], "2026-10-01", "2027-03-01"),  # the latest, however they are ordered
        (["2025-12-01"], "2026-06-01", "2026-07-10"),  # a review before the collection shortens nothing
    ],
)
def test_review_every_counts_from_the_latest_review_that_has_happened(
    reviews: list[str], on: str, end: str
) -> None:
    found = item(collected="2026-01-10", review_every="P6M", reviews=reviews)
    assert validity_end(found, ANY, day(on)) == day(end)


def test_an_item_reviewed_too_late_is_out_in_between() -> None:
    found = item(collected="2026-01-10", review_every="P6M", reviews=["2026-09-01"])
    days = ["2026-07-10", "2026-07-11", "2026-08-31", "2026-09-01", "2027-03-01", "2027-03-02"]
    states = [State.CURRENT, State.ENDED, State.ENDED, State.CURRENT, State.CURRENT, State.ENDED]
    assert [state(found, on) for on in days] == states


def test_else_the_policy_sets_the_age_of_a_type() -> None:
    found = item(collected="2025-06-01", kind="survey")
    assert state(found, "2026-06-01", survey="P12M") is State.CURRENT
    assert state(found, "2026-06-02", survey="P12M") is State.ENDED
    assert state(found, "2026-06-02", document="P12M") is State.CURRENT


def test_what_an_item_says_of_itself_comes_before_the_policy() -> None:
    year = policy("cap", document="P12M")
    own = item(collected="2026-01-10", valid_until="2030-01-01")
    reviewed = item(collected="2026-01-10", review_every="P24M")
    assert validity_end(own, year, day("2026-06-01")) == day("2030-01-01")
    assert validity_end(reviewed, year, day("2026-06-01")) == day("2028-01-10")


def test_reviews_without_an_interval_do_not_renew_what_the_policy_ends() -> None:
    found = item(collected="2025-01-10", reviews=["2026-01-01"])
    assert state(found, "2026-06-01", document="P12M") is State.ENDED


@pytest.mark.parametrize(("how", "then"), [("withdrawn", State.WITHDRAWN), ("superseded", State.SUPERSEDED)])
def test_an_ended_item_stops_counting_on_that_very_day(how: str, then: State) -> None:
    found = item(withdrawn="2026-09-01") if how == "withdrawn" else item(superseded="2026-09-01")
    assert state(found, "2026-08-31") is State.CURRENT
    assert state(found, "2026-09-01") is then
    assert standing(found, ANY, day("2026-06-01")).until == day("2026-08-31")


def test_whatever_ends_an_item_first_is_its_end() -> None:
    found = item(valid_until="2026-12-31", withdrawn="2026-11-01", superseded="2026-10-01")
    assert standing(found, ANY, day("2026-06-01")).until == day("2026-09-30")
    assert state(found, "2026-10-15") is State.SUPERSEDED
    assert state(found, "2027-01-01") is State.WITHDRAWN


def test_the_ends_of_the_calendar_are_dates_like_any_other() -> None:
    assert state(item(valid_until="9999-12-31"), "9999-12-31") is State.CURRENT
    assert state(item(collected="9999-06-01", review_every="P12M"), "9999-12-31") is State.CURRENT
    assert state(item(collected="0001-01-01", withdrawn="0001-01-01"), "0001-01-01") is State.WITHDRAWN


# How far the evidence of a cell carries.


def supports(*grades: Grade, found: tuple[Item, ...], on: str = "2026-06-01") -> tuple[Support, ...]:
    return cell_support(grades, {held.id: standing(held, ANY, day(on)) for held in found})


def supported(*grades: Grade, found: tuple[Item, ...]) -> Fraction:
    return supported_grade(supports(*grades, found=found), SCALE)


MINUTES, SURVEY, OLD = item("minutes"), item("survey"), item("old", valid_until="2026-02-01")


def test_an_item_cited_plainly_carries_the_grade() -> None:
    assert supported(grade("vision", "approach", 3, "minutes"), found=(MINUTES,)) == 3


def test_an_item_carries_no_more_than_its_citation_says() -> None:
    assert supported(grade("vision", "approach", 3, cite("minutes", 2)), found=(MINUTES,)) == 2


def test_an_item_may_carry_more_than_is_claimed() -> None:
    assert supported(grade("vision", "approach", 2, cite("minutes", 4)), found=(MINUTES,)) == 4


def test_the_strongest_item_decides() -> None:
    given = grade("vision", "approach", 4, cite("minutes", 1), cite("survey", 3))
    assert supported(given, found=(MINUTES, SURVEY)) == 3


def test_an_item_that_does_not_count_carries_nothing_but_stays_in_sight() -> None:
    given = grade("vision", "approach", 4, "old", cite("minutes", 1))
    assert supported(given, found=(MINUTES, OLD)) == 1
    assert [(held.item, held.standing.state) for held in supports(given, found=(MINUTES, OLD))] == [
        ("old", State.ENDED),
        ("minutes", State.CURRENT),
    ]


def test_a_grade_without_evidence_is_supported_at_the_bottom_of_the_scale() -> None:
    assert supported(grade("vision", "approach", 3), found=()) == 0


def test_an_item_cited_by_several_carries_the_most_that_any_of_them_says() -> None:
    one = grade("vision", "approach", 3, cite("minutes", 1), by="one")
    two = grade("vision", "approach", 2, "minutes", by="two")
    for given in ((one, two), (two, one)):
        [held] = supports(*given, found=(MINUTES,))
        assert held.carries == 2
        assert set(held.cited_by) == {"one", "two"}


def test_somebody_who_cites_an_item_twice_is_named_once() -> None:
    given = grade("vision", "approach", 3, cite("minutes", 1), cite("minutes", 2))
    [held] = supports(given, found=(MINUTES,))
    assert held.cited_by == ("one",)
    assert held.carries == 2


def test_not_applicable_supports_nothing() -> None:
    assert supports(grade("calls", "trend", None, "minutes"), found=(MINUTES,)) == ()


def labels(**numbers: int) -> Scale:
    values = {label: Fraction(number) for label, number in numbers.items()}
    return Scale("labels", values, min(values.values()), max(values.values()))


def test_support_is_a_grade_of_the_scale() -> None:
    coarse = labels(no=0, half=2, full=4)
    held = supports(grade("vision", "approach", 4, cite("minutes", 3)), found=(MINUTES,))
    assert supported_grade(held, coarse) == 2  # what carries 3 carries "half", the highest grade within 3


def test_no_support_is_below_the_scale() -> None:
    from_one = labels(low=1, high=2)
    held = supports(grade("vision", "approach", 2, cite("minutes", 0)), found=(MINUTES,))
    assert supported_grade((), from_one) == 1
    assert supported_grade(held, from_one) == 1


def test_support_never_falls_with_more_evidence() -> None:
    citations = [cite("minutes", carries) for carries in MARKS.values()] + [cite("old", 4)]
    for first in citations:
        for second in citations:
            one = supported(grade("vision", "approach", 2, first), found=(MINUTES, SURVEY, OLD))
            both = supported(grade("vision", "approach", 2, first, second), found=(MINUTES, SURVEY, OLD))
            assert one <= both
