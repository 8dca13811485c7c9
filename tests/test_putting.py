"""Values put into YAML files in place: everything else keeps its line, its comment and its layout."""

from __future__ import annotations

import random
from typing import Any

import pytest

from assay import yamlfile
from assay.problems import At
from assay.yamlfile.editing import EditError
from assay.yamlfile.putting import drop, put

TEXT = """\
# Grades of Ana.
graded_on: 2026-05-04   # the day
grades:
  # about vision
  vision:
    # planned?
    approach: {grade: 2, rationale: Planned.}  # tail
    deployment:
      grade: 1  # why
      rationale: >-
        A longer text
        in two lines.
      evidence: [a, # the first
        b]
      # end of deployment
  speed: {trend: {grade: 1, rationale: x}}
# The end.
"""
DEPLOYMENT = ("grades", "vision", "deployment")
LONG = "Why it is so, " * 12 + "in short."


def lines(text: str) -> list[str]:
    return text.splitlines()


def changed(before: str, after: str) -> tuple[list[str], list[str]]:
    """The lines that went, and those that came."""
    old, new = lines(before), lines(after)
    return [line for line in old if line not in new], [line for line in new if line not in old]


def order(at: At) -> tuple[str, ...]:
    return ("graded_on", "grades") if not at else ("vision", "example", "speed") if len(at) == 1 else ()


@pytest.mark.parametrize(
    ("at", "value", "went", "came"),
    [
        ((*DEPLOYMENT, "grade"), 3, ["      grade: 1  # why"], ["      grade: 3  # why"]),
        (
            ("graded_on",), "2026-06-01",
            ["graded_on: 2026-05-04   # the day"], ["graded_on: 2026-06-01   # the day"],
        ),
        (
            (*DEPLOYMENT, "rationale"), "Short: one.",
            ["      rationale: >-", "        A longer text", "        in two lines."],
            ['      rationale: "Short: one."'],
        ),
        (
            (*DEPLOYMENT, "evidence"), ["a"],
            ["      evidence: [a, # the first", "        b]"],
            ["      # the first", "      evidence: [a]"],
        ),
        (
            ("grades", "vision", "approach", "evidence"), [{"item": "a", "carries": 1}],
            ["    approach: {grade: 2, rationale: Planned.}  # tail"],
            ["    approach: {grade: 2, rationale: Planned., evidence: [{item: a, carries: 1}]}  # tail"],
        ),
        (
            ("grades", "example", "approach"), {"grade": 0, "rationale": "None."}, [],
            ["  example:", "    approach: {grade: 0, rationale: None.}"],
        ),
        (
            ("grades", "speed", "trend", "rationale"), "a, {b}: c",
            ["  speed: {trend: {grade: 1, rationale: x}}"],
            ['  speed: {trend: {grade: 1, rationale: "a, {b}: c"}}'],
        ),
    ],
)  # fmt: skip
def test_only_the_lines_of_a_value_change(at: At, value: Any, went: list[str], came: list[str]) -> None:
    assert changed(TEXT, put(TEXT, at, value, order)) == (went, came)


def test_a_new_key_stands_where_the_order_has_it_and_comments_stay_with_theirs() -> None:
    after = lines(put(TEXT, ("grades", "example", "approach"), {"grade": 0}, order))
    assert after[after.index("  example:") - 1] == "      # end of deployment"
    first = put(
        "grades:\n  # on speed\n  speed: {trend: {grade: 1}}\n", ("grades", "vision", "x"), {"y": 1}, order
    )
    assert lines(first) == [
        "grades:",
        "  vision:",
        "    x: {y: 1}",
        "  # on speed",
        "  speed: {trend: {grade: 1}}",
    ]


def test_what_is_there_already_is_left_alone() -> None:
    assert put(TEXT, (*DEPLOYMENT, "evidence"), ["a", "b"]) is TEXT


def test_a_long_text_is_folded_and_one_of_paragraphs_keeps_them() -> None:
    for value in (LONG, "One.\n\nTwo."):
        after = put(TEXT, (*DEPLOYMENT, "rationale"), value)
        assert yamlfile.read(after.encode()).data["grades"]["vision"]["deployment"]["rationale"] == value
        assert max(map(len, lines(after))) < 120
        assert '"' not in after


def test_line_ends_of_windows_stay() -> None:
    after = put(TEXT.replace("\n", "\r\n"), (*DEPLOYMENT, "rationale"), LONG)
    assert after.count("\n") == after.count("\r\n")


def test_a_file_without_a_line_break_at_its_end_gets_one_only_where_it_needs_it() -> None:
    assert put("a: {b: 1}", ("a", "c"), 2) == "a: {b: 1, c: 2}"
    assert put("a:\n  b: 1", ("a", "c"), 2) == "a:\n  b: 1\n  c: 2\n"


def test_an_empty_map_in_braces_is_filled() -> None:
    assert (
        put("grades: {}\n", ("grades", "vision", "x"), {"grade": 1}) == "grades: {vision: {x: {grade: 1}}}\n"
    )


def test_a_key_is_taken_out_with_its_lines() -> None:
    assert changed(TEXT, drop(TEXT, (*DEPLOYMENT, "grade"))) == (["      grade: 1  # why"], ["      # why"])
    after = drop(TEXT, (*DEPLOYMENT, "evidence"))
    assert changed(TEXT, after)[1] == ["      # the first"]
    flow = "a: {b: 1, c: 2, d: 3}\n"
    assert [drop(flow, ("a", key)) for key in "bcd"] == [
        "a: {c: 2, d: 3}\n", "a: {b: 1, d: 3}\n", "a: {b: 1, c: 2}\n",
    ]  # fmt: skip


@pytest.mark.parametrize("text", ["a: 1\n", "a: []\n", "a:\n  - b\n"])
def test_a_layout_that_is_not_understood_is_refused_and_not_guessed_at(text: str) -> None:
    with pytest.raises(EditError):
        put(text, ("a", "b"), 2)


def test_whatever_is_put_reads_back_and_nothing_else_changes() -> None:
    """Random values at random places of both styles: data and comments are those that they should be."""
    chance = random.Random(20260630)
    texts = ["x", "yes: no", "# none", "- a", 'it\'s "so"', "a\nb", " ", "ends: ", "ő — ű", "1", LONG]
    approach = ("grades", "vision", "approach")
    places: list[At] = [
        (*DEPLOYMENT, "grade"),
        (*DEPLOYMENT, "rationale"),
        (*DEPLOYMENT, "against"),
        ("grades", "speed", "trend", "new"),
        ("grades", "other", "x"),
        (*approach, "rationale"),
    ]
    comments = ("# Grades of Ana.", "# the day", "# about vision", "# why", "# the first", "# tail", "# The")
    for _ in range(300):
        text = chance.choice(texts)
        value: Any = chance.choice(
            [text, 7, True, [text, "b", False], {"k": text, "l": [text]}, [{"item": "a", "answer": text}]]
        )
        at = chance.choice(places)
        after = put(TEXT, at, value, order)
        data = yamlfile.read(TEXT.encode()).data
        inner = data
        for step in at[:-1]:
            inner = inner.setdefault(step, {})
        inner[at[-1]] = value
        assert yamlfile.read(after.encode()).data == data
        assert [comment for comment in comments if comment not in after] == []
