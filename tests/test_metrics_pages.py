"""Metrics on the site: their own page, the pages of their criteria, and beside the grades that cite them."""

from __future__ import annotations

import datetime as dt
import re

import pytest

from assay.pages import build_pages
from assay.pages.base import METRICS
from sites import Parts, data, measured, render, standard


@pytest.fixture(scope="module")
def rendered() -> dict[str, str]:
    return render(data(measured()))


def text_of(page: str) -> str:
    return " ".join(Parts(page).text.split())


def test_there_is_no_page_without_metrics() -> None:
    assert METRICS not in {page.path for page in build_pages(data(standard()))}


def test_a_metric_stands_in_full_as_far_as_it_went(rendered: dict[str, str]) -> None:
    said = text_of(rendered[METRICS])
    assert "Higher is better. Measured in: % · About Vision · Owner: Ana Example · calls" in said
    assert "Within a minute." in said
    assert re.search(r"31 Mar 2026 78 80 missed \d Without April\.", said)
    assert "1 Oct 2025 to 31 Dec 2025 71.5 70 met" in said
    assert "Without April." in said
    assert "Not yet." not in said
    assert "Target from 1 Feb 2026 80 %: Raised." in said
    assert "Compared with Other desks: 75 % (31 Jan 2026). Their report" in said
    assert "Judged by it Vision · Approach" in said
    assert "The nearer to the target, the better." in said
    assert "no value yet" in said


def test_the_chart_says_in_words_that_the_table_has_its_values(rendered: dict[str, str]) -> None:
    page = rendered[METRICS]
    assert page.count('role="img" aria-labelledby="metric-calls-t metric-calls-d"') == 1
    assert "The table below lists every value." in page
    assert page.count('<circle class="range"') == 2


def test_it_stands_on_the_page_of_its_criterion_and_beside_the_grade(rendered: dict[str, str]) -> None:
    page = rendered["criteria/leadership.md"]
    assert (
        "Metric Value Time Target Course Calls answered Higher is better. 78 % 31 Mar 2026 80 missed"
        in text_of(page)
    )
    assert page.count('href="../metrics.html#metric-calls"') == 2
    assert "judged by Calls answered" in text_of(page)
    assert "Calls of tomorrow The nearer to the target, the better. no value yet" in text_of(
        rendered["criteria/strategy.md"]
    )


def test_a_metric_of_a_day_long_ago_shows_what_was_known_then() -> None:
    said = text_of(render(data(measured(), on=dt.date(2026, 3, 1)))[METRICS])
    assert "71.5" in said
    assert "78 80 missed" not in said
