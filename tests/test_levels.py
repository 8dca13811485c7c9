from __future__ import annotations

import dataclasses
import itertools
import random
from collections.abc import Iterable, Iterator, Mapping
from fractions import Fraction
from functools import cache

import pytest

from assay.assessment import Assessment, Citation, Cycle, Grade
from assay.levels import (
    CellKey,
    CellValue,
    Part,
    Result,
    Roll,
    Status,
    StepKey,
    Tally,
    compute,
    highest,
    plan,
    roll_up,
)
from assay.model import OVERALL, LevelRule, Model
from assay.ranges import Range
from builders import (
    SEE_SCORING,
    SMALL,
    TODAY,
    assess,
    assessment,
    build,
    card,
    cite,
    cycle,
    day,
    grade,
    grades_of,
    item,
    node,
    policy,
    without,
)


def span(low: int | Fraction, high: int | Fraction) -> Range:
    return Range(Fraction(low), Fraction(high))


def of(model: Model, cells: Mapping[CellKey, float | None]) -> Result:
    """What this report card gives when grades count as claimed."""
    return assess(model, *grades_of(cells))


def levels(result: Result, *nodes: str) -> list[Fraction | None]:
    return [result.node(name).level for name in nodes]


def row(*approach: float) -> Result:
    """SMALL at 4 all over, but for leadership's approach row: vision, example, system, dialogue."""
    names = ("vision", "example", "system", "dialogue")
    return of(
        SMALL,
        card(SMALL, 4, **{name: {"approach": value} for name, value in zip(names, approach, strict=True)}),
    )


# One row: 75 % of the weight at n or higher, and nothing more than one behind.


@pytest.mark.parametrize(
    ("approach", "level"),
    [
        ((3, 3, 3, 3), 3),
        ((3, 3, 3, 2), 3),  # 3 of 4 = exactly 75 % at 3; the fourth is one behind
        ((3, 3, 3, 1), 2),  # the fourth is two behind 3; of 2 it is one behind, and 75 % are there
        ((3, 3, 3, 0), 1),  # two behind 2, one behind 1
        ((4, 4, 4, 0), 1),  # however strong the others are
        ((3, 3, 2, 2), 2),  # 50 % at 3 is not enough
        ((4, 4, 2, 2), 2),  # for 3: 50 %; for 2: all
        ((4, 4, 3, 3), 3),
        ((4, 4, 4, 3), 4),
        ((1, 1, 1, 0), 1),
        ((1, 1, 0, 0), 0),  # a row starts at 0
        ((0, 0, 0, 0), 0),
    ],
)
def test_a_row_reaches_what_three_quarters_reach_with_none_two_behind(
    approach: tuple[float, ...], level: int
) -> None:
    assert row(*approach).steps["leadership", "approach"].level == level
    assert row(*reversed(approach)).steps["leadership", "approach"].level == level


def test_a_share_is_a_share_of_the_weight() -> None:
    heavy = build(node("care", node("x", weight=3), node("y", weight=1), attributes=["approach"]))
    assert of(heavy, card(heavy, 2, x={"approach": 3})).steps["care", "approach"].level == 3  # 3/4 = 75 %
    assert of(heavy, card(heavy, 2, y={"approach": 3})).steps["care", "approach"].level == 2  # 1/4


def test_weights_are_decimals_not_binary_fractions() -> None:
    # 0.3 + 0.35 + 0.1 are 75 % of 1, but 0.7499999999999999 in binary floating point.
    leaves = [node(f"n{place}", weight=weight) for place, weight in enumerate((0.3, 0.35, 0.1, 0.25))]
    model = build(node("care", *leaves, attributes=["approach"]))
    assert of(model, card(model, 3, n3={"approach": 2})).steps["care", "approach"].level == 3


# Nodes: the same rule, one step after the other.


def test_everybody_is_at_least_at_level_1_but_a_row_may_be_at_0() -> None:
    result = of(SMALL, card(SMALL, 0))
    assert result.steps["leadership", "approach"].level == 0
    assert levels(result, "vision", "leadership", "enablers", OVERALL) == [1, 1, 1, 1]


@pytest.mark.parametrize("level", [1, 2, 3, 4])
def test_a_card_of_one_grade_has_that_level_everywhere(level: int) -> None:
    result = of(SMALL, card(SMALL, level))
    assert {found.level for found in result.steps.values()} == {level}
    assert {found.score for found in result.steps.values()} == {level * 25}


def test_a_criterion_of_two_rows_needs_both() -> None:
    # deployment is at 2 everywhere, approach at 3: for 3, one row of two = 50 %
    low = {"deployment": 2.0}
    result = of(SMALL, card(SMALL, 3, vision=low, example=low, system=low, dialogue=low))
    assert [found.level for found in result.rows("leadership")] == [3, 2]
    assert result.node("leadership").level == 2


def test_a_criterion_of_five_rows_can_spare_one_that_is_one_behind() -> None:
    names = ("trend", "target", "comparison", "cause", "scope")
    model = build(node("results", "x", "y", attributes=names), attributes=names)
    # rows 3 3 3 3 2: 4 of 5 = 80 %
    assert of(model, card(model, 3, x={"scope": 2}, y={"scope": 2})).node("results").level == 3
    # rows 3 3 3 2 2: 60 %
    two = {"scope": 2.0, "cause": 2.0}
    assert of(model, card(model, 3, x=two, y=two)).node("results").level == 2
    # rows 3 3 3 3 1: two behind 3
    assert of(model, card(model, 3, x={"scope": 1}, y={"scope": 1})).node("results").level == 2


def test_levels_roll_up_from_levels_not_from_cells() -> None:
    # approach 3 3 3 2 and deployment 3 3 3 2 both reach 3; so does leadership. Were the eight cells counted
    # at once it would be the same; with 3 3 2 2 in one row (50 %) it is not: 6 of 8 cells = 75 % are at 3.
    one = of(SMALL, card(SMALL, 3, dialogue={"approach": 2, "deployment": 2}))
    assert one.node("leadership").level == 3
    other = of(SMALL, card(SMALL, 3, dialogue={"approach": 2}, system={"approach": 2}))
    assert [found.level for found in other.rows("leadership")] == [2, 3]
    assert other.node("leadership").level == 2


def test_the_whole_needs_both_halves() -> None:
    low = {"trend": 2.0, "target": 2.0}
    result = of(SMALL, card(SMALL, 4, calls=low, visits=low))
    assert levels(result, "enablers", "results", OVERALL) == [4, 2, 2]


def test_the_strict_minimum_is_the_lowest_cell() -> None:
    result = of(SMALL, card(SMALL, 3, dialogue={"approach": 1}))
    assert result.overall.effective.lowest == Range.point(1)
    assert result.node("leadership").effective.lowest == Range.point(1)
    assert result.node("strategy").effective.lowest == Range.point(3)
    assert result.steps["leadership", "deployment"].effective.lowest == Range.point(3)


def test_min_takes_the_lowest_part_but_no_less_than_the_base() -> None:
    model = build(
        node("a", "x", "y", attributes=["approach"]),
        attributes=["approach"],
        scoring={"level": {"combine": "min", "base": 1}},
    )
    assert of(model, card(model, 4, x={"approach": 2})).overall.level == 2
    assert of(model, card(model, 4, x={"approach": 0})).overall.level == 1


def test_everybody_is_at_level_1_where_the_model_says_nothing_else() -> None:
    model = build(
        node("a", "x", attributes=["approach"]),
        attributes=["approach"],
        scoring={"level": {"combine": "threshold", "share": 0.75, "behind": 1}},
    )
    assert of(model, card(model, 0)).overall.level == 1


def test_a_model_without_rows_rolls_up_sub_criterion_by_sub_criterion() -> None:
    scoring = {key: value for key, value in SEE_SCORING.items() if key != "rows"}
    model = build(
        node("a", "x", "y", attributes=["approach", "deployment"]),
        attributes=["approach", "deployment"],
        scoring=scoring,
    )
    # x: cells 4 and 2, for 4: 50 %, for 3: 50 %, for 2: all -> 2; y is at 4. By rows it would be 2 and 2 too,
    # but it is x and y that are the parts here.
    result = of(model, card(model, 4, x={"deployment": 2}))
    assert result.rows("a") == ()
    assert [part.key for part in result.node("a").step.parts] == [("x", None), ("y", None)]
    assert levels(result, "x", "y", "a") == [2, 4, 2]


def test_a_grade_above_the_highest_level_counts_as_the_highest() -> None:
    model = build(node("a", "x", "y", attributes=["approach"]), attributes=["approach"], levels=3)
    assert of(model, card(model, 4)).overall.level == 3


# Scores: means all the way, as exact fractions.


def test_the_score_is_a_mean_of_means() -> None:
    result = of(SMALL, card(SMALL, 2, calls={"trend": 3}))
    assert result.steps["satisfaction", "trend"].score == Fraction(125, 2)  # (75 + 50) / 2 = 62.5
    assert result.node("satisfaction").score == Fraction(225, 4)  # (62.5 + 50) / 2 = 56.25
    assert result.node("results").score == Fraction(225, 4)
    assert result.node("enablers").score == 50
    assert result.overall.score == Fraction(425, 8)  # half and half: (50 + 56.25) / 2 = 53.125


def test_each_criterion_weighs_the_same_however_many_cells_it_has() -> None:
    # leadership has 8 cells at 4 (100), strategy 4 cells at 0 (0)
    low = {"approach": 0.0, "deployment": 0.0}
    result = of(SMALL, card(SMALL, 4, basis=low, plans=low))
    assert result.node("enablers").score == 50


def test_a_score_is_exact_and_follows_the_weights() -> None:
    model = build(
        node("a", node("x", weight=2), node("y", weight=1), attributes=["approach"]), attributes=["approach"]
    )
    result = of(model, card(model, 0, x={"approach": 1}))
    assert result.overall.score == Fraction(50, 3)  # (2 x 25 + 1 x 0) / 3 = 16.666...
    assert result.overall.level == 1


def test_a_score_is_a_part_of_the_highest_grade_and_of_what_the_model_counts_out_of() -> None:
    model = build(
        node("a", "x", "y", attributes=["approach"]),
        attributes=["approach"],
        scoring={**SEE_SCORING, "score": {"combine": "mean", "out_of": 1000}},
        values={"no": 0, "partly": 1, "largely": 2, "fully": 3},
        levels=3,
    )
    assert of(model, card(model, 1)).overall.score == Fraction(1000, 3)


def test_the_weights_of_criteria_count_for_levels_and_scores() -> None:
    model = build(
        node("a", "x", weight=3, attributes=["approach"]),
        node("b", "y", weight=1, attributes=["approach"]),
        attributes=["approach"],
    )
    result = of(model, card(model, 3, y={"approach": 2}))
    assert result.overall.level == 3  # 3/4 of the weight at 3, the rest one behind
    assert result.overall.score == Fraction(275, 4)  # (3 x 75 + 50) / 4 = 68.75


def test_levels_and_scores_do_not_follow_from_each_other() -> None:
    strong, even = row(4, 4, 4, 0), row(2, 2, 2, 2)
    one, other = strong.steps["leadership", "approach"], even.steps["leadership", "approach"]
    assert [one.level, one.score] == [1, 75]  # 12/16
    assert [other.level, other.score] == [2, 50]  # 8/16


# Claimed, supported, effective.

ITEMS = (item("minutes"), item("old", valid_until="2026-02-01"))


def one_cell(*grades: Grade, evidence: str = "cap") -> tuple[Range | None, Range | None, Range | None]:
    held = assess(SMALL, *grades, items=ITEMS, evidence="cap" if evidence == "cap" else "report")
    found = held.cells["calls", "trend"]
    return found.claimed, found.supported, found.effective


def points(*values: int) -> tuple[Range, ...]:
    return tuple(Range.point(value) for value in values)


def test_under_cap_a_grade_counts_no_further_than_its_evidence() -> None:
    given = grade("calls", "trend", 3, cite("minutes", 2))
    assert one_cell(given) == points(3, 2, 2)


def test_under_report_it_counts_as_claimed() -> None:
    given = grade("calls", "trend", 3, cite("minutes", 2))
    assert one_cell(given, evidence="report") == points(3, 2, 3)


def test_evidence_for_more_than_the_claim_raises_nothing() -> None:
    given = grade("calls", "trend", 2, cite("minutes", 4))
    assert one_cell(given) == points(2, 4, 2)
    assert one_cell(given, evidence="report") == points(2, 4, 2)


def test_evidence_that_ran_out_supports_nothing() -> None:
    assert one_cell(grade("calls", "trend", 3, "old")) == points(3, 0, 0)
    assert one_cell(grade("calls", "trend", 3)) == points(3, 0, 0)


def test_a_cell_says_that_it_claims_more_than_counts() -> None:
    result = assess(
        SMALL,
        grade("calls", "trend", 3, cite("minutes", 2)),
        grade("calls", "target", 2, "minutes"),
        items=ITEMS,
        evidence="cap",
    )
    assert result.cells["calls", "trend"].claims_more
    assert not result.cells["calls", "target"].claims_more
    assert not result.cells["visits", "trend"].claims_more


def test_claimed_supported_and_effective_are_three_roll_ups() -> None:
    # claims: 3 everywhere. Evidence: carries 4 in one row's cells, 2 elsewhere. Effective: min(3, 4) and 2.
    strong = ("calls", "visits")
    grades = [
        grade(name, attribute, 3, cite("minutes", 4 if name in strong else 2))
        for name, attribute in SMALL.cells
    ]
    result = assess(SMALL, *grades, items=ITEMS, evidence="cap")

    def three(name: str) -> list[Fraction | None]:
        found = result.node(name)
        return [
            roll.level.exact if roll.level else None
            for roll in (found.claimed, found.supported, found.effective)
        ]

    assert three("results") == [3, 4, 3]
    assert three("enablers") == [3, 2, 2]
    assert three(OVERALL) == [3, 2, 2]
    assert result.overall.claimed.score == Range.point(75)
    assert result.overall.supported.score == Range.point(75)  # (50 + 100) / 2
    assert result.overall.effective.score == span(Fraction(125, 2), Fraction(125, 2))  # (50 + 75) / 2


# Unrated cells: an interval.


def test_an_unrated_cell_may_be_anything_on_its_scale() -> None:
    result = of(SMALL, without(card(SMALL, 3), ("vision", "approach")))
    found = result.cells["vision", "approach"]
    assert found.status is Status.UNRATED
    assert found.claimed == found.supported == found.effective == span(0, 4)


def test_an_unrated_cell_makes_ranges_up_to_the_whole() -> None:
    # approach: ?, 3, 3, 3. With 0: two behind 2, so 1. With 4: 3.
    result = of(SMALL, without(card(SMALL, 3), ("vision", "approach")))
    approach = result.steps["leadership", "approach"]
    assert approach.effective.level == span(1, 3)
    assert approach.level is None
    assert approach.effective.score == span(
        Fraction(225, 4), Fraction(325, 4)
    )  # 225/4 = 56.25, (225 + 100)/4
    # leadership: rows 1..3 and 3: for 2, one row of two; so 1..3
    assert result.node("leadership").effective.level == span(1, 3)
    assert result.overall.level is None
    assert result.node("strategy").level == 3


def test_a_level_is_known_where_the_open_cell_cannot_change_it() -> None:
    # strategy is at 1 anyhow, and holds the enablers at 1 or 2: 50 % for 2
    low = {"approach": 1.0, "deployment": 1.0}
    result = of(SMALL, without(card(SMALL, 2, basis=low, plans=low), ("vision", "approach")))
    assert result.node("enablers").level == 1
    assert result.overall.level == 1
    assert result.overall.score is None


def test_nothing_graded_leaves_everything_open() -> None:
    result = assess(SMALL)
    whole = Fraction(100)
    assert result.overall.effective == Roll(
        span(1, 4), span(0, 100), span(0, 4), whole, Range.point(whole), open=True
    )
    assert (result.overall.rated, result.overall.applicable) == (0, 16)


def test_rated_and_applicable_cells_are_counted() -> None:
    held = without(card(SMALL, 3, calls={"trend": None}), ("vision", "approach"), ("plans", "deployment"))
    result = assess(SMALL, *grades_of(held), grade("visits", "trend", 1, by="two"))
    assert result.cells["visits", "trend"].status is Status.CONSENSUS_NEEDED
    assert (result.overall.rated, result.overall.applicable) == (12, 15)  # 16 - 1; less 2 unrated, 1 disputed
    assert (result.node("leadership").rated, result.node("leadership").applicable) == (7, 8)
    assert (result.node("results").rated, result.node("results").applicable) == (2, 3)


# Not applicable: left out.


def test_a_cell_that_is_not_applicable_is_left_out_of_its_row() -> None:
    result = of(SMALL, card(SMALL, 4, calls={"trend": None}, visits={"trend": 2}))
    found = result.cells["calls", "trend"]
    assert found.status is Status.NOT_APPLICABLE
    assert found.claimed is found.supported is found.effective is None
    assert result.steps["satisfaction", "trend"].level == 2
    assert result.steps["satisfaction", "trend"].score == 50
    assert result.node("satisfaction").score == 75  # rows 50 and 100


def test_a_row_where_nothing_is_applicable_is_left_out_of_its_criterion() -> None:
    result = of(SMALL, card(SMALL, 3, calls={"trend": None}, visits={"trend": None}))
    found = result.steps["satisfaction", "trend"]
    assert found.effective == Roll(None, None, None)
    assert found.level is None
    assert found.score is None
    assert (found.limited_by, found.tallies) == ((), ())
    assert result.node("satisfaction").level == 3
    assert result.node("satisfaction").score == 75


def test_a_half_where_nothing_is_applicable_is_left_out_of_the_whole() -> None:
    nothing = {"trend": None, "target": None}
    result = of(SMALL, card(SMALL, 3, calls=nothing, visits=nothing))
    assert result.node("results").effective == Roll(None, None, None)
    assert [result.overall.level, result.overall.score] == [3, 75]


def test_a_card_where_nothing_is_applicable_has_no_level() -> None:
    result = of(SMALL, dict.fromkeys(SMALL.cells))
    assert result.overall.effective == Roll(None, None, None)


# Several assessors.


def two(first: float | None, second: float | None, *more: float | None) -> Result:
    names = ("one", "two", "three", "four", "five")
    given = (first, second, *more)
    return assess(
        SMALL, *(grade("calls", "trend", value, by=by) for value, by in zip(given, names, strict=False))
    )


@pytest.mark.parametrize(
    ("given", "claimed"),
    [
        ((3, 3), 3),
        ((2, 3), 2),  # of two, the lower
        ((3, 2), 2),
        ((2, 3, 3), 3),  # of three, the middle one
        ((2, 2, 3), 2),
        ((2, 3, 3, 3), 3),
        ((2, 2, 3, 3), 2),  # of four, the lower of the two in the middle
    ],
)
def test_grades_close_together_count_as_their_lower_median(given: tuple[float, ...], claimed: int) -> None:
    found = two(*given).cells["calls", "trend"]
    assert found.status is Status.RATED
    assert found.claimed == Range.point(claimed)


def test_every_grade_is_kept() -> None:
    found = two(2, 3, 3).cells["calls", "trend"]
    assert {given.assessor: given.grade for given in found.grades} == {"one": 2, "two": 3, "three": 3}


def test_grades_further_apart_than_the_model_allows_need_consensus() -> None:
    found = two(3, 1, 2).cells["calls", "trend"]
    assert found.status is Status.CONSENSUS_NEEDED
    assert found.claimed == span(1, 3)
    assert found.effective == span(1, 3)


def test_the_allowed_spread_is_the_models() -> None:
    wide = build(
        node("a", "x", attributes=["approach"]),
        attributes=["approach"],
        scoring={**SEE_SCORING, "assessors": {"combine": "median_low", "max_spread": 2}},
    )
    held = [grade("x", "approach", 1, by="one"), grade("x", "approach", 3, by="two")]
    assert assess(wide, *held).cells["x", "approach"].claimed == Range.point(1)


def test_evidence_bounds_a_dispute_under_cap() -> None:
    given = (grade("calls", "trend", 1, by="one"), grade("calls", "trend", 4, cite("minutes", 2), by="two"))
    assert one_cell(*given) == (span(1, 4), Range.point(2), span(1, 2))
    assert one_cell(*given, evidence="report") == (span(1, 4), Range.point(2), span(1, 4))


def test_not_applicable_is_agreed_when_all_say_so() -> None:
    assert two(None, None).cells["calls", "trend"].status is Status.NOT_APPLICABLE


@pytest.mark.parametrize("evidence", ["cap", "report"])
def test_a_grade_against_not_applicable_leaves_everything_open(evidence: str) -> None:
    # It may be settled as any grade, or be left out; evidence as it stands bounds neither.
    given = (grade("calls", "trend", 2, "minutes", by="one"), grade("calls", "trend", None, by="two"))
    assert one_cell(*given, evidence=evidence) == (span(0, 4), span(0, 4), span(0, 4))
    result = assess(SMALL, *given, items=ITEMS)
    assert result.cells["calls", "trend"].status is Status.CONSENSUS_NEEDED


def test_a_grade_against_not_applicable_bounds_whatever_it_is_settled_as() -> None:
    others = [grade(*key, 3, "minutes") for key in SMALL.cells if key != ("calls", "trend")]
    for value in (0, 2, 4):
        ours = grade("calls", "trend", value, by="one")
        theirs = grade("calls", "trend", None, by="two")
        both = assess(SMALL, *others, ours, theirs, items=ITEMS, evidence="cap")
        for settled in (ours, theirs):
            after = assess(SMALL, *others, settled, items=ITEMS, evidence="cap")
            assert_within(after, both)


# A grade on a criterion stands for every sub-criterion below it.


def test_a_grade_on_a_criterion_stands_for_its_sub_criteria() -> None:
    result = assess(SMALL, grade("leadership", "approach", 3))
    assert {key for key, found in result.cells.items() if found.status is Status.RATED} == {
        (name, "approach") for name in ("vision", "example", "system", "dialogue")
    }
    assert result.steps["leadership", "approach"].level == 3


def test_a_grade_on_a_half_stands_for_all_below() -> None:
    result = assess(
        SMALL, *(grade("results", attribute, 3, "minutes") for attribute in ("trend", "target")), items=ITEMS
    )
    assert result.node("results").level == 3
    assert [support.item for support in result.cells["visits", "target"].supports] == ["minutes"]


def test_one_assessors_grade_on_a_criterion_meets_anothers_on_a_sub_criterion() -> None:
    result = assess(
        SMALL, grade("leadership", "approach", 4, by="one"), grade("vision", "approach", 2, by="two")
    )
    assert result.cells["vision", "approach"].status is Status.CONSENSUS_NEEDED
    assert result.cells["vision", "approach"].claimed == span(2, 4)
    assert result.cells["example", "approach"].claimed == Range.point(4)


# Targets.


def test_a_target_is_inherited_from_the_nearest_node_above() -> None:
    result = assess(SMALL, targets={OVERALL: 2, "enablers": 3, "vision": 4})
    wanted = {
        "vision": 4,
        "example": 3,
        "leadership": 3,
        "strategy": 3,
        "enablers": 3,
        "results": 2,
        OVERALL: 2,
    }
    assert {name: target.level for name in wanted if (target := result.node(name).target)} == wanted
    row_target = result.steps["leadership", "approach"].target
    assert row_target is not None
    assert row_target.level == 3


def test_without_a_target_above_there_is_none() -> None:
    result = assess(SMALL, targets={"enablers": 3})
    assert result.overall.target is None
    assert result.overall.target_score is None
    assert result.node("results").target is None
    assert result.node("leadership").target_score == 75


def test_the_target_of_a_score_is_what_the_cells_are_meant_to_give() -> None:
    result = assess(SMALL, targets={OVERALL: 3, "strategy": 4})
    assert result.node("strategy").target_score == 100
    assert result.node("leadership").target_score == 75
    assert result.node("enablers").target_score == Fraction(175, 2)  # (75 + 100) / 2
    assert result.overall.target_score == Fraction(325, 4)  # (87.5 + 75) / 2 = 81.25


def test_what_is_not_applicable_is_left_out_of_the_target_as_well() -> None:
    # calls are meant to be at 4 and visits at 2, so 75 together; without calls it is visits' 50
    wanted = {"results": 3, "calls": 4, "visits": 2}
    nothing = [grade("calls", "trend", None), grade("calls", "target", None)]
    assert assess(SMALL, targets=wanted).node("results").target_score == 75
    assert assess(SMALL, *nothing, targets=wanted).node("results").target_score == 50


# What holds a level down, and the tallies behind it.


def test_the_cells_below_the_next_level_in_parts_below_it_hold_a_level_down() -> None:
    result = of(SMALL, card(SMALL, 3, dialogue={"approach": 1}, plans={"deployment": 2}))
    # leadership: approach 3 3 3 1 -> 2, deployment 3; so 2, and only dialogue's approach is below 3
    assert result.node("leadership").level == 2
    assert result.node("leadership").limited_by == (("dialogue", "approach"),)
    # strategy: deployment 3, 2 -> 2 (50 %)
    assert result.node("strategy").limited_by == (("plans", "deployment"),)
    assert result.node("enablers").limited_by == (("dialogue", "approach"), ("plans", "deployment"))
    assert result.overall.limited_by == (("dialogue", "approach"), ("plans", "deployment"))
    # results are at 3: what keeps them from 4 is every cell
    assert len(result.node("results").limited_by) == 4


def test_a_low_cell_in_a_part_that_is_high_enough_holds_nothing_down() -> None:
    # leadership's approach 3 3 3 2 is at 3 all the same; strategy is at 2
    low = {"approach": 2.0, "deployment": 2.0}
    result = of(SMALL, card(SMALL, 3, dialogue={"approach": 2}, basis=low, plans=low))
    assert result.node("enablers").level == 2
    assert ("dialogue", "approach") not in result.node("enablers").limited_by
    assert len(result.node("enablers").limited_by) == 4


def test_unrated_cells_hold_a_level_down_and_those_not_applicable_do_not() -> None:
    held = without(card(SMALL, 3, calls={"trend": None}), ("visits", "target"))
    assert of(SMALL, held).node("satisfaction").limited_by == (("visits", "target"),)


def test_nothing_holds_down_the_highest_level() -> None:
    result = of(SMALL, card(SMALL, 4, dialogue={"approach": 3}))
    assert result.overall.level == 4
    assert result.overall.limited_by == ()


def told(
    level: int, share: int | Fraction, *trailing: StepKey, reached: bool
) -> tuple[Fraction, Fraction, tuple[StepKey, ...], bool]:
    """What a tally says: its level, the share of the weight, who trails, whether it is reached."""
    return Fraction(level), Fraction(share), trailing, reached


def saying(tally: Tally) -> tuple[Fraction, Fraction, tuple[StepKey, ...], bool]:
    return tally.level, tally.share, tally.trailing, tally.reached


def test_a_tally_says_how_the_parts_stand_against_each_level() -> None:
    tallies = row(3, 3, 3, 1).steps["leadership", "approach"].tallies
    dialogue = ("dialogue", "approach")
    assert [saying(tally) for tally in tallies] == [
        told(1, 1, reached=True),
        told(2, Fraction(3, 4), reached=True),
        told(3, Fraction(3, 4), dialogue, reached=False),  # enough weight, but one part is two behind
        told(4, 0, dialogue, reached=False),  # 3 is one behind 4, 1 is three behind
    ]


def test_tallies_start_above_the_base_and_take_the_sure_end() -> None:
    result = of(SMALL, without(card(SMALL, 4), ("calls", "trend")))
    # rows: trend 1..4 (? and 4: with 0 nothing above 0 has 75 %: 0), target 4
    assert result.steps["satisfaction", "trend"].effective.level == span(0, 4)
    tallies = result.node("satisfaction").tallies
    trend = ("satisfaction", "trend")
    half = Fraction(1, 2)
    assert [saying(tally) for tally in tallies] == [told(n, half, trend, reached=False) for n in (2, 3, 4)]


def test_a_tally_of_the_strict_minimum_asks_for_all() -> None:
    scoring = {"level": {"combine": "min", "base": 0}, "rows": {}}
    model = build(node("a", "x", "y", attributes=["approach"]), attributes=["approach"], scoring=scoring)
    [*_, third, _] = of(model, card(model, 3, x={"approach": 2})).steps["a", "approach"].tallies
    assert saying(third) == told(3, Fraction(1, 2), ("x", "approach"), reached=False)


def test_the_tallies_and_the_level_tell_the_same_story() -> None:
    chance = random.Random(7)
    for _ in range(30):
        result = of(SMALL, {key: chance.choice([0, 1, 2, 3, 4]) for key in SMALL.cells})
        for found in result.steps.values():
            assert found.step.rule is not None
            reached = [tally.level for tally in found.tallies if tally.reached]
            assert max(reached, default=found.step.rule.base) == found.level
            assert reached == sorted(reached)


# Side steps: a sub-criterion has a level to look at, which nothing above it uses.


def test_a_sub_criterion_has_a_level_of_its_own_beside_the_roll_up() -> None:
    result = of(SMALL, card(SMALL, 3, vision={"approach": 4, "deployment": 1}))
    vision = result.node("vision")
    assert vision.step.side
    assert vision.level == 1  # cells 4 and 1: for 2, 50 %
    assert vision.score == Fraction(125, 2)  # (100 + 25) / 2
    assert not result.node("leadership").step.side
    assert ("vision", None) not in {step.key for step in plan(SMALL).walk()}


def test_every_cell_is_in_the_plan_of_the_whole_exactly_once() -> None:
    cells = [step.key for step in plan(SMALL).walk() if step.kind == "cell"]
    assert sorted(cells) == sorted(SMALL.cells)
    assert len(cells) == len(set(cells))


def test_every_node_and_every_row_has_a_result() -> None:
    result = assess(SMALL)
    assert {key[0] for key in result.steps if key[1] is None} == {OVERALL, *SMALL.nodes}
    assert {key for key in result.steps if key[1]} == {
        *(
            (name, attribute)
            for name in ("leadership", "strategy")
            for attribute in ("approach", "deployment")
        ),
        *(("satisfaction", attribute) for attribute in ("trend", "target")),
    }


# Sealed cycles.


def test_a_sealed_cycle_is_computed_as_of_its_seal() -> None:
    given = grade("calls", "trend", 3, "minutes")
    for sealed, on, counts in (("2026-03-31", "2026-03-31", True), (None, "2027-01-01", False)):
        held = cycle(given, sealed=sealed)
        assert held.as_of(day("2027-01-01")) == day(on)
        found = assessment(SMALL, item("minutes", valid_until="2026-12-31"), cycles=[held])
        cell = compute(found, held, held.as_of(day("2027-01-01"))).cells["calls", "trend"]
        assert cell.effective == Range.point(3 if counts else 0)


# Laws. First exhaustively, on a model of five cells with unequal weights; then on SMALL by chance.

FIVE = build(
    node("a", node("p", weight=3), node("q", weight=1), attributes=["one", "two"], weight=2),
    node("b", attributes=["one"]),
    attributes=["one", "two"],
    values={"none": 0, "some": 1, "much": 2, "all": 3},
    levels=3,
)


OPEN = span(0, 3)
GRADES = [Range.point(value) for value in range(4)]


@cache
def five(*cells: Range | None) -> Mapping[StepKey, Roll]:
    """The roll-up of FIVE from a range for each cell; None is not applicable."""
    held = zip(FIVE.cells, cells, strict=True)
    values = {key: None if cell is None else CellValue(cell) for key, cell in held}
    return roll_up(FIVE, [plan(FIVE)], values.__getitem__)


def states(*values: Range) -> Iterator[tuple[Range, ...]]:
    return itertools.product(values, repeat=len(FIVE.cells))


def bounds(result: Result) -> list[Fraction]:
    """Every bound of every level, score and lowest cell of what counts, in a fixed order."""
    return [
        bound
        for found in result.steps.values()
        for held in (found.effective.level, found.effective.score, found.effective.lowest)
        if held
        for bound in (held.low, held.high)
    ]


def assert_within(inner: Result, outer: Result) -> None:
    """Every range of `outer` holds the range that `inner` has there, wherever that still has one."""
    for key, found in inner.steps.items():
        around = outer.steps[key]
        for narrow, wide in (
            (found.claimed, around.claimed),
            (found.supported, around.supported),
            (found.effective, around.effective),
        ):
            for one, other in (
                (narrow.level, wide.level),
                (narrow.score, wide.score),
                (narrow.lowest, wide.lowest),
            ):
                if one:
                    assert other
                    assert other.low <= one.low <= one.high <= other.high


def assert_no_lower(one: Result, other: Result) -> None:
    assert all(before <= after for before, after in zip(bounds(one), bounds(other), strict=True))


def test_raising_one_cell_never_lowers_anything() -> None:
    for state in states(*GRADES):
        for place, value in enumerate(state):
            higher = five(*state[:place], Range.point(min(value.low + 1, Fraction(3))), *state[place + 1 :])
            for key, roll in five(*state).items():
                assert roll.level
                assert roll.score
                assert roll.lowest
                above = higher[key]
                assert above.level
                assert above.score
                assert above.lowest
                assert roll.level.low <= above.level.low
                assert roll.score.low <= above.score.low
                assert roll.lowest.low <= above.lowest.low


def test_a_range_is_exactly_what_rating_the_open_cells_can_give() -> None:
    for state in states(OPEN, *GRADES[:3]):
        if OPEN in state:
            place = state.index(OPEN)
            rated = [five(*state[:place], given, *state[place + 1 :]) for given in GRADES]
            for key, roll in five(*state).items():
                assert roll.level == hull(other[key].level for other in rated)
                assert roll.score == hull(other[key].score for other in rated)
                assert roll.lowest == hull(other[key].lowest for other in rated)


def hull(ranges: Iterable[Range | None]) -> Range:
    held = [found for found in ranges if found]
    return Range(min(found.low for found in held), max(found.high for found in held))


def test_an_open_range_holds_what_not_applicable_gives_too() -> None:
    for state in states(OPEN, *GRADES[1:3]):
        for place in range(len(state)):
            left_out = five(*state[:place], None, *state[place + 1 :])
            for key, roll in five(*state[:place], OPEN, *state[place + 1 :]).items():
                inner = left_out[key]
                for narrow, wide in (
                    (inner.level, roll.level),
                    (inner.score, roll.score),
                    (inner.lowest, roll.lowest),
                ):
                    assert wide
                    assert narrow is None or hull([narrow, wide]) == wide


def test_the_highest_level_is_the_one_that_the_rule_states() -> None:
    # The rule in its own words, against every row of three parts with weights 1, 1, 2.
    rule = LevelRule("threshold", tuple(map(Fraction, range(5))), Fraction(3, 4), 1)
    for levels in itertools.product(range(5), repeat=3):
        pairs = zip((1, 1, 2), levels, strict=True)
        parts = [Part(Fraction(weight), Fraction(level)) for weight, level in pairs]
        expected = 0
        for number in range(1, 5):
            at = sum(weight for weight, level in zip((1, 1, 2), levels, strict=True) if level >= number)
            if at * 100 >= 75 * 4 and number - min(levels) <= 1:
                expected = number
        assert highest(rule, parts, high=False) == expected


POOL = (
    item("a"),
    item("b", valid_until="2026-12-31"),
    item("c", kind="survey", collected="2025-08-01"),
    item("d", review_every="P6M"),
    item("e", valid_until="2026-01-31"),
)
POOL_IDS = [found.id for found in POOL]


def by_chance(seed: int, evidence: str = "cap") -> tuple[Assessment, Cycle]:
    """SMALL graded by up to three assessors, with gaps, disputes and not-applicables, on items of POOL."""
    chance = random.Random(seed)
    grades = []
    for key in SMALL.cells:
        for by in ("one", "two", "three")[: chance.choice([1, 1, 1, 2, 3])]:
            given = chance.choice([None, 0, 1, 2, 2, 3, 3, 3, 4])
            if given is None and key[1] in ("approach", "deployment"):
                continue
            evidence_of = [
                cite(found.id, chance.choice([None, 1, 2, 3, 4]))
                for found in chance.sample(POOL, chance.randrange(3))
            ]
            grades.append(grade(*key, given, *evidence_of, by=by))
    rules = policy("cap" if evidence == "cap" else "report", survey="P12M")
    return assessment(SMALL, *POOL, rules=rules), cycle(*grades)


@pytest.mark.parametrize("seed", range(8))
def test_the_order_of_grades_does_not_matter(seed: int) -> None:
    found, held = by_chance(seed)
    grades = list(held.grades)
    random.Random(seed).shuffle(grades)
    one = compute(found, held, TODAY)
    other = compute(found, dataclasses.replace(held, grades=tuple(grades)), TODAY)
    assert one.cells == other.cells
    assert one.steps == other.steps


@pytest.mark.parametrize("seed", range(8))
def test_the_order_of_items_does_not_matter(seed: int) -> None:
    found, held = by_chance(seed)
    turned = dataclasses.replace(found, items={name: found.items[name] for name in reversed(POOL_IDS)})
    assert compute(found, held, TODAY).steps == compute(turned, held, TODAY).steps


@pytest.mark.parametrize("evidence", ["cap", "report"])
@pytest.mark.parametrize("seed", range(8))
def test_what_counts_is_never_more_than_what_is_claimed(seed: int, evidence: str) -> None:
    result = compute(*by_chance(seed, evidence), TODAY)
    for cell in result.cells.values():
        if cell.claimed and cell.effective and cell.supported:
            assert cell.effective.low <= cell.claimed.low
            assert cell.effective.high <= cell.claimed.high
            if evidence == "cap":
                assert cell.effective.high <= cell.supported.high
    for step in result.steps.values():
        for counts, says in (
            (step.effective.level, step.claimed.level),
            (step.effective.score, step.claimed.score),
            (step.effective.lowest, step.claimed.lowest),
        ):
            assert (counts is None) == (says is None)
            if counts and says:
                assert counts.low <= says.low
                assert counts.high <= says.high


@pytest.mark.parametrize("seed", range(8))
def test_withdrawing_an_item_never_raises_anything(seed: int) -> None:
    found, held = by_chance(seed)
    before = compute(found, held, TODAY)
    for name in found.items:
        gone = {
            **found.items,
            name: dataclasses.replace(found.items[name], withdrawn=item(withdrawn="2026-03-01").withdrawn),
        }
        after = compute(dataclasses.replace(found, items=gone), held, TODAY)
        assert_no_lower(after, before)
        for key, step in after.steps.items():
            assert step.claimed == before.steps[key].claimed


@pytest.mark.parametrize("seed", range(8))
def test_raising_one_grade_of_a_single_assessor_never_lowers_anything(seed: int) -> None:
    found, held = by_chance(seed)
    single = [given for given in held.grades if given.assessor == "one"]
    before = compute(found, cycle(*single), TODAY)
    for place, given in enumerate(single):
        if given.grade is not None and given.grade < 4:
            higher = dataclasses.replace(given, grade=given.grade + 1)
            after = compute(found, cycle(*single[:place], higher, *single[place + 1 :]), TODAY)
            assert_no_lower(before, after)


@pytest.mark.parametrize("seed", range(8))
def test_agreeing_on_one_of_the_grades_given_stays_within_the_range(seed: int) -> None:
    found, held = by_chance(seed)
    before = compute(found, held, TODAY)
    for cell in before.cells.values():
        if cell.status is Status.CONSENSUS_NEEDED:
            for settled in {given.grade for given in cell.grades}:
                agreed = [
                    dataclasses.replace(given, grade=settled, evidence=pinned(given))
                    if (given.node, given.attribute) == cell.key
                    else given
                    for given in held.grades
                ]
                assert_within(compute(found, cycle(*agreed), TODAY), before)


def pinned(given: Grade) -> tuple[Citation, ...]:
    """The evidence of a grade as far as it carries now, whatever the grade becomes."""
    return tuple(
        dataclasses.replace(cited, carries=given.grade)
        if cited.carries is None and given.grade is not None
        else cited
        for cited in given.evidence
    )
