"""What the files of an evidence folder say, kind by kind, put together to the assessment."""

from __future__ import annotations

import dataclasses
from collections.abc import Callable, Mapping
from typing import Any, TypeVar

from assay import audit, library, metrics, records
from assay.assessment import Assessment, Attachment, CheckAnswers, Consensus, Cycle, Grade, Item
from assay.folder import MAX_ATTACHMENT_BYTES
from assay.layout import Place
from assay.model import Model, text_of
from assay.problems import Severity
from assay.repository.files import Files
from assay.repository.loaded import Loaded
from assay.repository.placing import check_cycle, check_names, sort_files, unit_of
from assay.wording import did_you_mean

Read = TypeVar("Read")

_TOO_DEEP = "this file lies too deep to be read"


class Reader:
    """Reads one folder once."""

    def __init__(self, files: Files, language: str | None) -> None:
        self.files = files
        self.folder = files.folder
        self.language = language or ""
        self.model_data: Mapping[str, Any] = {}
        self.units: frozenset[str] | None = None
        """The ids of the units; None as long as nobody knows them, for assessment.yaml cannot be read."""

    def load(self) -> Loaded:
        """Everything that the folder holds."""
        for refused in self.folder.refused:
            self.files.say(refused.file, refused.rule, refused.message, refused.hint)
        settings = self._assessment_data()
        if settings:
            self.language = self.language or settings.get("languages", ["en"])[0]
            self.units = frozenset(unit["id"] for unit in settings.get("units", ()))
        files = sort_files(self.files)
        items = self._each(files["item"], "item", records.item)
        model = self._model(settings, files["model"]) if settings else None
        cycles = self._cycles(files, model)
        attachments = self._attachments(items)
        findings = self._each(files["finding"], "finding", audit.finding)
        actions = self._each(files["action"], "action", audit.action)
        measured = self._each(files["metric"], "metric", metrics.metric)
        requests = self._each(files["request"], "request", audit.request)
        waivers = self._each(files["waiver"], "waiver", records.waiver)
        decisions = self._each(files["decision"], "decision", records.decision)
        self.files.cache.save()
        assessment = None
        if settings:
            check_names(self.files, settings)
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
                findings=findings,
                actions=actions,
                metrics=measured,
                requests=requests,
                waivers=waivers,
                decisions=decisions,
                forge=settings.get("forge", ""),
            )
        problems = tuple(sorted(self.files.problems, key=lambda problem: problem.order))
        unread = frozenset(problem.path for problem in problems if problem.severity is Severity.ERROR)
        return Loaded(
            self.folder,
            assessment,
            problems,
            unread,
            self.files.data,
            self.model_data,
            self.files.documents,
        )

    def _text(self, value: Any) -> str:
        return text_of(value, self.language)

    # Kinds of file

    def _assessment_data(self) -> Mapping[str, Any] | None:
        if "assessment.yaml" not in self.folder.files:
            if any(file.startswith("assessment.yaml/") for file in self.folder.files):
                hint = "Rename the folder, and write a file of that name."
                self.files.say("assessment.yaml", "no-assessment", "assessment.yaml is a folder", hint)
                return None
            guess = did_you_mean("assessment.yaml", [file for file in self.folder.files if "/" not in file])
            hint = "An evidence repository starts with this file: assay init writes one."
            self.files.say("assessment.yaml", "no-assessment", f"there is no assessment.yaml{guess}", hint)
            return None
        return self.files.checked("assessment.yaml", "assessment")

    def _each(
        self,
        files: Mapping[str, Place],
        kind: str,
        read: Callable[[str, str, Mapping[str, Any], str], Read],
    ) -> dict[str, Read]:
        """The files of a kind that is known by its id alone, by id."""
        found = {}
        for file, place in files.items():
            if (data := self.files.checked(file, kind)) is not None:
                found[place.id] = read(place.id, file, data, self.language)
        return found

    def _model(self, settings: Mapping[str, Any], own: Mapping[str, Place]) -> Model | None:
        """The model that the assessment names, from its own models/ or from those built in."""
        shelf = library.Shelf({place.id: self._model_file(file, place) for file, place in own.items()})
        wholes: dict[str, library.Whole | None] = {}
        for file, place in own.items():
            wholes[place.id], mismatches = library.whole_of(shelf.own[place.id], shelf)
            for one in mismatches:
                self.files.say_at(file, one.at, "model", one.message, one.hint, key=one.key)
        wanted = settings["model"]
        if wanted not in wholes and wanted in library.built_in_ids():
            wholes[wanted], _ = library.whole_of(library.built_in(wanted), shelf)
        if wanted in wholes:
            whole = wholes[wanted]
            self.model_data = whole.data if whole else {}
            return whole.model(self.language) if whole else None
        hint = f"Known: {', '.join(shelf.names)}. Other models are files models/NAME.yaml."
        message = f"unknown model '{wanted}'{did_you_mean(wanted, shelf.names)}"
        self.files.say_at("assessment.yaml", ("model",), "unknown-model", message, hint)
        return None

    def _model_file(self, file: str, place: Place) -> library.ModelFile:
        data = self.files.checked(file, "model")
        digest = self.folder.sha256(file) if data is not None else ""
        return library.ModelFile(place.id, file, data, digest)

    def _cycles(self, files: Mapping[str, Mapping[str, Place]], model: Model | None) -> dict[str, Cycle]:
        grades = self._grades(files["grades"], model)
        consensus = self._consensus(files["consensus"], model)
        checks: dict[str, CheckAnswers] = {}
        for file, place in files["checks"].items():
            check_cycle(self.files, file, place)
            if (data := self.files.checked(file, "checks")) is not None:
                checks[place.cycle] = records.check_answers(file, data, self.language)
        found = {}
        for file, place in files["cycle"].items():
            if (data := self.files.checked(file, "cycle")) is not None:
                found[place.id] = dataclasses.replace(
                    records.cycle(place.id, file, data, model, self.language),
                    grades=tuple(one for one in grades.get(place.id, ()) if not one.to_confirm),
                    to_confirm=tuple(one for one in grades.get(place.id, ()) if one.to_confirm),
                    consensus=tuple(consensus.get(place.id, ())),
                    checks=checks.get(place.id),
                )
        return found

    def _grades(self, files: Mapping[str, Place], model: Model | None) -> dict[str, list[Grade]]:
        found: dict[str, list[Grade]] = {}
        for file, place in files.items():
            check_cycle(self.files, file, place)
            data = self.files.checked(file, "grades")
            found_in = self._unit(file, place)
            if found_in is None:
                continue
            unit, rest = found_in
            assessor = rest[0] if rest else place.id
            if len(rest) > 1:
                self.files.say(file, "unknown-file", _TOO_DEEP, "Move it up, to the assessor's folder.")
            elif data is not None and model:
                grades = records.grades(assessor, unit, file, data, model, self.language)
                found.setdefault(place.cycle, []).extend(grades)
        return found

    def _consensus(self, files: Mapping[str, Place], model: Model | None) -> dict[str, list[Consensus]]:
        found: dict[str, list[Consensus]] = {}
        for file, place in files.items():
            check_cycle(self.files, file, place)
            data = self.files.checked(file, "consensus")
            found_in = self._unit(file, place)
            if found_in is None:
                continue
            unit, rest = found_in
            if rest:
                home = "/".join(filter(None, ("cycles", place.cycle, "consensus", unit)))
                self.files.say(file, "unknown-file", _TOO_DEEP, f"Move it up: {home}/NODE.yaml.")
            elif data is not None and model:
                settled = records.consensus(place.id, unit, file, data, model, self.language)
                found.setdefault(place.cycle, []).extend(settled)
        return found

    def _unit(self, file: str, place: Place) -> tuple[str | None, tuple[str, ...]] | None:
        """The unit that a file belongs to, and the folders below its own; None where nobody knows."""
        return None if self.units is None else unit_of(self.files, self.units, file, place)

    def _attachments(self, items: Mapping[str, Item]) -> dict[str, Attachment]:
        """The files that items cite, as far as they are there, with their checksums."""
        found = {}
        for file in sorted(
            {source.file for item in items.values() for source in item.sources if source.file}
        ):
            entry = self.folder.files.get(file)
            if entry is None or not file.startswith("attachments/") or entry.size > MAX_ATTACHMENT_BYTES:
                continue
            if (digest := self.files.sha256(file)) is not None:
                found[file] = Attachment(file, entry.size, digest)
        return found
