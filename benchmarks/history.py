"""A git history of any length over an evidence repository, from a seeded generator by `git fast-import`.

Like that of a team: all files arrive in the first tenth of the commits; later ones change a file or three,
rename one or remove one, and about one commit in eight merges a branch of some others.
"""

from __future__ import annotations

import random
import subprocess
from collections.abc import Iterator
from pathlib import Path
from typing import TypeAlias

START = 1_600_000_000
PEOPLE = (b"Ana Example <ana@example.org>", b"B\xc3\xa9la P\xc3\xa9lda <bela@example.org>")

Changes: TypeAlias = dict[str, bytes | None]
"""File -> its new text; None where it is removed."""


def write_history(folder: Path, commits: int, seed: int = 1) -> None:
    """Make `folder` a repository of that many commits, whose files differ a little from those it had."""
    files = {
        path.relative_to(folder).as_posix(): path.read_bytes()
        for path in sorted(folder.rglob("*"))
        if path.is_file()
    }
    stream = b"".join(_commits(files, commits, random.Random(seed)))
    git = ["git", "-C", str(folder)]
    subprocess.run([*git, "init", "-q", "-b", "main"], check=True)
    subprocess.run([*git, "fast-import", "--quiet"], input=stream, check=True)
    subprocess.run([*git, "reset", "-q", "--hard"], check=True)


def _commits(files: dict[str, bytes], count: int, chance: random.Random) -> Iterator[bytes]:
    waiting = list(reversed(files))
    batch = -(-len(files) // max(1, count // 10))
    present: list[str] = []
    main, tip = 0, 0  # marks of the last commits of the main line and of the open branch
    brought: Changes = {}  # what the branch has changed
    for number in range(1, count + 1):
        if tip and chance.random() < 0.3:
            message = b"Merge pull request #%d from example/topic" % number
            yield _commit(number, message, (main, tip), brought)
            main, tip, brought = number, 0, {}
            continue
        message = b"Work on the evidence (#%d)\n\nWhat the meeting agreed, and what is still open.\n" % number
        if waiting:
            changes: Changes = {file: files[file] for file in reversed(waiting[-batch:])}
            del waiting[-batch:]
            present += changes
        else:
            changes = _work(files, present, number, chance)
        if not waiting and (tip or chance.random() < 0.15) and chance.random() < 0.7:
            yield _commit(number, message, (tip or main,), changes)
            tip, brought = number, brought | changes
        else:
            yield _commit(number, message, (main,), changes)
            main = number


def _work(files: dict[str, bytes], present: list[str], number: int, chance: random.Random) -> Changes:
    changes: Changes = {}
    for _ in range(chance.choice((1, 1, 1, 2, 3))):
        place = chance.randrange(len(present))
        file = present[place]
        files[file] += b"# looked at again: %d\n" % number
        changes[file] = files[file]
        if chance.random() < 0.02 and file.startswith("items/"):
            folder, _, name = file.rpartition("/")
            present[place] = f"{folder}/moved-{name}"
            files[present[place]] = files[file]
            changes |= {file: None, present[place]: files[file]}
    return changes


def _commit(number: int, message: bytes, parents: tuple[int, ...], changes: Changes) -> bytes:
    who = PEOPLE[number % 2] + b" %d +0100" % (START + number * 3600)
    lines = [b"commit refs/heads/main\nmark :%d\nauthor %s\ncommitter %s\n" % (number, who, who)]
    lines.append(b"data %d\n%s\n" % (len(message), message))
    lines += [
        b"%s :%d\n" % (word, parent)
        for word, parent in zip((b"from", b"merge"), parents, strict=False)
        if parent
    ]
    for file, text in changes.items():
        name = file.encode()
        lines.append(
            b"D %s\n" % name
            if text is None
            else b"M 100644 inline %s\ndata %d\n%s\n" % (name, len(text), text)
        )
    return b"".join(lines) + b"\n"
