"""Metrics: series of measured values that grades are judged by, as frozen data, and how they are read.

A metric decides nothing by itself. What it shows, and how far that is enough, is for the assessor to say.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from fractions import Fraction
from typing import Any, Literal, TypeAlias

from assay.audit import Concern
from assay.confidentiality import Audience
from assay.model import exact, text_of

Better: TypeAlias = Literal["higher", "lower", "target"]
"""Where a metric should go; `target`: as near as can be to it."""

Data = Mapping[str, Any]

_date = dt.date.fromisoformat


@dataclass(frozen=True, slots=True)
class Measure:
    """One value: of the time from `first` to `on`, or measured on that day (then `first` is None).

    `item` is the evidence item in which it can be looked up, "" for none.
    """

    on: dt.date
    value: Fraction
    first: dt.date | None = None
    item: str = ""
    note: str = ""


@dataclass(frozen=True, slots=True)
class Aim:
    """What is aimed at from a day on; `start` is None for what holds from the beginning."""

    value: Fraction
    start: dt.date | None = None
    why: str = ""


@dataclass(frozen=True, slots=True)
class Benchmark:
    """What others reach, and where that is from."""

    title: str
    source: str
    values: tuple[Measure, ...]


@dataclass(frozen=True, slots=True)
class Metric:
    """One metric; its values and what was aimed at stand as in its file, the oldest first.

    `owner` is "" where the file names none. `confidentiality` is None where it follows from the evidence in
    which the values stand.
    """

    id: str
    file: str
    title: str
    description: str
    about: tuple[Concern, ...]
    owner: str
    measured_in: str
    better: Better
    aims: tuple[Aim, ...]
    source: str
    how: str
    values: tuple[Measure, ...]
    comparison: Benchmark | None = None
    confidentiality: Audience | None = None

    def by(self, day: dt.date) -> tuple[Measure, ...]:
        """The values that were there by the end of a day."""
        return tuple(one for one in self.values if one.on <= day)

    def aim(self, day: dt.date) -> Aim | None:
        """What was aimed at on a day; None where there was no target yet."""
        found = [one for one in self.aims if one.start is None or one.start <= day]
        return found[-1] if found else None

    def reached(self, measure: Measure) -> bool | None:
        """Whether a value is as good as what was aimed at then.

        None where nothing was, or where nearer is better: how near is near enough, nobody has said.
        """
        aim = self.aim(measure.on)
        if aim is None or self.better == "target":
            return None
        return measure.value >= aim.value if self.better == "higher" else measure.value <= aim.value


def metric(metric_id: str, file: str, data: Data, language: str) -> Metric:
    """One metric, from data that fit the schema; of texts in several languages one is taken."""
    compared = data.get("comparison")
    return Metric(
        id=metric_id,
        file=file,
        title=text_of(data["title"], language),
        description=text_of(data.get("description"), language),
        about=tuple(Concern(node=one["node"], attribute=one.get("attribute")) for one in data["about"]),
        owner=data.get("owner", ""),
        measured_in=text_of(data["measured_in"], language),
        better=data["better"],
        aims=_aims(data.get("target", ()), language),
        source=text_of(data["source"]["title"], language),
        how=text_of(data["source"].get("how"), language),
        values=_measures(data["values"], language),
        comparison=Benchmark(
            text_of(compared["title"], language),
            text_of(compared["source"], language),
            _measures(compared["values"], language),
        )
        if compared
        else None,
        confidentiality=data.get("confidentiality"),
    )


def _aims(data: int | float | Sequence[Data], language: str) -> tuple[Aim, ...]:
    if isinstance(data, int | float):
        return (Aim(exact(data)),)
    return tuple(
        Aim(
            exact(entry["value"]),
            _date(entry["from"]) if "from" in entry else None,
            text_of(entry.get("why"), language),
        )
        for entry in data
    )


def _measures(entries: Sequence[Data], language: str) -> tuple[Measure, ...]:
    return tuple(
        Measure(
            on=_date(entry["on"] if "on" in entry else entry["period"]["to"]),
            value=exact(entry["value"]),
            first=_date(entry["period"]["from"]) if "period" in entry else None,
            item=entry.get("item", ""),
            note=text_of(entry.get("note"), language),
        )
        for entry in entries
    )
