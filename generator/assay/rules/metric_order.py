"""The values of a metric, or its targets, do not stand from the oldest to the newest, or two are of one day.

A value belongs to its day, or to the last day of its period. Which of two values of the same day is right,
nobody could tell.
"""

import datetime as dt
import itertools
from collections.abc import Iterator, Sequence

from assay.metrics import Metric
from assay.problems import At, Severity
from assay.rules.view import Raised, View

ID = "metric-order"
SEVERITY = Severity.ERROR


def check(view: View) -> Iterator[Raised]:
    """Raise every value and every target that does not follow the one above it."""
    for metric in view.assessment.metrics.values():
        for index, aim in enumerate(metric.aims[1:], start=1):
            if aim.start is None:
                hint = "Write from: and the first day on which it was aimed at."
                yield Raised(
                    metric.file, ("target", index), "only the first target holds from the beginning", hint
                )
        for at, days, what in _lists(metric):
            for index, (above, day) in enumerate(itertools.pairwise(days), start=1):
                if day == above:
                    message = f"two {what} are of {day}"
                    yield Raised(
                        metric.file, (*at, index), message, "Remove one of them, or correct its date."
                    )
                elif day < above:
                    message = f"this is of {day}, and stands below one of {above}"
                    hint = f"Put the {what} in the order of their dates, the oldest first."
                    yield Raised(metric.file, (*at, index), message, hint)


def _lists(metric: Metric) -> Iterator[tuple[At, Sequence[dt.date], str]]:
    yield ("values",), [one.on for one in metric.values], "values"
    if all(one.start for one in metric.aims[1:]):
        yield ("target",), [one.start or dt.date.min for one in metric.aims], "targets"
    if metric.comparison:
        yield ("comparison", "values"), [one.on for one in metric.comparison.values], "values"
