"""What a folder says as far as it can be read at all, errors and all: for those who help to mend them."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import cached_property
from typing import Any

from assay import library, schema_check
from assay.folder import Folder
from assay.layout import Place, place_of
from assay.model import DEFAULT_LANGUAGE, Model
from assay.repository.files import read

_ASSESSMENT = Place("assessment", "assessment")


def kind_of(file: str) -> Place | None:
    """What a file of an evidence folder is; None for whatever is no YAML file of Assay's formats."""
    if file.startswith("attachments/"):
        return None
    return _ASSESSMENT if file == "assessment.yaml" else place_of(file)


@dataclass(frozen=True)
class Outline:
    """A folder, whose files are read when somebody asks. Nothing in it fits a schema for certain."""

    folder: Folder

    @cached_property
    def settings(self) -> Mapping[str, Any]:
        """What assessment.yaml says; nothing where it cannot be read."""
        return self.data("assessment.yaml")

    @cached_property
    def language(self) -> str:
        """The first of the assessment's languages."""
        languages = self.settings.get("languages")
        first = languages[0] if isinstance(languages, list) and languages else None
        return first if isinstance(first, str) else DEFAULT_LANGUAGE

    @cached_property
    def shelf(self) -> library.Shelf:
        """The models that there are. Those in this folder that do not fit the schema have no data."""
        own = {}
        for file, place in self.of_kind("model"):
            data = self.data(file)
            fits = bool(data) and not schema_check.check("model", data)
            whole = library.without_own_keys(data) if fits else None
            own[place.id] = library.ModelFile(place.id, file, whole, "")
        return library.Shelf(own)

    @cached_property
    def model(self) -> Model | None:
        """The model that the assessment names, if it is there and can be used."""
        wanted = self.settings.get("model")
        found = self.shelf.find(wanted) if isinstance(wanted, str) else None
        whole, _ = library.whole_of(found, self.shelf) if found else (None, None)
        return whole.model(self.language) if whole else None

    @cached_property
    def pinned_models(self) -> frozenset[str]:
        """The ids of the models whose very bytes a cycle names by a digest, and of those they extend."""
        stamps = (self.data(file).get("model") for file, _ in self.of_kind("cycle"))
        waiting = [stamp.get("id") for stamp in stamps if isinstance(stamp, dict) and "digest" in stamp]
        pinned: set[str] = set()
        while waiting:
            name = waiting.pop()
            if isinstance(name, str) and name not in pinned:
                pinned.add(name)
                file = self.shelf.own.get(name)
                waiting.append(file.data.get("extends") if file and file.data else None)
        return frozenset(pinned)

    def of_kind(self, kind: str) -> Iterator[tuple[str, Place]]:
        """The files of a kind, in the order of their names."""
        for file in self.folder.files:
            if (place := kind_of(file)) and place.kind == kind:
                yield file, place

    def data(self, file: str) -> Mapping[str, Any]:
        """What a file says; nothing where it is not there, cannot be read, or holds no map."""
        if file not in self.folder.files:
            return {}
        data = read(self.folder, file).data
        return data if isinstance(data, dict) else {}
