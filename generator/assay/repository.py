"""An evidence folder to an assessment and the problems found on the way.

The folder decides the kind of a file, the file's stem is its id. A file that cannot be read, or does not
fit its schema, is a problem and is left out; everything else is still read, so that all problems are found
at once. Rules that look across files are in `rules/`.
"""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from assay import model_check, records, resources, schema_check, yamlfile
from assay.assessment import Assessment, Attachment, Cycle, Grade, Item
from assay.cache import Cache
from assay.folder import MAX_ATTACHMENT_BYTES, PARTS, Entry, Folder, scan
from assay.layout import kind_and_id, why_no_id, why_stray
from assay.model import Model, build_model
from assay.problems import At, Problem, Severity
from assay.wording import did_you_mean


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


def _without_own_keys(data: Any) -> Any:
    """The data without the keys `x-...`, which people may add anywhere for purposes of their own."""
    if isinstance(data, dict):
        return {key: _without_own_keys(value) for key, value in data.items() if not key.startswith("x-")}
    return [_without_own_keys(value) for value in data] if isinstance(data, list) else data


def load(path: Path, *, use_cache: bool = True) -> Loaded:
    """Read the evidence repository in the folder `path`."""
    if not any((path / part).exists() for part in ("assessment.yaml", *PARTS)):
        return _nothing_here(path)
    return _Reader(scan(path), Cache(path, use_cache)).load()


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

    def __init__(self, folder: Folder, cache: Cache) -> None:
        self.folder = folder
        self.cache = cache
        self.problems: list[Problem] = []
        self.documents: dict[str, yamlfile.Document] = {}

    def load(self) -> Loaded:
        for refused in self.folder.refused:
            self._say(refused.file, refused.rule, refused.message, refused.hint)
        settings = self._assessment_data()
        files = self._sort_files()
        items = self._items(files["item"])
        model = self._model(settings, files["model"]) if settings else None
        cycles = self._cycles(files["cycle"], files["grades"], model)
        attachments = self._attachments(items)
        self.cache.save()
        assessment = None
        if settings:
            self._people_twice(settings["people"])
        if settings and model:
            assessment = Assessment(
                title=settings["title"],
                organisation=settings["organisation"],
                scope=settings["scope"],
                fictional=settings.get("fictional", False),
                languages=tuple(settings.get("languages", ("en",))),
                repository_url=settings.get("repository_url"),
                model=model,
                policy=records.policy(settings.get("policy", {})),
                people=records.people(settings["people"]),
                items=items,
                cycles=cycles,
                attachments=attachments,
            )
        problems = tuple(sorted(self.problems, key=lambda problem: problem.order))
        unread = frozenset(problem.path for problem in problems if problem.severity is Severity.ERROR)
        return Loaded(self.folder, assessment, problems, unread, self.documents)

    # Files and their kinds

    def _sort_files(self) -> dict[str, dict[str, str]]:
        """For each kind of file: file -> id, as the file's place says. Whatever has no place is named."""
        found: dict[str, dict[str, str]] = {"item": {}, "model": {}, "cycle": {}, "grades": {}}
        for file in self.folder.files:
            if file == "assessment.yaml" or file.startswith("attachments/"):
                continue
            kind, name = kind_and_id(file)
            if kind is None:
                if stray := why_stray(file):
                    self._say(file, "unknown-file", *stray, Severity.WARNING)
            elif wrong := why_no_id(name):
                hint = "Rename it: lower-case letters, digits and hyphens, at most 64, no other signs."
                self._say(file, "bad-id", wrong, hint)
            else:
                found[kind][file] = name
        for kind in ("item", "model"):
            self._drop_second_uses(found[kind])
        return found

    def _drop_second_uses(self, files: dict[str, str]) -> None:
        seen: dict[str, str] = {}
        for file, name in list(files.items()):
            first = seen.setdefault(name, file)
            if first != file:
                hint = "Rename one of the files; ids are unique, whatever folder they are in."
                self._say(file, "duplicate-id", f"the id '{name}' is taken by {first}", hint)
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

    def _people_twice(self, people: Sequence[Mapping[str, Any]]) -> None:
        seen: set[str] = set()
        for index, person in enumerate(entry["id"] for entry in people):
            if person in seen:
                at, message = ("people", index, "id"), f"the id '{person}' stands twice"
                self._say_at("assessment.yaml", at, "duplicate-id", message, "Rename one of them.")
            seen.add(person)

    def _items(self, files: Mapping[str, str]) -> dict[str, Item]:
        found = {}
        for file, name in files.items():
            if (data := self._checked(file, "item")) is not None:
                found[name] = records.item(name, file, data)
        return found

    def _model(self, settings: Mapping[str, Any], own: Mapping[str, str]) -> Model | None:
        """The model that the assessment names, from its own models/ or from those built in."""
        for file, name in own.items():
            if name != settings["model"]:
                self._checked(file, "model", model_check.faults)
        wanted = settings["model"]
        language = settings.get("languages", ["en"])[0]
        for file, name in own.items():
            if name == wanted:
                data = self._checked(file, "model", model_check.faults)
                return build_model(wanted, data, self.folder.sha256(file), language) if data else None
        built_in = {path.stem: path for path in sorted(resources.MODELS.glob("*.yaml"))}
        if wanted in built_in:
            raw = built_in[wanted].read_bytes()
            return build_model(wanted, yamlfile.read(raw).data, hashlib.sha256(raw).hexdigest(), language)
        known = [*built_in, *own.values()]
        hint = f"Known: {', '.join(known)}. Other models are files models/NAME.yaml."
        self._say_at(
            "assessment.yaml",
            ("model",),
            "unknown-model",
            f"unknown model '{wanted}'{did_you_mean(wanted, known)}",
            hint,
        )
        return None

    def _cycles(
        self, cycle_files: Mapping[str, str], grade_files: Mapping[str, str], model: Model | None
    ) -> dict[str, Cycle]:
        grades: dict[str, list[Grade]] = {}
        for file, assessor in grade_files.items():
            data = self._checked(file, "grades")
            cycle = file.split("/")[1]
            if f"cycles/{cycle}/cycle.yaml" not in self.folder.files:
                hint = f"Write cycles/{cycle}/cycle.yaml with a title and a period."
                self._say(file, "no-cycle", f"the cycle '{cycle}' has no cycle.yaml", hint)
            if data is not None and model:
                grades.setdefault(cycle, []).extend(records.grades(assessor, file, data, model))
        found = {}
        for file, name in cycle_files.items():
            if (data := self._checked(file, "cycle")) is not None:
                found[name] = records.cycle(name, file, data, tuple(grades.get(name, ())))
        return found

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

    def _checked(
        self, file: str, kind: str, more: Callable[[Any], list[schema_check.Mismatch]] | None = None
    ) -> Mapping[str, Any] | None:
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
        mismatches, rule = schema_check.check(kind, document.data), "schema"
        data: Mapping[str, Any] = {} if mismatches else document.data
        if "x-" in document.text or "\\" in document.text:  # a key may be written with an escape
            data = _without_own_keys(data)
        if data and more:
            mismatches, rule = more(data), kind
        for mismatch in mismatches:
            line, column = document.position(mismatch.at, key=mismatch.key)
            self.problems.append(
                Problem(file, line, column, rule, Severity.ERROR, mismatch.message, mismatch.hint)
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

    def _say_at(self, file: str, at: At, rule: str, message: str, hint: str) -> None:
        if file not in self.documents:
            self.documents[file] = _read(self.folder, file)
        line, column = self.documents[file].position(at)
        self.problems.append(Problem(file, line, column, rule, Severity.ERROR, message, hint))
