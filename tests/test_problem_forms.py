"""The forms of problems that forges read: valid by their own schemas, stable, and harmless."""

from __future__ import annotations

import json
import os
import re
from pathlib import Path
from typing import Any
from urllib.parse import unquote

import jsonschema
import pytest

from assay.cli import run
from assay.lint import FAULT
from assay.problems import (
    Problem,
    Setting,
    Severity,
    as_github,
    as_gitlab,
    as_sarif,
    fingerprints,
    identity,
)
from assay.rule_help import described_rules
from cases import EXAMPLES, read_case, write_repository
from repositories import Repository, forget_git_settings

ROOT = Path(__file__).resolve().parents[1]
SARIF = json.loads((ROOT / "tests/schemas/sarif-2.1.0-rtm.5.json").read_text("utf-8"))
CASES = sorted((EXAMPLES / "invalid").glob("*.txt"))
HOSTILE = "[x](http://e.example) {0} ##[error]a\n::error::b \u202e \ud800 100%"


@pytest.fixture(autouse=True)
def own_git(monkeypatch: pytest.MonkeyPatch) -> None:
    forget_git_settings(monkeypatch)


def problem(
    message: str = "unknown node 'x'", path: str = "items/a.yaml", line: int = 3, **fields: Any
) -> Problem:
    severity = fields.pop("severity", Severity.ERROR)
    return Problem(path, line, fields.pop("column", 7), "unknown-node", severity, message, **fields)


def valid_sarif(text: str) -> dict[str, Any]:
    log: dict[str, Any] = json.loads(text)
    checker = jsonschema.Draft4Validator(SARIF, format_checker=jsonschema.Draft4Validator.FORMAT_CHECKER)
    assert [error.message for error in checker.iter_errors(log)] == []
    [run_of_it] = log["runs"]
    assert isinstance(run_of_it, dict)
    return run_of_it


def validate(capsys: pytest.CaptureFixture[str], *arguments: str) -> str:
    assert run(["validate", "--as-of", "2026-06-30", *arguments]) in (0, 1)
    return capsys.readouterr().out


# SARIF


@pytest.mark.parametrize("path", CASES, ids=lambda path: path.stem)
def test_sarif_of_every_case_is_valid(
    path: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    case = read_case(path)
    folder = case.write(tmp_path)
    monkeypatch.chdir(tmp_path)
    found = valid_sarif(validate(capsys, "--format", "sarif"))
    said = json.loads(validate(capsys, "--format", "json"))
    assert [result["ruleId"] for result in found["results"]] == [one["rule"] for one in said]
    rules = found["tool"]["driver"]["rules"]
    for result, one in zip(found["results"], said, strict=True):
        descriptor = rules[result["ruleIndex"]]
        assert descriptor["id"] == one["rule"]
        assert descriptor["help"]["markdown"]
        assert "helpUri" not in descriptor
        [location] = result["locations"]
        place = location["physicalLocation"]
        file = tmp_path / unquote(place["artifactLocation"]["uri"])
        assert ("region" in place) == file.is_file()
        if "region" in place:
            assert place["region"] == {"startLine": one["line"], "startColumn": one["column"]}
        assert bool(one["waived"]) == ("suppressions" in result)
    marks = [result["partialFingerprints"]["assayProblem/v1"] for result in found["results"]]
    assert len(set(marks)) == len(marks)
    assert folder.is_dir()


def test_a_waived_problem_is_suppressed_with_its_reason(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    folder = read_case(EXAMPLES / "invalid" / "waived.txt").write(tmp_path)
    run(["-e", str(folder), "validate", "--as-of", "2026-06-30", "--format", "sarif"])
    found = valid_sarif(capsys.readouterr().out)
    waived = [one for one in found["results"] if "suppressions" in one]
    assert waived
    for one in waived:
        [suppression] = one["suppressions"]
        assert (suppression["kind"], suppression["status"]) == ("external", "accepted")
        assert suppression["justification"].startswith("waived until ")
        assert suppression["location"]["physicalLocation"]["artifactLocation"]["uri"].endswith(".yaml")
        assert one["level"] == "note"


def test_paths_start_at_the_root_of_the_repository_whatever_folder_the_command_runs_in(
    tmp_path: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    inside = "quality & more/evidence: 100%"
    repository = Repository(tmp_path / "repository")
    folder = repository.root / inside
    folder.parent.mkdir()
    write_repository(folder, {"items/broken.yaml": "title: [\n"})
    repository.commit("Start")
    head = repository.git("rev-parse", "HEAD")
    monkeypatch.chdir(folder / "items")
    run(["-e", "..", "validate", "--as-of", "2026-06-30", "--format", "sarif"])
    found = valid_sarif(capsys.readouterr().out)
    location = found["results"][0]["locations"][0]["physicalLocation"]["artifactLocation"]
    assert location["uriBaseId"] == "%SRCROOT%"
    assert location["uri"] == "quality%20%26%20more/evidence%3A%20100%25/items/broken.yaml"
    assert list(found["originalUriBaseIds"]) == ["%SRCROOT%"]
    assert "versionControlProvenance" not in found  # nobody said where the repository is
    run(["-e", "..", "validate", "--as-of", "2026-06-30", "--format", "github"])
    path = "quality & more/evidence%3A 100%25/items/broken.yaml"
    assert f"file={path},line=2," in capsys.readouterr().out
    run(["-e", "..", "validate", "--as-of", "2026-06-30", "--format", "gitlab"])
    assert json.loads(capsys.readouterr().out)[0]["location"]["path"] == f"{inside}/items/broken.yaml"
    run(["-e", "..", "validate", "--as-of", "2026-06-30"])
    assert capsys.readouterr().out.startswith("../items/broken.yaml:")
    settings = folder / "assessment.yaml"
    settings.write_text(
        settings.read_text("utf-8") + "repository_url: https://git.example.org/a/b\n", "utf-8"
    )
    run(["-e", "..", "validate", "--as-of", "2026-06-30", "--format", "sarif"])
    [origin] = valid_sarif(capsys.readouterr().out)["versionControlProvenance"]
    assert origin["repositoryUri"] == "https://git.example.org/a/b"
    assert "revisionId" not in origin  # a file is not as the commit has it
    head = repository.commit("Say where it is")
    run(["-e", "..", "validate", "--as-of", "2026-06-30", "--format", "sarif"])
    [origin] = valid_sarif(capsys.readouterr().out)["versionControlProvenance"]
    assert origin["revisionId"] == head
    assert origin["mappedTo"] == {"uriBaseId": "%SRCROOT%"}


def test_columns_count_characters_as_the_log_says(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    text = "title: Minutes\nx-😀: {wrong}\n'😀😀': 1\n"
    folder = write_repository(tmp_path / "evidence", {"actions/a.yaml": text})
    run(["-e", str(folder), "validate", "--as-of", "2026-06-30", "--format", "sarif"])
    found = valid_sarif(capsys.readouterr().out)
    assert found["columnKind"] == "unicodeCodePoints"
    line = "title: 😀😀 {a: b, a: c}"
    (folder / "actions" / "a.yaml").write_text(f"x-list: [😀😀, {{a: b, a: c}}]\n# {line}\n", "utf-8")
    run(["-e", str(folder), "validate", "--as-of", "2026-06-30", "--format", "sarif"])
    found = valid_sarif(capsys.readouterr().out)
    [double] = [one for one in found["results"] if one["ruleId"] == "yaml-duplicate-key"]
    region = double["locations"][0]["physicalLocation"]["region"]
    assert region == {"startLine": 1, "startColumn": "x-list: [😀😀, {a: b, a: c}]".rindex("a: c") + 1}


def test_a_text_of_a_file_is_no_link_and_takes_no_argument() -> None:
    found = valid_sarif(as_sarif([problem(HOSTILE, hint=HOSTILE, path="items/a b#?.yaml")], Setting()))
    text = found["results"][0]["message"]["text"]
    assert "](" not in text
    assert "{{0}}" in text
    assert "##[" not in text
    uri = found["results"][0]["locations"][0]["physicalLocation"]["artifactLocation"]["uri"]
    assert uri == "items/a%20b%23%3F.yaml"


def test_a_model_is_linted_in_the_same_forms(
    tmp_path: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    repository = Repository(tmp_path / "repository")
    repository.write("models/mine.yaml", "title: [\n")
    monkeypatch.chdir(repository.root / "models")
    assert run(["model", "lint", "./mine.yaml", "--format", "sarif"]) == 1
    found = valid_sarif(capsys.readouterr().out)
    uri = found["results"][0]["locations"][0]["physicalLocation"]["artifactLocation"]["uri"]
    assert uri == "models/mine.yaml"
    assert run(["model", "lint", "./mine.yaml", "--format", "gitlab"]) == 1
    assert json.loads(capsys.readouterr().out)[0]["location"]["path"] == "models/mine.yaml"


# What is told of rules


def test_every_rule_that_is_documented_is_described_with_its_severity() -> None:
    page = (ROOT / "docs" / "rules.md").read_text("utf-8")
    rows = re.findall(r"^\| (`[a-z`, -]+`) \| (error|warning|info) \| ", page, re.MULTILINE)
    documented = {rule: severity for cell, severity in rows for rule in re.findall(r"`([a-z-]+)`", cell)}
    documented |= dict(re.findall(r"^### ([a-z-]+)\n\n\*(error|warning|info)\.\*", page, re.MULTILINE))
    assert len(documented) > 80
    described = described_rules()
    assert {rule: one.severity.value for rule, one in described.items()} == documented
    assert described[FAULT].group == "Models"
    assert all(one.summary and "\n" not in one.summary for one in described.values())


# Fingerprints


def test_a_fingerprint_survives_moved_lines_and_passing_days() -> None:
    one = problem("due on 2026-06-01, 29 days before 2026-06-30")
    other = problem("due on 2026-06-01, 30 days before 2026-07-01", line=90, column=1)
    assert fingerprints([one]) == fingerprints([other])
    assert fingerprints([one]) != fingerprints([problem("due on 2026-06-01", path="items/b.yaml")])
    assert fingerprints([problem("'csat-2025' is gone")]) != fingerprints([problem("'csat-2026' is gone")])
    assert fingerprints([one], "a/") != fingerprints([one], "b/")


def test_problems_that_numbers_alone_tell_apart_have_fingerprints_of_their_own() -> None:
    found = [problem("grade 3 is claimed"), problem("grade 2 is claimed", line=9)]
    assert len(set(fingerprints(found))) == 2
    assert identity(found[0]) != identity(found[1])
    assert identity(problem("twice, first on line 3")) == identity(problem("twice, first on line 8", line=9))


# GitHub


def test_github_shows_ten_of_a_level_so_the_gravest_come_first_and_the_rest_are_counted() -> None:
    notes = [problem("n", severity=Severity.INFO)] * 3
    found = [*notes, *[problem("w", severity=Severity.WARNING)] * 12, *[problem("e")] * 11]
    lines = as_github(found).splitlines()
    assert [line.split(" ")[0] for line in lines] == ["::error"] * 11 + ["::warning"] * 12 + ["::notice"] * 4
    assert lines[23] == (
        "::notice title=assay::1 error and 2 warnings more than GitHub shows: "
        "the log of this step has them all"
    )
    assert "more than" not in as_github([problem()] * 10)


# GitLab


def test_gitlab_gets_what_it_needs_and_each_fingerprint_once() -> None:
    found = json.loads(as_gitlab([problem(HOSTILE, hint="Mend it."), problem(HOSTILE, line=4)], "evidence/"))
    assert [one["location"] for one in found] == [
        {"path": "evidence/items/a.yaml", "lines": {"begin": line}} for line in (3, 4)
    ]
    assert len({one["fingerprint"] for one in found}) == 2
    for one in found:
        assert set(one) == {"description", "check_name", "fingerprint", "severity", "location"}
        assert one["severity"] in ("info", "minor", "major", "critical", "blocker")
        assert "\n" not in one["description"]
    assert found[0]["description"].endswith(" – Mend it.")


def test_outside_git_paths_start_at_the_current_folder(
    tmp_path: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    write_repository(tmp_path / "evidence", {"items/broken.yaml": "title: [\n"})
    monkeypatch.setenv("GIT_CEILING_DIRECTORIES", str(tmp_path.parent))
    monkeypatch.setenv("PATH", os.environ["PATH"])
    monkeypatch.chdir(tmp_path)
    assert json.loads(validate(capsys, "--format", "gitlab"))[0]["location"]["path"] == (
        "evidence/items/broken.yaml"
    )
