"""The models that there are: built in, or files of an evidence folder; and the whole that each one makes.

A tailored model is a whole only together with the model that it extends. Nothing here is an exception: what
is wrong with a file comes back as mismatches at places of that file.
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from functools import cache
from pathlib import Path
from typing import Any

from assay import model_check, resources, schema_check, yamlfile
from assay.model import DEFAULT_LANGUAGE, Model, build_model
from assay.model_check.finding import Data
from assay.schema_check import Mismatch
from assay.tailoring import Tailored, tailor
from assay.wording import did_you_mean, listed

MOST_IN_A_ROW = 8
"""How many models may extend each other in a row."""


@dataclass(frozen=True, slots=True)
class ModelFile:
    """A model as its file has it. `data` fits the schema and has no keys `x-...`; None where it does not.

    `where`: the file as messages name it. `digest`: the SHA-256 of the file.
    """

    id: str
    where: str
    data: Data | None
    digest: str


@dataclass(frozen=True, slots=True)
class Whole:
    """A model with all that it consists of.

    `extends`: the id of the model that it tailors, and `changes` what it changes and why, those of a base
    that is tailored itself first; `tailored`: how the outcome came about.
    """

    id: str
    data: Data
    digest: str
    extends: str = ""
    changes: tuple[tuple[str, Any], ...] = ()
    tailored: Tailored | None = None
    base: Whole | None = None

    def model(self, language: str = DEFAULT_LANGUAGE) -> Model:
        """The model with its texts in one language."""
        return build_model(
            self.id, self.data, self.digest, language, extends=self.extends, changes=self.changes
        )


@dataclass(frozen=True, slots=True)
class Shelf:
    """The models that one may name: those of an evidence folder first, then those built in."""

    own: Mapping[str, ModelFile] = field(default_factory=dict)

    def find(self, name: str) -> ModelFile | None:
        """The model of that id."""
        return self.own.get(name) or (built_in(name) if name in built_in_ids() else None)

    @property
    def names(self) -> tuple[str, ...]:
        """The ids of all of them, the built-in ones first."""
        return tuple(dict.fromkeys((*built_in_ids(), *self.own)))


@cache
def built_in_ids() -> tuple[str, ...]:
    """The ids of the models that come with Assay."""
    return tuple(sorted(path.stem for path in resources.MODELS.glob("*.yaml")))


def built_in_path(name: str) -> Path:
    """The file of a built-in model."""
    return resources.MODELS / f"{name}.yaml"


@cache
def built_in(name: str) -> ModelFile:
    """A model that comes with Assay; tests hold these to the schema, so it is not looked at again."""
    raw = built_in_path(name).read_bytes()
    data = without_own_keys(yamlfile.read(raw).data)
    return ModelFile(name, "the built-in model", data, hashlib.sha256(raw).hexdigest())


def without_own_keys(data: Any) -> Any:
    """The data without the keys `x-...`, which people may add anywhere for purposes of their own."""
    if isinstance(data, dict):
        return {key: without_own_keys(value) for key, value in data.items() if not key.startswith("x-")}
    return [without_own_keys(value) for value in data] if isinstance(data, list) else data


def whole_of(file: ModelFile, shelf: Shelf) -> tuple[Whole | None, list[Mismatch]]:
    """The whole model that a file makes, or what is wrong with the file."""
    data = file.data
    if data is None:
        return None, []
    if "extends" not in data:
        faults = model_check.faults(data)
        return (None, faults) if faults else (Whole(file.id, data, file.digest), [])
    base, faults = _base(file, data["extends"], shelf)
    if base is None:
        return None, faults
    tailored = tailor(base.data, data)
    faults = list(tailored.faults) or list(_broken(tailored))
    if faults:
        return None, faults
    digest = hashlib.sha256(f"{base.digest} {file.digest}".encode()).hexdigest()
    changes = (*base.changes, *tailored.changes)
    return Whole(file.id, tailored.outcome.data, digest, base.id, changes, tailored, base), []


def _base(file: ModelFile, name: str, shelf: Shelf) -> tuple[Whole | None, list[Mismatch]]:
    """The model that a file extends, whole; or why there is none."""

    def fault(message: str, hint: str) -> tuple[None, list[Mismatch]]:
        return None, [Mismatch(("extends",), False, message, hint)]

    if name == file.id:
        return fault(
            "the model extends itself", "Name the model that it changes, and give this one another id."
        )
    row = _row(file, shelf)
    if file.id in row:
        names = listed((file.id, *row))
        return fault(f"these models extend each other in a circle: {names}", "One has to stand by itself.")
    if len(row) > MOST_IN_A_ROW:
        return fault(f"more than {MOST_IN_A_ROW} models extend each other in a row", "Extend an earlier one.")
    found = shelf.find(name)
    if found is None:
        known = [one for one in shelf.names if one != file.id]
        return fault(f"unknown model '{name}'{did_you_mean(name, known)}", f"Known: {', '.join(known)}.")
    whole, _ = whole_of(found, shelf)
    if whole is None:
        return fault(f"the model '{name}' that this one extends has errors", f"Mend {found.where} first.")
    return whole, []


def _row(file: ModelFile, shelf: Shelf) -> list[str]:
    """The ids of the models that a file extends, nearest first; in a circle, up to one met before."""
    row: list[str] = []
    found: ModelFile | None = file
    while found and found.data and "extends" in found.data:
        name = found.data["extends"]
        again = name in (file.id, *row)
        row.append(name)
        found = None if again else shelf.find(name)
    return row


def _broken(tailored: Tailored) -> Iterator[Mismatch]:
    """Rules of models that the outcome of changes breaks."""
    data = tailored.outcome.data
    found = schema_check.check("model", data) or model_check.faults(data)
    yield from tailored.outcome.said_of_changes(found)
