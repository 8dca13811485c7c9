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

from assay.audit import Action, Finding, Request, RequestState
from assay.confidentiality import Audience
from assay.durations import Duration
from assay.duties import Duties
from assay.model import Model
from assay.problems import At

Written: TypeAlias = str | int | float | None
"""A grade as a file has it: a label, a number, or nothing."""


@dataclass(frozen=True, slots=True)
class SigningKey:
    """A public key that commits are signed with.

    `valid_until` is the last day that it is good for, None for no end; `revoked` the day on which somebody
    said that it is good for nothing, and `reason` why.
    """

    kind: Literal["ssh", "pgp"]
    fingerprint: str
    valid_until: dt.date | None = None
    revoked: dt.date | None = None
    reason: str = ""


@dataclass(frozen=True, slots=True)
class Person:
    """Somebody who appears in files; `git` lists the e-mail addresses of their commits."""

    id: str
    name: str
    roles: tuple[str, ...] = ()
    git: tuple[str, ...] = ()
    keys: tuple[SigningKey, ...] = ()


@dataclass(frozen=True, slots=True)
class Policy:
    """The rules that this assessment sets itself.

    `evidence`: `cap` (a grade counts no further than its evidence) or `report` (it counts, with a warning).
    `max_age`: how long evidence of a type holds where the item itself does not say.
    `warn_before`: how early evidence that runs out is named. `audience`: whom the site is made for.
    `duties`: what it asks in every cycle, `rigours` what more a cycle of that rigour asks.
    `waiver_approvers`: the roles that may approve waivers, () for any. `forge_keys`: what the forge signs
    merges with that are made in its web pages.
    """

    evidence: Literal["cap", "report"]
    max_age: Mapping[str, Duration]
    warn_before: Duration
    duties: Duties = field(default_factory=Duties)
    rigours: Mapping[str, Duties] = field(default_factory=dict)
    waiver_approvers: tuple[str, ...] = ()
    forge_keys: tuple[SigningKey, ...] = ()
    audience: Audience = "internal"


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
    A grade on a criterion stands for the grade of every sub-criterion below it. The attribute is `ITSELF` for
    what is graded on itself; `unit` is None where the assessment has no units. `open` is True for a label
    that says "looked at, not rated yet": then it is no grade. `written` is the grade as the file has it, so
    that what is not on the scale can be named; `dated_at` is where the file says when, which it may for all
    of its grades at once. `confidentiality`: who may read its texts; None: it goes by its evidence.
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
    unit: str | None = None
    open: bool = False
    dated_at: At = ()
    confidentiality: Audience | None = None


@dataclass(frozen=True, slots=True)
class Dissent:
    """What somebody held against a settled grade."""

    by: str
    reason: str


@dataclass(frozen=True, slots=True)
class Consensus:
    """What several assessors settled for one cell, with the reason, and with who did not agree.

    `grade` is None where they settled that it is not applicable (then `not_applicable` says why).
    `confidentiality`: as of a grade.
    """

    node: str
    attribute: str
    unit: str | None
    grade: Fraction | None
    not_applicable: str
    approved_by: str
    reason: str
    evidence: tuple[Citation, ...]
    dissent: tuple[Dissent, ...]
    on: dt.date
    by: tuple[str, ...]
    file: str
    at: At
    written: Written = None
    confidentiality: Audience | None = None


@dataclass(frozen=True, slots=True)
class CheckAnswer:
    """One answer to a question of the model's checks; it is never scored. `confidentiality`: of its note."""

    question: str
    answer: Literal["yes", "partly", "no"]
    note: str
    evidence: tuple[str, ...]
    confidentiality: Audience | None = None


@dataclass(frozen=True, slots=True)
class CheckAnswers:
    """The answers of a cycle to the model's checks, by question. `on` and `by`: None and "" if not said."""

    file: str
    on: dt.date | None
    by: str
    answers: Mapping[str, CheckAnswer]


@dataclass(frozen=True, slots=True)
class Stamp:
    """The model that a cycle was graded by, as its file says. "" for what it does not say."""

    id: str
    version: str
    digest: str


@dataclass(frozen=True, slots=True)
class Unit:
    """A part of the organisation that is graded on its own."""

    id: str
    title: str
    weight: Fraction


@dataclass(frozen=True, slots=True)
class Target:
    """How much is enough for a node, and why.

    A level; for a leaf that is graded on itself, a grade of its scale. `level` is None where what is written
    is neither.
    """

    level: Fraction | None
    why: str
    written: Written = None


@dataclass(frozen=True, slots=True)
class Seal:
    """A closed cycle: it is computed as of this date, whatever the date is now.

    `tool`: what sealed it; `digests`: those of all that decides, `KIND` or `KIND/NAME` -> SHA-256; `levels`:
    what its nodes came to, as they are written. All empty in a seal that somebody wrote by hand.
    """

    on: dt.date
    by: str
    tool: str = ""
    digests: Mapping[str, str] = field(default_factory=dict)
    levels: Mapping[str, str] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Reopening:
    """A seal that was taken off: when, by whom and why, and what it had been."""

    on: dt.date
    by: str
    reason: str
    sealed_on: dt.date
    sealed_by: str
    results: str


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
    consensus: tuple[Consensus, ...] = ()
    checks: CheckAnswers | None = None
    model: Stamp | None = None
    rigour: str = ""
    reopened: tuple[Reopening, ...] = ()

    @property
    def judgements(self) -> tuple[Grade | Consensus, ...]:
        """Every grade and everything settled."""
        return (*self.grades, *self.consensus)

    def graded_by_other(self, model: Model) -> bool:
        """Whether the file says that the cycle was graded by another model or version than `model`."""
        known = (model.id, model.version, model.digest)
        said = (self.model.id, self.model.version, self.model.digest) if self.model else ("", "", "")
        return any(one and one != other for one, other in zip(said, known, strict=True))

    def as_of(self, date: dt.date) -> dt.date:
        """The date that this cycle is computed for: its seal's, or `date` while it is open."""
        return self.seal.on if self.seal else date


@dataclass(frozen=True, slots=True)
class Scope:
    """What a waiver covers: everything that is named has to fit. None for what is not named."""

    cycle: str | None = None
    unit: str | None = None
    node: str | None = None
    attribute: str | None = None
    item: str | None = None
    person: str | None = None


@dataclass(frozen=True, slots=True)
class Waiver:
    """A duty that somebody is excused from for a time: which rule, where, why, until when, and by whom."""

    id: str
    file: str
    rule: str
    where: Scope
    reason: str
    on: dt.date
    by: str
    until: dt.date

    def holds(self, date: dt.date) -> bool:
        """Whether it is in force on a date."""
        return self.on <= date <= self.until


@dataclass(frozen=True, slots=True)
class Attachment:
    """A file that items cite, as found in the folder."""

    file: str
    size: int
    sha256: str


@dataclass(frozen=True, slots=True)
class Assessment:
    """One evidence repository, read and found whole; or what one `audience` may see of it."""

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
    units: tuple[Unit, ...] = ()
    findings: Mapping[str, Finding] = field(default_factory=dict)
    actions: Mapping[str, Action] = field(default_factory=dict)
    requests: Mapping[str, Request] = field(default_factory=dict)
    waivers: Mapping[str, Waiver] = field(default_factory=dict)
    forge: str = ""
    audience: Audience = "restricted"

    def duties(self, cycle: Cycle) -> Duties:
        """What is asked in a cycle: by the policy, by the cycle's rigour, and by the model (of evidence)."""
        asked = self.policy.duties.stricter(Duties(self.model.requires))
        return asked.stricter(self.policy.rigours.get(cycle.rigour, Duties()))

    def unit_title(self, unit: str | None) -> str:
        """The name to print for a unit's id; "" for none."""
        return next((found.title for found in self.units if found.id == unit), unit or "")

    def person_name(self, person: str) -> str:
        """The name to print for a person's id."""
        found = self.people.get(person)
        return found.name if found else person

    def request_state(self, request: Request, on: dt.date) -> RequestState:
        """What is known of a request on a date: it is fulfilled once its item is collected."""
        found = self.items.get(request.fulfilled_by)
        return request.state(on, found.collected_on if found else None)

    def request_overdue(self, request: Request, on: dt.date) -> bool:
        """Whether the evidence should have been there before the date `on`."""
        late = request.due is not None and request.due < on
        return late and self.request_state(request, on) is RequestState.OPEN

    @property
    def latest_cycle(self) -> Cycle | None:
        """The cycle that ends last: the one shown where nobody asks for another."""
        return max(self.cycles.values(), key=lambda cycle: (cycle.period[1], cycle.id), default=None)
