"""A badge: two texts side by side on a strip of 20 pixels, as wide as they need."""

from __future__ import annotations

import unicodedata
from dataclasses import dataclass

FILLS = (
    ("#5a6672", "#ffffff"),
    ("#d5e7f1", "#14283a"),
    ("#b4d6e8", "#0d2436"),
    ("#93c4de", "#0d2436"),
    ("#62a0c7", "#0b1d2b"),
    ("#2b78ab", "#ffffff"),
    ("#1e5b8c", "#ffffff"),
    ("#123f6d", "#ffffff"),
)
"""The ramp of levels, and the text on it: that of the style sheet in the light scheme. 0 is no level."""

MOST = 44
"""Up to how many signs one side of a badge has; what is longer is cut."""

_SIZE = 11
_PADDING = 6
# Advance widths in thousandths of the size, as Verdana has them. Another font is stretched or narrowed to the
# width that comes out (textLength), so they need not be exact for every sign.
_WIDTHS = {
    sign: width
    for width, signs in (
        (270, "'il’"),
        (350, " ,.fj·"),
        (400, "!t"),
        (425, "Ir"),
        (455, '"()-/:;J[]\\|'),
        (521, "cs"),
        (545, "z?L"),
        (595, "aekvxyFP"),
        (625, "bdghnopquTYE$*_`0123456789–{}"),
        (690, "ABCKRSVXZ"),
        (750, "DGHNU&"),
        (810, "OQMw+=<>#~^…"),
        (980, "mW@"),
        (1076, "%"),
    )
    for sign in signs
}
_OTHER, _WIDE = 650, 1000


@dataclass(frozen=True, slots=True)
class Side:
    """One side of a badge: its text, where it starts, how long it is; the side's own end. In pixels."""

    text: str
    x: int
    length: int
    end: int


@dataclass(frozen=True, slots=True)
class BadgeBox:
    """The two sides of a badge."""

    label: Side
    message: Side

    @property
    def width(self) -> int:
        """The width of the whole."""
        return self.message.end


def badge_box(label: str, message: str) -> BadgeBox:
    """The places of the texts of a badge."""
    left = _side(label, 0)
    return BadgeBox(left, _side(message, left.end))


def cut(text: str) -> str:
    """A text of at most `MOST` signs."""
    return text if len(text) <= MOST else f"{text[: MOST - 1].rstrip()}…"


def _side(text: str, start: int) -> Side:
    shown = cut(text)
    length = max(1, round(sum(map(_advance, shown)) * _SIZE / 1000))
    return Side(shown, start + _PADDING, length, start + length + 2 * _PADDING)


def _advance(sign: str) -> int:
    """How wide a sign is: a letter with marks on it as the letter, those of East Asia as a square."""
    if unicodedata.combining(sign):
        return 0
    if unicodedata.east_asian_width(sign) in "WF":
        return _WIDE
    return _WIDTHS.get(unicodedata.normalize("NFD", sign)[0], _OTHER)
