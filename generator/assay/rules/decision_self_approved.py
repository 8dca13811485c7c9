"""A decision was approved by whoever proposed it. It explains nothing."""

from collections.abc import Iterator

from assay.authorship import same_person
from assay.problems import Severity
from assay.rules.view import Raised, View

ID = "decision-self-approved"
SEVERITY = Severity.ERROR


def check(view: View) -> Iterator[Raised]:
    """Raise every decision of one person, who may have two ids."""
    for decision in view.assessment.decisions.values():
        if same_person(view.assessment, decision.by, decision.approved_by):
            message = f"{decision.approved_by} approved what {decision.by} proposed"
            who = "" if decision.by == decision.approved_by else ", and both are one person"
            yield Raised(decision.file, ("approved_by",), message + who, "Let somebody else approve it.")
