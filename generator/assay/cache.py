"""What is known of files that have not changed since they were last read.

Kept outside the working tree, in the user's cache folder, one file an evidence folder. It only saves time:
without it, or with a damaged one, everything is read again. A file's entry holds while its size, times and
inode stay the same; entries younger than the clock's grain are not trusted, as in git's own index.
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
    *("layout.py", "repository/*.py", "cache.py"),
)


def _place(folder: Path) -> Path | None:
    given = os.environ.get("XDG_CACHE_HOME", "")
    try:
        root = Path(given) if given.startswith("/") else Path.home() / ".cache"
    except RuntimeError:  # no home folder is known, as for some service users
        return None
    name = hashlib.sha256(os.fsencode(folder.resolve())).hexdigest()[:32]
    return root / "assay" / f"{name}.json"


def _edition() -> str:
    """Changes with everything that decides what a file's entry holds: the tool and its schemas."""
    digest = hashlib.sha256(__version__.encode())
    for module in _EDITION:
        for source in sorted(resources.PACKAGE.glob(module)):
            digest.update(source.read_bytes())
    for schema in sorted(resources.SCHEMAS.glob("*.json")):
        digest.update(schema.read_bytes())
    return digest.hexdigest()


class Cache:
    """Remembered values by file: `get` what was `put` for the file as it is now, then `save`."""

    def __init__(self, folder: Path, enabled: bool = True) -> None:
        self._place = _place(folder) if enabled else None
        self._edition = _edition() if self._place else ""
        self._known: dict[str, Any] = _load(self._place, self._edition) if self._place else {}
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
        # dumps, not dump: only the former runs in C throughout.
        content = json.dumps(self._kept, separators=(",", ":")).encode()
        with contextlib.suppress(OSError):
            self._place.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
            handle, name = tempfile.mkstemp(dir=self._place.parent)
            try:
                with os.fdopen(handle, "wb") as stream:
                    stream.write(
                        f"{self._edition} {hashlib.sha256(content).hexdigest()}\n".encode() + content
                    )
                Path(name).replace(self._place)
            except OSError:
                Path(name).unlink()


def _load(place: Path, edition: str) -> dict[str, Any]:
    """The entries in a cache file; none where it is missing, of another edition, or not whole."""
    with contextlib.suppress(OSError, ValueError):
        if place.is_file():
            head, _, content = place.read_bytes().partition(b"\n")
            if head.decode() == f"{edition} {hashlib.sha256(content).hexdigest()}":
                loaded: dict[str, Any] = json.loads(content)
                return loaded
    return {}
