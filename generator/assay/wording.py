"""Small words for messages: the nearest known name, lists in prose."""

from __future__ import annotations

import difflib
from collections.abc import Iterable


def nearest(name: str, known: Iterable[str]) -> str | None:
    """The known name that `name` is most likely a misspelling of; None if none is close."""
    found = difflib.get_close_matches(name[:100], list(known), n=1, cutoff=0.6)
    return found[0] if found else None


def did_you_mean(name: str, known: Iterable[str]) -> str:
    """` (did you mean 'leadership'?)`, or nothing."""
    found = nearest(name, known)
    return f" (did you mean '{found}'?)" if found else ""


def listed(names: Iterable[str], last: str = "and") -> str:
    """`a`, `a and b`, `a, b and c`."""
    *head, tail = [*names] or [""]
    return f"{', '.join(head)} {last} {tail}" if head else tail


def counted(number: int, one: str, many: str = "") -> str:
    """`1 cell`, `2 cells`."""
    return f"{number:,} {one if number == 1 else many or one + 's'}"
