"""The evidence folder: which files are in it, and their bytes. It never follows a link out of itself."""

from __future__ import annotations

import hashlib
import io
import os
import stat
import tempfile
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path

MAX_FILES = 200_000
MAX_DEPTH = 16
MAX_ATTACHMENT_BYTES = 100_000_000
PARTS = (
    "assessment.yaml", "items", "attachments", "cycles", "actions", "decisions", "findings", "metrics",
    "models", "requests", "waivers",
)  # fmt: skip
"""What an evidence repository consists of. Whatever else lies in its folder is no evidence."""
SITE_MARKER = ".assay-site"
"""A folder with this file is a built site. It may lie beside the parts of an evidence repository."""


@dataclass(frozen=True, slots=True)
class Entry:
    """One file, named relative to the folder with `/`. `stamp` changes whenever the file is written."""

    file: str
    size: int
    stamp: tuple[int, int, int, int]


@dataclass(frozen=True, slots=True)
class Refused:
    """Something in the folder that is not read, and why."""

    file: str
    rule: str
    message: str
    hint: str


def link(file: str) -> Refused:
    """A symbolic link is refused."""
    hint = "Put the file itself here: links could lead out of the repository."
    return Refused(file, "symlink", "a symbolic link", hint)


def special(file: str) -> Refused:
    """What is neither a file nor a folder is refused."""
    return Refused(file, "special-file", "neither a file nor a folder", "Remove it.")


def too_deep(prefix: str) -> Refused:
    """A folder below too many others is refused."""
    hint = "Move it up: nobody finds evidence that deep."
    return Refused(prefix, "too-deep", f"more than {MAX_DEPTH} folders in each other", hint)


def too_many() -> Refused:
    """The files beyond the most that are read are refused."""
    message = f"more than {MAX_FILES:,} files"
    return Refused("", "too-many-files", message, "Split the evidence repository.")


@dataclass(frozen=True, slots=True)
class Folder:
    """A folder as it was found at one moment."""

    path: Path
    files: Mapping[str, Entry]
    refused: tuple[Refused, ...]

    @property
    def holds_evidence(self) -> bool:
        """Whether there is any file of an evidence repository in it."""
        return any(file.partition("/")[0] in PARTS for file in self.files)

    def read(self, file: str, limit: int | None = None) -> bytes:
        """The bytes of a file in the folder, at most `limit` of them; an OSError where it cannot be read."""
        with self._open(file) as stream:
            return stream.read() if limit is None else stream.read(limit)

    def sha256(self, file: str) -> str:
        """The SHA-256 of a file in the folder, lower-case hexadecimal."""
        with self._open(file) as stream:
            return hashlib.file_digest(stream, "sha256").hexdigest()

    def differs_in_line_ends(self, file: str, sha256: str) -> bool:
        """Whether a file had that SHA-256 with other ends of lines, as where git translates them."""
        try:
            unix = self.read(file).replace(b"\r\n", b"\n")
        except OSError:
            return False
        return sha256 in (hashlib.sha256(form).hexdigest() for form in (unix, unix.replace(b"\n", b"\r\n")))

    def write(self, file: str, content: bytes) -> None:
        """Put `content` in the place of a file, whole or not at all; an OSError where that cannot be done."""
        target = self.path / file
        mode = target.stat(follow_symlinks=False).st_mode
        handle, name = tempfile.mkstemp(prefix=".assay-", dir=target.parent)
        try:
            with os.fdopen(handle, "wb") as stream:
                stream.write(content)
            Path(name).chmod(stat.S_IMODE(mode))
            Path(name).replace(target)
        except BaseException:
            Path(name).unlink(missing_ok=True)
            raise

    def _open(self, file: str) -> io.BufferedReader:
        # Between listing and reading a file may have become a link: O_NOFOLLOW refuses it.
        return os.fdopen(os.open(f"{self.path}/{file}", os.O_RDONLY | getattr(os, "O_NOFOLLOW", 0)), "rb")


def scan(path: Path) -> Folder:
    """List the folder. Hidden files and built sites are left out; links and special files are refused."""
    files: dict[str, Entry] = {}
    refused: list[Refused] = []
    for entry in _walk(path, refused):
        if len(files) >= MAX_FILES:
            refused.append(too_many())
            break
        files[entry.file] = entry
    return Folder(path, files, tuple(refused))


def _walk(path: Path, refused: list[Refused]) -> Iterator[Entry]:
    """Every file below `path`, in the order of names; what cannot be read goes to `refused`."""
    waiting = [""]
    while waiting:
        prefix = waiting.pop()
        if prefix.count("/") > MAX_DEPTH:
            refused.append(too_deep(prefix))
            continue
        folders = []
        for entry in _listing(path, prefix, refused):
            file = prefix + entry.name
            try:
                if entry.is_symlink():
                    refused.append(link(file))
                elif entry.is_dir(follow_symlinks=False):
                    if not _is_site(path, prefix, entry.name):
                        folders.append(file + "/")
                elif entry.is_file(follow_symlinks=False):
                    found = entry.stat(follow_symlinks=False)
                    stamp = (found.st_size, found.st_mtime_ns, found.st_ctime_ns, found.st_ino)
                    yield Entry(file, found.st_size, stamp)
                else:
                    refused.append(special(file))
            except FileNotFoundError:
                continue  # it went away since the folder was listed, as when an editor saves
            except OSError as error:
                refused.append(_unreadable(file, error))
        waiting.extend(reversed(folders))


def _listing(path: Path, prefix: str, refused: list[Refused]) -> list[os.DirEntry[str]]:
    try:
        with os.scandir(path / prefix if prefix else path) as listing:
            return sorted(
                (entry for entry in listing if not entry.name.startswith(".")), key=lambda entry: entry.name
            )
    except OSError as error:
        refused.append(_unreadable(prefix, error))
        return []


def _unreadable(file: str, error: OSError) -> Refused:
    message = f"this cannot be read: {error.strerror}"
    return Refused(file, "unreadable-file", message, "Check the permissions of the file and its folders.")


def _is_site(path: Path, prefix: str, name: str) -> bool:
    # Only beside the parts of the evidence: inside them such a file must not hide any.
    return not prefix and name not in PARTS and (path / name / SITE_MARKER).is_file()
