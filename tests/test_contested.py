"""What assessors have to talk about: which cells, in which order, and with what beside each."""

from __future__ import annotations

import dataclasses
import datetime as dt
from fractions import Fraction

from assay.agreement import ContestedCell, contested
from assay.agreement.contested import cell_weights
from assay.assessment import Consensus, Dissent, Grade
from assay.levels import CellKey, Result, compute, plan
from builders import SMALL, TODAY, assess, assessment, cycle, grade, policy


def both(at: str, attribute: str, *given: float | None) -> list[Grade]:
    """The grades of one cell by as many assessors."""
    names = ("one", "two", "three")
    return [grade(at, attribute, value, by=by) for value, by in zip(given, names, strict=False)]


def settlement(at: str, attribute: str, value: int) -> Consensus:
    return Consensus(
        node=at,
        attribute=attribute,
        unit=None,
        grade=Fraction(value),
        not_applicable="",
        approved_by="",
        reason="We looked at it together.",
        evidence=(),
        dissent=(Dissent("two", "Still too high."),),
        on=dt.date(2026, 5, 20),
        by=("one", "two"),
        file=f"cycles/now/consensus/{at}.yaml",
        at=("cells", attribute),
    )


def settled(*grades: Grade, by: Consensus) -> Result:
    held = dataclasses.replace(cycle(*grades), consensus=(by,))
    return compute(assessment(SMALL, rules=policy("report")), held, TODAY)


def keys(cells: tuple[ContestedCell, ...]) -> list[CellKey]:
    return [one.cell.key for one in cells]


def test_a_cell_on_which_all_agree_is_not_listed() -> None:
    found = contested(assess(SMALL, *both("vision", "approach", 2, 2), *both("calls", "trend", None, None)))
    assert (found.pending, found.settled) == ((), ())


def test_a_single_grade_is_not_contested() -> None:
    assert contested(assess(SMALL, *both("vision", "approach", 2))).pending == ()


def test_consensus_needed_comes_before_what_is_close_enough() -> None:
    found = contested(assess(SMALL, *both("vision", "approach", 2, 3), *both("visits", "target", 1, 3)))
    assert keys(found.pending) == [("visits", "target"), ("vision", "approach")]
    far, near = found.pending
    assert (far.needs_consensus, near.needs_consensus) == (True, False)
    assert [far.spread, far.limit] == [2, 1]
    assert [near.spread, near.limit] == [1, 1]


def test_the_larger_spread_comes_first() -> None:
    given = [*both("vision", "approach", 1, 3), *both("example", "approach", 0, 4, 2)]
    found = contested(assess(SMALL, *given, *both("visits", "target", 4, 1)))
    assert [one.cell.node for one in found.pending] == ["example", "visits", "vision"]
    assert [one.steps for one in found.pending] == [4, 3, 2]


def test_a_grade_against_not_applicable_counts_as_the_whole_scale() -> None:
    given = [*both("vision", "approach", 0, 3), *both("calls", "trend", 2, None)]
    first, second = contested(assess(SMALL, *given)).pending
    assert (first.cell.key, first.against, first.spread) == (("calls", "trend"), True, None)
    assert first.steps == 4
    assert (second.cell.key, second.against) == (("vision", "approach"), False)
    assert first.needs_consensus


def test_of_equal_spreads_what_holds_the_whole_down_comes_first() -> None:
    # All else is at 4. Of 3, 4 and 4 the lower median is 4; of 2 and 3 it is 2, which is too far behind.
    apart = {("vision", "approach"): (2, 3), ("visits", "target"): (3, 4, 4)}
    others = [grade(*key, 4) for key in SMALL.cells if key not in apart]
    given = [one for key, values in apart.items() for one in both(*key, *values)]
    first, second = contested(assess(SMALL, *others, *given)).pending
    assert (first.cell.key, first.holds_down) == (("vision", "approach"), True)
    assert (second.cell.key, second.holds_down) == (("visits", "target"), False)
    assert first.weight < second.weight


def test_then_the_cell_with_the_greater_share_in_the_whole_comes_first() -> None:
    # A fresh card is all open, so that every cell holds the whole down.
    found = contested(assess(SMALL, *both("vision", "approach", 1, 2), *both("visits", "target", 1, 2)))
    assert [(one.cell.node, one.weight) for one in found.pending] == [
        ("visits", Fraction(1, 8)),
        ("vision", Fraction(1, 32)),
    ]


def test_what_is_equal_stays_in_the_order_of_the_model() -> None:
    given = [*both("dialogue", "approach", 1, 2), *both("vision", "approach", 1, 2)]
    assert keys(contested(assess(SMALL, *given)).pending) == [
        ("vision", "approach"),
        ("dialogue", "approach"),
    ]


def test_the_shares_of_all_cells_are_one_whole() -> None:
    weights = cell_weights(plan(SMALL))
    assert weights.keys() == set(SMALL.cells)
    assert sum(weights.values()) == 1
    # Half of it the enablers; half of these leadership; half of that a row; a quarter of that the cell.
    assert weights["vision", "approach"] == Fraction(1, 32)


def test_everyones_grade_stays_beside_the_others_with_its_rationale() -> None:
    given = [
        dataclasses.replace(one, rationale=f"The view of {one.assessor}.")
        for one in both("vision", "approach", 1, 3)
    ]
    [found] = contested(assess(SMALL, *given)).pending
    assert [(one.assessor, one.grade, one.rationale) for one in found.grades] == [
        ("one", Fraction(1), "The view of one."),
        ("two", Fraction(3), "The view of two."),
    ]


def test_what_a_consensus_settled_has_a_list_of_its_own_and_keeps_dissent() -> None:
    result = settled(*both("vision", "approach", 1, 3), by=settlement("vision", "approach", 2))
    found = contested(result)
    assert found.pending == ()
    [one] = found.settled
    assert not one.needs_consensus
    assert [one.spread, one.limit] == [2, 1]
    assert one.consensus is not None
    assert (one.consensus.reason, one.consensus.by) == ("We looked at it together.", ("one", "two"))
    assert one.consensus.on == dt.date(2026, 5, 20)
    assert one.consensus.dissent == (Dissent("two", "Still too high."),)
    assert [given.grade for given in one.grades] == [1, 3]


def test_several_units_are_one_list() -> None:
    north, south = (
        dataclasses.replace(assess(SMALL, *both("vision", "approach", *given)), unit=unit)
        for unit, given in (("north", (2, 3)), ("south", (1, 3)))
    )
    found = contested(north, south)
    assert [one.unit for one in found.pending] == ["south", "north"]
    assert [one.steps for one in found.pending] == [2, 1]
