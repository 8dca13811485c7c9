"""Measured values over time: a line from each to the next, with what was aimed at and what others reach."""

from __future__ import annotations

import datetime as dt
import itertools
import math
from collections.abc import Sequence
from dataclasses import dataclass
from fractions import Fraction

from assay.charts.time import TimeAxis, time_axis
from assay.numbers import grade_text

Value = tuple[dt.date, Fraction]
"""A day and what was measured by then."""


@dataclass(frozen=True, slots=True)
class Dot:
    """A value: its place across in percent and down in pixels, and the number as one writes it."""

    x: float
    y: float
    label: str


@dataclass(frozen=True, slots=True)
class Stroke:
    """A straight line, in percent across and pixels down."""

    x1: float
    y1: float
    x2: float
    y2: float


@dataclass(frozen=True, slots=True)
class Level:
    """A horizontal line at a round value."""

    y: float
    label: str


@dataclass(frozen=True, slots=True)
class Series:
    """Values over time. `height` is where the plot ends and its axis begins.

    `dots` and `links`: the values; `aims`: what was aimed at, as long as it was; `others` and `other_links`:
    a benchmark.
    """

    axis: TimeAxis
    height: float
    dots: tuple[Dot, ...]
    links: tuple[Stroke, ...]
    aims: tuple[Stroke, ...]
    others: tuple[Dot, ...]
    other_links: tuple[Stroke, ...]
    grid: tuple[Level, ...]

    @property
    def tick(self) -> float:
        """Where the tick of a quarter begins."""
        return self.height - 3

    @property
    def year_tick(self) -> float:
        """Where the tick of a year begins."""
        return self.height - 6

    @property
    def bare(self) -> float:
        """The height of the drawing without its axis."""
        return self.height + 4

    @property
    def foot(self) -> float:
        """Where the years stand."""
        return self.height + 18

    @property
    def whole(self) -> float:
        """The height of the whole drawing."""
        return self.height + 24


def series(
    values: Sequence[Value],
    aims: Sequence[Value],
    others: Sequence[Value],
    as_of: dt.date,
    height: float = 140.0,
) -> Series:
    """The drawing of `values`, at least one, in the order of their days.

    `aims`: what was aimed at, each with the first day on which it was; `others`: the values of a benchmark.
    """
    axis = time_axis([day for day, _ in (*values, *others)], as_of)
    shown = _in_force(aims, axis.start, as_of)
    numbers = [number for _, number in (*values, *others)] + [number for _, _, number in shown]
    floor, step, count = _scale(min(numbers), max(numbers))

    def down(number: Fraction) -> float:
        return round(height - float((number - floor) / (step * count)) * (height - 10), 1)

    def dots(found: Sequence[Value]) -> tuple[Dot, ...]:
        return tuple(Dot(axis.at(day), down(number), grade_text(number)) for day, number in found)

    own, compared = dots(values), dots(others)
    return Series(
        axis,
        height,
        own,
        _links(own),
        tuple(Stroke(axis.at(first), down(aim), axis.at(last), down(aim)) for first, last, aim in shown),
        compared,
        _links(compared),
        tuple(
            Level(down(floor + step * place), grade_text(floor + step * place)) for place in range(count + 1)
        ),
    )


def _links(dots: Sequence[Dot]) -> tuple[Stroke, ...]:
    pairs = itertools.pairwise(dots)
    return tuple(Stroke(one.x, one.y, other.x, other.y) for one, other in pairs)


def _in_force(
    aims: Sequence[Value], start: dt.date, as_of: dt.date
) -> list[tuple[dt.date, dt.date, Fraction]]:
    """What was aimed at between two days: its first and last day there, and the value."""
    ends = [*(day for day, _ in aims[1:]), dt.date.max]
    return [
        (max(first, start), min(end, as_of), aim)
        for (first, aim), end in zip(aims, ends, strict=False)
        if max(first, start) < min(end, as_of)
    ]


def _scale(low: Fraction, high: Fraction) -> tuple[Fraction, Fraction, int]:
    """A round floor, a round distance between lines, and how many of these there are above the floor."""
    width = high - low or abs(high) / 5 or Fraction(1)
    power = Fraction(10) ** math.floor(math.log10(width / 3))
    step = next(power * times for times in (1, 2, 5, 10, 20) if width <= 3 * power * times)
    floor = low // step * step
    return floor, step, max(1, math.ceil((high - floor) / step))
