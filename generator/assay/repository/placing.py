"""Which file is what: the kinds of an evidence folder's files, and the names that stand twice or nowhere."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from assay.layout import Place, place_of, why_no_id, why_stray
from assay.problems import At, Severity
from assay.repository.files import Files
from assay.wording import did_you_mean

KINDS = (
    "item",
    "model",
    "cycle",
    "grades",
    "consensus",
    "checks",
    "finding",
    "action",
    "metric",
    "request",
    "waiver",
    "decision",
)
"""The kinds of file of an evidence repository, beside assessment.yaml."""

_BY_ID_ALONE = ("item", "model", "finding", "action", "metric", "request")
"""The kinds whose files are known by their id alone, whatever folder they are in."""


def sort_files(files: Files) -> dict[str, dict[str, Place]]:
    """For each kind of file: file -> what its place says. Whatever has no place is named."""
    found: dict[str, dict[str, Place]] = {kind: {} for kind in KINDS}
    for file in files.folder.files:
        if file == "assessment.yaml" or file.startswith("attachments/"):
            continue
        place = place_of(file)
        if place is None:
            if stray := why_stray(file):
                # Left out, it would make the levels a lie as much as one that cannot be read.
                severity = Severity.ERROR if stray.misnamed else Severity.WARNING
                files.say(file, "unknown-file", stray.message, stray.hint, severity)
        elif wrong := why_no_id(place.id):
            hint = "Rename it: lower-case letters, digits and hyphens, at most 64, no other signs."
            files.say(file, "bad-id", wrong, hint)
        else:
            found[place.kind][file] = place
    for kind in _BY_ID_ALONE:
        _drop_second_uses(files, found[kind])
    return found


def _drop_second_uses(files: Files, places: dict[str, Place]) -> None:
    seen: dict[str, str] = {}
    for file, place in list(places.items()):
        first = seen.setdefault(place.id, file)
        if first != file:
            hint = "Rename one of the files; ids are unique, whatever folder they are in."
            files.say(file, "duplicate-id", f"the id '{place.id}' is taken by {first}", hint)
            del places[file]


def check_names(files: Files, settings: Mapping[str, Any]) -> None:
    """Name the ids in assessment.yaml that stand twice, or that cannot be the name of a folder."""
    _twice(files, settings["people"], "people")
    _twice(files, settings.get("units", ()), "units")
    _folder_names(files, settings)


def _twice(files: Files, entries: Sequence[Mapping[str, Any]], key: str) -> None:
    seen: set[str] = set()
    for index, name in enumerate(entry["id"] for entry in entries):
        if name in seen:
            at, message = (key, index, "id"), f"the id '{name}' stands twice"
            files.say_at("assessment.yaml", at, "duplicate-id", message, "Rename one of them.")
        seen.add(name)


def _folder_names(files: Files, settings: Mapping[str, Any]) -> None:
    """Units and languages have folders of their own, which must work on every system."""
    names: dict[At, str] = {}
    names |= {("units", index, "id"): unit["id"] for index, unit in enumerate(settings.get("units", ()))}
    names |= {("languages", index): name for index, name in enumerate(settings.get("languages", ()))}
    for at, name in names.items():
        if wrong := why_no_id(name.lower()):
            files.say_at("assessment.yaml", at, "bad-id", wrong, "Take another: it names a folder.")
    languages = [name.lower() for name in settings.get("languages", ())]
    for index, name in enumerate(languages):
        if name in languages[:index]:
            message, at = f"the language '{name}' stands twice", ("languages", index)
            files.say_at("assessment.yaml", at, "duplicate-id", message, "Remove one of them.")


def unit_of(
    files: Files, units: frozenset[str], file: str, place: Place
) -> tuple[str | None, tuple[str, ...]] | None:
    """The unit that a file belongs to, and the folders below that of the unit; None (said) for none."""
    if not units:
        return None, place.folders
    if place.folders and place.folders[0] in units:
        return place.folders[0], place.folders[1:]
    name = place.folders[0] if place.folders else ""
    guess = did_you_mean(name, units) if name else ""
    message = f"unknown unit '{name}'{guess}" if name else "the file lies in no unit's folder"
    folder = f"cycles/{place.cycle}/{place.kind}"
    hint = f"With units these files are {folder}/UNIT/NAME.yaml; the units: {', '.join(sorted(units))}."
    files.say(file, "unknown-unit", message, hint)
    return None


def check_cycle(files: Files, file: str, place: Place) -> None:
    """Say so where the cycle that a file belongs to has no cycle.yaml."""
    if f"cycles/{place.cycle}/cycle.yaml" not in files.folder.files:
        hint = f"Write cycles/{place.cycle}/cycle.yaml with a title and a period."
        files.say(file, "no-cycle", f"the cycle '{place.cycle}' has no cycle.yaml", hint)
