"""The metrics: what was measured, in which direction it goes, and which cells are judged by it."""

from __future__ import annotations

from collections.abc import Iterator

from assay.pages.base import METRICS, Page
from assay.pages.book import Book
from assay.pages.measured import metric_view
from assay.pages.sheet import Sheet


def pages(book: Book) -> Iterator[Page]:
    """The page of all metrics, where there are any."""
    if not book.assessment.metrics:
        return
    sheet = Sheet(book, METRICS)
    found = sorted(
        book.assessment.metrics.values(), key=lambda metric: (_place(book, metric.about[0].node), metric.id)
    )
    context: dict[str, object] = {
        "about": sheet.about(),
        "metrics": tuple(metric_view(sheet, metric) for metric in found),
    }
    yield Page(
        METRICS, book.words.gettext("Metrics"), "pages/metrics.md.jinja", context, (), hide=("navigation",)
    )


def _place(book: Book, node: str) -> int:
    """Where a node stands in the model; behind all others where it is not there."""
    return book.order.get(node, len(book.order))
