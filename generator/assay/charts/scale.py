"""Values on a scale: a place and a stretch, in percent."""

from __future__ import annotations

from dataclasses import dataclass
from fractions import Fraction

from assay.ranges import Range


def share(value: Fraction | float, whole: Fraction | float) -> float:
    """`value` as a percentage of `whole`, kept within 0 and 100."""
    return round(min(max(float(value) / float(whole), 0.0), 1.0) * 100, 2) if whole else 0.0


@dataclass(frozen=True, slots=True)
class Bar:
    """A stretch on an axis, both in percent: where it starts and how long it is."""

    x: float
    width: float


def bar(value: Range, whole: Fraction) -> Bar:
    """A range of values on an axis from 0 to `whole`."""
    start, end = share(value.low, whole), share(value.high, whole)
    return Bar(start, round(end - start, 2))
