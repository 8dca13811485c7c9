"""Checked data to findings, requests and actions. Texts may be maps of languages: one is taken."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from typing import Any

from assay.audit.shapes import Action, Concern, Finding, Kind, Request, Resolution, Response
from assay.model import text_of

Data = Mapping[str, Any]

_date = dt.date.fromisoformat


def finding(finding_id: str, file: str, data: Data, language: str) -> Finding:
    """One finding."""
    return Finding(
        id=finding_id,
        file=file,
        title=text_of(data["title"], language),
        kind=Kind(data["kind"]),
        severity=data.get("severity", ""),
        about=_about(data),
        requirement=text_of(data.get("requirement"), language),
        text=text_of(data["text"], language),
        raised_on=_date(data["raised"]["on"]),
        raised_by=data["raised"]["by"],
        due=_due(data),
        responses=tuple(
            Response(_date(entry["on"]), entry["by"], text_of(entry["text"], language))
            for entry in data.get("responses", ())
        ),
        closed=_resolution(data.get("closed"), "reason", language),
        rejected=_resolution(data.get("rejected"), "reason", language),
        confidentiality=data.get("confidentiality"),
    )


def action(action_id: str, file: str, data: Data, language: str) -> Action:
    """One action."""
    return Action(
        id=action_id,
        file=file,
        title=text_of(data["title"], language),
        text=text_of(data.get("text"), language),
        about=_about(data),
        owner=data["owner"],
        due=_date(data["due"]),
        done=_resolution(data.get("done"), "result", language),
        dropped=_resolution(data.get("dropped"), "reason", language),
        confidentiality=data.get("confidentiality"),
    )


def request(request_id: str, file: str, data: Data, language: str) -> Request:
    """One request for evidence."""
    asked = data["asked"]
    return Request(
        id=request_id,
        file=file,
        title=text_of(data["title"], language),
        text=text_of(data.get("text"), language),
        about=_about(data),
        asked_on=_date(asked["on"]),
        asked_by=asked["by"],
        asked_of=asked["of"],
        due=_due(data),
        fulfilled_by=data.get("fulfilled_by", ""),
        withdrawn=_resolution(data.get("withdrawn"), "reason", language),
        confidentiality=data.get("confidentiality"),
    )


def _about(data: Data) -> tuple[Concern, ...]:
    return tuple(
        Concern(
            node=entry.get("node", ""),
            attribute=entry.get("attribute"),
            item=entry.get("item", ""),
            finding=entry.get("finding", ""),
            unit=entry.get("unit"),
            cycle=entry.get("cycle"),
        )
        for entry in data["about"]
    )


def _due(data: Data) -> dt.date | None:
    return _date(data["due"]) if "due" in data else None


def _resolution(data: Data | None, key: str, language: str) -> Resolution | None:
    return Resolution(_date(data["on"]), data["by"], text_of(data[key], language)) if data else None
