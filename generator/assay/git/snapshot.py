"""The evidence folder as a commit has it, read straight from git: nothing is checked out."""

from __future__ import annotations

import hashlib
import io
import os
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path

from assay import yamlfile
from assay.folder import (
    MAX_ATTACHMENT_BYTES,
    MAX_DEPTH,
    MAX_FILES,
    PARTS,
    SITE_MARKER,
    Entry,
    Folder,
    Refused,
    link,
    special,
    too_deep,
    too_many,
)
from assay.git.contents import read_blobs
from assay.git.hints import WHOLE_CLONE
from assay.git.pointers import pointed_at
from assay.git.running import ask

_LINK, _SUBMODULE = "120000", "160000"


@dataclass(frozen=True, slots=True)
class Snapshot(Folder):
    """A folder at a commit. `path` is that of the working tree; whatever is there now is not looked at.

    `texts`: the contents of the YAML files; `digests`: the SHA-256 of every other file; `blobs`: the ids of
    all contents. A file that git-lfs holds has the size and the digest that its pointer states.
    """

    commit: str
    texts: Mapping[str, bytes]
    digests: Mapping[str, str]
    blobs: Mapping[str, str]

    def sha256(self, file: str) -> str:
        """The SHA-256 of a file at the commit, lower-case hexadecimal."""
        known = self.digests.get(file)
        return hashlib.sha256(self.texts[file]).hexdigest() if known is None else known

    def write(self, file: str, content: bytes) -> None:
        """Refused: what was committed stays as it is."""
        raise OSError(f"{file} is part of a commit")

    def _open(self, file: str) -> io.BufferedReader:
        content = self.texts.get(file)
        if content is None:
            [(_, content)] = read_blobs(self.path, [self.blobs[file]], MAX_ATTACHMENT_BYTES)
        if content is None:
            raise FileNotFoundError(file)
        return io.BufferedReader(io.BytesIO(content))


@dataclass(frozen=True, slots=True)
class _Listed:
    """A file as the tree of a commit lists it."""

    file: str
    mode: str
    blob: str
    size: int


def snapshot(folder: Path, commit: str) -> Snapshot:
    """The evidence of a commit; a GitError where git cannot read it.

    Hidden files are left out, links and submodules are refused, as in the working tree.
    """
    listed, refused = _sorted(_listing(folder, commit))
    files = {one.file: _entry(one.file, one.size) for one in listed}
    texts: dict[str, bytes] = {}
    digests: dict[str, str] = {}
    parts = [one for one in listed if one.file.partition("/")[0] in PARTS]
    contents = read_blobs(folder, (one.blob for one in parts), MAX_ATTACHMENT_BYTES)
    for one, (_, content) in zip(parts, contents, strict=True):
        if content is None:
            if one.size <= MAX_ATTACHMENT_BYTES:
                del files[one.file]
                refused.append(_missing(one.file))
        elif not one.file.endswith(".yaml"):
            size, digest = pointed_at(content) or (one.size, hashlib.sha256(content).hexdigest())
            files[one.file], digests[one.file] = _entry(one.file, size), digest
        elif one.size <= yamlfile.MAX_BYTES:  # a larger one is a problem before it is read
            texts[one.file] = content
    blobs = {one.file: one.blob for one in listed}
    return Snapshot(folder, files, tuple(refused), commit, texts, digests, blobs)


def _entry(file: str, size: int) -> Entry:
    return Entry(file, size, (size, 0, 0, 0))


def _missing(file: str) -> Refused:
    message = "this clone does not hold the contents of this file"
    return Refused(file, "unreadable-file", message, f"Get the whole clone: {WHOLE_CLONE}.")


def _sorted(found: Iterable[_Listed]) -> tuple[list[_Listed], list[Refused]]:
    """The plain files of a tree, and what is refused of it."""
    listed: list[_Listed] = []
    refused: list[Refused] = []
    deep: set[str] = set()
    for one in found:
        if one.file.count("/") > MAX_DEPTH:
            deep.add("/".join(one.file.split("/")[: MAX_DEPTH + 1]) + "/")
        elif one.mode == _LINK:
            refused.append(link(one.file))
        elif one.mode == _SUBMODULE:
            refused.append(special(one.file))
        elif len(listed) >= MAX_FILES:
            refused.append(too_many())
            break
        else:
            listed.append(one)
    return listed, [*refused, *map(too_deep, sorted(deep))]


def _listing(folder: Path, commit: str) -> Iterator[_Listed]:
    """Every file of the folder in a commit, apart from hidden ones and built sites.

    A GitError where git fails.
    """
    found = []
    for line in filter(
        None, ask(folder, "ls-tree", "-r", "-l", "-z", "--end-of-options", commit).split(b"\0")
    ):
        facts, _, path = line.partition(b"\t")
        mode, _, blob, size = facts.decode("ascii").split()
        found.append(_Listed(os.fsdecode(path), mode, blob, int(size) if size.isdecimal() else 0))
    sites = {one.file.partition("/")[0] for one in found if one.file.partition("/")[2] == SITE_MARKER}
    for one in found:
        names = one.file.split("/")
        if not any(name.startswith(".") for name in names) and names[0] not in sites - set(PARTS):
            yield one
