"""Texts that lack one of the languages of a model."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from typing import Any

from assay.model_check.finding import Data, at
from assay.problems import At
from assay.schema_check import Mismatch
from assay.wording import listed

_LANGUAGE = re.compile(r"[a-z]{2,3}(-[A-Za-z0-9]{2,8})?")
# Maps whose keys are ids or labels and not languages, though they may look alike.
_NOT_TEXTS = frozenset(("values", "titles", "weights", "kinds", "nodes"))


def warnings(data: Data) -> Iterator[Mismatch]:
    """Every text that is a map of languages and lacks one that another text has."""
    texts = list(_texts(data, ()))
    known = dict.fromkeys(language for text, _ in texts for language in text)
    for text, place in texts:
        missing = [language for language in known if language not in text]
        if missing:
            yield at(
                place,
                f"this text is missing in {listed(missing)}",
                "Add it; until then another language is shown.",
            )


def _texts(value: Any, place: At) -> Iterator[tuple[Mapping[str, str], At]]:
    if isinstance(value, list):
        for index, entry in enumerate(value):
            yield from _texts(entry, (*place, index))
    elif isinstance(value, dict):
        is_text = bool(value) and all(
            isinstance(text, str) and _LANGUAGE.fullmatch(key) for key, text in value.items()
        )
        if is_text and not (len(place) > 1 and place[-1] in _NOT_TEXTS):
            yield value, place
            return
        for key, entry in value.items():
            if not key.startswith("x-"):
                yield from _texts(entry, (*place, key))
