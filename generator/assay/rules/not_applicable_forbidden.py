"""A cell is marked as not applicable where the model does not allow it.

SEE-CMM allows it for results only: every enabler applies to every service organisation.
"""

from collections.abc import Iterator

from assay.problems import Severity
from assay.rules.view import Raised, View

ID = "not-applicable-forbidden"
SEVERITY = Severity.ERROR


def check(view: View) -> Iterator[Raised]:
    """Raise every not-applicable on a node that has to be graded."""
    nodes = view.assessment.model.nodes
    for _, grade in view.grades():
        node = nodes.get(grade.node)
        if grade.not_applicable and node and not node.allows_not_applicable:
            message = f"'{grade.node}' cannot be not applicable: the model forbids it"
            yield Raised(
                grade.file,
                (*grade.at, "not_applicable"),
                message,
                "Grade it; 0 is the lowest grade.",
                key=True,
            )
