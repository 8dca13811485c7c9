"""A grade of an open cycle cites a metric that has no value of the time that the cycle assesses.

Such a figure is from before the cycle, or from after it: it says nothing about what is graded.
"""

from collections.abc import Iterator

from assay.assessment import Cycle
from assay.metrics import Metric
from assay.problems import Severity
from assay.rules.view import Raised, View

ID = "metric-without-value"
SEVERITY = Severity.WARNING


def check(view: View) -> Iterator[Raised]:
    """Raise every citation of a metric without a value in the cycle's period."""
    for cycle in view.open_cycles():
        for grade in cycle.grades:
            for index, name in enumerate(grade.metrics):
                metric = view.assessment.metrics.get(name)
                if metric and (why := _missing(metric, cycle)):
                    hint = f"Add the value to {metric.file}, or do not cite the metric here."
                    yield Raised(grade.file, (*grade.at, "metrics", index), why, hint)


def _missing(metric: Metric, cycle: Cycle) -> str:
    """What is missing of a metric in a cycle; "" where a value touches its period."""
    start, end = cycle.period
    if any(one.on >= start and (one.first or one.on) <= end for one in metric.values):
        return ""
    period = f"the cycle's period ({start} to {end})"
    before = [one.on for one in metric.values if one.on < start]
    if before:
        return f"the metric '{metric.id}' has no value in {period}: its last one before is of {max(before)}"
    return f"the metric '{metric.id}' has no value yet in {period}: its first is of {metric.values[0].on}"
