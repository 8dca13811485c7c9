"""Rules at their edges, most of them found by the laws in `test_laws.py`: one small model each."""

from __future__ import annotations

from collections.abc import Mapping
from fractions import Fraction
from typing import Any

import pytest

from assay.levels import CellKey, Result, compute
from assay.model import ITSELF, OVERALL, Model, build_model
from assay.ranges import Range
from assay.whatif import coming_drops, fragile_cells, least_raise
from builders import assess, assessment, cite, cycle, day, grade, item

ZERO_TO_THREE = {"id": "marks", "values": {"none": 0, "L1": 1, "L2": 2, "L3": 3}}
ONE_TO_THREE = {"id": "marks", "values": {"L1": 1, "L2": 2, "L3": 3}}
PERCENT = {"id": "nplf", "bands": [["N", 15], ["P", 50], ["L", 85], ["F", 100]]}


def model_of(*criteria: Mapping[str, Any], scale: Mapping[str, Any] = ZERO_TO_THREE, **scoring: Any) -> Model:
    """A model with levels 1 to 3 whose criteria are graded on themselves, on the first scale."""
    scales = [scale, {"id": "verdict", "values": {"unsatisfied": 0, "satisfied": 1}}]
    return build_model(
        "edge",
        {
            "version": "1",
            "title": "Edge",
            "levels": [{"number": n, "id": f"l{n}", "title": f"Level {n}"} for n in (1, 2, 3)],
            "scales": scales,
            "criteria": [_titled(one) for one in criteria],
            "scoring": scoring,
        },
        "",
    )


def _titled(entry: Mapping[str, Any]) -> dict[str, Any]:
    children = [_titled(child) for child in entry.get("criteria", ())]
    return {"title": entry["id"], **entry, **({"criteria": children} if children else {})}


def of(model: Model, **grades: float | None) -> Result:
    """The result of these grades; None is not applicable, what is not named is blank."""
    return assess(model, *(grade(name, ITSELF, given) for name, given in grades.items()))


def at(node: str) -> CellKey:
    return node, ITSELF


def span(low: int | Fraction, high: int | Fraction) -> Range:
    return Range(Fraction(low), Fraction(high))


A, B, C = {"id": "a"}, {"id": "b"}, {"id": "c"}


# What may yet be left out


def test_the_lowest_cell_may_be_higher_once_an_open_one_turns_out_not_applicable() -> None:
    model = model_of(A, B, level={"combine": "min", "base": 0})
    assert of(model, b=3).overall.effective.lowest == span(0, 3)
    assert of(model).overall.effective.lowest == span(0, 3)


def test_an_open_stage_may_come_to_ask_for_nothing() -> None:
    # The scale ends at 2, the rule asks for 3: rated, b blocks level 2; not applicable, it does not.
    short = {"id": "marks", "values": {"none": 0, "some": 2, "much": 3}}
    model = model_of(
        {"id": "a", "stage": 1, "scale": "marks"},
        {"id": "b", "stage": 2, "scale": "verdict"},
        scale=short,
        level={"combine": "staged", "own": 2, "base": 0},
    )
    assert of(model, a=3).overall.effective.level == span(1, 3)
    assert of(model, a=3, b=1).overall.level == 1
    assert of(model, a=3, b=None).overall.level == 3


def test_there_is_no_level_where_no_stage_has_a_part_left() -> None:
    model = model_of({"id": "a", "stage": 1}, B, level={"combine": "staged", "own": 2, "base": 0})
    assert of(model, a=2, b=0).overall.level == 3  # higher stages have no parts, so they ask for nothing
    assert of(model, a=None, b=0).overall.effective.level is None


def test_a_sum_as_a_part_of_the_most_holds_whatever_comes_out_of_a_blank() -> None:
    # 1 of 3, and a blank: 1 of 6 to 4 of 6; not applicable, it is 1 of 3
    model = model_of(
        {"id": "group", "criteria": [A, B]},
        score={"combine": "sum"},
        nodes={"overall": {"score": {"combine": "sum", "out_of": 100}}},
    )
    assert of(model, a=1).overall.effective.score == span(Fraction(100, 6), Fraction(400, 6))
    assert of(model, a=1, b=None).overall.score == Fraction(100, 3)


def test_the_middle_of_scores_out_of_a_hundred_is_taken_of_what_each_could_be() -> None:
    # 3 of 3 points is more than 4 of 9, whichever number is the larger.
    model = model_of(
        {"id": "small", "criteria": [A]},
        {"id": "large", "criteria": [B, C, {"id": "d"}]},
        score={"combine": "sum"},
        nodes={"overall": {"score": {"combine": "min", "out_of": 100}}},
    )
    assert of(model, a=3, b=2, c=2, d=0).overall.score == Fraction(400, 9)
    assert of(model, a=1, b=2, c=2, d=0).overall.score == Fraction(100, 3)


def test_a_level_or_a_score_may_vanish_alone() -> None:
    # The level of the group follows from a only: b has none. Without a, the group has no level but a score.
    model = model_of(
        {"id": "group", "criteria": [A, B]},
        C,
        level={"combine": "min", "base": 0},
        score={"combine": "mean"},
        nodes={"b": {"level": {"combine": "none"}}},
    )
    assert of(model, a=None, b=2, c=3).overall.level == 3
    assert of(model, b=2, c=3).overall.effective.level == span(0, 3)
    assert of(model, a=None, b=2, c=3).overall.score == Fraction(5, 2)


def test_rating_a_part_that_might_be_left_out_may_be_all_that_is_needed() -> None:
    # a has the weight and at least level 1 whatever it is graded; it only may turn out not applicable.
    model = model_of(
        {"id": "a", "weight": 3},
        B,
        scale=ONE_TO_THREE,
        level={"combine": "threshold", "share": 0.75, "behind": 9, "needs": [1, 2, 3], "base": 0},
        nodes={"b": {"level": {"combine": "min", "base": 0, "needs": [2, 3, 3]}}},
    )
    result = of(model, b=1)
    assert result.overall.effective.level == span(0, 3)
    found = least_raise(result, (OVERALL, None), 1)
    assert found is not None
    assert found.cells in ({at("a"): Fraction(1)}, {at("b"): Fraction(2)})
    assert len(found.cells) == 1


# Withheld levels


def test_a_level_is_withheld_as_long_as_assessors_disagree_whatever_evidence_carries() -> None:
    model = model_of(
        A, B, level={"combine": "max", "base": 1}, unrated="withhold", assessors={"max_spread": 0}
    )
    grades = [grade("a", ITSELF, 1, cite("minutes", 0)), grade("a", ITSELF, 0, by="two")]
    result = assess(model, *grades, grade("b", ITSELF, 3, "minutes"), items=[item("minutes")], evidence="cap")
    assert result.cells[at("a")].effective == Range.point(0)
    assert result.overall.effective.level == result.overall.claimed.level == span(1, 3)


def test_a_level_by_score_is_withheld_as_well() -> None:
    model = model_of(
        A,
        B,
        level={"combine": "score", "needs": [1, 2], "base": 1},
        score={"combine": "max"},
        unrated="withhold",
    )
    assert of(model, a=3).overall.effective.level == span(1, 3)
    assert of(model, a=3, b=0).overall.level == 3


# Time and margin


def test_stages_are_found_below_what_evidence_leaves_as_it_was() -> None:
    # Only the first group rests on what ends; the rule looks into the second all the same.
    attributes = [{"id": "one", "title": "One", "question": "?", "stage": 1, "scale": "marks"}]
    model = build_model(
        "edge",
        {
            "version": "1",
            "title": "Edge",
            "levels": [{"number": n, "id": f"l{n}", "title": f"Level {n}"} for n in (1, 2)],
            "scales": [ZERO_TO_THREE],
            "attributes": attributes,
            "criteria": [
                {
                    "id": name,
                    "title": name,
                    "attributes": ["one"],
                    "criteria": [{"id": f"{name}1", "title": name}],
                }
                for name in ("a", "b")
            ],
            "scoring": {"level": {"combine": "staged", "own": 1, "base": 0}},
        },
        "",
    )
    items = [item("short", valid_until="2026-06-10"), item("long")]
    held = cycle(grade("a1", "one", 1, "short"), grade("b1", "one", 1, "long"))
    result = compute(assessment(model, *items), held, day("2026-06-01"))
    [drop] = coming_drops(result, day("2027-01-01"))
    assert [result.overall.level, drop.after.overall.level] == [2, 0]


def test_a_percentage_may_fall_within_its_band_and_drop_a_level_that_goes_by_the_score() -> None:
    model = model_of(
        {"id": "a", "scale": "nplf"},
        scale=PERCENT,
        level={"combine": "score", "needs": [0, 10, 60]},
        score={"combine": "mean"},
    )
    assert fragile_cells(of(model, a=12), (OVERALL, None)) == {at("a"): Fraction(0)}


def test_what_is_not_applicable_and_counts_as_satisfied_cannot_fall() -> None:
    model = model_of(A, B, level={"combine": "min", "base": 0}, not_applicable="satisfied")
    assert fragile_cells(of(model, a=2, b=None), (OVERALL, None)) == {at("a"): Fraction(1)}


# Scores put back on a scale

BACK = {"level": {"combine": "score", "scale": "nplf"}, "score": {"combine": "mean"}}


def percents(*values: float | None) -> Result:
    names = ("a", "b", "c")[: len(values)]
    model = model_of(*({"id": name, "scale": "nplf"} for name in names), scale=PERCENT, **BACK)
    return of(model, **dict(zip(names, values, strict=True)))


@pytest.mark.parametrize(
    ("values", "band"), [((10, 20), 15), ((10, 20.1), 50), ((70, 100), 85), ((70, 100, 85.1), 100)]
)
def test_a_score_lies_in_a_band_whose_upper_bound_belongs_to_it(values: tuple[float, ...], band: int) -> None:
    result = percents(*values)
    assert result.overall.level == band
    assert [tally.level for tally in result.overall.tallies if tally.reached] == [
        bound for bound in (50, 85, 100) if bound <= band
    ]


def test_a_score_at_a_bound_names_what_holds_it_down_and_rises_by_more_than_nothing() -> None:
    result = percents(85, 85)
    assert result.overall.level == 85
    assert result.overall.limited_by == (at("a"), at("b"))
    found = least_raise(result, (OVERALL, None))
    assert found is not None
    assert list(found.cells.values()) == [100]


def test_a_score_is_the_highest_grade_of_a_scale_that_it_reaches() -> None:
    model = model_of(
        A, B, C, level={"combine": "score", "scale": "verdict"}, score={"combine": "mean", "out_of": 1}
    )
    assert of(model, a=3, b=3, c=3).overall.level == 1
    assert of(model, a=3, b=3, c=2).overall.level == 0


# Shares, distances, places


def test_behind_counts_grades_where_a_rule_has_a_scale() -> None:
    # F asks all but one band below: L for the rest; 85 - 1 = 84 would ask for nothing of the kind.
    model = model_of(
        *({"id": name, "scale": "nplf"} for name in ("a", "b", "c", "d")),
        scale=PERCENT,
        level={"combine": "threshold", "share": 0.75, "behind": 1, "scale": "nplf"},
    )
    assert of(model, a=100, b=100, c=100, d=60).overall.level == 100
    assert of(model, a=100, b=100, c=100, d=50).overall.level == 85
    assert of(model, a=100, b=100, c=100, d=10).overall.level == 50


def test_a_share_of_each_stage_is_enough() -> None:
    names = [{"id": f"a{n}", "stage": 1} for n in range(4)] + [{"id": "b", "stage": 2}]
    model = model_of(*names, level={"combine": "staged", "share": 0.75, "own": 1, "below": 2, "base": 0})
    assert of(model, a0=1, a1=1, a2=1, a3=0, b=1).overall.level == 1  # for 2, three of stage 1 need 2
    result = of(model, a0=2, a1=2, a2=1, a3=0, b=1)
    assert result.overall.level == 1
    assert result.overall.tallies[1].trailing == (("a2", None), ("a3", None))
    assert of(model, a0=2, a1=2, a2=2, a3=0, b=1).overall.level == 2  # for 3, stage 2 needs 2 as well
    assert of(model, a0=2, a1=2, a2=2, a3=0, b=2).overall.level == 3


def test_what_stands_under_overall_about_not_applicable_holds_for_all() -> None:
    model = model_of(A, level={"combine": "min"}, nodes={"overall": {"not_applicable": "forbid"}})
    assert model.not_applicable("a", ITSELF) == "forbid"
