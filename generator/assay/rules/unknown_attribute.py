"""A file names an attribute that the node is not graded on.

In SEE-CMM enablers have approach, deployment and feedback; results have trend, target, comparison, cause
and scope.
"""

from collections.abc import Iterator

from assay.model import ITSELF, Model
from assay.problems import Severity
from assay.rules.view import Raised, View
from assay.wording import did_you_mean

ID = "unknown-attribute"
SEVERITY = Severity.ERROR


def check(view: View) -> Iterator[Raised]:
    """Raise every attribute that its node does not have."""
    model = view.assessment.model

    for item in view.assessment.items.values():
        for index, about in enumerate(item.about):
            if about.attribute is not None and (found := _missing(model, about.node, about.attribute)):
                yield Raised(item.file, ("about", index, "attribute"), *found)
    for file, at, subject in view.subjects():
        if subject.attribute is not None and (found := _missing(model, subject.node, subject.attribute)):
            yield Raised(file, (*at, "attribute"), *found)
    for _, grade in view.judgements():
        if found := _missing(model, grade.node, grade.attribute):
            yield Raised(grade.file, grade.at, *found, key=True)


def _missing(model: Model, node: str, attribute: str) -> tuple[str, str] | None:
    """What to say of an attribute that a node does not have."""
    if node not in model.nodes:
        return None
    known = {name for leaf in model.nodes[node].leaves() for name in leaf.graded_on}
    if attribute in known:
        return None
    names = [name for name in model.attributes if name in known]
    if not names:
        hint = "Write grade and rationale under the node, without an attribute between."
        return f"'{node}' is graded on itself, it has no attribute '{attribute}'", hint
    if attribute == ITSELF:
        return f"'{node}' is not graded on itself", f"It is graded on: {', '.join(names)}."
    return (
        f"'{node}' has no attribute '{attribute}'{did_you_mean(attribute, names)}",
        f"It is graded on: {', '.join(names)}.",
    )
