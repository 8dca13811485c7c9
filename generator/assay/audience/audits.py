"""Which findings, requests and actions an audience may read: those whose evidence it may see, as a whole."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from typing import TypeVar

from assay.assessment import Assessment
from assay.audit import Action, AuditFile, Finding, Request
from assay.confidentiality import Audience

Readable = Callable[[Audience | None, Iterable[str]], bool]
"""Whether a file may be read that says how confidential it is, or else rests on these items."""

File = TypeVar("File", Finding, Request, Action)


@dataclass(frozen=True, slots=True)
class Audits:
    """What an audience may read, by id, and how many there are beside that."""

    findings: Mapping[str, Finding]
    requests: Mapping[str, Request]
    actions: Mapping[str, Action]
    withheld: int

    @property
    def files(self) -> frozenset[str]:
        """The files of those that may be read."""
        found = (self.findings, self.requests, self.actions)
        return frozenset(one.file for held in found for one in held.values())


def readable_audits(assessment: Assessment, readable: Readable, is_named: Callable[[str], bool]) -> Audits:
    """The findings, requests and actions of an assessment that may be read.

    One that is about a withheld item, or about a finding that is withheld, is withheld whole: its title, or
    even its id, may tell what the item shows. So is one that is called like something withheld (`is_named`).
    """

    def may_be_read(found: AuditFile) -> bool:
        return readable(found.confidentiality, _items(found)) and not is_named(found.id)

    findings = _only(assessment.findings, may_be_read)
    requests = _only(assessment.requests, may_be_read)
    actions = {
        name: action
        for name, action in _only(assessment.actions, may_be_read).items()
        if all(part.finding in findings for part in action.about if part.finding)
    }
    whole = len(assessment.findings) + len(assessment.requests) + len(assessment.actions)
    return Audits(findings, requests, actions, whole - len(findings) - len(requests) - len(actions))


def _only(files: Mapping[str, File], wanted: Callable[[AuditFile], bool]) -> dict[str, File]:
    return {name: one for name, one in files.items() if wanted(one)}


def _items(found: AuditFile) -> tuple[str, ...]:
    """The items that a finding, a request or an action is about."""
    brought = (found.fulfilled_by,) if isinstance(found, Request) and found.fulfilled_by else ()
    return (*(part.item for part in found.about if part.item), *brought)
