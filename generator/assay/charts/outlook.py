"""A score over the coming months, falling in steps."""

from __future__ import annotations

import datetime as dt
import math
from collections.abc import Sequence
from dataclasses import dataclass

from assay.charts.time import TimeAxis
from assay.ranges import Range


@dataclass(frozen=True, slots=True)
class Stair:
    """One step of the outlook: its place across, and the upper and lower end of the score down the page."""

    x: float
    width: float
    top: float
    bottom: float

    @property
    def end(self) -> float:
        """Where it ends."""
        return round(self.x + self.width, 2)

    @property
    def height(self) -> float:
        """How far its ends lie apart."""
        return round(self.bottom - self.top, 1)


@dataclass(frozen=True, slots=True)
class Flag:
    """The number (or numbers) of the drops at one place, with the width that they take in pixels."""

    x: float
    y: float
    label: str

    @property
    def width(self) -> float:
        """The width of the label with air around it."""
        return 8.0 + 7.0 * len(self.label)

    @property
    def half(self) -> float:
        """Half of the width."""
        return self.width / 2


@dataclass(frozen=True, slots=True)
class Gridline:
    """A horizontal line at a round value."""

    y: float
    label: str


@dataclass(frozen=True, slots=True)
class Outlook:
    """A score over time, falling in steps. `height` is where the plot ends and its axis begins."""

    axis: TimeAxis
    height: float
    stairs: tuple[Stair, ...]
    flags: tuple[Flag, ...]
    grid: tuple[Gridline, ...]

    @property
    def tick(self) -> float:
        """Where the ticks of months end."""
        return self.height + 4

    @property
    def text(self) -> float:
        """Where the names of months stand."""
        return self.height + 16

    @property
    def foot(self) -> float:
        """Where the ticks of years end."""
        return self.height + 26

    @property
    def height_with_axis(self) -> float:
        """The height of the whole drawing."""
        return self.height + 40


def outlook(axis: TimeAxis, scores: Sequence[tuple[dt.date, Range]], height: float = 112.0) -> Outlook:
    """The steps of a score: `scores` holds (the first day of each step, the score from then on), in order."""
    low = min(score.low for _, score in scores)
    high = max(score.high for _, score in scores)
    step = _round_step(float(high - low))
    floor = math.floor(float(low) / step) * step
    ceiling = max(math.ceil(float(high) / step) * step, floor + step)
    if ceiling - float(high) < 0.15 * (ceiling - floor):
        ceiling += step  # room for the flags
    top_margin = 8.0

    def down(value: float) -> float:
        return round(height - (value - floor) / (ceiling - floor) * (height - top_margin), 1)

    starts = [*(axis.at(date) for date, _ in scores), 100.0]
    stairs = tuple(
        Stair(x, round(end - x, 2), down(float(score.high)), down(float(score.low)))
        for (_, score), x, end in zip(scores, starts, starts[1:], strict=False)
    )
    grid = []
    value = floor
    while value <= ceiling + step / 2:
        grid.append(Gridline(down(value), f"{value:g}"))
        value += step
    return Outlook(axis, height, stairs, _flags(stairs), tuple(grid))


def _round_step(width: float) -> float:
    """A round distance between gridlines: about three of them across `width`."""
    for step in (1.0, 2.0, 5.0, 10.0, 20.0, 25.0, 50.0, 100.0):
        if width <= 3 * step:
            return step
    return 10.0 ** math.ceil(math.log10(width / 3))


def _flags(stairs: Sequence[Stair], gap: float = 5.5) -> tuple[Flag, ...]:
    """One flag at the start of each step after the first; flags that would overlap share one."""
    groups: list[list[int]] = []
    for number in range(1, len(stairs)):
        if groups and stairs[number].x - stairs[groups[-1][0]].x < gap:
            groups[-1].append(number)
        else:
            groups.append([number])
    return tuple(
        Flag(
            stairs[group[0]].x,
            round(stairs[group[0] - 1].top - 14, 1),
            f"{group[0]}" if len(group) == 1 else f"{group[0]}–{group[-1]}",
        )
        for group in groups
    )
