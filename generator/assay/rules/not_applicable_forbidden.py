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
    model = view.assessment.model
    for _, grade in view.judgements():
        known = grade.not_applicable and view.scale(grade)
        if known and model.not_applicable(grade.node, grade.attribute) == "forbid":
            message = f"'{grade.node}' cannot be not applicable: the model forbids it"
            yield Raised(
                grade.file,
                (*grade.at, "not_applicable"),
                message,
                "Grade it; there is a lowest grade.",
                key=True,
            )
