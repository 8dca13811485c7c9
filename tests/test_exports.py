"""The report card as CSV and as Markdown: complete, and harmless wherever it is opened or pasted."""

from __future__ import annotations

import csv
import io
from pathlib import Path

import markdown_it
import pytest

from assay.assessment import Grade
from assay.cards import Cards, report_cards
from assay.cli import run
from assay.exports import cells_csv, markdown_table, markdown_text
from assay.model import Model
from builders import SMALL, TODAY, assessment, build, cite, cycle, grade, item, node, policy
from cases import write_repository

AS_OF = ["--as-of", "2026-06-30"]
GOLDEN = Path(__file__).parent / "golden"


@pytest.fixture
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.chdir(tmp_path)
    return write_repository(tmp_path / "evidence")


@pytest.mark.parametrize("form", ["csv", "markdown"])
def test_the_report_card_in_another_form(form: str, folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert run(["levels", "--format", form, *AS_OF]) == 0
    name = {"csv": "levels.csv", "markdown": "levels.md"}[form]
    assert capsys.readouterr().out == (GOLDEN / name).read_text("utf-8")


def cards(*given: Grade, model: Model = SMALL) -> Cards:
    found = assessment(model, item("minutes"), rules=policy("report"), cycles=[cycle(*given)])
    return report_cards(found, found.cycles["now"], TODAY)


def rows(text: str) -> list[dict[str, str]]:
    return list(csv.DictReader(io.StringIO(text)))


def test_open_and_not_applicable_cells_say_so() -> None:
    found = cards(
        grade("vision", "approach", 1, by="one"),
        grade("vision", "approach", 4, by="two"),
        grade("calls", "trend", None, by="one"),
        grade("visits", "trend", 2.5, cite("minutes"), by="two"),
    )
    by_cell = {(row["node"], row["attribute"]): row for row in rows(cells_csv(found))}
    assert len(by_cell) == len(SMALL.cells)
    disputed = by_cell["vision", "approach"]
    assert (disputed["status"], disputed["claimed"]) == ("consensus_needed", "1..4")
    assert (disputed["by one"], disputed["by two"]) == ("1", "4")
    assert by_cell["calls", "trend"]["status"] == "not_applicable"
    assert by_cell["calls", "trend"]["by one"] == "not applicable"
    assert by_cell["calls", "trend"]["effective"] == ""
    assert by_cell["visits", "trend"]["claimed"] == "2.5"
    assert by_cell["vision", "deployment"]["effective"] == "0..4"
    assert by_cell["vision", "deployment"]["by one"] == ""


def test_what_starts_a_formula_does_not_start_a_cell() -> None:
    labels = {"=cmd|' /C calc'!A0": 0, " +1": 1, "@sum": 2, "-2+3": 3, "\t=4": 4, "L5": 5}
    written = ["'=cmd|' /C calc'!A0", "' +1", "'@sum", "'-2+3", "' =4", "L5"]
    model = build(node("vision", attributes=["approach"]), values=labels)
    for number, label in enumerate(written):
        [row] = rows(cells_csv(cards(grade("vision", "approach", number), model=model)))
        assert (row["effective"], row["label"]) == (str(number), label)


HOSTILE = (
    "<script>alert(1)</script>", "[x](javascript:alert)", "![i](http://a.example/x)", "`code`",
    "**b** _i_ ~~s~~", "| a | b |", "# h", "- l", "1. l", "10) l", "> q", "---", "http://a.example/x",
    "www.example.org",
    "<http://a.example>", "&lt;b&gt;", "\\`", "$x$", "a\n\n# b", "[^1]", "- [ ] t", "===",
)  # fmt: skip


@pytest.mark.parametrize("text", HOSTILE)
def test_a_text_marks_nothing_up(text: str) -> None:
    parser = markdown_it.MarkdownIt("gfm-like", {"linkify": False, "html": True})
    tokens = parser.parse(markdown_text(text))
    assert [token.type for token in tokens] == ["paragraph_open", "inline", "paragraph_close"]
    kinds = {child.type for child in tokens[1].children or ()}
    assert kinds <= {"text", "text_special"}
    shown = "".join(child.content for child in tokens[1].children or ())
    assert shown.replace("\u200b", "") == " ".join(text.split("\n\n"))


@pytest.mark.parametrize(
    "text",
    [
        "@team",
        "@org/team",
        "#12",
        "!12",
        "GH-12",
        "a@b.example",
        ":tada:",
        "x/y#3",
        "ABC-7",
        "x/y>",
        "0123456",
    ],
)
def test_a_text_mentions_nobody_and_refers_to_nothing(text: str) -> None:
    parser = markdown_it.MarkdownIt()
    shown = "".join(
        child.content for token in parser.parse(markdown_text(text)) for child in token.children or ()
    )
    assert "\u200b" in shown
    assert text not in shown
    assert shown.replace("\u200b", "") == text


def test_a_table_keeps_its_columns_whatever_stands_in_it() -> None:
    parser = markdown_it.MarkdownIt().enable("table")
    table = markdown_table([("", "level"), ("    deep | er", "a\\|b"), ("x", "`|`")])
    tokens = parser.parse(table)
    assert sum(token.type == "td_open" for token in tokens) == 4
    assert "&emsp;&emsp;deep" in table
