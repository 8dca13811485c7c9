"""The JSON Schemas in `schemas/`, by the kind of file."""

from __future__ import annotations

import json
from functools import cache
from typing import Any

from assay import resources


@cache
def schema(kind: str) -> dict[str, Any]:
    """The schema of one kind of file (`item`, `grades` ...), or of the levels that come out (`levels`)."""
    loaded: dict[str, Any] = json.loads((resources.SCHEMAS / f"{kind}.schema.json").read_text("utf-8"))
    return loaded
