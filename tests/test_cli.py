"""The commands as a user runs them: what they print where, and their exit codes."""

from __future__ import annotations

import json
import os
import re
import subprocess
import sys
import time
from pathlib import Path

import pytest

from assay import schema_check
from assay.cli import run
from cases import EXAMPLES, read_case, write_repository

AS_OF = ["--as-of", "2026-06-30"]


@pytest.fixture
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.chdir(tmp_path)
    return write_repository(tmp_path / "evidence")


def assay(*arguments: str, cwd: Path, **environment: str) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [sys.executable, "-m", "assay", *arguments],
        cwd=cwd,
        env={**os.environ, **environment},
        capture_output=True,
        text=True,
        check=False,
    )


def test_validate_says_that_all_is_well(folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert run(["validate", *AS_OF]) == 0
    out, err = capsys.readouterr()
    assert out == ""
    assert err == "assay: no problems in 2 items and 1 cycle, as of 2026-06-30\n"


def test_validate_prints_paths_that_can_be_opened_from_here(
    folder: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    (folder / "attachments" / "minutes.txt").unlink()
    assert run(["validate", *AS_OF]) == 1
    assert capsys.readouterr().out.startswith("evidence/items/minutes.yaml:9:37: error attachment-missing ")
    assert run(["-e", str(folder), "validate", *AS_OF]) == 1
    assert capsys.readouterr().out.startswith("evidence/items/minutes.yaml:9:37: ")


@pytest.mark.parametrize(("fail_on", "code"), [("error", 0), ("warning", 0), ("info", 1), ("never", 0)])
def test_fail_on_decides_what_is_bad_enough(folder: Path, fail_on: str, code: int) -> None:
    item = folder / "items" / "minutes.yaml"
    item.write_text(item.read_text("utf-8").replace("2027-12-31", "2026-07-31"), "utf-8")
    assert run(["validate", "--fail-on", fail_on, *AS_OF]) == code


def test_validate_as_json_and_as_annotations(folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
    (folder / "attachments" / "minutes.txt").unlink()
    run(["-q", "validate", "--format", "json", *AS_OF])
    out, err = capsys.readouterr()
    assert [(entry["path"], entry["line"]) for entry in json.loads(out)] == [
        ("evidence/items/minutes.yaml", 9)
    ]
    assert err == ""
    run(["-q", "validate", "--format", "github", *AS_OF])
    assert capsys.readouterr().out.startswith("::error file=evidence/items/minutes.yaml,line=9,col=37,")


def test_levels_in_the_terminal(folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert run(["levels", *AS_OF]) == 0
    assert capsys.readouterr().out == (Path(__file__).parent / "golden" / "levels.txt").read_text("utf-8")


def test_levels_say_how_far_two_assessors_agree(
    folder: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    two = read_case(EXAMPLES / "valid" / "two-assessors.txt").write(tmp_path / "two")
    assert run(["-e", str(two), "levels", *AS_OF]) == 0
    said = "Agreement: alpha 0.17 (ordinal), exact 33 %, within one 100 % over 3 cells of 2 assessors"
    assert capsys.readouterr().out.splitlines()[4] == said
    run(["levels", *AS_OF])
    assert "Agreement" not in capsys.readouterr().out


def test_levels_say_how_far_the_assessors_of_all_units_agree(
    folder: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assessment = folder / "assessment.yaml"
    units = "units: [{id: north, title: North}, {id: south, title: South}]\n"
    assessment.write_text(assessment.read_text("utf-8") + units, "utf-8")
    grades = folder / "cycles" / "2026" / "grades"
    (grades / "ana.yaml").unlink()
    given = {"north/ana": 1, "north/ben": 1, "south/ana": 3, "south/ben": 2}
    for name, grade in given.items():
        path = grades / f"{name}.yaml"
        path.parent.mkdir(exist_ok=True)
        cell = f"{{grade: {grade}, rationale: As seen., evidence: [minutes]}}"
        path.write_text(f"grades:\n  vision:\n    approach: {cell}\n", "utf-8")
    # (1, 1) and (3, 2): places 1, 5/2 and 7/2 of the values 1, 2, 3. Within cells 1; among all four
    # 2 * (3/2)^2 + 2 * (5/2)^2 + 1 = 18; 1 - 3 * 1 / 18 = 5/6.
    run(["levels", *AS_OF])
    assert "Agreement: alpha 0.83 (ordinal), exact 50 %, within one 100 % over 2 cells of 2 assessors" in (
        capsys.readouterr().out
    )
    run(["levels", "--unit", "north", *AS_OF])
    assert (
        "Agreement: alpha undefined (ordinal: no variation), exact 100 %, within one 100 % over 1 cell"
        in (capsys.readouterr().out)
    )


def test_levels_as_json_fit_their_schema(folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert run(["levels", "--format", "json", *AS_OF]) == 0
    data = json.loads(capsys.readouterr().out)
    assert schema_check.check("levels", data) == []
    assert data["commit"] is None


def test_explain_a_criterion(folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert run(["explain", "leadership", *AS_OF]) == 0
    assert capsys.readouterr().out == (Path(__file__).parent / "golden" / "explain.txt").read_text("utf-8")


def test_explain_a_cell_and_a_row(folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert run(["explain", "example", "deployment", *AS_OF]) == 0
    out = capsys.readouterr().out
    assert "Example · deployment: 1 (rated)" in out
    assert "Ana Example: 1. Half of the visits took place." in out
    assert "minutes carries 1; counts, until 2027-12-31" in out
    assert run(["explain", "leadership", "deployment", *AS_OF]) == 0
    assert capsys.readouterr().out.startswith("Leadership · deployment: 1 Reactive")


def test_explain_says_since_when_evidence_does_not_count(
    folder: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    item = folder / "items" / "minutes.yaml"
    item.write_text(item.read_text("utf-8").replace("2027-12-31", "2026-06-01"), "utf-8")
    assert run(["explain", "example", "deployment", *AS_OF]) == 0
    assert "minutes carries 1; does not count: ran out on 2026-06-01\n" in capsys.readouterr().out


def test_explain_says_why_a_cell_was_settled_as_not_applicable(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    folder = read_case(EXAMPLES / "valid" / "settled-not-applicable.txt").write(tmp_path)
    assert run(["-e", str(folder), "explain", "speed", "trend", *AS_OF]) == 0
    out = capsys.readouterr().out
    assert "Settled by Ana Example and Ben Sample: not applicable. Calls go to another desk." in out
    assert "Ana Example dissents: A few calls still come in." in out


@pytest.mark.parametrize(
    ("arguments", "message"),
    [
        (["explain", "leadreship"], "unknown node 'leadreship' (did you mean 'leadership'?)"),
        (
            ["explain", "leadership", "trend"],
            "'leadership' has no row or cell 'trend': it has approach",
        ),
        (["levels", "--cycle", "2025"], "unknown cycle '2025' (did you mean '2026'?); there are: 2026"),
        (["-e", "nowhere", "validate"], "there is no folder nowhere. Name it with -e"),
    ],
)
def test_wrong_usage_is_one_line_and_code_2(
    folder: Path, capsys: pytest.CaptureFixture[str], arguments: list[str], message: str
) -> None:
    assert run(arguments) == 2
    out, err = capsys.readouterr()
    assert out == ""
    [line] = err.splitlines()
    assert line.startswith(f"assay: {message}")


@pytest.mark.parametrize(
    "arguments", [["levels", "--as-of", "tomorrow"], ["validate", "--format", "xml"], ["nonsense"]]
)
def test_wrong_options_are_code_2(
    folder: Path, capsys: pytest.CaptureFixture[str], arguments: list[str]
) -> None:
    assert run(arguments) == 2
    assert "Traceback" not in capsys.readouterr().err


@pytest.mark.parametrize("command", ["levels", "explain", "build"])
def test_errors_stop_what_would_be_computed_from_them(
    folder: Path, capsys: pytest.CaptureFixture[str], command: str
) -> None:
    (folder / "items" / "minutes.yaml").write_text("title: [\n")
    assert run([command, *AS_OF]) == 1
    out, err = capsys.readouterr()
    assert out == ""
    assert "evidence/items/minutes.yaml:2:1: error yaml-syntax" in err
    assert err.endswith("assay: 1 error in the data: nothing is computed from them\n")
    assert not Path("site").exists()


def test_an_empty_folder_is_one_clear_line(tmp_path: Path) -> None:
    done = assay("validate", cwd=tmp_path)
    assert done.returncode == 1
    assert (
        done.stdout.splitlines()[0] == "assessment.yaml:1:1: error no-assessment there is no assessment.yaml"
    )


def test_a_folder_above_the_evidence_says_where_it_is(tmp_path: Path) -> None:
    write_repository(tmp_path / "desk" / "proof")
    (tmp_path / "desk" / "other").mkdir()
    done = assay("-e", "desk", "validate", cwd=tmp_path)
    [line, hint] = done.stdout.splitlines()
    assert line.startswith("desk/assessment.yaml:1:1: error no-assessment")
    assert hint == "    There is one in the folder proof: run assay -e desk/proof ..."


def test_the_date_comes_from_the_option_then_the_epoch_then_the_clock(
    folder: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    def shown() -> str:
        return capsys.readouterr().err.rpartition("as of ")[2].strip()

    monkeypatch.setenv("SOURCE_DATE_EPOCH", "1780000000")
    run(["validate", "--as-of", "2026-01-02"])
    assert shown() == "2026-01-02"
    run(["validate"])
    assert shown() == "2026-05-28"
    monkeypatch.delenv("SOURCE_DATE_EPOCH")
    before = time.strftime("%Y-%m-%d", time.gmtime())
    run(["validate"])
    assert before <= shown() <= time.strftime("%Y-%m-%d", time.gmtime())


@pytest.mark.parametrize("epoch", ["abc", "-1", "99999999999999", "", "1_000", " 12 ", "١٢"])
def test_a_wrong_epoch_is_wrong_usage(
    folder: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch, epoch: str
) -> None:
    monkeypatch.setenv("SOURCE_DATE_EPOCH", epoch)
    assert run(["validate"]) == 2
    assert capsys.readouterr().err.startswith("assay: SOURCE_DATE_EPOCH is not a time in seconds")


def test_a_sealed_cycle_keeps_its_date_unless_it_is_named(
    folder: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    cycle = folder / "cycles" / "2026" / "cycle.yaml"
    cycle.write_text(cycle.read_text("utf-8") + "seal: {on: 2026-06-01, by: ben}\n", "utf-8")
    run(["levels", "--as-of", "2029-01-01"])
    assert "2026 (sealed) · as of 2026-06-01 ·" in capsys.readouterr().out
    run(["levels", "--as-of", "2029-01-01", "--cycle", "2026"])
    assert "2026 (sealed) · as of 2029-01-01 ·" in capsys.readouterr().out


def test_the_folder_may_be_the_current_one(
    folder: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(folder)
    (folder / "attachments" / "minutes.txt").unlink()
    run(["validate", *AS_OF])
    assert capsys.readouterr().out.startswith("items/minutes.yaml:9:37: error")


def test_hostile_texts_do_not_reach_the_terminal(folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
    settings = folder / "assessment.yaml"
    title = 'title: "Desk \\e]0;owned\\a of \\u202e Example"'
    settings.write_text(
        settings.read_text("utf-8").replace("title: Desk of Example Ltd (fictional)", title), "utf-8"
    )
    run(["levels", *AS_OF])
    out = capsys.readouterr().out
    assert out.startswith("Desk  ]0;owned  of   Example\n")


def test_a_title_cannot_start_a_workflow_command(folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
    settings = folder / "assessment.yaml"
    text = settings.read_text("utf-8")
    title = 'title: "::error file=x::##[error] owned"'
    settings.write_text(text.replace("title: Desk of Example Ltd (fictional)", title), "utf-8")
    run(["levels", *AS_OF])
    assert capsys.readouterr().out.startswith(": :error file=x::# #[error] owned\n")


def shell(command: str, **environment: str) -> subprocess.CompletedProcess[str]:
    """Run a line of bash in which `assay` is the command."""
    return subprocess.run(
        ["bash", "-o", "pipefail", "-c", f'assay() {{ "{sys.executable}" -m assay "$@"; }}; {command}'],
        env={**os.environ, **environment},
        capture_output=True,
        text=True,
        check=False,
    )


@pytest.mark.parametrize(
    ("command", "code"),
    [
        ("assay levels --format json | true", 141),
        ("assay levels | true", 141),
        ("assay validate >&-", 0),
        ("assay levels 2>&-", 0),
        ("assay levels >/dev/full", 2),
        ("assay levels --format json >/dev/full", 2),
    ],
)
def test_an_output_that_cannot_be_written_is_no_bug(folder: Path, command: str, code: int) -> None:
    done = shell(command)
    assert done.returncode == code, done.stderr
    assert "Traceback" not in done.stderr
    assert "Exception ignored" not in done.stderr
    assert "bug" not in done.stderr


def test_an_output_that_knows_no_unicode_gets_what_it_can_show(folder: Path) -> None:
    done = shell("assay levels", PYTHONIOENCODING="ascii")
    assert done.returncode == 0
    assert "2026 (open) \\xb7 as of" in done.stdout


@pytest.mark.parametrize("as_of", ["9999-12-31", "9999-01-01", "0001-01-01"])
def test_dates_at_the_ends_of_the_calendar(
    folder: Path, capsys: pytest.CaptureFixture[str], as_of: str
) -> None:
    for command in (["levels"], ["explain"], ["validate", "--fail-on", "never"]):
        assert run([*command, "--as-of", as_of]) == 0
    assert "Traceback" not in capsys.readouterr().err


@pytest.mark.parametrize("as_of", ["2026-1-5", "2026-W10-3", "20260105", "٢٠٢٦-01-01", "2026-02-30"])
def test_dates_have_one_form(folder: Path, as_of: str) -> None:
    assert run(["validate", "--as-of", as_of]) == 2


def test_grades_between_the_whole_numbers_are_not_rounded(
    folder: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    model = folder / "models" / "mini.yaml"
    scale = "{none: 0, some: 0.5, half: 1, most: 1.5, nearly: 2, all: 3}"
    model.write_text(model.read_text("utf-8").replace("{none: 0, L1: 1, L2: 2, L3: 3}", scale), "utf-8")
    grades = folder / "cycles" / "2026" / "grades" / "ana.yaml"
    grades.write_text(grades.read_text("utf-8").replace("grade: 1, ", "grade: most, "), "utf-8")
    run(["explain", "example", "deployment", *AS_OF])
    out = capsys.readouterr().out
    assert "Example · deployment: 1.5 (most) (rated)" in out
    assert "minutes carries 1.5 (most)" in out
    assert "effective 1.5" in out


def test_a_bug_says_what_to_report_and_is_code_3(folder: Path) -> None:
    # A real bug cannot be kept for a test; a broken installation looks the same from here.
    code = (
        "import sys; from assay import cli, commands; sys.modules['assay.commands.levels'] = object();"
        "sys.exit(cli.run(['levels']))"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=False)
    assert done.returncode == 3
    assert done.stderr.startswith("assay: this is a bug in Assay. Please report it with these lines:\n")
    assert "arguments: ['levels']" in done.stderr


def test_an_interrupt_is_code_130(folder: Path) -> None:
    code = (
        "import signal, sys; from assay import cli, repository;"
        "repository.scan = lambda path: signal.raise_signal(signal.SIGINT);"
        "sys.exit(cli.run(['validate']))"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=False)
    assert done.returncode == 130
    assert done.stderr == "\nassay: interrupted\n"


def test_levels_speak_the_language_that_is_asked_for(
    folder: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert run(["levels", *AS_OF, "--language", "hu"]) == 0
    out = capsys.readouterr().out
    assert "állapot: 2026. jún. 30." in out
    assert re.search(r"szint +állított +alátámasztott +legalacsonyabb +pontszám +cél", out)
    assert re.search(r"^Az egész +1 ", out, re.MULTILINE)
    assert run(["levels", *AS_OF, "--language", "hu", "--format", "markdown"]) == 0
    assert "| Az egész |" in capsys.readouterr().out
    assert run(["levels", *AS_OF, "--language", "xx"]) == 0
    assert "as of " in capsys.readouterr().out, "a language that the interface does not speak is English"


@pytest.mark.parametrize("command", [["levels"], ["model", "show", "see-cmm"]])
def test_what_is_no_language_code_is_refused(
    command: list[str], folder: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert run([*command, "--language", "../hu"]) == 2
    assert "'../hu' is not a language code such as en, hu or pt-BR." in capsys.readouterr().err
