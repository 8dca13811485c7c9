"""Trails through everything that people do to a history, on real repositories."""

from __future__ import annotations

import hashlib
import os
import subprocess
from pathlib import Path

import pytest

from assay.git import History, read_blobs, read_history
from repositories import ITEM, Repository, branch, forget_git_settings, text, trail


@pytest.fixture(autouse=True)
def _no_git_settings(monkeypatch: pytest.MonkeyPatch) -> None:
    forget_git_settings(monkeypatch)


@pytest.fixture
def repository(tmp_path: Path) -> Repository:
    return Repository(tmp_path / "repository")


def test_a_copy_is_a_file_of_its_own(repository: Repository) -> None:
    repository.commit("Add", item=text())
    repository.commit("Copy", **{"items/copy.yaml": text()})

    history = read_history(repository.folder)

    assert trail(history) == [("added", "Add")]
    assert trail(history, "items/copy.yaml") == [("added", "Copy")]


def test_a_name_that_changes_only_in_case_is_a_rename(repository: Repository) -> None:
    repository.commit("Add", **{"items/Minutes.yaml": text()})
    repository.git("mv", "items/Minutes.yaml", ITEM)
    repository.commit("Small letters")

    assert trail(read_history(repository.folder)) == [("renamed", "Small letters"), ("added", "Add")]


def test_a_file_that_takes_the_name_of_one_that_is_gone_has_both_pasts(repository: Repository) -> None:
    repository.commit("Add both", **{ITEM: "of: the first\n", "items/other.yaml": text()})
    repository.commit("Change both", **{ITEM: "of: one more\n", "items/other.yaml": text("more")})
    repository.git("rm", "-q", ITEM)
    repository.commit("Remove one, change the other", **{"items/other.yaml": text("still", "more")})
    repository.git("mv", "items/other.yaml", ITEM)
    repository.commit("Take its name")

    found = read_history(repository.folder).trails[ITEM]

    assert [(one.subject, one.change, one.file) for one in found] == [
        ("Take its name", "renamed", ITEM),
        ("Remove one, change the other", "changed", "items/other.yaml"),
        ("Remove one, change the other", "removed", ITEM),
        ("Change both", "changed", ITEM),
        ("Change both", "changed", "items/other.yaml"),
        ("Add both", "added", ITEM),
        ("Add both", "added", "items/other.yaml"),
    ]


def test_a_thousand_files_that_are_renamed_and_changed_in_one_commit_keep_their_trails(
    repository: Repository,
) -> None:
    numbers = range(1_100)
    own = [hashlib.sha256(b"%d" % number).hexdigest() for number in numbers]
    repository.commit(
        "Add", **{f"items/a{number}.yaml": f"{own[number]}\n{own[number][::-1]}\n" for number in numbers}
    )
    repository.git("rm", "-q", "-r", "items")
    repository.commit(
        "Rename",
        **{f"items/b{number}.yaml": f"{own[number]}\n{own[number][::-1]}\nmore\n" for number in numbers},
    )

    history = read_history(repository.folder)

    assert {tuple(trail(history, f"items/b{number}.yaml")) for number in numbers} == {
        (("renamed", "Rename"), ("added", "Add"))
    }


def test_a_merge_of_three_branches_says_what_each_brought(repository: Repository) -> None:
    repository.commit("Start", **{"assessment.yaml": "title: x\n", ITEM: text()})
    for name in ("a", "b", "c"):
        branch(repository, name, f"On {name}", **{f"items/{name}.yaml": text(name)})
    branch(repository, "d", "Change the minutes", item=text("d"))
    repository.commit("Meanwhile", **{"assessment.yaml": "title: y\n"})
    repository.git("merge", "-q", "-m", "Merge all (#4)", "a", "b", "c", "d")

    history = read_history(repository.folder)

    assert len(history.trails["items/a.yaml"][0].parents) == 5
    assert trail(history, "items/a.yaml")[0] == ("merged", "Merge all (#4)")
    for name in ("a", "b", "c"):
        assert trail(history, f"items/{name}.yaml")[-1] == ("added", f"On {name}")
        assert history.pull_request(history.trails[f"items/{name}.yaml"][-1]) == "#4"
    assert trail(history)[-2:] == [("changed", "Change the minutes"), ("added", "Start")]


def test_a_change_made_inside_a_merge_of_three_branches_is_found(repository: Repository) -> None:
    repository.commit("Start", item=text())
    for name in ("a", "b"):
        branch(repository, name, f"On {name}", **{f"items/{name}.yaml": text(name)})
    repository.commit("Meanwhile", **{"items/main.yaml": text("main")})
    repository.git("merge", "-q", "--no-commit", "a", "b")
    repository.write(ITEM, text("slipped in"))
    repository.commit("Merge a and b")

    assert trail(read_history(repository.folder)) == [("changed", "Merge a and b"), ("added", "Start")]


def test_a_file_that_a_merge_removed_by_itself_says_so(repository: Repository) -> None:
    repository.commit("Start", item=text())
    branch(repository, "topic", "Topic", **{"items/topic.yaml": "quite: different\n"})
    repository.commit("Meanwhile", **{"items/main.yaml": "of: its own\n"})
    repository.git("merge", "-q", "--no-commit", "topic")
    repository.git("rm", "-q", "-f", ITEM)
    repository.commit("Merge topic")

    assert trail(read_history(repository.folder)) == [("removed", "Merge topic"), ("added", "Start")]


def test_a_cherry_picked_commit_stands_as_it_was_made(repository: Repository) -> None:
    repository.commit("Add", item=text())
    picked = branch(repository, "topic", "Change", item=text("more"))
    repository.commit("Meanwhile", **{"items/main.yaml": text("main")})
    repository.git("cherry-pick", picked, GIT_COMMITTER_NAME="Somebody Else", stdin=None)

    newest, _ = read_history(repository.folder).trails[ITEM]

    assert (newest.change, newest.subject) == ("changed", "Change")
    assert newest.id != picked
    assert (newest.author, newest.committer) == ("First Assessor", "Somebody Else")


def test_a_cherry_pick_that_is_merged_later_is_told_once_from_each_side(repository: Repository) -> None:
    repository.commit("Add", item=text())
    picked = branch(repository, "topic", "Change", item=text("more"))
    repository.commit("Meanwhile", **{"items/main.yaml": text("main")})
    repository.git("cherry-pick", picked)
    repository.git("merge", "-q", "-m", "Merge topic", "topic")

    assert trail(read_history(repository.folder)) == [
        ("changed", "Change"), ("changed", "Change"), ("added", "Add"),
    ]  # fmt: skip


def test_a_revert_has_the_contents_of_before(repository: Repository) -> None:
    repository.commit("Add", item=text())
    repository.commit("Change", item=text("more"))
    repository.git("revert", "--no-edit", "HEAD")

    newest, changed, added = read_history(repository.folder).trails[ITEM]

    assert newest.subject == 'Revert "Change"'
    assert (newest.old, newest.new) == (changed.new, added.new)


def test_an_amended_and_a_squashed_commit_leave_no_trace_of_what_they_replaced(
    repository: Repository,
) -> None:
    repository.commit("Add", item=text())
    repository.write(ITEM, text("amended"))
    repository.git("commit", "-q", "-a", "--amend", "-m", "Add, better")
    repository.git("switch", "-q", "-c", "topic")
    repository.commit("One", item=text("amended", "one"))
    repository.commit("Two", item=text("amended", "one", "two"))
    repository.git("switch", "-q", "main")
    repository.git("merge", "-q", "--squash", "topic")
    repository.commit("Both (#9)")

    history = read_history(repository.folder)

    assert trail(history) == [("changed", "Both (#9)"), ("added", "Add, better")]
    assert history.pull_request(history.trails[ITEM][0]) == "#9"


def test_a_file_that_becomes_a_folder_and_back(repository: Repository) -> None:
    repository.commit("Add", **{"items/a": text("a")})
    repository.git("rm", "-q", "items/a")
    repository.commit("Folder", **{"items/a/b.yaml": "quite: different\n"})
    repository.git("rm", "-q", "-r", "items/a")
    repository.commit("File", **{"items/a": "other: again\n"})

    history = read_history(repository.folder)

    assert trail(history, "items/a") == [("added", "File"), ("removed", "Folder"), ("added", "Add")]
    assert trail(history, "items/a/b.yaml") == [("removed", "File"), ("added", "Folder")]


def test_a_link_is_told_from_a_file_and_never_followed(repository: Repository, tmp_path: Path) -> None:
    secret = tmp_path / "secret.txt"
    secret.write_text("secret", "utf-8")
    repository.commit("Add", item=text())
    (repository.folder / ITEM).unlink()
    (repository.folder / ITEM).symlink_to(secret)
    (repository.folder / "attachments").symlink_to(tmp_path)
    repository.commit("Link")
    (repository.folder / ITEM).unlink()
    repository.commit("File again", item=text())

    history = read_history(repository.folder)

    assert [(commit.subject, commit.kind) for commit in history.trails[ITEM]] == [
        ("File again", "file"), ("Link", "link"), ("Add", "file"),
    ]  # fmt: skip
    ((_, content),) = read_blobs(repository.folder, [history.trails[ITEM][1].new], 1000)
    assert content == os.fsencode(secret)
    assert set(history.trails) == {ITEM, "attachments"}
    assert history.clean, "links that are committed are no change"
    (repository.folder / "attachments").unlink()
    (repository.folder / "attachments").symlink_to("/")
    assert read_history(repository.folder).uncommitted == {"attachments"}


def test_a_submodule_is_named_and_not_entered(repository: Repository, tmp_path: Path) -> None:
    other = Repository(tmp_path / "other")
    head = other.commit("Inside", **{"secret.yaml": "x: y\n"})
    repository.commit("Add", item=text())
    repository.git(
        "-c",
        "protocol.file.allow=always",
        "submodule",
        "add",
        "-q",
        f"file://{other.root}",
        "attachments/sub",
    )
    repository.git("commit", "-q", "-m", "Submodule")

    history = read_history(repository.folder)

    (commit,) = history.trails["attachments/sub"]
    assert (commit.kind, commit.new, commit.change) == ("submodule", head, "added")
    assert list(read_blobs(repository.folder, [commit.new], 1000)) == [(head, None)]
    assert "attachments/sub/secret.yaml" in history.uncommitted, "no commit of this repository holds it"


# Where the evidence lies


def test_evidence_that_is_a_repository_of_its_own_inside_another(tmp_path: Path) -> None:
    outer = Repository(tmp_path / "outer")
    outer.commit("Outer", README="x")
    inner = Repository(outer.root / "evidence")
    inner.commit("Inner", item=text())

    assert trail(read_history(inner.folder)) == [("added", "Inner")]
    assert read_history(inner.folder).prefix == ""


def test_evidence_that_nobody_committed_inside_a_repository(repository: Repository) -> None:
    repository.commit("Other work", README="x")
    repository.write(f"evidence/{ITEM}", text())
    (repository.folder / ".gitignore").write_text("*.log\n", "ascii")
    repository.write("evidence/attachments/run.log", "x")

    history = read_history(repository.folder / "evidence")

    assert history.trails == {}
    assert history.uncommitted == {ITEM, "attachments/run.log"}
    assert history.ignored == {"attachments/run.log"}
    assert history.prefix == "evidence/"
    assert any("git ignores 1 file here" in gap for gap in history.gaps({}))


def test_a_second_worktree_has_the_history_of_its_branch(repository: Repository, tmp_path: Path) -> None:
    repository.commit("Add", item=text())
    tree = tmp_path / "tree"
    repository.git("worktree", "add", "-q", "-b", "other", str(tree))
    (tree / ITEM).write_text(text("more"), "utf-8")
    subprocess.run(["git", "-C", str(tree), "commit", "-q", "-a", "-m", "In the worktree"], check=True)

    assert trail(read_history(tree)) == [("changed", "In the worktree"), ("added", "Add")]
    assert trail(read_history(repository.folder)) == [("added", "Add")]


def test_a_detached_head_and_an_orphan_branch(repository: Repository) -> None:
    first = repository.commit("Add", item=text())
    repository.commit("Change", item=text("more"))
    repository.git("switch", "-q", "--detach", first)
    assert trail(read_history(repository.folder)) == [("added", "Add")]

    repository.git("switch", "-q", "--orphan", "fresh")
    assert read_history(repository.folder) == History()
    repository.commit("Begin again", item=text())
    assert trail(read_history(repository.folder)) == [("added", "Begin again")]


def test_two_histories_that_were_joined(repository: Repository) -> None:
    repository.commit("One", item=text())
    repository.git("switch", "-q", "--orphan", "other")
    repository.commit("Two", **{"items/two.yaml": "two: 2\n"})
    repository.git("switch", "-q", "main")
    repository.git("merge", "-q", "--allow-unrelated-histories", "-m", "Join (#3)", "other")

    history = read_history(repository.folder)

    assert trail(history) == [("added", "One")]
    assert trail(history, "items/two.yaml")[-1] == ("added", "Two")
    assert history.pull_request(history.trails["items/two.yaml"][-1]) == "#3"


# What is not here


def test_an_export_without_git_has_no_history_and_says_so(
    repository: Repository, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    repository.commit("Add", item=text())
    export = tmp_path / "export"
    export.mkdir()
    archive = subprocess.run(
        ["git", "-C", str(repository.root), "archive", "HEAD"], capture_output=True, check=True
    ).stdout
    subprocess.run(["tar", "-x", "-C", str(export)], input=archive, check=True)
    monkeypatch.setenv("GIT_CEILING_DIRECTORIES", str(tmp_path))

    history = read_history(export)

    assert history == History()
    assert list(history.gaps({})) == [
        "there are no commits here, so who changed the files, and when, is not known"
    ]


@pytest.mark.skipif(os.geteuid() != 0, reason="only root can give a folder to somebody else")
def test_a_folder_of_somebody_else_is_not_read_and_it_says_what_to_do(repository: Repository) -> None:
    repository.commit("Add", item=text())
    os.chown(repository.root, 1234, 1234)

    history = read_history(repository.folder)

    assert history.head is None
    (gap,) = history.gaps({})
    assert gap.endswith(f"; if you trust it: git config --global --add safe.directory '{repository.root}'")


@pytest.mark.parametrize(
    ("variable", "fix"),
    [
        ("GITHUB_ACTIONS", "fetch-depth: 0"),
        ("GITLAB_CI", "GIT_DEPTH: 0"),
        ("BITBUCKET_BUILD_NUMBER", "depth: full"),
        ("TF_BUILD", "fetchDepth: 0"),
        ("JENKINS_URL", "shallow: false"),
        ("", "git fetch --unshallow"),
    ],
)
def test_a_shallow_clone_says_where_it_is_cut_off_and_how_to_mend_it(
    repository: Repository, tmp_path: Path, variable: str, fix: str
) -> None:
    repository.commit("Add", item=text())
    boundary = repository.commit("Boundary", **{"items/other.yaml": "x: y\n"})
    repository.commit("New", **{"items/new.yaml": "whole: new\n"})
    clone = tmp_path / "clone"
    repository.git("clone", "-q", "--depth=2", f"file://{repository.root}", str(clone))

    history = read_history(clone)

    assert history.truncated == (boundary,)
    assert history.cut == {ITEM: boundary, "items/other.yaml": boundary}
    assert history.trails[ITEM] == history.trails["items/other.yaml"] == ()
    assert trail(history, "items/new.yaml") == [("added", "New")]
    (gap,) = history.gaps({variable: "1"})
    assert gap.startswith(f"this clone is shallow: 2 trails lack the beginning, cut off at {boundary[:7]}; ")
    assert fix in gap


def test_a_shallow_clone_that_is_cut_off_inside_a_merge(repository: Repository, tmp_path: Path) -> None:
    repository.commit("Add", item=text())
    branch(repository, "topic", "Topic", **{"items/topic.yaml": text("topic")})
    repository.commit("Meanwhile", **{"items/main.yaml": text("main")})
    repository.git("merge", "-q", "-m", "Merge pull request #6 from a/topic", "topic")
    clone = tmp_path / "clone"
    repository.git("clone", "-q", "--depth=2", f"file://{repository.root}", str(clone))

    history = read_history(clone)

    assert len(history.truncated) == 2
    assert history.trails[ITEM] == ()
    assert all(commit.subject != "Topic" for commits in history.trails.values() for commit in commits)


def test_a_version_from_before_the_clone_begins_is_not_said_to_be_thrown_away(
    repository: Repository, tmp_path: Path
) -> None:
    repository.commit("Add", item=text())
    branch(repository, "topic", "Topic", **{"items/topic.yaml": text("topic")})
    repository.commit("Change", item=text("more"))
    for number in range(2):
        repository.commit(f"Later {number}", **{f"items/{number}.yaml": text(str(number))})
    repository.git("merge", "-q", "-m", "Merge topic", "topic")
    clone = tmp_path / "clone"
    repository.git("clone", "-q", "--depth=2", f"file://{repository.root}", str(clone))

    assert trail(read_history(repository.folder)) == [("changed", "Change"), ("added", "Add")]
    assert ("discarded", "Merge topic") not in trail(read_history(clone))


def test_nothing_is_ever_fetched(repository: Repository, tmp_path: Path) -> None:
    repository.commit("Add", item=text())
    repository.commit("Change", item=text("more"))
    repository.git("config", "uploadpack.allowFilter", "true")
    clone = tmp_path / "clone"
    repository.git(
        "clone", "-q", "--no-checkout", "--filter=blob:none", f"file://{repository.root}", str(clone)
    )
    before = sorted(clone.rglob("*.pack"))

    history = read_history(clone)

    assert trail(history) == [("changed", "Change"), ("added", "Add")]
    asked = [commit.new for commit in history.trails[ITEM]]
    assert list(read_blobs(clone, asked, 1000)) == [(name, None) for name in asked]
    assert sorted(clone.rglob("*.pack")) == before


# Texts


def test_messages_may_be_empty_or_huge(repository: Repository) -> None:
    repository.write(ITEM, text())
    repository.git("add", "-A")
    repository.git("commit", "-q", "--allow-empty-message", "-m", "")
    repository.write(ITEM, text("more"))
    huge = "x" * 5_000_000 + "\n\n" + "line\n" * 200_000 + "\nSee merge request a/b!12\n"
    repository.git("add", "-A")
    repository.git("commit", "-q", "-F", "-", stdin=huge.encode())

    newest, oldest = read_history(repository.folder).trails[ITEM]

    assert (oldest.subject, oldest.body) == ("", "")
    assert len(newest.subject) == 300
    assert newest.subject.endswith("…")
    assert newest.body.count("\n") < 100
    assert newest.pull_request == "!12"


def test_a_header_that_poses_as_a_parent_or_a_change_is_none(repository: Repository) -> None:
    first = repository.commit("Add", item=text())
    tree, who = repository.git("rev-parse", "HEAD^{tree}"), "A <a@example.org> 1760000000 +0000"
    forged = f":100644 100644 {'0' * 40} {'1' * 40} M"
    repository.raw_commit(
        f"tree {tree}\nparent {first}\nauthor {who}\ncommitter {who}\nparent {'2' * 40}\n{forged}".encode()
    )

    history = read_history(repository.folder)

    assert history.problem == ""
    assert trail(history) == [("added", "Add")]


def test_a_commit_that_states_one_parent_twice_makes_its_change_all_the_same(repository: Repository) -> None:
    first = repository.commit("Add", item=text())
    repository.commit("Change", item=text("more"))
    tree, who = repository.git("rev-parse", "HEAD^{tree}"), "A <a@example.org> 1760009999 +0000"
    header = f"tree {tree}\nparent {first}\nparent {first}\nauthor {who}\ncommitter {who}\n\nTwice\n"
    repository.raw_commit(header.encode())

    assert trail(read_history(repository.folder)) == [("changed", "Twice"), ("added", "Add")]


def test_a_file_that_git_lfs_holds_is_no_change_as_long_as_it_is_that_file(repository: Repository) -> None:
    content = b"a large report\n" * 1000
    digest = hashlib.sha256(content).hexdigest()
    pointer = f"version https://git-lfs.github.com/spec/v1\noid sha256:{digest}\nsize {len(content)}\n"
    repository.commit("Add", **{"attachments/report.txt": pointer})
    report = repository.folder / "attachments/report.txt"

    report.write_bytes(content)
    assert read_history(repository.folder).clean
    report.write_bytes(content + b"changed")
    assert read_history(repository.folder).uncommitted == {"attachments/report.txt"}


def test_line_ends_that_git_changed_on_the_way_are_no_change(repository: Repository) -> None:
    repository.write(".gitattributes", "* text=auto eol=crlf\n")
    repository.commit("Add", item=text())
    (repository.folder / ITEM).unlink()
    repository.git("checkout", "--", ITEM)
    assert b"\r\n" in (repository.folder / ITEM).read_bytes()

    assert read_history(repository.folder).clean
