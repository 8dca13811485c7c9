"""A cycle is compared with a cycle that does not exist."""

from collections.abc import Iterator

from assay.problems import Severity
from assay.rules.view import Raised, View
from assay.wording import did_you_mean

ID = "unknown-cycle"
SEVERITY = Severity.ERROR


def check(view: View) -> Iterator[Raised]:
    """Raise `compare_with` where it names no other cycle."""
    cycles = view.assessment.cycles
    for cycle in cycles.values():
        other = cycle.compare_with
        if other is not None and (other not in cycles or other == cycle.id):
            known = [name for name in cycles if name != cycle.id]
            message = f"there is no other cycle '{other}'{did_you_mean(other, known)}"
            yield Raised(
                cycle.file, ("compare_with",), message, "A cycle is a folder cycles/NAME with cycle.yaml."
            )
