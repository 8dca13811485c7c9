"""Which findings, requests and actions concern what, and how much of them is open."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from assay.audit import ActionState, AuditFile, Kind, Request, RequestState
from assay.levels import CellKey
from assay.model import ITSELF
from assay.pages.base import ACTIONS, FINDINGS
from assay.pages.follow_up import (
    ActionView,
    FindingView,
    RequestView,
    action_view,
    finding_view,
    request_view,
)
from assay.pages.sheet import Sheet


@dataclass(frozen=True, slots=True)
class FollowUp:
    """What concerns one part of the model, or one item."""

    findings: tuple[FindingView, ...]
    requests: tuple[RequestView, ...]
    actions: tuple[ActionView, ...]

    @property
    def some(self) -> bool:
        """Whether there is anything to print."""
        return bool(self.findings or self.requests or self.actions)


@dataclass(frozen=True, slots=True)
class Tally:
    """What is open on the date; `findings_at` and `actions_at` lead to the pages where all of it stands."""

    findings: int
    nonconformities: int
    requests: int
    requests_overdue: int
    actions: int
    actions_overdue: int
    findings_at: str
    actions_at: str


def about_nodes(sheet: Sheet, nodes: frozenset[str]) -> FollowUp:
    """What is about any of these nodes, in the unit of the page."""
    audited = sheet.book.audited

    def concerns(found: AuditFile) -> bool:
        return any(part.node in nodes and audited.concerns(part) for part in found.about)

    return _follow_up(sheet, concerns)


def about_item(sheet: Sheet, item: str) -> FollowUp:
    """What is about an item, and the requests that it fulfils."""

    def concerns(found: AuditFile) -> bool:
        brought = isinstance(found, Request) and found.fulfilled_by == item
        return brought or any(part.item == item for part in found.about)

    return _follow_up(sheet, concerns)


def _follow_up(sheet: Sheet, concerns: Callable[[AuditFile], bool]) -> FollowUp:
    audited = sheet.book.audited
    return FollowUp(
        tuple(finding_view(sheet, one) for one in audited.findings if concerns(one)),
        tuple(request_view(sheet, one) for one in audited.requests if concerns(one)),
        tuple(action_view(sheet, one) for one in audited.actions if concerns(one)),
    )


def cell_findings(sheet: Sheet, key: CellKey, cycle: str) -> tuple[FindingView, ...]:
    """The findings about one cell of one cycle."""
    node, attribute = key
    return tuple(
        finding_view(sheet, finding)
        for finding, part in sheet.book.audited.findings_by_node.get(node, ())
        if (part.attribute or ITSELF) == attribute and part.cycle in (None, cycle)
    )


def tally(sheet: Sheet) -> Tally:
    """How much is open."""
    audited = sheet.book.audited
    assessment, on = sheet.book.assessment, audited.on
    findings = [one for one in audited.findings if one.state(on).unresolved]
    requests = [one for one in audited.requests if assessment.request_state(one, on) is RequestState.OPEN]
    actions = [one for one in audited.actions if one.state(on) is ActionState.OPEN]
    return Tally(
        len(findings),
        sum(finding.kind is Kind.NONCONFORMITY for finding in findings),
        len(requests),
        sum(assessment.request_overdue(one, on) for one in requests),
        len(actions),
        sum(action.overdue(on) for action in actions),
        sheet.to(FINDINGS),
        sheet.to(ACTIONS),
    )
