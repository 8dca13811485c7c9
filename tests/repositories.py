"""Real git repositories for tests, whose evidence is a file or two."""

from __future__ import annotations

import os
import subprocess
from collections.abc import Callable
from pathlib import Path

import pytest

from assay.git import History

ITEM = "items/minutes.yaml"


def forget_git_settings(monkeypatch: pytest.MonkeyPatch) -> None:
    """Neither the settings of whoever runs the tests nor the repository that they run in."""
    for name in list(os.environ):
        if name.startswith("GIT_"):
            monkeypatch.delenv(name)
    monkeypatch.setenv("GIT_CONFIG_GLOBAL", os.devnull)
    monkeypatch.setenv("GIT_CONFIG_NOSYSTEM", "1")


class Repository:
    """A git repository whose evidence lies in the folder `inside` (its root by default)."""

    def __init__(self, root: Path, inside: str = "", algorithm: str = "sha1") -> None:
        self.root = root
        self.folder = root / inside
        self.clock = 1_760_000_000
        self.folder.mkdir(parents=True)
        self.git("init", "-q", "-b", "main", f"--object-format={algorithm}")
        self.git("config", "user.name", "First Assessor")
        self.git("config", "user.email", "one@example.org")

    def git(self, *arguments: str, stdin: bytes | None = None, **environment: str) -> str:
        self.clock += 60
        dates = {"GIT_AUTHOR_DATE": f"{self.clock} +0100", "GIT_COMMITTER_DATE": f"{self.clock} +0100"}
        done = subprocess.run(
            ["git", *arguments],
            cwd=self.root,
            env=os.environ | dates | environment,
            input=stdin,
            capture_output=True,
            check=False,
        )
        assert done.returncode == 0, done.stderr.decode()
        return done.stdout.decode("utf-8", "replace").strip()

    def write(self, file: str, text: str) -> None:
        path = self.folder / file
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text, "utf-8")

    def commit(self, subject: str, **files: str) -> str:
        """Commit everything, after writing `files` (the file of the tests under the name `item`)."""
        for file, text in files.items():
            self.write(ITEM if file == "item" else file, text)
        self.git("add", "-A", ".")
        self.git("commit", "-q", "-m", subject)
        return self.git("rev-parse", "HEAD")

    def raw_commit(self, content: bytes) -> None:
        """Make the last commit's tree the tree of a commit that is written by hand, and move to it."""
        name = self.git("hash-object", "-t", "commit", "-w", "--stdin", "--literally", stdin=content)
        self.git("update-ref", "refs/heads/main", name)


def text(*lines: str) -> str:
    """A file that is long enough for git to recognise it after a small change."""
    return "".join(f"line {number}: of the file\n" for number in range(20)) + "".join(
        f"{line}\n" for line in lines
    )


def trail(history: History, file: str = ITEM) -> list[tuple[str, str]]:
    return [(commit.change, commit.subject) for commit in history.trails[file]]


def branch(repository: Repository, name: str, subject: str, at: str = "main", **files: str) -> str:
    """A commit on a new branch; then back to main."""
    repository.git("switch", "-q", "-c", name, at)
    commit = repository.commit(subject, **files)
    repository.git("switch", "-q", "main")
    return commit


def hostile(make: Callable[[str], str]) -> list[str]:
    """Settings that each run a program in one git command or another."""
    return [
        f"core.fsmonitor={make('fsmonitor')}",
        f"core.pager={make('pager')}",
        f"core.sshCommand={make('ssh')}",
        f"core.editor={make('editor')}",
        f"core.alternateRefsCommand={make('refs')}",
        f"diff.external={make('external')}",
        f"diff.trap.textconv={make('textconv')}",
        f"diff.trap.command={make('command')}",
        f"filter.trap.clean={make('clean')}",
        f"filter.trap.smudge={make('smudge')}",
        f"filter.trap.process={make('process')}",
        f"gpg.program={make('gpg')}",
        f"gpg.openpgp.program={make('openpgp')}",
        f"gpg.ssh.program={make('ssh-program')}",
        f"gpg.ssh.defaultKeyCommand={make('ssh-key')}",
        f"gpg.x509.program={make('x509')}",
        f"core.gitProxy={make('proxy')}",
        f"credential.helper=!{make('credential')}",
        f"uploadpack.packObjectsHook={make('pack-objects')}",
        f"sequence.editor={make('sequence')}",
        f"trailer.sign.command={make('trailer')}",
        *(f"alias.{name}=!{make(name)}" for name in ("log", "rev-parse", "ls-tree", "ls-files", "cat-file")),
        "log.showSignature=true",
        "pager.log=true",
    ]
