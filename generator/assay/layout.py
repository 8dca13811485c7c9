"""The layout of an evidence repository: a file's place says what it is, and its name is its id."""

from __future__ import annotations

import re

_ID = re.compile(r"[a-z0-9][a-z0-9-]{0,63}", re.ASCII)
_RESERVED = frozenset(
    {"con", "prn", "aux", "nul", *(f"{name}{n}" for name in ("com", "lpt") for n in range(10))}
)

# Parts of an evidence repository that a later version reads. Their files are named, not silently skipped.
_LATER = re.compile(r"(actions|metrics|findings)/.*|cycles/[^/]+/(consensus/.*|checks\.yaml)")
_PLAIN = re.compile(
    r"(?:.*/)?(README|NOTES|CONTRIBUTING)(\.[a-z]+)?|(?:.*/)?CODEOWNERS|mkdocs\.ya?ml", re.IGNORECASE
)


def kind_and_id(file: str) -> tuple[str | None, str]:
    """What a file's place in the folder says: its kind (None if it has none) and its id."""
    parts = file.split("/")
    stem, _, suffix = parts[-1].rpartition(".")
    match parts if suffix == "yaml" else []:
        case ["items", *_, _] if len(parts) > 1:
            return "item", stem
        case ["models", _]:
            return "model", stem
        case ["cycles", name, "cycle.yaml"]:
            return "cycle", name
        case ["cycles", _, "grades", _]:
            return "grades", stem
        case ["cycles", _, "grades", name, _]:
            return "grades", name
    return None, ""


def why_no_id(name: str) -> str | None:
    """What is wrong with a name as an id; None where it is one."""
    if not _ID.fullmatch(name):
        return f"'{name}' is not a valid id"
    return f"'{name}' is not a valid id: Windows reserves the name" if name in _RESERVED else None


def why_stray(file: str) -> tuple[str, str] | None:
    """What to say of a file without a place, and what to do; None where such a file is nobody's concern."""
    if _PLAIN.fullmatch(file):
        return None
    if _LATER.fullmatch(file):
        return "this version of Assay does not read this file", "It is left out of the assessment."
    message = "this file belongs to no part of an evidence repository"
    if file.endswith(".yml"):
        return message, "Rename it to end in .yaml."
    return message, "Evidence is items/NAME.yaml, files that it cites go under attachments/."
