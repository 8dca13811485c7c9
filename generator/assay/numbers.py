"""Exact numbers to the text that is printed, rounded half up and ranges joined by a dash; and to JSON."""

from __future__ import annotations

from fractions import Fraction

from assay.ranges import Range

DASH = "–"
MINUS = "−"

DECIMALS = 6
"""How many decimals the numbers in JSON carry."""


def decimal(value: Fraction | None) -> int | float | None:
    """A number as JSON carries it; None stays None."""
    if value is None:
        return None
    return int(value) if value.denominator == 1 else round(float(value), DECIMALS)


def rounded(value: Fraction, digits: int) -> str:
    """`value` with `digits` decimals, halves away from zero."""
    scaled = int(abs(value) * 10**digits + Fraction(1, 2))
    whole, rest = divmod(scaled, 10**digits)
    text = f"{whole}.{rest:0{digits}d}" if digits else f"{whole}"
    return f"{MINUS}{text}" if value < 0 and scaled else text


def spread(value: Range | None, digits: int) -> str:
    """`61–63`, or `61` where both ends print alike; a dash where there is no value."""
    if value is None:
        return DASH
    low, high = rounded(value.low, digits), rounded(value.high, digits)
    return low if low == high else f"{low}{DASH}{high}"


def change(before: Range | None, after: Range | None, digits: int) -> tuple[str, ...]:
    """The difference with its sign: `+17`, or both of its ends; nothing where one of the two is missing."""
    if before is None or after is None:
        return ()
    ends = (rounded(after.low - before.high, digits), rounded(after.high - before.low, digits))
    low, high = (text if text.startswith(MINUS) or not text.strip("0.") else f"+{text}" for text in ends)
    return (low,) if low == high else (low, high)


def grade_text(value: Fraction) -> str:
    """A grade or a weight as one writes it: 3, 0.25; rounded to four decimals where no short one does."""
    for digits in range(_SHORT + 1):
        if (value * 10**digits).denominator == 1:
            return rounded(value, digits)
    return rounded(value, _DECIMALS).rstrip("0").rstrip(".")


_SHORT, _DECIMALS = 6, 4


def highest(value: Fraction, digits: int) -> str:
    """The most that a score can be: as one writes it, if that is short; else rounded as scores are."""
    text = grade_text(value)
    return text if len(text.partition(".")[2]) <= max(digits, 2) else rounded(value, digits)


def grades(value: Range | None) -> str:
    """A grade or a level as one writes it, never rounded: `3`, `1.5`, `2–3`; a dash where there is none."""
    if value is None:
        return DASH
    low, high = grade_text(value.low), grade_text(value.high)
    return low if low == high else f"{low}{DASH}{high}"


def percent(value: Fraction) -> str:
    """A share as a whole percentage."""
    return f"{rounded(value * 100, 0)} %"
