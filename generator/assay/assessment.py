"""What assessors recorded: evidence items, cycles and grades, as frozen data.

Nothing here reads a file or knows today's date. Where a fact came from is kept beside it (file and place),
so that every later problem can point at a line.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from dataclasses import dataclass, field
from fractions import Fraction
from typing import Literal, TypeAlias

from assay.durations import Duration
from assay.model import Model
from assay.problems import At

Written: TypeAlias = str | int | float | None
"""A grade as a file has it: a label, a number, or nothing."""


@dataclass(frozen=True, slots=True)
class Person:
    """Somebody who appears in files; `git` lists the e-mail addresses of their commits."""

    id: str
    name: str
    roles: tuple[str, ...] = ()
    git: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Policy:
    """The rules that this assessment sets itself.

    `evidence`: `cap` (a grade counts no further than its evidence) or `report` (it counts, with a warning).
    `max_age`: how long evidence of a type holds where the item itself does not say.
    `warn_before`: how early evidence that runs out is named.
    """

    evidence: Literal["cap", "report"]
    max_age: Mapping[str, Duration]
    warn_before: Duration


@dataclass(frozen=True, slots=True)
class About:
    """What an item bears on: a node, one attribute of it or all of them, and areas to address."""

    node: str
    attribute: str | None
    areas: tuple[str, ...]
    contradicts: bool


@dataclass(frozen=True, slots=True)
class Source:
    """Where an item's fact comes from: a file in the repository, a link, or somebody who holds it."""

    title: str
    file: str | None
    url: str | None
    held_by: str | None
    sha256: str | None
    retrieved: dt.date | None
    excerpt: str


@dataclass(frozen=True, slots=True)
class Review:
    """Somebody looked at an item again and confirmed it."""

    on: dt.date
    by: str
    result: str


@dataclass(frozen=True, slots=True)
class Ending:
    """An item's withdrawal (`reason`) or its replacement by another (`by_item`)."""

    on: dt.date
    by: str
    reason: str
    by_item: str | None


@dataclass(frozen=True, slots=True)
class Item:
    """One evidence item (exhibit): one fact with its sources."""

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
    confidentiality: str
    withdrawn: Ending | None
    superseded: Ending | None
    former_ids: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Citation:
    """A grade rests on an item; `carries` is how far, None where it carries the grade itself.

    `written` is `carries` as the file has it, so that what is not on the scale can be named.
    """

    item: str
    carries: Fraction | None
    note: str
    written: Written = None


@dataclass(frozen=True, slots=True)
class Answer:
    """What a grader says to an item that contradicts the grade."""

    item: str
    answer: str


@dataclass(frozen=True, slots=True)
class Grade:
    """One assessor's judgement of one node and attribute in one cycle.

    `grade` is None where the judgement is "not applicable" (then `not_applicable` gives the reason).
    A grade on a criterion stands for the grade of every sub-criterion below it. `written` is the grade as
    the file has it, so that what is not on the scale can be named.
    """

    assessor: str
    node: str
    attribute: str
    grade: Fraction | None
    not_applicable: str
    approved_by: str
    rationale: str
    evidence: tuple[Citation, ...]
    against: tuple[Answer, ...]
    graded_on: dt.date | None
    file: str
    at: At
    written: Written = None


@dataclass(frozen=True, slots=True)
class Target:
    """How much is enough for a node, and why."""

    level: int
    why: str


@dataclass(frozen=True, slots=True)
class Seal:
    """A closed cycle: it is computed as of this date, whatever the date is now."""

    on: dt.date
    by: str


@dataclass(frozen=True, slots=True)
class Cycle:
    """One assessment round."""

    id: str
    file: str
    title: str
    period: tuple[dt.date, dt.date]
    compare_with: str | None
    targets: Mapping[str, Target]
    seal: Seal | None
    grades: tuple[Grade, ...] = ()

    def as_of(self, date: dt.date) -> dt.date:
        """The date that this cycle is computed for: its seal's, or `date` while it is open."""
        return self.seal.on if self.seal else date


@dataclass(frozen=True, slots=True)
class Attachment:
    """A file that items cite, as found in the folder."""

    file: str
    size: int
    sha256: str


@dataclass(frozen=True, slots=True)
class Assessment:
    """One evidence repository, read and found whole."""

    title: str
    organisation: str
    scope: str
    fictional: bool
    languages: tuple[str, ...]
    repository_url: str | None
    model: Model
    policy: Policy
    people: Mapping[str, Person]
    items: Mapping[str, Item]
    cycles: Mapping[str, Cycle]
    attachments: Mapping[str, Attachment] = field(default_factory=dict)

    def person_name(self, person: str) -> str:
        """The name to print for a person's id."""
        found = self.people.get(person)
        return found.name if found else person

    @property
    def latest_cycle(self) -> Cycle | None:
        """The cycle that ends last: the one shown where nobody asks for another."""
        return max(self.cycles.values(), key=lambda cycle: (cycle.period[1], cycle.id), default=None)
