"""An observation or an opportunity that an auditor raised is not closed yet."""

from collections.abc import Iterator

from assay.audit import FindingState, Kind
from assay.problems import Severity
from assay.rules.view import Raised, View

ID = "finding-open"
SEVERITY = Severity.INFO


def check(view: View) -> Iterator[Raised]:
    """Raise findings without an end that are no nonconformities."""
    return (raised for raised, kind in unresolved(view) if kind is not Kind.NONCONFORMITY)


def unresolved(view: View) -> Iterator[tuple[Raised, Kind]]:
    """Every finding that has no end on the date, with its kind."""
    for finding in view.assessment.findings.values():
        state = finding.state(view.as_of)
        if state.unresolved:
            grave = f"{finding.severity} {finding.kind}" if finding.severity else finding.kind.value
            article = "an" if grave[0] in "aeiou" else "a"
            message = f"{article} {grave} is {state}, raised on {finding.raised_on}"
            hint = "Whoever raised it writes 'closed' or 'rejected', with the reason."
            if state is FindingState.OPEN:
                hint = f"Answer it under 'responses'. {hint}"
            yield Raised(finding.file, ("kind",), message, hint), finding.kind
