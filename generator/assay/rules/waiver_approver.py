"""A waiver was approved by somebody without a role that may (`waiver_approvers`). It excuses nothing.

Of a change (`--since`) the role has to be there before it: nobody gives it in the change that needs it.
"""

from collections.abc import Iterator

from assay.assessment import Assessment
from assay.problems import Severity
from assay.rules.view import Raised, View
from assay.rules.waiving import may_approve
from assay.wording import listed

ID = "waiver-approver"
SEVERITY = Severity.ERROR


def check(view: View) -> Iterator[Raised]:
    """Raise every such approval."""
    for waiver in view.assessment.waivers.values():
        if waiver.by not in view.assessment.people or may_approve(view.assessment, waiver, view.ruling):
            continue
        why = _why(view.assessment)
        if may_approve(view.assessment, waiver) and view.ruling:
            known = waiver.by in view.ruling.people
            why = (
                f"{_why(view.ruling)}, before this change" if known else "nobody knew them before this change"
            )
        message = f"{waiver.by} may not approve waivers: {why}"
        yield Raised(waiver.file, ("approved", "by"), message, "Let somebody approve it who may.")


def _why(assessment: Assessment) -> str:
    return f"that takes the role {listed(assessment.policy.waiver_approvers, 'or')}"
