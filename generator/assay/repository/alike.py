"""What is known of the files of one folder from another one that was read: those with the same bytes."""

from __future__ import annotations

from typing import Any

from assay.cache import Cache
from assay.folder import Entry, Folder
from assay.repository.loaded import Loaded


class Alike(Cache):
    """Answers for `folder` from what `other` holds under the same name, and keeps nothing itself.

    Two revisions of a repository differ in a few files: only these are read and checked twice.
    """

    def __init__(self, folder: Folder, other: Loaded) -> None:
        super().__init__(folder.path, enabled=False)
        self._folder = folder
        self._other = other

    def get(self, entry: Entry) -> Any:
        """What the file says, where the other folder has the same under its name; else None."""
        data = self._other.data.get(entry.file)
        if data is None:
            return None
        try:
            same = self._folder.read(entry.file) == self._other.folder.read(entry.file)
        except OSError:
            return None
        return data if same else None
