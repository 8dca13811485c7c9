"""What is kept of a history between runs: the next run says exactly what it would have said without."""

from __future__ import annotations

import random
import shutil
import subprocess
from collections.abc import Iterator, Sequence
from pathlib import Path

import pytest

from assay.git import log, read_history, reading
from repositories import ITEM, Repository, branch, forget_git_settings, text, trail


@pytest.fixture(autouse=True)
def _no_git_settings(monkeypatch: pytest.MonkeyPatch) -> None:
    forget_git_settings(monkeypatch)


@pytest.fixture
def repository(tmp_path: Path) -> Repository:
    return Repository(tmp_path / "repository")


class Asked:
    """Remembers which revisions git was asked to log."""

    def __init__(self, monkeypatch: pytest.MonkeyPatch) -> None:
        self.revisions: list[str] = []

        def spied(revisions: str, files: tuple[str, ...], *, exact: bool = False) -> tuple[str, ...]:
            self.revisions.append(revisions)
            return log.log(revisions, files, exact=exact)

        monkeypatch.setattr(reading, "log", spied)

    def by(self, folder: Path) -> list[str]:
        """What a run asks for; its history is that of a run without anything kept."""
        self.revisions.clear()
        found = read_history(folder)
        asked = list(self.revisions)
        assert found == read_history(folder, use_cache=False)
        assert found.problem == ""
        return asked


@pytest.fixture
def asked(monkeypatch: pytest.MonkeyPatch) -> Asked:
    return Asked(monkeypatch)


def kept(cache: Path) -> Path:
    (found,) = (cache / "assay").glob("*-history.json")
    return found


# Laws


class RandomHistory:
    """A history at random: edits, renames, removals, files that come back, merges that take either side."""

    def __init__(self, chance: random.Random) -> None:
        self.chance = chance
        self.trees: list[dict[str, str]] = [{}]

    def stream(self, count: int) -> Iterator[bytes]:
        """What `git fast-import` reads: each commit is a branch of its own, so that any can be the head."""
        for number in range(1, count + 1):
            parents = self._parents(number)
            self.trees.append(self._tree(number, parents))
            who = b"A <a@example.org> %d +0000" % (1_700_000_000 + self.chance.randrange(50) * 60)
            yield b"commit refs/heads/c%d\nmark :%d\nauthor %s\ncommitter %s\n" % (number, number, who, who)
            yield b"data 2\n%c\n" % (97 + number % 26)
            for word, parent in zip((b"from", b"merge", b"merge"), parents, strict=False):
                yield b"%s :%d\n" % (word, parent)
            yield b"deleteall\n"
            for file, content in self.trees[-1].items():
                yield b"M 100644 inline %s\ndata %d\n%s\n" % (file.encode(), len(content), content.encode())

    def _parents(self, number: int) -> Sequence[int]:
        if number == 1 or self.chance.random() < 0.03:
            return ()
        near = range(max(1, number - 5), number)
        many = self.chance.choice((1, 1, 1, 2, 2, 3))
        return self.chance.sample(near, min(many, len(near)))

    def _tree(self, number: int, parents: Sequence[int]) -> dict[str, str]:
        tree: dict[str, str] = {}
        for parent in reversed(parents):
            tree |= self.trees[parent] if self.chance.random() < 0.8 else {}
        if len(parents) > 1 and self.chance.random() < 0.6:
            return tree
        for _ in range(self.chance.randint(0, 3)):
            name = f"items/{self.chance.choice('abcdef')}.yaml"
            match self.chance.choice(("write", "write", "rename", "remove", "outside")):
                case "write":
                    tree[name] = tree.get(name, text()) + f"{number}\n"
                case "rename" if tree:
                    tree[name] = tree.pop(self.chance.choice(sorted(tree)))
                case "remove":
                    tree.pop(name, None)
                case _:
                    tree["README"] = f"{number}\n"
        return tree


@pytest.mark.parametrize("seed", range(12))
def test_wherever_the_head_moves_the_history_is_that_of_a_full_read(tmp_path: Path, seed: int) -> None:
    chance = random.Random(seed)
    repository = Repository(tmp_path / "r")
    count = 30
    repository.git("fast-import", "--quiet", stdin=b"".join(RandomHistory(chance).stream(count)))
    for head in chance.choices(range(1, count + 1), k=7):
        repository.git("symbolic-ref", "HEAD", f"refs/heads/c{head}")

        found = read_history(repository.folder)

        assert found.problem == ""
        assert found == read_history(repository.folder, use_cache=False)


def test_only_what_is_new_is_read(repository: Repository, asked: Asked) -> None:
    first = repository.commit("Add", item=text())

    assert asked.by(repository.folder) == [first]
    assert asked.by(repository.folder) == []
    second = repository.commit("Change", item=text("more"))
    assert asked.by(repository.folder) == [f"{first}..{second}"]
    assert asked.by(repository.folder) == []


def test_a_branch_that_is_older_than_what_is_kept_is_put_in_its_place(
    repository: Repository, asked: Asked
) -> None:
    start = repository.commit("Add", item=text(), **{"items/b.yaml": text("b")})
    branch(repository, "topic", "On the branch", item=text("branch"))
    old = repository.commit("On main", **{"items/b.yaml": text("b", "main")})
    asked.by(repository.folder)
    repository.git("merge", "-q", "-m", "Merge topic", "topic")

    assert asked.by(repository.folder) == [f"{old}..{repository.git('rev-parse', 'HEAD')}"]
    assert trail(read_history(repository.folder))[-1] == ("added", "Add")
    assert start


# What makes a run read everything again


def test_after_a_rebase_everything_is_read(repository: Repository, asked: Asked) -> None:
    repository.commit("Add", item=text())
    branch(repository, "topic", "On the branch", item=text("branch"))
    repository.commit("On main", **{"items/other.yaml": text()})
    repository.git("switch", "-q", "topic")
    old = repository.git("rev-parse", "HEAD")
    asked.by(repository.folder)
    repository.git("rebase", "-q", "main")
    head = repository.git("rev-parse", "HEAD")

    assert asked.by(repository.folder) == [f"{old}..{head}", head]
    assert trail(read_history(repository.folder)) == [("changed", "On the branch"), ("added", "Add")]


def test_after_a_reset_everything_is_read(repository: Repository, asked: Asked) -> None:
    first = repository.commit("Add", item=text())
    second = repository.commit("Change", item=text("more"))
    asked.by(repository.folder)
    repository.git("reset", "-q", "--hard", first)

    assert asked.by(repository.folder) == [f"{second}..{first}", first]


def test_another_repository_in_the_same_place_is_read(
    repository: Repository, asked: Asked, tmp_path: Path
) -> None:
    old = repository.commit("Add", item=text())
    asked.by(repository.folder)
    shutil.rmtree(repository.root)
    other = Repository(repository.root)
    head = other.commit("Something else", item="x: y\n")

    assert asked.by(other.folder) == [f"{old}..{head}", head]


def test_another_folder_of_the_same_repository_is_read(
    repository: Repository, asked: Asked, own_surroundings: Path
) -> None:
    head = repository.commit("Add", item=text(), **{"inner/items/x.yaml": text()})
    asked.by(repository.folder)
    shutil.copy(kept(own_surroundings), own_surroundings / "copy")
    assert asked.by(repository.folder / "inner") == [head]
    for place in (own_surroundings / "assay").glob("*-history.json"):
        shutil.copy(own_surroundings / "copy", place)

    assert asked.by(repository.folder / "inner") == [head]


def test_a_clone_that_was_made_whole_is_read_again(
    repository: Repository, asked: Asked, tmp_path: Path
) -> None:
    repository.commit("Add", item=text())
    head = repository.commit("Change", item=text("more"))
    clone = tmp_path / "clone"
    repository.git("clone", "-q", "--depth=1", f"file://{repository.root}", str(clone))
    asked.by(clone)
    assert read_history(clone).truncated == (head,)
    subprocess.run(["git", "-C", str(clone), "fetch", "-q", "--unshallow"], check=True)

    assert asked.by(clone) == [head]
    assert read_history(clone).truncated == ()
    assert trail(read_history(clone)) == [("changed", "Change"), ("added", "Add")]


@pytest.mark.parametrize("damage", [b"", b"x", b"{}", b"\0\0", None])
def test_a_damaged_file_is_as_good_as_none(
    repository: Repository, asked: Asked, own_surroundings: Path, damage: bytes | None
) -> None:
    head = repository.commit("Add", item=text())
    asked.by(repository.folder)
    place = kept(own_surroundings)
    place.write_bytes(place.read_bytes()[:-3] if damage is None else damage)

    assert asked.by(repository.folder) == [head]


def test_where_nothing_can_be_kept_everything_is_read(
    repository: Repository, asked: Asked, monkeypatch: pytest.MonkeyPatch
) -> None:
    head = repository.commit("Add", item=text())
    monkeypatch.setenv("XDG_CACHE_HOME", "/proc/nowhere")

    assert asked.by(repository.folder) == [head]
    assert asked.by(repository.folder) == [head]


def test_what_is_kept_is_nobody_elses_business(
    repository: Repository, asked: Asked, own_surroundings: Path
) -> None:
    repository.commit("Add", item=text())
    asked.by(repository.folder)

    assert kept(own_surroundings).stat().st_mode & 0o077 == 0
    assert not kept(own_surroundings).is_relative_to(repository.root)


# Which merge brought a commit


def test_a_branch_within_a_branch_came_in_by_its_own_merge(repository: Repository) -> None:
    repository.commit("Start", item=text())
    inner = branch(repository, "inner", "Inner", **{"items/inner.yaml": text("inner")})
    repository.git("switch", "-q", "-c", "outer")
    outer = repository.commit("Outer", **{"items/outer.yaml": text("outer")})
    repository.git("merge", "-q", "--no-ff", "-m", "Merge pull request #2 from a/inner", "inner")
    between = repository.git("rev-parse", "HEAD")
    repository.git("switch", "-q", "main")
    repository.commit("Meanwhile", **{"items/main.yaml": text("main")})
    repository.git("merge", "-q", "--no-ff", "-m", "Merge pull request #3 from a/outer", "outer")
    last = repository.git("rev-parse", "HEAD")

    history = read_history(repository.folder)

    assert history.merges == {inner: between, outer: last, between: last}
    requests = {file: history.pull_request(commits[-1]) for file, commits in history.trails.items()}
    assert requests == {
        "items/inner.yaml": "#2", "items/outer.yaml": "#3", "items/main.yaml": "", ITEM: "",
    }  # fmt: skip


def test_a_pull_that_turned_the_lines_around_hides_no_request(repository: Repository) -> None:
    repository.commit("Start", item=text())
    branch(repository, "topic", "Topic", **{"items/topic.yaml": text("topic")})
    repository.git("switch", "-q", "-c", "mine")
    repository.commit("Mine", **{"items/mine.yaml": text("mine")})
    repository.git("switch", "-q", "main")
    repository.git("merge", "-q", "--no-ff", "-m", "Merge pull request #5 from a/topic", "topic")
    repository.git("switch", "-q", "mine")
    repository.git("merge", "-q", "--no-ff", "-m", "Merge branch 'main' into mine", "main")

    history = read_history(repository.folder)

    assert history.pull_request(history.trails["items/topic.yaml"][-1]) == "#5"
    assert history.pull_request(history.trails["items/mine.yaml"][-1]) == ""
