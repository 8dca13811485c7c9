"""How far the assessors of report cards agree: over all cells, and criterion by criterion."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum
from fractions import Fraction
from itertools import combinations

from assay.agreement.alpha import Metric, alpha
from assay.levels import Result
from assay.model import Scale


class Undefined(StrEnum):
    """Why a measure has no value."""

    FEWER_THAN_TWO = "fewer_than_two"
    """No cell was graded by two assessors."""

    NO_VARIATION = "no_variation"
    """All grades are the same: agreement cannot be told from a habit. Never is this an alpha of 1."""

    SEVERAL_SCALES = "several_scales"
    """The cells are graded on several scales: alpha is found for each of them."""

    NO_STEPS = "no_steps"
    """On the scale any number is a grade, so that no grade is the next one."""


@dataclass(frozen=True, slots=True)
class Measure:
    """One figure, exact; or, where it is None, why there is none."""

    value: Fraction | None
    undefined: Undefined | None = None


@dataclass(frozen=True, slots=True)
class Agreement:
    """How far assessors agree on some cells.

    `alpha`: Krippendorff's, by `metric`. `exact` and `within_one`: the shares of the `pairs` of grades of one
    cell that are the same, and that are at most one step of the scale apart. `cells` are those that two or
    more graded, `assessors` the people whose grades these are. Where the cells are graded on several scales,
    `scale` and `metric` are None, and `by_scale` has the figures of each; else it is empty.
    """

    scale: Scale | None
    metric: Metric | None
    alpha: Measure
    exact: Measure
    within_one: Measure
    cells: int
    assessors: int
    pairs: int
    by_scale: tuple[Agreement, ...] = ()


@dataclass(frozen=True, slots=True)
class Agreements:
    """The agreement over all cells, and over those below each of the model's `criterion_ids`."""

    overall: Agreement
    criteria: Mapping[str, Agreement]


def metric_of(scale: Scale) -> Metric:
    """The metric that suits a scale.

    Interval for numbers in a range, where equal differences mean the same everywhere. Ordinal for labels,
    whose numbers say only which is higher, and for bands, as levels ask for the band alone.
    """
    return Metric.INTERVAL if scale.numbers and not scale.bands else Metric.ORDINAL


def agreements(results: Iterable[Result]) -> Agreements:
    """The agreement in the results of one cycle: of one unit, or of several taken together.

    Every cell of every unit is one thing that was judged. A grade on a criterion is a grade of each cell
    below it, as in the levels. Missing are what an assessor did not grade, marked as not applicable, or
    gave a label that stands for "not rated yet". What a consensus settled does not change what assessors
    had said before.
    """
    results = tuple(results)
    model = results[0].model
    judged = [one for result in results for one in _judged(result)]
    below = {node: {leaf.id for leaf in model.nodes[node].leaves()} for node in model.criterion_ids}
    return Agreements(
        _agreement(judged),
        {node: _agreement([one for one in judged if one.node in leaves]) for node, leaves in below.items()},
    )


@dataclass(frozen=True, slots=True)
class _Judged:
    """A cell that two or more assessors graded: their grades as they are compared, by assessor."""

    node: str
    scale: Scale
    grades: Mapping[str, Fraction]

    def steps(self) -> Iterator[Fraction | None]:
        """How many steps of the scale each pair of grades is apart."""
        return (self.scale.steps(low, high) for low, high in combinations(sorted(self.grades.values()), 2))


def _judged(result: Result) -> Iterator[_Judged]:
    for cell in result.cells.values():
        scale = result.model.scale(*cell.key)
        given = {one.assessor: scale.rank(one.grade) for one in cell.grades if one.grade is not None}
        if len(given) > 1:
            yield _Judged(cell.node, scale, given)


def _agreement(judged: Sequence[_Judged]) -> Agreement:
    kinds: dict[str, list[_Judged]] = {}
    for one in judged:
        kinds.setdefault(one.scale.id, []).append(one)
    if len(kinds) == 1:
        scale = judged[0].scale
        metric = metric_of(scale)
        found = alpha([[*one.grades.values()] for one in judged], metric)
        return _figures(
            judged, scale, metric, Measure(found, Undefined.NO_VARIATION if found is None else None)
        )
    missing = Measure(None, Undefined.SEVERAL_SCALES if kinds else Undefined.FEWER_THAN_TWO)
    return _figures(judged, None, None, missing, tuple(_agreement(held) for held in kinds.values()))


def _figures(
    judged: Sequence[_Judged],
    scale: Scale | None,
    metric: Metric | None,
    found: Measure,
    by_scale: tuple[Agreement, ...] = (),
) -> Agreement:
    pairs = [pair for one in judged for pair in combinations(one.grades.values(), 2)]
    return Agreement(
        scale=scale,
        metric=metric,
        alpha=found,
        exact=_share(sum(one == other for one, other in pairs), len(pairs)),
        within_one=_within_one([steps for one in judged for steps in one.steps()]),
        cells=len(judged),
        assessors=len({assessor for one in judged for assessor in one.grades}),
        pairs=len(pairs),
        by_scale=by_scale,
    )


def _within_one(steps: Sequence[Fraction | None]) -> Measure:
    known = [number for number in steps if number is not None]
    if len(known) < len(steps):
        return Measure(None, Undefined.NO_STEPS)
    return _share(sum(number <= 1 for number in known), len(known))


def _share(part: int, whole: int) -> Measure:
    return Measure(Fraction(part, whole)) if whole else Measure(None, Undefined.FEWER_THAN_TWO)
