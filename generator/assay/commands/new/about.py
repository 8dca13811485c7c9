"""What a finding, an action or a request is about: parts of the model, evidence items, findings."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from assay.commands.asking import Choice, Question
from assay.commands.new.desk import Desk


def about(
    desk: Desk, parts: Sequence[str], items: Sequence[str], findings: Sequence[str] = ()
) -> list[dict[str, Any]]:
    """What options name, as files have it; where they name nothing, a part of the model is asked for."""
    found: list[dict[str, Any]] = desk.parts(parts) if parts or not (items or findings) else []
    known_items = [Choice(item.id, item.title) for item in desk.assessment.items.values()]
    known_findings = [Choice(one.id, one.title) for one in desk.assessment.findings.values()]
    found += [{"item": desk.asker.choice(Question("Item", "--item"), known_items, one)} for one in items]
    found += [
        {"finding": desk.asker.choice(Question("Finding", "--finding"), known_findings, one)}
        for one in findings
    ]
    return found
