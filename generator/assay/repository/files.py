"""The files of one evidence folder: each is read once, and what is wrong with it is noted."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from assay import library, schema_check, yamlfile
from assay.cache import Cache
from assay.folder import Entry, Folder
from assay.problems import At, Problem, Severity


class Files:
    """A folder's files, with their problems gathered in a list: nothing stops at the first."""

    def __init__(self, folder: Folder, cache: Cache) -> None:
        self.folder = folder
        self.cache = cache
        self.problems: list[Problem] = []
        self.documents: dict[str, yamlfile.Document] = {}
        self.data: dict[str, Mapping[str, Any]] = {}

    def checked(self, file: str, kind: str) -> Mapping[str, Any] | None:
        """The data of a file that reads well and fits its schema; else None, and its problems are noted."""
        entry: Entry = self.folder.files[file]
        known = self.cache.get(entry)
        if isinstance(known, dict):
            self.data[file] = known
            return known
        document = read(self.folder, file)
        self.documents[file] = document
        for fault in document.faults:
            self.problems.append(
                Problem(file, fault.line, fault.column, fault.rule, Severity.ERROR, fault.message, fault.hint)
            )
        if document.faults:
            return None
        mismatches = schema_check.check(kind, document.data)
        data: Mapping[str, Any] = {} if mismatches else document.data
        if "x-" in document.text or "\\" in document.text:  # a key may be written with an escape
            data = library.without_own_keys(data)
        for mismatch in mismatches:
            line, column = document.position(mismatch.at, key=mismatch.key)
            self.problems.append(
                Problem(file, line, column, "schema", Severity.ERROR, mismatch.message, mismatch.hint)
            )
        if mismatches:
            return None
        del self.documents[file]  # its text is read again in the rare case that a rule needs a line of it
        self.cache.put(entry, data)
        self.data[file] = data
        return data

    def sha256(self, file: str) -> str | None:
        """The SHA-256 of a file; None (said) where it cannot be read."""
        entry = self.folder.files[file]
        digest = self.cache.get(entry)
        if digest is None:
            try:
                digest = self.folder.sha256(file)
            except OSError as error:
                message = f"the file cannot be read: {error.strerror}"
                self.say(file, "unreadable-file", message, "Check its permissions.")
                return None
            self.cache.put(entry, digest)
        return str(digest)

    def say(self, file: str, rule: str, message: str, hint: str, severity: Severity = Severity.ERROR) -> None:
        """Note a problem of a file as a whole."""
        self.problems.append(Problem(file or ".", 1, 1, rule, severity, message, hint))

    def say_at(self, file: str, at: At, rule: str, message: str, hint: str, *, key: bool = False) -> None:
        """Note a problem at a place in a file."""
        if file not in self.documents:
            self.documents[file] = read(self.folder, file)
        line, column = self.documents[file].position(at, key=key)
        self.problems.append(Problem(file, line, column, rule, Severity.ERROR, message, hint))


def read(folder: Folder, file: str) -> yamlfile.Document:
    """The document in a file; one with a fault where it cannot be read, or is too large."""
    if fault := yamlfile.size_fault(folder.files[file].size):
        return yamlfile.Document(None, (fault,))
    try:
        return yamlfile.read(folder.read(file, yamlfile.MAX_BYTES + 1))
    except OSError as error:
        hint = "Check the permissions of the file."
        fault = yamlfile.Fault(1, 1, "unreadable-file", f"the file cannot be read: {error.strerror}", hint)
        return yamlfile.Document(None, (fault,))
