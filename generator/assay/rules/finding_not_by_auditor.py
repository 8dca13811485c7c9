"""A finding was raised by somebody who is no auditor.

Assessors say what they think in their grades. A finding is the word of somebody who looks at their work
from outside, with the role `auditor` in assessment.yaml.
"""

from collections.abc import Iterator

from assay.problems import Severity
from assay.rules.view import Raised, View

ID = "finding-not-by-auditor"
SEVERITY = Severity.WARNING
ROLE = "auditor"


def check(view: View) -> Iterator[Raised]:
    """Raise findings of known people who do not have the role."""
    people = view.assessment.people
    for finding in view.assessment.findings.values():
        person = people.get(finding.raised_by)
        if person and ROLE not in person.roles:
            message = f"'{person.id}' raised it, who does not have the role {ROLE}"
            hint = f"Add {ROLE} to this person's roles in assessment.yaml, or let an auditor raise it."
            yield Raised(finding.file, ("raised", "by"), message, hint)
