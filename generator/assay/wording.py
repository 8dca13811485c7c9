"""Small words for messages: the nearest known name, lists in prose."""

from __future__ import annotations

import difflib
import heapq
import re
import unicodedata
from collections.abc import Iterable


def nearest(name: str, known: Iterable[str]) -> str | None:
    """The known name that `name` is most likely a misspelling of; None if none is close.

    A misspelling keeps the beginning or the end, and about the length: only such names are compared, which
    is slow, so that thousands of names may be looked up among thousands.
    """
    start, end, length = name[:2], name[-2:], len(name)
    alike = [
        other
        for other in known
        if abs(len(other) - length) <= 4 and (other[:2] == start or other[-2:] == end or length < 6)
    ]
    alike = heapq.nlargest(20, alike, key=lambda other: _common_start(name, other))
    found = difflib.get_close_matches(name[:100], alike, n=1, cutoff=0.6)
    return found[0] if found else None


def _common_start(one: str, other: str) -> int:
    return next((place for place, (a, b) in enumerate(zip(one, other, strict=False)) if a != b), len(other))


def did_you_mean(name: str, known: Iterable[str]) -> str:
    """` (did you mean 'leadership'?)`, or nothing."""
    found = nearest(name, known)
    return f" (did you mean '{found}'?)" if found else ""


def as_id(text: str) -> str:
    """A title or a name as an id: `Ana Példa` gives `ana-pelda`; "" where nothing of it can be in one."""
    plain = unicodedata.normalize("NFKD", text).encode("ascii", "ignore").decode("ascii").lower()
    return re.sub(r"[^a-z0-9]+", "-", plain).strip("-")[:64].strip("-")


def listed(names: Iterable[str], last: str = "and") -> str:
    """`a`, `a and b`, `a, b and c`."""
    *head, tail = [*names] or [""]
    return f"{', '.join(head)} {last} {tail}" if head else tail


def listed_up_to(names: Iterable[str], most: int) -> str:
    """The first `most` names, and how many more there are: `a, b and 3 more`."""
    known = [*names]
    more = [f"{len(known) - most:,} more"] if len(known) > most else []
    return listed([*known[:most], *more])


def counted(number: int, one: str, many: str = "") -> str:
    """`1 cell`, `2 cells`."""
    return f"{number:,} {one if number == 1 else many or one + 's'}"
