"""Reading a revision straight from git says what a checkout of it would say, whatever lies in the folder."""

from __future__ import annotations

import json
import shutil
from pathlib import Path

import pytest

from assay import yamlfile
from assay.cli import run
from assay.commands.gather import gather
from assay.git import read_history, snapshot
from cases import AS_OF, EXAMPLES, read_case, write_repository
from repositories import Repository, branch, forget_git_settings

MINUTES = "items/minutes.yaml"
CASES = sorted(path for kind in ("invalid", "valid") for path in (EXAMPLES / kind).glob("*.txt"))


@pytest.fixture(autouse=True)
def _no_git_settings(monkeypatch: pytest.MonkeyPatch) -> None:
    forget_git_settings(monkeypatch)


@pytest.fixture
def repository(tmp_path: Path) -> Repository:
    made = Repository(tmp_path / "repository", "evidence")
    shutil.rmtree(made.folder)
    write_repository(made.folder)
    made.commit("Add the evidence")
    return made


def levels(capsys: pytest.CaptureFixture[str], repository: Repository, *options: str) -> dict[str, object]:
    words = ["-e", str(repository.folder), "levels", "--format", "json", "--as-of", "2026-06-30", *options]
    assert run(words) == 0
    data = json.loads(capsys.readouterr().out)
    assert isinstance(data, dict)
    return data


def test_every_case_has_the_same_problems_as_a_revision(tmp_path: Path) -> None:
    repository = Repository(tmp_path / "repository")
    for path in CASES:
        write_repository(repository.folder / path.parent.name / path.stem, read_case(path).files)
    repository.git("config", "core.autocrlf", "false")
    commit = repository.commit("Add them all")
    for path in CASES:
        folder = repository.folder / path.parent.name / path.stem
        there = gather(folder, AS_OF)
        committed = gather(folder, AS_OF, at=commit)
        ignored = {one.file for one in there.loaded.folder.files.values()} - set(
            committed.loaded.folder.files
        )
        strays = [one for one in there.problems if one.path not in ignored]
        assert list(committed.problems) == strays, path.name
        assert committed.loaded.assessment == there.loaded.assessment, path.name


def test_the_levels_of_a_revision_do_not_depend_on_the_folder(
    repository: Repository, capsys: pytest.CaptureFixture[str]
) -> None:
    before = levels(capsys, repository)
    shutil.rmtree(repository.folder)
    repository.folder.mkdir()
    assert levels(capsys, repository, "--at", "main") == before
    assert levels(capsys, repository, "--at", repository.git("rev-parse", "HEAD")) == before


def test_a_branch_is_read_without_a_checkout(
    repository: Repository, capsys: pytest.CaptureFixture[str]
) -> None:
    text = (repository.folder / MINUTES).read_text("utf-8")
    changed = f"{text}withdrawn: {{on: 2026-06-01, by: ana, reason: It was a draft.}}\n"
    commit = branch(repository, "other", "Withdraw the minutes", **{MINUTES: changed})
    there = levels(capsys, repository, "--at", "other")
    assert there["commit"] == commit
    assert there["cells"] != levels(capsys, repository)["cells"]
    assert (repository.folder / MINUTES).read_text("utf-8") == text


def test_the_history_of_a_revision_ends_there_and_is_the_same_with_and_without_what_is_kept(
    repository: Repository,
) -> None:
    first = repository.git("rev-parse", "HEAD")
    text = (repository.folder / MINUTES).read_text("utf-8")
    repository.commit("Say more", **{MINUTES: text + "# more\n"})
    read_history(repository.folder)  # what is kept knows the second commit
    at = read_history(repository.folder, first, at=first)
    assert at == read_history(repository.folder, first, at=first, use_cache=False)
    assert at.head == first
    assert [one.subject for one in at.trails[MINUTES]] == ["Add the evidence"]
    assert at.clean
    now = read_history(repository.folder)
    assert [one.subject for one in now.trails[MINUTES]] == ["Say more", "Add the evidence"]
    branch(repository, "other", "Say it elsewhere", **{MINUTES: text + "# elsewhere\n"})
    other = read_history(repository.folder, "other", at="other")
    assert [one.subject for one in other.trails[MINUTES]][:1] == ["Say it elsewhere"]


def test_attachments_of_a_revision_have_their_checksums(repository: Repository) -> None:
    file = next(iter((repository.folder / "attachments").iterdir()))
    name = f"attachments/{file.name}"
    content = file.read_bytes()
    found = snapshot(repository.folder, repository.git("rev-parse", "HEAD"))
    file.write_bytes(b"something else")
    assert found.read(name) == content
    assert found.files[name].size == len(content)
    digest = found.sha256(name)
    repository.commit("Change it")
    assert snapshot(repository.folder, repository.git("rev-parse", "HEAD")).sha256(name) != digest


def test_a_file_of_git_lfs_has_the_checksum_that_its_pointer_states(repository: Repository) -> None:
    digest = "9f86d081884c7d659a2feaa0c55ad015a3bf4f1b2b0b822cd15d6c15b0f00a08"
    pointer = f"version https://git-lfs.github.com/spec/v1\noid sha256:{digest}\nsize 4\n"
    commit = repository.commit("Add a large file", **{"attachments/large.bin": pointer})
    found = snapshot(repository.folder, commit)
    assert found.sha256("attachments/large.bin") == digest
    assert found.files["attachments/large.bin"].size == 4


def test_links_of_a_revision_are_refused(repository: Repository) -> None:
    (repository.folder / "items" / "passwords.yaml").symlink_to("/etc/passwd")
    commit = repository.commit("Add a link")
    problems = gather(repository.folder, AS_OF, at=commit).problems
    assert ("items/passwords.yaml", "symlink") in {(one.path, one.rule) for one in problems}


def test_a_file_that_is_too_large_is_a_problem_of_the_revision(repository: Repository) -> None:
    commit = repository.commit("Add much", **{"items/much.yaml": "#" * (yamlfile.MAX_BYTES + 1)})
    found = gather(repository.folder, AS_OF, at=commit)
    there = gather(repository.folder, AS_OF)
    assert [one for one in found.problems if one.path == "items/much.yaml"]
    assert found.problems == there.problems


def test_a_revision_without_evidence_says_so(
    repository: Repository, capsys: pytest.CaptureFixture[str]
) -> None:
    repository.git("switch", "-q", "--orphan", "empty")
    repository.git("commit", "-q", "--allow-empty", "-m", "Nothing yet")
    repository.git("switch", "-q", "main")
    assert run(["-e", str(repository.folder), "validate", "--at", "empty"]) == 1
    assert "no-assessment there is no assessment.yaml" in capsys.readouterr().out


@pytest.mark.parametrize(
    "revision", ["nowhere", "--output=x", "", "main^{tree}", "a..b", "\x1b[31mred", "a\0b"]
)
def test_a_revision_that_is_not_there_is_one_line(
    repository: Repository, capsys: pytest.CaptureFixture[str], revision: str
) -> None:
    assert run(["-e", str(repository.folder), "levels", f"--at={revision}"]) == 2
    said = capsys.readouterr().err
    assert said.count("\n") == 1
    assert "there is no commit" in said
    assert said.rstrip("\n").isprintable()


def test_a_shallow_clone_is_told_how_to_get_the_revision(
    repository: Repository,
    tmp_path: Path,
    capsys: pytest.CaptureFixture[str],
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.delenv("GITHUB_ACTIONS", raising=False)
    old = repository.git("rev-parse", "HEAD")
    text = (repository.folder / MINUTES).read_text("utf-8")
    repository.commit("Say more", **{MINUTES: text + "# more\n"})
    clone = tmp_path / "clone"
    repository.git("clone", "-q", "--depth=1", f"file://{repository.root}", str(clone))
    assert run(["-e", str(clone / "evidence"), "levels", "--at", old]) == 2
    assert "in this shallow clone: run 'git fetch --unshallow'" in capsys.readouterr().err
    monkeypatch.setenv("GITHUB_ACTIONS", "true")
    assert run(["-e", str(clone / "evidence"), "levels", "--at", old]) == 2
    assert "fetch-depth: 0" in capsys.readouterr().err


def test_outside_git_no_revision_can_be_read(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    folder = write_repository(tmp_path / "evidence")
    assert run(["-e", str(folder), "levels", "--at", "HEAD"]) == 2
    assert "is in no git repository with commits" in capsys.readouterr().err


def test_no_program_of_the_repository_runs_for_a_revision(repository: Repository, tmp_path: Path) -> None:
    trap = tmp_path / "ran"
    (repository.root / ".gitattributes").write_text("*.yaml filter=trap diff=trap\n", "utf-8")
    repository.commit("Set a trap")
    for key in ("filter.trap.smudge", "diff.trap.textconv", "core.fsmonitor"):
        repository.git("config", key, f"touch {trap};cat")
    head = (repository.root / ".git" / "refs" / "heads" / "main").read_text().strip()
    assert gather(repository.folder, AS_OF, at=head).loaded.assessment
    assert not trap.exists()
