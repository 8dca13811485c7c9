"""What is known of files that have not changed since they were last read.

Kept outside the working tree, in the user's cache folder, one file an evidence folder. It only saves time:
without it, or with a damaged one, everything is read again. A file's entry holds while its size, time and
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

_GRAIN_NS = 2_000_000_000


def _place(folder: Path) -> Path | None:
    base = os.environ.get("XDG_CACHE_HOME")
    try:
        root = Path(base) if base else Path.home() / ".cache"
    except RuntimeError:  # no home folder is known, as for some service users
        return None
    name = hashlib.sha256(os.fsencode(folder.resolve())).hexdigest()[:32]
    return root / "assay" / f"{name}.json"


def _edition() -> str:
    """Changes with everything that decides what a file's entry holds: the tool and its schemas."""
    digest = hashlib.sha256(__version__.encode())
    for module in ("yamlfile", "schema_check", "cache"):
        digest.update((resources.PACKAGE / f"{module}.py").read_bytes())
    for schema in sorted(resources.SCHEMAS.glob("*.json")):
        digest.update(schema.read_bytes())
    return digest.hexdigest()


class Cache:
    """Remembered values by file: `get` what was `put` for the file as it is now, then `save`."""

    def __init__(self, folder: Path, enabled: bool = True) -> None:
        self._place = _place(folder) if enabled else None
        self._edition = _edition() if self._place else ""
        self._known: dict[str, Any] = {}
        self._kept: dict[str, Any] = {}
        self._changed = False
        if self._place:
            with contextlib.suppress(OSError, ValueError, TypeError, KeyError):
                loaded = json.loads(self._place.read_bytes())
                if loaded["edition"] == self._edition and isinstance(loaded["files"], dict):
                    self._known = loaded["files"]

    def get(self, entry: Entry) -> Any:
        """The value kept for this very state of the file, else None."""
        match self._known.get(entry.file):
            case [stamp, value] if stamp == list(entry.stamp):
                self._kept[entry.file] = [stamp, value]
                return value
        return None

    def put(self, entry: Entry, value: Any) -> None:
        """Keep a value (anything JSON can hold) for this state of the file."""
        if self._place and entry.stamp[1] < time.time_ns() - _GRAIN_NS:
            self._kept[entry.file] = [list(entry.stamp), value]
            self._changed = True

    def save(self) -> None:
        """Write what was got or put. Files that are gone are forgotten; trouble in writing is ignored."""
        if not self._place or not (self._changed or len(self._kept) != len(self._known)):
            return
        with contextlib.suppress(OSError):
            self._place.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
            handle, name = tempfile.mkstemp(dir=self._place.parent)
            with os.fdopen(handle, "w", encoding="utf-8") as stream:
                # dumps, not dump: only the former runs in C throughout.
                stream.write(
                    json.dumps({"edition": self._edition, "files": self._kept}, separators=(",", ":"))
                )
            Path(name).replace(self._place)
