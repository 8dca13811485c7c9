"""What is known of files that have not changed since they were last read.

Kept outside the working tree, in the user's cache folder, one file an evidence folder (and another one for
its history in git). It only saves time: without it, or with a damaged one, everything is read again. A file's
entry holds while its size, times and inode stay the same; entries younger than the clock's grain are not
trusted, as in git's own index.
"""

from __future__ import annotations

import contextlib
import hashlib
import json
import os
import tempfile
import time
from pathlib import Path
from typing import Any

from assay import __version__, resources
from assay.folder import Entry

GRAIN_NS = 2_000_000_000
"""A file that was written less than this long ago may change again without a new time."""

_EDITION = (
    *("yamlfile/*.py", "schema_check/*.py", "model/*.py", "model_check/*.py"),
    *("layout.py", "repository.py", "cache.py"),
)


def place_for(folder: Path, kind: str = "") -> Path | None:
    """Where something of that kind is kept for a folder; None where nobody has a cache folder."""
    given = os.environ.get("XDG_CACHE_HOME", "")
    try:
        root = Path(given) if given.startswith("/") else Path.home() / ".cache"
    except RuntimeError:  # no home folder is known, as for some service users
        return None
    name = hashlib.sha256(os.fsencode(folder.resolve())).hexdigest()[:32]
    return root / "assay" / f"{name}{kind}.json"


def edition_of(*modules: str) -> str:
    """Changes with the version of the tool, and with the files of its package that fit the patterns."""
    digest = hashlib.sha256(__version__.encode())
    for module in modules:
        for source in sorted(resources.PACKAGE.glob(module)):
            digest.update(source.read_bytes())
    return digest.hexdigest()


def _edition() -> str:
    """Changes with everything that decides what a file's entry holds: the tool and its schemas."""
    digest = hashlib.sha256(edition_of(*_EDITION).encode())
    for schema in sorted(resources.SCHEMAS.glob("*.json")):
        digest.update(schema.read_bytes())
    return digest.hexdigest()


class Cache:
    """Remembered values by file: `get` what was `put` for the file as it is now, then `save`."""

    def __init__(self, folder: Path, enabled: bool = True) -> None:
        self._place = place_for(folder) if enabled else None
        self._edition = _edition() if self._place else ""
        known = load_kept(self._place, self._edition) if self._place else None
        self._known: dict[str, Any] = known if isinstance(known, dict) else {}
        self._kept: dict[str, Any] = {}
        self._changed = False

    def get(self, entry: Entry) -> Any:
        """The value kept for this very state of the file, else None."""
        match self._known.get(entry.file):
            case [stamp, value] if stamp == list(entry.stamp):
                self._kept[entry.file] = [stamp, value]
                return value
        return None

    def put(self, entry: Entry, value: Any) -> None:
        """Keep a value (anything JSON can hold) for this state of the file."""
        if self._place and max(entry.stamp[1:3]) < time.time_ns() - GRAIN_NS:
            self._kept[entry.file] = [list(entry.stamp), value]
            self._changed = True

    def save(self) -> None:
        """Write what was got or put. Files that are gone are forgotten; trouble in writing is ignored."""
        if not self._place or not (self._changed or len(self._kept) != len(self._known)):
            return
        keep(self._place, self._edition, self._kept)


def keep(place: Path, edition: str, value: object) -> None:
    """Write anything that JSON can hold to a cache file, whole or not at all; trouble is ignored."""
    # dumps, not dump: only the former runs in C throughout.
    keep_bytes(place, edition, json.dumps(value, separators=(",", ":")).encode())


def keep_bytes(place: Path, edition: str, content: bytes) -> None:
    """Write a cache file, whole or not at all; trouble is ignored."""
    with contextlib.suppress(OSError):
        place.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
        handle, name = tempfile.mkstemp(dir=place.parent)
        try:
            with os.fdopen(handle, "wb") as stream:
                stream.write(f"{edition} {hashlib.sha256(content).hexdigest()}\n".encode())
                stream.write(content)
            Path(name).replace(place)
        except OSError:
            Path(name).unlink()


def load_kept(place: Path, edition: str) -> Any:
    """What a cache file holds; None where it is missing, of another edition, or not whole."""
    with contextlib.suppress(ValueError):
        if content := load_bytes(place, edition):
            return json.loads(content)
    return None


def load_bytes(place: Path, edition: str) -> bytes | None:
    """The bytes in a cache file; None where it is missing, of another edition, or not whole."""
    with contextlib.suppress(OSError, ValueError):
        if place.is_file():
            head, _, content = place.read_bytes().partition(b"\n")
            if head.decode() == f"{edition} {hashlib.sha256(content).hexdigest()}":
                return content
    return None
