"""Problems on two sides: which come, and which go. A line that only moved is no new problem."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from assay.difference.shapes import Problems, Told
from assay.problems import Problem, Severity

_ID = re.compile(r"[a-z0-9][a-z0-9-]*", re.ASCII)
_LINE = re.compile(r"\blines? [0-9]+", re.ASCII)


@dataclass(frozen=True, slots=True)
class Moved:
    """Former names of files, former ids of items, and what they are called now."""

    files: Mapping[str, str]
    items: Mapping[str, str]

    def text(self, text: str) -> str:
        """What a problem said, with the ids of today."""
        return _ID.sub(lambda found: self.items.get(found[0], found[0]), text) if self.items else text


def told(problems: Iterable[Problem]) -> tuple[Told, ...]:
    """Problems as a comparison takes them. What a waiver excuses is none."""
    return tuple(
        Told(one.path, one.line, one.column, one.rule, one.severity, one.message, one.hint)
        for one in problems
        if not one.waived
    )


def compare_problems(before: Iterable[Told], after: Iterable[Told], moved: Moved) -> Problems:
    """The problems that are on one side only, and the errors of both; gravest first.

    Two are the same by rule, file and what they say, wherever the line is.
    """
    old = list(before)
    known = Counter(_key(one, moved) for one in old)
    added, standing = [], []
    for one in after:
        key = _key(one, _NOTHING)
        if known[key]:
            known[key] -= 1
            standing += [one] if one.severity is Severity.ERROR else []
        else:
            added.append(one)
    fixed = []
    for one in reversed(old):  # of several alike the last ones are those that are gone
        key = _key(one, moved)
        if known[key]:
            known[key] -= 1
            fixed.append(one)
    return Problems(*(tuple(sorted(some, key=_gravity)) for some in (added, fixed, standing)))


_NOTHING = Moved({}, {})


def _key(one: Told, moved: Moved) -> tuple[str, str, str]:
    return one.rule, moved.files.get(one.path, one.path), _LINE.sub("line", moved.text(one.message))


def _gravity(one: Told) -> tuple[int, str, int, int, str]:
    return one.severity.rank, one.path, one.line, one.column, one.rule
