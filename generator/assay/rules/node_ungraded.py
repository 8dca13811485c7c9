"""A cell of an open cycle has no grade. Levels above it are open until it has one."""

from collections.abc import Iterator

from assay.problems import Severity
from assay.rules.view import Raised, View
from assay.wording import counted, listed

ID = "node-ungraded"
SEVERITY = Severity.WARNING


def check(view: View) -> Iterator[Raised]:
    """Raise every node of an open cycle with attributes that nobody graded, once a node."""
    model = view.assessment.model
    for cycle in view.open_cycles():
        if view.unread_grades(cycle):
            continue
        graded = {(grade.node, grade.attribute) for grade in cycle.grades}
        missing: dict[str, list[str]] = {}
        for node, attribute in model.cells:
            if not any((at, attribute) in graded for at in (node, *model.ancestors(node))):
                missing.setdefault(node, []).append(attribute)
        if not graded:
            message = f"the cycle has no grades: {counted(len(missing), 'node')} to grade"
            yield Raised(cycle.file, (), message, f"Grades are cycles/{cycle.id}/grades/ASSESSOR.yaml.")
            continue
        for node, attributes in missing.items():
            message = f"'{node}' is not graded on {listed(attributes)}"
            yield Raised(cycle.file, (), message, f"Add it to a file in cycles/{cycle.id}/grades/.")
