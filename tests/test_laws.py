"""Laws that hold for any model and any grades, tried on small ones by chance (see `chance.py`).

Examples are the same in every run: what fails once fails everywhere.
"""

from __future__ import annotations

import dataclasses
import datetime as dt
import itertools
from collections.abc import Iterable, Iterator, Mapping, Sequence
from fractions import Fraction
from typing import Literal, TypeAlias

from hypothesis import HealthCheck, assume, given, settings
from hypothesis import strategies as st

from assay.assessment import Citation, Grade, Item
from assay.levels import CellKey, Result, Roll, Status, StepKey, compute
from assay.model import Model
from assay.ranges import Range
from assay.whatif import coming_drops, fragile_cells, least_raise
from builders import TODAY, assessment, cycle, item, policy
from chance import grades_of, models

law = settings(
    max_examples=50,
    database=None,
    derandomize=True,
    deadline=None,
    suppress_health_check=[HealthCheck.too_slow, HealthCheck.filter_too_much, HealthCheck.data_too_large],
)

NOT_APPLICABLE: Literal["n/a"] = "n/a"

Card: TypeAlias = Mapping[CellKey, "Fraction | Literal['n/a']"]
"""The grade of each cell, or that it is not applicable; a cell without either is blank."""


def graded(key: CellKey, value: Fraction | Literal["n/a"], *cited: Citation, by: str = "one") -> Grade:
    not_applicable = value == NOT_APPLICABLE
    return Grade(
        assessor=by,
        node=key[0],
        attribute=key[1],
        grade=None if isinstance(value, str) else value,
        not_applicable="there is none here" if not_applicable else "",
        approved_by="",
        rationale="",
        evidence=cited,
        against=(),
        graded_on=None,
        file=f"cycles/now/grades/{by}.yaml",
        at=(),
    )


def result_of(
    model: Model, grades: Iterable[Grade], *items: Item, cap: bool = False, on: dt.date = TODAY
) -> Result:
    rules = policy("cap" if cap else "report")
    return compute(assessment(model, *items, rules=rules), cycle(*grades), on)


def of(model: Model, card: Card) -> Result:
    return result_of(model, [graded(key, value) for key, value in card.items()])


@st.composite
def cards(draw: st.DrawFn, model: Model, *, blanks: bool = True) -> dict[CellKey, Fraction | Literal["n/a"]]:
    """Grades, some cells blank, and not applicable where that is allowed."""
    found: dict[CellKey, Fraction | Literal["n/a"]] = {}
    for key in model.cells:
        kind = draw(st.integers(0, 5))
        if kind == 0 and model.not_applicable(*key) != "forbid":
            found[key] = NOT_APPLICABLE
        elif kind > 1 or not blanks:
            found[key] = draw(st.sampled_from(grades_of(model.scale(*key))))
    return found


def three(roll: Roll) -> tuple[Range | None, ...]:
    return roll.level, roll.score, roll.lowest


def assert_no_lower(higher: Roll, lower: Roll, what: object = None) -> None:
    """Both bounds of level, score and lowest cell are no lower."""
    for one, other in zip(three(higher), three(lower), strict=True):
        assert (one is None) == (other is None), what
        if one and other:
            assert one.low >= other.low, what
            assert one.high >= other.high, what


# One grade higher


@law
@given(st.data())
def test_raising_a_grade_lowers_nothing(data: st.DataObject) -> None:
    model = data.draw(models())
    card = data.draw(cards(model))
    rated = [key for key, value in card.items() if not isinstance(value, str)]
    assume(rated)
    key = data.draw(st.sampled_from(rated))
    before = of(model, card)
    for grade in grades_of(model.scale(*key)):
        held = card[key]
        if not isinstance(held, str) and grade > held:
            after = of(model, {**card, key: grade})
            for name, step in after.steps.items():
                assert_no_lower(step.effective, before.steps[name].effective, name)


# Order


@st.composite
def panels(draw: st.DrawFn, model: Model, names: Sequence[str]) -> list[Grade]:
    return [graded(key, value, by=name) for name in names for key, value in draw(cards(model)).items()]


@law
@given(st.data())
def test_neither_the_order_of_files_nor_who_is_who_changes_anything(data: st.DataObject) -> None:
    model = data.draw(models(cells=4))
    grades = data.draw(panels(model, ("one", "two", "three")))
    shuffled = data.draw(st.permutations(grades))
    before, after = result_of(model, grades), result_of(model, shuffled)
    assert after.steps == before.steps
    assert after.cells == before.cells
    renamed = {"one": "three", "two": "one", "three": "two"}
    others = [dataclasses.replace(grade, assessor=renamed[grade.assessor]) for grade in grades]
    assert result_of(model, others).steps == before.steps


# Evidence

ITEMS = tuple(item(f"i{number}") for number in range(4))


@st.composite
def supported(draw: st.DrawFn, model: Model, names: Sequence[str] = ("one", "two")) -> list[Grade]:
    """Grades of assessors, each citing some of ITEMS, which carry the grade or some other."""

    def citations(key: CellKey) -> tuple[Citation, ...]:
        cited = draw(st.lists(st.sampled_from(ITEMS), max_size=2, unique_by=lambda one: one.id))
        carried = st.none() | st.sampled_from(grades_of(model.scale(*key)))
        return tuple(Citation(one.id, draw(carried), "") for one in cited)

    return [
        graded(key, value, *(citations(key) if not isinstance(value, str) else ()), by=name)
        for name in names
        for key, value in draw(cards(model)).items()
    ]


@law
@given(st.data())
def test_what_counts_is_no_higher_than_what_is_claimed(data: st.DataObject) -> None:
    model = data.draw(models(cells=4))
    result = result_of(model, data.draw(supported(model)), *ITEMS, cap=True)
    for name, step in result.steps.items():
        assert_no_lower(step.claimed, step.effective, name)
    for cell in result.cells.values():
        if cell.claimed and cell.effective:
            assert cell.effective.low <= cell.claimed.low
            assert cell.effective.high <= cell.claimed.high


@law
@given(st.data())
def test_withdrawing_evidence_raises_nothing(data: st.DataObject) -> None:
    model = data.draw(models(cells=4))
    grades = data.draw(supported(model))
    gone = data.draw(st.sampled_from(ITEMS))
    left = [item(one.id, withdrawn="2026-02-01") if one is gone else one for one in ITEMS]
    before = result_of(model, grades, *ITEMS, cap=True)
    after = result_of(model, grades, *left, cap=True)
    for name, step in before.steps.items():
        assert_no_lower(step.effective, after.steps[name].effective, name)
        assert_no_lower(step.supported, after.steps[name].supported, name)
        assert three(step.claimed) == three(after.steps[name].claimed)


# Open cells


def assert_within(inner: Result, outer: Result) -> None:
    for name, step in inner.steps.items():
        for one, other in zip(three(step.effective), three(outer.steps[name].effective), strict=True):
            if one:
                assert other, name
                assert other.low <= one.low <= one.high <= other.high, name


def answers(model: Model, key: CellKey) -> Iterator[Fraction | Literal["n/a"]]:
    """All that may come out of an open cell."""
    yield from grades_of(model.scale(*key))
    if model.not_applicable(*key) != "forbid":
        yield NOT_APPLICABLE


@law
@given(st.data())
def test_whatever_comes_out_of_a_blank_lies_in_the_ranges_before(data: st.DataObject) -> None:
    model = data.draw(models(unrated=("block", "withhold")))
    card = data.draw(cards(model))
    blank = [key for key in model.cells if key not in card]
    assume(blank)
    before = of(model, card)
    for key in blank:
        for answer in answers(model, key):
            assert_within(of(model, {**card, key: answer}), before)


@law
@given(st.data())
def test_whatever_settles_a_dispute_lies_in_the_ranges_before(data: st.DataObject) -> None:
    model = data.draw(models(cells=4))
    first, second = data.draw(cards(model)), data.draw(cards(model))
    both = [graded(key, value) for key, value in first.items()]
    both += [graded(key, value, by="two") for key, value in second.items()]
    before = result_of(model, both)
    open_cells = [cell for cell in before.cells.values() if cell.status is Status.CONSENSUS_NEEDED]
    assume(open_cells)
    for cell in open_cells:
        others = [grade for grade in both if (grade.node, grade.attribute) != cell.key]
        against = {first[cell.key], second[cell.key]} & {NOT_APPLICABLE}
        for answer in answers(model, cell.key):
            assert cell.claimed
            if answer == NOT_APPLICABLE:
                if not against:
                    continue
            elif answer not in cell.claimed:
                continue
            assert_within(result_of(model, [*others, graded(cell.key, answer)]), before)


# The least that would raise a level


def low(result: Result, key: StepKey) -> Fraction:
    held = result.steps[key].effective.level
    assert held is not None
    return held.low


def raisable(result: Result, key: StepKey) -> list[CellKey]:
    """The cells of a step that a grade can raise: those that are there, and judged applicable."""
    cells = (result.cells[name] for name in result.steps[key].step.cells)
    return [cell.key for cell in cells if cell.effective and cell.status is not Status.NOT_APPLICABLE]


def raised(model: Model, card: Card, cells: Iterable[CellKey]) -> Result:
    return of(model, {**card, **{key: model.scale(*key).high for key in cells}})


@law
@given(st.data())
def test_the_least_raise_reaches_the_level_and_no_smaller_set_does(data: st.DataObject) -> None:
    model = data.draw(models(cells=5))
    card = data.draw(cards(model))
    result = of(model, card)
    for key, step in result.steps.items():
        rule = step.step.rule
        if rule is None or step.effective.level is None:
            continue
        for wanted in rule.outcomes:
            if wanted <= low(result, key):
                continue
            found = least_raise(result, key, wanted)
            cells = raisable(result, key)
            if found is None:
                assert low(raised(model, card, cells), key) < wanted, (key, wanted)
                continue
            assert found.cells.keys() <= set(cells), (key, wanted)
            assert all(model.scale(*name).holds(grade) for name, grade in found.cells.items())
            assert low(of(model, {**card, **found.cells}), key) >= wanted, (key, wanted)
            for fewer in itertools.combinations(cells, len(found.cells) - 1):
                assert low(raised(model, card, fewer), key) < wanted, (key, wanted, fewer)


# The margin


@law
@given(st.data())
def test_the_fragile_cells_are_those_whose_fall_alone_drops_the_level(data: st.DataObject) -> None:
    model = data.draw(models(cells=5))
    card = data.draw(cards(model))
    result = of(model, card)
    for key, step in result.steps.items():
        if step.effective.level is None:
            continue
        wanted = {}
        for name in step.step.cells:
            held, scale = card.get(name), model.scale(*name)
            if held is None or isinstance(held, str):
                continue
            lower = [grade for grade in scale.grades if grade < held]
            drops = [one for one in lower if low(of(model, {**card, name: one}), key) < low(result, key)]
            if drops:
                wanted[name] = max(drops)
        assert fragile_cells(result, key) == wanted, key


# Time

DAYS = [TODAY + dt.timedelta(days=days) for days in range(6)]


@law
@given(st.data())
def test_the_coming_drops_are_what_computing_every_day_gives(data: st.DataObject) -> None:
    model = data.draw(models(cells=4))
    ends = [data.draw(st.none() | st.sampled_from(DAYS[:-1])) for _ in ITEMS]
    items = [
        item(one.id, valid_until=end.isoformat() if end else None)
        for one, end in zip(ITEMS, ends, strict=True)
    ]
    grades = data.draw(supported(model))
    today = result_of(model, grades, *items, cap=True)
    drops = {drop.last_day: drop for drop in coming_drops(today, DAYS[-1])}
    before = today
    for last, day in itertools.pairwise(DAYS):
        after = result_of(model, grades, *items, cap=True, on=day)
        fell = {key: cell.effective for key, cell in after.cells.items()} != {
            key: cell.effective for key, cell in before.cells.items()
        }
        assert (last in drops) == fell
        if fell:
            assert drops[last].after.cells == after.cells
            assert drops[last].after.steps == after.steps
        before = after
