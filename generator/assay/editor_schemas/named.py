"""Fields that name something, as their schemas say by `x-names`: here they get the names that there are."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from assay.editor_schemas.choices import Schema, choice
from assay.editor_schemas.known import Known

_OF_ANY_NAME = ("pattern", "minLength", "maxLength", "examples")

_WHERE = {
    "area": "There is no such area in the model.",
    "attachment": "There is no such file in attachments/.",
    "attribute": "The model has no such attribute.",
    "cycle": "There is no such folder in cycles/.",
    "duty": "There is no such rule that may be waived.",
    "finding": "There is no such file in findings/.",
    "item": "There is no such evidence item in items/.",
    "metric": "There is no such file in metrics/.",
    "model": "There is no such model, neither built in nor in models/.",
    "node": "The model has no such criterion.",
    "node-or-overall": "The model has no such criterion.",
    "person": "There is no such person in assessment.yaml.",
    "rigour": "There is no such rigour, neither one of Assay's nor under policy.rigour in assessment.yaml.",
    "role": "Nobody in assessment.yaml has this role.",
    "unit": "There is no such unit in assessment.yaml.",
}
"""What to say of a name that is none, by kind."""


def with_names(schema: Schema, known: Known) -> Schema:
    """The schema with the names that are known in place of the pattern of all ids.

    Where none is known (the file with the names may be the one that is broken) the pattern stays.
    """
    used: set[str] = set()
    found: Schema = _named(schema, known.names, used)
    lists = {f"known-{kind}": choice(known.names[kind], _WHERE[kind]) for kind in sorted(used)}
    return {**found, "$defs": {**found.get("$defs", {}), **lists}} if lists else found


def _named(part: Any, names: Mapping[str, Mapping[str, str]], used: set[str]) -> Any:
    if isinstance(part, list):
        return [_named(one, names, used) for one in part]
    if not isinstance(part, dict):
        return part
    found = {key: _named(value, names, used) for key, value in part.items() if key != "x-names"}
    kind = part.get("x-names")
    if not isinstance(kind, str) or not names.get(kind):
        return found
    used.add(kind)
    listed = {"$ref": f"#/$defs/known-{kind}"}
    kept = {key: value for key, value in found.items() if key not in _OF_ANY_NAME}
    if kept.get("type") == "string":
        return {**kept, **listed}
    # A name, or a map that holds one. Both have a title: editors tell by it which of them fits.
    alone = {"title": f"{kept.get('title', kind)} by its id", **listed}
    return {**kept, "anyOf": [alone, {"title": f"{kept.get('title', kind)} with more", "type": "object"}]}
