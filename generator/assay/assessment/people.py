"""Who takes part, and by which rules: people with their keys, units, the policy, waivers."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from dataclasses import dataclass, field
from fractions import Fraction
from typing import Literal

from assay.confidentiality import Audience
from assay.durations import Duration
from assay.duties import Duties
from assay.gate import Gate


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

    def has_one_of(self, roles: tuple[str, ...]) -> bool:
        """Whether they have one of these roles; of none, everybody has one."""
        return not roles or not set(roles).isdisjoint(self.roles)


@dataclass(frozen=True, slots=True)
class Unit:
    """A part of the organisation that is graded on its own."""

    id: str
    title: str
    weight: Fraction


@dataclass(frozen=True, slots=True)
class Policy:
    """The rules that this assessment sets itself.

    `evidence`: `cap` (a grade counts no further than its evidence) or `report` (it counts, with a warning).
    `max_age`: how long evidence of a type holds where the item itself does not say.
    `warn_before`: how early evidence that runs out is named. `audience`: whom the site is made for.
    `duties`: what it asks in every cycle, `rigours` what more a cycle of that rigour asks.
    `waiver_approvers`, `decision_approvers`: the roles that may approve waivers and decisions, () for any.
    `gate`: what has to hold before a change comes in. `forge_keys`: what the forge signs
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
    decision_approvers: tuple[str, ...] = ()
    gate: Gate = field(default_factory=Gate)


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
