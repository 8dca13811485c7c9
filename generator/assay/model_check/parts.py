"""Rules for levels and the parts that they look at: parts that have no levels to look at."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from assay.model import OVERALL, Model, Node, build_model
from assay.model_check.finding import Data, at, nodes
from assay.schema_check import Mismatch

_OF_THEMSELVES = frozenset(("none", "grade", "score"))
_HINT = "Give it a rule for levels: under level, for its kind, or for itself under nodes."


def faults(data: Data) -> Iterator[Mismatch]:
    """Parts with a stage that have no level: a staged rule passes over them, as if nothing were asked."""
    model = build_model("model", data, "")
    places = {entry["id"]: place for entry, place in nodes(data)}
    said: set[str] = set()
    for name, children in _above(model):
        if model.rules[name].level.combine != "staged":
            continue
        for part in _staged(children):
            if _has_none(model, part) and part.id not in said:
                said.add(part.id)
                message = f"'{part.id}' has a stage but no level, so the rule staged passes over it"
                yield at((*places[part.id], "stage"), message, _HINT, key=True)


def warnings(data: Data) -> Iterator[Mismatch]:
    """Rules that never give a level, as none of their parts has one."""
    model = build_model("model", data, "")
    places = {entry["id"]: (*place, "id") for entry, place in nodes(data)}
    for name, children in _above(model):
        if model.rules[name].level.combine in _OF_THEMSELVES or not children or name in model.has_rows:
            continue
        staged = model.rules[name].level.combine == "staged"
        if all(_has_none(model, child) for child in (_staged(children) if staged else children)):
            hint = "Say combine: none there if none is meant, or give the parts rules for levels."
            message = f"'{name}' never has a level: none of its parts has one"
            yield at(places.get(name, ("scoring",)), message, hint)


def _above(model: Model) -> Iterator[tuple[str, Sequence[Node]]]:
    yield OVERALL, model.criteria
    for node in model.nodes.values():
        yield node.id, node.children


def _staged(children: Sequence[Node]) -> Iterator[Node]:
    """The nearest nodes that have a stage."""
    for child in children:
        if child.stage is not None:
            yield child
        else:
            yield from _staged(child.children)


def _has_none(model: Model, node: Node) -> bool:
    return model.rules[node.id].level.combine == "none"
