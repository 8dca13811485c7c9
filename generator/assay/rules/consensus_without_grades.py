"""A consensus file settles a cell that fewer than two assessors have graded.

What is settled counts all the same; but then nobody can see what there was to settle.
"""

from collections.abc import Iterator

from assay.problems import Severity
from assay.rules.view import Raised, View
from assay.wording import counted

ID = "consensus-without-grades"
SEVERITY = Severity.WARNING


def check(view: View) -> Iterator[Raised]:
    """Raise everything settled that is not a matter between several assessors."""
    model = view.assessment.model
    for cycle in view.assessment.cycles.values():
        given: dict[tuple[str | None, str, str], set[str]] = {}
        for grade in cycle.grades:
            given.setdefault((grade.unit, grade.node, grade.attribute), set()).add(grade.assessor)
        for found in cycle.consensus:
            node = model.nodes.get(found.node)
            if node is None or node.children or view.scale(found) is None or view.unread_grades(cycle):
                continue
            above = (found.node, *model.ancestors(found.node))
            people = {one for node in above for one in given.get((found.unit, node, found.attribute), ())}
            if len(people) < 2:
                name = view.cell_name(found.node, found.attribute)
                message = f"{name} is settled, but {counted(len(people), 'assessor')} graded it"
                hint = "Keep every assessor's own grade in their files."
                yield Raised(found.file, found.at, message, hint, key=True)
