"""History of an evidence folder, on real repositories."""

from __future__ import annotations

import datetime as dt
import os
import subprocess
from pathlib import Path

import pytest

from assay.git import History, read_blobs, read_head, read_history
from repositories import ITEM, Repository, branch, forget_git_settings, hostile, text, trail


@pytest.fixture(autouse=True)
def _no_git_settings(monkeypatch: pytest.MonkeyPatch) -> None:
    forget_git_settings(monkeypatch)


@pytest.fixture
def repository(tmp_path: Path) -> Repository:
    return Repository(tmp_path / "repository")


# Ordinary trails


def test_a_trail_is_newest_first_with_who_when_and_what(repository: Repository) -> None:
    first = repository.commit("Add the minutes", item=text())
    second = repository.commit("Quote the decision\n\nAnd say why.", item=text("decision"))

    history = read_history(repository.folder)

    assert history.head == second == read_head(repository.folder)
    newest, oldest = history.trails[ITEM]
    assert (newest.id, newest.parents, newest.change, newest.subject) == (
        second, (first,), "changed", "Quote the decision",
    )  # fmt: skip
    assert (oldest.id, oldest.parents, oldest.change) == (first, (), "added")
    assert (newest.author, newest.author_email) == ("First Assessor", "one@example.org")
    assert newest.committed is not None
    assert history.head_time == int(newest.committed.timestamp())
    assert newest.committed.utcoffset() == dt.timedelta(hours=1)
    assert not history.shallow
    assert history.clean
    assert history.problem == ""


def test_a_renamed_file_keeps_its_past(repository: Repository) -> None:
    repository.commit("Add", **{"items/a.yaml": text()})
    repository.commit("Change", **{"items/a.yaml": text("more")})
    repository.git("mv", "items/a.yaml", "items/b.yaml")
    repository.commit("Rename")
    repository.git("mv", "items/b.yaml", "items/minutes.yaml")
    repository.commit("Rename and change", item=text("more", "and more"))

    assert trail(read_history(repository.folder)) == [
        ("renamed", "Rename and change"), ("renamed", "Rename"), ("changed", "Change"), ("added", "Add"),
    ]  # fmt: skip


def test_two_files_that_swap_their_names_swap_their_pasts(repository: Repository) -> None:
    one, two = text("one"), "".join(f"quite another text {number * 7}\n" for number in range(20))
    repository.commit("Add one", **{"items/a.yaml": one})
    repository.commit("Add two", **{"items/b.yaml": two})
    for old, new in (("a", "c"), ("b", "a"), ("c", "b")):
        repository.git("mv", f"items/{old}.yaml", f"items/{new}.yaml")
        repository.commit(f"{old} to {new}")

    history = read_history(repository.folder)

    assert trail(history, "items/b.yaml") == [
        ("renamed", "c to b"),
        ("renamed", "a to c"),
        ("added", "Add one"),
    ]
    assert trail(history, "items/a.yaml") == [("renamed", "b to a"), ("added", "Add two")]


def test_a_file_that_was_removed_and_came_back_says_so(repository: Repository) -> None:
    repository.commit("Add", item=text())
    repository.git("rm", "-q", ITEM)
    repository.commit("Remove")
    repository.commit("Bring back", item=text())

    assert trail(read_history(repository.folder)) == [
        ("added", "Bring back"),
        ("removed", "Remove"),
        ("added", "Add"),
    ]


def test_the_folder_may_be_below_the_root_and_files_outside_it_do_not_count(tmp_path: Path) -> None:
    repository = Repository(tmp_path / "r", inside="quality/evidence")
    repository.commit("Add", item=text())
    (repository.root / "README.md").write_text("elsewhere", "utf-8")
    repository.commit("Say something elsewhere")
    (repository.root / "README.md").write_text("not committed", "utf-8")
    repository.write("site/index.html", "not a part of the evidence")

    history = read_history(repository.folder)

    assert trail(history) == [("added", "Add")]
    assert history.clean


# Merges


def test_a_merge_that_brings_a_change_is_named_once(repository: Repository) -> None:
    repository.commit("Add", item=text())
    branch(repository, "topic", "Change on the branch", item=text("branch"))
    repository.commit("Meanwhile", **{"assessment.yaml": "title: x\n"})
    repository.git("merge", "-q", "-m", "Merge topic", "topic")

    history = read_history(repository.folder)

    assert trail(history) == [
        ("merged", "Merge topic"),
        ("changed", "Change on the branch"),
        ("added", "Add"),
    ]
    assert trail(history, "assessment.yaml") == [("added", "Meanwhile")]


def test_a_merge_of_a_branch_that_was_only_behind_is_left_out(repository: Repository) -> None:
    repository.commit("Add", item=text())
    branch(repository, "topic", "Something else", **{"assessment.yaml": "title: x\n"})
    repository.commit("Change on main", item=text("main"))
    repository.git("merge", "-q", "-m", "Merge topic", "topic")

    assert trail(read_history(repository.folder)) == [("changed", "Change on main"), ("added", "Add")]


def test_a_change_made_inside_a_merge_is_found(repository: Repository) -> None:
    repository.commit("Add", item=text())
    branch(repository, "topic", "Something else", **{"assessment.yaml": "title: x\n"})
    repository.commit("More on main", **{"cycles/a/cycle.yaml": "title: y\n"})
    repository.git("merge", "-q", "--no-commit", "topic")
    repository.commit("Merge topic", item=text("slipped in"))

    assert trail(read_history(repository.folder)) == [("changed", "Merge topic"), ("added", "Add")]


def test_a_finding_that_a_merge_threw_away_is_found(repository: Repository) -> None:
    repository.commit("Add", item=text())
    branch(repository, "finding", "It is not true", item=text("not true"))
    repository.commit("Meanwhile", **{"assessment.yaml": "title: x\n"})
    repository.git("merge", "-q", "-s", "ours", "-m", "Merge finding", "finding")

    assert trail(read_history(repository.folder)) == [
        ("discarded", "Merge finding"), ("changed", "It is not true"), ("added", "Add"),
    ]  # fmt: skip


def test_a_change_made_under_the_old_name_on_a_branch_belongs_to_the_renamed_file(
    repository: Repository,
) -> None:
    repository.commit("Add", **{"items/old.yaml": text()})
    repository.git("switch", "-q", "-c", "rename")
    repository.git("mv", "items/old.yaml", ITEM)
    repository.commit("Rename")
    repository.git("switch", "-q", "main")
    repository.commit("Change under the old name", **{"items/old.yaml": text("more")})
    repository.git("merge", "-q", "-m", "Merge rename", "rename")

    assert {subject for _, subject in trail(read_history(repository.folder))} == {
        "Merge rename", "Change under the old name", "Rename", "Add",
    }  # fmt: skip


# What is missing


def test_outside_git_the_history_is_empty(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("GIT_CEILING_DIRECTORIES", str(tmp_path.parent))

    assert read_history(tmp_path) == History()
    assert read_head(tmp_path) is None


def test_without_a_commit_the_history_is_empty(repository: Repository) -> None:
    repository.write(ITEM, text())

    assert read_history(repository.folder) == History()


def test_without_git_the_history_is_empty_and_says_why(
    repository: Repository, monkeypatch: pytest.MonkeyPatch
) -> None:
    repository.commit("Add", item=text())
    monkeypatch.setenv("PATH", "")

    assert read_history(repository.folder) == History(problem="git is not installed")
    assert read_head(repository.folder) is None


def test_a_folder_that_is_not_there_is_no_crash(tmp_path: Path) -> None:
    assert "cannot change to" in read_history(tmp_path / "nowhere").problem


def test_a_damaged_repository_is_no_crash(repository: Repository) -> None:
    repository.commit("Add", item=text())
    tree = repository.git("rev-parse", "HEAD^{tree}")
    (repository.root / ".git" / "objects" / tree[:2] / tree[2:]).unlink()

    history = read_history(repository.folder)

    assert history.head is None
    assert history.problem


def test_a_shallow_clone_never_names_its_oldest_commit_as_the_one_that_added_a_file(
    repository: Repository, tmp_path: Path
) -> None:
    repository.commit("Add", item=text())
    repository.commit("Add another", **{"items/other.yaml": "x: y\n"})
    repository.commit("Change", item=text("more"))
    clone = tmp_path / "clone"
    repository.git("clone", "-q", "--depth=2", f"file://{repository.root}", str(clone))

    history = read_history(clone)

    assert history.shallow
    assert trail(history) == [("changed", "Change")]
    assert history.trails["items/other.yaml"] == ()


def test_a_partial_clone_has_its_trails(repository: Repository, tmp_path: Path) -> None:
    repository.commit("Add", **{"items/old.yaml": text()})
    repository.git("mv", "items/old.yaml", ITEM)
    repository.commit("Rename")
    repository.git("mv", ITEM, "items/other.yaml")
    repository.commit("Rename and change", **{"items/other.yaml": text("more")})
    repository.git("mv", "items/other.yaml", ITEM)
    repository.commit("Rename back")
    repository.git("config", "uploadpack.allowFilter", "true")
    repository.git("clone", "-q", "--filter=blob:none", f"file://{repository.root}", str(tmp_path / "clone"))

    history = read_history(tmp_path / "clone")

    assert trail(history)[:2] == [("renamed", "Rename back"), ("added", "Rename and change")]
    assert history.problem == ""


def test_uncommitted_files_are_named(repository: Repository) -> None:
    repository.commit("Add", item=text(), **{"items/gone.yaml": "x: y\n", "items/same.yaml": "x: y\n"})
    repository.write(ITEM, text("not committed"))
    repository.write("attachments/new.txt", "new")
    repository.write("attachments/.hidden", "left alone")
    (repository.folder / "items/gone.yaml").unlink()
    os.utime(repository.folder / "items/same.yaml")

    history = read_history(repository.folder)

    assert history.uncommitted == {ITEM, "attachments/new.txt", "items/gone.yaml"}
    assert not history.clean


def test_repositories_with_sha256_are_read(tmp_path: Path) -> None:
    repository = Repository(tmp_path / "r", algorithm="sha256")
    head = repository.commit("Add", item=text())

    history = read_history(repository.folder)

    assert (history.head, len(head), history.clean) == (head, 64, True)
    assert trail(history) == [("added", "Add")]


# Hostile repositories


def test_names_in_other_encodings_and_control_characters_are_readable(repository: Repository) -> None:
    repository.commit("Add", item=text())
    tree = repository.git("rev-parse", "HEAD^{tree}")
    latin2 = "Gerőcs Tünde".encode("iso8859-2")
    header = b"tree %s\nauthor %s <t@example.org> 1760000000 +0100\ncommitter \xff\x1b[31m <> 1 +0000\n"
    repository.raw_commit(
        header % (tree.encode(), latin2) + b"encoding ISO-8859-2\n\nj\xf3 \x1b]0;title\x07 \xe2\n"
    )

    (commit,) = read_history(repository.folder).trails[ITEM]

    assert (commit.author, commit.author_email) == ("Gerőcs Tünde", "t@example.org")
    assert commit.subject == "jó  ]0;title  â"
    assert "\x1b" not in commit.committer


def test_a_false_encoding_hides_nobody(repository: Repository) -> None:
    repository.commit("Add", item=text())
    tree = repository.git("rev-parse", "HEAD^{tree}")
    who = b"Mallory <m@example.org> 1760000000 +0000"
    repository.raw_commit(
        b"tree %s\nauthor %s\ncommitter %s\nencoding UTF-16LE\n\nQuiet\n" % (tree.encode(), who, who)
    )

    (commit,) = read_history(repository.folder).trails[ITEM]

    assert (commit.author, commit.subject) == ("Mallory", "Quiet")


@pytest.mark.parametrize(
    "when", ["99999999999999999 +0000", "253402300799 +0100", "1760000000 +9999", "yesterday", ""]
)
def test_a_time_that_does_not_exist_is_none(repository: Repository, when: str) -> None:
    repository.commit("Add", item=text())
    tree = repository.git("rev-parse", "HEAD^{tree}")
    who = f"A <a@example.org> {when}".encode()
    repository.raw_commit(b"tree %s\nauthor %s\ncommitter %s\n\nx\n" % (tree.encode(), who, who))

    history = read_history(repository.folder)

    (commit,) = history.trails[ITEM]
    assert (commit.authored, commit.committed, history.head_time) == (None, None, None)
    assert commit.author == "A"


def test_a_message_cannot_pose_as_a_commit(repository: Repository) -> None:
    forged = "0" * 40
    first = repository.commit("Add", item=text())
    repository.commit(
        f"Real\n\ncommit {forged}\ntree {forged}\nauthor Mallory <m@x> 1 +0000\n\n:100644 100644 a b M\n",
        item=text("more"),
    )

    history = read_history(repository.folder)

    assert trail(history) == [("changed", "Real"), ("added", "Add")]
    assert history.trails[ITEM][1].id == first


def test_no_mail_map_replacement_or_graft_changes_what_a_commit_says(repository: Repository) -> None:
    first = repository.commit("Add", item=text())
    second = repository.commit("Change", item=text("more"))
    repository.commit("Map", **{".mailmap": "Somebody Else <else@example.org> <one@example.org>\n"})
    repository.git("config", "log.mailmap", "true")
    repository.git("replace", "--graft", second)
    (repository.root / ".git" / "info" / "grafts").write_text(f"{second}\n", "ascii")

    newest, oldest = read_history(repository.folder).trails[ITEM]

    assert newest.author == "First Assessor"
    assert newest.parents == (first,)
    assert oldest.id == first


def test_settings_of_the_repository_do_not_change_the_trail(repository: Repository) -> None:
    repository.commit("Add", **{"items/old.yaml": text()})
    repository.git("mv", "items/old.yaml", ITEM)
    repository.commit("Rename and cite ő", item=text("more"))
    expected = read_history(repository.folder)
    for setting in (
        "diff.renames=false", "diff.renameLimit=1", "diff.noprefix=true", "diff.relative=false",
        "diff.orderFile=/dev/zero", "log.abbrevCommit=true", "log.follow=true", "log.showRoot=false",
        "log.diffMerges=off", "log.date=relative", "log.decorate=full", "format.pretty=oneline",
        "color.ui=always", "i18n.logOutputEncoding=UTF-16", "core.quotePath=true", "core.abbrev=5",
        "notes.displayRef=refs/notes/*",
    ):  # fmt: skip
        repository.git("config", *setting.split("="))
    repository.git("notes", "add", "-m", "a note")

    assert read_history(repository.folder) == expected
    assert trail(expected) == [("renamed", "Rename and cite ő"), ("added", "Add")]


def test_nothing_that_a_repository_configures_is_run(repository: Repository, tmp_path: Path) -> None:
    repository.write(".gitattributes", "* diff=trap filter=trap\n")
    repository.commit("Add", item=text())
    traps = tmp_path / "traps"
    traps.mkdir()
    hooks = tmp_path / "hooks"
    hooks.mkdir()
    for setting in hostile(lambda name: f"touch {traps / name}; false"):
        repository.git("config", *setting.split("=", 1))
    for hook in ("post-index-change", "pre-auto-gc", "reference-transaction", "fsmonitor-watchman"):
        (hooks / hook).write_text(f"#!/bin/sh\ntouch {traps / hook}\n", "utf-8")
        (hooks / hook).chmod(0o755)
    repository.git("config", "core.hooksPath", str(hooks))
    repository.write(ITEM, text("changed"))

    history = read_history(repository.folder)

    assert list(traps.iterdir()) == []
    assert trail(history) == [("added", "Add")]
    assert history.uncommitted == {ITEM}
    subprocess.run(["git", "status"], cwd=repository.folder, capture_output=True, check=False)
    assert list(traps.iterdir()) != [], "the traps of this test do not work"


def test_a_folder_that_looks_like_a_bare_repository_is_not_entered(
    repository: Repository, tmp_path: Path
) -> None:
    inner = repository.folder / "items" / "inner"
    repository.git("init", "-q", "--bare", str(inner))
    trap = tmp_path / "trap"
    for key, value in (
        ("core.bare", "false"),
        ("core.worktree", "."),
        ("core.fsmonitor", f"touch {trap}; false"),
    ):
        subprocess.run(["git", "config", "-f", str(inner / "config"), key, value], check=True)
    (inner / "refs" / "keep").write_text("", "utf-8")
    (inner / "index.yaml").write_text("x: y\n", "utf-8")
    repository.commit("Add")

    inside = read_history(inner)

    assert not trap.exists()
    assert inside.head is None
    assert "bare repository" in inside.problem
    assert "items/inner/index.yaml" in read_history(repository.folder).trails
    subprocess.run(["git", "status"], cwd=inner, capture_output=True, check=False)
    assert trap.exists(), "the trap of this test does not work"


def test_names_that_look_like_options_or_patterns_are_files(repository: Repository) -> None:
    odd = [
        "items/--output=stolen.yaml",
        "items/*.yaml",
        "items/:(glob)x.yaml",
        "items/tab\there.yaml",
        "items/ő.yaml",
    ]
    repository.commit("Add", **dict.fromkeys(odd, text()))
    odd_folder = Repository(repository.root.parent / "--upload-pack=touch x")
    odd_folder.commit("Add", item=text())

    history = read_history(repository.folder)

    assert set(history.trails) == set(odd)
    assert history.clean
    assert trail(read_history(odd_folder.folder)) == [("added", "Add")]
    assert not list(repository.root.parent.rglob("stolen*"))


def test_a_name_that_is_not_utf8_is_readable(repository: Repository) -> None:
    raw = os.fsencode(repository.folder) + b"/items/caf\xe9.yaml"
    repository.write("items/x.yaml", "x: y\n")
    Path(os.fsdecode(raw)).write_bytes(b"x: y\n")
    repository.commit("Add")

    history = read_history(repository.folder)

    assert "items/caf\ufffd.yaml" in history.trails
    assert history.clean


def test_the_environment_of_a_hook_does_not_lead_elsewhere(
    repository: Repository, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    head = repository.commit("Add", item=text())
    other = Repository(tmp_path / "other")
    other.commit("Other", item="x: y\n")
    for name in ("GIT_DIR", "GIT_WORK_TREE", "GIT_INDEX_FILE", "GIT_OBJECT_DIRECTORY", "GIT_EXTERNAL_DIFF"):
        monkeypatch.setenv(name, str(other.root / ".git"))
    monkeypatch.setenv("GIT_CONFIG_PARAMETERS", "'core.worktree=/'")

    assert read_head(repository.folder) == head
    assert trail(read_history(repository.folder)) == [("added", "Add")]


# Contents


def test_a_trail_knows_the_contents_before_and_after(repository: Repository) -> None:
    repository.commit("Add", **{"items/a.yaml": text()})
    repository.git("mv", "items/a.yaml", "items/minutes.yaml")
    repository.commit("Rename and change\n\nReviewed by two.\n\nSee #7", item=text("more"))

    newest, oldest = read_history(repository.folder).trails[ITEM]

    assert (newest.file, oldest.file) == (ITEM, "items/a.yaml")
    assert newest.body == "Reviewed by two.\n\nSee #7"
    assert not newest.signed
    assert (oldest.old, oldest.new) == ("", newest.old)
    asked = [newest.new, "0" * 40, newest.old, repository.git("rev-parse", "HEAD")]
    assert list(read_blobs(repository.folder, asked, 10_000)) == [
        (asked[0], text("more").encode()), (asked[1], None), (asked[2], text().encode()), (asked[3], None),
    ]  # fmt: skip


def test_contents_longer_than_the_limit_are_passed_over(repository: Repository) -> None:
    repository.commit("Add", **{"items/a.yaml": text(), "items/b.yaml": "short"})
    found = read_history(repository.folder).trails
    asked = [found["items/a.yaml"][0].new, found["items/b.yaml"][0].new]
    assert [content for _, content in read_blobs(repository.folder, asked, 20)] == [None, b"short"]
