"""A nonconformity was closed though nobody but the one who raised it said a word.

A nonconformity that was mended has an answer that says how. One that turned out to be none is `rejected`.
"""

from collections.abc import Iterator

from assay.audit import Kind
from assay.problems import Severity
from assay.rules.view import Raised, View

ID = "finding-closed-unanswered"
SEVERITY = Severity.WARNING


def check(view: View) -> Iterator[Raised]:
    """Raise closed nonconformities without a response of somebody else."""
    for finding in view.assessment.findings.values():
        others = [response for response in finding.responses if response.by != finding.raised_by]
        if finding.kind is Kind.NONCONFORMITY and finding.closed and not others:
            message = "closed without a response of anybody but the one who raised it"
            hint = "Write under 'responses' who did what about it; or use 'rejected' if it was no finding."
            yield Raised(finding.file, ("closed",), message, hint, key=True)
