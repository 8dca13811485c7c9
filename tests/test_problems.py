"""The forms in which problems are told, and what hostile texts cannot do in them."""

from __future__ import annotations

import json

import pytest

from assay.problems import Problem, Severity, as_github, as_json, as_text, plain, summary

PROBLEM = Problem("items/a.yaml", 3, 7, "unknown-node", Severity.ERROR, "unknown node 'x'", "See the model.")


def test_text_is_one_line_with_the_hint_below() -> None:
    expected = "evidence/items/a.yaml:3:7: error unknown-node unknown node 'x'\n    See the model.\n"
    assert as_text([PROBLEM], "evidence/") == expected


def test_json_has_every_field() -> None:
    assert json.loads(as_json([PROBLEM], "evidence/")) == [
        {
            "path": "evidence/items/a.yaml", "line": 3, "column": 7, "severity": "error",
            "rule": "unknown-node", "message": "unknown node 'x'", "hint": "See the model.",
            "waived": None,
        }
    ]  # fmt: skip


def test_github_annotations_carry_file_line_and_column() -> None:
    expected = (
        "::error file=items/a.yaml,line=3,col=7,title=unknown-node::unknown node 'x'%0ASee the model.\n"
    )
    assert as_github([PROBLEM]) == expected


@pytest.mark.parametrize(
    "text", ["x\n::error::y", "x\r\n##[error]y", "a ##[group]b", "50%0A::set-env::", "::stop-commands::t"]
)
def test_a_text_from_a_file_cannot_start_a_workflow_command(text: str) -> None:
    problem = Problem(f"items/{text}.yaml", 1, 1, "schema", Severity.WARNING, text, text)
    [line] = as_github([problem]).splitlines()
    assert line.startswith("::warning file=")
    assert "##[" not in line
    properties, _, data = line.removeprefix("::warning ").partition("::")
    assert properties.count(":") == 0
    assert properties.count(",") == 3
    assert data.replace("%0A", "").replace("%25", "").count("%") == 0


@pytest.mark.parametrize(
    "text", ["\x1b]0;title\x07", "a\u202eb", "a\x9b2Jb", "a\u2066b", "a\tb\nc", "\ud800"]
)
def test_characters_that_steer_a_terminal_are_removed(text: str) -> None:
    shown = plain(text)
    assert shown.isprintable()
    assert "\n" not in shown


def test_the_summary_counts_by_severity() -> None:
    assert summary([]) == "no problems"
    assert summary([PROBLEM, PROBLEM]) == "2 errors"
    warning = Problem("a", 1, 1, "r", Severity.WARNING, "m")
    note = Problem("a", 1, 1, "r", Severity.INFO, "m")
    assert summary([note, warning, PROBLEM]) == "1 error, 1 warning, 1 note"
