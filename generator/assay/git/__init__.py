"""Git: the only place that runs it. Which commits made the files of an evidence folder what they are.

A repository comes from other people, so nothing in it may run, and nothing in it may rename or replace a
commit: no hook, file monitor, filter, pager, signature program, network, mail map or graft. Whether a file
differs from the last commit is found by hashing it here, because `git status` runs filters.
"""

from __future__ import annotations

import hashlib
import os
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path

from assay.folder import PARTS, Folder, scan
from assay.git.contents import read_blobs
from assay.git.running import GitError, ask, stream
from assay.git.signatures import Signature, Signed
from assay.git.trails import EXACT_LOG, LOG, Commit, Stored, read_trails
from assay.problems import plain

__all__ = ["Commit", "GitError", "History", "Signature", "Signed", "read_blobs", "read_head", "read_history"]


@dataclass(frozen=True, slots=True)
class History:
    """What git knows of an evidence folder.

    `head`: the id of the last commit, None outside git and before the first one; `head_time`: its date in
    seconds since 1970; `shallow`: older commits are missing here, so a trail may lack its beginning;
    `uncommitted`: files that differ from the last commit or are not in it; `trails`: file -> its commits,
    newest first, under all the names that it had; `signatures`: what those of signed commits are worth, by
    commit, as far as somebody asked; `problem`: why git did not answer where it should have.
    Files are relative to the evidence folder.
    """

    head: str | None = None
    head_time: int | None = None
    shallow: bool = False
    uncommitted: frozenset[str] = frozenset()
    trails: Mapping[str, tuple[Commit, ...]] = field(default_factory=dict)
    problem: str = ""
    signatures: Mapping[str, Signature] = field(default_factory=dict)

    def signature(self, commit: Commit) -> Signature:
        """The signature of a commit."""
        if not commit.signed:
            return Signature(Signed.NONE)
        return self.signatures.get(commit.id, Signature(Signed.UNCHECKED))

    @property
    def clean(self) -> bool:
        """True where everything in the folder is committed."""
        return self.head is not None and not self.uncommitted


def read_history(folder: Path) -> History:
    """The history of the evidence folder. Outside git it is empty; it never raises."""
    try:
        return _read(folder.resolve())
    except FileNotFoundError:
        return History(problem="git is not installed")
    except (OSError, ValueError, LookupError, GitError) as error:
        return History(problem=plain(str(error)))


def read_head(folder: Path) -> str | None:
    """The id of the last commit; None outside git, before the first commit, or where git does not answer."""
    try:
        return _head(folder.resolve())
    except (OSError, ValueError, GitError):
        return None


def _head(folder: Path) -> str:
    return ask(folder, "rev-parse", "--verify", "--end-of-options", "HEAD^{commit}").decode().strip()


def _read(folder: Path) -> History:
    try:
        asked = "--is-inside-work-tree --is-shallow-repository --show-object-format"
        inside, shallow, algorithm = ask(folder, "rev-parse", *asked.split()).decode().split()
    except GitError as error:
        if "not a git repository" in str(error):
            return History()
        raise
    if inside != "true":
        return History()
    try:
        head = _head(folder)
    except GitError:
        return History()  # no commit yet
    boundary: frozenset[str] = frozenset()
    if shallow == "true":
        path = ask(folder, "rev-parse", "--path-format=absolute", "--git-path", "shallow")
        boundary = frozenset(Path(os.fsdecode(path.removesuffix(b"\n"))).read_text("ascii").split())
    committed = Stored.parse(ask(folder, "cat-file", "commit", head)).committer.time
    return History(
        head=head,
        head_time=int(committed.timestamp()) if committed else None,
        shallow=shallow == "true",
        uncommitted=_uncommitted(folder, algorithm),
        trails=_trails(folder, boundary),
    )


def _trails(folder: Path, boundary: frozenset[str]) -> dict[str, tuple[Commit, ...]]:
    try:
        return read_trails(stream(folder, *LOG, *PARTS), boundary)
    except GitError:
        return read_trails(stream(folder, *EXACT_LOG, *PARTS), boundary)


def _uncommitted(folder: Path, algorithm: str) -> frozenset[str]:
    """The files of the evidence repository that differ from the last commit, on disk or there alone."""
    listing = ask(folder, "ls-tree", "-r", "-z", "-l", "--end-of-options", "HEAD", "--", *PARTS)
    committed: dict[bytes, tuple[str, str]] = {}
    for line in listing.split(b"\0"):
        if line:
            facts, _, path = line.partition(b"\t")
            _, kind, blob, size = facts.decode("ascii").split()
            if kind == "blob" and b"/." not in b"/" + path:
                committed[path] = blob, size
    found = scan(folder)
    different = {path for path in committed if os.fsdecode(path) not in found.files}
    for file, entry in found.files.items():
        if file.partition("/")[0] not in PARTS:
            continue
        path = os.fsencode(file)
        blob, size = committed.get(path, ("", ""))
        if str(entry.size) != size or _blob_id(found, file, algorithm) != blob:
            different.add(path)
    return frozenset(path.decode("utf-8", "replace") for path in different)


def _blob_id(folder: Folder, file: str, algorithm: str) -> str:
    """The id that git gives to a file's bytes; empty where they cannot be read."""
    try:
        data = folder.read(file)
    except OSError:
        return ""
    hasher = hashlib.new(algorithm, usedforsecurity=False)
    hasher.update(b"blob %d\0" % len(data))
    hasher.update(data)
    return hasher.hexdigest()
