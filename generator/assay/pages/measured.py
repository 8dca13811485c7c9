"""Metrics as pages print them: values, what was aimed at, the chart, the cells that are judged by them."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator
from dataclasses import dataclass
from fractions import Fraction

from assay.charts import Series, series
from assay.metrics import Benchmark, Measure, Metric
from assay.pages.base import METRICS
from assay.pages.book import Book
from assay.pages.commits import FilePast, file_past
from assay.pages.sheet import Sheet
from assay.pages.views import Exhibit, Ref

SPARK = 34.0
"""The height of a chart in a table's row."""


@dataclass(frozen=True, slots=True)
class ValueView:
    """One value. `first` is None for one that was measured on a day.

    `reached` says whether it is as good as what was aimed at; None where nobody can say.
    """

    first: dt.date | None
    on: dt.date
    value: str
    target: str
    reached: bool | None
    item: Exhibit | None
    note: str


@dataclass(frozen=True, slots=True)
class MetricLine:
    """A metric in a table's row: its last value by the date, its course. `chart` is None without values."""

    name: Ref
    measured_in: str
    better: str
    last: ValueView | None
    chart: Series | None


@dataclass(frozen=True, slots=True)
class MetricView:
    """A metric in full; the values stand newest first. `cells`: those that are judged by it in this cycle."""

    id: str
    anchor: str
    line: MetricLine
    description: str
    about: tuple[Ref, ...]
    owner: str
    source: str
    how: str
    values: tuple[ValueView, ...]
    aims: tuple[tuple[dt.date | None, str, str], ...]
    chart: Series | None
    compared: str
    compared_source: str
    compared_values: tuple[ValueView, ...]
    cells: tuple[Ref, ...]
    past: FilePast


def anchor_of(name: str) -> str:
    """The place of a metric on the page of all of them."""
    return f"metric-{name}"


def metric_ref(sheet: Sheet, name: str) -> Ref:
    """A metric by its title, with its section on the page of metrics."""
    return Ref(sheet.book.assessment.metrics[name].title, sheet.to(METRICS, anchor_of(name)))


def metrics_about(sheet: Sheet, node: str) -> tuple[MetricLine, ...]:
    """The metrics that bear on a node, or on one above or below it, in the order of their ids."""
    book = sheet.book
    return tuple(
        _line(sheet, metric)
        for _, metric in sorted(book.assessment.metrics.items())
        if any(book.model.related(about.node, node) for about in metric.about)
    )


def metric_view(sheet: Sheet, metric: Metric) -> MetricView:
    """A metric in full, as far as it went by the date that the page is made for."""
    book, day = sheet.book, _day(sheet.book)
    compared = metric.comparison
    return MetricView(
        metric.id,
        anchor_of(metric.id),
        _line(sheet, metric),
        metric.description,
        tuple(
            sheet.cell((about.node, about.attribute)) if about.attribute else sheet.node(about.node)
            for about in metric.about
            if about.node in book.model.nodes
        ),
        book.assessment.person_name(metric.owner) if metric.owner else "",
        metric.source,
        metric.how,
        tuple(_value(sheet, metric, one) for one in reversed(metric.by(day))),
        tuple(
            (one.start, book.number(one.value), one.why)
            for one in reversed(metric.aims)
            if one.start is None or one.start <= day
        ),
        _chart(metric, day),
        compared.title if compared else "",
        compared.source if compared else "",
        tuple(_plain_value(book, one) for one in reversed(_by(compared, day))),
        tuple(_cells(sheet, metric.id)),
        file_past(sheet, metric.file),
    )


def _day(book: Book) -> dt.date:
    return book.site.on or book.result.as_of


def _by(compared: Benchmark | None, day: dt.date) -> tuple[Measure, ...]:
    return tuple(one for one in compared.values if one.on <= day) if compared else ()


def _line(sheet: Sheet, metric: Metric) -> MetricLine:
    day = _day(sheet.book)
    values = metric.by(day)
    return MetricLine(
        metric_ref(sheet, metric.id),
        metric.measured_in,
        metric.better,
        _value(sheet, metric, values[-1]) if values else None,
        _chart(metric, day, SPARK),
    )


def _chart(metric: Metric, day: dt.date, height: float = 140.0) -> Series | None:
    values = [(one.on, one.value) for one in metric.by(day)]
    if not values:
        return None
    aims: list[tuple[dt.date, Fraction]] = [(one.start or dt.date.min, one.value) for one in metric.aims]
    others = [(one.on, one.value) for one in _by(metric.comparison, day)]
    return series(values, aims, others, day, height)


def _value(sheet: Sheet, metric: Metric, one: Measure) -> ValueView:
    book, aim = sheet.book, metric.aim(one.on)
    return ValueView(
        one.first,
        one.on,
        book.number(one.value),
        book.number(aim.value) if aim else "",
        metric.reached(one),
        sheet.exhibit(one.item) if one.item in book.numbers else None,
        one.note,
    )


def _plain_value(book: Book, one: Measure) -> ValueView:
    return ValueView(one.first, one.on, book.number(one.value), "", None, None, "")


def _cells(sheet: Sheet, name: str) -> Iterator[Ref]:
    """The cells of the shown cycle whose grades cite a metric, in every unit."""
    for part in sheet.book.parts:
        there = Sheet(part, sheet.path)
        for key, cell in part.result.cells.items():
            if any(name in grade.metrics for grade in cell.grades):
                yield there.cell(key)
