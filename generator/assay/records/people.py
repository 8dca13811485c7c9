"""What assessment.yaml says: the policy, people with their keys, units."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any

from assay.assessment import Person, Policy, SigningKey, Unit
from assay.durations import parse_duration
from assay.duties import read_duties, read_rigours
from assay.gate import read_gate
from assay.keys import parse_key
from assay.model import exact, text_of
from assay.records.values import Data, maybe_date

_WARNING = "P90D"


def policy(data: Data) -> Policy:
    """`policy` of assessment.yaml."""
    return Policy(
        evidence=data.get("evidence", "cap"),
        max_age={kind: parse_duration(age) for kind, age in data.get("max_age", {}).items()},
        warn_before=parse_duration(data.get("warn_before", _WARNING)),
        duties=read_duties(data, "dates"),
        rigours=read_rigours(data.get("rigour", {})),
        waiver_approvers=tuple(data.get("waiver_approvers", ())),
        forge_keys=_keys(data.get("forge_keys", ())),
        audience=data.get("audience", "internal"),
        decision_approvers=tuple(data.get("decision_approvers", ())),
        gate=read_gate(data.get("gate", {})),
    )


def people(entries: list[Data]) -> dict[str, Person]:
    """`people` of assessment.yaml; of two with one id the first stays (a rule names the other)."""
    found: dict[str, Person] = {}
    for entry in entries:
        person = Person(
            id=entry["id"],
            name=entry["name"],
            roles=tuple(entry.get("roles", ())),
            git=tuple(entry.get("git", ())),
            keys=_keys(entry.get("keys", ())),
        )
        found.setdefault(person.id, person)
    return found


def _keys(entries: Iterable[Any]) -> tuple[SigningKey, ...]:
    return tuple(_key(entry if isinstance(entry, Mapping) else {"key": entry}) for entry in entries)


def _key(data: Data) -> SigningKey:
    key, revoked = parse_key(data["key"]), data.get("revoked", {})
    return SigningKey(
        key.kind,
        key.fingerprint,
        maybe_date(data.get("valid_until")),
        maybe_date(revoked.get("on")),
        revoked.get("reason", ""),
    )


def units(entries: list[Data], language: str) -> tuple[Unit, ...]:
    """`units` of assessment.yaml; of two with one id the first stays (a rule names the other)."""
    found: dict[str, Unit] = {}
    for entry in entries:
        title = text_of(entry.get("title", entry["id"]), language)
        found.setdefault(entry["id"], Unit(entry["id"], title, exact(entry.get("weight", 1))))
    return tuple(found.values())
