"""Problems on two sides: which come, and which go. A line that only moved is no new problem."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from assay.difference.shapes import Problems, Told
from assay.problems import Problem, Severity, identity

_ID = re.compile(r"[a-z0-9][a-z0-9-]*", re.ASCII)


@dataclass(frozen=True, slots=True)
class Moved:
    """Former names of files, former ids of items, and what they are called now."""

    files: Mapping[str, str]
    items: Mapping[str, str]

    def identity(self, problem: Problem) -> tuple[str, str, str]:
        """What makes a problem of the base this one, with the names of today."""
        rule, file, said = identity(problem, self.files.get(problem.path, problem.path))
        if self.items:
            said = _ID.sub(lambda found: self.items.get(found[0], found[0]), said)
        return rule, file, said


def compare_problems(before: Iterable[Problem], after: Iterable[Problem], moved: Moved) -> Problems:
    """The problems that are on one side only, and the errors of both; gravest first.

    What a waiver excuses is none. Two are the same by rule, file and what they say, whatever the line.
    """
    old = [one for one in before if not one.waived]
    known = Counter(map(moved.identity, old))
    added, standing = [], []
    for one in after:
        if one.waived:
            continue
        key = identity(one)
        if known[key]:
            known[key] -= 1
            standing += [one] if one.severity is Severity.ERROR else []
        else:
            added.append(one)
    fixed = []
    for one in reversed(old):  # of several alike the last ones are those that are gone
        key = moved.identity(one)
        if known[key]:
            known[key] -= 1
            fixed.append(one)
    return Problems(*(tuple(map(_told, sorted(some, key=_gravity))) for some in (added, fixed, standing)))


def _told(one: Problem) -> Told:
    return Told(one.path, one.line, one.column, one.rule, one.severity, one.message, one.hint)


def _gravity(one: Problem) -> tuple[int, tuple[str, int, int, str, str]]:
    return one.severity.rank, one.order
