"""Agreement between assessors: published figures, an independent implementation, and what always holds."""

from __future__ import annotations

import random
from collections.abc import Sequence
from fractions import Fraction
from typing import TypeAlias

import krippendorff
import numpy as np
import pytest

from assay.agreement import (
    Agreement,
    Measure,
    Metric,
    Undefined,
    agreements,
    alpha,
    in_words,
    metric_of,
)
from assay.model import Model, Scale, build_model
from builders import SMALL, assess, grade

Matrix: TypeAlias = Sequence[Sequence[float | None]]
"""One row for each observer; None is a missing value."""


def matrix(*observers: str) -> Matrix:
    """Rows of digits; a dot is a missing value."""
    return [[None if sign == "." else int(sign) for sign in row] for row in observers]


def units_of(observers: Matrix) -> list[list[Fraction]]:
    """The values of each unit, from one row for each observer."""
    return [
        [Fraction(value) for value in column if value is not None] for column in zip(*observers, strict=True)
    ]


# Published examples.

# Klaus Krippendorff, "Computing Krippendorff's Alpha-Reliability" (2011), part A: two observers, two values.
# It prints .095, which is 2/21. With two values every metric gives the same.
TWO_OBSERVERS = matrix("0100000010", "1110010000")

# The same, parts C and D: four observers, twelve units, missing values. It prints .815 and .849. The data are
# the example of kripp.alpha in the R package irr as well, and of the package krippendorff, whose figures with
# more digits are those below.
FOUR_OBSERVERS = matrix("123321412...", "1233224125.3", ".3332342251.", "12332441251.")

# Wikipedia, "Krippendorff's alpha", the computational example: three coders, fifteen units. It gives 0.811.
THREE_CODERS = matrix(".....34121133.3", "1.213343.......", "..21344.21133.4")

# Andrew F. Hayes and Klaus Krippendorff, "Answering the Call for a Standard Reliability Measure for Coding
# Data", Communication Methods and Measures 1 (2007), table 1: the tone of 40 articles, judged 0 to 3 by five
# observers. The text gives an ordinal alpha of .7598.
TONE_OF_NEWS = matrix(
    "112.001122.01311211000201001111223222221",
    "1130000.21102311121000302102111122222221",
    "203000222100221123001.30.1012202.2232.21",
    ".13....0.10022...31.103021122..122...12.",
    "2..0001.2....3112..0.0..2.0..20.2.2222.1",
)


@pytest.mark.parametrize(
    ("observers", "metric", "published", "digits"),
    [
        (TWO_OBSERVERS, Metric.ORDINAL, 0.095, 3),
        (TWO_OBSERVERS, Metric.INTERVAL, 0.095, 3),
        (FOUR_OBSERVERS, Metric.ORDINAL, 0.815, 3),
        (FOUR_OBSERVERS, Metric.INTERVAL, 0.849, 3),
        (FOUR_OBSERVERS, Metric.ORDINAL, 0.8153875037548814, 9),
        (FOUR_OBSERVERS, Metric.INTERVAL, 0.8491071428571428, 9),
        (THREE_CODERS, Metric.INTERVAL, 0.811, 3),
        (TONE_OF_NEWS, Metric.ORDINAL, 0.7598, 4),
    ],
)
def test_alpha_is_what_was_published(
    observers: Matrix, metric: Metric, published: float, digits: int
) -> None:
    found = alpha(units_of(observers), metric)
    assert found is not None
    assert round(float(found), digits) == round(published, digits)


def test_alpha_by_hand() -> None:
    # Three cells of two assessors: (1, 2), (2, 2), (3, 3). All six values: 1, 2, 2, 2, 3, 3, so n = 6.
    # Interval: pairs within cells 1 + 0 + 0 = 1, each over m - 1 = 1. Pairs among all six: 1 with three 2s
    #   3 * 1, 1 with two 3s 2 * 4, three 2s with two 3s 6 * 1: 17. alpha = 1 - (6 - 1) * 1 / 17 = 12/17.
    # Ordinal: n1 = 1, n2 = 3, n3 = 2. d12 = (1/2 + 3/2)^2 = 4, d23 = (3/2 + 1)^2 = 25/4,
    #   d13 = (1/2 + 3 + 1)^2 = 81/4. Within cells 4. Among all 3 * 4 + 6 * 25/4 + 2 * 81/4 = 90.
    #   alpha = 1 - 5 * 4 / 90 = 7/9.
    units = units_of(matrix("123", "223"))
    assert alpha(units, Metric.INTERVAL) == Fraction(12, 17)
    assert alpha(units, Metric.ORDINAL) == Fraction(7, 9)


# An independent implementation.


def random_matrix(seed: int) -> Matrix:
    """Two to five observers who follow a common truth more or less, and leave out more or less."""
    dice = random.Random(seed)
    observers, count, top = dice.randint(2, 5), dice.randint(3, 40), dice.randint(1, 6)
    noise, gaps = dice.random(), dice.random() * 0.6
    truth = [dice.randint(0, top) for _unit in range(count)]
    return [
        [
            None if dice.random() < gaps else (dice.randint(0, top) if dice.random() < noise else value)
            for value in truth
        ]
        for _observer in range(observers)
    ]


@pytest.mark.parametrize("metric", list(Metric))
@pytest.mark.parametrize("seed", range(150))
def test_alpha_is_that_of_an_independent_implementation(seed: int, metric: Metric) -> None:
    matrix = random_matrix(seed)
    found = alpha(units_of(matrix), metric)
    if found is None:
        pairable = [values for values in units_of(matrix) if len(values) > 1]
        assert len({value for values in pairable for value in values}) < 2
        return
    data = np.array([[np.nan if value is None else value for value in row] for row in matrix])
    other = krippendorff.alpha(reliability_data=data, level_of_measurement=metric.value)
    assert float(found) == pytest.approx(float(other), abs=1e-9)


# What always holds.


@pytest.mark.parametrize("metric", list(Metric))
@pytest.mark.parametrize("seed", range(40))
def test_the_order_of_observers_and_of_units_does_not_matter(seed: int, metric: Metric) -> None:
    units = units_of(random_matrix(seed))
    dice = random.Random(seed)
    shuffled = [dice.sample(values, len(values)) for values in dice.sample(units, len(units))]
    assert alpha(shuffled, metric) == alpha(units, metric)


@pytest.mark.parametrize("metric", list(Metric))
def test_perfect_agreement_with_variation_is_exactly_one(metric: Metric) -> None:
    assert alpha(units_of(matrix("1224", "1224", "1.24")), metric) == 1


@pytest.mark.parametrize("metric", list(Metric))
@pytest.mark.parametrize(
    "observers", [("222", "222"), ("223", "22."), ("123",), ("1.", ".2"), ("",), ()], ids=" ".join
)
def test_without_variation_or_without_pairs_alpha_is_undefined(
    observers: tuple[str, ...], metric: Metric
) -> None:
    assert alpha(units_of(matrix(*observers)), metric) is None


@pytest.mark.parametrize("seed", range(40))
def test_the_ordinal_alpha_depends_on_the_order_of_the_values_only(seed: int) -> None:
    units = units_of(random_matrix(seed))
    stretched = [[value**3 + 1 for value in values] for values in units]
    assert alpha(stretched, Metric.ORDINAL) == alpha(units, Metric.ORDINAL)


@pytest.mark.parametrize("seed", range(40))
def test_the_interval_alpha_does_not_depend_on_unit_and_origin(seed: int) -> None:
    units = units_of(random_matrix(seed))
    turned = [[Fraction(7, 3) * value - 5 for value in values] for values in units]
    assert alpha(turned, Metric.INTERVAL) == alpha(units, Metric.INTERVAL)


@pytest.mark.parametrize("metric", list(Metric))
def test_disagreement_as_a_rule_is_worse_than_chance(metric: Metric) -> None:
    found = alpha(units_of(matrix("1212", "2121")), metric)
    assert found is not None
    assert found < 0


# From grades to figures.


def figures(*given: tuple[str, str, float | None, str]) -> Agreement:
    """The agreement over SMALL of (node, attribute, grade, assessor)."""
    result = assess(SMALL, *(grade(at, name, value, by=by) for at, name, value, by in given))
    return agreements([result]).overall


def test_the_shares_count_pairs_and_the_cells_those_of_two_or_more() -> None:
    found = figures(
        ("vision", "approach", 1, "one"), ("vision", "approach", 2, "two"),
        ("vision", "approach", 4, "three"),
        ("example", "approach", 3, "one"), ("example", "approach", 3, "two"),
        ("system", "approach", 3, "four"),
    )  # fmt: skip
    # Pairs: 1-2, 1-4, 2-4 and 3-3. The fourth assessor shares no cell with anybody.
    assert (found.cells, found.assessors, found.pairs) == (2, 3, 4)
    assert found.exact == Measure(Fraction(1, 4))
    assert found.within_one == Measure(Fraction(2, 4))
    assert found.metric is Metric.ORDINAL


def test_one_assessor_has_no_agreement() -> None:
    found = figures(("vision", "approach", 1, "one"), ("example", "approach", 2, "one"))
    nothing = Measure(None, Undefined.FEWER_THAN_TWO)
    assert (found.alpha, found.exact, found.within_one) == (nothing,) * 3
    assert (found.cells, found.assessors, found.pairs) == (0, 0, 0)
    assert in_words(found) == ""


def test_assessors_who_share_no_cell_have_no_agreement() -> None:
    found = figures(("vision", "approach", 1, "one"), ("example", "approach", 2, "two"))
    assert found.alpha == Measure(None, Undefined.FEWER_THAN_TWO)


def test_without_variation_the_shares_are_whole_and_alpha_is_undefined() -> None:
    found = figures(
        *(("leadership", name, 2, by) for name in ("approach", "deployment") for by in ("one", "two"))
    )
    assert found.alpha == Measure(None, Undefined.NO_VARIATION)
    assert (found.exact, found.within_one) == (Measure(Fraction(1)), Measure(Fraction(1)))
    assert in_words(found) == (
        "alpha undefined (ordinal: no variation), exact 100 %, within one 100 % over 8 cells of 2 assessors"
    )


def test_a_grade_on_a_criterion_is_one_of_each_cell_below() -> None:
    found = figures(("leadership", "approach", 2, "one"), ("vision", "approach", 3, "two"))
    assert (found.cells, found.pairs, found.within_one) == (1, 1, Measure(Fraction(1)))
    both = figures(("leadership", "approach", 2, "one"), ("enablers", "approach", 3, "two"))
    assert (both.cells, both.pairs, both.exact) == (4, 4, Measure(Fraction(0)))


def test_not_applicable_is_a_missing_value() -> None:
    found = figures(
        ("calls", "trend", None, "one"), ("calls", "trend", 3, "two"),
        ("visits", "trend", 2, "one"), ("visits", "trend", 2, "two"), ("visits", "trend", None, "three"),
    )  # fmt: skip
    assert (found.cells, found.assessors, found.pairs) == (1, 2, 1)


def test_each_criterion_has_figures_of_its_own() -> None:
    given = [
        grade(at, "approach", value, by=by)
        for at, values in {"vision": (1, 1), "example": (3, 3), "basis": (1, 3), "plans": (3, 1)}.items()
        for value, by in zip(values, ("one", "two"), strict=True)
    ]
    found = agreements([assess(SMALL, *given)])
    assert list(found.criteria) == ["leadership", "strategy", "satisfaction"]
    assert found.criteria["leadership"].alpha == Measure(Fraction(1))
    # (1, 3) and (3, 1): two coincidences of two; 1 - (4 - 1) * 2 / (2 * 2) = -1/2, whatever the metric.
    assert found.criteria["strategy"].alpha == Measure(Fraction(-1, 2))
    assert found.criteria["satisfaction"].alpha == Measure(None, Undefined.FEWER_THAN_TWO)
    # All four: four 1s and four 3s, two cells of four differ: 1 - (8 - 1) * 2 / 16 = 1/8.
    assert found.overall.alpha == Measure(Fraction(1, 8))


def test_units_are_taken_together() -> None:
    one = assess(SMALL, grade("vision", "approach", 1, by="one"), grade("vision", "approach", 1, by="two"))
    other = assess(SMALL, grade("vision", "approach", 3, by="one"), grade("vision", "approach", 3, by="two"))
    assert agreements([one]).overall.alpha == Measure(None, Undefined.NO_VARIATION)
    assert agreements([one, other]).overall.alpha == Measure(Fraction(1))
    assert agreements([one, other]).overall.cells == 2


# Scales.

SCALES = (
    {"id": "answers", "values": {"no": 0, "some": 0.25, "most": 0.5, "all": 1, "open": None}},
    {"id": "percent", "range": [0, 100], "step": 5},
    {"id": "any", "range": [0, 10]},
    {"id": "nplf", "bands": [["N", 15], ["P", 50], ["L", 85], ["F", 100]]},
)


def model_of(**leaves: str) -> Model:
    """A model with one criterion, whose leaves are graded on themselves, on the scales that are named."""
    children = [{"id": name, "title": name.title(), "scale": scale} for name, scale in leaves.items()]
    data = {
        "version": "1.0",
        "title": "Scales",
        "levels": [{"number": n, "id": f"level-{n}", "title": f"Level {n}"} for n in (1, 2)],
        "scales": SCALES,
        "criteria": [{"id": "all", "title": "All", "criteria": children}],
        "scoring": {"level": {"combine": "none"}, "score": {"combine": "mean"}},
    }
    return build_model("scales", data, digest="0" * 64)


def scale(name: str) -> Scale:
    return model_of(leaf=name).scale("leaf", "")


def graded(model: Model, **given: tuple[float, float]) -> Agreement:
    grades = [
        grade(leaf, "", value, by=by)
        for leaf, values in given.items()
        for value, by in zip(values, ("one", "two"), strict=True)
    ]
    return agreements([assess(model, *grades)]).overall


@pytest.mark.parametrize(
    ("name", "metric"),
    [
        ("answers", Metric.ORDINAL),
        ("percent", Metric.INTERVAL),
        ("any", Metric.INTERVAL),
        ("nplf", Metric.ORDINAL),
    ],
)
def test_the_scale_chooses_the_metric(name: str, metric: Metric) -> None:
    assert metric_of(scale(name)) is metric


@pytest.mark.parametrize(
    ("name", "low", "high", "steps"),
    [
        ("answers", 0.25, 0.25, 0),
        ("answers", 0.5, 1, 1),
        ("answers", 0, 1, 3),
        ("percent", 40, 45, 1),
        ("percent", 40, 60, 4),
        ("nplf", 20, 50, 0),
        ("nplf", 50, 51, 1),
        ("nplf", 10, 90, 3),
        ("any", 2, 3, None),
    ],
)
def test_steps_are_counted_as_the_scale_has_them(
    name: str, low: float, high: float, steps: int | None
) -> None:
    assert scale(name).steps(Fraction(str(low)), Fraction(str(high))) == steps


def test_percentages_in_one_band_agree() -> None:
    model = model_of(x="nplf", y="nplf")
    found = graded(model, x=(20, 40), y=(60, 90))
    assert (found.exact, found.within_one) == (Measure(Fraction(1, 2)), Measure(Fraction(1)))
    assert found.alpha == graded(model, x=(50, 50), y=(85, 100)).alpha


def test_where_any_number_is_a_grade_no_grade_is_the_next() -> None:
    found = graded(model_of(x="any", y="any"), x=(2, 3), y=(7, 7))
    assert found.within_one == Measure(None, Undefined.NO_STEPS)
    assert found.exact == Measure(Fraction(1, 2))
    # Values 2, 3, 7, 7: within cells 1; among all 1 + 2 * 25 + 2 * 16 = 83; 1 - 3 / 83.
    assert found.alpha == Measure(Fraction(80, 83))
    assert in_words(found) == "alpha 0.96 (interval), exact 50 % over 2 cells of 2 assessors"


def test_cells_of_several_scales_have_an_alpha_for_each() -> None:
    model = model_of(x="answers", y="answers", z="percent", w="percent")
    found = graded(model, x=(0, 0), y=(1, 1), z=(10, 10), w=(10, 10))
    assert (found.scale, found.metric) == (None, None)
    assert found.alpha == Measure(None, Undefined.SEVERAL_SCALES)
    assert (found.cells, found.pairs, found.exact) == (4, 4, Measure(Fraction(1)))
    first, second = found.by_scale
    assert (first.metric, first.alpha, first.cells) == (Metric.ORDINAL, Measure(Fraction(1)), 2)
    assert (second.metric, second.alpha) == (Metric.INTERVAL, Measure(None, Undefined.NO_VARIATION))
    assert in_words(found) == (
        "alpha 1.00 (ordinal on answers), undefined (interval on percent: no variation), exact 100 %, "
        "within one 100 % over 4 cells of 2 assessors"
    )


def test_a_scale_that_one_assessor_used_does_not_count_as_another() -> None:
    model = model_of(x="answers", y="answers", z="percent")
    given = [grade(leaf, "", value, by=by) for leaf, value in (("x", 0), ("y", 1)) for by in ("one", "two")]
    found = agreements([assess(model, *given, grade("z", "", 40, by="one"))]).overall
    assert found.alpha == Measure(Fraction(1))
    assert found.by_scale == ()
