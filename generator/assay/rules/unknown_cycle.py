"""A file names a cycle that does not exist, or a cycle is compared with one that does not end before it."""

from collections.abc import Iterator
from pathlib import PurePosixPath

from assay.problems import Severity
from assay.rules.view import Raised, View
from assay.wording import did_you_mean

ID = "unknown-cycle"
SEVERITY = Severity.ERROR


def check(view: View) -> Iterator[Raised]:
    """Raise `compare_with` where it names no earlier cycle, and what is about no cycle that there is."""
    cycles = view.assessment.cycles
    hint = "A cycle is a folder cycles/NAME with cycle.yaml."
    known = {*cycles, *(PurePosixPath(file).parts[1] for file in view.unread if file.startswith("cycles/"))}
    for file, at, subject in view.subjects():
        if subject.cycle is not None and subject.cycle not in known:
            message = f"unknown cycle '{subject.cycle}'{did_you_mean(subject.cycle, cycles)}"
            yield Raised(file, (*at, "cycle"), message, hint)
    for cycle in cycles.values():
        other = cycle.compare_with
        if other is None or (other in known and other not in cycles):
            continue
        if other not in known or other == cycle.id:
            others = [name for name in cycles if name != cycle.id]
            message = f"there is no other cycle '{other}'{did_you_mean(other, others)}"
            yield Raised(cycle.file, ("compare_with",), message, hint)
        elif cycles[other].period[1] >= cycle.period[1]:
            message = f"'{other}' does not end before '{cycle.id}'"
            yield Raised(cycle.file, ("compare_with",), message, "Compare with an earlier cycle.")
