"""Which metrics an audience may read: those whose evidence it may see, as a whole."""

from __future__ import annotations

from collections.abc import Callable, Iterable

from assay.assessment import Assessment
from assay.confidentiality import Audience
from assay.metrics import Metric

Readable = Callable[[Audience | None, Iterable[str]], bool]
"""Whether a file may be read that says how confidential it is, or else rests on these items."""


def readable_metrics(assessment: Assessment, readable: Readable, is_named: Callable[[str], bool]) -> set[str]:
    """The ids of the metrics that may be read.

    One that does not say how confidential it is, is as confidential as the items in which its values stand,
    and not for everybody. One that is called like something withheld (`is_named`) is withheld.
    """

    def may_be_read(found: Metric) -> bool:
        items = [one.item for one in found.values if one.item]
        return readable(found.confidentiality, items) and not is_named(found.id)

    return {name for name, one in assessment.metrics.items() if may_be_read(one)}
