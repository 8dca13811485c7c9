"""Texts from files, made safe to print: without signs that nobody sees, and inert in HTML and Markdown."""

from __future__ import annotations

import re
from functools import lru_cache

from markupsafe import Markup

# Signs that change how others are read or shown: line and paragraph separators, marks of writing direction
# that can turn a line round, invisible tags, halves of surrogate pairs, what is no sign at all (the engine's
# YAML refuses it). Joiners that scripts need stay.
_BREAKS = re.compile("[\t\n\v\f\r\x1c-\x1f\x85\u2028\u2029]+")
_HIDDEN = re.compile(
    "[\x00-\x1f\x7f-\x9f\u061c\u200e\u200f\u202a-\u202e\u2066-\u2069"
    "\ufdd0-\ufdef\ufeff\ufff9-\ufffb\ufffe\uffff\ud800-\udfff\U000e0000-\U000e007f]"
)
# Letters, digits and spaces stay as they are, and so does every sign beyond ASCII. Of the others, those stay
# that mean nothing to HTML or Markdown: a full stop unless a digit stands before it (that may be a list), a
# hyphen between letters.
_SIGNS = re.compile(
    r"(?<=[0-9])\.|(?:(?<![A-Za-z0-9])|(?<=[0-9]))-|-(?![A-Za-z0-9])|[^A-Za-z0-9 ,.;:/%\u0080-\U0010ffff-]"
)
_ADDRESS_SIGNS = re.compile(r"[^A-Za-z0-9,.;:/%#?=~+@\u0080-\U0010ffff-]")


class Inert(Markup):
    """A text that HTML and Markdown leave as it is: our own markup, and other texts only as entities."""


def clean(text: str) -> str:
    """`text` on one line, without control characters and other hidden signs."""
    return _HIDDEN.sub("", _BREAKS.sub(" ", text))


def inert(text: str) -> Inert:
    """`text` so that neither HTML nor Markdown finds anything in it but text."""
    return _inert_short(text) if len(text) < 100 else _inert(text)


def _inert(text: str) -> Inert:
    return Inert(_SIGNS.sub(_entity, clean(text)))


_inert_short = lru_cache(maxsize=10_000)(_inert)  # a site prints the same names and words on page after page


def _entity(found: re.Match[str]) -> str:
    return f"&#{ord(found[0])};"


def inert_address(address: str) -> Inert:
    """An address for the inside of quotes: what an address is made of stays, so that people can read it."""
    return Inert(_ADDRESS_SIGNS.sub(_entity, clean(address)))


def inert_lines(text: str) -> Inert:
    """The same for a text whose line breaks are kept, as in a block of code."""
    return Inert("&#10;".join(inert(line.replace("\t", "    ")) for line in text.splitlines()))
