"""`assay trail` as a user runs it, on a repository with a history."""

from __future__ import annotations

import json
import os
import shutil
import subprocess
from collections.abc import Mapping
from pathlib import Path

import pytest

from assay import schema_check
from assay.cli import run
from assay.forge import forge_of
from assay.git import read_history
from assay.trail import read_trails
from assay.trail.data import trail_data
from cases import write_repository
from story import BEN, SURVEY, URL, Story, story


@pytest.fixture(scope="module")
def told(tmp_path_factory: pytest.TempPathFactory) -> Mapping[str, str]:
    folder = tmp_path_factory.mktemp("command") / "evidence"
    return {"folder": str(folder), **story(folder)}


@pytest.fixture
def here(told: Mapping[str, str], monkeypatch: pytest.MonkeyPatch) -> Path:
    folder = Path(told["folder"])
    monkeypatch.chdir(folder.parent)
    return folder


def shown(capsys: pytest.CaptureFixture[str], *arguments: str, code: int = 0) -> str:
    """What the command prints: its output where all went well, else what it complains of."""
    assert run(["trail", *arguments]) == code
    out, err = capsys.readouterr()
    return out if code == 0 else err


def test_an_item_with_the_file_that_it_cites(
    here: Path, told: Mapping[str, str], capsys: pytest.CaptureFixture[str]
) -> None:
    text = shown(capsys, "minutes")
    last = told["attachment"]
    assert text.startswith("minutes: Steering minutes 2026\n\n2026-01-")
    assert text.endswith(
        f"2026-02-02 11:00 +0100  {last[:7]}\n"
        "    Add April to the minutes\n"
        "    Dan <dan@example.org>, not signed\n"
        "    items/leadership/minutes.yaml: changed\n"
        "      checksum of attachments/minutes.txt added\n"
        "    attachments/minutes.txt: replaced (22 bytes → 43 bytes)\n"
        f"    {URL}/commit/{last}\n\n"
    )


def test_a_grade_says_which_commit_made_it_what_it_is(
    here: Path, told: Mapping[str, str], capsys: pytest.CaptureFixture[str]
) -> None:
    text = shown(capsys, "vision", "approach", "--assessor", "ana")
    [made] = [line for line in text.splitlines() if "<- what it is now" in line]
    assert made == "    cycles/2026/grades/ana.yaml: changed  <- what it is now"
    assert "      grade: 2 → 3\n      rationale reworded\n      evidence added: town-hall\n" in text
    assert "pull request #31" in text
    place = "cycles/2026/grades/ana/leadership.yaml"
    assert f"It stands in {place}:4 ({URL}/blob/{told['ours']}/{place}#L4)\n" in text
    assert "\nben" not in text


def test_a_merge_by_the_forge_has_both_people_and_both_dates(
    here: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    written = "written 2026-01-20 11:00 +0100"
    committed = "committed by Forge <noreply@forge.example> 2026-01-20 12:00 +0100"
    assert f"    {written}; {committed}\n" in shown(capsys, "cycles/2026/grades/ben.yaml")


def test_all_grades_of_a_criterion(here: Path, capsys: pytest.CaptureFixture[str]) -> None:
    text = shown(capsys, "vision")
    headings = [line for line in text.splitlines() if line and line[0] in "ab"]
    assert headings == ["ana · approach", "ben · approach", "ana · deployment"]


def test_a_removed_item_ends_with_who_removed_it_and_why(
    here: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    text = shown(capsys, "survey")
    assert text.startswith("survey: no longer there\n")
    assert "    Remove the survey of 2025\n    It counted the same people twice.\n    Ben Sample <" in text
    assert "    items/survey.yaml: removed\n" in text


@pytest.mark.parametrize(
    "name",
    ["items/leadership/minutes.yaml", "evidence/items/leadership/minutes.yaml", "items/minutes.yaml"],
)
def test_a_file_by_its_path_from_here_or_there_or_by_an_old_name(
    name: str, here: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert shown(capsys, name).startswith("items/leadership/minutes.yaml\n")


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        (["minuts"], "there is no item or file 'minuts' (did you mean 'minutes'?), and there never was"),
        (["items/surve.yaml"], "(did you mean 'items/survey.yaml'?)"),
        (["visoin", "approach"], "unknown criterion 'visoin' (did you mean 'vision'?)"),
        (
            ["vision", "aproach"],
            "unknown attribute 'aproach' (did you mean 'approach'?); there are: approach,",
        ),
        (
            ["vision", "approach", "--assessor", "bne"],
            "(did you mean 'ben'?); there are grades by ana and ben",
        ),
        (["vision", "--cycle", "2062"], "unknown cycle '2062' (did you mean '2026'?)"),
        (["vision", "--unit", "north"], "unknown unit 'north'; the assessment has no units"),
    ],
)
def test_what_is_not_there_is_said_with_the_nearest_name(
    arguments: list[str], said: str, here: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    text = shown(capsys, *arguments, code=2)
    assert said in text
    assert text.count("\n") == 1


def test_a_cell_that_nobody_graded(here: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert "Nobody has graded it.\n" in shown(capsys, "example", "trend")


def test_the_json_keeps_its_contract(
    here: Path, told: Mapping[str, str], capsys: pytest.CaptureFixture[str]
) -> None:
    data = json.loads(shown(capsys, "minutes", "--format", "json"))
    assert schema_check.check("trail", data) == []
    assert data["judgements"] == []
    assert [found["file"] for found in data["files"]] == [
        "items/leadership/minutes.yaml",
        "attachments/minutes.txt",
    ]
    moved = data["files"][0]["commits"][1]
    assert moved["former_file"] == "items/minutes.yaml"
    assert moved["changes"][1] == {
        "kind": "moved",
        "place": ["valid_until"],
        "before": "2027-12-31",
        "after": "2028-06-30",
    }
    assert moved["author"] == {
        "name": "Dan",
        "email": "dan@example.org",
        "date": "2026-01-30T11:00:00+01:00",
    }
    data = json.loads(shown(capsys, "speed", "trend", "--format", "json"))
    assert schema_check.check("trail", data) == []
    [judgement] = data["judgements"]
    assert judgement["made_by"] == told["grades"]
    assert (judgement["file"], judgement["line"]) == ("cycles/2026/grades/ana/service.yaml", 4)
    assert judgement["url"] == f"{URL}/blob/{told['ours']}/cycles/2026/grades/ana/service.yaml#L4"
    assert [commit["change"] for commit in judgement["commits"]] == [
        "added",
        "merged",
        "changed",
        "discarded",
    ]


def test_the_data_of_all_trails_keep_the_same_contract(here: Path) -> None:
    history = read_history(here)
    data = trail_data(history, read_trails(here, history), forge_of(URL))
    assert schema_check.check("trail", data) == []
    assert {found["file"] for found in data["files"]} == set(history.trails)
    assert len(data["judgements"]) == 6


def test_it_works_in_spite_of_errors_in_the_data(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    (tmp_path / "evidence").mkdir()
    tale = Story(tmp_path / "evidence")
    tale.write("assessment.yaml", "title: [\n")
    tale.write("items/a.yaml", SURVEY)
    tale.commit("Add", BEN)
    tale.write("items/a.yaml", "nothing: good\n")
    assert run(["-e", str(tale.folder), "trail", "items/a.yaml"]) == 0
    text = capsys.readouterr().out
    assert "    items/a.yaml: added\n" in text
    assert "Not committed: items/a.yaml differs from the last commit, or is not in it.\n" in text


def test_a_former_id_leads_to_the_item_and_to_its_old_file(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    folder = write_repository(tmp_path / "evidence")
    tale = Story(folder)
    tale.write("items/old.yaml", SURVEY)
    tale.commit("Add the old one")
    (folder / "items" / "old.yaml").unlink()
    tale.write("items/minutes.yaml", tale.text("items/minutes.yaml") + "former_ids: [old]\n")
    tale.commit("Say it better")
    assert run(["-e", str(folder), "trail", "old"]) == 0
    text = capsys.readouterr().out
    assert text.startswith("old, now minutes: Steering minutes 2026\n")
    assert "    items/old.yaml: removed\n" in text
    assert "      former id added: old\n" in text


def test_outside_git_and_in_a_shallow_clone_it_says_so(
    here: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setenv("GIT_CEILING_DIRECTORIES", str(tmp_path.parent))
    bare = tmp_path / "bare" / "evidence"
    shutil.copytree(here, bare, ignore=shutil.ignore_patterns(".git"))
    assert run(["-e", str(bare), "trail", "minutes"]) == 0
    assert "no commits here" in capsys.readouterr().err
    clone = tmp_path / "clone"
    subprocess.run(["git", "clone", "-q", "--depth=2", f"file://{here}", str(clone)], check=True)
    assert run(["-e", str(clone), "trail", "minutes"]) == 0
    out, err = capsys.readouterr()
    assert "this clone is shallow" in err
    assert "No commit of items/leadership/minutes.yaml is known here.\n" in out


def test_hostile_names_and_messages_steer_no_terminal(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    (tmp_path / "evidence").mkdir()
    tale = Story(tmp_path / "evidence")
    nasty = "\x1b]0;x\x07::error::\u202e##[command]"
    tale.write("items/a.yaml", SURVEY)
    tale.commit(f"Add\n\n{nasty}\n" + "line\n" * 100, (f"Eve{nasty}", "eve@example.org"))
    tale.write("items/a.yaml", SURVEY.replace("Most of them", '"\\e[2J ##[x]'.replace("\\e", "\\x1b")))
    tale.replace("items/a.yaml", "are content.", 'are content."')
    tale.commit(nasty)
    assert run(["-e", str(tale.folder), "trail", "items/a.yaml"]) == 0
    out = capsys.readouterr().out
    assert not any(sign in out for sign in ("\x1b", "\x07", "\u202e", "##["))
    assert not any(line.lstrip().startswith("::") for line in out.splitlines())
    assert out.count("    line\n") < 20


def test_the_folder_has_to_be_there(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert run(["-e", os.fspath(tmp_path / "nowhere"), "trail", "x"]) == 2
    assert capsys.readouterr().err == (
        f"assay: there is no folder {tmp_path / 'nowhere'}. "
        "Name it with -e, run assay where evidence/ is, or begin one with assay init.\n"
    )
