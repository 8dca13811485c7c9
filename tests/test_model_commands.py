"""`assay model list`, `show` and `lint`: with an evidence repository, without one, and on files anywhere."""

from __future__ import annotations

import json
import os
from pathlib import Path

import pytest

from assay import library
from assay.cli import run
from cases import EXAMPLES, Case, read_case, write_repository

LINT = [read_case(path) for path in sorted((EXAMPLES / "lint").glob("*.txt"))]
SMALL = """format: 1
version: "2.0"
title: Small
extends: mini
changes:
  - {remove: example, why: Leaders are not asked.}
  - {change: vision, to: {weight: 2, title: Aims}, why: It counts more.}
  - {scoring: {level: {share: 0.5}}, why: Half is enough here.}
"""


@pytest.fixture
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.chdir(tmp_path)
    return write_repository(tmp_path / "evidence", {"models/small.yaml": SMALL})


@pytest.mark.parametrize("case", LINT, ids=lambda case: case.name)
def test_what_is_hardly_meant_is_said(
    case: Case, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.chdir(case.write(tmp_path))
    assert run(["model", "lint", "--fail-on", "error"]) == 0
    assert capsys.readouterr().out == case.problems
    assert run(["-q", "model", "lint", "--fail-on", "warning"]) == 1


def test_every_built_in_model_is_without_problems(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.chdir(tmp_path)
    assert run(["model", "lint", "--fail-on", "info"]) == 0
    out, err = capsys.readouterr()
    assert out == ""
    assert err.startswith("assay: no problems in ")


def test_models_are_listed_without_any_evidence(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.chdir(tmp_path)
    assert run(["model", "list"]) == 0
    head, *rows = capsys.readouterr().out.splitlines()
    assert head.split() == ["id", "version", "title", "levels", "criteria", "cells", "languages", "from"]
    assert [row.split()[0] for row in rows] == list(library.built_in_ids())
    assert all(row.endswith("built in") for row in rows)


def test_models_of_the_evidence_are_listed_with_what_they_extend(
    folder: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    (folder / "models" / "broken.yaml").write_text("format: [", "utf-8")
    (folder / "models" / "see-cmm.yaml").write_text((folder / "models" / "mini.yaml").read_text("utf-8"))
    assert run(["model", "list"]) == 0
    rows = {line.split()[0]: " ".join(line.split()[1:]) for line in capsys.readouterr().out.splitlines()}
    assert rows["mini"] == "1.0 Mini 1–3 7 5 en evidence/models/mini.yaml"
    assert rows["small"] == "2.0 Small 1–3 6 3 en evidence/models/small.yaml, extends mini"
    assert rows["broken"].endswith("has errors: assay model lint broken – – – – evidence/models/broken.yaml")
    assert rows["see-cmm"].endswith("evidence/models/see-cmm.yaml, in place of the built-in one")


def test_a_model_is_shown_as_a_tree(folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert run(["model", "show", "small"]) == 0
    golden = Path(__file__).parent / "golden" / "model-show.txt"
    assert capsys.readouterr().out == golden.read_text("utf-8")


@pytest.mark.parametrize("name", library.built_in_ids())
def test_every_built_in_model_is_shown_with_all_its_criteria(
    name: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.chdir(tmp_path)
    assert run(["model", "show", name]) == 0
    out = capsys.readouterr().out
    found = library.built_in(name)
    whole, _ = library.whole_of(found, library.Shelf())
    assert whole is not None
    assert all(f"[{node}" in out for node in whole.model().nodes)
    assert max(len(line) for line in out.splitlines()) <= 100


def test_a_model_is_shown_in_another_language(folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
    text = (folder / "models" / "mini.yaml").read_text("utf-8")
    text = text.replace("title: Leadership", "title: {en: Leadership, hu: Vezetés}")
    (folder / "models" / "mini.yaml").write_text(text, "utf-8")
    assert run(["model", "show", "mini", "--language", "hu"]) == 0
    assert "Vezetés [leadership]" in capsys.readouterr().out
    assert run(["model", "show", "mini", "--language", "de"]) == 0
    out, err = capsys.readouterr()
    assert "Leadership [leadership]" in out
    assert err == "assay: the model has no texts in 'de'; it has en and hu\n"


def test_a_file_anywhere_is_checked_with_its_neighbours(
    folder: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    drafts = tmp_path / "drafts"
    drafts.mkdir()
    (drafts / "own.yaml").write_text(SMALL.replace("extends: mini", "extends: near"), "utf-8")
    (drafts / "near.yaml").write_text(SMALL.replace("remove: example", "remove: speed2"), "utf-8")
    assert run(["model", "lint", "drafts/own.yaml"]) == 1
    assert "drafts/own.yaml:4:10: error model the model 'near' that this one extends has errors" in (
        capsys.readouterr().out
    )
    assert run(["model", "lint", "drafts/near.yaml", "small", "--format", "json"]) == 1
    [problem] = json.loads(capsys.readouterr().out)
    assert (problem["path"], problem["line"], problem["column"]) == ("drafts/near.yaml", 6, 14)
    assert run(["model", "lint", "drafts/near.yaml", "--format", "github", "--fail-on", "never"]) == 0
    assert capsys.readouterr().out.startswith("::error file=drafts/near.yaml,line=6,col=14,title=model::")


def test_a_file_that_is_no_model_is_a_problem_with_a_line(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.chdir(tmp_path)
    for text, rule in (
        ("", "schema"),
        ("a: b: c", "yaml-syntax"),
        ("- 1", "schema"),
        ("a: &b 1", "yaml-alias"),
    ):
        Path("odd.yaml").write_text(text, "utf-8")
        assert run(["model", "lint", "odd.yaml"]) == 1
        first = capsys.readouterr().out.splitlines()[0]
        assert first.startswith("odd.yaml:1:")
        assert f" error {rule} " in first


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        (["model", "show", "see-cmmm"], "unknown model 'see-cmmm' (did you mean 'see-cmm'?); there are: "),
        (["model", "lint", "nothing"], "unknown model 'nothing'"),
        (["model", "lint", "nothing.yaml"], "nothing.yaml: No such file or directory"),
        (["model", "lint", "./evidence"], "evidence is not a file"),
        (["-e", "nowhere", "model", "list"], "there is no folder nowhere"),
    ],
)
def test_what_does_not_exist_is_wrong_usage(
    arguments: list[str], said: str, folder: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert run(arguments) == 2
    assert said in capsys.readouterr().err


def test_a_model_with_errors_is_not_shown(folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
    (folder / "models" / "small.yaml").write_text(SMALL.replace("extends: mini", "extends: minni"), "utf-8")
    assert run(["model", "show", "small"]) == 1
    assert "assay model lint small lists them" in capsys.readouterr().err


def test_links_and_pipes_among_the_models_are_refused(
    folder: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    (folder / "models" / "away.yaml").symlink_to(tmp_path / "secret.yaml")
    os.mkfifo(folder / "models" / "pipe.yaml")
    (folder / "models" / "Not An Id.yaml").write_text("", "utf-8")
    assert run(["model", "lint"]) == 1
    said = [line.split(": ")[1] for line in capsys.readouterr().out.splitlines() if line[0] != " "]
    assert sorted(line.split()[1] for line in said) == ["bad-id", "special-file", "symlink"]


def test_control_characters_of_a_model_do_not_reach_the_terminal(
    folder: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    text = (folder / "models" / "mini.yaml").read_text("utf-8")
    text = text.replace("title: Leadership", 'title: "\\e]0;owned\\a::error::x ##[error]y"')
    (folder / "models" / "mini.yaml").write_text(text, "utf-8")
    for arguments in (["list"], ["show", "mini"], ["lint"]):
        assert run(["model", *arguments]) == 0
        out = capsys.readouterr().out
        assert "\x1b" not in out
        assert "##[" not in out


def test_an_assessment_goes_by_a_tailored_model(folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
    for name, old, new in (
        ("assessment.yaml", "model: mini", "model: small"),
        ("cycles/2026/grades/ana.yaml", "  example:\n", "  x-example:\n"),
    ):
        path = folder / name
        text = path.read_text("utf-8")
        assert old in text
        path.write_text(text.replace(old, new), "utf-8")
    run(["levels", "--as-of", "2026-06-30", "--format", "json"])
    data = json.loads(capsys.readouterr().out)
    assert data["model"]["id"] == "small"
    assert {cell["node"] for cell in data["cells"]} == {"vision", "speed"}
    digest = data["model"]["digest"]
    (folder / "models" / "mini.yaml").write_text(
        (folder / "models" / "mini.yaml").read_text("utf-8") + "# another base\n", "utf-8"
    )
    run(["levels", "--as-of", "2026-06-30", "--format", "json"])
    assert json.loads(capsys.readouterr().out)["model"]["digest"] != digest
