"""What is excused: waivers of duties, decisions on levels that fall."""

from __future__ import annotations

from assay.assessment import Acceptable, Decision, Scope, Waiver
from assay.model import exact, text_of
from assay.records.values import Data, date, maybe_date


def waiver(waiver_id: str, file: str, data: Data, language: str) -> Waiver:
    """One waiver."""
    where, approved = data["where"], data["approved"]
    return Waiver(
        id=waiver_id,
        file=file,
        rule=data["rule"],
        where=Scope(*(where.get(key) for key in ("cycle", "unit", "node", "attribute", "item", "person"))),
        reason=text_of(data["reason"], language),
        on=date(approved["on"]),
        by=approved["by"],
        until=date(data["until"]),
    )


def decision(decision_id: str, file: str, data: Data, language: str) -> Decision:
    """One decision."""
    return Decision(
        id=decision_id,
        file=file,
        title=text_of(data["title"], language),
        reason=text_of(data["reason"], language),
        on=date(data["on"]),
        by=data["by"],
        approved_by=data["approved_by"],
        accepts=tuple(
            Acceptable(
                entry["cycle"],
                entry["node"],
                entry.get("unit"),
                entry.get("level"),
                exact(entry["score"]) if "score" in entry else None,
            )
            for entry in data["accepts"]
        ),
        until=maybe_date(data.get("until")),
        confidentiality=data.get("confidentiality"),
    )
