"""Cycles, still without their grades: targets, seals, what was reopened."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from assay.assessment import Cycle, Reopening, Seal, Stamp, Target, Written
from assay.model import Model, outcome_named, text_of
from assay.records.values import Data, date


def cycle(cycle_id: str, file: str, data: Data, model: Model | None, language: str) -> Cycle:
    """One cycle, still without its grades. Without a model no target can be read."""
    seal, stamp = data.get("seal"), data.get("model")
    targets = data.get("targets", {}) if model else {}
    return Cycle(
        id=cycle_id,
        file=file,
        title=text_of(data["title"], language),
        period=(date(data["period"]["from"]), date(data["period"]["to"])),
        compare_with=data.get("compare_with"),
        targets={node: _target(node, target, model, language) for node, target in targets.items() if model},
        seal=_seal(seal) if seal else None,
        model=Stamp(*(stamp.get(key, "") for key in ("id", "version", "digest"))) if stamp else None,
        rigour=data.get("rigour", ""),
        reopened=tuple(_reopening(entry) for entry in data.get("reopened", ())),
    )


def _seal(data: Data) -> Seal:
    digests: dict[str, str] = {}
    for kind, found in data.get("digests", {}).items():
        digests |= (
            {kind: found} if isinstance(found, str) else {f"{kind}/{name}": found[name] for name in found}
        )
    levels = {node: str(level) for node, level in data.get("levels", {}).items()}
    return Seal(date(data["on"]), data["by"], data.get("tool", ""), digests, levels)


def _reopening(data: Data) -> Reopening:
    sealed = data["sealed"]
    return Reopening(
        on=date(data["on"]),
        by=data["by"],
        reason=data["reason"],
        sealed_on=date(sealed["on"]),
        sealed_by=sealed["by"],
        results=sealed.get("results", ""),
    )


def _target(node: str, data: Any, model: Model, language: str) -> Target:
    written: Written = data["level"] if isinstance(data, Mapping) else data
    why = text_of(data.get("why"), language) if isinstance(data, Mapping) else ""
    return Target(outcome_named(model, node, written), why, written)
