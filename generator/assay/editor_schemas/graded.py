"""What is graded: the criteria of the model with their attributes, questions, scales and rubrics."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any

from assay.editor_schemas.choices import Schema, grade, level
from assay.editor_schemas.known import brief
from assay.model import ITSELF, OVERALL, Model, Node, Rubric

_OWN_KEYS = {"patternProperties": {"^x-": True}, "additionalProperties": False}


def of_grades(schema: Schema, model: Model) -> Schema:
    """Grade files: below `grades` the criteria, below each its attributes, below these the grades."""
    whole = schema["properties"]["grades"]
    cell = whole["additionalProperties"]["then"]["additionalProperties"]
    nodes = {node.id: _graded(node) for node in model.nodes.values()}
    on_themselves = {
        f"cell-of-{node.id}": _cell(model, node, ITSELF, "cell")
        for node in model.nodes.values()
        if _graded_on(node) == (ITSELF,)
    }
    defs = {
        "cell": _without_words(_without_examples(cell)),
        **_attribute_cells(model, "cell"),
        **on_themselves,
    }
    return _with(schema, {"grades": _keys(whole, nodes)}, defs)


def of_consensus(schema: Schema, model: Model) -> Schema:
    """Settlements: their file names the criterion, so that any attribute may stand in it."""
    if not model.attributes:
        return schema
    cells = {name: {"$ref": f"#/$defs/cell-{name}"} for name in model.attributes}
    listed = _keys(schema["properties"]["cells"], cells)
    defs = {"entry-of-attribute": _without_words(_without_examples(schema["$defs"]["entry"]))}
    return _with(schema, {"cells": listed}, defs | _attribute_cells(model, "entry-of-attribute"))


def of_cycle(schema: Schema, model: Model) -> Schema:
    """Cycles: targets for the criteria, each a level of the model or a grade of its own scale."""
    whole = schema["properties"]["targets"]
    overall = {"title": "Overall target", "description": "The target for the whole."}
    targets = {OVERALL: {**overall, **_target(model, OVERALL)}}
    targets |= {node.id: {**_words(node), **_target(model, node.id)} for node in model.nodes.values()}
    # The examples are those of another model, and editors offer them.
    defs = {"target": _without_examples(schema["$defs"]["target"])}
    defs |= {"level": level(model.levels)} if model.levels else {}
    return _with(schema, {"targets": _keys(whole, targets)}, defs)


def of_checks(schema: Schema, model: Model) -> Schema:
    """Checks: the model's questions."""
    questions = [question for check in model.checks for question in check.questions]
    if not questions:
        return schema
    whole = schema["properties"]["answers"]
    answers = {
        one.id: {
            "title": one.title or one.question,
            "description": brief(one.question),
            "allOf": [{"$ref": "#/$defs/answer"}],
        }
        for one in questions
    }
    defs = {"answer": whole["additionalProperties"]}
    return _with(schema, {"answers": _keys(whole, answers)}, defs)


OF_KIND: Mapping[str, Callable[[Schema, Model], Schema]] = {
    "grades": of_grades,
    "consensus": of_consensus,
    "cycle": of_cycle,
    "checks": of_checks,
}
"""What a model adds to the schema of a kind of file."""


def _with(schema: Schema, properties: Mapping[str, Schema], defs: Mapping[str, Schema]) -> Schema:
    return {
        **schema,
        "properties": {**schema["properties"], **properties},
        "$defs": {**schema.get("$defs", {}), **defs},
    }


def _keys(whole: Schema, properties: Mapping[str, Schema]) -> Schema:
    """A map whose keys are known; people's own keys may stand beside them."""
    dropped = ("propertyNames", "additionalProperties", "examples")
    kept = {key: value for key, value in whole.items() if key not in dropped}
    return {**kept, "properties": dict(properties), **_OWN_KEYS}


def _without_words(cell: Schema) -> Schema:
    """A cell without title and description: those of its attribute say more, and editors show one."""
    kept = {key: value for key, value in cell.items() if key not in ("title", "description")}
    rules = [{key: value for key, value in rule.items() if key != "title"} for rule in cell.get("allOf", ())]
    return {**kept, "allOf": rules} if rules else kept


def _without_examples(part: Any) -> Any:
    if isinstance(part, list):
        return [_without_examples(one) for one in part]
    if not isinstance(part, dict):
        return part
    return {key: _without_examples(value) for key, value in part.items() if key != "examples"}


def _words(node: Node) -> Schema:
    return {"title": node.title, "description": brief(node.definition or node.title)}


def _graded_on(node: Node) -> tuple[str, ...]:
    """The attributes that a criterion may be graded on, itself or in place of those below it."""
    return tuple(dict.fromkeys(name for leaf in node.leaves() for name in leaf.graded_on))


def _graded(node: Node) -> Schema:
    """What stands below a criterion: its cells by attribute; or one, where it is graded on itself."""
    names = _graded_on(node)
    if names == (ITSELF,):
        return {**_words(node), "allOf": [{"$ref": f"#/$defs/cell-of-{node.id}"}]}
    if ITSELF in names:  # both ways are open: assay validate knows more
        return {**_words(node), "type": "object"}
    cells = {name: {"$ref": f"#/$defs/cell-{name}"} for name in names}
    return {**_words(node), "type": "object", "properties": cells, **_OWN_KEYS}


def _attribute_cells(model: Model, of: str) -> dict[str, Schema]:
    """The cells of all attributes: their scales and rubrics are the same wherever they are asked."""
    cells = {}
    for attribute in model.attributes.values():
        holder = next((node for node in model.nodes.values() if attribute.id in node.attributes), None)
        words = {"title": attribute.title, "description": brief(attribute.question or attribute.title)}
        cell = _cell(model, holder, attribute.id, of) if holder else {"allOf": [{"$ref": f"#/$defs/{of}"}]}
        cells[f"cell-{attribute.id}"] = {**words, **cell}
    return cells


def _cell(model: Model, node: Node, attribute: str, of: str) -> Schema:
    """One cell: what any cell holds (the definition `of`), with the grades that there are."""
    own = grade(model.scale(node.id, attribute), model.rubric(node.id, attribute))
    carries = {"items": {"properties": {"carries": own}}}
    return {"allOf": [{"$ref": f"#/$defs/{of}"}, {"properties": {"grade": own, "evidence": carries}}]}


def _target(model: Model, node: str) -> Schema:
    """A target: a level, or a grade where what comes out is one; alone, or with the reason."""
    found = model.nodes.get(node)
    scale = (found.scale if found else None) or model.rules[node].level.scale
    if not scale and not model.levels:
        return {"allOf": [{"$ref": "#/$defs/target"}]}
    rubric = found.rubric if found and found.scale else Rubric({})
    wanted = grade(scale, rubric) if scale else {"$ref": "#/$defs/level"}
    either = {"anyOf": [wanted, {"type": "object", "properties": {"level": wanted}}]}
    return {"allOf": [{"$ref": "#/$defs/target"}, either]}
