"""Data against the JSON Schemas in `schemas/`, with messages for people. The only import of jsonschema.

Each failure becomes one `Mismatch`: where, what is wrong, what to do. Messages never repeat a long value.
"""

from __future__ import annotations

from typing import Any

from assay.schema_check.mismatch import Mismatch
from assay.schema_check.schemas import schema

__all__ = ["Mismatch", "check", "schema"]


def check(kind: str, data: Any) -> list[Mismatch]:
    """Every way in which `data` do not fit the schema of `kind`, in the order of the file's keys."""
    if data is None:
        needed = schema(kind).get("required") or schema(kind).get("properties", ())
        hint = f"Write its keys, each with a value: {', '.join(list(needed)[:8])}."
        return [Mismatch((), False, "the file is empty", hint)]
    # Where no file has changed since the last run, nothing is checked, and the library is not loaded.
    from assay.schema_check.checking import mismatches

    return mismatches(kind, data)
