"""What a change does to the rules that it is held to: policy, roles, model."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from assay.assessment import Assessment
from assay.canonical import canonical

NOTHING = "nothing"


@dataclass(frozen=True, slots=True)
class Alteration:
    """One rule that a change alters: what it is called, what it was, what it is."""

    what: str
    before: str
    after: str


def alterations(
    before: tuple[Assessment, Mapping[str, Any]], after: tuple[Assessment, Mapping[str, Any]]
) -> tuple[Alteration, ...]:
    """The rules that differ between two states: each an assessment, and the data of its assessment.yaml."""
    flat = [dict(_rules(*state)) for state in (before, after)]
    return tuple(
        Alteration(what, flat[0].get(what, NOTHING), flat[1].get(what, NOTHING))
        for what in dict.fromkeys((*flat[0], *flat[1]))
        if flat[0].get(what) != flat[1].get(what)
    )


def _rules(assessment: Assessment, data: Mapping[str, Any]) -> Iterator[tuple[str, str]]:
    yield from _flat("policy", data.get("policy", {}))
    for person in assessment.people.values():
        yield f"roles of {person.id}", ", ".join(person.roles) or NOTHING
        if person.git:
            yield f"addresses of {person.id}", ", ".join(person.git)
        if person.keys:
            yield f"keys of {person.id}", ", ".join(key.fingerprint for key in person.keys)
    model = assessment.model
    yield "model", f"{model.id} {model.version}"
    yield "digest of the model", model.digest[:12]
    for unit in assessment.units:
        yield f"weight of {unit.id}", str(unit.weight)


def _flat(name: str, value: Any) -> Iterator[tuple[str, str]]:
    """Every value under a key, by the path that leads to it."""
    if isinstance(value, Mapping) and value:
        for key, held in value.items():
            yield from _flat(f"{name}.{key}", held)
    elif isinstance(value, Mapping):
        yield name, NOTHING
    else:
        yield name, value if isinstance(value, str) else canonical(value).decode("utf-8", "replace")
