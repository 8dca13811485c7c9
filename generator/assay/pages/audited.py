"""The findings, requests and actions that concern a unit on a date, put in order once for all pages."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Mapping
from functools import cached_property
from typing import TypeVar

from assay.assessment import Assessment
from assay.audit import Action, ActionState, Concern, Finding, Request, RequestState
from assay.findings import in_order

Found = TypeVar("Found", Finding, Action, Request)


class Audited:
    """What concerns one unit, or (`unit` None) all of it."""

    def __init__(self, assessment: Assessment, unit: str | None, on: dt.date) -> None:
        self.assessment = assessment
        self.unit = unit
        self.on = on

    @cached_property
    def findings(self) -> tuple[Finding, ...]:
        """The findings raised by the date: unresolved ones first, then by kind and due day."""
        return self._own(in_order(self.assessment, self.on))

    @cached_property
    def requests(self) -> tuple[Request, ...]:
        """The requests made by the date: open ones first, then by due day."""

        def place(request: Request) -> tuple[bool, dt.date, str]:
            is_open = self.assessment.request_state(request, self.on) is RequestState.OPEN
            return not is_open, request.due or dt.date.max, request.id

        asked = [one for one in self.assessment.requests.values() if one.asked_on <= self.on]
        return self._own(sorted(asked, key=place))

    @cached_property
    def actions(self) -> tuple[Action, ...]:
        """The actions: open ones first, then by due day."""

        def place(action: Action) -> tuple[bool, dt.date, str]:
            return action.state(self.on) is not ActionState.OPEN, action.due, action.id

        return self._own(sorted(self.assessment.actions.values(), key=place))

    @cached_property
    def findings_by_node(self) -> Mapping[str, list[tuple[Finding, Concern]]]:
        """The findings about each node, with what exactly each is about."""
        found: dict[str, list[tuple[Finding, Concern]]] = {}
        for finding in self.findings:
            for part in finding.about:
                if part.node and self.concerns(part):
                    found.setdefault(part.node, []).append((finding, part))
        return found

    def concerns(self, part: Concern) -> bool:
        """Whether something is about this unit, or about all of them."""
        return self.unit is None or part.unit in (None, self.unit)

    def _own(self, found: Iterable[Found]) -> tuple[Found, ...]:
        return tuple(one for one in found if any(self.concerns(part) for part in one.about))
