"""Checked data to records: what the files of an evidence repository say, in the shapes of `assessment.py`.

Each function takes the data of one file that has passed its schema. Names that may be wrong (nodes, items,
people) are taken as they are; `rules/` looks at them.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator, Mapping
from typing import Any

from assay.assessment import (
    About,
    Answer,
    Citation,
    Cycle,
    Ending,
    Grade,
    Item,
    Person,
    Policy,
    Review,
    Seal,
    Source,
    Target,
)
from assay.durations import Duration, parse_duration
from assay.model import Model, Scale

Data = Mapping[str, Any]

_date = dt.date.fromisoformat
DEFAULT_WARNING = "P90D"


def _maybe_date(text: str | None) -> dt.date | None:
    return _date(text) if text else None


def _maybe_duration(text: str | None) -> Duration | None:
    return parse_duration(text) if text else None


def _period(data: Data | None) -> tuple[dt.date, dt.date] | None:
    return (_date(data["from"]), _date(data["to"])) if data else None


def policy(data: Data) -> Policy:
    """`policy` of assessment.yaml."""
    return Policy(
        evidence=data.get("evidence", "cap"),
        max_age={kind: parse_duration(age) for kind, age in data.get("max_age", {}).items()},
        warn_before=parse_duration(data.get("warn_before", DEFAULT_WARNING)),
    )


def people(entries: list[Data]) -> dict[str, Person]:
    """`people` of assessment.yaml; of two with one id the first stays (a rule names the other)."""
    found: dict[str, Person] = {}
    for entry in entries:
        person = Person(
            entry["id"], entry["name"], tuple(entry.get("roles", ())), tuple(entry.get("git", ()))
        )
        found.setdefault(person.id, person)
    return found


def item(item_id: str, file: str, data: Data) -> Item:
    """One evidence item."""
    collected = data["collected"]
    return Item(
        id=item_id,
        file=file,
        title=data["title"],
        type=data["type"],
        summary=data["summary"],
        about=tuple(
            About(
                entry["node"],
                entry.get("attribute"),
                tuple(entry.get("areas", ())),
                entry.get("stance") == "contradicts",
            )
            for entry in data["about"]
        ),
        collected_on=_date(collected["on"]),
        collected_by=collected["by"],
        method=collected.get("method", ""),
        period=_period(data.get("period")),
        sample={key: str(value) for key, value in data.get("sample", {}).items()},
        valid_until=_maybe_date(data.get("valid_until")),
        review_every=_maybe_duration(data.get("review_every")),
        reviews=tuple(
            Review(_date(entry["on"]), entry["by"], entry.get("result", ""))
            for entry in data.get("reviews", ())
        ),
        sources=tuple(_source(entry) for entry in data["sources"]),
        confidentiality=data.get("confidentiality", "internal"),
        withdrawn=_ending(data.get("withdrawn")),
        superseded=_ending(data.get("superseded")),
        former_ids=tuple(data.get("former_ids", ())),
    )


def _source(data: Data) -> Source:
    return Source(
        title=data["title"],
        file=data.get("file"),
        url=data.get("url"),
        held_by=data.get("held_by"),
        sha256=data.get("sha256"),
        retrieved=_maybe_date(data.get("retrieved")),
        excerpt=data.get("excerpt", ""),
    )


def _ending(data: Data | None) -> Ending | None:
    if not data:
        return None
    return Ending(_date(data["on"]), data.get("by", ""), data.get("reason", ""), data.get("by_item"))


def cycle(cycle_id: str, file: str, data: Data, grades: tuple[Grade, ...]) -> Cycle:
    """One cycle with all its grades."""
    seal = data.get("seal")
    return Cycle(
        id=cycle_id,
        file=file,
        title=data["title"],
        period=(_date(data["period"]["from"]), _date(data["period"]["to"])),
        compare_with=data.get("compare_with"),
        targets={node: _target(target) for node, target in data.get("targets", {}).items()},
        seal=Seal(_date(seal["on"]), seal["by"]) if seal else None,
        grades=grades,
    )


def _target(data: int | Data) -> Target:
    return Target(data, "") if isinstance(data, int) else Target(data["level"], data.get("why", ""))


def grades(assessor: str, file: str, data: Data, model: Model) -> Iterator[Grade]:
    """The grades of one file, in its order. A grade that is not on its scale has `grade` None."""
    graded_on = data.get("graded_on")
    for node, attributes in data["grades"].items():
        for attribute, entry in attributes.items():
            known = model.attributes.get(attribute)
            scale = known.scale if known else None
            written = entry.get("grade")
            yield Grade(
                assessor=assessor,
                node=node,
                attribute=attribute,
                grade=scale.grade(written) if scale and written is not None else None,
                not_applicable=entry.get("not_applicable", ""),
                approved_by=entry.get("approved_by", ""),
                rationale=entry.get("rationale", ""),
                evidence=tuple(_citation(cited, scale) for cited in entry.get("evidence", ())),
                against=tuple(
                    Answer(answer["item"], answer["answer"]) for answer in entry.get("against", ())
                ),
                graded_on=_maybe_date(entry.get("graded_on", graded_on)),
                file=file,
                at=("grades", node, attribute),
                written=written,
            )


def _citation(data: str | Data, scale: Scale | None) -> Citation:
    if isinstance(data, str):
        return Citation(data, None, "")
    written = data.get("carries")
    carries = scale.grade(written) if scale and written is not None else None
    return Citation(data["item"], carries, data.get("note", ""), written)
