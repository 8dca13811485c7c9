"""The shape of findings, evidence requests and actions."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator
from dataclasses import dataclass
from enum import StrEnum
from typing import TypeAlias

from assay.confidentiality import Audience


class Kind(StrEnum):
    """What a finding says, the gravest first."""

    NONCONFORMITY = "nonconformity"
    OBSERVATION = "observation"
    OPPORTUNITY = "opportunity"


class FindingState(StrEnum):
    """How far a finding has come. It is open until it has an answer, and unresolved until it has an end."""

    NOT_YET = "not yet raised"
    OPEN = "open"
    ANSWERED = "answered"
    CLOSED = "closed"
    REJECTED = "rejected"

    @property
    def unresolved(self) -> bool:
        """True where somebody still has to do something about it."""
        return self in (FindingState.OPEN, FindingState.ANSWERED)


class ActionState(StrEnum):
    """How far an action has come."""

    OPEN = "open"
    DONE = "done"
    DROPPED = "dropped"


class RequestState(StrEnum):
    """How far a request has come."""

    NOT_YET = "not yet asked"
    OPEN = "open"
    FULFILLED = "fulfilled"
    WITHDRAWN = "withdrawn"


@dataclass(frozen=True, slots=True)
class Concern:
    """What a file is about: a node, one cell of it, an evidence item, or (for actions) a finding.

    Exactly one of `node`, `item` and `finding` is not "". `attribute` is None for the node as a whole;
    `unit` and `cycle` are None for all of them.
    """

    node: str = ""
    attribute: str | None = None
    item: str = ""
    finding: str = ""
    unit: str | None = None
    cycle: str | None = None


@dataclass(frozen=True, slots=True)
class Resolution:
    """How something ended: when, by whom, and why or with what result."""

    on: dt.date
    by: str
    text: str


def _given(**endings: Resolution | None) -> Iterator[tuple[str, Resolution]]:
    return ((word, ending) for word, ending in endings.items() if ending)


@dataclass(frozen=True, slots=True)
class Response:
    """An answer to a finding."""

    on: dt.date
    by: str
    text: str


@dataclass(frozen=True, slots=True)
class Finding:
    """What an auditor raised. `severity` is "" where it has none, `requirement` where none is named.

    `confidentiality` is None, here and below, where it follows from what it is about.
    """

    id: str
    file: str
    title: str
    kind: Kind
    severity: str
    about: tuple[Concern, ...]
    requirement: str
    text: str
    raised_on: dt.date
    raised_by: str
    due: dt.date | None
    responses: tuple[Response, ...]
    closed: Resolution | None
    rejected: Resolution | None
    confidentiality: Audience | None = None

    def endings(self) -> Iterator[tuple[str, Resolution]]:
        """How it ended, as far as the file says, with the word for it."""
        return _given(closed=self.closed, rejected=self.rejected)

    def state(self, on: dt.date) -> FindingState:
        """What is known of it on the date `on`."""
        if on < self.raised_on:
            return FindingState.NOT_YET
        if self.closed and self.closed.on <= on:
            return FindingState.CLOSED
        if self.rejected and self.rejected.on <= on:
            return FindingState.REJECTED
        answered = any(response.on <= on for response in self.responses)
        return FindingState.ANSWERED if answered else FindingState.OPEN

    def overdue(self, on: dt.date) -> bool:
        """Whether it should have ended before the date `on`."""
        return self.due is not None and self.due < on and self.state(on).unresolved


@dataclass(frozen=True, slots=True)
class Action:
    """What somebody will do, by when, and what came of it."""

    id: str
    file: str
    title: str
    text: str
    about: tuple[Concern, ...]
    owner: str
    due: dt.date
    done: Resolution | None
    dropped: Resolution | None
    confidentiality: Audience | None = None

    def endings(self) -> Iterator[tuple[str, Resolution]]:
        """How it ended, as far as the file says, with the word for it."""
        return _given(done=self.done, dropped=self.dropped)

    def state(self, on: dt.date) -> ActionState:
        """What is known of it on the date `on`."""
        if self.done and self.done.on <= on:
            return ActionState.DONE
        if self.dropped and self.dropped.on <= on:
            return ActionState.DROPPED
        return ActionState.OPEN

    def overdue(self, on: dt.date) -> bool:
        """Whether it should have been done before the date `on`."""
        return self.due < on and self.state(on) is ActionState.OPEN


@dataclass(frozen=True, slots=True)
class Request:
    """Evidence that somebody asked for. `fulfilled_by` is the item that was brought, "" for none."""

    id: str
    file: str
    title: str
    text: str
    about: tuple[Concern, ...]
    asked_on: dt.date
    asked_by: str
    asked_of: str
    due: dt.date | None
    fulfilled_by: str
    withdrawn: Resolution | None
    confidentiality: Audience | None = None

    def endings(self) -> Iterator[tuple[str, Resolution]]:
        """Its withdrawal, as far as the file says, with the word for it."""
        return _given(withdrawn=self.withdrawn)

    def state(self, on: dt.date, collected: dt.date | None) -> RequestState:
        """What is known of it on `on`; `collected` is the day of the item that fulfils it, None for none."""
        if on < self.asked_on:
            return RequestState.NOT_YET
        if self.withdrawn and self.withdrawn.on <= on:
            return RequestState.WITHDRAWN
        return RequestState.FULFILLED if collected and collected <= on else RequestState.OPEN


AuditFile: TypeAlias = Finding | Action | Request
"""What rules that look at all three kinds go through."""
