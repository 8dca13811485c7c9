"""Runs git so that nothing in the repository runs: no hook, file monitor, pager or signature program."""

from __future__ import annotations

import contextlib
import fcntl
import os
import re
import subprocess
import tempfile
from collections.abc import Iterator
from pathlib import Path
from typing import IO

_SETTINGS = (
    "advice.graftFileDeprecated=false",
    "safe.bareRepository=explicit",  # a committed folder that looks like a repository is not one
    "core.fsmonitor=false",
    "core.hooksPath=/dev/null",
    "core.attributesFile=/dev/null",
    "core.commitGraph=false",  # what it says of parents could differ from what the commits say
    "core.quotePath=false",
    "diff.orderFile=/dev/null",
    "log.follow=false",
    "log.showRoot=true",
    "log.showSignature=false",
    "protocol.allow=never",
)
_GIT = (
    *("git", "--no-pager", "--no-replace-objects", "--literal-pathspecs"),
    *(word for setting in _SETTINGS for word in ("-c", setting)),
)
_ENVIRONMENT = {
    "GIT_GRAFT_FILE": "/dev/null",
    "GIT_NO_LAZY_FETCH": "1",
    "GIT_OPTIONAL_LOCKS": "0",
    "GIT_TERMINAL_PROMPT": "0",
    "LC_ALL": "C",
}
# Where the user's own settings are (safe.directory, for one) stays known; GIT_DIR and its like do not.
_KEPT = re.compile(
    r"GIT_CONFIG_(GLOBAL|SYSTEM|NOSYSTEM|COUNT|KEY_\d+|VALUE_\d+)|GIT_CEILING_DIRECTORIES", re.ASCII
)


class GitError(Exception):
    """Git did not answer; the text is the first line that it said."""


def command(folder: Path, *arguments: str) -> list[str]:
    """The command line for git in a folder, with everything switched off that could run a program."""
    return [*_GIT, "-C", str(folder), *arguments]


def environment() -> dict[str, str]:
    """The environment for git: without what moves it to another repository or reads its output."""
    kept = {
        key: value for key, value in os.environ.items() if not key.startswith("GIT_") or _KEPT.fullmatch(key)
    }
    return kept | _ENVIRONMENT


_PATIENCE = 30


def ask(folder: Path, *arguments: str) -> bytes:
    """What a short git command prints."""
    try:
        done = subprocess.run(
            command(folder, *arguments),
            env=environment(),
            stdin=subprocess.DEVNULL,
            capture_output=True,
            check=False,
            timeout=_PATIENCE,
        )
    except subprocess.TimeoutExpired:
        raise GitError(f"git did not answer within {_PATIENCE} seconds") from None
    if done.returncode:
        raise GitError(_first_line(done.stderr))
    return done.stdout


def stream(folder: Path, *arguments: str, stdin: bytes = b"", **variables: str) -> Iterator[bytes]:
    """The parts of a long command's output, which NUL bytes divide, as they come.

    `variables` are added to the environment.
    """
    with tempfile.TemporaryFile() as asked, tempfile.TemporaryFile() as errors:
        asked.write(stdin)
        asked.seek(0)
        with subprocess.Popen(
            command(folder, *arguments),
            env=environment() | variables,
            stdin=asked,
            stdout=subprocess.PIPE,
            stderr=errors,
        ) as process:
            if process.stdout:
                _widen(process.stdout)
                yield from _parts(process.stdout)
            if process.wait():
                errors.seek(0)
                raise GitError(_first_line(errors.read()))


def _widen(pipe: IO[bytes]) -> None:
    """Let git write ahead while its output is read: where the system allows it."""
    with contextlib.suppress(OSError, AttributeError):
        fcntl.fcntl(pipe, fcntl.F_SETPIPE_SZ, 1 << 20)


def _parts(output: IO[bytes]) -> Iterator[bytes]:
    rest = b""
    while chunk := output.read(1 << 18):
        *parts, rest = (rest + chunk).split(b"\0")
        yield from parts
    if rest:
        yield rest


def _first_line(errors: bytes) -> str:
    lines = errors.decode("utf-8", "replace").strip().splitlines() or ["git failed and did not say why"]
    return next((line for line in lines if line.startswith("fatal: ")), lines[0]).removeprefix("fatal: ")
