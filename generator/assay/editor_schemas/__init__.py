"""JSON Schemas for editors: those of the formats, with the model and the names of one repository in them.

Each is the public schema after a few transformations, so a new field needs nothing here. One that names
something says what by `x-names` in its schema.
"""

from __future__ import annotations

from typing import Any

from assay.editor_schemas.choices import Schema
from assay.editor_schemas.graded import OF_KIND
from assay.editor_schemas.known import Known, known_of
from assay.editor_schemas.named import with_names
from assay.editor_schemas.narrowed import beside_nodes
from assay.schema_check import schema

__all__ = ["FILES", "MARK", "Known", "editor_schema", "known_of"]

FILES = {
    "assessment": ("assessment.yaml",),
    "item": ("items/**/*.yaml",),
    "cycle": ("cycles/*/cycle.yaml",),
    "grades": ("cycles/*/grades/**/*.yaml",),
    "consensus": ("cycles/*/consensus/**/*.yaml",),
    "checks": ("cycles/*/checks.yaml",),
    "finding": ("findings/**/*.yaml",),
    "request": ("requests/**/*.yaml",),
    "action": ("actions/**/*.yaml",),
    "metric": ("metrics/**/*.yaml",),
    "waiver": ("waivers/*.yaml",),
    "decision": ("decisions/*.yaml",),
    "model": ("models/*.yaml",),
}
"""The kinds of file, each with the patterns of its files in the evidence folder."""

MARK = "Written by assay schema --write, which replaces this file: change nothing here."


def editor_schema(kind: str, known: Known) -> Schema:
    """The schema of a kind of file for one repository; a JSON Schema of draft 2020-12."""
    found: Any = schema(kind)
    if known.model:
        found = beside_nodes(found, known.model)
        found = OF_KIND[kind](found, known.model) if kind in OF_KIND else found
    found = with_names(found, known)
    return {"$schema": found["$schema"], "$comment": MARK, **_without_id(found)}


def _without_id(found: Schema) -> Schema:
    # It is not the public schema of that id, and tools must not take it for it.
    return {key: value for key, value in found.items() if key not in ("$schema", "$id", "$comment")}
