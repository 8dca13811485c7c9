"""A waiver was approved by somebody without a role that may (`waiver_approvers`). It excuses nothing."""

from collections.abc import Iterator

from assay.problems import Severity
from assay.rules.view import Raised, View
from assay.rules.waiving import may_approve
from assay.wording import listed

ID = "waiver-approver"
SEVERITY = Severity.ERROR


def check(view: View) -> Iterator[Raised]:
    """Raise every such approval."""
    for waiver in view.assessment.waivers.values():
        if waiver.by in view.assessment.people and not may_approve(view.assessment, waiver):
            roles = listed(view.assessment.policy.waiver_approvers, "or")
            message = f"{waiver.by} may not approve waivers: that takes the role {roles}"
            yield Raised(waiver.file, ("approved", "by"), message, "Let somebody approve it who has it.")
