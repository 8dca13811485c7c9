"""`assay verify` on a site: every change of the site, of the evidence and of the history comes to light."""

from __future__ import annotations

import hashlib
import json
import os
import shutil
import subprocess
import zipfile
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest

from assay.cli import run
from cases import write_repository
from repositories import Repository

MINUTES = "items/minutes.yaml"


@pytest.fixture(scope="module")
def published(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Path]:
    """A repository with one commit, and the site of it."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("GIT_CONFIG_GLOBAL", os.devnull)
        folder = tmp_path_factory.mktemp("published")
        patch.chdir(folder)  # where no mkdocs.yml is
        repository = Repository(folder / "repository", "evidence")
        shutil.rmtree(repository.folder)
        write_repository(repository.folder)
        repository.commit("Add the evidence")
        output = str(folder / "site")
        evidence = str(repository.folder)
        made = ["build", "--audience", "restricted", "--as-of", "2026-06-30", "-o", output]
        assert run(["-q", "-e", evidence, *made]) == 0
        yield folder


class Place:
    """A copy of the repository and the site, for one test to change."""

    def __init__(self, root: Path) -> None:
        self.site = root / "site"
        self.evidence = root / "repository" / "evidence"
        self.root = root

    def verify(self, *options: str, target: Path | None = None) -> int:
        return run(["-e", str(self.evidence), "verify", str(target or self.site), *options])

    def git(self, *arguments: str) -> str:
        who = {f"GIT_{role}_{key}": "x@y" for role in ("AUTHOR", "COMMITTER") for key in ("NAME", "EMAIL")}
        done = subprocess.run(
            ["git", *arguments], cwd=self.evidence, env=os.environ | who, check=True, capture_output=True
        )
        return done.stdout.decode().strip()

    def change_manifest(self, change: Callable[[dict[str, Any]], None]) -> None:
        data = json.loads((self.site / "manifest.json").read_text("ascii"))
        change(data)
        (self.site / "manifest.json").write_text(json.dumps(data))


@pytest.fixture
def place(published: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Place:
    monkeypatch.setenv("GIT_CONFIG_GLOBAL", os.devnull)
    monkeypatch.chdir(tmp_path)
    shutil.copytree(published / "repository", tmp_path / "repository")
    shutil.copytree(published / "site", tmp_path / "site")
    return Place(tmp_path)


def test_a_site_that_is_as_it_was_made_is_one_line(place: Place, capsys: pytest.CaptureFixture[str]) -> None:
    (place.evidence / MINUTES).write_text("what is not committed is not looked at")
    assert place.verify() == 0
    out, err = capsys.readouterr()
    assert out == ""
    commit = place.git("rev-parse", "HEAD")[:12]
    files = len(json.loads((place.site / "manifest.json").read_text())["subject"]) - 1
    assert err == (
        f"assay: {place.site}: all agree: {files} files; commit {commit}; 7 files of evidence; "
        "the results of 1 cycle; it is part of HEAD\n"
    )


def test_a_zip_file_of_a_site_does_as_well(place: Place) -> None:
    for inside in ("", "site/"):
        with zipfile.ZipFile("site.zip", "w") as archive:
            for file in sorted(place.site.rglob("*")):
                archive.write(file, f"{inside}{file.relative_to(place.site).as_posix()}")
        assert place.verify(target=Path("site.zip")) == 0


def test_every_change_of_the_site_is_named(place: Place, capsys: pytest.CaptureFixture[str]) -> None:
    page = place.site / "index.html"
    page.write_text(page.read_text("utf-8").replace("Reactive", "Proactive"), "utf-8")
    (place.site / "levels.json").unlink()
    (place.site / ".htaccess").write_text("Options +ExecCGI")
    (place.site / "methodology.html").unlink()
    (place.site / "methodology.html").symlink_to("index.html")
    (place.site / "elsewhere").symlink_to("/")
    assert place.verify() == 1
    out, err = capsys.readouterr()
    assert out.splitlines() == [
        "file .htaccess: not in the manifest",
        "file elsewhere: not in the manifest",
        "file index.html: changed",
        "file levels.json: missing",
        "file methodology.html: is a link",
    ]
    assert "5 differences" in err


def test_levels_that_do_not_follow_from_the_evidence_are_named(
    place: Place, capsys: pytest.CaptureFixture[str]
) -> None:
    def promote(data: dict[str, Any]) -> None:
        data["predicate"]["results"][0]["levels"]["overall"] = "4"
        data["predicate"]["results"][0]["population"]["rated"] = 6

    place.change_manifest(promote)
    assert place.verify() == 1
    assert capsys.readouterr().out.splitlines() == [
        "results of 2026: other levels: overall 4 published, 1 computed",
        "results of 2026: rated: 6 published, 5 found",
    ]


def test_evidence_that_is_not_what_the_manifest_states_is_named(
    place: Place, capsys: pytest.CaptureFixture[str]
) -> None:
    def other(data: dict[str, Any]) -> None:
        inputs = data["predicate"]["inputs"]
        inputs[0]["digest"]["sha256"] = "0" * 64
        inputs[1]["name"] = "attachments/other.txt"
        data["predicate"]["model"]["digest"]["sha256"] = "0" * 64
        data["subject"][-1]["digest"]["sha256"] = "0" * 64

    place.change_manifest(other)
    assert place.verify() == 1
    assert capsys.readouterr().out.splitlines() == [
        "results of 2026: the manifest states two different digests",
        "evidence assessment.yaml: changed",
        "evidence attachments/minutes.txt: not in the manifest",
        "evidence attachments/other.txt: missing",
        "model mini: another file: published mini 1.0, found mini 1.0",
    ]


def test_another_version_of_the_tool_is_a_note(place: Place, capsys: pytest.CaptureFixture[str]) -> None:
    place.change_manifest(lambda data: data["predicate"]["tool"].update(version="0.0.9"))
    assert place.verify() == 0
    assert "note: it was made by assay 0.0.9, and is compared by assay " in capsys.readouterr().out


def test_files_that_a_site_does_not_name_are_counted(
    place: Place, capsys: pytest.CaptureFixture[str]
) -> None:
    def withhold(data: dict[str, Any]) -> None:
        inputs = [one for one in data["predicate"]["inputs"] if one["name"] != MINUTES]
        data["predicate"].update(audience="public", inputs=inputs, withheld_inputs=1)

    place.change_manifest(withhold)
    assert place.verify() == 0
    assert capsys.readouterr().out == (
        "note: made for the audience public: 1 file of the evidence is not named; not the content is "
        "compared, only the levels that follow from it\n"
    )
    place.change_manifest(lambda data: data["predicate"].update(withheld_inputs=2))
    assert place.verify() == 1
    assert "2 files that are not named, 1 found" in capsys.readouterr().out
    place.change_manifest(lambda data: data["predicate"]["results"][0]["levels"].update(overall="4"))
    assert place.verify() == 1
    assert "overall 4 published, 1 computed" in capsys.readouterr().out


def test_a_clone_names_the_branch_that_it_came_from(
    place: Place, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    clone = tmp_path / "clone"
    place.git("clone", "-q", str(place.root / "repository"), str(clone))
    assert run(["-e", str(clone / "evidence"), "verify", str(place.site)]) == 0
    assert "it is part of HEAD; it is part of origin/main\n" in capsys.readouterr().err


def test_a_commit_that_is_not_here_is_not_checked(place: Place, capsys: pytest.CaptureFixture[str]) -> None:
    place.change_manifest(lambda data: data["predicate"]["source"].update(commit="1" * 40))
    assert place.verify() == 1
    out, err = capsys.readouterr()
    assert out.startswith("not checked: the evidence: ")
    assert "does not hold the commit 111111111111 (git fetch may get it)" in out
    assert "what could be checked agrees" in err


def test_without_git_it_says_so(
    place: Place, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("PATH", "")
    assert run(["verify", "site"]) == 1
    assert "not checked: the evidence: git is not installed (--working-tree" in capsys.readouterr().out


def test_files_that_were_not_committed_are_checked_only_when_asked(
    place: Place, capsys: pytest.CaptureFixture[str]
) -> None:
    text = (place.evidence / MINUTES).read_text("utf-8")
    (place.evidence / MINUTES).write_text(text.replace("every month", "every week"), "utf-8")
    shutil.rmtree(place.site)
    options = ["build", "--audience", "restricted", "--as-of", "2026-06-30", "-o", str(place.site)]
    assert run(["-q", "-e", str(place.evidence), *options]) == 0
    capsys.readouterr()
    assert place.verify() == 1
    out = capsys.readouterr().out
    assert out.startswith("not checked: 1 file of the evidence, and the results: they were not committed")
    assert place.verify("--working-tree") == 0
    (place.evidence / MINUTES).write_text(text, "utf-8")
    assert place.verify("--working-tree") == 1
    assert "evidence items/minutes.yaml: changed\n" in capsys.readouterr().out


def test_the_working_tree_needs_no_git(place: Place, capsys: pytest.CaptureFixture[str]) -> None:
    shutil.rmtree(place.evidence.parent / ".git")
    assert place.verify("--working-tree") == 0
    assert place.verify() == 1
    assert "does not hold the commit" in capsys.readouterr().out


# History


def test_what_was_published_before_has_to_be_an_ancestor(
    place: Place, capsys: pytest.CaptureFixture[str]
) -> None:
    first = place.git("rev-parse", "HEAD")
    shutil.copy(place.site / "manifest.json", "before.json")
    place.git("checkout", "-q", "--orphan", "rewritten")
    place.git("commit", "-q", "-m", "The same files, another history")
    other = place.git("rev-parse", "HEAD")
    place.change_manifest(lambda data: data["predicate"]["source"].update(commit=other))
    assert place.verify("--previous", "before.json") == 1
    how = "it is no ancestor: the history that was published has been replaced"
    said = f"published before {first[:12]}: {how}\n"
    assert capsys.readouterr().out == said
    place.change_manifest(lambda data: data["predicate"].update(previous={"commit": first}))
    assert place.verify() == 1
    assert capsys.readouterr().out == said


def test_an_ancestor_is_said_to_be_one(place: Place, capsys: pytest.CaptureFixture[str]) -> None:
    first = place.git("rev-parse", "HEAD")
    (place.evidence / "README").write_text("later")
    place.git("add", ".")
    place.git("commit", "-q", "-m", "Later")
    later = place.git("rev-parse", "HEAD")
    place.change_manifest(
        lambda data: data["predicate"].update(
            previous={"commit": first}, source={"commit": later, "clean": True, "uncommitted": []}
        )
    )
    assert place.verify() == 0
    assert f"what was published before, {first[:12]}, is an ancestor" in capsys.readouterr().err


def test_a_commit_outside_the_main_branch_is_noted(place: Place, capsys: pytest.CaptureFixture[str]) -> None:
    place.git("branch", "kept")
    place.git("checkout", "-q", "--orphan", "other")
    place.git("commit", "-q", "-m", "Another history")
    assert place.verify() == 0
    assert "is not part of HEAD\n" in capsys.readouterr().out


def test_a_shallow_clone_says_what_it_cannot_tell(place: Place, capsys: pytest.CaptureFixture[str]) -> None:
    first = place.git("rev-parse", "HEAD")
    (place.evidence / MINUTES).write_text((place.evidence / MINUTES).read_text("utf-8") + "# later\n")
    place.git("commit", "-aqm", "Later")
    place.git("clone", "-q", "--depth=1", f"file://{place.evidence.parent}", str(place.root / "shallow"))
    place.evidence = place.root / "shallow" / "evidence"
    assert place.verify() == 1
    out = capsys.readouterr().out
    assert f"does not hold the commit {first[:12]} (this clone is shallow: git fetch --unshallow)" in out


def test_nothing_of_the_repository_runs(place: Place) -> None:
    marker = place.root / "ran"
    place.git("config", "core.fsmonitor", f"touch {marker}")
    place.git("config", "filter.x.smudge", f"touch {marker}; cat")
    (place.evidence.parent / ".git" / "info" / "attributes").write_text("* filter=x\n")
    assert place.verify() == 0
    assert not marker.exists()


# What is no site


@pytest.mark.parametrize(
    ("content", "message"),
    [
        (None, "there is no such file or folder"),
        (b"not a zip", "it is no ZIP archive that can be read"),
        ({}, "there is no manifest.json, so this is no site or pack of Assay"),
        ({"manifest.json": b"{}"}, "manifest.json is no manifest that Assay wrote"),
        ({"manifest.json": b"["}, "manifest.json is no manifest that Assay wrote"),
        (
            {"manifest.json": b'{"_type": "https://in-toto.io/Statement/v1", "subject": [],'
             b' "predicateType": "urn:assay:predicate:site:1", "predicate": []}'},
            "manifest.json does not fit its schema: predicate: ",
        ),
    ],
)  # fmt: skip
def test_what_is_no_site_is_refused_in_one_line(
    content: bytes | dict[str, bytes] | None, message: str, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    target = tmp_path / "thing.zip"
    if isinstance(content, bytes):
        target.write_bytes(content)
    elif content is not None:
        with zipfile.ZipFile(target, "w") as archive:
            archive.writestr("x", "x")
            for name, data in content.items():
                archive.writestr(name, data)
    assert run(["verify", str(target)]) == 2
    out, err = capsys.readouterr()
    assert out == ""
    assert err.startswith(f"assay: {target}: ")
    assert message in err
    assert err.count("\n") == 1


# Pages made anew


def test_a_forged_page_in_a_forged_manifest_shows_when_the_pages_are_made_anew(
    place: Place, capsys: pytest.CaptureFixture[str]
) -> None:
    assert place.verify("--rebuild") == 0
    assert "its pages, made anew, are the same bytes" in capsys.readouterr().err
    page = place.site / "index.html"
    page.write_text(page.read_text("utf-8").replace("Reactive", "Proactive"), "utf-8")
    digest = hashlib.sha256(page.read_bytes()).hexdigest()

    def forge(data: dict[str, Any]) -> None:
        (found,) = [one for one in data["subject"] if one["name"] == "index.html"]
        found["digest"]["sha256"] = digest

    place.change_manifest(forge)
    assert place.verify() == 0
    assert place.verify("--rebuild") == 1
    assert capsys.readouterr().out == "page made anew index.html: changed\n"
    (place.evidence / "items/later.yaml").write_text((place.evidence / MINUTES).read_text("utf-8"))
    assert place.verify("--rebuild") == 1
    assert "not checked: the pages: to make them anew, check out " in capsys.readouterr().out
