"""The traceability matrix and the exhibit index: what backs a cell, what hangs on one item, as tables."""

from __future__ import annotations

import csv
import io
import json
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

from assay.cards import Cards, report_cards
from assay.cli import run
from assay.exhibits import exhibit_numbers, exhibits_csv
from assay.levels import Result
from assay.traceability import Backing, Matrix, matrix, traceability_csv
from builders import SMALL, TODAY, assess, assessment, cite, cycle, grade, item, policy
from cases import Content, write_repository

MINUTES, ENDED, PLAN = item("minutes"), item("ended", valid_until="2026-05-31"), item("plan")

GRADES = (
    grade("vision", "approach", 3, "minutes"),
    grade("vision", "deployment", 2, "ended"),
    grade("example", "approach", 2, "minutes", "ended"),
    grade("example", "deployment", 3, cite("minutes", 3), cite("plan", 2)),
    grade("system", "approach", 2, "minutes", "plan"),
    grade("system", "deployment", 0),
    grade("dialogue", "approach", 2),
    grade("calls", "trend", None),
    grade("basis", "approach", 0, "plan"),
)


@pytest.fixture(scope="module")
def result() -> Result:
    return assess(SMALL, *GRADES, items=[MINUTES, ENDED, PLAN], evidence="cap")


@pytest.fixture(scope="module")
def found(result: Result) -> Matrix:
    return matrix(result)


def test_every_cell_is_in_the_matrix_in_the_order_of_the_model(found: Matrix) -> None:
    assert [entry.key for entry in found.entries] == list(SMALL.cells)


def test_what_backs_a_cell(found: Matrix) -> None:
    backing = {entry.key: entry.backing for entry in found.entries}
    assert backing["vision", "approach"] is Backing.CURRENT
    assert backing["vision", "deployment"] is Backing.ENDED
    assert backing["example", "approach"] is Backing.CURRENT  # one of two is enough
    assert backing["system", "deployment"] is Backing.NOTHING_CLAIMED  # a grade of nothing needs no evidence
    assert backing["dialogue", "approach"] is Backing.NONE
    assert backing["dialogue", "deployment"] is Backing.NONE  # nobody has graded it
    assert backing["calls", "trend"] is Backing.NOT_APPLICABLE
    assert backing["basis", "approach"] is Backing.CURRENT
    holes = [entry.key for entry in found.holes]
    assert ("vision", "deployment") in holes
    assert ("system", "deployment") not in holes
    assert found.counts.total() == len(SMALL.cells)


def test_a_cell_hangs_on_the_item_without_which_less_would_be_carried(found: Matrix) -> None:
    alone = {entry.key: entry.alone for entry in found.entries if entry.alone}
    assert alone == {
        ("vision", "approach"): "minutes",
        ("example", "approach"): "minutes",  # the other one has ended
        ("example", "deployment"): "minutes",  # the plan carries less
    }


def test_items_are_ranked_by_what_hangs_on_them_and_then_by_what_they_carry(found: Matrix) -> None:
    assert [(load.item, load.cells, load.alone) for load in found.loads] == [
        ("minutes", 4, 3),
        ("plan", 3, 0),
    ]


def cards() -> Cards:
    items = (replace(MINUTES, title="=HYPERLINK(1)"), ENDED, PLAN)
    model = assessment(SMALL, *items, rules=policy("cap"), cycles=[cycle(*GRADES)])
    return report_cards(model, model.cycles["now"], TODAY)


def rows(text: str) -> list[dict[str, str]]:
    return list(csv.DictReader(io.StringIO(text)))


def test_the_matrix_as_a_table_has_a_row_for_each_cell_and_item() -> None:
    found = rows(traceability_csv(cards()))
    by_cell: dict[tuple[str, str], list[dict[str, str]]] = {}
    for row in found:
        by_cell.setdefault((row["node"], row["attribute"]), []).append(row)
    assert list(by_cell) == list(SMALL.cells)
    first, second = by_cell["example", "deployment"]
    assert (first["item"], first["carries"], first["alone"]) == ("minutes", "3", "yes")
    assert (second["item"], second["carries"], second["alone"]) == ("plan", "2", "")
    [hole] = by_cell["dialogue", "approach"]
    assert (hole["evidence"], hole["item"], hole["exhibit"]) == ("none", "", "")
    assert by_cell["vision", "deployment"][0]["state"] == "ran out"
    assert {row["item_title"] for row in found if row["item"] == "minutes"} == {"'=HYPERLINK(1)"}


def test_numbers_follow_the_day_of_collection() -> None:
    items = {one.id: one for one in (item("b", collected="2026-01-01"), item("c"), item("a"))}
    assert exhibit_numbers(items) == {"b": 1, "a": 2, "c": 3}


def test_the_index_has_every_item_with_the_cells_that_rest_on_it() -> None:
    by_id = {row["id"]: row for row in rows(exhibits_csv(cards()))}
    assert by_id["minutes"]["title"] == "'=HYPERLINK(1)"
    assert by_id["minutes"]["cells"] == "4"
    assert by_id["minutes"]["cited_by_cells"].split("; ")[0] == "vision/approach"
    assert (by_id["ended"]["state"], by_id["ended"]["valid_until"]) == ("ran out", "2026-05-31")
    assert by_id["plan"]["sources"] == "Somewhere: held by the archive"


# The command

SHA = "80a3ef2f5539b0a6b5ee045e2a1de83bfb38550da54aa4d60dc1b9526b4b0805"  # of "odd\n"
FILES: dict[str, Content] = {
    "items/odd.yaml": """\
title: "@odd"
type: record
summary: Odd.
about:
  - {node: vision, attribute: approach, stance: contradicts}
collected: {on: 2026-03-13, by: ben}
confidentiality: public
sources:
  - {title: =1+1, file: attachments/odd.txt, sha256: SHA}
  - {title: Page, url: "https://example.org/x"}
""".replace("SHA", SHA),
    "attachments/odd.txt": "odd\n",
}


@pytest.fixture
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.chdir(tmp_path)
    return write_repository(tmp_path / "evidence", FILES)


def exhibits(form: str, capsys: pytest.CaptureFixture[str], *options: str) -> str:
    assert run(["-q", "exhibits", "--format", form, "--as-of", "2026-06-30", *options]) == 0
    return capsys.readouterr().out


def test_the_table_says_what_was_recorded_and_what_is_there(
    folder: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    odd = rows(exhibits("csv", capsys))[2]
    assert (odd["number"], odd["id"], odd["title"]) == ("3", "odd", "'@odd")
    assert odd["about"] == "not vision/approach"
    assert odd["sources"] == "'=1+1: attachments/odd.txt; Page: https://example.org/x"
    assert odd["sha256_recorded"] == odd["sha256_found"] == f"{SHA}; none"
    assert (odd["confidentiality"], odd["cells"], odd["cited_by_cells"]) == ("public", "0", "")


def test_the_index_as_data(folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
    found: dict[str, Any] = json.loads(exhibits("json", capsys))
    assert (found["cycle"], found["as_of"], found["commit"]) == ("2026", "2026-06-30", None)
    minutes, _, odd = found["exhibits"]
    assert (minutes["id"], minutes["state"], minutes["valid_until"]) == ("minutes", "current", "2027-12-31")
    assert len(minutes["cells"]) == 4
    assert odd["sources"][0]["sha256_recorded"] == SHA
    assert odd["sources"][1] == {
        "title": "Page",
        "place": "https://example.org/x",
        "sha256_recorded": None,
        "sha256_found": None,
    }


def test_the_index_in_the_terminal(folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
    said = exhibits("text", capsys)
    assert said.startswith("3 exhibits, 3 of them current, as of 2026-06-30 (2026)\n")
    assert "minutes" in said
    assert exhibits("text", capsys, "--cycle", "2026") == said
