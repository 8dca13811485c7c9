"""The whole history from one `git log`: every commit, and how it differs from each of its parents in files.

Nothing is left out and nothing is put in order by git: what one run has read of a commit is what any other
run would read, so it can be kept and added to.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from assay.git.commits import Stored

# `raw` shows a commit as it is stored: a false `encoding` in it cannot hide its author, no mail map renames
# him, and no line of a message can be taken for another field (each is indented). `sparse` keeps the commits
# that touch no evidence: they say which merge brought which commit. `-l`: of how many files in one commit git
# compares each that went with each that came; 2,500 take it a second or two.
_LOG = (
    *("log", "--format=raw", "--encoding=none", "--full-history", "--sparse", "--diff-merges=separate"),
    *("--raw", "-z", "--relative", "-l2500", "--no-abbrev", "--no-abbrev-commit", "--no-ext-diff"),
    *("--no-textconv", "--no-color", "--no-decorate", "--no-notes", "--no-mailmap", "--no-show-signature"),
    "--ignore-submodules=none",
)


def log(revisions: str, files: tuple[str, ...], *, exact: bool = False) -> tuple[str, ...]:
    """The arguments of the log of `revisions`, for files below `files`.

    With `exact` a file counts as renamed only where its content is the same: a partial clone, which lacks old
    contents, can tell no more.
    """
    return (*_LOG, "-M100%" if exact else "-M50%", "--end-of-options", revisions, "--", *files)


@dataclass(frozen=True, slots=True)
class Event:
    """How a commit differs from one of its parents in a file.

    `parent` is that parent's place among them; `status` git's letter; `mode` that of the file after the
    commit (before it, where it was removed); `old` and `new` the ids of its contents, all zeros for none;
    `before` its name in the parent where that was another.
    """

    parent: int
    status: str
    mode: str
    old: str
    new: str
    file: str
    before: str = ""


@dataclass(frozen=True, slots=True)
class Step:
    """One commit of the history, and what it did to files. File names are as bytes decode with escapes."""

    stored: Stored
    events: tuple[Event, ...]


def read_log(parts: Iterator[bytes]) -> dict[str, Step]:
    """The log's parts, which NUL bytes divide, to its commits by id."""
    stored: dict[str, Stored] = {}
    events: dict[str, list[Event]] = {}
    found: list[Event] = []
    parent = 0
    for part in parts:
        meta = part
        if part.startswith(b"commit "):
            text, _, meta = part.rpartition(b"\n")
            title, _, raw = text.partition(b"\n")
            words = title.decode("ascii", "replace").rstrip(")").split()
            commit = words[1]
            if commit not in stored:
                stored[commit] = Stored.parse(raw)
                events[commit] = []
            found = events[commit]
            parent = stored[commit].parents.index(words[3]) if len(words) > 3 else 0
        if not meta.startswith(b":"):
            continue
        was, mode, old, new, status = meta[1:].decode("ascii", "replace").split()
        file, before = _name(next(parts, b"")), ""
        if status[0] in "RC":
            before, file = file, _name(next(parts, b""))
        found.append(Event(parent, status[0], was if status == "D" else mode, old, new, file, before))
    return {commit: Step(found, tuple(events[commit])) for commit, found in stored.items()}


def _name(raw: bytes) -> str:
    return raw.decode("utf-8", "surrogateescape")
