"""A rule of the policy or of the model, or a text of the model, has changed since a cycle was sealed.

What was sealed comes out as before. A policy that is made stricter for later cycles does this.
"""

from collections.abc import Iterator

from assay.problems import Severity
from assay.rules.view import Raised, View

ID = "seal-outdated"
SEVERITY = Severity.WARNING


def check(view: View) -> Iterator[Raised]:
    """Raise every difference to a seal that changes nothing of what was sealed."""
    for cycle in view.assessment.cycles.values():
        for found in view.since_seal(cycle):
            if not found.decides:
                message = f"{found.message} since the cycle {cycle.id} was sealed; its results are the same"
                hint = "Nothing has to be done, if the change is meant for later cycles."
                yield Raised(cycle.file, ("seal",), message, hint, key=True)
