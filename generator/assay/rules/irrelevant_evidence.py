"""A grade cites an item that is not about what is graded.

An item may be cited for a node that it is `about`, for one above and for one below, and, where `about`
names an attribute, for that attribute.
"""

from collections.abc import Iterator

from assay.problems import Severity
from assay.rules.view import Raised, View

ID = "irrelevant-evidence"
SEVERITY = Severity.ERROR


def check(view: View) -> Iterator[Raised]:
    """Raise every citation of an item for something that it is not about."""
    model = view.assessment.model
    for _, grade in view.judgements():
        if grade.node not in model.nodes or (grade.attribute and grade.attribute not in model.attributes):
            continue
        for index, citation in enumerate(grade.evidence):
            item = view.assessment.items.get(citation.item)
            if item is None or view.is_about(item, grade.node, grade.attribute):
                continue
            message = f"'{item.id}' is not about {view.cell_name(grade.node, grade.attribute)}"
            attribute = f", attribute: {grade.attribute}" if grade.attribute else ""
            about = f"{{node: {grade.node}{attribute}}}"
            hint = f"If it is relevant, add to 'about' in {item.file}: {about}"
            yield Raised(grade.file, (*grade.at, "evidence", index), message, hint)
