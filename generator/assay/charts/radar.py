"""Scores around a centre, one spoke each. The only chart with a coordinate system of its own."""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass
from fractions import Fraction

from assay.ranges import Range


@dataclass(frozen=True, slots=True)
class Spoke:
    """What one axis of a radar shows: its name, the value's text, and the values themselves."""

    name: str
    text: str
    now: Range
    target: Fraction | None = None
    baseline: Fraction | None = None


@dataclass(frozen=True, slots=True)
class Point:
    """A point in the radar's own coordinates."""

    x: float
    y: float


@dataclass(frozen=True, slots=True)
class Line:
    """A line between two points."""

    start: Point
    end: Point


@dataclass(frozen=True, slots=True)
class RadarLabel:
    """The name of a spoke in lines, with its value below: where each line of text starts.

    `name`: the whole name, where the lines may be cut.
    """

    anchor: str
    x: float
    lines: tuple[tuple[float, str], ...]
    value_y: float
    value: str
    name: str


@dataclass(frozen=True, slots=True)
class Radar:
    """A radar's coordinates. `target` and `baseline` are empty where a spoke lacks its value."""

    width: float
    height: float
    centre: Point
    rings: tuple[tuple[Point, ...], ...]
    ring_labels: tuple[tuple[Point, str], ...]
    spokes: tuple[Point, ...]
    now: tuple[Point, ...]
    ranges: tuple[Line, ...]
    target: tuple[Point, ...]
    baseline: tuple[Point, ...]
    labels: tuple[RadarLabel, ...]


_RADIUS, _CENTRE, _LINE = 118.0, Point(235.0, 190.0), 14.0
_SIGN = 6.9  # how wide a sign of a label is, on average


def radar(spokes: Sequence[Spoke], out_of: Fraction) -> Radar | None:
    """A radar of at least three spokes, each from 0 at the centre to `out_of`; None for fewer."""
    if len(spokes) < 3:
        return None
    count = len(spokes)

    def at(index: float, value: Fraction | float, extra: float = 0.0) -> Point:
        angle = 2 * math.pi * index / count
        reach = float(value) / float(out_of) * _RADIUS + extra
        return Point(
            round(_CENTRE.x + reach * math.sin(angle), 1), round(_CENTRE.y - reach * math.cos(angle), 1)
        )

    def polygon(values: Sequence[Fraction | None]) -> tuple[Point, ...]:
        if any(value is None for value in values):
            return ()
        return tuple(at(index, value) for index, value in enumerate(values) if value is not None)

    quarters = [out_of * part / 4 for part in range(1, 5)]
    labels = tuple(
        _label(spoke, at(index, out_of, 12.0), index / count) for index, spoke in enumerate(spokes)
    )
    return Radar(
        width=2 * _CENTRE.x,
        height=max(label.value_y for label in labels) + _LINE,
        centre=_CENTRE,
        rings=tuple(tuple(at(index, value) for index in range(count)) for value in quarters),
        ring_labels=tuple(
            (at(0.5, float(value) * math.cos(math.pi / count)), f"{float(value):g}")
            for value in (quarters if count > 3 else quarters[1::2])  # a triangle has room for two
        ),
        spokes=tuple(at(index, out_of) for index in range(count)),
        now=polygon([spoke.now.low for spoke in spokes]),
        ranges=tuple(
            Line(at(index, spoke.now.low), at(index, spoke.now.high))
            for index, spoke in enumerate(spokes)
            if spoke.now.exact is None
        ),
        target=polygon([spoke.target for spoke in spokes]),
        baseline=polygon([spoke.baseline for spoke in spokes]),
        labels=labels,
    )


def _label(spoke: Spoke, place: Point, turn: float) -> RadarLabel:
    """The label of one spoke, growing away from the radar. `turn`: 0 at the top, then clockwise to 1."""
    side = math.sin(2 * math.pi * turn)
    anchor = "middle" if abs(side) < 0.15 else "start" if side > 0 else "end"
    room = min(24, int((_CENTRE.x - (_RADIUS + 12.0) * abs(side)) / _SIGN))
    lines = _wrapped(spoke.name, min(room, 16), room)
    block = (len(lines) + 1) * _LINE
    rise = math.cos(
        2 * math.pi * turn
    )  # 1 at the top: the block ends there; -1 at the bottom: it starts there
    first = (
        place.y + 4 - block / 2 + _LINE / 2 - rise * (block / 2 - (0 if abs(side) > 0.15 else _LINE / 2 - 4))
    )
    return RadarLabel(
        anchor,
        place.x,
        tuple((round(first + index * _LINE, 1), line) for index, line in enumerate(lines)),
        round(first + len(lines) * _LINE, 1),
        spoke.text,
        spoke.name,
    )


def _wrapped(name: str, width: int, room: int) -> tuple[str, ...]:
    """`name` in at most three lines of about `width` signs; what is longer than `room` is cut."""
    lines = [""]
    for word in name.split():
        if lines[-1] and len(lines[-1]) + 1 + len(word) > width:
            lines.append("")
        lines[-1] = f"{lines[-1]} {word}".strip()
    lines = [line if len(line) <= room else f"{line[: room - 1]}…" for line in lines]
    return (*lines[:2], f"{lines[2]} …") if len(lines) > 3 else tuple(lines)
