"""The order of keys in files: as the schemas list them, and ids in the order of the model."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from functools import cache
from re import search
from typing import Any

from assay.model import Model
from assay.problems import At
from assay.schema_check import schema
from assay.yamlfile.tidy import KeyOrder

_INSIDE = ("allOf", "anyOf", "oneOf", "then", "else")


def key_order(kind: str, model: Model | None) -> KeyOrder:
    """The order of keys in files of a kind: those of the schema, then ids of the model, if that is known."""
    ids = _ids(kind, model) if model else {}

    def order(at: At) -> Sequence[str]:
        # All entries of a list have the same keys.
        steps = tuple("" if isinstance(step, int) else step for step in at)
        return (*_properties(kind, steps), *ids.get(_place(at), ()))

    return order


def _place(at: At) -> tuple[str, int]:
    """A place as `_ids` names it: the key at the top, and how deep below it."""
    return (str(at[0]) if at else "", len(at))


def _ids(kind: str, model: Model) -> Mapping[tuple[str, int], Sequence[str]]:
    """The ids that are keys in files of a kind, by the place where they are."""
    nodes, attributes = tuple(model.nodes), tuple(model.attributes)
    questions = tuple(question.id for check in model.checks for question in check.questions)
    places: dict[str, Mapping[tuple[str, int], Sequence[str]]] = {
        "grades": {("grades", 1): nodes, ("grades", 2): attributes},
        "cycle": {("targets", 1): nodes},
        "consensus": {("cells", 1): attributes},
        "checks": {("answers", 1): questions},
    }
    return places.get(kind, {})


@cache
def _properties(kind: str, steps: tuple[str, ...]) -> tuple[str, ...]:
    """The keys that the schema of a kind lists for the map at a place, in its order."""
    found = [schema(kind)]
    for step in steps:
        found = [below for part in found for whole in _wholes(part, kind) for below in _below(whole, step)]
    wholes = (whole for part in found for whole in _wholes(part, kind))
    return tuple(dict.fromkeys(name for whole in wholes for name in whole.get("properties", ())))


def _wholes(part: Any, kind: str) -> Iterator[Mapping[str, Any]]:
    """A schema with all that it refers to and consists of."""
    if not isinstance(part, Mapping):
        return
    yield part
    if reference := part.get("$ref"):
        target: Any = schema(kind)
        for name in reference.removeprefix("#/").split("/"):
            target = target[name]
        yield from _wholes(target, kind)
    for name in _INSIDE:
        inner = part.get(name, ())
        for one in inner if isinstance(inner, list) else (inner,):
            yield from _wholes(one, kind)


def _below(whole: Mapping[str, Any], step: str) -> Iterator[Any]:
    """The schemas of what stands under a key of a map; of the entries of a list for ""."""
    if not step:
        yield whole.get("items")
    elif step in whole.get("properties", ()):
        yield whole["properties"][step]
    else:
        patterns = whole.get("patternProperties", {})
        matching = [inner for pattern, inner in patterns.items() if search(pattern, step)]
        yield from matching or (whole.get("additionalProperties"),)
