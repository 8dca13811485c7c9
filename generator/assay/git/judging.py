"""From what git says of signatures to what they are worth: whose key it was, and whether that is the author.

Git calls a signature good whoever made it. Here it counts as the author's only where the policy gives the key
to the person whose address stands in the commit.
"""

from __future__ import annotations

import datetime as dt
import hashlib
from collections.abc import Mapping
from dataclasses import replace
from pathlib import Path

from assay import yamlfile
from assay.git.checking import Verdict, Verdicts, check
from assay.git.contents import read_blobs
from assay.git.log import Event, Step
from assay.git.memory import recall_verdicts, remember_verdicts
from assay.git.running import GitError
from assay.git.signatures import Signature, Signed
from assay.git.trust import ASSESSMENT, FORGE, Trust, TrustedKey, named_keys, read_trust


def judge_signatures(
    folder: Path, revision: str, steps: Mapping[str, Step], version: str, use_cache: bool
) -> tuple[Trust, dict[str, Signature]]:
    """Whose keys count, and the signature of each commit that has one.

    Where there are no keys, nothing is checked: then all are left out. It raises nothing.
    """
    trust = read_trust(folder, revision)
    signed = {name: step.stored.signature for name, step in steps.items() if step.stored.signature}
    if not signed or not trust.keys:
        return trust, {}
    try:
        found = _verdicts(folder, signed, trust, version, use_cache)
        brought = _brought(folder, steps, found.verdicts)
    except (OSError, ValueError, GitError) as error:
        return replace(trust, problem=f"signatures were not checked: {error}"), {}
    signatures = {
        name: _judged(steps[name], kind, trust, found.verdicts.get(name), brought.get(name, frozenset()))
        for name, kind in signed.items()
    }
    return replace(trust, problem="; ".join(found.missing.values())), signatures


def _verdicts(
    folder: Path, signed: Mapping[str, str], trust: Trust, version: str, use_cache: bool
) -> Verdicts:
    """The verdicts on all signed commits, new ones from git. They depend on commits and keys alone."""
    ring = sorted(trust.keys.values(), key=lambda one: one.key.fingerprint)
    key = hashlib.sha256(repr((version, [one.key.data for one in ring])).encode()).hexdigest()
    kept = recall_verdicts(folder, key) if use_cache else {}
    known = {name: Verdict(*kept[name]) for name in signed.keys() & kept.keys()}
    left = {name: kind for name, kind in signed.items() if name not in known}
    found = check(folder, left, ring, version)
    if use_cache and found.verdicts:
        new = {name: [one.letter, one.key, one.ends] for name, one in found.verdicts.items()}
        remember_verdicts(folder, key, kept | new)
    return replace(found, verdicts={**known, **found.verdicts})


def _judged(
    step: Step, kind: str, trust: Trust, verdict: Verdict | None, brought: frozenset[str]
) -> Signature:
    if verdict is None:
        return Signature(Signed.BAD if kind == "other" else Signed.UNCHECKED)
    known = trust.keys.get(verdict.key)
    if verdict.letter in "BN":
        return Signature(Signed.BAD, key=verdict.key)
    if known is None or verdict.letter == "E" or verdict.key in brought:
        return Signature(Signed.UNKNOWN, key=verdict.key)
    state = _state(step, trust, known, verdict)
    return Signature(state, known.owner, verdict.key)


def _state(step: Step, trust: Trust, known: TrustedKey, verdict: Verdict) -> Signed:
    if known.revoked or verdict.letter == "R":
        return Signed.REVOKED
    if verdict.letter == "X" or _too_late(step.stored.committer.time, known.valid_until, verdict.ends):
        return Signed.EXPIRED
    if known.owner == FORGE:
        return Signed.FORGE
    address = step.stored.author.email.lower()
    return Signed.AUTHOR if address in trust.addresses.get(known.owner, ()) else Signed.OTHER


def _too_late(committed: dt.datetime | None, until: dt.date | None, ends: int) -> bool:
    """Whether a key had ended when a commit was made, by the policy or by what the key says itself.

    A commit without a date is held to have come too late. What the clock says does not matter: the same
    commits and keys give the same answer on every day.
    """
    if until is None and not ends:
        return False
    if committed is None:
        return True
    day = committed.astimezone(dt.UTC).date()
    return (until is not None and day > until) or bool(ends and committed.timestamp() > ends)


def _brought(
    folder: Path, steps: Mapping[str, Step], verdicts: Mapping[str, Verdict]
) -> dict[str, frozenset[str]]:
    """The keys that commits bring with them, for those that are signed and change assessment.yaml.

    A key that one of a commit's parents knew is not brought by it.
    """
    changes: dict[str, list[Event]] = {}
    for name in verdicts:
        events = [event for event in steps[name].events if event.file == ASSESSMENT]
        if events and len(events) >= len(steps[name].stored.parents):
            changes[name] = events
    blobs = {blob for events in changes.values() for event in events for blob in (event.old, event.new)}
    keys = {blob: named_keys(raw) for blob, raw in read_blobs(folder, sorted(blobs), yamlfile.MAX_BYTES)}
    return {
        name: keys[events[0].new].difference(*(keys[event.old] for event in events))
        for name, events in changes.items()
    }
