"""What auditors raised and asked for, what will be done, and the form that writes a finding."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from assay.audit import Kind
from assay.pages.base import ACTIONS, FINDINGS, RAISE, Page
from assay.pages.book import Book
from assay.pages.follow_up import FindingView, action_view, finding_view, request_view
from assay.pages.sheet import Sheet


@dataclass(frozen=True, slots=True)
class KindOfFinding:
    """The unresolved findings of a kind."""

    kind: str
    findings: tuple[FindingView, ...]


def pages(book: Book) -> Iterator[Page]:
    """The pages on findings and on actions, where there are any."""
    if book.assessment.findings or book.assessment.requests:
        yield _findings(book)
    if book.assessment.actions:
        yield _actions(book)


def _findings(book: Book) -> Page:
    sheet = Sheet(book, FINDINGS)
    found = [finding_view(sheet, finding) for finding in book.audited.findings]
    requests = [request_view(sheet, request) for request in book.audited.requests]
    unresolved = [finding for finding in found if finding.unresolved]
    context: dict[str, object] = {
        "about": sheet.about(),
        "kinds": tuple(_by_kind(unresolved)),
        "unresolved": len(unresolved),
        "total": len(found),
        "overdue": sum(finding.overdue for finding in found),
        "ended": tuple(finding for finding in found if not finding.unresolved),
        "requests": tuple(request for request in requests if request.open),
        "brought": tuple(request for request in requests if not request.open),
        "raise_at": sheet.to(RAISE),
        "stand_on": _stand_on(book),
    }
    return Page(FINDINGS, book.words.gettext("Findings"), "pages/findings.md.jinja", context, ())


def _by_kind(found: Sequence[FindingView]) -> Iterator[KindOfFinding]:
    for kind in Kind:
        if inside := tuple(finding for finding in found if finding.kind == kind):
            yield KindOfFinding(kind.value, inside)


def _actions(book: Book) -> Page:
    sheet = Sheet(book, ACTIONS)
    found = [action_view(sheet, action) for action in book.audited.actions]
    context: dict[str, object] = {
        "about": sheet.about(),
        "stand_on": _stand_on(book),
        "open": tuple(action for action in found if action.open),
        "ended": tuple(action for action in found if not action.open),
        "overdue": sum(action.overdue for action in found),
    }
    return Page(ACTIONS, book.words.gettext("Actions"), "pages/actions.md.jinja", context, ())


def _stand_on(book: Book) -> dt.date | None:
    """The date of what stands on these pages, where it is not that of the cycle."""
    on = book.audited.on
    return on if on != book.result.as_of else None
