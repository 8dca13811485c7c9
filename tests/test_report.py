"""`assay levels --format json` keeps its contract."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from assay import schema_check
from assay.cards import Cards, report_cards
from assay.report import levels_data, levels_json
from assay.repository import load
from cases import AS_OF, EXAMPLES, Content, read_case, write_repository


def cards(folder: Path) -> Cards:
    assessment = load(folder).assessment
    assert assessment is not None
    cycle = assessment.latest_cycle
    assert cycle is not None
    return report_cards(assessment, cycle, AS_OF)


@pytest.mark.parametrize("files", [None, {"cycles/2026/grades/ana.yaml": None}], ids=["graded", "ungraded"])
def test_the_data_fit_their_schema(tmp_path: Path, files: dict[str, Content] | None) -> None:
    data = levels_data(cards(write_repository(tmp_path / "evidence", files)), "0" * 40)
    assert schema_check.check("levels", data) == []


def test_the_numbers_of_a_small_repository(tmp_path: Path) -> None:
    # approach: 2 and 2 -> 2. deployment: 2 and 1, half of the weight at 2 -> 1.
    # Leadership: rows 2 and 1 -> 1. Service: its row is 2 -> 2. The whole: halves 1 and 2 -> 1.
    # Scores: rows (2+2)/2/3 and (2+1)/2/3; leadership (2/3 + 1/2)/2 = 7/12; service 2/3;
    # the whole (7/12 + 2/3)/2 = 5/8.
    data = levels_data(cards(write_repository(tmp_path / "evidence")), None)
    nodes = {node["id"]: node for node in data["nodes"]}
    assert (data["overall"]["level"], data["overall"]["score"]) == (1, 62.5)
    assert (nodes["leadership"]["level"], nodes["leadership"]["score"]) == (1, 58.333333)
    assert (nodes["service"]["level"], nodes["service"]["score"]) == (2, 66.666667)
    assert nodes["leadership"]["limited_by"] == [{"unit": None, "node": "example", "attribute": "deployment"}]
    assert nodes["leadership"]["target"] == {"level": 2, "why": ""}
    assert data["overall"]["strict_minimum"] == {"value": 1, "range": [1, 1]}
    assert [(row["id"], row["attribute"], row["level"]) for row in data["rows"]] == [
        ("leadership", "approach", 2), ("leadership", "deployment", 1), ("service", "trend", 2),
    ]  # fmt: skip


def test_not_applicable_cells_have_no_numbers(tmp_path: Path) -> None:
    case = read_case(EXAMPLES / "valid" / "labels-and-folders.txt")
    data = levels_data(cards(case.write(tmp_path)), None)
    [cell] = [cell for cell in data["cells"] if cell["node"] == "speed"]
    assert cell["status"] == "not_applicable"
    assert cell["effective"] == {"value": None, "range": None, "label": None}
    assert schema_check.check("levels", data) == []


def test_the_same_result_gives_the_same_bytes(tmp_path: Path) -> None:
    folder = write_repository(tmp_path / "evidence")
    first = levels_json(cards(folder), None)
    assert first == levels_json(cards(folder), None)
    assert json.loads(first)["as_of"] == "2026-06-30"


def test_the_agreement_of_two_assessors_is_told(tmp_path: Path) -> None:
    # (2, 2), (2, 3), (2, 1) on three cells. Places of the values 1, 2, 3 with 1, 4, 1 of them: 1/2, 3, 11/2.
    # Within cells 2 * (5/2)^2; among all 2 * 4 * (5/2)^2 + 5^2 = 12 * (5/2)^2; 1 - 5 * 2 / 12 = 1/6.
    case = read_case(EXAMPLES / "valid" / "two-assessors.txt")
    data = levels_data(cards(case.write(tmp_path)), None)
    assert schema_check.check("levels", data) == []
    agreement = data["agreement"]
    assert agreement["unit"] is None
    assert agreement["overall"] == {
        "id": "overall", "scale": "marks", "metric": "ordinal",
        "alpha": 0.166667, "exact": 0.333333, "within_one": 1, "undefined": {},
        "cells": 3, "assessors": 2, "pairs": 3, "by_scale": [],
    }  # fmt: skip
    assert [(one["id"], one["cells"], one["alpha"]) for one in agreement["criteria"]] == [
        ("leadership", 2, 0), ("service", 1, 0),
    ]  # fmt: skip


def test_a_single_assessor_has_no_agreement_and_the_reason_is_told(tmp_path: Path) -> None:
    data = levels_data(cards(write_repository(tmp_path / "evidence")), None)
    overall = data["agreement"]["overall"]
    assert [overall[name] for name in ("alpha", "exact", "within_one", "cells")] == [None, None, None, 0]
    assert overall["undefined"] == dict.fromkeys(("alpha", "exact", "within_one"), "fewer_than_two")
