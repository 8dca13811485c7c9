"""What is asked of evidence and people, what is older than it should be, and what is waived, as data.

A part of the contract in schemas/levels.schema.json.
"""

from __future__ import annotations

from typing import Any

from assay.cards import Cards
from assay.freshness import Outdated
from assay.model import Requirement
from assay.numbers import decimal
from assay.problems import Subject
from assay.sufficiency import Lack


def duties_data(cards: Cards) -> dict[str, Any]:
    """What is asked in the cycle."""
    duties = cards.assessment.duties(cards.cycle)
    return {
        "requires": [_requirement(one) for one in duties.requires],
        "graders": [list(roles) for roles in duties.graders],
        "independence": duties.independence,
        "identity": duties.identity,
        "signed_commits": duties.signed_commits,
        "regrade": duties.regrade,
    }


def _requirement(one: Requirement) -> dict[str, Any]:
    return {
        "from": one.start,
        "items": one.items,
        "sources": one.sources,
        "types": list(one.types),
        "accepted": one.accepted,
        "attributes": list(one.attributes),
    }


def lack_data(lack: Lack) -> dict[str, Any]:
    """What the evidence of a cell lacks."""
    return {"kind": lack.kind, "need": lack.need, "have": lack.have, "types": list(lack.types)}


def regrade_data(found: Outdated) -> dict[str, Any]:
    """A judgement that is older than an item that it cites."""
    return {
        "unit": found.unit,
        "node": found.node,
        "attribute": found.attribute or None,
        "by": list(found.by),
        "judged": found.judged.isoformat() if found.judged else None,
        "item": found.item,
        "since": found.since.value,
        "on": found.on.isoformat(),
        "file": found.file or None,
    }


def waivers_data(cards: Cards, unit: str | None) -> list[dict[str, Any]]:
    """The waivers that excuse something in the cycle (in one unit, if one is asked for), and what."""
    found: dict[str, list[Subject]] = {}
    for problem in cards.waived:
        about = problem.about
        if problem.waived and about and (unit is None or about.unit in (None, unit)):
            found.setdefault(problem.waived.waiver, []).append(about)
    waivers = cards.assessment.waivers
    return [
        {
            "id": name,
            "rule": waivers[name].rule,
            "reason": waivers[name].reason,
            "approved_on": waivers[name].on.isoformat(),
            "approved_by": waivers[name].by,
            "until": waivers[name].until.isoformat(),
            "applies_to": [_subject(about) for about in dict.fromkeys(subjects)],
        }
        for name, subjects in sorted(found.items())
    ]


def decisions_data(cards: Cards, unit: str | None) -> list[dict[str, Any]]:
    """The decisions in force that accept lower levels in the cycle (in one unit, if one is asked for)."""
    found = []
    for name, decision in sorted(cards.assessment.decisions.items()):
        accepts = [
            {"unit": one.unit, "node": one.node, "level": one.level, "score": decimal(one.score)}
            for one in decision.accepts
            if one.cycle == cards.cycle.id and unit in (None, one.unit)
        ]
        if accepts and decision.holds(cards.as_of):
            found.append(
                {
                    "id": name,
                    "title": decision.title,
                    "reason": decision.reason,
                    "on": decision.on.isoformat(),
                    "by": decision.by,
                    "approved_by": decision.approved_by,
                    "until": decision.until.isoformat() if decision.until else None,
                    "accepts": accepts,
                }
            )
    return found


def _subject(about: Subject) -> dict[str, Any]:
    return {
        "unit": about.unit,
        "node": about.node,
        "attribute": about.attribute or None,
        "item": about.item,
        "persons": list(about.persons),
    }
