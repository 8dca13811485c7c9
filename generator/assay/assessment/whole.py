"""One evidence repository as a whole."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field

from assay.assessment.cycles import Cycle
from assay.assessment.decisions import Decision
from assay.assessment.items import About, Attachment, Item
from assay.assessment.people import Person, Policy, Unit, Waiver
from assay.audit import Action, Concern, Finding, Request, RequestState
from assay.confidentiality import Audience
from assay.duties import Duties
from assay.metrics import Metric
from assay.model import Model


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
    metrics: Mapping[str, Metric] = field(default_factory=dict)
    requests: Mapping[str, Request] = field(default_factory=dict)
    waivers: Mapping[str, Waiver] = field(default_factory=dict)
    decisions: Mapping[str, Decision] = field(default_factory=dict)
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

    def bears_on(self, about: Iterable[About | Concern], node: str, attribute: str) -> bool:
        """Whether what a file is about takes in a node, or one above or below it, with that attribute."""
        return any(one.attribute in (None, attribute) and self.model.related(one.node, node) for one in about)

    @property
    def latest_cycle(self) -> Cycle | None:
        """The cycle that ends last: the one shown where nobody asks for another."""
        return max(self.cycles.values(), key=lambda cycle: (cycle.period[1], cycle.id), default=None)
