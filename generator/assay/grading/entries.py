"""Where an assessor's judgement belongs, and how it goes into the text of its file."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import partial
from typing import Any

from assay.assessment import Cycle
from assay.grading.cells import Cited, Judgement, own_grades
from assay.levels import CellKey
from assay.model import ITSELF, Model, text_of
from assay.problems import At
from assay.yamlfile.putting import drop, put
from assay.yamlfile.writing import written

_KEYS = (
    "to_confirm", "grade", "rationale", "evidence", "against", "metrics", "not_applicable", "approved_by",
    "graded_on", "confidentiality",
)  # fmt: skip
"""The keys of a judgement, in the order of the schema."""
_KEPT = frozenset(("confidentiality",))
"""What a new judgement leaves as it is."""


@dataclass(frozen=True, slots=True)
class Home:
    """Where an assessor's judgement of a cell belongs: the file, and the place in it."""

    file: str
    at: At


def home_of(
    model: Model, cycle: Cycle, files: Iterable[str], person: str, unit: str | None, key: CellKey
) -> Home:
    """Where a judgement goes: where the cell or its criterion is judged, else the assessor's folder or file.

    `files`: those of the evidence folder.
    """
    at: At = ("grades", key[0]) if key[1] == ITSELF else ("grades", *key)
    own = list(own_grades(cycle, person, unit))
    base = "/".join(filter(None, ("cycles", cycle.id, "grades", unit)))
    here = [one.file for one in own if (one.node, one.attribute) == key]
    if here:
        return Home(here[0], at)
    criterion = _criterion(model, key[0])
    beside = [one.file for one in own if one.node in model.nodes and _criterion(model, one.node) == criterion]
    if beside:
        return Home(beside[-1], at)
    split = any(file.startswith(f"{base}/{person}/") for file in files)
    return Home(f"{base}/{person}/{criterion}.yaml" if split else f"{base}/{person}.yaml", at)


def _criterion(model: Model, node: str) -> str:
    chain = [node, *model.ancestors(node)]
    return next((one for one in chain if one in model.criterion_ids), node)


def edited(
    text: str | None, data: Any, at: At, judged: Judgement, on: dt.date, model: Model, language: str
) -> str:
    """A file of grades with a judgement in it: a new file where there was none (`text` is None).

    `data`: what the file says now. An EditError where its layout is not understood.
    """
    day = on.isoformat()
    if text is None:
        whole: Any = _entry(judged, {}, language)
        for key in reversed(at[1:]):
            whole = {key: whole}
        return written({"graded_on": day, "grades": whole})
    old = _at(data, at)
    new = _entry(judged, old, language)
    if data.get("graded_on") != day:
        new["graded_on"] = day
    new = {key: new[key] for key in _KEYS if key in new}
    order = partial(_order, model, at)
    if not old:
        return put(text, at, new, order)
    for key, value in new.items():
        text = put(text, (*at, key), value, order)
    for key in _KEYS:
        if key in old and key not in new and key not in _KEPT:
            text = drop(text, (*at, key))
    return text


def _at(data: Any, at: At) -> Mapping[str, Any]:
    for step in at:
        data = data.get(step) if isinstance(data, Mapping) else None
    return data if isinstance(data, Mapping) else {}


def _order(model: Model, at: At, place: At) -> Sequence[str]:
    """The order of keys at a place of the file, where the judgement at `at` goes into it."""
    if not place:
        return ("graded_on", "confidentiality", "grades")
    if len(place) == 1:
        return tuple(model.nodes)
    return model.nodes[str(at[1])].graded_on if len(place) == 2 and len(at) == 3 else _KEYS


def _entry(judged: Judgement, old: Mapping[str, Any], language: str) -> dict[str, Any]:
    """A judgement as data; texts and citations that are still the same stay as the file has them."""
    if judged.grade is None:
        reason = _text(judged.not_applicable, old, "not_applicable", language)
        return {"not_applicable": reason} | (
            {"approved_by": judged.approved_by} if judged.approved_by else {}
        )
    found: dict[str, Any] = {
        "grade": judged.grade,
        "rationale": _text(judged.rationale, old, "rationale", language),
    }
    cited = {one if isinstance(one, str) else one["item"]: one for one in old.get("evidence", ())}
    if judged.evidence:
        found["evidence"] = [_citation(one, cited.get(one.item)) for one in judged.evidence]
    answered = {one["item"]: one for one in old.get("against", ())}
    if judged.answers:
        found["against"] = [
            {
                "item": item,
                **answered.get(item, {}),
                "answer": _text(text, answered.get(item, {}), "answer", language),
            }
            for item, text in judged.answers.items()
        ]
    return found | ({"metrics": list(judged.metrics)} if judged.metrics else {})


def _text(text: str, old: Mapping[str, Any], key: str, language: str) -> Any:
    """A text, in place of what was said in this language; its other languages stay."""
    before = old.get(key)
    if not isinstance(before, Mapping):
        return text
    return before if text_of(before, language) == text else {**before, language: text}


def _citation(cited: Cited, old: Any) -> Any:
    kept = dict(old) if isinstance(old, Mapping) else {"item": cited.item}
    kept.pop("carries", None)
    if cited.carries is not None:
        kept = {"item": cited.item, "carries": cited.carries, **kept}
    return cited.item if kept.keys() == {"item"} else kept
