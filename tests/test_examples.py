"""Every case in `examples/`: what is wrong is said, with line and column; what is fine is left alone."""

from __future__ import annotations

from pathlib import Path
from types import ModuleType

import pytest

from assay.problems import as_text
from assay.repository import load
from assay.rules import RULES, find_problems
from cases import AS_OF, EXAMPLES, Case, read_case

INVALID = [read_case(path) for path in sorted((EXAMPLES / "invalid").glob("*.txt"))]
VALID = [read_case(path) for path in sorted((EXAMPLES / "valid").glob("*.txt"))]


def said_of(case: Case, folder: Path) -> str:
    return as_text(find_problems(load(case.write(folder)), AS_OF))


@pytest.mark.parametrize("case", INVALID, ids=lambda case: case.name)
def test_what_is_wrong_is_said(case: Case, tmp_path: Path) -> None:
    assert case.problems, "an invalid case says what is expected"
    assert said_of(case, tmp_path) == case.problems


@pytest.mark.parametrize("case", VALID, ids=lambda case: case.name)
def test_what_is_fine_is_left_alone(case: Case, tmp_path: Path) -> None:
    assert said_of(case, tmp_path) == ""


# What these look for takes commits: their cases are in test_duties.py.
BY_COMMITS = ("entered-by-other", "graded-by-other")


@pytest.mark.parametrize(
    "rule", [rule for rule in RULES if rule.ID not in BY_COMMITS], ids=lambda rule: rule.ID
)
def test_every_rule_has_a_case(rule: ModuleType) -> None:
    name = f" {rule.ID} "
    assert any(name in case.problems for case in INVALID)
