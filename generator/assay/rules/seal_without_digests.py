"""A cycle is sealed by hand: the seal says when and by whom, but holds no digests.

Its levels are computed as of that day. Nobody can tell whether what they rest on has changed since.
"""

from collections.abc import Iterator

from assay.problems import Severity
from assay.rules.view import Raised, View

ID = "seal-without-digests"
SEVERITY = Severity.INFO


def check(view: View) -> Iterator[Raised]:
    """Raise every seal without digests."""
    for cycle in view.assessment.cycles.values():
        if cycle.seal and not cycle.seal.digests:
            message = f"the seal of the cycle {cycle.id} holds no digests"
            hint = f"assay cycle close {cycle.id} adds them; the seal keeps its date."
            yield Raised(cycle.file, ("seal",), message, hint, key=True)
