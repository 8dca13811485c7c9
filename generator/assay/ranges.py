"""Intervals of exact numbers: what is known of a value that may still be open.

A rated cell is a point. An unrated or disputed cell is an interval, and so is every level and score
above it, until it is settled. All numbers are rationals: nothing is rounded before it is displayed.
"""

from __future__ import annotations

from dataclasses import dataclass
from fractions import Fraction
from typing import Self


@dataclass(frozen=True, slots=True)
class Range:
    """The closed interval from `low` to `high`."""

    low: Fraction
    high: Fraction

    @classmethod
    def point(cls, value: Fraction | int) -> Self:
        """The interval that holds just one value."""
        return cls(Fraction(value), Fraction(value))

    @property
    def exact(self) -> Fraction | None:
        """The value, where the interval is one point; else None."""
        return self.low if self.low == self.high else None

    def at_most(self, other: Range) -> Range:
        """The interval of the smaller of two values."""
        return Range(min(self.low, other.low), min(self.high, other.high))

    def __contains__(self, value: Fraction | int) -> bool:
        return self.low <= value <= self.high


def towards(before: Range | None, after: Range | None) -> int:
    """1 where a range rises, -1 where it falls; else 0.

    Its low end is what is sure of it, so that has to move, and the high end not the other way: a range that
    becomes narrower or wider from above neither rises nor falls.
    """
    if before is None or after is None:
        return 0
    if after.low > before.low and after.high >= before.high:
        return 1
    return -1 if after.low < before.low and after.high <= before.high else 0
