"""Where an editor finds the schemas: VS Code's settings, and the first line of files for other editors."""

from __future__ import annotations

import json
import re
from collections.abc import Mapping
from typing import Any

from assay.editor_schemas import FILES

_MODELINE = re.compile(r"#\s*yaml-language-server\s*:\s*\$schema=(?P<schema>\S+)[^\n]*")

OTHERS: Mapping[str, Any] = {"yaml.format.enable": False}
"""What else is set: assay fmt lays files out, and the extension's own formatter would do it otherwise."""


def schema_file(kind: str) -> str:
    """The name of the file that holds the schema of a kind."""
    return f"{kind}.schema.json"


def vscode_settings(schemas: str, evidence: str) -> dict[str, Any]:
    """The settings for VS Code's YAML extension; both folders relative to the one that is opened, or ""."""
    prefix = f"{evidence}/" if evidence else ""
    mapping = {
        f"./{schemas}/{schema_file(kind)}": [f"{prefix}{pattern}" for pattern in patterns]
        for kind, patterns in FILES.items()
    }
    return {"yaml.schemas": mapping, **OTHERS}


def as_text(settings: Mapping[str, Any]) -> str:
    """Settings as a file, one schema a line."""
    inner = ",\n".join(
        f"    {json.dumps(name)}: {json.dumps(files[0] if len(files) == 1 else files)}"
        for name, files in settings["yaml.schemas"].items()
    )
    others = "".join(f",\n  {json.dumps(key)}: {json.dumps(settings[key])}" for key in OTHERS)
    return f'{{\n  "yaml.schemas": {{\n{inner}\n  }}{others}\n}}\n'


def are_ours(text: str, schemas: str) -> bool:
    """Whether a settings file holds nothing but what Assay writes: then it may be replaced."""
    try:
        found = json.loads(text)
    except ValueError:
        return False
    if not isinstance(found, dict) or not found.keys() <= {"yaml.schemas", *OTHERS}:
        return False
    mapping = found.get("yaml.schemas", {})
    return isinstance(mapping, dict) and all(name.startswith(f"./{schemas}/") for name in mapping)


def have_all(text: str, settings: Mapping[str, Any]) -> bool:
    """Whether somebody's settings (which may hold comments) name all the schemas already."""
    return all(json.dumps(name) in text for name in settings["yaml.schemas"])


def with_modeline(text: str, schema: str, ours: str) -> str:
    """A file's text with a first line that names its schema.

    One that is there is replaced if it names a file in the folder `ours`; any other stays.
    """
    line = f"# yaml-language-server: $schema={schema}"
    first, newline, rest = text.partition("\n")
    found = _MODELINE.match(first)
    if not found:
        end = "\r\n" if first.endswith("\r") else "\n"
        return f"{line}{end}{text}"
    if f"{ours}/" not in found["schema"]:
        return text
    return line + ("\r" if first.endswith("\r") else "") + newline + rest
