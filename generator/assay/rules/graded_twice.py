"""One assessor graded the same thing twice: in two files, or both on a criterion and on a part of it."""

from collections.abc import Iterator

from assay.assessment import Grade
from assay.problems import Severity
from assay.rules.view import Raised, View

ID = "graded-twice"
SEVERITY = Severity.ERROR


def check(view: View) -> Iterator[Raised]:
    """Raise a second grade of one cell, and a grade on a node whose parts the assessor grades too."""
    model = view.assessment.model
    first: dict[tuple[str, str | None, str, str, str], Grade] = {}
    for cycle, grade in view.grades():
        earlier = first.setdefault((cycle.id, grade.unit, grade.assessor, grade.node, grade.attribute), grade)
        if earlier is not grade:
            message = f"{view.cell_name(grade.node, grade.attribute)} is graded in {earlier.file} too"
            yield Raised(grade.file, grade.at, message, "Keep one of the two.", key=True)
    for (cycle_id, unit, assessor, node, attribute), grade in first.items():
        for above in model.ancestors(node) if node in model.nodes else ():
            if (cycle_id, unit, assessor, above, attribute) in first:
                message = f"'{node}' is graded, and '{above}' above it is graded by the same assessor"
                hint = "A grade on a criterion stands for all its parts: keep either it or theirs."
                yield Raised(grade.file, grade.at, message, hint, key=True)
