"""What a sealed cycle has that its seal has not, and the other way round."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from assay import __version__
from assay.assessment import Assessment, Cycle, Seal
from assay.canonical import digest
from assay.seals.collect import KINDS, Files, digests
from assay.seals.results import Computed, computed

_NAMED = 6


@dataclass(frozen=True, slots=True)
class Difference:
    """One thing that is not as it was sealed: its `kind` and `name`, and what to say of it.

    `decides` is False where nothing that was sealed comes out differently: a rule for later cycles, or words
    of the model.
    """

    kind: str
    name: str
    message: str
    decides: bool = True


def since_seal(
    assessment: Assessment, cycle: Cycle, files: Files, model: Mapping[str, Any]
) -> tuple[Difference, ...]:
    """How a cycle differs from its seal; () where it does not, or has no seal with digests.

    `files` holds the data of the assessment's files, `model` that of its model, whole. All have to read well.
    """
    seal = cycle.seal
    if seal is None or not seal.digests:
        return ()
    found = digests(assessment, cycle, files, model, seal.on)
    return differences(seal, found, computed(assessment, cycle, seal.on), units=bool(assessment.units))


def differences(
    seal: Seal, found: Mapping[str, str], now: Computed, *, units: bool = False
) -> tuple[Difference, ...]:
    """How `found` (digests as of the seal) and the results `now` differ from what the seal holds.

    `units`: the assessment has some, so that the names of cells begin with theirs.
    """
    results = _results(seal, now)
    same = results is None
    changed = [
        difference
        for kind in KINDS
        for difference in _of_kind(kind, _part(seal.digests, kind), _part(found, kind), same, units)
    ]
    if results:
        changed.append(Difference("results", "", _cause(results, seal, changed)))
    return tuple(changed)


def _part(found: Mapping[str, str], kind: str) -> dict[str, str]:
    """The digests of one kind by their names; "" names one of the kind as a whole."""
    return {name.partition("/")[2]: value for name, value in found.items() if name.partition("/")[0] == kind}


def _of_kind(
    kind: str, sealed: Mapping[str, str], now: Mapping[str, str], same: bool, units: bool
) -> Iterator[Difference]:
    if "" in sealed and "" not in now:  # very many: the seal holds a digest of all of them
        if digest(now) != sealed[""]:
            yield Difference(kind, "", f"one or more of the {len(now):,} {kind} have changed")
        return
    for name in sorted(sealed.keys() | now.keys()):
        before, after = sealed.get(name), now.get(name)
        if before != after and not (kind == "model" and name == "whole" and _rules_differ(sealed, now)):
            what = "has changed" if before and after else "is new" if after else "is gone"
            decides = not (kind == "model" and name == "whole") and not (kind in ("model", "policy") and same)
            yield Difference(kind, name, f"{_words(kind, name, units)} {what}", decides)


def _rules_differ(sealed: Mapping[str, str], now: Mapping[str, str]) -> bool:
    return sealed.get("rules") != now.get("rules")


def _words(kind: str, name: str, units: bool) -> str:
    """A digest's name in words."""
    if kind == "grades":
        *unit, assessor, cell = name.split("/", 2 if units else 1)
        return f"the grade of {cell.replace('/', ' ')} by {assessor}" + "".join(f" in {one}" for one in unit)
    if kind == "consensus":
        return f"what was settled for {name.replace('/', ' ')}"
    return _WORDS.get((kind, name)) or _WORDS[kind, ""].format(name)


_WORDS = {
    ("cycle", ""): "what the cycle assesses (its period or a target), or the day of its seal,",
    ("model", "rules"): "the model",
    ("model", ""): "a text of the model",
    ("policy", "units"): "the list of units (their ids or weights)",
    ("policy", ""): "the policy ({})",
    ("checks", ""): "the answer to {}",
    ("items", ""): "the cited item {}",
    ("metrics", ""): "the cited metric {}",
    ("attachments", ""): "the attachment attachments/{}",
}


def _results(seal: Seal, now: Computed) -> str | None:
    """How the results differ from the sealed ones; None where they do not."""
    if seal.digests.get("results") == now.digest:
        return None
    changes = [
        f"{name} {level} → {now.levels.get(name, 'none')}"
        for name, level in seal.levels.items()
        if level != now.levels.get(name)
    ]
    if not changes:
        return "the levels are the same, but scores or grades are not"
    more = f" and {len(changes) - _NAMED} more" if len(changes) > _NAMED else ""
    return ", ".join(changes[:_NAMED]) + more


def _cause(results: str, seal: Seal, changed: list[Difference]) -> str:
    text = f"the results differ: {results}"
    tool = f"assay {__version__}"
    if seal.tool and seal.tool != tool:
        other = f"it was sealed by {seal.tool}, and computed now by {tool}"
        return f"{text}; {other}" if changed else f"{text}; nothing else has changed, but {other}"
    return text
