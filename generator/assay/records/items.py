"""Evidence items."""

from __future__ import annotations

from assay.assessment import About, Acceptance, Ending, Item, Review, Source
from assay.model import text_of
from assay.records.values import Data, date, maybe_date, maybe_duration, period


def item(item_id: str, file: str, data: Data, language: str) -> Item:
    """One evidence item."""
    collected = data["collected"]
    return Item(
        id=item_id,
        file=file,
        title=text_of(data["title"], language),
        type=data["type"],
        summary=text_of(data["summary"], language),
        about=tuple(
            About(
                entry["node"],
                entry.get("attribute"),
                tuple(entry.get("areas", ())),
                entry.get("stance") == "contradicts",
            )
            for entry in data["about"]
        ),
        collected_on=date(collected["on"]),
        collected_by=collected["by"],
        method=collected.get("method", ""),
        period=period(data.get("period")),
        sample={key: str(value) for key, value in data.get("sample", {}).items()},
        valid_until=maybe_date(data.get("valid_until")),
        review_every=maybe_duration(data.get("review_every")),
        reviews=tuple(
            Review(date(entry["on"]), entry["by"], entry.get("result", ""), entry.get("holds", True))
            for entry in data.get("reviews", ())
        ),
        sources=tuple(_source(entry) for entry in data["sources"]),
        confidentiality=data.get("confidentiality", "internal"),
        withdrawn=_ending(data.get("withdrawn")),
        superseded=_ending(data.get("superseded")),
        former_ids=tuple(data.get("former_ids", ())),
        units=tuple(data.get("units", ())),
        accepted=_acceptance(data.get("accepted")),
        custodian=text_of(data.get("custodian"), language),
    )


def _source(data: Data) -> Source:
    return Source(
        title=data["title"],
        file=data.get("file"),
        url=data.get("url"),
        held_by=data.get("held_by"),
        sha256=data.get("sha256"),
        retrieved=maybe_date(data.get("retrieved")),
        excerpt=data.get("excerpt", ""),
        origin=data.get("origin", ""),
    )


def _acceptance(data: Data | None) -> Acceptance | None:
    return Acceptance(date(data["on"]), data["by"]) if data else None


def _ending(data: Data | None) -> Ending | None:
    if not data:
        return None
    return Ending(date(data["on"]), data.get("by", ""), data.get("reason", ""), data.get("by_item"))
