"""Whose keys count: those that assessment.yaml names in a commit, never in the working tree.

A change that brings a key with it would vouch for itself. So the keys of a pull request's check come from the
branch that it is to go into, and a commit that brings the very key that it is signed with proves nothing.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from assay import yamlfile
from assay.git.contents import read_blobs
from assay.git.running import GitError, ask
from assay.keys import PublicKey, parse_key

FORGE = ""
"""The owner of the forge's keys, in the place of a person's id."""
ASSESSMENT = "assessment.yaml"


@dataclass(frozen=True, slots=True)
class TrustedKey:
    """A key of the policy with its owner (a person's id, or `FORGE`), the last day that it is good for, and
    whether it was revoked."""

    key: PublicKey
    owner: str
    valid_until: dt.date | None = None
    revoked: bool = False


@dataclass(frozen=True, slots=True)
class Trust:
    """Whose keys signatures are held against.

    `revision` is what was asked for, `commit` the commit that it names ("" for none); `keys` are by their
    fingerprints; `addresses`: each person's addresses in commits, in small letters; `problem`: why there are
    no keys, or why signatures could not be checked.
    """

    revision: str
    commit: str = ""
    keys: Mapping[str, TrustedKey] = field(default_factory=dict)
    addresses: Mapping[str, frozenset[str]] = field(default_factory=dict)
    problem: str = ""


def read_trust(folder: Path, revision: str) -> Trust:
    """The keys that assessment.yaml names at a revision; none, and why, where it is not there or broken."""
    try:
        named = ask(folder, "rev-parse", "--verify", "--end-of-options", f"{revision}^{{commit}}")
    except (GitError, ValueError):
        return Trust(revision, problem=f"there is no commit '{revision}' here to take keys from")
    commit = named.decode().strip()
    try:
        blob = ask(folder, "rev-parse", "--verify", "--end-of-options", f"{commit}:./{ASSESSMENT}")
    except GitError:
        return Trust(revision, commit, problem=f"there is no {ASSESSMENT} in {revision}, so no key is known")
    [(_, raw)] = read_blobs(folder, [blob.decode().strip()], yamlfile.MAX_BYTES)
    data = _data(raw)
    if data is None:
        return Trust(
            revision, commit, problem=f"{ASSESSMENT} in {revision} cannot be read, so no key is known"
        )
    keys = _unique(_trusted_keys(data))
    problem = "" if keys else f"{ASSESSMENT} in {revision} names no keys"
    return Trust(revision, commit, keys, dict(_addresses(data)), problem)


def named_keys(raw: bytes | None) -> frozenset[str]:
    """The fingerprints of all keys that some version of assessment.yaml names."""
    data = _data(raw)
    return frozenset(found.key.fingerprint for found in _trusted_keys(data or {}))


def _data(raw: bytes | None) -> Mapping[str, Any] | None:
    data = yamlfile.read(raw).data if raw is not None else None
    return data if isinstance(data, dict) else None


# The file was checked when it was committed, or it was not: whatever has another shape is passed over.


def _people(data: Mapping[str, Any]) -> Iterator[tuple[str, Mapping[str, Any]]]:
    for person in _list(data.get("people")):
        if isinstance(person, dict) and isinstance(person.get("id"), str) and person["id"]:
            yield person["id"], person


def _addresses(data: Mapping[str, Any]) -> Iterator[tuple[str, frozenset[str]]]:
    for name, person in _people(data):
        texts = (text for text in _list(person.get("git")) if isinstance(text, str))
        yield name, frozenset(text.strip().lower() for text in texts)


def _trusted_keys(data: Mapping[str, Any]) -> Iterator[TrustedKey]:
    policy = data.get("policy")
    owned = [(name, person.get("keys")) for name, person in _people(data)]
    owned.append((FORGE, policy.get("forge_keys") if isinstance(policy, dict) else None))
    for owner, entries in owned:
        for entry in _list(entries):
            known = entry if isinstance(entry, dict) else {"key": entry}
            try:
                key = parse_key(str(known.get("key", "")))
                until = dt.date.fromisoformat(known["valid_until"]) if "valid_until" in known else None
            except (TypeError, ValueError):
                continue
            yield TrustedKey(key, owner, until, "revoked" in known)


def _unique(keys: Iterable[TrustedKey]) -> dict[str, TrustedKey]:
    """The keys by their fingerprints. One that two people share says nothing about either: it is left out."""
    found: dict[str, TrustedKey] = {}
    shared: set[str] = set()
    for one in keys:
        first = found.setdefault(one.key.fingerprint, one)
        if first.owner != one.owner:
            shared.add(one.key.fingerprint)
    return {name: one for name, one in found.items() if name not in shared}


def _list(value: object) -> list[Any]:
    return value if isinstance(value, list) else []
