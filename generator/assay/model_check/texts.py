"""Texts that lack one of the languages of a model."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from typing import Any, TypeAlias

from assay.model_check.finding import Data, at
from assay.problems import At
from assay.schema_check import Mismatch
from assay.wording import listed

Text: TypeAlias = str | Mapping[str, str]

_TEXTS = frozenset(
    ("title", "subtitle", "also", "definition", "question", "description", "look_for", "next", "helps", "why")
)
_IN_AXES = frozenset(("low", "high"))  # in a quadrant these are values, not keys
# What is a list of texts, and what is a map of them by the labels of a scale.
_LISTS = frozenset(("marks", "choices"))
_BY_LABEL = "titles"
# A publication is called what it is called, in whatever language one speaks of it.
_NAMES = frozenset(("source",))


def warnings(data: Data, also: Iterable[str] = ()) -> Iterator[Mismatch]:
    """Every text that lacks a language which another text of the model has, or one of those in `also`."""
    texts = list(_texts(data, ()))
    known = sorted({*also, *_languages(texts)})
    for text, place in texts if known else ():
        if isinstance(text, str):
            hint = (
                f"Write {{{', '.join(f'{language}: ...' for language in known)}}}, also where they are alike."
            )
            yield at(place, f"this text is not given in each language ({', '.join(known)})", hint)
        elif missing := [language for language in known if language not in text]:
            message = f"this text is missing in {listed(missing)}"
            yield at(place, message, "Add it; until then another language is shown.")


def languages(data: Data) -> tuple[str, ...]:
    """The languages that texts of a model are given in; none where all are plain texts."""
    return tuple(sorted(_languages(_texts(data, ()))))


def _languages(texts: Iterable[tuple[Text, At]]) -> set[str]:
    return {key for text, _ in texts if isinstance(text, Mapping) for key in text if not key.startswith("x-")}


def _texts(value: Any, place: At) -> Iterator[tuple[Text, At]]:
    """Every text of the model with its place."""
    if isinstance(value, list):
        for index, entry in enumerate(value):
            yield from _texts(entry, (*place, index))
    elif isinstance(value, dict):
        for key, entry in value.items():
            here = (*place, key)
            if key in _TEXTS or (key in _IN_AXES and "axes" in place) or (key == "text" and "grade" in value):
                yield entry, here
            elif key in _LISTS:
                yield from _entries(entry, here)
            elif key == _BY_LABEL:
                yield from ((text, (*here, label)) for label, text in entry.items())
            elif not key.startswith("x-") and key not in _NAMES:
                yield from _texts(entry, here)


def _entries(entries: Any, place: At) -> Iterator[tuple[Text, At]]:
    for index, entry in enumerate(entries):
        if isinstance(entry, dict) and "text" in entry:  # a mark with more to say of it than its words
            yield entry["text"], (*place, index, "text")
        else:
            yield entry, (*place, index)
