"""Krippendorff's alpha: how far the values that several observers gave agree beyond chance.

Source: Klaus Krippendorff, "Computing Krippendorff's Alpha-Reliability" (2011), and his "Content Analysis",
the chapter on reliability; Andrew F. Hayes and Klaus Krippendorff, "Answering the Call for a Standard
Reliability Measure for Coding Data" (2007). Everything here is exact: alpha comes out as a rational.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from enum import StrEnum
from fractions import Fraction

_NONE = Fraction(0)


class Metric(StrEnum):
    """How far two values are apart: by the values that lie between them, or by their difference."""

    ORDINAL = "ordinal"
    INTERVAL = "interval"


def alpha(units: Iterable[Sequence[Fraction]], metric: Metric) -> Fraction | None:
    """Alpha of the values that each unit was given; missing values are simply not there.

    Units with fewer than two values say nothing and are left out. None where no unit has two, and where all
    values that are left are the same: without variation nobody can tell agreement from a habit, and the
    published definition has 0 divided by 0 there.

    The published formula is 1 - (n - 1) * (sum of o_ck * d_ck over c < k) / (sum of n_c * n_k * d_ck over
    c < k), with o_ck the coincidences of two values, n_c how often a value occurs in them, n all of them, and
    d_ck the squared distance of the two. A unit with m values adds a 1/(m - 1) to its coincidences for each
    of its pairs. As both metrics are distances of two places on a line, the sum of the squared distances of
    all pairs among m places is m * (sum of their squares) - (sum of them)^2, and no matrix is needed.
    """
    pairable = [values for values in units if len(values) > 1]
    counts = Counter(value for values in pairable for value in values)
    if len(counts) < 2:
        return None
    place = _places(counts, metric)
    observed = sum(
        (_squared_distances([place[value] for value in values]) / (len(values) - 1) for values in pairable),
        _NONE,
    )
    expected = _squared_distances([place[value] for value in counts.elements()])
    return 1 - (counts.total() - 1) * observed / expected


def _places(counts: Mapping[Fraction, int], metric: Metric) -> Mapping[Fraction, Fraction]:
    """Where each value stands on a line.

    The ordinal distance of c and k is the number of values from c to k, those equal to one of the two counted
    half: the distance of the middles of their ranks.
    """
    if metric is Metric.INTERVAL:
        return {value: value for value in counts}
    places, before = {}, _NONE
    for value in sorted(counts):
        places[value] = before + Fraction(counts[value], 2)
        before += counts[value]
    return places


def _squared_distances(places: Sequence[Fraction]) -> Fraction:
    """The sum of the squared distances of all pairs."""
    return len(places) * sum((place * place for place in places), _NONE) - sum(places, _NONE) ** 2
