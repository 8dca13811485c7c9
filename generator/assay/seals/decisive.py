"""What of a file's data decides in a sealed cycle: the rest may change later without breaking the seal.

All functions take checked data without keys `x-...` and give plain data to digest (`canonical.digest`).
docs/integrity.md describes the outcome, so that other programs can compute the same digests.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from assay.canonical import canonical
from assay.duties import bundle

Data = Mapping[str, Any]


_HANDLING = ("former_ids", "confidentiality")
_DATED = ("accepted", "withdrawn", "superseded")


def of_item(data: Data, sealed: dt.date) -> dict[str, Any]:
    """An item as it stood on the day of the seal.

    Left out: endings, reviews and an acceptance after that day, an end of validity that it had not reached,
    and what says how the item is handled (`confidentiality`, `former_ids`).
    """
    day = sealed.isoformat()
    kept = {key: value for key, value in data.items() if key not in _HANDLING}
    for key in _DATED:
        if key in kept and kept[key]["on"] > day:
            del kept[key]
    if "reviews" in kept:
        kept["reviews"] = [review for review in kept["reviews"] if review["on"] <= day]
        if not kept["reviews"]:
            del kept["reviews"]
    if kept.get("valid_until", "") >= day:
        del kept["valid_until"]
    return kept


def of_metric(data: Data, sealed: dt.date) -> dict[str, Any]:
    """A metric as far as it went on the day of the seal.

    Left out: values, targets and a benchmark of later days, and who answers for it and may read it. A target
    that never changed is a list of one.
    """
    day = sealed.isoformat()
    kept = {key: value for key, value in data.items() if key not in _HANDLING and key != "owner"}
    kept["values"] = _by(data["values"], day)
    if "target" in kept:
        aims = kept["target"] if isinstance(kept["target"], list) else [{"value": kept["target"]}]
        kept["target"] = [aim for aim in aims if aim.get("from", "") <= day]
    if "comparison" in kept:
        kept["comparison"] = {**kept["comparison"], "values": _by(kept["comparison"]["values"], day)}
    for key in ("target", "comparison"):
        if key in kept and not (kept[key]["values"] if key == "comparison" else kept[key]):
            del kept[key]
    return kept


def _by(values: Sequence[Data], day: str) -> list[Data]:
    return [one for one in values if (one["on"] if "on" in one else one["period"]["to"]) <= day]


def of_grade(entry: Data, graded_on: str | None) -> dict[str, Any]:
    """One grade with its date, wherever in the file that stands; what it cites in the order of ids."""
    dated = {} if graded_on is None else {"graded_on": graded_on}
    return _in_order({**entry, **dated})


def of_consensus(entry: Data, settled: Data) -> dict[str, Any]:
    """What was settled for one cell, when and by whom."""
    return {**_in_order(entry), "settled": {**settled, "by": sorted(settled["by"])}}


def of_check(entry: Data, answered: Data) -> dict[str, Any]:
    """One answer to a check, when it was given and by whom."""
    return {**_in_order(entry), "answered": dict(answered)}


def of_cycle(data: Data, sealed: dt.date) -> dict[str, Any]:
    """The time that a cycle assesses, the day of its seal, its targets: a bare one has no reason."""
    targets = {
        node: target if isinstance(target, Mapping) else {"level": target}
        for node, target in data.get("targets", {}).items()
    }
    return {"period": data["period"], "sealed": sealed.isoformat(), "targets": targets}


def of_policy(data: Data, types: frozenset[str], rigour: str) -> Iterator[tuple[str, Any]]:
    """The parts of assessment.yaml that levels depend on, each by its name.

    The greatest age matters only for the `types` of the items that are cited. What is required of evidence
    is there if anything is: by the policy, or by the `rigour` of the cycle.
    """
    policy = data.get("policy", {})
    yield "evidence", policy.get("evidence", "cap")
    ages = policy.get("max_age", {})
    yield "max_age", {kind: ages[kind] for kind in sorted(types) if kind in ages}
    asked = {
        "policy": policy.get("requires", ()),
        "rigour": bundle(rigour, policy.get("rigour", {})).get("requires", ()),
    }
    if any(asked.values()):
        yield "requires", asked
    units = [{"id": unit["id"], "weight": unit.get("weight", 1)} for unit in data.get("units", ())]
    yield "units", sorted(units, key=lambda unit: unit["id"])


def _in_order(entry: Data) -> dict[str, Any]:
    """An entry whose citations are all maps, and whose lists of them are in one order."""
    found = dict(entry)
    for key in ("evidence", "against", "dissent"):
        if key in found:
            found[key] = sorted(
                ({"item": one} if isinstance(one, str) else one for one in found[key]), key=canonical
            )
    return found


# The model


def of_model(data: Data) -> dict[str, Any]:
    """The rules of a model: levels, scales, attributes, criteria, scoring, `requires`; without its texts."""
    scoring = {key: value for key, value in data["scoring"].items() if key != "rounding"}
    requires = {"requires": data["requires"]} if data.get("requires") else {}
    return requires | {
        "levels": [_only(level, ("number", "id")) for level in data["levels"]],
        "scales": [_without(scale, ("titles",)) for scale in data.get("scales", ())],
        "attributes": [_attribute(entry) for entry in data.get("attributes", ())],
        "criteria": [_node(node) for node in data["criteria"]],
        "scoring": scoring,
    }


_GRADED = ("id", "kind", "scale", "weight", "stage", "not_applicable")


def _attribute(entry: Data) -> dict[str, Any]:
    found = _only(entry, _GRADED)
    if "attributes" in entry:
        found["attributes"] = [_attribute(part) for part in entry["attributes"]]
    return found


def _node(node: Data) -> dict[str, Any]:
    found = _only(node, (*_GRADED, "attributes"))
    if "criteria" in node:
        found["criteria"] = [_node(child) for child in node["criteria"]]
    return found


def _only(data: Data, keys: Sequence[str]) -> dict[str, Any]:
    return {key: data[key] for key in keys if key in data}


def _without(data: Data, keys: Sequence[str]) -> dict[str, Any]:
    return {key: value for key, value in data.items() if key not in keys}
