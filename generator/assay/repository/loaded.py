"""What a folder holds, once it is read: the assessment, and what is wrong with its files."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from assay import yamlfile
from assay.assessment import Assessment
from assay.folder import Folder
from assay.problems import At, Problem, Severity
from assay.repository.files import read


@dataclass(frozen=True)
class Loaded:
    """What a folder holds. `assessment` is None where assessment.yaml or the model cannot be read.

    It lacks the files that have errors of their own (`unread`): check `problems` before you compute
    anything from it. `data`: what the files say, for all that read well; `model`: that of the model, whole.
    """

    folder: Folder
    assessment: Assessment | None
    problems: tuple[Problem, ...]
    unread: frozenset[str] = frozenset()
    data: Mapping[str, Mapping[str, Any]] = field(default_factory=dict, repr=False)
    model: Mapping[str, Any] = field(default_factory=dict, repr=False)
    _documents: dict[str, yamlfile.Document] = field(default_factory=dict, repr=False)

    def problem(
        self, rule: str, severity: Severity, file: str, at: At, message: str, hint: str, key: bool
    ) -> Problem:
        """A problem at a place in a file (`at` is empty for the file as a whole)."""
        if not at:
            return Problem(file, 1, 1, rule, severity, message, hint)
        if file not in self._documents:
            self._documents[file] = read(self.folder, file)
        line, column = self._documents[file].position(at, key=key)
        return Problem(file, line, column, rule, severity, message, hint)
