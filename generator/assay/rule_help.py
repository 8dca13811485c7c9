"""What every rule is for, with help for whoever meets one of its problems outside of the documentation."""

from __future__ import annotations

import inspect
from functools import cache

from assay.lint import FAULT, LANGUAGE, MEANING
from assay.problems import Described, Severity
from assay.rules import CHECKS, DUTIES, RULES

_FILES = {
    "yaml-syntax": "The file is not YAML.",
    "yaml-encoding": "The file is not in UTF-8.",
    "yaml-duplicate-key": "A key stands twice in one map.",
    "yaml-alias": "An anchor or an alias. This part of YAML is not used here: write the value out.",
    "yaml-merge-key": "A merge key. This part of YAML is not used here: write the keys out.",
    "yaml-tag": "A tag. This part of YAML is not used here.",
    "yaml-documents": "More than one document in a file.",
    "yaml-key": "A key that is not text. Quote it.",
    "yaml-number": "A number that is too long to be one. Quote it.",
    "yaml-character": "A control character.",
    "yaml-line-break": "A line break that editors do not show.",
    "yaml-depth": "More than 24 levels of nesting.",
    "file-too-large": "A file of more than 1,000,000 bytes.",
    "too-many-files": "More than 200,000 files.",
    "schema": "The file does not fit its format: an unknown key, a missing one, a wrong kind of value.",
    "bad-id": "A file name that is no id: lower-case letters, digits and hyphens, at most 64.",
    "duplicate-id": "An id that is taken.",
    "no-assessment": "There is no assessment.yaml.",
    "unknown-model": "The model that assessment.yaml names is not known.",
    "no-cycle": "A cycle with grades has no cycle.yaml.",
    "symlink": "A link: it could lead out of the repository.",
    "special-file": "A device or a pipe.",
    "unreadable-file": "A file that cannot be read.",
    "too-deep": "More than 16 folders in each other.",
}
"""The rules of reading, which have no module of their own. All of them are errors."""
_UNKNOWN_FILE = (
    "A file that belongs to no part of an evidence repository. "
    "It is an error where only its name keeps it from being read, as items/minutes.yml."
)
_MODELS = {
    FAULT: (Severity.ERROR, "A model file contradicts itself: levels could not be computed as it says."),
    MEANING: (Severity.WARNING, "What a model says works, but is hardly meant."),
    LANGUAGE: (Severity.WARNING, "A text of a model lacks a language that other texts of the model have."),
}


@cache
def described_rules() -> dict[str, Described]:
    """Every rule by its id."""
    found = {rule: Described(Severity.ERROR, text, "Files") for rule, text in _FILES.items()}
    found["unknown-file"] = Described(Severity.WARNING, _UNKNOWN_FILE, "Files")
    found |= {rule: Described(severity, text, "Models") for rule, (severity, text) in _MODELS.items()}
    for rule in RULES:
        group = "Across files" if rule in CHECKS else "Duties" if rule in DUTIES else "Waivers"
        found[rule.ID] = Described(rule.SEVERITY, inspect.getdoc(rule) or rule.ID, group)
    return found
