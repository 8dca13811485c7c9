"""The commands in the texts work as they are written there.

Every line of a block marked `console` that begins with `$ assay`, `$ git` or `$ cd` is run, from the top of
a page to its end, in a copy of the example in git, in which the commands before it were run as well; a
comment `<!-- fresh -->` between two blocks starts anew. The lines below a command are what it prints; `...`
stands for any lines, or none. Where none are given, nothing is compared.

The example has a remote, `origin`, whose `main` is one commit behind; `minutes.pdf` lies beside its evidence.
What takes long (`SLOW`) is run once for all pages that say it where the same files lie.
"""

from __future__ import annotations

import hashlib
import os
import re
import shlex
import shutil
import subprocess
import sys
import textwrap
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[1]
PAGES = [ROOT / "README.md", *sorted((ROOT / "docs").glob("*.md"))]
BLOCK = re.compile(
    r"^(?P<indent> *)```console\n(?P<body>.*?)^ *```$|(?P<fresh><!-- fresh -->)", re.MULTILINE | re.DOTALL
)
RUN = ("assay", "git", "cd")
ENDLESS = ("serve",)
SLOW = ("build", "pack")
VERDICTS = ("check", "diff", "fmt", "hash", "lint", "validate", "verify")
"""What may exit with 1 because of what it finds."""
EPOCH = "1795219200"  # 2026-11-21


@dataclass(frozen=True)
class Step:
    """A command of a page, with what it prints there. `line`: where on the page."""

    line: int
    command: str
    printed: str
    fresh: bool


def steps(page: str) -> Iterator[Step]:
    fresh = True
    for block in BLOCK.finditer(page):
        if block["fresh"]:
            fresh = True
            continue
        first = page.count("\n", 0, block.start()) + 2
        body = textwrap.dedent(block["body"])
        for found in re.finditer(r"^\$ ((?:.*\\\n)*.*)\n((?:(?!\$ ).*\n)*)", body, re.MULTILINE):
            command = found[1].replace("\\\n", "")
            yield Step(first + body.count("\n", 0, found.start()), command, found[2], fresh)
            fresh = False


def runs(command: str) -> bool:
    """Whether a line is run: what goes on for ever, or asks another host, is not."""
    words = shlex.split(command, comments=True)
    return words[0] in RUN and "://" not in command and not set(ENDLESS).intersection(words)


def pattern(printed: str) -> str:
    """What a command has to print, as an expression."""
    lines = (line.rstrip() for line in printed.splitlines())
    return "".join(r"(?:.*\n)*?" if line == "..." else f"{re.escape(line)}\n" for line in lines)


@dataclass(frozen=True)
class Done:
    """What came of a command: its exit code, what it printed and complained of."""

    code: int
    out: str
    err: str


class Kept:
    """What came of slow commands, and the folder as it was afterwards."""

    def __init__(self, template: Path, place: Path) -> None:
        self.template = template
        self.place = place
        self.done: dict[str, Done] = {}

    def key(self, command: str, here: Path, work: Path) -> str:
        """A command, where it is given, and all files that lie there."""
        said = hashlib.sha256(f"{command}\0{here.relative_to(work)}".encode())
        for path in sorted(work.rglob("*")):
            if path.is_file() and ".git" not in path.relative_to(work).parts:
                said.update(f"\0{path.relative_to(work)}\0".encode())
                said.update(hashlib.sha256(path.read_bytes()).digest())
        return said.hexdigest()

    def recall(self, key: str, work: Path) -> Done | None:
        """What came of a command, with the folder as it was then; None if it was not kept."""
        if key in self.done:
            shutil.rmtree(work)
            shutil.copytree(self.place / key, work, symlinks=True)
        return self.done.get(key)

    def keep(self, key: str, work: Path, done: Done) -> None:
        shutil.copytree(work, self.place / key, symlinks=True)
        self.done[key] = done


class Session:
    """A terminal in a copy of the example."""

    def __init__(self, kept: Kept, place: Path) -> None:
        self.kept = kept
        self.place = place
        self.here = place

    def start(self) -> None:
        shutil.rmtree(self.place, ignore_errors=True)
        shutil.copytree(self.kept.template, self.place, symlinks=True)
        self.here = self.place / "work"

    def run(self, step: Step) -> None:
        if step.fresh:
            self.start()
        words = shlex.split(step.command, comments=True)
        if words[0] == "cd":
            self.here = (self.here / words[1]).resolve()
            assert self.here.is_dir(), step
            return
        done = self.outcome(step.command, slow=bool(set(SLOW).intersection(words)))
        what = f"line {step.line}: {step.command}\n{done.out}{done.err}"
        fine = (0, 1) if set(VERDICTS).intersection(words) else (0,)
        assert done.code in fine, what
        if step.printed.strip():
            expected = pattern(step.printed)
            shown = (
                "".join(f"{line.rstrip()}\n" for line in text.splitlines())
                for text in (done.out, done.out + done.err)
            )
            assert any(re.fullmatch(expected, text) for text in shown), what

    def outcome(self, command: str, *, slow: bool) -> Done:
        """Run a command, or, where it is slow, take what came of it before."""
        work = self.place / "work"
        key = self.kept.key(command, self.here, work) if slow else ""
        if slow and (before := self.kept.recall(key, work)):
            return before
        ran = subprocess.run(
            ["bash", "-c", command],
            cwd=self.here,
            env=environment(self.place),
            stdin=subprocess.DEVNULL,
            capture_output=True,
            text=True,
            check=False,
        )
        done = Done(ran.returncode, ran.stdout, ran.stderr)
        if slow:
            self.kept.keep(key, work, done)
        return done


def environment(place: Path) -> dict[str, str]:
    return {
        "HOME": str(place / "home"),
        "PATH": f"{place / 'bin'}{os.pathsep}{os.environ['PATH']}",
        "LANG": "C.UTF-8",
        "SOURCE_DATE_EPOCH": EPOCH,
        "GIT_CONFIG_NOSYSTEM": "1",
        "GIT_AUTHOR_DATE": f"{EPOCH} +0000",
        "GIT_COMMITTER_DATE": f"{EPOCH} +0000",
    }


@pytest.fixture(scope="session")
def kept(tmp_path_factory: pytest.TempPathFactory) -> Kept:
    place = tmp_path_factory.mktemp("docs") / "template"
    work, home, programs = place / "work", place / "home", place / "bin"
    for name in ("evidence", "examples"):
        shutil.copytree(ROOT / name, work / name)
    shutil.copy(ROOT / "mkdocs.yml", work)
    (work / ".gitignore").write_text("site/\n*.zip\nminutes.pdf\n", "utf-8")
    (work / "minutes.pdf").write_bytes(b"%PDF-1.4\n%%EOF\n")
    home.mkdir()
    (home / ".gitconfig").write_text(
        "[user]\n name = Ana Example\n email = ana@example.org\n[init]\n defaultBranch = main\n", "utf-8"
    )
    programs.mkdir()
    (programs / "assay").write_text(f'#!/bin/sh\nexec {shlex.quote(sys.executable)} -m assay "$@"\n', "utf-8")
    (programs / "assay").chmod(0o755)

    def git(*arguments: str) -> None:
        subprocess.run(["git", *arguments], cwd=work, env=environment(place), check=True, capture_output=True)

    git("init", "-q")
    git("add", "-A")
    git("commit", "-q", "-m", "Keep the assessment in git")
    git("clone", "-q", "--bare", ".", "../origin.git")
    git("remote", "add", "origin", "../origin.git")
    git("fetch", "-q", "origin")
    item = work / "evidence" / "items" / "leadership" / "floor-walks-2026.yaml"
    item.write_text(item.read_text("utf-8") + "# Looked through again.\n", "utf-8")
    git("commit", "-q", "-a", "-m", "Look through the floor walks again")
    return Kept(place, tmp_path_factory.mktemp("kept"))


def commands(page: Path) -> list[str]:
    return [step.command for step in steps(page.read_text("utf-8")) if runs(step.command)]


SHOWN = [page for page in PAGES if commands(page)]


def marked(page: Path) -> object:
    """A page to be tested; those with slow commands in one process, so that they share what comes of them."""
    slow = any(set(SLOW).intersection(shlex.split(command, comments=True)) for command in commands(page))
    return pytest.param(page, marks=[pytest.mark.xdist_group("slow commands")] if slow else [], id=page.name)


@pytest.mark.parametrize("page", [marked(page) for page in SHOWN])
def test_the_commands_of_a_page_work_as_written(page: Path, kept: Kept, tmp_path: Path) -> None:
    session = Session(kept, tmp_path / "copy")
    for step in steps(page.read_text("utf-8")):
        if runs(step.command):
            session.run(step)


def test_the_pages_for_people_have_commands() -> None:
    assert {"README.md", "auditors.md", "commands.md"} <= {page.name for page in SHOWN}


# What holds the pages to it


PAGE = """1. Do

   ```console
   $ assay levels \\
       --cycle x
   a
   ...
   $ git log
   ```

<!-- fresh -->
```console
$ ls
```
"""


def test_steps_are_read_with_what_they_print() -> None:
    assert list(steps(PAGE)) == [
        Step(4, "assay levels     --cycle x", "a\n...\n", True),
        Step(8, "git log", "", False),
        Step(13, "ls", "", True),
    ]


@pytest.mark.parametrize(
    ("printed", "text", "fits"),
    [
        ("a\n", "a\n", True),
        ("a\n", "a\nb\n", False),
        ("a\n...\n", "a\n", True),
        ("...\nb\n", "a\na\nb\n", True),
        ("a\n...\nd\n", "a\nb\nc\nd\n", True),
        ("a.\n", "ab\n", False),
        ("...\n", "", True),
    ],
)
def test_dots_stand_for_any_lines(printed: str, text: str, fits: bool) -> None:
    assert bool(re.fullmatch(pattern(printed), text)) is fits


@pytest.mark.parametrize(
    ("command", "run"),
    [
        ("assay levels", True),
        ("assay -e examples/x serve --port 1", False),
        ("git clone https://example.org/x", False),
        ("make site", False),
        ("cd desk", True),
    ],
)
def test_what_never_ends_or_leaves_this_computer_is_not_run(command: str, run: bool) -> None:
    assert runs(command) is run


@pytest.mark.parametrize(
    "step",
    [
        Step(1, "assay levels --nonsense", "", True),
        Step(1, "assay levels", "another text\n", True),
        Step(1, "git nonsense", "", True),
    ],
)
def test_a_command_that_does_not_work_as_written_is_found(step: Step, kept: Kept, tmp_path: Path) -> None:
    with pytest.raises(AssertionError):
        Session(kept, tmp_path / "copy").run(step)


def test_what_came_of_a_slow_command_is_taken_only_where_the_same_files_lie(tmp_path: Path) -> None:
    kept = Kept(tmp_path, tmp_path / "kept")
    work = tmp_path / "work"
    work.mkdir()
    (work / "item.yaml").write_text("title: One\n")
    key = kept.key("assay build", work, work)
    assert kept.recall(key, work) is None
    (work / "site").mkdir()
    kept.keep(key, work, Done(0, "built", ""))
    (work / "site").rmdir()
    assert kept.recall(kept.key("assay build", work, work), work) == Done(0, "built", "")
    assert (work / "site").is_dir()
    (work / "item.yaml").write_text("title: Two\n")
    assert kept.key("assay build", work, work) != key
    assert kept.key("assay pack", work, work) != key
