"""Forms that other methods have, to try what a model file can say: each test states the rule it follows.

The models are in `models/`: points out of 1000, levels by points, requirements by level, decimals, shares.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from fractions import Fraction
from pathlib import Path

import pytest

from assay.levels import Result
from assay.model import OVERALL
from methods import Grades, Written, assessed, level, score


def test_points_are_summed_from_percentages_and_place_the_whole(tmp_path: Path) -> None:
    # Rule: an item has its percentage of its points; the whole is the sum, out of 1000; levels 2 to 4 begin
    # at 276, 476 and 776.
    given: dict[str, Written] = {
        **{f"leadership-{n}": 50 for n in (1, 2)},  # 60 of 120
        **{f"strategy-{n}": 40 for n in (1, 2)},  # 34 of 85
        "customers-1": 100, "customers-2": 0,  # 40 of 85
        **{f"measurement-{n}": 30 for n in (1, 2)},  # 27 of 90
        **{f"workforce-{n}": 20 for n in (1, 2)},  # 17 of 85
        **{f"operations-{n}": 60 for n in (1, 2)},  # 51 of 85
        "results-1": 45, "results-2": 5, "results-3": 5, "results-4": 0, "results-5": 0,  # 54 + 4 + 4 of 450
    }  # fmt: skip
    result = assessed(tmp_path, "points", given)
    tops = ("leadership", "strategy", "customers", "measurement", "workforce", "operations", "results")
    assert [score(result, top) for top in tops] == [60, 34, 40, 27, 17, 51, 62]
    assert score(result, OVERALL) == 291
    assert result.overall.effective.full == 1000
    assert level(result, OVERALL) == 2
    lower = assessed(tmp_path, "points", {**given, "operations-1": 55, "results-1": 30})  # -2.25 and -18
    assert score(lower, OVERALL) == Fraction(1083, 4)
    assert level(lower, OVERALL) == 1


POINTS = dict.fromkeys(
    ("leadership", "strategy", "customers", "measurement", "workforce", "operations"), 2
) | {"results": 5}


def test_points_that_are_exactly_enough_are_enough(tmp_path: Path) -> None:
    given: dict[str, Written] = {
        f"{name}-{n}": 0 for name, count in POINTS.items() for n in range(1, count + 1)
    }
    given |= {"leadership-1": 100, "leadership-2": 100, "strategy-1": 100, "strategy-2": 100}  # 205
    given |= {"customers-1": 100, "results-5": 30, "results-2": 5}  # 40 + 27 + 4 = 71
    result = assessed(tmp_path, "points", given)
    assert score(result, OVERALL) == 276
    assert level(result, OVERALL) == 2


def requirements(folder: Path, **unmet: Written) -> Result:
    names = ("access", "awareness", "audit")
    given: dict[str, Written] = {f"{name}-{number}": "met" for name in names for number in range(1, 7)}
    return assessed(folder, "requirements", given | {k.replace("_", "-"): v for k, v in unmet.items()})


def test_one_unmet_requirement_costs_its_level_and_all_above(tmp_path: Path) -> None:
    # Rule: requirements 1-2 of each domain are of level 1, 3-5 of level 2, 6 of level 3; all of a level must
    # be met.
    assert level(requirements(tmp_path), OVERALL) == 3
    assert level(requirements(tmp_path, audit_6="not-met"), OVERALL) == 2
    assert level(requirements(tmp_path, audit_4="not-met"), OVERALL) == 1
    assert level(requirements(tmp_path, audit_1="not-met"), OVERALL) == 0
    assert level(requirements(tmp_path, audit_1=None), OVERALL) == 3  # not applicable counts as met


def test_a_sum_out_of_a_hundred_is_the_percentage_of_what_could_be(tmp_path: Path) -> None:
    result = requirements(tmp_path, audit_6="not-met", access_1="not-met", access_2="not-met")
    assert score(result, OVERALL) == Fraction(1500, 18)  # 15 of 18
    assert score(result, "access") == Fraction(400, 6)


@pytest.mark.parametrize(
    ("answers", "wanted", "mean"),
    [
        ((2.4, 9, 9, 9), 4, Fraction(294, 40)),  # three of four at 7.5 and more
        ((2.4, 2.4, 9, 9), 1, Fraction(228, 40)),  # the lower of the two middle ones is 2.4
        ((2.5, 2.5, 9, 9), 2, Fraction(23, 4)),  # exactly enough
        ((7.4, 7.4, 7.5, 0.1), 3, Fraction(224, 40)),
    ],
)
def test_decimals_are_compared_with_what_levels_need(
    tmp_path: Path, answers: Sequence[float], wanted: int, mean: Fraction
) -> None:
    names = ("lead-time", "frequency", "failures", "recovery")
    result = assessed(tmp_path, "quick-check", dict(zip(names, answers, strict=True)))
    assert level(result, OVERALL) == wanted
    assert score(result, OVERALL) == mean


def test_blanks_that_are_left_out_leave_the_mean_of_the_others(tmp_path: Path) -> None:
    result = assessed(tmp_path, "quick-check", {"lead-time": 6.4, "recovery": 7})
    assert score(result, OVERALL) == Fraction(67, 10)
    assert level(result, OVERALL) == 3  # the lower of two
    assert assessed(tmp_path, "quick-check", {}).overall.effective.absent


def activities(folder: Path, done: Mapping[int, int]) -> Fraction | None:
    """The level of a process with so many activities of each level done fully (of 2, 20 and 3)."""
    counts = {1: 2, 2: 20, 3: 3}
    given: Grades = {
        f"problems-{stage}-{number}": "fully" if number <= done.get(stage, 0) else "partly"
        for stage, count in counts.items()
        for number in range(1, count + 1)
    }
    result = assessed(folder, "activities", given)
    assert level(result, OVERALL) == 0  # the other process is blank, and the weakest decides
    return level(result, "problems")


def test_a_share_of_a_stage_is_enough_and_stays_enough_for_higher_ones(tmp_path: Path) -> None:
    # Rule: 85 % of the activities of a level; 17 of 20 are exactly 85 %, of 2 and of 3 it takes all.
    assert activities(tmp_path, {1: 2, 2: 17}) == 2
    assert activities(tmp_path, {1: 2, 2: 16, 3: 3}) == 1
    assert activities(tmp_path, {1: 2, 2: 17, 3: 3}) == 3
    assert activities(tmp_path, {1: 1, 2: 20, 3: 3}) == 0
