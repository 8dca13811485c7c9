"""Findings, evidence requests and actions as pages print them."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator
from dataclasses import dataclass

from assay.audit import Action, ActionState, AuditFile, Concern, Finding, Request, RequestState
from assay.pages.base import ACTIONS, FINDINGS
from assay.pages.book import Book
from assay.pages.commits import FilePast, file_past
from assay.pages.sheet import Sheet
from assay.pages.views import Exhibit, Ref


@dataclass(frozen=True, slots=True)
class Ended:
    """How something ended. `word`: `closed`, `rejected`, `done`, `dropped` or `withdrawn`."""

    word: str
    on: dt.date
    by: str
    text: str


@dataclass(frozen=True, slots=True)
class FindingView:
    """A finding. `state` is a word of `audit.FindingState`; `actions`: those that follow from it."""

    id: str
    title: str
    href: str
    kind: str
    severity: str
    state: str
    unresolved: bool
    overdue: bool
    about: tuple[Ref, ...]
    requirement: str
    text: str
    raised_on: dt.date
    raised_by: str
    due: dt.date | None
    responses: tuple[tuple[dt.date, str, str], ...]
    ended: Ended | None
    actions: tuple[ActionView, ...]
    past: FilePast


@dataclass(frozen=True, slots=True)
class ActionView:
    """An action. `state` is a word of `audit.ActionState`."""

    id: str
    title: str
    href: str
    text: str
    about: tuple[Ref, ...]
    owner: str
    due: dt.date
    state: str
    open: bool
    overdue: bool
    ended: Ended | None
    past: FilePast


@dataclass(frozen=True, slots=True)
class RequestView:
    """A request for evidence. `state` is a word of `audit.RequestState`; `item`: what was brought."""

    id: str
    title: str
    href: str
    text: str
    about: tuple[Ref, ...]
    asked_on: dt.date
    asked_by: str
    asked_of: str
    due: dt.date | None
    state: str
    open: bool
    overdue: bool
    item: Exhibit | None
    ended: Ended | None
    past: FilePast


def finding_view(sheet: Sheet, finding: Finding) -> FindingView:
    """A finding with the actions that follow from it."""
    on = sheet.book.audited.on
    name = sheet.book.assessment.person_name
    state = finding.state(on)
    return FindingView(
        finding.id,
        finding.title,
        sheet.to(FINDINGS, f"finding-{finding.id}"),
        finding.kind.value,
        finding.severity,
        state.value,
        state.unresolved,
        finding.overdue(on),
        _subjects(sheet, finding),
        finding.requirement,
        finding.text,
        finding.raised_on,
        name(finding.raised_by),
        finding.due,
        tuple((one.on, name(one.by), one.text) for one in finding.responses if one.on <= on),
        _ended(sheet, finding),
        tuple(
            action_view(sheet, action)
            for action in sheet.book.audited.actions
            if any(part.finding == finding.id for part in action.about)
        ),
        file_past(sheet, finding.file),
    )


def action_view(sheet: Sheet, action: Action) -> ActionView:
    """An action."""
    on = sheet.book.audited.on
    state = action.state(on)
    return ActionView(
        action.id,
        action.title,
        sheet.to(ACTIONS, f"action-{action.id}"),
        action.text,
        _subjects(sheet, action),
        sheet.book.assessment.person_name(action.owner),
        action.due,
        state.value,
        state is ActionState.OPEN,
        action.overdue(on),
        _ended(sheet, action),
        file_past(sheet, action.file),
    )


def request_view(sheet: Sheet, request: Request) -> RequestView:
    """A request for evidence."""
    assessment, on = sheet.book.assessment, sheet.book.audited.on
    state = assessment.request_state(request, on)
    brought = state is RequestState.FULFILLED and request.fulfilled_by in sheet.book.numbers
    return RequestView(
        request.id,
        request.title,
        sheet.to(FINDINGS, f"request-{request.id}"),
        request.text,
        _subjects(sheet, request),
        request.asked_on,
        assessment.person_name(request.asked_by),
        assessment.person_name(request.asked_of),
        request.due,
        state.value,
        state is RequestState.OPEN,
        assessment.request_overdue(request, on),
        sheet.exhibit(request.fulfilled_by) if brought else None,
        _ended(sheet, request),
        file_past(sheet, request.file),
    )


def _ended(sheet: Sheet, found: AuditFile) -> Ended | None:
    """How it ended, if that was by the date."""
    for word, ending in found.endings():
        if ending.on <= sheet.book.audited.on:
            return Ended(word, ending.on, sheet.book.assessment.person_name(ending.by), ending.text)
    return None


def _subjects(sheet: Sheet, found: AuditFile) -> tuple[Ref, ...]:
    return tuple(_subject(sheet, part) for part in found.about)


def _subject(sheet: Sheet, part: Concern) -> Ref:
    """What a file is about, with its address; what a draft names and there is not has none."""
    book = sheet.book
    if part.item:
        if part.item not in book.numbers:
            return Ref(part.item)
        exhibit = sheet.exhibit(part.item)
        name = book.words.gettext(
            "Exhibit %(number)s: %(title)s", number=str(exhibit.number), title=exhibit.title
        )
        return Ref(name, exhibit.href)
    if part.finding:
        finding = book.assessment.findings.get(part.finding)
        title = finding.title if finding else part.finding
        return Ref(title, sheet.to(FINDINGS, f"finding-{part.finding}") if finding else "")
    return Ref(" · ".join(_where(book, part)), _address(sheet, part))


def _where(book: Book, part: Concern) -> Iterator[str]:
    """The name of a node or a cell, of its unit and of its cycle, as far as they are said."""
    known = part.node in book.model.nodes
    yield book.full_title(part.node) if known else part.node
    if part.attribute:
        attributes = book.model.attributes
        yield book.attribute_title(part.attribute) if part.attribute in attributes else part.attribute
    if part.unit:
        yield book.assessment.unit_title(part.unit)
    if part.cycle:
        cycle = book.assessment.cycles.get(part.cycle)
        yield cycle.title if cycle else part.cycle


def _address(sheet: Sheet, part: Concern) -> str:
    book = sheet.book
    if part.node not in book.model.nodes:
        return ""
    own = next((one for one in book.parts if one.unit == part.unit), book)
    if part.attribute in book.model.attributes:
        leaf = book.model.nodes[part.node]
        if not leaf.children and part.attribute in leaf.graded_on:
            return Sheet(own, sheet.path).cell((part.node, part.attribute)).href
    return Sheet(own, sheet.path).node(part.node).href
