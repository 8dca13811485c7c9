"""Grades that were carried over from an earlier cycle count for nothing until somebody confirms them."""

from __future__ import annotations

import dataclasses
from pathlib import Path

import pytest

from assay.audience.redaction import Redaction
from assay.cli import run
from assay.languages import Words
from assay.repository import load
from cases import write_repository
from repositories import Repository, forget_git_settings

GRADES = "cycles/2026/grades/ana.yaml"
CARRIED = """\
graded_on: 2026-05-04
grades:
  vision:
    approach: {to_confirm: true, grade: 2, rationale: It is written down., evidence: [minutes]}
    deployment: {to_confirm: true, grade: 2, rationale: All teams know it., evidence: [minutes]}
  example:
    approach: {grade: 2, rationale: Leaders plan floor visits., evidence: [minutes]}
    deployment: {grade: 1, rationale: Half of the visits took place., evidence: [minutes]}
"""
AS_OF = ("--as-of", "2026-06-30")


@pytest.fixture
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.chdir(tmp_path)
    return write_repository(tmp_path / "evidence", {GRADES: CARRIED})


def test_it_is_no_grade(folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert run(["explain", "vision", "approach", *AS_OF]) == 0
    assert "claimed 0–3: nobody graded it" in capsys.readouterr().out


def test_it_is_as_if_it_were_not_there(folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
    run(["levels", "--format", "json", *AS_OF])
    carried = capsys.readouterr().out
    left = [line for line in CARRIED.splitlines() if "to_confirm" not in line and "vision" not in line]
    (folder / GRADES).write_text("\n".join([*left, ""]), "utf-8")
    run(["levels", "--format", "json", *AS_OF])
    assert capsys.readouterr().out == carried


def test_a_seal_does_not_hold_it(folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
    run(["hash"])
    assert run(["cycle", "close", "2026", "--by", "ana", "--on", "2026-06-30"]) == 0
    assert "grades/vision" not in (folder / "cycles/2026/cycle.yaml").read_text("utf-8")
    assert (
        "assay: 2 grades carried over and never confirmed, so of no effect: vision · approach (ana) and "
        "vision · deployment (ana)\n"
    ) in capsys.readouterr().err
    run(["validate", *AS_OF])
    assert "grade-to-confirm" not in capsys.readouterr().out
    (folder / GRADES).write_text(CARRIED.replace("to_confirm: true, ", "", 1), "utf-8")
    assert run(["validate", *AS_OF]) == 1
    assert "seal-broken" in capsys.readouterr().out


def test_to_confirm_is_true_or_not_there(folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
    (folder / GRADES).write_text(CARRIED.replace("to_confirm: true", "to_confirm: false", 1), "utf-8")
    assert run(["validate", *AS_OF]) == 1
    assert ":4:16: error schema" in capsys.readouterr().out.replace(":4:28:", ":4:16:")


def test_its_page_says_whose_it_is_and_what_it_was(folder: Path) -> None:
    assert run(["build", *AS_OF, "-o", "site"]) == 0
    pages = [path.read_text("utf-8") for path in folder.parent.joinpath("site").rglob("*.html")]
    assert any("to be confirmed by Ana Example" in page for page in pages)


def test_its_reasons_are_withheld_with_its_evidence(folder: Path) -> None:
    item = folder / "items/minutes.yaml"
    item.write_text(item.read_text("utf-8") + "confidentiality: restricted\ncustodian: The board\n", "utf-8")
    assessment = load(folder).assessment
    assert assessment
    public = dataclasses.replace(assessment, audience="public")
    shown = Redaction([public], Words())(public)
    carried, given = shown.cycles["2026"].to_confirm[0], shown.cycles["2026"].grades[0]
    assert "written down" not in carried.rationale
    assert carried.rationale == given.rationale
    assert carried.evidence == given.evidence


def test_the_trail_tells_it_from_a_grade(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    forget_git_settings(monkeypatch)
    repository = Repository(tmp_path / "desk")
    write_repository(tmp_path / "desk" / "evidence", {GRADES: CARRIED})
    monkeypatch.chdir(tmp_path / "desk")
    repository.commit("Carry over")
    (tmp_path / "desk" / "evidence" / GRADES).write_text(
        CARRIED.replace("to_confirm: true, ", "", 1), "utf-8"
    )
    repository.commit("Confirm")
    assert run(["trail", f"evidence/{GRADES}"]) == 0
    out = capsys.readouterr().out
    assert "vision · approach: graded 2 (to be confirmed)" in out or "2 (to be confirmed)" in out
    assert "confirmed\n" in out
