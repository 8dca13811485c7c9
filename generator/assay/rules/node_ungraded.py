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
            by_attributes: dict[str, list[str]] = {}
            for node, attributes in nodes.items():
                by_attributes.setdefault(listed(attributes), []).append(node)
            parts = "; ".join(f"{listed(names)} on {words}" for words, names in by_attributes.items())
            message = f"'{criterion}' is not graded whole: it lacks {parts}"
            yield Raised(cycle.file, (), message, f"Grade them in a file in cycles/{cycle.id}/grades/.")
