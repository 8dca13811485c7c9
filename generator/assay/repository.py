"""An evidence folder to an assessment and the problems found on the way.

The folder decides the kind of a file, the file's stem is its id. A file that cannot be read, or does not
fit its schema, is a problem and is left out; everything else is still read, so that all problems are found
at once. Rules that look across files are in `rules/`.
"""

from __future__ import annotations

import dataclasses
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from assay import library, records, schema_check, yamlfile
from assay.assessment import Assessment, Attachment, CheckAnswers, Consensus, Cycle, Grade, Item, Waiver
from assay.cache import Cache
from assay.folder import MAX_ATTACHMENT_BYTES, PARTS, Entry, Folder, scan
from assay.layout import Place, place_of, why_no_id, why_stray
from assay.model import Model, text_of
from assay.problems import At, Problem, Severity
from assay.wording import did_you_mean

KINDS = ("item", "model", "cycle", "grades", "consensus", "checks", "waiver")
"""The kinds of file of an evidence repository, beside assessment.yaml."""

_TOO_DEEP = "this file lies too deep to be read"


@dataclass(frozen=True)
class Loaded:
    """What a folder holds. `assessment` is None where assessment.yaml or the model cannot be read.

    It lacks the files that have errors of their own (`unread`): check `problems` before you compute
    anything from it.
    """

    folder: Folder
    assessment: Assessment | None
    problems: tuple[Problem, ...]
    unread: frozenset[str] = frozenset()
    _documents: dict[str, yamlfile.Document] = field(default_factory=dict, repr=False)

    def problem(
        self, rule: str, severity: Severity, file: str, at: At, message: str, hint: str, key: bool
    ) -> Problem:
        """A problem at a place in a file (`at` is empty for the file as a whole)."""
        if not at:
            return Problem(file, 1, 1, rule, severity, message, hint)
        if file not in self._documents:
            self._documents[file] = _read(self.folder, file)
        line, column = self._documents[file].position(at, key=key)
        return Problem(file, line, column, rule, severity, message, hint)


def _read(folder: Folder, file: str) -> yamlfile.Document:
    if fault := yamlfile.size_fault(folder.files[file].size):
        return yamlfile.Document(None, (fault,))
    try:
        return yamlfile.read(folder.read(file, yamlfile.MAX_BYTES + 1))
    except OSError as error:
        hint = "Check the permissions of the file."
        fault = yamlfile.Fault(1, 1, "unreadable-file", f"the file cannot be read: {error.strerror}", hint)
        return yamlfile.Document(None, (fault,))


def load(path: Path, *, use_cache: bool = True, language: str | None = None) -> Loaded:
    """Read the evidence repository in the folder `path`, with its texts in `language`.

    Without one it is the first of the assessment's languages.
    """
    if not any((path / part).exists() for part in ("assessment.yaml", *PARTS)):
        return _nothing_here(path)
    return _Reader(scan(path), Cache(path, use_cache), language).load()


def _nothing_here(path: Path) -> Loaded:
    """What is said of a folder without any part of an evidence repository: no more is read of it."""
    entries = sorted(entry.name for entry in path.iterdir())
    inside = next((name for name in entries if (path / name / "assessment.yaml").is_file()), None)
    hint = "An evidence repository starts with this file; the README shows one."
    if inside:
        hint = f"There is one in the folder {inside}: run assay -e {(path / inside).as_posix()} ..."
    message = f"there is no assessment.yaml{did_you_mean('assessment.yaml', entries)}"
    problem = Problem("assessment.yaml", 1, 1, "no-assessment", Severity.ERROR, message, hint)
    return Loaded(Folder(path, {}, ()), None, (problem,))


class _Reader:
    """Reads one folder once. Problems gather in a list: nothing stops at the first."""

    def __init__(self, folder: Folder, cache: Cache, language: str | None) -> None:
        self.folder = folder
        self.cache = cache
        self.language = language or ""
        self.units: frozenset[str] | None = None
        """The ids of the units; None as long as nobody knows them, for assessment.yaml cannot be read."""
        self.problems: list[Problem] = []
        self.documents: dict[str, yamlfile.Document] = {}

    def load(self) -> Loaded:
        for refused in self.folder.refused:
            self._say(refused.file, refused.rule, refused.message, refused.hint)
        settings = self._assessment_data()
        if settings:
            self.language = self.language or settings.get("languages", ["en"])[0]
            self.units = frozenset(unit["id"] for unit in settings.get("units", ()))
        files = self._sort_files()
        items = self._items(files["item"])
        model = self._model(settings, files["model"]) if settings else None
        cycles = self._cycles(files, model)
        attachments = self._attachments(items)
        waivers = self._waivers(files["waiver"])
        self.cache.save()
        assessment = None
        if settings:
            self._twice(settings["people"], "people")
            self._twice(settings.get("units", ()), "units")
            self._folder_names(settings)
        if settings and model:
            assessment = Assessment(
                title=self._text(settings["title"]),
                organisation=self._text(settings["organisation"]),
                scope=self._text(settings["scope"]),
                fictional=settings.get("fictional", False),
                languages=tuple(settings.get("languages", ("en",))),
                repository_url=settings.get("repository_url"),
                model=model,
                policy=records.policy(settings.get("policy", {})),
                people=records.people(settings["people"]),
                items=items,
                cycles=cycles,
                attachments=attachments,
                units=records.units(settings.get("units", []), self.language),
                waivers=waivers,
                forge=settings.get("forge", ""),
            )
        problems = tuple(sorted(self.problems, key=lambda problem: problem.order))
        unread = frozenset(problem.path for problem in problems if problem.severity is Severity.ERROR)
        return Loaded(self.folder, assessment, problems, unread, self.documents)

    def _text(self, value: Any) -> str:
        return text_of(value, self.language)

    # Files and their kinds

    def _sort_files(self) -> dict[str, dict[str, Place]]:
        """For each kind of file: file -> what its place says. Whatever has no place is named."""
        found: dict[str, dict[str, Place]] = {kind: {} for kind in KINDS}
        for file in self.folder.files:
            if file == "assessment.yaml" or file.startswith("attachments/"):
                continue
            place = place_of(file)
            if place is None:
                if stray := why_stray(file):
                    self._say(file, "unknown-file", *stray, Severity.WARNING)
            elif wrong := why_no_id(place.id):
                hint = "Rename it: lower-case letters, digits and hyphens, at most 64, no other signs."
                self._say(file, "bad-id", wrong, hint)
            else:
                found[place.kind][file] = place
        for kind in ("item", "model"):
            self._drop_second_uses(found[kind])
        return found

    def _drop_second_uses(self, files: dict[str, Place]) -> None:
        seen: dict[str, str] = {}
        for file, place in list(files.items()):
            first = seen.setdefault(place.id, file)
            if first != file:
                hint = "Rename one of the files; ids are unique, whatever folder they are in."
                self._say(file, "duplicate-id", f"the id '{place.id}' is taken by {first}", hint)
                del files[file]

    # Kinds of file

    def _assessment_data(self) -> Mapping[str, Any] | None:
        if "assessment.yaml" not in self.folder.files:
            if any(file.startswith("assessment.yaml/") for file in self.folder.files):
                hint = "Rename the folder, and write a file of that name."
                self._say("assessment.yaml", "no-assessment", "assessment.yaml is a folder", hint)
                return None
            guess = did_you_mean("assessment.yaml", [file for file in self.folder.files if "/" not in file])
            hint = "An evidence repository starts with this file; the README shows one."
            self._say("assessment.yaml", "no-assessment", f"there is no assessment.yaml{guess}", hint)
            return None
        return self._checked("assessment.yaml", "assessment")

    def _twice(self, entries: Sequence[Mapping[str, Any]], key: str) -> None:
        seen: set[str] = set()
        for index, name in enumerate(entry["id"] for entry in entries):
            if name in seen:
                at, message = (key, index, "id"), f"the id '{name}' stands twice"
                self._say_at("assessment.yaml", at, "duplicate-id", message, "Rename one of them.")
            seen.add(name)

    def _folder_names(self, settings: Mapping[str, Any]) -> None:
        """Units and languages have folders of their own, which must work on every system."""
        names: dict[At, str] = {}
        names |= {("units", index, "id"): unit["id"] for index, unit in enumerate(settings.get("units", ()))}
        names |= {("languages", index): name for index, name in enumerate(settings.get("languages", ()))}
        for at, name in names.items():
            if wrong := why_no_id(name.lower()):
                self._say_at("assessment.yaml", at, "bad-id", wrong, "Take another: it names a folder.")
        languages = [name.lower() for name in settings.get("languages", ())]
        for index, name in enumerate(languages):
            if name in languages[:index]:
                message, at = f"the language '{name}' stands twice", ("languages", index)
                self._say_at("assessment.yaml", at, "duplicate-id", message, "Remove one of them.")

    def _items(self, files: Mapping[str, Place]) -> dict[str, Item]:
        found = {}
        for file, place in files.items():
            if (data := self._checked(file, "item")) is not None:
                found[place.id] = records.item(place.id, file, data, self.language)
        return found

    def _waivers(self, files: Mapping[str, Place]) -> dict[str, Waiver]:
        checked = {file: self._checked(file, "waiver") for file in files}
        return {
            files[file].id: records.waiver(files[file].id, file, data, self.language)
            for file, data in checked.items()
            if data is not None
        }

    def _model(self, settings: Mapping[str, Any], own: Mapping[str, Place]) -> Model | None:
        """The model that the assessment names, from its own models/ or from those built in."""
        shelf = library.Shelf({place.id: self._model_file(file, place) for file, place in own.items()})
        wholes: dict[str, library.Whole | None] = {}
        for file, place in own.items():
            wholes[place.id], mismatches = library.whole_of(shelf.own[place.id], shelf)
            for one in mismatches:
                self._say_at(file, one.at, "model", one.message, one.hint, key=one.key)
        wanted = settings["model"]
        if wanted not in wholes and wanted in library.built_in_ids():
            wholes[wanted], _ = library.whole_of(library.built_in(wanted), shelf)
        if wanted in wholes:
            whole = wholes[wanted]
            return whole.model(self.language) if whole else None
        hint = f"Known: {', '.join(shelf.names)}. Other models are files models/NAME.yaml."
        message = f"unknown model '{wanted}'{did_you_mean(wanted, shelf.names)}"
        self._say_at("assessment.yaml", ("model",), "unknown-model", message, hint)
        return None

    def _model_file(self, file: str, place: Place) -> library.ModelFile:
        data = self._checked(file, "model")
        digest = self.folder.sha256(file) if data is not None else ""
        return library.ModelFile(place.id, file, data, digest)

    def _cycles(self, files: Mapping[str, Mapping[str, Place]], model: Model | None) -> dict[str, Cycle]:
        grades = self._grades(files["grades"], model)
        consensus = self._consensus(files["consensus"], model)
        checks: dict[str, CheckAnswers] = {}
        for file, place in files["checks"].items():
            self._has_cycle(file, place)
            if (data := self._checked(file, "checks")) is not None:
                checks[place.cycle] = records.check_answers(file, data, self.language)
        found = {}
        for file, place in files["cycle"].items():
            if (data := self._checked(file, "cycle")) is not None:
                found[place.id] = dataclasses.replace(
                    records.cycle(place.id, file, data, model, self.language),
                    grades=tuple(grades.get(place.id, ())),
                    consensus=tuple(consensus.get(place.id, ())),
                    checks=checks.get(place.id),
                )
        return found

    def _grades(self, files: Mapping[str, Place], model: Model | None) -> dict[str, list[Grade]]:
        found: dict[str, list[Grade]] = {}
        for file, place in files.items():
            self._has_cycle(file, place)
            data = self._checked(file, "grades")
            found_in = self._unit(file, place)
            if found_in is None:
                continue
            unit, rest = found_in
            assessor = rest[0] if rest else place.id
            if len(rest) > 1:
                self._say(file, "unknown-file", _TOO_DEEP, "Move it up, to the assessor's folder.")
            elif data is not None and model:
                grades = records.grades(assessor, unit, file, data, model, self.language)
                found.setdefault(place.cycle, []).extend(grades)
        return found

    def _consensus(self, files: Mapping[str, Place], model: Model | None) -> dict[str, list[Consensus]]:
        found: dict[str, list[Consensus]] = {}
        for file, place in files.items():
            self._has_cycle(file, place)
            data = self._checked(file, "consensus")
            found_in = self._unit(file, place)
            if found_in is None:
                continue
            unit, rest = found_in
            if rest:
                home = "/".join(filter(None, ("cycles", place.cycle, "consensus", unit)))
                self._say(file, "unknown-file", _TOO_DEEP, f"Move it up: {home}/NODE.yaml.")
            elif data is not None and model:
                settled = records.consensus(place.id, unit, file, data, model, self.language)
                found.setdefault(place.cycle, []).extend(settled)
        return found

    def _unit(self, file: str, place: Place) -> tuple[str | None, tuple[str, ...]] | None:
        """The unit that a file belongs to, and the folders below that of the unit; None (said) for none."""
        if self.units is None:
            return None
        if not self.units:
            return None, place.folders
        if place.folders and place.folders[0] in self.units:
            return place.folders[0], place.folders[1:]
        name = place.folders[0] if place.folders else ""
        guess = did_you_mean(name, self.units) if name else ""
        message = f"unknown unit '{name}'{guess}" if name else "the file lies in no unit's folder"
        folder = f"cycles/{place.cycle}/{place.kind}"
        hint = (
            f"With units these files are {folder}/UNIT/NAME.yaml; the units: {', '.join(sorted(self.units))}."
        )
        self._say(file, "unknown-unit", message, hint)
        return None

    def _has_cycle(self, file: str, place: Place) -> None:
        if f"cycles/{place.cycle}/cycle.yaml" not in self.folder.files:
            hint = f"Write cycles/{place.cycle}/cycle.yaml with a title and a period."
            self._say(file, "no-cycle", f"the cycle '{place.cycle}' has no cycle.yaml", hint)

    def _attachments(self, items: Mapping[str, Item]) -> dict[str, Attachment]:
        """The files that items cite, as far as they are there, with their checksums."""
        found = {}
        for file in sorted(
            {source.file for item in items.values() for source in item.sources if source.file}
        ):
            entry = self.folder.files.get(file)
            if entry is None or not file.startswith("attachments/") or entry.size > MAX_ATTACHMENT_BYTES:
                continue
            digest = self.cache.get(entry)
            if digest is None:
                try:
                    digest = self.folder.sha256(file)
                except OSError as error:
                    self._say(
                        file,
                        "unreadable-file",
                        f"the file cannot be read: {error.strerror}",
                        "Check its permissions.",
                    )
                    continue
                self.cache.put(entry, digest)
            found[file] = Attachment(file, entry.size, digest)
        return found

    # One file

    def _checked(self, file: str, kind: str) -> Mapping[str, Any] | None:
        """The data of a file that reads well and fits its schema; else None, and its problems are noted."""
        entry: Entry = self.folder.files[file]
        known = self.cache.get(entry)
        if isinstance(known, dict):
            return known
        document = _read(self.folder, file)
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
        return data

    def _say(
        self, file: str, rule: str, message: str, hint: str, severity: Severity = Severity.ERROR
    ) -> None:
        self.problems.append(Problem(file or ".", 1, 1, rule, severity, message, hint))

    def _say_at(self, file: str, at: At, rule: str, message: str, hint: str, *, key: bool = False) -> None:
        if file not in self.documents:
            self.documents[file] = _read(self.folder, file)
        line, column = self.documents[file].position(at, key=key)
        self.problems.append(Problem(file, line, column, rule, Severity.ERROR, message, hint))
