"""A cycle asks for a rigour that neither comes with Assay nor stands in the policy."""

from collections.abc import Iterator

from assay.problems import Severity
from assay.rules.view import Raised, View
from assay.wording import did_you_mean, listed

ID = "unknown-rigour"
SEVERITY = Severity.ERROR


def check(view: View) -> Iterator[Raised]:
    """Raise every rigour of a cycle that is not defined."""
    known = view.assessment.policy.rigours
    for cycle in view.assessment.cycles.values():
        if cycle.rigour and cycle.rigour not in known:
            message = f"unknown rigour '{cycle.rigour}'{did_you_mean(cycle.rigour, known)}"
            hint = f"Known: {listed(known)}. Others are defined under policy.rigour in assessment.yaml."
            yield Raised(cycle.file, ("rigour",), message, hint)
