"""A decision was approved by somebody without a role that may (`decision_approvers`). It explains nothing."""

from collections.abc import Iterator

from assay.problems import Severity
from assay.rules.view import Raised, View
from assay.wording import listed

ID = "decision-approver"
SEVERITY = Severity.ERROR


def check(view: View) -> Iterator[Raised]:
    """Raise every such approval."""
    assessment = view.assessment
    roles = assessment.policy.decision_approvers
    for decision in assessment.decisions.values():
        person = assessment.people.get(decision.approved_by)
        if person and not person.has_one_of(roles):
            message = f"{person.id} may not approve decisions: that takes the role {listed(roles, 'or')}"
            yield Raised(decision.file, ("approved_by",), message, "Let somebody approve it who has it.")
