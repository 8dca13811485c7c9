"""The files on disk beside the last commit: which differ from it, and which git has been told to ignore."""

from __future__ import annotations

import contextlib
import hashlib
import os
from collections.abc import Mapping
from pathlib import Path

from assay.folder import PARTS, Folder, scan
from assay.git import pointers
from assay.git.contents import read_blobs
from assay.git.running import ask


def uncommitted(folder: Path, algorithm: str) -> tuple[frozenset[str], frozenset[str]]:
    """The files that differ from the last commit, on disk or there alone; and which of them git ignores.

    Files are hashed here, because `git status` runs filters.
    """
    listing = ask(folder, "ls-tree", "-r", "-z", "--end-of-options", "HEAD", "--", *PARTS)
    committed: dict[bytes, str] = {}
    found = scan(folder)
    different = set()
    for line in listing.split(b"\0"):
        facts, _, path = line.partition(b"\t")
        if not path or b"/." in b"/" + path:
            continue
        mode, kind, blob = facts.decode("ascii").split()
        if mode == "120000":
            if _id(_target(folder, path), algorithm) != blob:
                different.add(path)
        elif kind == "blob":
            committed[path] = blob
            if os.fsdecode(path) not in found.files:
                different.add(path)
    new = False
    for file in found.files:
        if file.partition("/")[0] not in PARTS:
            continue
        path = os.fsencode(file)
        blob = committed.get(path, "")
        if not _same(found, file, blob, algorithm):
            different.add(path)
            new = new or not blob
    different -= _large(found, {path: committed[path] for path in different & committed.keys()})
    ignored = different & _ignored(folder) if new else set()
    return _names(different), _names(ignored)


def _large(folder: Folder, blobs: Mapping[bytes, str]) -> set[bytes]:
    """Of these files, those that Git LFS holds: what is committed is a note of the contents' checksum."""
    notes = dict(read_blobs(folder.path, sorted(set(blobs.values())), pointers.LONGEST))
    found = set()
    for path, blob in blobs.items():
        pointer = pointers.pointed_at(notes.get(blob) or b"")
        file = os.fsdecode(path)
        with contextlib.suppress(OSError):
            if pointer and file in folder.files and folder.sha256(file) == pointer[1]:
                found.add(path)
    return found


def _ignored(folder: Path) -> set[bytes]:
    arguments = ("ls-files", "--others", "--ignored", "--exclude-standard", "-z", "--", *PARTS)
    return set(ask(folder, *arguments).split(b"\0"))


def _names(paths: set[bytes]) -> frozenset[str]:
    return frozenset(path.decode("utf-8", "replace") for path in paths)


def _same(folder: Folder, file: str, blob: str, algorithm: str) -> bool:
    """Whether a file on disk is the one that was committed.

    Git may have written a text with the line ends of Windows. They mean nothing in YAML; in an attachment
    they are a change.
    """
    if not blob:
        return False
    try:
        data = folder.read(file)
    except OSError:
        return False
    if _id(data, algorithm) == blob:
        return True
    return file.endswith(".yaml") and _id(data.replace(b"\r\n", b"\n"), algorithm) == blob


def _target(folder: Path, path: bytes) -> bytes:
    """Where a link leads; nothing where there is none."""
    try:
        return os.fsencode((folder / os.fsdecode(path)).readlink())
    except OSError:
        return b""


def _id(data: bytes, algorithm: str) -> str:
    """The id that git gives to these contents of a file."""
    return hashlib.new(algorithm, b"blob %d\0%b" % (len(data), data), usedforsecurity=False).hexdigest()
