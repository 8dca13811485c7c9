"""What may stand in some place of a command line, for shells that complete it.

Nothing is checked, no git is asked, no item is read: a shell waits for the answer while somebody types.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from functools import cached_property
from pathlib import Path
from typing import Any, Literal

from assay import yamlfile
from assay.folder import Folder, scan
from assay.layout import place_of, why_no_id
from assay.library import ModelFile, Shelf, whole_of, without_own_keys
from assay.model import DEFAULT_LANGUAGE, OVERALL, Model, text_of
from assay.problems import shorten

Kind = Literal["attribute", "cycle", "item", "model", "node", "person", "unit"]
ASSESSMENT = "assessment.yaml"


class Candidates:
    """What the evidence repository in a folder has to choose from: ids, each with its name or "".

    Only ids are given out that keep to the rules for ids: a shell must never be handed any other text. Files
    that cannot be read raise whatever they raise; who completes a line leaves it as it is then.
    """

    def __init__(self, path: Path) -> None:
        self._path = path

    def of(self, kind: Kind, node: str = "") -> dict[str, str]:
        """All of one kind. `node`: what an attribute is asked of."""
        found: Mapping[Kind, Callable[[], Iterator[tuple[str, str]]]] = {
            "attribute": lambda: self._attributes(node),
            "cycle": lambda: self._files("cycle"),
            "item": lambda: self._files("item"),
            "model": self._models,
            "node": self._nodes,
            "person": lambda: self._listed("people", "name"),
            "unit": lambda: self._listed("units", "title"),
        }
        return {name: shorten(words) for name, words in found[kind]() if not why_no_id(name)}

    @cached_property
    def _folder(self) -> Folder:
        return scan(self._path)

    @cached_property
    def _assessment(self) -> Mapping[str, Any]:
        data = yamlfile.read(self._folder.read(ASSESSMENT, yamlfile.MAX_BYTES)).data
        return data if isinstance(data, dict) else {}

    @cached_property
    def _language(self) -> str:
        languages = self._assessment.get("languages")
        return str(languages[0]) if isinstance(languages, list) and languages else DEFAULT_LANGUAGE

    @cached_property
    def _model(self) -> Model | None:
        file = self._shelf.find(str(self._assessment.get("model")))
        whole = whole_of(file, self._shelf)[0] if file else None
        return whole.model(self._language) if whole else None

    @cached_property
    def _shelf(self) -> Shelf:
        return Shelf({name: self._own(name) for name, _ in self._files("model")})

    def _own(self, name: str) -> ModelFile:
        """A model of the repository. Whether it fits the schema is for others to say."""
        file = f"models/{name}.yaml"
        data = yamlfile.read(self._folder.read(file, yamlfile.MAX_BYTES)).data
        return ModelFile(name, file, without_own_keys(data), "")

    def _files(self, kind: str) -> Iterator[tuple[str, str]]:
        places = (place_of(file) for file in sorted(self._folder.files))
        yield from ((place.id, "") for place in places if place and place.kind == kind)

    def _listed(self, key: str, name: str) -> Iterator[tuple[str, str]]:
        entries = self._assessment.get(key)
        for entry in entries if isinstance(entries, list) else ():
            if isinstance(entry, dict) and isinstance(entry.get("id"), str):
                yield entry["id"], text_of(entry.get(name) or "", self._language)

    def _models(self) -> Iterator[tuple[str, str]]:
        yield from ((name, "") for name in self._shelf.names)

    def _nodes(self) -> Iterator[tuple[str, str]]:
        if self._model:
            yield OVERALL, ""
            yield from ((node.id, node.title) for node in self._model.nodes.values())

    def _attributes(self, node: str) -> Iterator[tuple[str, str]]:
        model = self._model
        if model is None:
            return
        at = model.nodes.get(node)
        asked = {name for leaf in at.leaves() for name in leaf.attributes} if at else set(model.attributes)
        yield from ((one.id, one.title) for one in model.attributes.values() if one.id in asked)
