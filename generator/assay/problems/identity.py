"""When two problems are the same one: across versions of a file, whose lines move."""

from __future__ import annotations

import hashlib
import re
from collections import Counter
from collections.abc import Iterable
from typing import TypeAlias

from assay.problems.problem import Problem

Identity: TypeAlias = tuple[str, str, str]
"""Rule, file, and what is said without lines and columns."""

_PLACE = re.compile(r"\b(lines?|columns?) \d[\d, ]*")
# What is quoted is a name, and stays. Other numbers change from day to day: "due 12 days before 2026-06-30".
_NUMBER = re.compile(r"('[^']*')|\d[\d.,/-]*")


def identity(problem: Problem, file: str | None = None) -> Identity:
    """What makes a problem this one, whatever line it stands on; `file`: what its file was called before."""
    return problem.rule, problem.path if file is None else file, _PLACE.sub(r"\1", problem.message)


def fingerprints(problems: Iterable[Problem], root: str = "") -> list[str]:
    """One text for each problem: 64 hexadecimal digits, each once, and the same for it tomorrow.

    Of several problems that only numbers tell apart, the first in the file is the first again.
    """
    seen: Counter[Identity] = Counter()
    found = []
    for problem in problems:
        rule, file, message = identity(problem)
        key = rule, root + file, _NUMBER.sub(lambda match: match[1] or "#", message)
        seen[key] += 1
        found.append(hashlib.sha256("\0".join((*key, str(seen[key]))).encode("utf-8", "replace")).hexdigest())
    return found
