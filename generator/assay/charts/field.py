"""A place in a field of two axes."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from assay.ranges import Range


@dataclass(frozen=True, slots=True)
class Label:
    """A text in lines: how it is anchored, and where each line stands."""

    anchor: str
    x: float
    lines: tuple[tuple[float, str], ...]


@dataclass(frozen=True, slots=True)
class Quarter:
    """A quarter of the field: its upper left corner, its name, and whether the place is in it."""

    x: float
    y: float
    name: Label
    here: bool


@dataclass(frozen=True, slots=True)
class Spot:
    """A place: its middle, and the box of what is possible (without a size where the place is known)."""

    x: float
    y: float
    left: float
    top: float
    width: float
    height: float

    @property
    def open(self) -> bool:
        """True where only a stretch is known."""
        return bool(self.width or self.height)


@dataclass(frozen=True, slots=True)
class Field:
    """A square with two lines that cross in its middle, and room around it for the names of their ends.

    `ends`: the names of the low and the high end of the axis across, then of the axis upwards.
    """

    width: float
    height: float
    left: float
    top: float
    right: float
    bottom: float
    middle_x: float
    middle_y: float
    half: float
    quarters: tuple[Quarter, ...]
    ends: tuple[Label, Label, Label, Label]
    now: Spot
    before: Spot | None


_SIZE, _SIDE, _ROOM = 320.0, 8.0, 38.0
_LEFT, _RIGHT, _TOP, _BOTTOM = _SIDE, _SIDE + _SIZE, _ROOM, _ROOM + _SIZE
_HALF = _SIZE / 2
_MIDDLE_X, _MIDDLE_Y = _LEFT + _HALF, _TOP + _HALF
_LINE = 15.0
"""From one line of text to the next."""

_LEAST = 8.0
"""No box is thinner, so that one can see it."""


def field(
    x: Range,
    y: Range,
    before: tuple[Range, Range] | None,
    quarters: Iterable[tuple[bool, bool, str, bool]],
    ends: tuple[str, str, str, str],
) -> Field:
    """A field with a place from 0 to 1 on each axis, up being high.

    `quarters`: whether each lies at the high end of the axis across and of the axis upwards, its name, and
    whether the place is in it. `ends`: see `Field.ends`.
    """
    low_x, high_x, low_y, high_y = ends
    return Field(
        width=_SIZE + 2 * _SIDE,
        height=_SIZE + 2 * _ROOM,
        left=_LEFT,
        top=_TOP,
        right=_RIGHT,
        bottom=_BOTTOM,
        middle_x=_MIDDLE_X,
        middle_y=_MIDDLE_Y,
        half=_HALF,
        quarters=tuple(_quarter(*quarter) for quarter in quarters),
        ends=(
            _label("start", _LEFT + 14, low_x, 18, last=_MIDDLE_Y - 7),
            _label("end", _RIGHT - 14, high_x, 18, last=_MIDDLE_Y - 7),
            _label("middle", _MIDDLE_X, low_y, 40, first=_BOTTOM + 20),
            _label("middle", _MIDDLE_X, high_y, 40, last=_TOP - 11),
        ),
        now=_spot(x, y),
        before=_spot(*before) if before else None,
    )


def _quarter(right: bool, up: bool, name: str, here: bool) -> Quarter:
    """A quarter with its name in the outer corner."""
    anchor, x = ("end", _RIGHT - 8) if right else ("start", _LEFT + 8)
    label = (
        _label(anchor, x, name, 18, first=_TOP + 20) if up else _label(anchor, x, name, 18, last=_BOTTOM - 10)
    )
    return Quarter(_MIDDLE_X if right else _LEFT, _TOP if up else _MIDDLE_Y, label, here)


def _label(
    anchor: str, x: float, text: str, width: int, *, first: float | None = None, last: float = 0.0
) -> Label:
    """A text in at most two lines, the first or the last of which stands where it is said."""
    lines = _wrapped(text, width)
    start = last - (len(lines) - 1) * _LINE if first is None else first
    return Label(anchor, x, tuple((start + index * _LINE, line) for index, line in enumerate(lines)))


def _wrapped(text: str, width: int) -> tuple[str, ...]:
    """`text` in at most two lines of about `width` signs; what is longer is cut with an ellipsis."""
    lines = [""]
    for word in text.split():
        if lines[-1] and len(lines[-1]) + 1 + len(word) > width:
            lines.append("")
        lines[-1] = f"{lines[-1]} {word}".strip()
    lines = [line if len(line) <= width + 3 else f"{line[: width + 2]}…" for line in lines]
    return tuple(lines) if len(lines) < 3 else (lines[0], f"{lines[1]} …")


def _spot(x: Range, y: Range) -> Spot:
    left, right = (_across(float(end)) for end in (x.low, x.high))
    bottom, top = (_down(float(end)) for end in (y.low, y.high))
    middle_x, middle_y = round((left + right) / 2, 1), round((top + bottom) / 2, 1)
    if left == right and top == bottom:
        return Spot(middle_x, middle_y, left, top, 0.0, 0.0)
    width, height = max(right - left, _LEAST), max(bottom - top, _LEAST)
    return Spot(
        middle_x,
        middle_y,
        round(middle_x - width / 2, 1),
        round(middle_y - height / 2, 1),
        round(width, 1),
        round(height, 1),
    )


def _across(value: float) -> float:
    return round(_LEFT + value * _SIZE, 1)


def _down(value: float) -> float:
    return round(_TOP + (1 - value) * _SIZE, 1)
