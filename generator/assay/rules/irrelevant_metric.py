"""A grade cites a metric that is not about what is graded.

A metric may be cited for a node that it is `about`, for one above and for one below, and, where `about`
names an attribute, for that attribute.
"""

from collections.abc import Iterator

from assay.problems import Severity
from assay.rules.view import Raised, View

ID = "irrelevant-metric"
SEVERITY = Severity.ERROR


def check(view: View) -> Iterator[Raised]:
    """Raise every citation of a metric for something that it is not about."""
    model = view.assessment.model
    for _, grade in view.grades():
        if grade.node not in model.nodes or (grade.attribute and grade.attribute not in model.attributes):
            continue
        for index, name in enumerate(grade.metrics):
            metric = view.assessment.metrics.get(name)
            if metric is None or view.assessment.bears_on(metric.about, grade.node, grade.attribute):
                continue
            message = f"the metric '{name}' is not about {view.cell_name(grade.node, grade.attribute)}"
            hint = f"If it is relevant, add to 'about' in {metric.file}: {{node: {grade.node}}}"
            yield Raised(grade.file, (*grade.at, "metrics", index), message, hint)
