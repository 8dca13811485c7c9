"""A grade above the lowest cites no evidence. Under the policy `cap` it counts as the lowest grade."""

from collections.abc import Iterator

from assay.problems import Severity
from assay.rules.view import Raised, View

ID = "grade-without-evidence"
SEVERITY = Severity.WARNING


def check(view: View) -> Iterator[Raised]:
    """Raise every grade of an open cycle that rests on nothing."""
    for cycle in view.open_cycles():
        for grade in cycle.grades:
            scale = view.scale(grade)
            if grade.grade is None or grade.evidence or scale is None or grade.grade <= scale.low:
                continue
            message = f"grade {grade.written} without evidence"
            yield Raised(
                grade.file,
                (*grade.at, "grade"),
                message,
                "Cite the items it rests on: evidence: [ITEM, ...].",
            )
