"""A file from anywhere into the attachments, under a name that is safe, and never over another file."""

from __future__ import annotations

import hashlib
import os
import re
import stat
import unicodedata
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path, PurePosixPath

from assay.commands.gather import USAGE_ERROR, CannotContinueError
from assay.folder import MAX_ATTACHMENT_BYTES, Folder
from assay.layout import is_reserved
from assay.problems import plain

_HOME = "attachments"
_LONGEST = 80


@dataclass(frozen=True, slots=True)
class Attached:
    """A file as an item cites it. `content`: what is still to be written there; None where it is there."""

    file: str
    sha256: str
    title: str
    content: bytes | None


def attach(folder: Folder, path: Path, new: Mapping[str, bytes]) -> Attached:
    """Where a file is to lie among the attachments; `new`: those that are about to be written.

    The same content is cited where it lies already. A CannotContinueError where the file is a link, no file,
    too large, or cannot be read.
    """
    content = _read(path)
    title = plain(path.name).encode("utf-8", "replace").decode("utf-8").strip()[:200] or "File"
    digest = hashlib.sha256(content).hexdigest()
    here = os.path.relpath(path.absolute(), folder.path.absolute()).replace(os.sep, "/")
    for file in sorted(_alike(folder, len(content)), key=lambda file: file != here):
        if folder.sha256(file) == digest:
            return Attached(file, digest, title, None)
    for file, other in new.items():
        if other == content:
            return Attached(file, digest, title, None)
    taken = {name.casefold() for name in (*folder.files, *new)}
    taken |= {one.file.casefold() for one in folder.refused}
    file = next(file for file in _names(safe_name(path.name)) if file.casefold() not in taken)
    return Attached(file, digest, title, content)


def _read(path: Path) -> bytes:
    try:
        with os.fdopen(
            os.open(path, os.O_RDONLY | os.O_NONBLOCK | getattr(os, "O_NOFOLLOW", 0)), "rb"
        ) as file:
            found = os.fstat(file.fileno())
            if not stat.S_ISREG(found.st_mode):
                raise CannotContinueError(f"--file: {plain(str(path))} is no file", USAGE_ERROR)
            if found.st_size > MAX_ATTACHMENT_BYTES:
                most = f"an attachment may have {MAX_ATTACHMENT_BYTES:,} bytes"
                raise CannotContinueError(
                    f"--file: {plain(str(path))} has {found.st_size:,} bytes; {most}", USAGE_ERROR
                )
            return file.read()
    except OSError as error:
        why = "a link: name the file itself" if path.is_symlink() else (error.strerror or "").lower()
        raise CannotContinueError(f"--file: {plain(str(path))}: {why}", USAGE_ERROR) from None


def _alike(folder: Folder, size: int) -> Iterator[str]:
    for file, entry in folder.files.items():
        if file.startswith(f"{_HOME}/") and entry.size == size:
            yield file


def _names(name: str) -> Iterator[str]:
    yield f"{_HOME}/{name}"
    path = PurePosixPath(name)
    number = 2
    while True:
        yield f"{_HOME}/{path.stem}-{number}{path.suffix}"
        number += 1


def safe_name(name: str) -> str:
    """A file's name as every system can have it: letters of English, digits, `.`, `-`, `_`; not too long."""
    ascii_only = unicodedata.normalize("NFKD", name).encode("ascii", "ignore").decode("ascii")
    words = re.sub(r"[^A-Za-z0-9._-]+", "-", ascii_only)
    found = re.fullmatch(r"(.*)\.([A-Za-z0-9]{1,10})", words)
    stem, ending = (found[1], f".{found[2]}") if found else (words, "")
    stem = re.sub(r"\.+", ".", stem).strip("-._")[:_LONGEST].strip("-._") or "file"
    return f"file-{stem}{ending}" if is_reserved(stem.partition(".")[0]) else f"{stem}{ending}"
