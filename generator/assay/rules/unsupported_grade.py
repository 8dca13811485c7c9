"""The evidence of a grade carries less than the grade.

Either the cited items no longer count, or `carries` says that they do not reach so far. Under the policy
`cap` the cell counts no further than its evidence; under `report` the grade counts, with this warning.
"""

from collections.abc import Iterator

from assay.numbers import grade_text
from assay.problems import Severity
from assay.rules.view import Raised, View
from assay.sufficiency import supported_grade
from assay.support import cell_support

ID = "unsupported-grade"
SEVERITY = Severity.WARNING


def check(view: View) -> Iterator[Raised]:
    """Raise every grade of an open cycle that its own evidence does not carry on the date."""
    for cycle in view.open_cycles():
        standings = view.standings(cycle)
        for grade in cycle.grades:
            scale = view.scale(grade)
            known = all(citation.item in standings for citation in grade.evidence)
            if grade.grade is None or not grade.evidence or scale is None or not known:
                continue
            supports = cell_support([grade], standings)
            carried = supported_grade(supports, scale)
            if scale.rank(carried) < scale.rank(grade.grade):
                gone = [f"{one.item} ({one.standing.state})" for one in supports if not one.standing.counts]
                only = grade_text(carried)
                message = (
                    f"grade {grade.written} is claimed, but the evidence that counts carries only {only}"
                )
                hint = (
                    f"Not counted: {', '.join(gone)}."
                    if gone
                    else "Cite items that carry it, or grade lower."
                )
                yield Raised(grade.file, (*grade.at, "grade"), message, hint)
