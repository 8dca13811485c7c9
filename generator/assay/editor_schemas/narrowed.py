"""Fields that stand beside a criterion: only its own attributes and areas fit."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from typing import Any

from assay.editor_schemas.choices import Schema, choice
from assay.editor_schemas.known import brief
from assay.model import Model, Node


def beside_nodes(part: Any, model: Model) -> Any:
    """The schema with the attributes, and the areas, of the criterion that each map of it names."""
    if isinstance(part, list):
        return [beside_nodes(one, model) for one in part]
    if not isinstance(part, dict):
        return part
    found = {key: beside_nodes(value, model) for key, value in part.items()}
    properties = found.get("properties")
    if not isinstance(properties, dict) or _names(properties.get("node")) != "node":
        return found
    branches: list[Schema] = []
    narrowed = dict(properties)
    if model.attributes and _names(properties.get("attribute")) == "attribute":
        branches += _attributes(model)
        narrowed["attribute"] = _of_any_name(properties["attribute"])
    if "areas" in properties:
        branches += _areas(model)
        narrowed["areas"] = {**properties["areas"], "items": _of_any_name(properties["areas"]["items"])}
    rules = [*found.get("allOf", ()), *branches]
    return {**found, "properties": narrowed, **({"allOf": rules} if rules else {})}


def _names(schema: Any) -> Any:
    return schema.get("x-names") if isinstance(schema, dict) else None


def _of_any_name(schema: Schema) -> Schema:
    """A field without the names of the whole model: the branches beside it know which fit."""
    return {key: value for key, value in schema.items() if key not in ("x-names", "examples")}


def _attributes(model: Model) -> Iterator[Schema]:
    """For each set of attributes the criteria that have it; above leaves, all attributes below count."""
    groups: dict[tuple[str, ...], list[Node]] = {}
    for node in model.nodes.values():
        own = dict.fromkeys(name for leaf in node.leaves() for name in leaf.attributes)
        groups.setdefault(tuple(own), []).append(node)
    for names, nodes in groups.items():
        described = _described(model, names)
        only = ", ".join(names)
        otherwise = f"This criterion is graded on: {only}." if names else "It is graded on itself."
        yield _where(nodes, {"attribute": choice(described, otherwise)})
    every = choice(_described(model, model.attributes), "The model has no such attribute.")
    yield {"if": _one_of(model.nodes), "else": {"properties": {"attribute": every}}}


def _described(model: Model, names: Iterable[str]) -> Mapping[Any, str]:
    return {name: brief(model.attributes[name].title, model.attributes[name].question) for name in names}


def _areas(model: Model) -> Iterator[Schema]:
    for node in model.nodes.values():
        areas = {area.id: brief(area.title, area.look_for) for below in node.walk() for area in below.areas}
        yield _where([node], {"areas": {"items": choice(areas, "This criterion has no such area.")}})


def _where(nodes: Iterable[Node], properties: Mapping[str, Schema]) -> Schema:
    return {"if": _one_of(node.id for node in nodes), "then": {"properties": dict(properties)}}


def _one_of(nodes: Iterable[str]) -> Schema:
    # A pattern, for editors would show the values of an enum as if the field could have them alone.
    return {"required": ["node"], "properties": {"node": {"pattern": f"^(?:{'|'.join(nodes)})$"}}}
