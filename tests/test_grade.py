"""`assay grade`: what it shows and hides, what it takes for an answer, what it writes and leaves alone."""

from __future__ import annotations

import os
import select
import signal
import subprocess
import sys
from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from assay import yamlfile
from assay.cli import cli, run
from assay.cli.prompts import fold
from cases import write_repository
from repositories import forget_git_settings

ANA, BEN = "cycles/2026/grades/ana.yaml", "cycles/2026/grades/ben.yaml"
DOUBTS = """\
title: Doubts of the night shift
type: interview
summary: Nobody told us.
about:
  - {node: vision, attribute: approach, stance: contradicts}
collected: {on: 2026-03-11, by: ana}
accepted: {on: 2026-04-01, by: ben}
sources:
  - {title: Notes, held_by: The lead}
"""
GONE = DOUBTS.replace(", stance: contradicts", "").replace("doubts", "gone") + "valid_until: 2026-05-31\n"
SPEED = """\
title: Speed of answer
about: [{node: speed}]
measured_in: minutes
better: lower
target: 7
source: {title: Telephone system}
values:
  - {on: 2026-03-31, value: 6}
"""


@pytest.fixture(autouse=True)
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    forget_git_settings(monkeypatch)
    monkeypatch.setenv("GIT_CEILING_DIRECTORIES", str(tmp_path.parent))
    monkeypatch.setenv("SOURCE_DATE_EPOCH", "1782777600")  # 2026-06-30
    monkeypatch.chdir(tmp_path)
    files = {"items/doubts.yaml": DOUBTS, "items/gone.yaml": GONE, "metrics/speed.yaml": SPEED}
    return write_repository(tmp_path / "evidence", files)


def talk(*arguments: str, say: str) -> Result:
    """The command with answers typed at its prompts, line by line."""
    return CliRunner().invoke(cli, ["grade", *arguments], input=say, catch_exceptions=False)


def data(folder: Path, file: str) -> dict[str, object]:
    found: dict[str, object] = yamlfile.read((folder / file).read_bytes()).data["grades"]
    return found


def differs(before: str, after: str) -> tuple[list[str], list[str]]:
    old, new = before.splitlines(), after.splitlines()
    return [line for line in old if line not in new], [line for line in new if line not in old]


# Asking


def test_a_cell_is_shown_with_all_that_there_is_to_judge_it_by() -> None:
    said = talk("vision", "approach", "--as", "ben", say="q\n").stderr
    for line in (
        "Vision · Approach (1 of 1)",
        "  Where the desk wants to go.",
        "\nIs it planned?",
        "Where to look\n  Told",
        "    1  minutes: Steering minutes 2026\n       document, counts until 2027-12-31",
        "    2  gone: Doubts of the night shift\n"
        "       interview, does not count: ran out on 2026-05-31, accepted by Ben Sample",
        "       SPEAKS AGAINST this cell, interview, counts, accepted by Ben Sample",
    ):
        assert line in said
    said = talk("speed", "--as", "ben", say="q\n").stderr
    assert "Metric speed: Speed of answer: 6 minutes (2026-03-31), target 7 met" in said


def test_what_others_judged_is_not_shown_before_all_is_done() -> None:
    half = talk("vision", "--as", "ben", say="1\nNo plan.\n1\n\nq\n")
    assert "written down" not in half.stderr
    assert "All teams know it" not in half.stderr + half.stdout
    assert "Others have graded 1 cell that you have not: the level is told when you have." in half.stdout
    whole = talk("vision", "--as", "ben", say="\n2\nDone.\nminutes\n")
    assert "Ana Example: 2. All teams know it." in whole.stdout
    assert "vision · approach: spread 1, together 1" in whole.stdout
    assert "Vision: 1 Reactive (claimed 1 Reactive, supported 2 Proactive), score 50 of 100" in whole.stdout


def test_answers_go_into_the_assessors_file(folder: Path) -> None:
    found = talk(
        "vision", "--as", "ben", say="L3\nIt is written,\n1=2 \nThey were away.\n0\nNothing is done.\n-\n"
    )
    assert found.exit_code == 0
    assert (folder / BEN).read_text("utf-8").startswith("graded_on: 2026-06-30\ngrades:\n  vision:\n")
    assert data(folder, BEN) == {
        "vision": {
            "approach": {
                "grade": "L3",
                "rationale": "It is written,",
                "evidence": [{"item": "minutes", "carries": 2}],
                "against": [{"item": "doubts", "answer": "They were away."}],
            },
            "deployment": {"grade": 0, "rationale": "Nothing is done."},
        }
    }
    assert "assay: evidence/cycles/2026/grades/ben.yaml: Vision · Approach\n" in found.stderr
    assert run(["validate"]) == 0


def test_nonsense_is_asked_again_with_the_reason() -> None:
    answers = [
        "seven", "9", "na", "ok", "1.5", "2",  # the grade
        "", "\x07", "Because.",  # why
        "99", "speed-figures", "minutez", "doubts", "1=7", "1",  # evidence
        "",  # no answer to what contradicts
    ]  # fmt: skip
    said = talk("vision", "approach", "--as", "ben", say="\n".join(answers) + "\n").stderr
    for why in (
        "'seven' is not on the scale: 0 1 2 3, or none L1 L2 L3",
        "'9' is not on the scale",
        "the model does not allow that here: there is a lowest grade",
        "there is nothing to confirm here: give a grade",
        "'1.5' is not on the scale",
        "say why: it is what others will read first",
        "it has characters that cannot be printed",
        "there is no number 99 in the list",
        "'speed-figures' is not about this cell (or is of another unit): see 'about' in items/speed",
        "there is no item 'minutez' (did you mean 'minutes'?)",
        "'doubts' speaks against this cell: it is answered, not cited",
        "'7' is not on the scale",
    ):
        assert why in said
    assert "warning contradiction-unanswered 'doubts' contradicts this grade" in said


def test_one_can_go_back_and_leave_without_saving(folder: Path) -> None:
    talk("vision", "--as", "ben", say="2\nb\n1\nOnly begun.\n1\n\nb\n3\nNow it is.\n\n\n2\nq\n")
    assert data(folder, BEN) == {
        "vision": {"approach": {"grade": 3, "rationale": "Now it is.", "evidence": ["minutes"]}}
    }


def test_not_applicable_takes_the_place_of_a_grade(folder: Path) -> None:
    talk("speed", "--as", "ana", say="na\nNobody calls.\n")
    assert data(folder, ANA)["speed"] == {
        "trend": {"not_applicable": "Nobody calls.", "graded_on": "2026-06-30"}
    }


def test_metrics_are_cited(folder: Path) -> None:
    talk("speed", "--as", "ben", say="2\nIt fell.\n1\nsped\nspeed\n")
    assert data(folder, BEN)["speed"] == {
        "trend": {"grade": 2, "rationale": "It fell.", "evidence": ["speed-figures"], "metrics": ["speed"]}
    }


def test_enter_keeps_what_is_there_and_changes_nothing(folder: Path) -> None:
    before = (folder / ANA).read_bytes()
    assert talk("leadership", "--as", "ana", say="\n\n\n\n").exit_code == 0
    assert (folder / ANA).read_bytes() == before


def test_what_all_attributes_share_is_shown_once_and_again_when_asked_for() -> None:
    said = talk("vision", "--as", "ben", say="\n\n").stderr
    assert said.count("Where the desk wants to go.") == said.count("Where to look") == 1
    assert "(2 of 2)\nIs it done?" in said
    said = talk("vision", "--as", "ben", say="\n?\n\n").stderr
    assert said.count("Where the desk wants to go.") == 2
    assert said.count("(2 of 2)") == 2


def test_a_reason_is_kept_on_a_step_back_and_told_where_it_is_not_saved(folder: Path) -> None:
    talk("vision", "approach", "--as", "ben", say="2\nPlanned well.\nb\n3\n\n1\n\n")
    assert data(folder, BEN) == {
        "vision": {"approach": {"grade": 3, "rationale": "Planned well.", "evidence": ["minutes"]}}
    }
    told = "Not saved, to be copied from here:\nNot planned.\n"
    for leave in ("q\n", "b\nq\n", "b\n\n"):
        assert told in talk("vision", "approach", "--as", "ben", say=f"1\nNot planned.\n{leave}").stderr
    cut_off = CliRunner().invoke(cli, ["grade", "vision", "--as", "ben"], input="1\nNot planned.\n")
    assert told in cut_off.stderr
    assert "Not saved" not in talk("vision", "approach", "--as", "ben", say="1\nWorse.\n\n\n").stderr


def test_an_editor_that_fails_is_no_answer(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("VISUAL", "false")
    said = talk("speed", "--as", "ben", say="2\ne\nTyped here.\n1\n\n").stderr
    assert "false: Editing failed: set EDITOR to the name of your editor" in said
    assert "nothing was saved in the editor" in said
    assert data(folder, BEN)["speed"] == {
        "trend": {"grade": 2, "rationale": "Typed here.", "evidence": ["speed-figures"]}
    }


def test_lines_fold_below_the_beginning_of_their_column() -> None:
    assert fold("     1  It is in use in some teams only", 30) == (
        "     1  It is in use in some\n        teams only"
    )
    assert fold("  A stated direction, and some more", 30) == "  A stated direction, and some\n  more"
    assert fold(f"{'word ' * 9}  end of it", 40) == f"{'word ' * 7}word\n    word   end of it"
    assert fold("x" * 99, 40) == "x" * 99


def test_the_editor_writes_the_rationale(
    folder: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    editor = tmp_path / "editor"
    editor.write_text("#!/bin/sh\nprintf 'One.\\n\\nTwo.\\n' > \"$1\"\n")
    editor.chmod(0o755)
    monkeypatch.setenv("VISUAL", str(editor))
    talk("speed", "--as", "ben", say="2\ne\n1\n\n")
    trend = data(folder, BEN)["speed"]
    assert trend == {"trend": {"grade": 2, "rationale": "One.\n\nTwo.", "evidence": ["speed-figures"]}}


def test_the_end_of_the_input_keeps_what_was_saved(folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
    done = subprocess.run(
        [sys.executable, "-m", "assay", "grade", "vision", "--as", "ben"],
        input="2\nPlanned.\n1\n\n1\nBegun.\n",
        capture_output=True, text=True, check=False,
    )  # fmt: skip
    assert done.returncode == 2
    assert "the input ended before all was answered" in done.stderr
    assert "Traceback" not in done.stderr
    assert data(folder, BEN)["vision"] == {
        "approach": {"grade": 2, "rationale": "Planned.", "evidence": ["minutes"]}
    }


def test_an_interrupt_loses_the_cell_at_hand_only(folder: Path) -> None:
    # Where the tests run in the background, a child would ignore ^C.
    heed = "import signal; signal.signal(signal.SIGINT, signal.default_int_handler)"
    start = f"{heed}; from assay.cli import main; main()"
    command = [sys.executable, "-c", start, "grade", "vision", "--as", "ben"]
    with subprocess.Popen(command, stdin=subprocess.PIPE, stderr=subprocess.PIPE, bufsize=0) as child:
        assert child.stdin
        assert child.stderr
        child.stdin.write(b"2\nPlanned.\n1\n\n1\n")
        shown = b""
        while b"Deployment (2 of 2)" not in shown or not shown.endswith(b"b back): "):
            assert select.select([child.stderr], [], [], 60)[0], shown
            shown += os.read(child.stderr.fileno(), 4096)
        for _ in range(10):  # one may come just before it waits for input; but none on its way out
            child.send_signal(signal.SIGINT)
            if select.select([child.stderr], [], [], 6)[0]:
                break
        assert child.wait(60) == 130
        assert child.stderr.read().strip() == b"assay: interrupted"
    assert data(folder, BEN)["vision"] == {
        "approach": {"grade": 2, "rationale": "Planned.", "evidence": ["minutes"]}
    }


# Options


def test_options_grade_one_cell_without_a_question(folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
    arguments = [
        "grade",
        "vision",
        "approach",
        "--as",
        "ben",
        "--grade",
        "2",
        "--rationale",
        "It is: written.",
    ]
    arguments += ["--evidence", "minutes=1", "--answer", "doubts=They were away.", "--on", "2026-06-01"]
    assert run(arguments) == 0
    assert data(folder, BEN) == {
        "vision": {
            "approach": {
                "grade": 2,
                "rationale": "It is: written.",
                "evidence": [{"item": "minutes", "carries": 1}],
                "against": [{"item": "doubts", "answer": "They were away."}],
            }
        }
    }
    assert (folder / BEN).read_text("utf-8").startswith("graded_on: 2026-06-01\n")
    out = capsys.readouterr().out
    assert "vision · deployment: no grade of yours" in out


def test_what_no_option_says_stays_and_so_does_every_other_line(folder: Path) -> None:
    file, rest = folder / ANA, "rationale: It is written down., evidence: [minutes]"
    text = file.read_text("utf-8").replace("  example:", "  # how they lead\n  example:")
    text = text.replace(f"approach: {{grade: 2, {rest}}}", f"approach: {{grade: 2, {rest}}}  # dear reader")
    file.write_text(text, "utf-8")
    assert run(["grade", "vision", "approach", "--as", "ana", "--grade", "3"]) == 0
    assert differs(text, file.read_text("utf-8")) == (
        [f"    approach: {{grade: 2, {rest}}}  # dear reader"],
        [f"    approach: {{grade: 3, {rest}, graded_on: 2026-06-30}}  # dear reader"],
    )


BY_BEN = "vision approach --as ben"
GRADED = f"{BY_BEN} --grade 2 --rationale x"


@pytest.mark.parametrize(
    ("arguments", "why"),
    [
        ("vison", "unknown node 'vison' (did you mean 'vision'?); assay model show mini lists them"),
        ("vision aproach", "'vision' has no attribute 'aproach' (did you mean 'approach'?); it is"),
        ("vision --grade 2 --as ben", "'vision' has 2 cells: name one of its attributes (approach"),
        ("vision approach --grade 9 --as ben", "--grade: '9' is not on the scale"),
        ("vision approach --grade 2 --as ben", "Why this grade? Say it with --rationale"),
        (f"{GRADED} --evidence x", "--evidence: there is no item 'x'"),
        (f"{GRADED} --metric speed", "--metric: no metric about this cell"),
        (f"{GRADED} --answer doubts", "--answer: write it as ITEM=TEXT"),
        (f"{GRADED} --answer a=b", "--answer: no item 'a' speaks against"),
        ("vision approach --not-applicable x --as ben", "--not-applicable: the model does not allow that"),
        ("vision approach --as bem --grade 2", "unknown person 'bem' (did you mean 'ben'?); list who"),
        ("vision approach --grade 2 --rationale x", "Who grades? Say it with --as"),
        ("vision approach --as ben --no-input", "which grade? Say it with --grade or --not-applicable"),
        (f"{GRADED} --on 2027-01-01", "2027-01-01 lies ahead"),
        ("vision approach --as ben --grade 2 --unit north", "the assessment has no units"),
        ("vision approach --as ben --grade 2 --cycle 2025", "unknown cycle '2025'"),
    ],
)  # fmt: skip
def test_wrong_use_is_one_line_and_writes_nothing(
    folder: Path, arguments: str, why: str, capsys: pytest.CaptureFixture[str]
) -> None:
    assert run(["grade", *arguments.split()]) == 2
    err = capsys.readouterr().err
    assert why in err
    assert err.count("\n") == 1
    assert not (folder / BEN).exists()


# Who, where


def test_who_has_the_address_of_git_grades(tmp_path: Path, folder: Path) -> None:
    subprocess.run(["git", "init", "-q", tmp_path], check=True)
    subprocess.run(["git", "-C", tmp_path, "config", "user.email", "ben@example.org"], check=True)
    settings = folder / "assessment.yaml"
    text = settings.read_text("utf-8")
    settings.write_text(
        text.replace("roles: [lead-assessor]", "roles: [lead-assessor], git: [ben@example.org]")
    )
    assert run(["grade", "speed", "--grade", "1", "--rationale", "Slow."]) == 0
    assert (folder / BEN).exists()


def test_who_grades_is_asked_where_git_does_not_say(folder: Path) -> None:
    found = talk("speed", say="nobody\nben\n1\nSlow.\n1\n\n")
    assert "Who grades:" in found.stderr
    assert (folder / BEN).exists()


def test_what_to_grade_is_chosen_where_it_is_not_named(
    folder: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    said = talk("--as", "ben", say="visio\nvision\n2\nPlanned.\n1\n\nq\n").stderr
    assert "What to grade:\n" in said
    assert "'visio' may mean:" in said
    assert list(data(folder, BEN)) == ["vision"]
    assert run(["grade", "--as", "ben", "--no-input"]) == 2
    assert "What to grade? Say it with NODE" in capsys.readouterr().err


def test_in_an_assessors_folder_each_criterion_has_its_file(folder: Path) -> None:
    (folder / "cycles/2026/grades/ben").mkdir()
    leads = folder / "cycles/2026/grades/ben/enablers.yaml"
    leads.write_text("graded_on: 2026-06-30\ngrades:\n  example:\n    approach: {grade: 1, rationale: So.}\n")
    for node, attribute in (("vision", "approach"), ("speed", "trend")):
        assert run(["grade", node, attribute, "--as", "ben", "--grade", "1", "--rationale", "So."]) == 0
    assert leads.read_text("utf-8").splitlines()[2:4] == [
        "  vision:",
        "    approach: {grade: 1, rationale: So.}",
    ]
    assert data(folder, "cycles/2026/grades/ben/service.yaml") == {
        "speed": {"trend": {"grade": 1, "rationale": "So."}}
    }


def test_a_sealed_cycle_is_refused_with_what_to_do(folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
    cycle = folder / "cycles/2026/cycle.yaml"
    cycle.write_text(cycle.read_text("utf-8") + "seal: {on: 2026-06-01, by: ben}\n", "utf-8")
    assert run(["grade", "vision", "approach", "--as", "ben", "--grade", "2", "--rationale", "x"]) == 2
    err = capsys.readouterr().err
    assert "the cycle '2026' is sealed since 2026-06-01: its grades stay as they are. Begin another" in err
    assert "assay cycle reopen 2026" in err


def test_a_grade_of_the_whole_criterion_is_not_graded_in_parts(
    folder: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    (folder / BEN).write_text("grades:\n  leadership:\n    approach: {grade: 1, rationale: So.}\n", "utf-8")
    assert run(["grade", "vision", "approach", "--as", "ben", "--grade", "2", "--rationale", "x"]) == 2
    assert (
        "you graded 'leadership' as a whole in evidence/cycles/2026/grades/ben.yaml"
        in capsys.readouterr().err
    )


def test_units_are_asked_for_and_have_folders_of_their_own(folder: Path) -> None:
    settings = folder / "assessment.yaml"
    settings.write_text(
        settings.read_text("utf-8") + "units: [{id: north, title: North}, {id: south, title: S}]\n"
    )
    (folder / ANA).unlink()
    talk("speed", "--as", "ben", say="east\n1\n1\nSlow.\n1\n\n")
    assert (folder / "cycles/2026/grades/north/ben.yaml").exists()


# What is never left behind


def test_a_file_with_errors_is_left_alone(folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
    (folder / BEN).write_text("grades: {vision: {approach: {grade: 1, rationale: }}}\n", "utf-8")
    before = (folder / BEN).read_bytes()
    assert run(["grade", "speed", "--as", "ben", "--grade", "2", "--rationale", "x"]) == 1
    assert "ben.yaml has errors of its own" in capsys.readouterr().err
    assert (folder / BEN).read_bytes() == before


def test_what_would_bring_an_error_is_taken_back(folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
    arguments = ["grade", "speed", "--as", "ben", "--not-applicable", "No.", "--approved-by", "nobody"]
    assert run(arguments) == 1
    err = capsys.readouterr().err
    assert "unknown-person unknown person 'nobody'" in err
    assert "Nothing was written" in err
    assert not (folder / BEN).exists()


def test_errors_elsewhere_do_not_keep_anybody_from_grading(
    folder: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    (folder / "items/broken.yaml").write_text("title: Broken\n", "utf-8")
    assert run(["grade", "speed", "--as", "ben", "--grade", "2", "--rationale", "x", "--evidence", "1"]) == 0
    assert "levels are computed when" in capsys.readouterr().err
    assert (folder / BEN).exists()


def test_a_grade_that_was_carried_over_is_confirmed_with_a_word(folder: Path) -> None:
    text = (folder / ANA).read_text("utf-8")
    (folder / ANA).write_text(
        text.replace("trend: {grade: 2,", "trend: {to_confirm: true, grade: 2,"), "utf-8"
    )
    said = talk("speed", "--as", "ana", say="ok\n").stderr
    assert "Carried over, to be confirmed: 2 (2026-05-04)" in said
    assert data(folder, ANA)["speed"] == {
        "trend": {
            "grade": 2,
            "rationale": "Three periods of improvement.",
            "evidence": ["speed-figures"],
            "graded_on": "2026-06-30",
        }
    }


def test_texts_of_the_repository_are_harmless_on_a_terminal(folder: Path) -> None:
    item = folder / "items/minutes.yaml"
    item.write_text(item.read_text("utf-8").replace("Steering minutes 2026", '"Minutes \\x1b]0;x\\x07 end"'))
    said = talk("vision", "approach", "--as", "ben", say="q\n")
    assert "\x1b" not in said.stderr
    assert "\x07" not in said.stderr
