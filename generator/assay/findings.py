"""Findings as programs take them: which are unresolved on a date, and all of them as data."""

from __future__ import annotations

import datetime as dt
from typing import Any

from assay.assessment import Assessment
from assay.audit import Concern, Finding, FindingState, Kind

_KINDS = tuple(Kind)


def in_order(assessment: Assessment, on: dt.date) -> tuple[Finding, ...]:
    """The findings that have been raised by a date: unresolved ones first, then by kind, due day and id."""

    def place(finding: Finding) -> tuple[bool, int, bool, dt.date, str]:
        ended = not finding.state(on).unresolved
        minor = finding.severity != "major"
        return ended, _KINDS.index(finding.kind), minor, finding.due or dt.date.max, finding.id

    raised = [one for one in assessment.findings.values() if one.state(on) is not FindingState.NOT_YET]
    return tuple(sorted(raised, key=place))


def unresolved_findings(assessment: Assessment, on: dt.date) -> tuple[Finding, ...]:
    """The findings that are neither closed nor rejected on a date, the gravest first."""
    return tuple(finding for finding in in_order(assessment, on) if finding.state(on).unresolved)


def findings_data(assessment: Assessment, on: dt.date, unit: str | None = None) -> list[dict[str, Any]]:
    """The findings raised by a date, in order; with `unit`, those that are about this one or about all."""
    found = in_order(assessment, on)
    if unit is not None:
        found = tuple(one for one in found if any(part.unit in (None, unit) for part in one.about))
    return [_data(finding, on) for finding in found]


def _data(finding: Finding, on: dt.date) -> dict[str, Any]:
    state = finding.state(on)
    return {
        "id": finding.id,
        "title": finding.title,
        "kind": finding.kind.value,
        "severity": finding.severity or None,
        "about": [_subject(subject) for subject in finding.about],
        "raised_on": finding.raised_on.isoformat(),
        "raised_by": finding.raised_by,
        "due": finding.due.isoformat() if finding.due else None,
        "state": state.value,
        "unresolved": state.unresolved,
        "overdue": finding.overdue(on),
    }


def _subject(subject: Concern) -> dict[str, str | None]:
    return {
        "node": subject.node or None,
        "attribute": subject.attribute,
        "item": subject.item or None,
        "unit": subject.unit,
        "cycle": subject.cycle,
    }
