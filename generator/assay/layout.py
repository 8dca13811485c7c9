"""The layout of an evidence repository: a file's place says what it is, and its name is its id."""

from __future__ import annotations

import re
from dataclasses import dataclass

_ID = re.compile(r"[a-z0-9][a-z0-9-]{0,63}", re.ASCII)
_RESERVED = frozenset(
    {"con", "prn", "aux", "nul", *(f"{name}{n}" for name in ("com", "lpt") for n in range(10))}
)

_PLAIN = re.compile(
    r"(?:.*/)?(README|NOTES|CONTRIBUTING)(\.[a-z]+)?|(?:.*/)?CODEOWNERS|mkdocs\.ya?ml", re.IGNORECASE
)


@dataclass(frozen=True, slots=True)
class Place:
    """What a file's place says: its kind, its id, the cycle it belongs to, and the folders between.

    `folders` are those under `grades/` or `consensus/`: a unit, an assessor, or both; which of them is meant,
    and whether there are too many, depends on whether the assessment has units.
    """

    kind: str
    id: str
    cycle: str = ""
    folders: tuple[str, ...] = ()


_PLACES = (
    ("item", re.compile(r"items/(?:.*/)?(?P<id>[^/]*)\.yaml")),
    ("model", re.compile(r"models/(?P<id>[^/]*)\.yaml")),
    ("finding", re.compile(r"findings/(?:.*/)?(?P<id>[^/]*)\.yaml")),
    ("action", re.compile(r"actions/(?:.*/)?(?P<id>[^/]*)\.yaml")),
    ("metric", re.compile(r"metrics/(?:.*/)?(?P<id>[^/]*)\.yaml")),
    ("request", re.compile(r"requests/(?:.*/)?(?P<id>[^/]*)\.yaml")),
    ("waiver", re.compile(r"waivers/(?P<id>[^/]*)\.yaml")),
    ("decision", re.compile(r"decisions/(?P<id>[^/]*)\.yaml")),
    ("cycle", re.compile(r"cycles/(?P<cycle>(?P<id>[^/]*))/cycle\.yaml")),
    ("checks", re.compile(r"cycles/(?P<cycle>(?P<id>[^/]*))/checks\.yaml")),
    ("grades", re.compile(r"cycles/(?P<cycle>[^/]*)/grades/(?P<folders>(?:[^/]*/)*)(?P<id>[^/]*)\.yaml")),
    (
        "consensus",
        re.compile(r"cycles/(?P<cycle>[^/]*)/consensus/(?P<folders>(?:[^/]*/)*)(?P<id>[^/]*)\.yaml"),
    ),
)


def place_of(file: str) -> Place | None:
    """What a file's place in the folder says; None where it is no place of an evidence repository."""
    for kind, pattern in _PLACES:
        if found := pattern.fullmatch(file):
            names = found.groupdict(default="")
            folders = tuple(names.get("folders", "").split("/")[:-1])
            return Place(kind, names["id"], names.get("cycle", ""), folders)
    return None


def why_no_id(name: str) -> str | None:
    """What is wrong with a name as an id; None where it is one."""
    if not _ID.fullmatch(name):
        return f"'{name}' is not a valid id"
    return f"'{name}' is not a valid id: Windows reserves the name" if is_reserved(name) else None


def is_reserved(name: str) -> bool:
    """Whether Windows keeps a name for itself, whatever ending it has."""
    return name.casefold() in _RESERVED


@dataclass(frozen=True, slots=True)
class Stray:
    """A file without a place: what to say of it, and what to do. `misnamed`: only its name keeps it out."""

    message: str
    hint: str
    misnamed: bool = False


def why_stray(file: str) -> Stray | None:
    """What there is to say of a file without a place; None where such a file is nobody's concern."""
    if _PLAIN.fullmatch(file):
        return None
    message = "this file belongs to no part of an evidence repository"
    *folders, name = file.split("/")
    stem, dot, ending = name.rpartition(".")
    better = "/".join([folder.lower() for folder in folders[:1]] + folders[1:] + [f"{stem}.yaml"])
    if dot and ending.lower() in ("yaml", "yml") and place_of(better):
        hint = f"Rename it to {better}: its name decides what it is."
        return Stray("this file is not read, because of its name", hint, misnamed=True)
    hint = "Evidence is items/NAME.yaml, files that it cites go under attachments/."
    if folders[:1] == ["cycles"]:
        hint = "Grades are cycles/CYCLE/grades/PERSON.yaml, evidence is items/NAME.yaml."
    elif folders[:1] == ["items"] and not name.endswith(".yaml"):
        hint = "Evidence is a text file whose name ends in .yaml; what it cites goes under attachments/."
    return Stray(message, hint)
