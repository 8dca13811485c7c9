"""Texts of files as one line that steers no terminal and no CI system."""

from __future__ import annotations

import re

# C0 and C1 control characters, and those that reorder or hide text on a terminal (bidirectional controls,
# zero-width characters, line separators). Names and texts of a file must not steer the reader's terminal.
_UNSAFE = re.compile(
    "[\x00-\x1f\x7f-\x9f\xad\u061c\u115f\u1160\u200b\u200e\u200f\u2028-\u202e\u2060-\u2069\u3164\ufeff\uffa0\ud800-\udfff]+"
)


def plain(text: str) -> str:
    """`text` on one line, without what steers a terminal or a CI system that reads along.

    Runners take `::command::` at the start of a line and `##[command]` anywhere in it.
    """
    shown = _UNSAFE.sub(" ", text).replace("##[", "# #[").replace("##vso[", "# #vso[")
    return f": {shown.lstrip()[1:]}" if shown.lstrip().startswith("::") else shown


def shorten(value: object, most: int = 60) -> str:
    """A value from a file as it may be quoted in a message: one line, no longer than `most` characters."""
    text = plain(str(value))
    return text if len(text) <= most else text[: most - 1] + "…"
