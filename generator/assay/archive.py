"""ZIP archives: written so that the same files give the same bytes, and read as if an enemy had made them."""

from __future__ import annotations

import io
import os
import re
import stat
import unicodedata
import zipfile
import zlib
from collections.abc import Iterable, Iterator
from pathlib import Path

from assay.problems import shorten

MOST_FILES = 200_000
MOST_BYTES = 4_000_000_000
_RATIO, _HARMLESS = 200, 10_000_000
"""Nobody packs evidence to less than a 200th; below 10 MB it does not matter."""

_DATE = (1980, 1, 1, 0, 0, 0)
_METHODS = (zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED)
_UNIX = 3
_UNENCODABLE = re.compile("[\ud800-\udfff]")
_CHUNK = 1 << 20
_PACKED = (".zip", ".gz", ".7z", ".png", ".jpg", ".jpeg", ".gif", ".docx", ".xlsx", ".pptx")


class ArchiveError(Exception):
    """An archive that is not read: the text says in one line why."""


def write_archive(stream: io.BufferedIOBase, files: Iterable[tuple[str, Path | bytes]]) -> None:
    """Write files (name, what is in it) into a ZIP archive, in the order of names, without dates.

    An ArchiveError, before anything is written, where `extract_archive` would refuse a name.
    """
    found = sorted(files, key=lambda one: one[0])
    names = _Names()
    for name, _ in found:
        names.take(name)
    names.check()
    with zipfile.ZipFile(stream, "w") as archive:
        for name, content in found:
            entry = zipfile.ZipInfo(name, _DATE)
            entry.create_system = _UNIX
            entry.external_attr = (stat.S_IFREG | 0o644) << 16
            # What is packed already only gets larger. The level is stated, as libraries differ in theirs.
            stored = name.lower().endswith(_PACKED)
            entry.compress_type = zipfile.ZIP_STORED if stored else zipfile.ZIP_DEFLATED
            data = content if isinstance(content, bytes) else _read(content)
            archive.writestr(entry, data, compresslevel=6)


def _read(path: Path) -> bytes:
    with os.fdopen(os.open(path, os.O_RDONLY | getattr(os, "O_NOFOLLOW", 0)), "rb") as stream:
        return stream.read()


def extract_archive(path: Path, target: Path) -> None:
    """Write what an archive holds into the empty folder `target`, and nothing outside of it.

    An ArchiveError refuses names that lead elsewhere or stand twice, links, encryption, and what would grow
    beyond all measure, before anything is written; and files that are not what they are said to be.
    """
    try:
        with zipfile.ZipFile(path) as archive:
            entries = list(_entries(archive, path.stat().st_size))
            for entry, name in entries:
                _extract(archive, entry, target / name)
    except (zipfile.BadZipFile, zlib.error, NotImplementedError, EOFError, ValueError) as error:
        raise ArchiveError(f"it is no ZIP archive that can be read: {shorten(error)}") from error


def _entries(archive: zipfile.ZipFile, size: int) -> Iterator[tuple[zipfile.ZipInfo, str]]:
    """The files of an archive, each looked at before the first is unpacked."""
    found = archive.infolist()
    if len(found) > MOST_FILES:
        raise ArchiveError(f"it holds more than {MOST_FILES:,} files")
    if sum(entry.compress_size for entry in found) > size:
        raise ArchiveError("its files overlap: it is made to grow when it is unpacked")
    if sum(entry.file_size for entry in found) > MOST_BYTES:
        raise ArchiveError(f"it would unpack to more than {MOST_BYTES:,} bytes")
    names = _Names()
    for entry in found:
        # `filename` is cut at a NUL and has its separators changed; what the archive says is `orig_filename`.
        name = entry.orig_filename
        _check_entry(entry, shorten(name))
        if not entry.is_dir():
            names.take(name)
            yield entry, name
    names.check()


class _Names:
    """The names of an archive: none leads elsewhere or stands twice, whatever a system makes of case."""

    def __init__(self) -> None:
        self.files: dict[str, str] = {}
        self.folders: dict[str, str] = {}

    def take(self, name: str) -> None:
        """Take one file's name, or raise an ArchiveError that says what is wrong with it."""
        parts = name.split("/")
        if "\\" in name or "\0" in name or ":" in parts[0] or any(part in ("", ".", "..") for part in parts):
            raise ArchiveError(f"'{shorten(name)}' leads out of its folder on some systems")
        if _UNENCODABLE.search(name):
            raise ArchiveError(f"the name '{shorten(name)}' is not UTF-8")
        for depth in range(1, len(parts)):
            folder = "/".join(parts[:depth])
            self.folders.setdefault(_folded(folder), folder)
        if other := self.files.get(_folded(name)):
            raise ArchiveError(f"'{shorten(other)}' and '{shorten(name)}' are one file on some systems")
        self.files[_folded(name)] = name

    def check(self) -> None:
        """Raise an ArchiveError where one name is a file and a folder."""
        if both := self.files.keys() & self.folders.keys():
            raise ArchiveError(f"'{shorten(min(both))}' is a file and a folder")


def _folded(name: str) -> str:
    """A name as file systems compare it that take no heed of case."""
    return unicodedata.normalize("NFC", name).casefold()


def _check_entry(entry: zipfile.ZipInfo, shown: str) -> None:
    """Raise an ArchiveError where an entry is more than a plain file or a folder."""
    if entry.flag_bits & 0x1:
        raise ArchiveError(f"'{shown}' is encrypted")
    if stat.S_IFMT(entry.external_attr >> 16) not in (0, stat.S_IFREG, stat.S_IFDIR):
        raise ArchiveError(f"'{shown}' is a link or a special file")
    if entry.compress_type not in _METHODS:
        raise ArchiveError(f"'{shown}' is packed by a method that is not read here")
    if entry.file_size > max(_HARMLESS, entry.compress_size * _RATIO):
        raise ArchiveError(f"'{shown}' would grow beyond all measure")


def _extract(archive: zipfile.ZipFile, entry: zipfile.ZipInfo, target: Path) -> None:
    target.parent.mkdir(parents=True, exist_ok=True)
    left = entry.file_size
    with archive.open(entry) as source, target.open("xb") as copy:
        while chunk := source.read(min(_CHUNK, left + 1)):
            left -= len(chunk)
            if left < 0:
                raise ArchiveError(f"'{shorten(entry.filename)}' is larger than it says")
            copy.write(chunk)
