"""Evidence items: one fact each, with its sources and what became of it."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from dataclasses import dataclass

from assay.confidentiality import Audience
from assay.durations import Duration


@dataclass(frozen=True, slots=True)
class About:
    """What an item bears on: a node, one attribute of it or all of them, and areas to address."""

    node: str
    attribute: str | None
    areas: tuple[str, ...]
    contradicts: bool


@dataclass(frozen=True, slots=True)
class Source:
    """Where an item's fact comes from: a file in the repository, a link, or somebody who holds it.

    `origin` says who or what made it, for whoever asks whether two sources are independent.
    """

    title: str
    file: str | None
    url: str | None
    held_by: str | None
    sha256: str | None
    retrieved: dt.date | None
    excerpt: str
    origin: str = ""


@dataclass(frozen=True, slots=True)
class Review:
    """Somebody looked at an item again; `holds` is False where they found that it is true no longer."""

    on: dt.date
    by: str
    result: str
    holds: bool = True


@dataclass(frozen=True, slots=True)
class Acceptance:
    """Somebody looked at an item that another person collected, and accepted it as evidence."""

    on: dt.date
    by: str


@dataclass(frozen=True, slots=True)
class Ending:
    """An item's withdrawal (`reason`) or its replacement by another (`by_item`)."""

    on: dt.date
    by: str
    reason: str
    by_item: str | None


@dataclass(frozen=True, slots=True)
class Item:
    """One evidence item (exhibit): one fact with its sources.

    `custodian`: who may be asked for it, as everybody may read; "" where the file does not say. `withheld`:
    this only stands in for an item that the audience may not see; a title and what cites it is all there is.
    """

    id: str
    file: str
    title: str
    type: str
    summary: str
    about: tuple[About, ...]
    collected_on: dt.date
    collected_by: str
    method: str
    period: tuple[dt.date, dt.date] | None
    sample: Mapping[str, str]
    valid_until: dt.date | None
    review_every: Duration | None
    reviews: tuple[Review, ...]
    sources: tuple[Source, ...]
    confidentiality: Audience
    withdrawn: Ending | None
    superseded: Ending | None
    former_ids: tuple[str, ...]
    units: tuple[str, ...] = ()
    accepted: Acceptance | None = None
    custodian: str = ""
    withheld: bool = False

    def serves(self, unit: str | None) -> bool:
        """Whether it may be cited in a unit: one that names no units is shared by all."""
        return not self.units or unit in self.units


@dataclass(frozen=True, slots=True)
class Attachment:
    """A file that items cite, as found in the folder."""

    file: str
    size: int
    sha256: str
