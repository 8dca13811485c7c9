"""`assay init`: what it writes is whole, valid and builds; it overwrites nothing and asks well."""

from __future__ import annotations

import datetime as dt
import os
from pathlib import Path

import click
import pytest
from click.testing import CliRunner

from assay import starter, yamlfile
from assay.cli import cli, run
from assay.commands import starting
from assay.library import built_in_ids
from assay.model import build_model
from assay.newfiles import put
from repositories import Repository, forget_git_settings

ME = ("--organisation", "Example Ltd", "--assessor", "Ana Példa <ana@example.org>", "--no-input")


@pytest.fixture(autouse=True)
def place(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    forget_git_settings(monkeypatch)
    monkeypatch.setenv("GIT_CEILING_DIRECTORIES", str(tmp_path))
    monkeypatch.setenv("SOURCE_DATE_EPOCH", "1790000000")  # 2026-09-21
    monkeypatch.chdir(tmp_path)
    return tmp_path


def contents(folder: Path) -> dict[str, bytes]:
    return {
        path.relative_to(folder).as_posix(): path.read_bytes() for path in folder.rglob("*") if path.is_file()
    }


@pytest.mark.parametrize("model", built_in_ids())
@pytest.mark.parametrize("forge", starter.FORGES)
def test_what_is_written_validates_without_a_word(
    model: str, forge: str, capsys: pytest.CaptureFixture[str]
) -> None:
    assert run(["init", "desk", *ME, "--model", model, "--forge", forge]) == 0
    capsys.readouterr()
    assert run(["-e", "desk/evidence", "validate"]) == 0
    out, err = capsys.readouterr()
    assert out == ""
    assert err == "assay: no problems in 1 item and 1 cycle, as of 2026-09-21\n"
    assert run(["-e", "desk/evidence", "hash", "--check"]) == 0


@pytest.mark.parametrize("forge", ["github", "gitlab", "other"])
def test_what_contributing_says_to_paste_is_evidence(
    place: Path, forge: str, capsys: pytest.CaptureFixture[str]
) -> None:
    run(["init", *ME, "--model", "service-lifecycle", "--forge", forge])
    pasted = (place / "CONTRIBUTING.md").read_text("utf-8").split("```yaml\n")[1].split("```")[0]
    (place / "evidence/items/steering-minutes-2026.yaml").write_text(pasted, "utf-8")
    (place / "evidence/attachments/minutes-2026-03.pdf").write_bytes(b"%PDF-1.4")
    capsys.readouterr()
    assert run(["validate"]) == 0
    assert capsys.readouterr().out.count("\n") == 2  # that nothing cites it


def test_the_example_speaks_of_the_model_in_the_main_language(place: Path) -> None:
    run(["init", *ME, "--language", "hu", "--language", "en"])
    (grades,) = (place / "evidence/cycles").glob("*/grades/*.yaml")
    assert "# Küldetés, jövőkép és értékek" in grades.read_text("utf-8")


def test_the_example_is_graded_and_counts(capsys: pytest.CaptureFixture[str]) -> None:
    run(["init", *ME])
    capsys.readouterr()
    assert run(["explain", "leadership-vision", "approach"]) == 0
    assert "effective 2" in capsys.readouterr().out


def test_what_is_written_builds_at_once(place: Path) -> None:
    run(["init", *ME, "--language", "hu", "--language", "en", "--audience", "public"])
    assert run(["build"]) == 0
    assert "Maturity of Example Ltd" in (place / "site" / "en" / "index.html").read_text("utf-8")


def test_what_is_written_is_said_and_nothing_else(place: Path, capsys: pytest.CaptureFixture[str]) -> None:
    run(["init", "desk", *ME])
    out, err = capsys.readouterr()
    assert out.splitlines() == [f"desk/{file}" for file in (file[5:] for file in out.splitlines())]
    assert set(contents(place)) == set(out.splitlines())
    assert "cd desk && assay serve" in err
    assert "git init -b main && git add ." in err
    assert max(len(line) for line in err.splitlines()) <= 80
    assert not (place / "desk" / ".git").exists()


def test_quiet_says_only_what_was_written(capsys: pytest.CaptureFixture[str]) -> None:
    run(["-q", "init", *ME])
    assert capsys.readouterr().err == ""


def test_a_file_that_is_there_stays_and_is_named(place: Path, capsys: pytest.CaptureFixture[str]) -> None:
    (place / "README.md").write_text("Mine.\n", "utf-8")
    (place / "mkdocs.yml").symlink_to("nowhere")
    assert run(["init", *ME]) == 0
    out, err = capsys.readouterr()
    assert (place / "README.md").read_text("utf-8") == "Mine.\n"
    assert not (place / "nowhere").exists()
    assert "2 files there already, left as they are:\n    README.md\n    mkdocs.yml\n" in err
    assert "README.md" not in out.splitlines()


@pytest.mark.parametrize("where", ["evidence/assessment.yaml", "assessment.yaml"])
def test_a_second_assessment_is_refused(place: Path, where: str, capsys: pytest.CaptureFixture[str]) -> None:
    (place / "evidence").mkdir()
    (place / where).write_text("x\n", "utf-8")
    before = contents(place)
    assert run(["init", *ME]) == 2
    assert f"there is an assessment already: {where}. Nothing was written." in capsys.readouterr().err
    assert contents(place) == before


@pytest.mark.parametrize(
    ("hindrance", "said"),
    [
        ("file", "evidence is there already, and no folder"),
        ("link", "evidence/items is a link: files are put into folders only"),
        ("folder", "README.md is a folder, and a file of that name is needed"),
    ],
)
def test_what_is_in_the_way_leaves_nothing_half_written(
    place: Path, hindrance: str, said: str, capsys: pytest.CaptureFixture[str]
) -> None:
    if hindrance == "file":
        (place / "evidence").write_text("", "utf-8")
    elif hindrance == "folder":
        (place / "README.md").mkdir()
    else:
        (place / "evidence").mkdir()
        (place / "elsewhere").mkdir()
        (place / "evidence" / "items").symlink_to("../elsewhere")
    before = sorted(place.rglob("*"))
    assert run(["init", *ME]) == 2
    assert capsys.readouterr().err == f"assay: {said}. Nothing was written\n"
    assert sorted(place.rglob("*")) == before


@pytest.mark.skipif(os.geteuid() == 0 and not Path("/dev/full").exists(), reason="root may write anywhere")
def test_a_folder_that_cannot_be_written_is_said_and_left_alone(
    place: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    name = "x" * 300  # too long for any file system
    assert run(["init", name, *ME]) == 2
    err = capsys.readouterr().err
    assert "File name too long" in err
    assert "Traceback" not in err
    assert list(place.iterdir()) == []


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        (("--assessor", "A <a@b>"), "Organisation that is assessed? Say it with --organisation"),
        (("--organisation", "X"), "First assessor, as Name <mail>? Say it with --assessor"),
        ((*ME[:4], "--model", "see-cmn"), "--model: 'see-cmn' is none of them (did you mean 'see-cmm'?)"),
        ((*ME[:4], "--forge", "svn"), "--forge: 'svn' is none of them; choose from: github, gitlab, other"),
        ((*ME[:4], "--audience", "all"), "--audience: 'all' may mean: 3 restricted"),
        ((*ME[:4], "--language", "english"), "--language: 'english' is not a language code"),
        ((*ME[:4], "--assessor", "ana"), "--assessor: write it as: Ana Example <ana@example.org>"),
        ((*ME[:4], "--title", "x" * 201), "--title: that has 201 characters, and may have 200"),
        ((*ME[:4], "--title", "a\x1b[31mb"), "--title: it has characters that cannot be printed"),
    ],
)
def test_a_wrong_or_missing_value_is_one_clear_line(
    place: Path, arguments: tuple[str, ...], said: str, capsys: pytest.CaptureFixture[str]
) -> None:
    assert run(["init", *arguments, "--no-input"]) == 2
    err = capsys.readouterr().err
    assert err.startswith(f"assay: {said}")
    assert err.count("\n") == 1
    assert list(place.iterdir()) == []


COMMIT = "0123456789abcdef0123456789abcdef01234567"
PACKAGES = (
    "assay-report==9.9.1",
    f"git+https://git.example.org/tools/assay.git@{COMMIT}",
    f"assay-report @ git+ssh://git@git.example.org/tools/assay_1.git@{COMMIT}",
    "https://files.example.org/assay_report-9.9.1-py3-none-any.whl",
)


@pytest.mark.parametrize("package", PACKAGES)
def test_what_ci_and_hooks_install_can_be_said(place: Path, package: str) -> None:
    for forge, file in (("github", ".github/actions/assay/action.yml"), ("gitlab", ".gitlab-ci.yml")):
        assert run(["init", forge, *ME, "--forge", forge, "--package", package]) == 0
        ci = yamlfile.read((place / forge / file).read_bytes()).data
        said = ci["inputs"]["package"]["default"] if forge == "github" else ci["variables"]["ASSAY_PACKAGE"]
        hooks = yamlfile.read((place / forge / ".pre-commit-config.yaml").read_bytes()).data["repos"][0][
            "hooks"
        ]
        assert {said, *(hook["additional_dependencies"][0] for hook in hooks)} == {package}
        assert f"pip install '{package}'\n" in (place / forge / "README.md").read_text("utf-8")


@pytest.mark.parametrize(
    ("package", "said"),
    [
        ("assay-report", "name a release such as assay-report==1.0.0"),
        ("git+https://git.example.org/assay@main", "name a release"),
        ("wheels/assay.whl", "name a release"),
        (f"git+https://me:secret@git.example.org/assay@{COMMIT}", "leave names and passwords out"),
        (f"git+https://git.example.org/a@{COMMIT}'; id; '", "name a release"),
        ("assay-report==1 --index-url=https://x.example/", "name a release"),
    ],
)
def test_what_could_change_or_tell_a_secret_is_no_package(
    place: Path, package: str, said: str, capsys: pytest.CaptureFixture[str]
) -> None:
    assert run(["init", *ME, "--package", package]) == 2
    assert f"assay: --package: {said}" in capsys.readouterr().err
    assert list(place.iterdir()) == []


HOSTILE = 'Q & "A": [x](http://y) <script> #1 ${{ z }} {% raw %} \\ [[ model ]] - ügy'


@pytest.mark.parametrize("forge", starter.FORGES)
def test_hostile_names_stay_names(place: Path, forge: str, capsys: pytest.CaptureFixture[str]) -> None:
    options = ("--title", HOSTILE, "--organisation", HOSTILE, "--assessor", f"{HOSTILE[:30]} <a@b'c>")
    assessor = ("--assessor", 'Q & "A": [x](http://y) #1 <a\'$(x)@b>')
    assert run(["init", *options[:4], *assessor, "--forge", forge, "--no-input"]) == 0
    capsys.readouterr()
    assert run(["validate"]) == 0
    data = yamlfile.read((place / "evidence" / "assessment.yaml").read_bytes()).data
    assert data["title"] == HOSTILE
    assert data["people"][0]["name"] == 'Q & "A": [x](http://y) #1'
    assert yamlfile.read((place / "mkdocs.yml").read_bytes()).data["site_name"] == HOSTILE


def test_git_says_who_is_at_work_and_on_which_branch(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    repository = Repository(tmp_path / "desk")
    repository.git("checkout", "-q", "-b", "trunk")
    repository.git("remote", "add", "origin", "git@gitlab.example.org:quality/desk.git")
    assert run(["init", "desk", "--organisation", "Example Ltd", "--no-input"]) == 0
    err = capsys.readouterr().err
    person = yamlfile.read((tmp_path / "desk/evidence/assessment.yaml").read_bytes()).data["people"][0]
    assert (person["name"], person["git"]) == ("First Assessor", ["one@example.org"])
    assert (tmp_path / "desk/.gitlab/merge_request_templates/Default.md").exists()
    assert "git init" not in err
    assert repository.git("status", "--short", "--untracked-files=no") == ""


def test_a_folder_inside_a_repository_is_told_where_forges_look(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    Repository(tmp_path / "desk")
    assert run(["init", "desk/quality", *ME]) == 0
    err = capsys.readouterr().err
    assert f"this folder lies inside the git repository {tmp_path}/desk" in err


def ask(*arguments: str, answers: str) -> tuple[int, str]:
    runner = CliRunner()
    with runner.isolation(input=answers) as (_, err, _):
        code = run(["init", *arguments])
        return code, err.getvalue().decode()


def test_questions_are_asked_again_until_the_answer_will_do(place: Path) -> None:
    answers = ["", "Example Ltd", "", "99", "lifecycle", "4", "english", "hu, en", "x", "other", "public",
               "ana", "Ana <ana@example.org>"]  # fmt: skip
    code, err = ask("desk", answers="".join(f"{answer}\n" for answer in answers))
    assert code == 0, err
    assert "  say something\n" in err
    assert "'99' is none of them; choose from: see-cmm, " in err
    assert "'lifecycle' may mean:\n" in err
    assert "'english' is not a language code" in err
    assert "write it as: Ana Example <ana@example.org>" in err
    data = yamlfile.read((place / "desk/evidence/assessment.yaml").read_bytes()).data
    assert data["title"] == "Maturity of Example Ltd"
    assert data["model"] == built_in_ids()[3]
    assert data["languages"] == ["hu", "en"]
    assert data["policy"]["audience"] == "public"


def test_the_end_of_the_input_leaves_nothing_behind(place: Path) -> None:
    code, err = ask("desk", answers="Example Ltd\n")
    assert code == 2
    assert "the input ended before all was answered: use options and --no-input in scripts" in err
    assert list(place.iterdir()) == []


def test_an_interrupt_leaves_nothing_behind(place: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def interrupted(prompt: str, **_: object) -> str:
        raise click.Abort from KeyboardInterrupt()

    monkeypatch.setattr(click, "prompt", interrupted)
    assert run(["init", "desk"]) == 130
    assert list(place.iterdir()) == []


def test_the_command_has_no_question_without_an_option() -> None:
    options = {name for parameter in cli.commands["init"].params for name in parameter.opts}
    assert {
        "--title",
        "--organisation",
        "--model",
        "--language",
        "--forge",
        "--audience",
        "--assessor",
    } <= options


MODELS = sorted((Path(__file__).parent / "models").glob("*.yaml"))


@pytest.mark.parametrize("path", MODELS, ids=lambda path: path.stem)
def test_the_example_is_worked_out_for_any_model(
    place: Path, path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    data = yamlfile.read(path.read_bytes()).data
    model = build_model(path.stem, data, "")
    start = starting.Start("T", "O", model, ("en",), "internal", "Ana", "ana", "a@b", dt.date(2026, 9, 21))
    files = {f"evidence/{file}": content for file, content in starting.evidence(start).items()}
    put(place, files | {f"evidence/models/{path.stem}.yaml": path.read_bytes()})
    assert run(["validate"]) == 0
    assert capsys.readouterr().out == ""
    node, attribute = model.cells[0]
    assert run(["explain", node, *filter(None, [attribute])]) == 0
    assert "(unrated)" not in capsys.readouterr().out


def test_git_hands_out_attachments_as_they_were_put_in(
    place: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    repository = Repository(place / "desk")
    repository.git("config", "core.autocrlf", "true")
    run(["init", "desk", *ME])
    (place / "crlf.csv").write_bytes(b"a;b\r\n1;2\n")
    options = ("--title", "Figures", "--type", "record", "--summary", "Counted.", "--about", "leadership")
    new = ["new", "item", "figures", *options, "--by", "ana-pelda", "--file", "crlf.csv", "--no-input"]
    assert run(["-e", "desk/evidence", *new]) == 0
    repository.commit("Begin")
    repository.git("clone", "-q", "-c", "core.autocrlf=true", ".", str(place / "copy"))
    assert run(["-e", "copy/evidence", "hash", "--check"]) == 0
    assert b"\r" not in (place / "copy/evidence/items/figures.yaml").read_bytes()
    assert repository.git("status", "--short") == ""
