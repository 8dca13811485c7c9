"""An action is for a finding that does not exist."""

from collections.abc import Iterator

from assay.problems import Severity
from assay.rules.view import Raised, View
from assay.wording import did_you_mean

ID = "unknown-finding"
SEVERITY = Severity.ERROR


def check(view: View) -> Iterator[Raised]:
    """Raise every finding that an action names and that has no file."""
    known = {*view.assessment.findings, *view.unread_ids("findings")}
    hint = "A finding is a file findings/NAME.yaml; it is referred to by NAME."
    for file, at, subject in view.subjects():
        if subject.finding and subject.finding not in known:
            message = f"unknown finding '{subject.finding}'{did_you_mean(subject.finding, known)}"
            yield Raised(file, (*at, "finding"), message, hint)
