"""A site or a pack as somebody has it: a folder or a ZIP archive, its manifest, and what files it holds."""

from __future__ import annotations

import contextlib
import hashlib
import os
import tempfile
from collections.abc import Collection, Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from assay import schema_check
from assay.archive import ArchiveError, extract_archive
from assay.folder import SITE_MARKER
from assay.manifest import MANIFEST, PACK, SITE, read_manifest

EVIDENCE = "evidence/"
SITE_FOLDER = "site/"
SUMS = "SHA256SUMS"
SIGNATURE = f"{MANIFEST}.sig"
BESIDE = {SITE: (MANIFEST, SITE_MARKER), PACK: (MANIFEST, SUMS, SIGNATURE)}
"""What a manifest does not name, by its kind: itself, what is made from it, the mark of a built site."""

_MOST_BYTES = 50_000_000


class UnreadableError(Exception):
    """What was named is no site and no pack; the text says why in one line."""


@dataclass(frozen=True, slots=True)
class Published:
    """A site or a pack that lies in a folder. `files`: name -> SHA-256, "" for what is no plain file."""

    folder: Path
    manifest: Mapping[str, Any]
    files: Mapping[str, str]

    def read(self, name: str) -> bytes:
        """The bytes of one of its files."""
        return (self.folder / name).read_bytes()


@contextlib.contextmanager
def opened(path: Path) -> Iterator[Published]:
    """The site or the pack in a folder or a ZIP archive; an UnreadableError where it is neither."""
    if path.is_dir():
        yield read_published(path)
        return
    if not path.is_file():
        raise UnreadableError("there is no such file or folder")
    with tempfile.TemporaryDirectory(prefix="assay-verify-") as folder:
        try:
            extract_archive(path, Path(folder))
        except ArchiveError as error:
            raise UnreadableError(str(error)) from error
        yield read_published(_top(Path(folder)))


def _top(folder: Path) -> Path:
    """Where the manifest is: at the top of an archive, or in the one folder that it holds."""
    entries = list(folder.iterdir())
    if len(entries) == 1 and entries[0].is_dir():
        return entries[0]
    return folder


def read_published(folder: Path) -> Published:
    """The site or the pack in a folder; an UnreadableError where there is none."""
    manifest = read_statement(folder / MANIFEST)
    return Published(folder, manifest, dict(_listing(folder, BESIDE[manifest["predicateType"]])))


def read_statement(file: Path) -> Mapping[str, Any]:
    """The manifest in a file; an UnreadableError where there is none, or one that is not whole."""
    if file.is_symlink() or not file.is_file():
        raise UnreadableError(f"there is no {file.name}, so this is no site or pack of Assay")
    if file.stat().st_size > _MOST_BYTES:
        raise UnreadableError(f"{file.name} has more than {_MOST_BYTES:,} bytes")
    manifest = read_manifest(file.read_bytes())
    if manifest is None:
        raise UnreadableError(f"{file.name} is no manifest that Assay wrote")
    for mismatch in schema_check.check("manifest", manifest):
        place = "/".join(str(step) for step in mismatch.at)
        raise UnreadableError(f"{file.name} does not fit its schema: {place}: {mismatch.message}")
    return manifest


def _listing(folder: Path, beside: Collection[str]) -> Iterator[tuple[str, str]]:
    """Everything in a folder, hidden or not, but what the manifest does not name. No link is followed."""
    for path, folders, files in os.walk(folder):
        folders.sort()
        for name in sorted([*files, *(one for one in folders if (Path(path) / one).is_symlink())]):
            file = Path(path) / name
            relative = file.relative_to(folder).as_posix()
            if relative not in beside:
                yield relative, _digest(file)


def _digest(file: Path) -> str:
    if file.is_symlink() or not file.is_file():
        return ""
    with file.open("rb") as stream:
        return hashlib.file_digest(stream, "sha256").hexdigest()
