"""Sealed cycles: what closing writes, what breaks a seal, what does not, and what reopening leaves."""

from __future__ import annotations

import difflib
import hashlib
import json
import shutil
from pathlib import Path

import pytest

from assay import yamlfile
from assay.canonical import canonical
from assay.cli import run
from assay.problems import as_text
from assay.repository import load
from assay.rules import find_problems
from cases import AS_OF, write_repository

MINUTES = "items/minutes.yaml"
FIGURES = "items/speed-figures.yaml"
GRADES = "cycles/2026/grades/ana.yaml"
CYCLE = "cycles/2026/cycle.yaml"
NOTES = "attachments/minutes.txt"


@pytest.fixture
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """The base repository with the checksum that a seal needs."""
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("SOURCE_DATE_EPOCH", "1782777600")  # 2026-06-30
    folder = write_repository(tmp_path / "evidence")
    digest = hashlib.sha256((folder / NOTES).read_bytes()).hexdigest()
    change(folder, MINUTES, f"file: {NOTES}", f"file: {NOTES}, sha256: {digest}")
    return folder


@pytest.fixture
def sealed(folder: Path) -> Path:
    assert run(["cycle", "close", "2026", "--by", "ben", "--on", "2026-06-01"]) == 0
    assert said(folder) == ""
    return folder


def change(folder: Path, file: str, old: str, new: str) -> None:
    text = (folder / file).read_text("utf-8")
    assert old in text
    (folder / file).write_text(text.replace(old, new), "utf-8")


def said(folder: Path) -> str:
    return as_text(find_problems(load(folder), AS_OF))


def broken(folder: Path) -> list[str]:
    """What is said of broken seals, without the hints."""
    problems = find_problems(load(folder), AS_OF)
    return [f"{one.path}:{one.line} {one.message}" for one in problems if one.rule == "seal-broken"]


# Closing


def test_closing_adds_one_block_and_says_what_to_do(folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
    (folder / CYCLE).write_text(
        "# Our year.\n" + (folder / CYCLE).read_text("utf-8") + "# The end.\n", "utf-8"
    )
    before = (folder / CYCLE).read_text("utf-8").splitlines()
    assert run(["cycle", "close", "2026", "--by", "ben"]) == 0
    out, err = capsys.readouterr()
    assert out == ""
    assert err == (
        "assay: evidence/cycles/2026/cycle.yaml: sealed as of 2026-06-30 by Ben Sample; "
        "overall 1, 5 of 5 cells rated\n"
        "assay: digests of 5 grades, 2 items and 1 attachment, the model, the policy and the results\n"
        "assay: next: look at it with git diff, and commit it\n"
    )
    after = (folder / CYCLE).read_text("utf-8").splitlines()
    assert after[: len(before)] == before
    assert after[len(before)] == "seal:"
    assert all(line.startswith("  ") for line in after[len(before) + 1 :])
    seal = yamlfile.read((folder / CYCLE).read_bytes()).data["seal"]
    assert list(seal) == ["on", "by", "tool", "levels", "digests"]
    assert list(seal["digests"]) == ["results", "cycle", "model", "policy", "grades", "items", "attachments"]
    assert list(seal["digests"]["grades"]) == [
        "ana/example/approach", "ana/example/deployment", "ana/speed/trend", "ana/vision/approach",
        "ana/vision/deployment",
    ]  # fmt: skip
    assert said(folder) == ""


def test_closing_keeps_the_ends_of_lines_and_the_mark_at_the_start(folder: Path) -> None:
    raw = "\ufeff" + (folder / CYCLE).read_text("utf-8").replace("\n", "\r\n")
    (folder / CYCLE).write_bytes(raw.encode())
    assert run(["cycle", "close", "2026", "--by", "ben"]) == 0
    after = (folder / CYCLE).read_bytes().decode()
    assert after.startswith(raw)
    assert after.count("\n") == after.count("\r\n")


def test_a_seal_by_hand_gets_its_digests_in_place(folder: Path) -> None:
    change(folder, CYCLE, "targets:", "seal: {on: 2026-05-30, by: ben}   # the end of May\ntargets:")
    assert "seal-without-digests" in said(folder)
    assert run(["cycle", "close", "2026", "--by", "ana"]) == 2
    assert run(["cycle", "close", "2026", "--on", "2026-06-01"]) == 2
    before = (folder / CYCLE).read_text("utf-8").splitlines()
    assert run(["cycle", "close", "2026"]) == 0
    after = (folder / CYCLE).read_text("utf-8").splitlines()
    assert [line for line in difflib.ndiff(before, after) if line.startswith("- ")] == [
        "- seal: {on: 2026-05-30, by: ben}   # the end of May"
    ]
    assert "seal:   # the end of May" in after
    assert "  on: 2026-05-30" in after
    assert after[-1] == "targets: {overall: 2}"
    assert said(folder) == ""


def test_whoever_has_the_address_of_a_person_seals_as_that_person(
    folder: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    change(
        folder, "assessment.yaml", "roles: [lead-assessor]", "roles: [lead-assessor], git: [b@example.org]"
    )
    (tmp_path / "gitconfig").write_text("[user]\nemail = b@example.org\n")
    monkeypatch.setenv("GIT_CONFIG_GLOBAL", str(tmp_path / "gitconfig"))
    assert run(["cycle", "close", "2026"]) == 0
    assert yamlfile.read((folder / CYCLE).read_bytes()).data["seal"]["by"] == "ben"


REFUSED = {
    "is sealed already, since 2026-06-01. To seal it anew": (["--by", "ben"], "sealed"),
    "unknown person 'bem' (did you mean 'ben'?); there are: ana and ben": (["--by", "bem"], "folder"),
    "say who you are with --by PERSON": ([], "folder"),
    "a grade in cycles/2026/grades/ana.yaml is of 2026-05-04, and 2026-05-03 is before that": (
        ["--by", "ben", "--on", "2026-05-03"], "folder",
    ),
    "2026-07-01 lies ahead": (["--by", "ben", "--on", "2026-07-01"], "folder"),
    "2025-12-31 is before the cycle begins (2026-01-01)": (["--by", "ben", "--on", "2025-12-31"], "folder"),
}  # fmt: skip


@pytest.mark.parametrize("message", REFUSED)
def test_closing_refuses(
    message: str, request: pytest.FixtureRequest, capsys: pytest.CaptureFixture[str]
) -> None:
    options, fixture = REFUSED[message]
    folder: Path = request.getfixturevalue(fixture)
    before = (folder / CYCLE).read_bytes()
    capsys.readouterr()
    assert run(["cycle", "close", "2026", *options]) == 2
    assert message in capsys.readouterr().err
    assert (folder / CYCLE).read_bytes() == before


def test_closing_needs_the_checksums_of_attachments(folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
    shutil.rmtree(folder)
    write_repository(folder)
    assert run(["cycle", "close", "2026", "--by", "ben"]) == 1
    assert "1 source without: attachments/minutes.txt. Run: assay hash\n" in capsys.readouterr().err
    assert "seal" not in (folder / CYCLE).read_text("utf-8")


def test_closing_stops_at_errors_in_the_data(folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
    (folder / NOTES).write_text("changed")
    assert run(["cycle", "close", "2026", "--by", "ben"]) == 1
    assert "attachment-changed" in capsys.readouterr().err
    assert "seal" not in (folder / CYCLE).read_text("utf-8")


def test_a_file_in_braces_is_left_alone_and_the_lines_are_printed(
    folder: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    text = '{title: "The year 2026", period: {from: 2026-01-01, to: 2026-12-31}}\n'
    (folder / CYCLE).write_text(text)
    assert run(["cycle", "close", "2026", "--by", "ben"]) == 1
    out, err = capsys.readouterr()
    assert out.startswith("seal:\n  on: 2026-06-30\n")
    assert "the whole file is written in braces. Put the lines above into it" in err
    assert (folder / CYCLE).read_text("utf-8") == text


# What does not break a seal


ITEM = """\
title: Added later
type: survey
summary: It is about the same.
about:
  - {node: leadership}
collected: {on: 2026-06-20, by: ben}
sources:
  - {title: Somewhere, held_by: The archive}
"""


def test_later_legitimate_changes_leave_a_seal_alone(sealed: Path) -> None:
    change(sealed, "assessment.yaml", "title: Desk", "title: Service desk")
    change(sealed, "assessment.yaml", "people:", "people:\n  - {id: cleo, name: Cleo Specimen}")
    change(
        sealed, "assessment.yaml", "  max_age: {survey: P12M}", "  max_age: {survey: P6M}\n  warn_before: P1D"
    )
    (sealed / "items" / "later.yaml").write_text(ITEM)
    (sealed / "attachments" / "unused.txt").write_text("unused")
    (sealed / "cycles" / "2027").mkdir()
    (sealed / "cycles" / "2027" / "cycle.yaml").write_text(
        "title: Next\nperiod: {from: 2027-01-01, to: 2027-12-31}\n"
    )
    change(sealed, CYCLE, "title: The year 2026", "title: The year 2026, sealed")
    change(sealed, MINUTES, "valid_until: 2027-12-31", "valid_until: 2028-12-31")
    with (sealed / MINUTES).open("a") as stream:
        stream.write("withdrawn: {on: 2026-06-15, by: ben, reason: A page was missing.}\nx-ticket: '12'\n")
    with (sealed / FIGURES).open("a") as stream:
        stream.write("superseded: {on: 2026-06-15, by_item: later}\nformer_ids: [figures]\n")
    assert broken(sealed) == []
    assert "seal-outdated" not in said(sealed)


def test_layout_comments_and_the_split_into_files_mean_nothing(sealed: Path) -> None:
    (sealed / GRADES).unlink()
    (sealed / "cycles/2026/grades/ana").mkdir()
    (sealed / "cycles/2026/grades/ana/one.yaml").write_text(
        "# split up\ngrades:\n"
        "  speed:\n"
        "    trend:\n"
        "      evidence:\n        - item: speed-figures\n"
        '      rationale: "Three periods of improvement."\n'
        "      grade: 2\n"
        "      graded_on: 2026-05-04\n"
    )
    (sealed / "cycles/2026/grades/ana/two.yaml").write_text(
        "graded_on: 2026-05-04\ngrades:\n"
        "  example:\n"
        "    deployment: {grade: 1, rationale: Half of the visits took place., evidence: [minutes]}\n"
        "    approach: {grade: 2, rationale: Leaders plan floor visits., evidence: [minutes]}\n"
        "  vision:\n"
        "    approach: {grade: 2.0, rationale: It is written down., evidence: [minutes]}\n"
        "    deployment: {evidence: [minutes], grade: 2, rationale: All teams know it.}\n"
    )
    (sealed / "items" / "moved").mkdir()
    (sealed / MINUTES).rename(sealed / "items" / "moved" / "minutes.yaml")
    assert said(sealed) == ""


METRIC = "metrics/speed.yaml"
SERIES = """\
title: Speed of answer
about: [{node: speed}]
owner: ana
measured_in: minutes
better: lower
target: 7
source: {title: Telephone system}
values:
  - {on: 2026-03-31, value: 9}
"""


@pytest.fixture
def measured(folder: Path) -> Path:
    """The base repository sealed with a metric that a grade cites."""
    (folder / METRIC).parent.mkdir()
    (folder / METRIC).write_text(SERIES, "utf-8")
    change(folder, GRADES, "evidence: [speed-figures]", "evidence: [speed-figures], metrics: [speed]")
    assert run(["cycle", "close", "2026", "--by", "ben", "--on", "2026-06-01"]) == 0
    assert said(folder) == ""
    return folder


def test_a_cited_metric_goes_on_after_the_seal(measured: Path) -> None:
    change(measured, METRIC, "target: 7", "target: [{value: 7}, {from: 2026-07-01, value: 5}]")
    change(measured, METRIC, "owner: ana", "owner: ben\nconfidentiality: public")
    later = "  - {period: {from: 2026-04-01, to: 2026-06-30}, value: 6}\n"
    compared = "comparison: {title: Others, source: Reports, values: [{on: 2026-12-31, value: 8}]}\n"
    with (measured / METRIC).open("a", encoding="utf-8") as file:
        file.write(later + compared)
    assert said(measured) == ""


@pytest.mark.parametrize(
    ("old", "new"),
    [
        ("value: 9", "value: 8"),
        ("better: lower", "better: higher"),
        ("target: 7", "target: [{value: 7}, {from: 2026-05-01, value: 5}]"),
        ("title: Telephone system", "title: A guess"),
        ("  - {on: 2026-03-31", "  - {on: 2026-01-31, value: 10}\n  - {on: 2026-03-31"),
    ],
)
def test_a_cited_metric_that_says_something_else_of_the_time_before_is_named(
    measured: Path, old: str, new: str
) -> None:
    change(measured, METRIC, old, new)
    assert broken(measured) == [
        "metrics/speed.yaml:1 the cited metric speed has changed since the cycle 2026 was sealed"
    ]


def test_a_review_after_the_seal_is_no_change_and_one_before_it_is(folder: Path) -> None:
    change(folder, MINUTES, "valid_until: 2027-12-31", "review_every: P12M")
    assert run(["cycle", "close", "2026", "--by", "ben", "--on", "2026-06-01"]) == 0
    text = (folder / MINUTES).read_text("utf-8")
    later = text + "reviews: [{on: 2026-06-02, by: ben, result: Still true.}]\n"
    (folder / MINUTES).write_text(later)
    assert said(folder) == ""
    (folder / MINUTES).write_text(later.replace("2026-06-02", "2026-06-01"))
    assert broken(folder) == [
        "items/minutes.yaml:1 the cited item minutes has changed since the cycle 2026 was sealed"
    ]


# What breaks it


def since(what: str) -> str:
    return f"{what} since the cycle 2026 was sealed"


FRAME = "what the cycle assesses (its period or a target), or the day of its seal, has changed"
BROKEN = {
    (MINUTES, "every month", "every week"): [f"{MINUTES}:1 {since('the cited item minutes has changed')}"],
    (GRADES, "It is written down.", "It hangs on the wall."): [
        f"{GRADES}:4 {since('the grade of vision approach by ana has changed')}"
    ],
    (GRADES, "graded_on: 2026-05-04", "graded_on: 2026-05-05"): [
        f"{GRADES}:{line} {since(f'the grade of {cell} by ana has changed')}"
        for line, cell in ((4, "vision approach"), (5, "vision deployment"), (7, "example approach"),
                           (8, "example deployment"), (10, "speed trend"))
    ],
    (CYCLE, "targets: {overall: 2}", "targets: {overall: 1}"): [f"{CYCLE}:4 {since(FRAME)}"],
}  # fmt: skip


@pytest.mark.parametrize("edit", BROKEN, ids=lambda edit: edit[2])
def test_what_breaks_a_seal_is_named(sealed: Path, edit: tuple[str, str, str]) -> None:
    change(sealed, *edit)
    assert broken(sealed) == BROKEN[edit]


def test_a_result_that_changes_is_named_with_its_cause(sealed: Path) -> None:
    change(sealed, GRADES, "deployment: {grade: 1, rationale: Half", "deployment: {grade: 2, rationale: Half")
    found = broken(sealed)
    assert found[0].startswith(f"{CYCLE}:4 the sealed cycle 2026: the results differ: ")
    assert "example 1 → 2" in found[0]
    assert found[1] == f"{GRADES}:8 {since('the grade of example deployment by ana has changed')}"
    assert run(["levels", "--as-of", "2026-06-30"]) == 1


def test_a_seal_that_is_moved_to_another_day_is_named(sealed: Path) -> None:
    change(sealed, CYCLE, "on: 2026-06-01", "on: 2026-06-02")
    assert broken(sealed) == [f"{CYCLE}:4 {since(FRAME)}"]


def test_a_grade_more_or_less_is_named(sealed: Path) -> None:
    change(sealed, GRADES, "  speed:\n", "  pace:\n")
    assert since("the grade of speed trend by ana is gone") in broken(sealed)[0]


def test_an_attachment_that_was_replaced_is_named_although_its_item_agrees(sealed: Path) -> None:
    old = hashlib.sha256((sealed / NOTES).read_bytes()).hexdigest()
    (sealed / NOTES).write_text("Replaced.\n")
    change(sealed, MINUTES, old, hashlib.sha256(b"Replaced.\n").hexdigest())
    assert broken(sealed) == [
        f"{CYCLE}:4 {since(f'the attachment {NOTES} has changed')}",
        f"{MINUTES}:1 {since('the cited item minutes has changed')}",
    ]


def test_line_ends_that_git_translated_are_recognised(sealed: Path) -> None:
    (sealed / NOTES).write_bytes((sealed / NOTES).read_bytes().replace(b"\n", b"\r\n"))
    text = said(sealed)
    assert (
        text.count("Only the ends of its lines differ: put 'attachments/** -text' into .gitattributes") == 2
    )


def test_a_rule_of_the_policy_is_a_warning_while_the_results_are_the_same(sealed: Path) -> None:
    change(sealed, "assessment.yaml", "policy:", "policy:\n  evidence: report")
    text = said(sealed)
    assert "warning seal-outdated the policy (evidence) has changed since the cycle 2026 was sealed" in text
    assert broken(sealed) == []


def test_a_rule_of_the_policy_is_an_error_where_the_results_change(sealed: Path) -> None:
    change(sealed, "assessment.yaml", "policy:", "policy:\n  evidence: report")
    change(sealed, MINUTES, "valid_until: 2027-12-31", "valid_until: 2026-05-31")
    found = broken(sealed)
    assert len(found) == 3
    assert f"assessment.yaml:11 {since('the policy (evidence) has changed')}" in found


def test_a_requirement_that_is_added_later_is_named(sealed: Path) -> None:
    change(sealed, "assessment.yaml", "policy:", "policy:\n  requires: [{from: 3, items: 2}]")
    assert "warning seal-outdated the policy (requires) is new since the cycle 2026 was sealed" in said(
        sealed
    )
    assert broken(sealed) == []
    change(sealed, "assessment.yaml", "from: 3", "from: 2")
    found = broken(sealed)
    assert (
        found[0].startswith("assessment.yaml:12 ") or f"{since('the policy (requires) is new')}" in found[0]
    )
    assert any("the results differ: " in line for line in found)


def test_a_rigour_is_sealed_with_what_it_requires(folder: Path) -> None:
    change(folder, CYCLE, "targets:", "rigour: ours\ntargets:")
    change(
        folder, "assessment.yaml", "policy:", "policy:\n  rigour: {ours: {requires: [{from: 3, items: 2}]}}"
    )
    assert run(["cycle", "close", "2026", "--by", "ben", "--on", "2026-06-01"]) == 0
    assert said(folder) == ""
    change(folder, "assessment.yaml", "items: 2", "items: 3")
    assert since("the policy (requires) has changed") in said(folder)


def test_an_acceptance_after_the_seal_is_no_change_and_one_before_it_is(sealed: Path) -> None:
    text = (sealed / MINUTES).read_text("utf-8")
    (sealed / MINUTES).write_text(text + "accepted: {on: 2026-06-02, by: ben}\n")
    assert said(sealed) == ""
    (sealed / MINUTES).write_text(text + "accepted: {on: 2026-06-01, by: ben}\n")
    assert broken(sealed) == [f"{MINUTES}:1 {since('the cited item minutes has changed')}"]


def test_a_text_of_the_model_is_a_warning_and_a_rule_an_error(sealed: Path) -> None:
    model = "models/mini.yaml"
    text = (sealed / model).read_text("utf-8")
    change(sealed, model, "title: ", "title: A ")
    assert "seal-outdated a text of the model has changed" in said(sealed)
    assert broken(sealed) == []
    (sealed / model).write_text(text.replace("behind: 1", "behind: 0"), "utf-8")
    problems = said(sealed)
    assert "the model has changed since the cycle 2026 was sealed" in problems


def test_the_tool_is_named_where_nothing_else_explains_a_result(sealed: Path) -> None:
    text = (sealed / CYCLE).read_text("utf-8")
    results = yamlfile.read(text.encode()).data["seal"]["digests"]["results"]
    text = text.replace(results, "0" * 64).replace("tool: assay ", "tool: assay 0.0.")
    (sealed / CYCLE).write_text(text.replace("overall: 1", "overall: 2"), "utf-8")
    (found,) = broken(sealed)
    assert (
        "the results differ: overall 2 → 1; nothing else has changed, but it was sealed by assay 0.0."
        in found
    )


def test_very_many_grades_are_sealed_by_one_digest(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("assay.seals.collect.MOST", 4)
    assert run(["cycle", "close", "2026", "--by", "ben"]) == 0
    assert isinstance(yamlfile.read((folder / CYCLE).read_bytes()).data["seal"]["digests"]["grades"], str)
    assert said(folder) == ""
    change(folder, GRADES, "It is written down.", "It hangs on the wall.")
    assert broken(folder) == [f"{CYCLE}:4 {since('one or more of the 5 grades have changed')}"]


def test_nothing_is_compared_while_files_have_errors(sealed: Path) -> None:
    change(sealed, MINUTES, "type: document", "type: nonsense")
    assert broken(sealed) == []
    assert "schema" in said(sealed)


# Reopening and listing


def test_reopening_leaves_a_note_and_the_cycle_can_be_sealed_again(
    sealed: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    seal = yamlfile.read((sealed / CYCLE).read_bytes()).data["seal"]
    assert (
        run(["cycle", "reopen", "2026", "--reason", ' "Two" grades\nwere missing: #1 ', "--by", "ana"]) == 0
    )
    assert "its seal of 2026-06-01 is noted under reopened" in capsys.readouterr().err
    data = yamlfile.read((sealed / CYCLE).read_bytes()).data
    assert "seal" not in data
    note = {
        "on": "2026-06-30", "by": "ana", "reason": '"Two" grades\nwere missing: #1',
        "sealed": {"on": "2026-06-01", "by": "ben", "results": seal["digests"]["results"]},
    }  # fmt: skip
    assert data["reopened"] == [note]
    assert said(sealed) == ""
    assert run(["cycle", "close", "2026", "--by", "ben"]) == 0
    assert run(["cycle", "reopen", "2026", "--reason", "Again.", "--by", "ben"]) == 0
    data = yamlfile.read((sealed / CYCLE).read_bytes()).data
    assert [entry["by"] for entry in data["reopened"]] == ["ana", "ben"]
    assert said(sealed) == ""


def test_reopening_refuses_without_a_reason_or_a_seal(
    folder: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert run(["cycle", "reopen", "2026", "--by", "ben"]) == 2
    assert run(["cycle", "reopen", "2026", "--by", "ben", "--reason", " "]) == 2
    assert "say why with --reason" in capsys.readouterr().err
    assert run(["cycle", "reopen", "2026", "--by", "ben", "--reason", "Why."]) == 2
    assert "the cycle '2026' is not sealed" in capsys.readouterr().err


def test_the_list_says_what_became_of_each_cycle(sealed: Path, capsys: pytest.CaptureFixture[str]) -> None:
    capsys.readouterr()
    assert run(["cycle", "list"]) == 0
    line = "2026  2026-01-01 to 2026-12-31  sealed on 2026-06-01 by ben, "
    assert capsys.readouterr().out == f"{line}unchanged since\n"
    change(sealed, MINUTES, "every month", "every week")
    assert run(["cycle", "list"]) == 0
    assert capsys.readouterr().out == f"{line}1 difference since\n"


# Canonical data


def test_canonical_data_are_those_of_rfc_8785() -> None:
    # Section 3.2.3 of the RFC: keys by UTF-16 code units; section 3.2.2: numbers and texts.
    keys = {"\u20ac": 1, "\r": 2, "\ufb33": 3, "1": 4, "\U0001f600": 5, "\x80": 6, "\u00f6": 7}
    assert list(json.loads(canonical(keys)).values()) == [2, 4, 6, 7, 1, 5, 3]
    numbers = [333333333.33333329, 1e30, 4.50, 2e-3, 0.000000000000000000000000001, 1.0, -0.0]
    assert canonical(numbers) == b"[333333333.3333333,1e+30,4.5,0.002,1e-27,1,0]"
    text = '\u20ac$\u000f\nA\'B"\\\\"/'
    assert (
        canonical([None, True, False, text]).decode() == '[null,true,false,"€$\\u000f\\nA\'B\\"\\\\\\\\\\"/"]'
    )


@pytest.mark.parametrize("number", [float("nan"), float("inf")])
def test_what_is_no_number_has_no_canonical_form(number: float) -> None:
    with pytest.raises(ValueError, match="no number of JSON"):
        canonical([number])
