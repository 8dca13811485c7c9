"""`assay model list`: the models that there are."""

from __future__ import annotations

import sys
from collections.abc import Iterator
from pathlib import Path

from assay import model_check
from assay.commands.gather import OK
from assay.commands.models import Collection, collect
from assay.commands.naming import table
from assay.library import built_in_ids
from assay.model import DEFAULT_LANGUAGE, text_of
from assay.numbers import DASH
from assay.problems import as_text, plain, shorten

_HEADER = ("id", "version", "title", "levels", "criteria", "cells", "languages", "from")


def model_list(folder: Path) -> int:
    """Print the models of the evidence folder and those built in, one a line."""
    collection = collect(folder)
    rows = [_HEADER, *(_row(collection, name) for name in sorted(collection.shelf.names))]
    sys.stdout.write("".join(plain(line).rstrip() + "\n" for line in table(rows)))
    sys.stderr.write(as_text(collection.problems))
    return OK


def _row(collection: Collection, name: str) -> tuple[str, ...]:
    found = collection.find(name)
    origin = ", ".join(_origin(collection, name))
    if found is None:
        said = f"has errors: assay model lint {name}"
        return (name, DASH, said, *(DASH,) * 4, origin)
    model = found.model()
    levels = [level.number for level in model.levels]
    extends = f", extends {model.extends}" if model.extends else ""
    return (
        name,
        shorten(model.version, 20),
        shorten(text_of(found.data["title"]), 48),
        f"{levels[0]}{DASH}{levels[-1]}" if levels else DASH,
        str(len(model.nodes)),
        str(len(model.cells)),
        " ".join(model_check.languages(found.data)) or DEFAULT_LANGUAGE,
        origin + extends,
    )


def _origin(collection: Collection, name: str) -> Iterator[str]:
    if name not in collection.own:
        yield "built in"
        return
    yield collection.own[name].where
    if name in built_in_ids():
        yield "in place of the built-in one"
