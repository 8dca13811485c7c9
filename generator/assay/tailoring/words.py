"""The changes of a tailored model in words, as `assay model show` and the methodology page list them."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

from assay.model import text_of

_PLAIN = frozenset(("weight", "kind", "stage", "scale", "not_applicable", "attributes"))


def named(entry: Mapping[str, Any]) -> str:
    """`It is found (findability)`."""
    return f"{text_of(entry['title'])} ({entry['id']})"


def removed(entry: Mapping[str, Any]) -> str:
    """What is said of a criterion that is left out."""
    return f"{named(entry)} is left out"


def added(entry: Mapping[str, Any], parent: str) -> str:
    """What is said of a criterion that is added."""
    return f"{named(entry)} is added" + (f" under {parent}" if parent else "")


def changed(entry: Mapping[str, Any], new: Mapping[str, Any]) -> str:
    """What is said of an entry whose keys are put in place of others; `entry` is as it was before."""
    return f"{named(entry)}: {'; '.join(_difference(entry, key, value) for key, value in new.items())}"


def _difference(entry: Mapping[str, Any], key: str, value: Any) -> str:
    name = key.replace("_", " ")
    if key in _PLAIN:
        before = entry.get(key, 1 if key == "weight" else None)
        return f"{name} {_shown(value)}" + (f", was {_shown(before)}" if before is not None else "")
    return f"another {name}" if key in entry else f"a {name}"


def rescored(old: Mapping[str, Any], new: Mapping[str, Any]) -> str:
    """What is said of rules that are put in place of others."""
    return "Scoring: " + "; ".join(_rules(old, new, ""))


def _rules(old: Mapping[str, Any], new: Mapping[str, Any], prefix: str) -> Iterator[str]:
    for key, value in new.items():
        before = old.get(key)
        name = f"{prefix}{key}"
        if isinstance(value, Mapping):
            yield from _rules(before if isinstance(before, Mapping) else {}, value, f"{name}.")
        else:
            yield f"{name} {_shown(value)}" + (f", was {_shown(before)}" if before is not None else "")


def _shown(value: Any) -> str:
    return " ".join(str(entry) for entry in value) if isinstance(value, list) else str(value)
