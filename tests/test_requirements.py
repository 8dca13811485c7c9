"""What evidence has to be before it carries a grade: by definition, by chance, and in the calendar."""

from __future__ import annotations

import datetime as dt
import itertools
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace
from fractions import Fraction
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from assay.assessment import Acceptance, Grade, Item, Source
from assay.duties import Duties
from assay.levels import Result, compute
from assay.model import Requirement, Scale, read_requirements
from assay.model.reading import read_scale
from assay.sufficiency import Lack, in_words, lacks, last_days, supported_grade
from assay.support import Standing, State, Support, origins, standing
from assay.whatif import coming_drops, fragile_cells, least_raise
from builders import SMALL, TODAY, assessment, cite, cycle, day, grade, item, policy
from chance import SCALES, grades_of

law = settings(
    max_examples=60,
    database=None,
    derandomize=True,
    deadline=None,
    suppress_health_check=[HealthCheck.too_slow, HealthCheck.filter_too_much, HealthCheck.data_too_large],
)

MARKS = SMALL.attributes["approach"].scale


def required(*entries: Mapping[str, Any]) -> tuple[Requirement, ...]:
    return read_requirements(entries)


def support(
    carries: float,
    *origins: str,
    kind: str = "document",
    accepted: bool = False,
    until: dt.date | None = None,
    state: State = State.CURRENT,
) -> Support:
    return Support(
        "item",
        Fraction(str(carries)),
        ("one",),
        Standing(state, until, of_kind(kind, origins or ("somebody",)), accepted),
    )


def source(**fields: Any) -> Source:
    empty = dict.fromkeys(("file", "url", "held_by", "sha256", "retrieved"))
    return Source(**{"title": "A source", "excerpt": "", **empty, **fields})


def of_kind(kind: str, origins: Iterable[str]) -> Item:
    """An item of a type, with sources of these origins."""
    return replace(item(kind=kind), sources=tuple(source(held_by=origin) for origin in origins))


# Examples


@pytest.mark.parametrize(
    ("supports", "asked", "carried"),
    [
        ([support(3)], [], 3),
        ([support(3)], [{"from": 3, "items": 2}], 2),
        ([support(3), support(3)], [{"from": 3, "items": 2}], 3),
        ([support(3), support(2)], [{"from": 3, "items": 2}], 2),  # only one carries 3
        ([support(4), support(3)], [{"from": 3, "items": 2}], 3),  # what carries 4 carries 3
        ([support(4), support(1)], [{"from": 3, "items": 2}], 2),
        ([support(3)], [{"items": 2}], 0),  # asked of every grade above the lowest
        ([support(3)], [{"from": "L3", "items": 2}], 2),
        ([support(3)], [{"from": "75%", "items": 2}], 2),
        ([support(3)], [{"from": "76%", "items": 2}], 3),
        ([support(3)], [{"from": "no such label", "items": 2}], 3),
        ([support(3), support(3)], [{"sources": 2}], 0),  # twice from the same
        ([support(3), support(3, "else")], [{"sources": 2}], 3),
        ([support(3, "one", "other")], [{"sources": 2}], 3),  # one item that was checked at two places
        ([support(3)], [{"types": ["record", "survey"]}], 0),
        ([support(3), support(2, kind="survey")], [{"types": ["record", "survey"]}], 2),
        ([support(3)], [{"accepted": True}], 0),
        ([support(3), support(1, accepted=True)], [{"accepted": True}], 1),
        ([support(3), support(3, accepted=True)], [{"from": 2, "items": 2, "accepted": True}], 1),
        ([support(3)], [{"from": 3, "items": 2}, {"from": 2, "types": ["record"]}], 1),  # the stricter
        ([support(3, state=State.ENDED), support(3)], [{"from": 2, "items": 2}], 1),
        ([], [{"items": 2}], 0),
    ],
)
def test_a_grade_is_carried_by_what_it_requires(
    supports: Sequence[Support], asked: Sequence[Mapping[str, Any]], carried: int
) -> None:
    assert supported_grade(supports, MARKS, required(*asked)) == carried


def scale(**entry: Any) -> Scale:
    return read_scale({"id": "scale", **entry}, "en")


def test_on_bands_it_is_asked_from_the_band_on() -> None:
    bands = scale(bands=[["N", 15], ["P", 50], ["L", 85], ["F", 100]])
    for start in ("L", 51, 60, 85, "60%"):
        assert supported_grade([support(80)], bands, required({"from": start, "items": 2})) == 50


def test_a_label_that_looks_like_a_share_is_the_label() -> None:
    radar = scale(values={"0%": 0, "50%": 1, "100%": 10})
    assert supported_grade([support(10)], radar, required({"from": "50%", "items": 2})) == 0
    assert supported_grade([support(10)], radar, required({"from": "60%", "items": 2})) == 1


def test_where_any_number_is_a_grade_the_first_of_them_is_spared() -> None:
    line = scale(range=[0, 10])
    assert supported_grade([support(7)], line, required({"from": 5, "items": 2})) == 5
    assert supported_grade([support(4)], line, required({"from": 5, "items": 2})) == 4
    assert supported_grade([support(7)], line, required({"from": 11, "items": 2})) == 7


@pytest.mark.parametrize(
    ("supports", "asked", "missing"),
    [
        ([support(3)], {"from": 3, "items": 2}, [Lack("items", 2, 1)]),
        ([support(3)], {"from": 3, "items": 2, "sources": 2}, [Lack("items", 2, 1), Lack("sources", 2, 1)]),
        ([support(3)], {"from": 4, "items": 2}, []),
        ([support(2)], {"from": 3, "items": 2}, []),  # nothing carries it: that is another thing to say
        ([support(3)], {"types": ["record"]}, [Lack("types", 1, 0, ("record",))]),
        ([support(3)], {"accepted": True}, [Lack("accepted", 1, 0)]),
        ([support(3, accepted=True), support(3)], {"items": 2, "accepted": True}, [Lack("accepted", 2, 1)]),
        ([support(3)], {"items": 2, "accepted": True}, [Lack("items", 2, 1)]),
    ],
)
def test_what_is_missing_is_named(
    supports: Sequence[Support], asked: Mapping[str, Any], missing: Sequence[Lack]
) -> None:
    assert list(lacks(supports, MARKS, required(asked), Fraction(3))) == missing


def test_of_several_requirements_the_largest_of_a_kind_is_named() -> None:
    asked = required({"items": 2}, {"from": 2, "items": 4}, {"from": 3, "items": 3})
    assert list(lacks([support(3)], MARKS, asked, Fraction(3))) == [Lack("items", 4, 1)]


def test_what_is_missing_reads_as_a_sentence() -> None:
    assert in_words(Lack("items", 2, 1)) == "2 items that carry it (1 is there)"
    assert in_words(Lack("sources", 3, 0)) == "3 independent sources (0 are there)"
    assert in_words(Lack("types", 1, 0, ("record", "survey"))) == "an item of the type record or survey"
    assert in_words(Lack("accepted", 1, 0)) == "1 item accepted by a second person (0 are there)"


# Origins and acceptance


def test_the_origin_of_a_source_is_what_it_says_else_its_holder_its_host_or_its_collector() -> None:
    def of(**fields: Any) -> frozenset[str]:
        return origins(replace(item(), sources=(source(**fields),)))

    assert of(file="a.txt", origin="Ticket  System") == {"ticket system"}
    assert of(held_by="Human Resources") == {"human resources"}
    assert of(held_by="Human Resources", origin="Works council") == {"works council"}
    assert of(url="https://Tickets.example.org/1") == of(url="https://tickets.example.org/2")
    assert of(file="a.txt") == of(file="b.txt") == {"collected by one"}
    assert of(url="https://[broken/") == {"collected by one"}


def test_an_acceptance_counts_from_its_day_and_only_of_a_second_person() -> None:
    by_two = replace(item(), accepted=Acceptance(day("2026-03-01"), "two"))
    assert not standing(by_two, policy(), day("2026-02-28")).accepted
    assert standing(by_two, policy(), day("2026-03-01")).accepted
    by_one = replace(item(), accepted=Acceptance(day("2026-03-01"), "one"))  # who collected it
    assert not standing(by_one, policy(), day("2026-06-01")).accepted


# Laws


@st.composite
def supports_on(draw: st.DrawFn, scale: Scale) -> list[Support]:
    days = st.none() | st.sampled_from([TODAY + dt.timedelta(days=n) for n in range(4)])
    one = st.builds(
        lambda carries, names, kind, accepted, until, counts: Support(
            "item",
            carries,
            ("one",),
            Standing(State.CURRENT if counts else State.ENDED, until, of_kind(kind, names), accepted),
        ),
        st.sampled_from(grades_of(scale)),
        st.sets(st.sampled_from("abc"), min_size=1, max_size=2),
        st.sampled_from(("document", "record", "survey")),
        st.booleans(),
        days,
        st.sampled_from((True, True, True, False)),
    )
    return draw(st.lists(one, max_size=5))


@st.composite
def requirements_on(draw: st.DrawFn, scale: Scale) -> tuple[Requirement, ...]:
    labels = [*scale.values, "no such label"]
    numbers = [float(grade) for grade in grades_of(scale)]
    start = st.none() | st.sampled_from(labels) | st.sampled_from(numbers) | st.sampled_from(("50%", "100%"))
    types = st.sampled_from(((), (), ("record",), ("record", "survey")))
    one = st.builds(Requirement, start, st.integers(1, 3), st.integers(1, 3), types, st.booleans())
    return tuple(draw(st.lists(one, max_size=3)))


def is_asked(one: Requirement, scale: Scale, grade: Fraction) -> bool:
    if one.start is None:
        start: Fraction | None = scale.low
        return grade > scale.low
    if isinstance(one.start, str) and one.start.endswith("%"):
        start = scale.low + (scale.high - scale.low) * int(one.start[:-1]) / 100
    else:
        start = scale.values.get(one.start) if isinstance(one.start, str) else Fraction(str(one.start))
    if start is None:
        return False
    if scale.bands:
        return scale.rank(grade) >= scale.rank(start)
    return grade > start if scale.continuous else grade >= start


def is_carried(found: Sequence[Support], scale: Scale, asked: Sequence[Requirement], grade: Fraction) -> bool:
    """The definition: what counts and carries the grade meets all that is asked of it."""
    there = [one for one in found if one.standing.counts and one.carries >= grade]
    if not there:
        return False
    for one in asked:
        looked_at = [each for each in there if each.standing.accepted or not one.accepted]
        names = {name for each in looked_at for name in each.standing.origins}
        typed = not one.types or any(each.standing.type in one.types for each in looked_at)
        if is_asked(one, scale, grade) and not (
            len(looked_at) >= one.items and len(names) >= one.sources and typed
        ):
            return False
    return True


def by_definition(found: Sequence[Support], scale: Scale, asked: Sequence[Requirement]) -> Fraction:
    tried = {*grades_of(scale), *(one.carries for one in found)}
    tried |= {Fraction(str(one.start)) for one in asked if isinstance(one.start, float)}
    tried |= {(scale.low + scale.high) / 2} if scale.continuous else set()
    on_scale = [grade for grade in tried if scale.holds(grade)]
    return max((one for one in on_scale if is_carried(found, scale, asked, one)), default=scale.low)


scales = st.sampled_from(SCALES).map(lambda entry: scale(**entry))


@law
@given(st.data())
def test_the_supported_grade_is_the_highest_that_is_carried_by_definition(data: st.DataObject) -> None:
    on = data.draw(scales)
    found, asked = data.draw(supports_on(on)), data.draw(requirements_on(on))
    assert supported_grade(found, on, asked) == by_definition(found, on, asked)


@law
@given(st.data())
def test_more_evidence_carries_no_less_and_more_requirements_no_more(data: st.DataObject) -> None:
    on = data.draw(scales)
    found, asked = data.draw(supports_on(on)), data.draw(requirements_on(on))
    carried = supported_grade(found, on, asked)
    assert supported_grade([*found, *data.draw(supports_on(on))], on, asked) >= carried
    assert supported_grade(found, on, (*asked, *data.draw(requirements_on(on)))) <= carried


@law
@given(st.data())
def test_something_is_missing_exactly_where_requirements_keep_a_grade_down(data: st.DataObject) -> None:
    on = data.draw(scales)
    found, asked = data.draw(supports_on(on)), data.draw(requirements_on(on))
    wanted = data.draw(st.sampled_from(grades_of(on)))
    there = supported_grade(found, on) >= wanted and any(one.standing.counts for one in found)
    if there:
        assert bool(lacks(found, on, asked, wanted)) == (supported_grade(found, on, asked) < wanted)
    else:
        assert lacks(found, on, asked, wanted) == ()


@law
@given(st.data())
def test_the_last_days_are_those_after_which_less_is_carried(data: st.DataObject) -> None:
    on = data.draw(scales)
    asked = data.draw(requirements_on(on))
    found = [one for one in data.draw(supports_on(on)) if one.standing.counts]

    def carried(after: dt.date) -> Fraction:
        left = [one for one in found if one.standing.until is None or one.standing.until > after]
        return by_definition(left, on, asked)

    days = [TODAY + dt.timedelta(days=n) for n in range(-1, 5)]
    found_days = list(last_days(found, on, asked))
    falls = [last for before, last in itertools.pairwise(days) if carried(last) < carried(before)]
    if asked:
        assert found_days == falls
    else:
        assert set(falls) <= set(found_days)


# In the levels and the calendar

ITEMS = [
    replace(
        item(f"i{number}", kind=kind),
        sources=(source(held_by=f"office {number % 2}"),),
        accepted=Acceptance(day("2026-02-01"), "two") if number != 2 else None,
    )
    for number, kind in enumerate(("document", "record", "document", "survey"))
]


def result_of(
    grades: Sequence[Grade], items: Sequence[Item], asked: Sequence[Requirement], on: dt.date = TODAY
) -> Result:
    rules = replace(policy("cap"), duties=Duties(tuple(asked)))
    return compute(assessment(SMALL, *items, rules=rules), cycle(*grades), on)


@st.composite
def cited(draw: st.DrawFn) -> list[Grade]:
    names = st.lists(st.sampled_from([one.id for one in ITEMS]), max_size=3, unique=True)
    carries = st.none() | st.integers(0, 4)
    return [
        grade(*key, draw(st.integers(0, 4)), *(cite(name, draw(carries)) for name in draw(names)))
        for key in SMALL.cells
    ]


DAYS = [TODAY + dt.timedelta(days=days) for days in range(5)]


@settings(law, max_examples=15)
@given(st.data())
def test_the_calendar_is_what_computing_every_day_gives_with_requirements(data: st.DataObject) -> None:
    asked = data.draw(requirements_on(MARKS))
    ends = [data.draw(st.none() | st.sampled_from(DAYS[:-1])) for _ in ITEMS]
    items = [replace(one, valid_until=end) for one, end in zip(ITEMS, ends, strict=True)]
    grades = data.draw(cited())
    today = result_of(grades, items, asked)
    drops = {drop.last_day: drop for drop in coming_drops(today, DAYS[-1])}
    before = today
    for last, following in itertools.pairwise(DAYS):
        after = result_of(grades, items, asked, following)
        fell = {key: cell.effective for key, cell in after.cells.items()} != {
            key: cell.effective for key, cell in before.cells.items()
        }
        assert (last in drops) == fell
        if fell:
            assert drops[last].after.cells == after.cells
            assert drops[last].after.steps == after.steps
        before = after


@settings(law, max_examples=15)
@given(st.data())
def test_what_would_raise_and_drop_a_level_is_exact_with_requirements(data: st.DataObject) -> None:
    """As good as without: cells count by what they are carried as, whatever it was that was required."""
    asked = data.draw(requirements_on(MARKS))
    result = result_of(data.draw(cited()), ITEMS, asked)
    held = {key: cell.effective.low for key, cell in result.cells.items() if cell.effective}
    plain = compute(
        assessment(SMALL, rules=policy("report")),
        cycle(*(grade(*key, float(value)) for key, value in held.items())),
        TODAY,
    )
    for key in result.steps:
        assert result.steps[key].effective == plain.steps[key].effective
        assert fragile_cells(result, key) == fragile_cells(plain, key)
        one, other = least_raise(result, key), least_raise(plain, key)
        assert (one is None) == (other is None)
        if one and other:
            assert len(one.cells) == len(other.cells)


def test_a_requirement_of_an_attribute_is_asked_of_its_cells_only() -> None:
    asked = required({"items": 2, "attributes": ["approach"]})
    grades = [grade(*key, 2, "i0") for key in SMALL.cells]
    result = result_of(grades, ITEMS, asked)
    for (_, attribute), cell in result.cells.items():
        assert cell.supported
        assert cell.supported.exact == (0 if attribute == "approach" else 2)


def test_model_policy_and_rigour_ask_together() -> None:
    model = replace(SMALL, requires=required({"from": 4, "items": 2}))
    rules = replace(
        policy("cap"),
        duties=Duties(required({"from": 3, "sources": 2})),
        rigours={"strict": Duties(required({"from": 2, "types": ["record"]}))},
    )
    grades = [grade(*key, 4, "i0", "i2") for key in SMALL.cells]  # two documents of one office
    for rigour, carried in (("", 2), ("strict", 1)):
        held = replace(cycle(*grades), rigour=rigour)
        result = compute(assessment(model, *ITEMS, rules=rules), held, TODAY)
        cell = result.cells["vision", "approach"]
        assert cell.supported
        assert cell.supported.exact == carried
    assert {lack.kind for lack in cell.lacks(MARKS)} == {"sources", "types"}
