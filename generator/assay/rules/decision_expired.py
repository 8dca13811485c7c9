"""A decision has run out: it explains no lower levels any more."""

from collections.abc import Iterator

from assay.problems import Severity
from assay.rules.view import Raised, View

ID = "decision-expired"
SEVERITY = Severity.INFO


def check(view: View) -> Iterator[Raised]:
    """Raise every decision whose last day has passed, and that is about a cycle that is still open."""
    still_open = {cycle.id for cycle in view.open_cycles()}
    for decision in view.assessment.decisions.values():
        about = {one.cycle for one in decision.accepts}
        if decision.until and decision.until < view.as_of and not about.isdisjoint(still_open):
            message = f"the decision ran out on {decision.until}: it explains nothing any more"
            yield Raised(decision.file, ("until",), message, "Remove the file: git keeps it.")
