"""A file names an attribute that the node is not graded on.

In SEE-CMM enablers have approach, deployment and feedback; results have trend, target, comparison, cause
and scope.
"""

from collections.abc import Iterator

from assay.problems import Severity
from assay.rules.view import Raised, View
from assay.wording import did_you_mean

ID = "unknown-attribute"
SEVERITY = Severity.ERROR


def check(view: View) -> Iterator[Raised]:
    """Raise every attribute that its node does not have."""
    nodes = view.assessment.model.nodes

    def missing(node: str, attribute: str) -> tuple[str, str] | None:
        if node not in nodes:
            return None
        known = {name for found in nodes[node].walk() for name in found.attributes}
        if attribute in known:
            return None
        names = [name for name in view.assessment.model.attributes if name in known]
        return (
            f"'{node}' has no attribute '{attribute}'{did_you_mean(attribute, names)}",
            f"It is graded on: {', '.join(names)}.",
        )

    for item in view.assessment.items.values():
        for index, about in enumerate(item.about):
            if about.attribute is not None and (found := missing(about.node, about.attribute)):
                yield Raised(item.file, ("about", index, "attribute"), *found)
    for _, grade in view.grades():
        if found := missing(grade.node, grade.attribute):
            yield Raised(grade.file, grade.at, *found, key=True)
