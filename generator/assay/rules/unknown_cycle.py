"""A cycle is compared with one that does not exist, or that does not end before it."""

from collections.abc import Iterator

from assay.problems import Severity
from assay.rules.view import Raised, View
from assay.wording import did_you_mean

ID = "unknown-cycle"
SEVERITY = Severity.ERROR


def check(view: View) -> Iterator[Raised]:
    """Raise `compare_with` where it names no earlier cycle."""
    cycles = view.assessment.cycles
    for cycle in cycles.values():
        other = cycle.compare_with
        if other is None:
            continue
        if other not in cycles or other == cycle.id:
            known = [name for name in cycles if name != cycle.id]
            message = f"there is no other cycle '{other}'{did_you_mean(other, known)}"
            hint = "A cycle is a folder cycles/NAME with cycle.yaml."
            yield Raised(cycle.file, ("compare_with",), message, hint)
        elif cycles[other].period[1] >= cycle.period[1]:
            message = f"'{other}' does not end before '{cycle.id}'"
            yield Raised(cycle.file, ("compare_with",), message, "Compare with an earlier cycle.")
