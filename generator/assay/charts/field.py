"""A place in a field of two axes."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from assay.ranges import Range


@dataclass(frozen=True, slots=True)
class Corner:
    """The name of a quarter: where its text is centred."""

    x: float
    y: float
    title: str


@dataclass(frozen=True, slots=True)
class Spot:
    """A place: its middle, and the box of what is possible (all 0 where the place is known)."""

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
    """A square of `size` with a margin around it for the names of the ends of its axes."""

    size: float
    margin: float
    corners: tuple[Corner, ...]
    now: Spot
    before: Spot | None
    ends: tuple[str, str, str, str]

    @property
    def whole(self) -> float:
        """The size with the margin on both sides."""
        return self.size + 2 * self.margin

    @property
    def middle(self) -> float:
        """Where the lines cross."""
        return self.margin + self.size / 2


_SIZE, _MARGIN = 320.0, 34.0


def field(
    x: Range,
    y: Range,
    before: tuple[Range, Range] | None,
    titles: Sequence[str],
    ends: tuple[str, str, str, str],
) -> Field:
    """A field with a place from 0 to 1 on each axis, up being high.

    `titles`: the quarters, upper left, upper right, lower left, lower right. `ends`: the names of the low and
    the high end of the axis across, then of the axis upwards.
    """
    quarter = _SIZE / 4
    centres = [(1, 1), (3, 1), (1, 3), (3, 3)]
    return Field(
        _SIZE,
        _MARGIN,
        tuple(
            Corner(_MARGIN + across * quarter, _MARGIN + down * quarter, title)
            for (across, down), title in zip(centres, titles, strict=True)
            if title
        ),
        _spot(x, y),
        _spot(*before) if before else None,
        ends,
    )


def _spot(x: Range, y: Range) -> Spot:
    left, right = (_across(float(end)) for end in (x.low, x.high))
    bottom, top = (_down(float(end)) for end in (y.low, y.high))
    return Spot(
        round((left + right) / 2, 1),
        round((top + bottom) / 2, 1),
        left,
        top,
        round(right - left, 1),
        round(bottom - top, 1),
    )


def _across(value: float) -> float:
    return round(_MARGIN + value * _SIZE, 1)


def _down(value: float) -> float:
    return round(_MARGIN + (1 - value) * _SIZE, 1)
