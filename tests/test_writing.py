"""New YAML files: the text reads back as the data, and looks as a person would write it."""

from __future__ import annotations

from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from assay import yamlfile
from assay.problems import At
from assay.yamlfile.writing import text_scalar, written

TEXTS = st.text(st.characters(exclude_categories=["Cs"]), max_size=200) | st.sampled_from(
    (
        "",
        " ",
        "no",
        "on",
        "1:30",
        "010",
        "0x1f",
        "null",
        "~",
        "true",
        "2026-01-01",
        "1.5",
        "a: b",
        "a #b",
        "- a",
        "=",
        "<<",
    )
)
KEYS = st.text(st.characters(min_codepoint=33, max_codepoint=0x17F), min_size=1, max_size=12).filter(
    lambda key: key not in ("<<", "=")
)
DATA = st.recursive(
    TEXTS | st.integers(-(10**6), 10**6) | st.booleans(),
    lambda inner: st.lists(inner, max_size=4) | st.dictionaries(KEYS, inner, max_size=4),
    max_leaves=12,
)


@given(st.dictionaries(KEYS, DATA, max_size=5))
@settings(max_examples=150, deadline=None)
def test_what_is_written_reads_back(data: dict[str, Any]) -> None:
    text = written(data)
    document = yamlfile.read(text.encode()) if data else None
    if document:
        assert document.faults == (), text
        assert document.data == data, text
    assert all(line == line.rstrip(" ") for line in text.split("\n"))


@pytest.mark.parametrize(
    ("text", "flow", "line"),
    [
        ("Minutes of March, 2026", False, "Minutes of March, 2026"),
        ("Minutes of March, 2026", True, '"Minutes of March, 2026"'),
        ("Ügyfélszolgálat (kitalált)", True, "Ügyfélszolgálat (kitalált)"),
        ("https://example.org/a?b=c#d", False, "https://example.org/a?b=c#d"),
        ("1.10", False, '"1.10"'),
        ("true", False, '"true"'),
        ("no", False, "no"),
        ("a: b", False, '"a: b"'),
    ],
)
def test_a_text_is_quoted_only_where_it_has_to_be(text: str, flow: bool, line: str) -> None:
    assert text_scalar(text, flow=flow) == line


def test_a_file_looks_as_a_person_would_write_it() -> None:
    data = {
        "title": "Minutes",
        "summary": "word " * 30 + "end",
        "about": [{"node": "leadership-vision", "areas": ["communicated"]}, {"node": "leadership"}],
        "collected": {"on": "2026-03-11", "by": "ana"},
        "sources": [
            {
                "title": "Minutes of March, with all that was decided on the plan",
                "file": "attachments/minutes-of-march-2026.txt",
                "sha256": "9" * 64,
            }
        ],
    }
    comments: dict[At, str] = {
        (): "What this is",
        ("about",): "what it shows something about\n(relevance only)",
        ("valid_until",): "valid_until: 2027-03-11",
    }
    assert (
        written(data, comments)
        == f"""\
# What this is
title: Minutes
summary: >-
  {("word " * 21).strip()}
  {("word " * 9).strip()} end
# what it shows something about
# (relevance only)
about:
  - {{node: leadership-vision, areas: [communicated]}}
  - {{node: leadership}}
collected: {{on: 2026-03-11, by: ana}}
sources:
  - title: Minutes of March, with all that was decided on the plan
    file: attachments/minutes-of-march-2026.txt
    sha256: "{"9" * 64}"
# valid_until: 2027-03-11
"""
    )
