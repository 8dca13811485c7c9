"""`assay build` from end to end: from files to a site, and what happens when it cannot be."""

from __future__ import annotations

import datetime as dt
import json
import os
import signal
import subprocess
import sys
import time
from pathlib import Path

import pytest

from assay.cli import run
from assay.commands.build import build
from assay.commands.content import site_epoch
from assay.commands.gather import CannotContinueError
from assay.git import History
from cases import write_repository
from links import dead_links

EXAMPLE = Path(__file__).parents[1] / "evidence"
AS_OF = dt.date(2026, 6, 30)
COMMAND = ["build", "--as-of", "2026-06-30"]


@pytest.fixture
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("GIT_CEILING_DIRECTORIES", str(tmp_path.parent))
    return write_repository(tmp_path / "evidence")


@pytest.fixture(scope="session")
def example(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The site of the example."""
    site = tmp_path_factory.mktemp("example") / "site"
    assert build(EXAMPLE, site, dt.date(2026, 11, 21)) == 0
    return site


def contents(site: Path) -> dict[str, bytes]:
    return {
        path.relative_to(site).as_posix(): path.read_bytes() for path in site.rglob("*") if path.is_file()
    }


def git(folder: Path, *arguments: str, at: int = 1_781_000_000) -> None:
    who = {"GIT_AUTHOR_NAME": "A", "GIT_AUTHOR_EMAIL": "a@example.org", "GIT_AUTHOR_DATE": f"{at} +0000"}
    who |= {key.replace("AUTHOR", "COMMITTER"): value for key, value in who.items()}
    subprocess.run(["git", *arguments], cwd=folder, env=os.environ | who, check=True, capture_output=True)


def test_it_builds_the_site_and_says_so_in_one_line(folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert run(COMMAND) == 0

    out, err = capsys.readouterr()
    assert out == ""
    (line,) = err.splitlines()
    assert line.startswith("assay: site/index.html: ")
    assert "Overall: " in line
    assert line.endswith("as of 2026-06-30 (2026)")
    found = contents(Path("site"))
    assert {
        "index.html",
        "report-cards/2026.html",
        "items/minutes.html",
        "attachments/minutes.txt",
    } <= found.keys()
    assert json.loads(found["levels.json"])["as_of"] == "2026-06-30"
    assert run(["-q", *COMMAND]) == 0
    assert capsys.readouterr().err == ""


def test_errors_stop_it_and_leave_the_old_site(folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert run(COMMAND) == 0
    before = contents(Path("site"))
    (folder / "attachments/minutes.txt").unlink()
    capsys.readouterr()

    assert run(COMMAND) == 1

    err = capsys.readouterr().err
    assert "evidence/items/minutes.yaml:9:37: error attachment-missing" in err
    assert "nothing is computed" in err
    assert contents(Path("site")) == before


def test_a_draft_is_built_in_spite_of_errors_and_says_so_on_every_page(
    folder: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    (folder / "attachments/minutes.txt").unlink()

    assert run([*COMMAND, "--draft"]) == 0

    assert "DRAFT with 1 error." in capsys.readouterr().err
    for name, content in contents(Path("site")).items():
        if name.endswith(".html") and name != "404.html":
            assert b'class="draft"' in content, name


@pytest.mark.parametrize(
    "output", ["evidence", ".", "evidence/items", "evidence/cycles/new", "..", "README.md"]
)
def test_an_output_that_would_harm_something_is_wrong_usage(
    folder: Path, capsys: pytest.CaptureFixture[str], output: str
) -> None:
    Path("README.md").write_text("mine", "utf-8")
    before = contents(folder)

    assert run([*COMMAND, "-o", output]) == 2

    err = capsys.readouterr().err
    assert err.startswith("assay: ")
    assert err.count("\n") == 1
    assert contents(folder) == before


def test_wrong_settings_are_an_error_in_the_data(folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
    Path("mkdocs.yml").write_text("site_name: Desk\nplugins: !!python/name:os.system\n", "utf-8")

    assert run(COMMAND) == 1
    assert "mkdocs.yml:2:" in capsys.readouterr().err
    Path("mkdocs.yml").write_text("site_name: Desk of ours\n", "utf-8")
    assert run(COMMAND) == 0
    assert "Desk of ours" in Path("site/index.html").read_text("utf-8")


def test_the_evidence_may_be_the_root_of_the_repository(
    folder: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.chdir(folder)
    Path("mkdocs.yml").write_text("site_url: https://example.org/\n", "utf-8")
    git(folder, "init", "-q")
    git(folder, "add", ".")
    git(folder, "commit", "-q", "-m", "All of it")

    assert run(COMMAND) == 0
    first = contents(folder / "site")
    capsys.readouterr()
    assert run(COMMAND) == 0

    assert contents(folder / "site") == first, "the site itself is no change in the evidence"
    assert "warning" not in capsys.readouterr().err
    assert b"2026-06-09" in first["sitemap.xml"]


def test_hostile_attachments_are_published_as_text(folder: Path) -> None:
    item = folder / "items/minutes.yaml"
    (folder / "attachments/page.html").write_text("<script>alert(1)</script>", "utf-8")
    item.write_text(
        item.read_text("utf-8").replace("attachments/minutes.txt", "attachments/page.html"), "utf-8"
    )

    assert run([*COMMAND, "--draft"]) == 0

    found = contents(Path("site"))
    assert "attachments/page.html.plain.txt" in found
    assert "attachments/page.html" not in found
    assert (
        b"page&#46;html&#46;plain&#46;txt" in found["items/minutes.html"]
        or b"page.html.plain.txt" in found["items/minutes.html"]
    )


def test_a_name_with_signs_of_addresses_is_linked(folder: Path) -> None:
    name = "a?b#c%2e\u202e.txt"
    (folder / "attachments" / name).write_text("x", "utf-8")
    item = folder / "items/minutes.yaml"
    item.write_text(
        item.read_text("utf-8").replace("attachments/minutes.txt", f'"attachments/{name}"'), "utf-8"
    )

    assert run(COMMAND) == 0

    assert (Path("site/attachments") / name).is_file()
    assert (
        b'href="../attachments/a%3Fb%23c%252e%E2%80%AE.txt"' in contents(Path("site"))["items/minutes.html"]
    )


def test_a_draft_names_attributes_that_the_model_does_not_have(folder: Path) -> None:
    item = folder / "items/minutes.yaml"
    item.write_text(
        item.read_text("utf-8").replace("{node: leadership}", "{node: leadership, attribute: nosuch}"),
        "utf-8",
    )

    assert run([*COMMAND, "--draft"]) == 0

    assert b"nosuch" in contents(Path("site"))["items/minutes.html"]


def test_no_date_is_too_late_for_the_engine(folder: Path) -> None:
    assert folder.is_dir()
    assert run(["build", "--as-of", "9999-12-31"]) == 0


def test_the_date_of_the_site(monkeypatch: pytest.MonkeyPatch) -> None:
    clean = History(head="a" * 40, head_time=1_700_000_000)
    changed = History(head="a" * 40, head_time=1_700_000_000, uncommitted=frozenset({"assessment.yaml"}))
    midnight = 1_782_777_600

    assert site_epoch(clean, AS_OF) == 1_700_000_000
    assert site_epoch(changed, AS_OF) == midnight
    assert site_epoch(History(), AS_OF) == midnight
    assert site_epoch(History(), dt.date(1960, 1, 1)) == 0
    monkeypatch.setenv("SOURCE_DATE_EPOCH", "1234")
    assert site_epoch(clean, AS_OF) == 1234


@pytest.mark.parametrize("value", ["abc", "-1", "99999999999999", "", "1.5", "9" * 5000, "١٢"])
def test_a_source_date_epoch_that_is_no_time_is_wrong_usage(
    folder: Path, monkeypatch: pytest.MonkeyPatch, value: str
) -> None:
    monkeypatch.setenv("SOURCE_DATE_EPOCH", value)

    with pytest.raises(CannotContinueError, match="is not a time in seconds") as caught:
        build(folder, Path("site"), AS_OF)
    assert caught.value.code == 2


def test_an_interruption_leaves_nothing_behind(tmp_path: Path) -> None:
    command = [sys.executable, "-m", "assay", "-e", str(EXAMPLE), "build", "-o", str(tmp_path / "site")]
    with subprocess.Popen(command, stderr=subprocess.PIPE, text=True, start_new_session=True) as process:
        while not any(tmp_path.iterdir()):
            assert process.poll() is None
            time.sleep(0.01)
        process.send_signal(signal.SIGINT)
        said = process.communicate(timeout=30)[1]

    assert process.returncode == 130
    assert said.endswith("assay: interrupted\n")
    assert "Traceback" not in said
    assert list(tmp_path.iterdir()) == []


# The example


def test_two_builds_of_the_example_are_the_same_bytes(example: Path, tmp_path: Path) -> None:
    build(EXAMPLE, tmp_path / "site", dt.date(2026, 11, 21))

    first, second = contents(example), contents(tmp_path / "site")
    assert first.keys() == second.keys()
    assert [name for name in first if first[name] != second[name]] == []


def test_no_link_of_the_example_is_dead(example: Path) -> None:
    assert dead_links(example) == set()


def test_the_marker_of_a_site_hides_no_evidence(folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
    (folder / "items" / ".assay-site").write_text("", "utf-8")

    assert run(["validate", "--as-of", "2026-06-30"]) == 0
    assert "2 items" in capsys.readouterr().err


def test_keys_are_taken_from_the_commit_that_is_trusted(
    folder: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    git(folder, "init", "-q", "-b", "main")
    git(folder, "add", ".")
    git(folder, "commit", "-q", "-m", "All of it")

    assert run([*COMMAND, "--trust", "main"]) == 0
    capsys.readouterr()
    assert run([*COMMAND, "--trust", "origin/mian"]) == 2

    error = capsys.readouterr().err
    assert error == "assay: --trust: there is no commit 'origin/mian' here to take keys from\n"


def test_a_shallow_clone_is_built_and_says_how_to_complete_it(
    folder: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    git(folder, "init", "-q", "-b", "main")
    git(folder, "add", ".")
    git(folder, "commit", "-q", "-m", "All of it")
    clone = folder.parent / "clone"
    git(folder, "commit", "-q", "--allow-empty", "-m", "More")
    git(folder, "clone", "-q", "--depth=1", f"file://{folder}", str(clone))
    for variable in ("GITHUB_ACTIONS", "GITLAB_CI", "BITBUCKET_BUILD_NUMBER", "TF_BUILD", "JENKINS_URL"):
        monkeypatch.delenv(variable, raising=False)
    monkeypatch.setenv("GITLAB_CI", "true")

    assert run(["-e", str(clone), *COMMAND]) == 0

    note, _ = capsys.readouterr().err.splitlines()
    assert note.startswith("assay: this clone is shallow: ")
    assert note.endswith("set the variable 'GIT_DEPTH: 0' for the job")
    page = Path("site/items/minutes.html").read_text("utf-8")
    assert "this copy of the repository is shallow" in page
    assert "All of it" not in page
