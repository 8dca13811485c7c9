"""A cell of an open cycle has no grade. Levels above it are open until it has one."""

from collections.abc import Iterator

from assay.problems import Severity
from assay.rules.view import Raised, View
from assay.wording import counted, listed

ID = "node-ungraded"
SEVERITY = Severity.WARNING


def check(view: View) -> Iterator[Raised]:
    """Raise every criterion of an open cycle with parts that nobody graded, with the parts and attributes."""
    model = view.assessment.model
    for cycle in view.open_cycles():
        if view.unread_grades(cycle):
            continue
        if not cycle.grades:
            message = f"the cycle has no grades yet: {counted(len(model.cells), 'cell')} to grade"
            yield Raised(cycle.file, (), message, f"Grades are cycles/{cycle.id}/grades/ASSESSOR.yaml.")
            continue
        graded = {(grade.node, grade.attribute) for grade in cycle.grades}
        missing: dict[str, dict[str, list[str]]] = {}
        for node, attribute in model.cells:
            if not any((at, attribute) in graded for at in (node, *model.ancestors(node))):
                criterion = model.parents.get(node, node)
                missing.setdefault(criterion, {}).setdefault(node, []).append(attribute)
        for criterion, nodes in missing.items():
            parts = "; ".join(f"{node} ({listed(attributes)})" for node, attributes in nodes.items())
            message = f"'{criterion}' is not graded on all its parts: {parts}"
            yield Raised(cycle.file, (), message, f"Grade them in a file in cycles/{cycle.id}/grades/.")
