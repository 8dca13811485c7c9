"""A version of a file as parts by their places: what stands at its top, and each judgement on its own."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from assay.problems import At

ENTRY_KEYS = frozenset(("grade", "rationale", "evidence", "against", "not_applicable", "approved_by"))
"""Keys of a judgement, which no attribute may have for its id."""
JUDGED = frozenset(("grades", "cells", "cell"))
"""The keys under which files hold judgements."""
_INSIDE = {"grades": "grades", "consensus": "cells", "checks": "answers"}
NOT_APPLICABLE = "not applicable"
TO_CONFIRM = " (to be confirmed)"


def parts(kind: str, data: Any) -> dict[At, Any]:
    """The parts of a file's data, whatever that is."""
    if not isinstance(data, Mapping):
        return {} if data is None else {("",): data}
    top = _INSIDE.get(kind, "")
    inside = data.get(top)
    if not isinstance(inside, Mapping):
        return {(key,): value for key, value in data.items()}
    found: dict[At, Any] = {(key,): value for key, value in data.items() if key != top}
    for key, entry in inside.items():
        if kind == "grades" and isinstance(entry, Mapping) and not ENTRY_KEYS & entry.keys():
            found |= {(top, key, name): judged for name, judged in entry.items()}
        else:
            found[(top, key)] = entry
    return found


def judgements(kind: str, data: Any) -> dict[tuple[str, str], Mapping[str, Any]]:
    """The grades of a file, or what it settles, by node ("" in a consensus file) and attribute ("" for none).

    Each carries the date that the file gives to all of them, so that it can be compared as it stands.
    """
    if not isinstance(data, Mapping):
        return {}
    shared = "graded_on" if kind == "grades" else "settled"
    dated = {shared: data[shared]} if data.get(shared) is not None else {}
    found: dict[tuple[str, str], Mapping[str, Any]] = {}
    for at, entry in parts(kind, data).items():
        if not isinstance(entry, Mapping):
            continue
        names = [str(part) for part in at[1:]]
        if kind == "grades" and at[0] == "grades":
            found[names[0], names[1] if len(names) > 1 else ""] = dated | dict(entry)
        elif kind == "consensus" and at[0] in ("cells", "cell"):
            found["", names[0] if names else ""] = dated | dict(entry)
    return found


def judgement(entry: Mapping[str, Any]) -> str | None:
    """A grade in short: its value, or that it does not apply; None for what is no grade.

    Behind the value of one that was carried over stands TO_CONFIRM.
    """
    if entry.get("grade") is not None:
        return f"{entry['grade']}{TO_CONFIRM if entry.get('to_confirm') else ''}"
    return NOT_APPLICABLE if "not_applicable" in entry else None
