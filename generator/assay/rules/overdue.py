"""A finding, an action or a request for evidence is past the day on which it was due."""

from collections.abc import Iterator

from assay.problems import Severity
from assay.rules.view import Raised, View
from assay.wording import counted

ID = "overdue"
SEVERITY = Severity.WARNING


def check(view: View) -> Iterator[Raised]:
    """Raise whatever should have ended before the date and has not."""
    assessment, on = view.assessment, view.as_of
    late = [
        *((one.file, one.due) for one in assessment.findings.values() if one.overdue(on)),
        *((one.file, one.due) for one in assessment.actions.values() if one.overdue(on)),
        *((one.file, one.due) for one in assessment.requests.values() if assessment.request_overdue(one, on)),
    ]
    for file, due in late:
        if due:
            message = f"due on {due}, {counted((on - due).days, 'day')} before {on}"
            yield Raised(file, ("due",), message, "Say how it ended, or agree on another day.")
