"""Puts new files into a folder: all of them or none, never over another file, never through a link."""

from __future__ import annotations

import contextlib
import os
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path


class CannotPlaceError(Exception):
    """A file cannot be put where it belongs; the text says which, and why. Nothing was written."""


@dataclass(slots=True)
class _Made:
    """What has been made so far, so that it can be taken away again."""

    files: list[Path] = field(default_factory=list)
    folders: list[Path] = field(default_factory=list)

    def undo(self) -> None:
        for path in reversed(self.files):
            with contextlib.suppress(OSError):
                path.unlink()
        for path in reversed(self.folders):
            with contextlib.suppress(OSError):
                path.rmdir()


def put(root: Path, files: Mapping[str, bytes]) -> tuple[tuple[str, ...], tuple[str, ...]]:
    """Write files by their paths below `root`, which is made if it is missing.

    A file that is there already stays as it is, whatever it holds. The paths of those that were written, and
    of those that were there. A CannotPlaceError where one cannot be written: then none is, and the folders
    that were made for them are gone again.
    """
    made = _Made()
    written: list[str] = []
    kept: list[str] = []
    try:
        for file in files:
            _look(root, file)
        for file, content in files.items():
            path = root / file
            _make_folder(path.parent, made)
            (written if _write(path, content, made) else kept).append(file)
    except OSError as error:
        made.undo()
        place = os.path.relpath(error.filename or root)
        raise CannotPlaceError(f"{place} cannot be written: {error.strerror}") from error
    except BaseException:
        made.undo()
        raise
    return tuple(written), tuple(kept)


def _look(root: Path, file: str) -> None:
    """A CannotPlaceError where a folder on the way to a file is a link or no folder."""
    for folder in [root / parent for parent in reversed(Path(file).parents)]:
        if folder.is_symlink() and folder != root:
            raise CannotPlaceError(f"{os.path.relpath(folder)} is a link: files are put into folders only")
        if folder.exists() and not folder.is_dir():
            raise CannotPlaceError(f"{os.path.relpath(folder)} is there already, and no folder")
    path = root / file
    if path.is_dir() and not path.is_symlink():
        raise CannotPlaceError(f"{os.path.relpath(path)} is a folder, and a file of that name is needed")


def _make_folder(folder: Path, made: _Made) -> None:
    missing = []
    while not folder.exists():
        missing.append(folder)
        folder = folder.parent
    for one in reversed(missing):
        one.mkdir()
        made.folders.append(one)


def _write(path: Path, content: bytes, made: _Made) -> bool:
    """Write a new file; False where there is something of that name, a dangling link too."""
    flags = os.O_WRONLY | os.O_CREAT | os.O_EXCL | getattr(os, "O_NOFOLLOW", 0)
    try:
        handle = os.open(path, flags, 0o666)
    except FileExistsError:
        return False
    made.files.append(path)
    with os.fdopen(handle, "wb") as stream:
        stream.write(content)
    return True
