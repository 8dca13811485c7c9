"""A grade cites a metric that does not exist."""

from collections.abc import Iterator

from assay.problems import Severity
from assay.rules.view import Raised, View
from assay.wording import did_you_mean

ID = "unknown-metric"
SEVERITY = Severity.ERROR


def check(view: View) -> Iterator[Raised]:
    """Raise every citation that names no metric."""
    known = {*view.assessment.metrics, *view.unread_ids("metrics")}
    hint = "A metric is a file metrics/NAME.yaml; grades cite it by NAME."
    for _, grade in view.grades():
        for index, name in enumerate(grade.metrics):
            if name not in known:
                message = f"unknown metric '{name}'{did_you_mean(name, known)}"
                yield Raised(grade.file, (*grade.at, "metrics", index), message, hint)
