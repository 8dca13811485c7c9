"""The evidence as a commit has it, without a checkout; and how commits follow each other."""

from __future__ import annotations

import os
import re
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from assay.folder import MAX_ATTACHMENT_BYTES, PARTS
from assay.git.contents import read_blobs
from assay.git.running import GitError, ask

_FILES = ("100644", "100755")
_COMMIT = re.compile(r"[0-9a-f]{40,64}", re.ASCII)
_DEFAULTS = ("refs/remotes/origin/HEAD", "refs/remotes/origin/main", "refs/remotes/origin/master")


@dataclass(frozen=True, slots=True)
class Blob:
    """A file of a commit: its path in the evidence folder, and the id of its contents."""

    file: str
    id: str


def has_commit(folder: Path, commit: str) -> bool:
    """Whether the repository of a folder holds a commit; False outside git, too."""
    return commit_named(folder, commit) is not None


def commit_named(folder: Path, name: str) -> str | None:
    """The id of the commit that a revision names, such as a branch or a tag; None where there is none."""
    try:
        found = ask(folder, "rev-parse", "--verify", "--end-of-options", f"{name}^{{commit}}")
    except (OSError, ValueError, GitError):
        return None
    commit = found.decode("ascii", "replace").strip()
    return commit if _COMMIT.fullmatch(commit) else None  # `^main` has an answer, which is no commit


def merge_base(folder: Path, one: str, other: str) -> str | None:
    """The commit that two commits have in common and that is nearest to both; None where none is known.

    Where several are as near, after merges to and fro, it is the first that git names.
    """
    try:
        found = ask(folder, "merge-base", "--end-of-options", one, other)
    except GitError:
        return None
    return found.decode("ascii", "replace").strip()


def files_at(folder: Path, commit: str) -> Iterator[Blob]:
    """The files of the evidence in a commit, as far as they are plain files; a GitError where git fails."""
    listing = ask(folder, "ls-tree", "-r", "-z", "--end-of-options", commit, "--", *PARTS)
    for line in filter(None, listing.split(b"\0")):
        facts, _, path = line.partition(b"\t")
        mode, _, blob = facts.decode("ascii").split()
        file = os.fsdecode(path)
        # Hidden files are no evidence; and nothing may lead out of the folder that it is written to.
        if mode in _FILES and not any(part.startswith(".") or not part for part in file.split("/")):
            yield Blob(file, blob)


def extract(folder: Path, commit: str, target: Path) -> None:
    """Write the evidence of a commit, byte by byte as it is stored, into the empty folder `target`."""
    blobs = list(files_at(folder, commit))
    contents = read_blobs(folder, (blob.id for blob in blobs), MAX_ATTACHMENT_BYTES)
    for blob, (_, content) in zip(blobs, contents, strict=True):
        if content is not None:
            path = target / blob.file
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_bytes(content)


def is_ancestor(folder: Path, older: str, newer: str) -> bool | None:
    """Whether all of `older`, a commit, is in the history of `newer`; None where this clone cannot tell."""
    if not has_commit(folder, older) or not has_commit(folder, newer):
        return None
    try:
        if not ask(folder, "rev-list", "--max-count=1", "--end-of-options", older, f"^{newer}").strip():
            return True
        return None if is_shallow(folder) else False
    except GitError:
        return None


def is_shallow(folder: Path) -> bool:
    """Whether older commits are missing in this clone."""
    try:
        return ask(folder, "rev-parse", "--is-shallow-repository").strip() == b"true"
    except (OSError, GitError):
        return False


def is_partial(folder: Path) -> bool:
    """Whether the contents of older commits may be missing in this clone."""
    try:
        return bool(ask(folder, "config", "--get-regexp", r"^remote\..*\.promisor$"))
    except (OSError, GitError):
        return False


def default_branch(folder: Path) -> tuple[str, str] | None:
    """The main branch of where this repository was cloned from, as last fetched: its name, its commit."""
    for name in _DEFAULTS:
        if commit := commit_named(folder, name):
            return _branch(folder, name).removeprefix("refs/remotes/"), commit
    return None


def _branch(folder: Path, name: str) -> str:
    """The branch that a name such as `refs/remotes/origin/HEAD` stands for; itself where it is one."""
    try:
        return ask(folder, "rev-parse", "--symbolic-full-name", name).decode().strip() or name
    except (OSError, ValueError, GitError):
        return name
