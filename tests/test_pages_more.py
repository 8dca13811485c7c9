"""The pages on units, consensus, the way on, profiles and the field, from the files of the examples."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

from assay.assessment import Assessment, Stamp
from assay.cards import report_cards
from assay.git import History
from assay.languages import Words
from assay.pages import Edition, SiteData, build_pages
from assay.repository import load
from assay.whatif import least_raise
from sites import Parts, page_of, render

ROOT = Path(__file__).parents[1]
AS_OF = dt.date(2026, 11, 25)


def read(folder: str, language: str = "en") -> Assessment:
    found = load(ROOT / folder, language=language).assessment
    assert found is not None
    return found


def site_of(found: Assessment, language: str = "en") -> SiteData:
    cycles = sorted(found.cycles.values(), key=lambda one: one.period[1])
    cards = {one.id: report_cards(found, one, one.as_of(AS_OF)) for one in cycles}
    editions = (Edition(language, ""),)
    words = Words(language)
    return SiteData(cards, cycles[-1].id, words, editions, History(), found.attachments, "1.2.3", False)


def text_of(page: str) -> str:
    return " ".join(Parts(page).text.split())


@pytest.fixture(scope="module")
def units() -> SiteData:
    return site_of(read("examples/service-excellence"))


@pytest.fixture(scope="module")
def rendered(units: SiteData) -> Mapping[str, str]:
    return render(units)


# Units


def test_each_unit_has_pages_of_its_own_and_the_others_are_shared(units: SiteData) -> None:
    paths = [page.path for page in build_pages(units) if not page.path.startswith("items/")]
    own = {
        "index.md",
        "roadmap.md",
        "traceability.md",
        "position.md",
        "report-cards/2026-follow-up.md",
        "criteria/finance.md",
    }
    for unit in ("budapest", "graz", "cluj"):
        assert {f"units/{unit}/{path}" for path in own} <= set(paths)
    shared = {path for path in paths if not path.startswith("units/")}
    assert shared == {"index.md", "consensus.md", "checks.md", "exhibits.md", "methodology.md", "raise.md"}
    assert len(paths) == len(set(paths))


def test_the_front_page_shows_units_side_by_side_as_the_levels_have_them(
    units: SiteData, rendered: Mapping[str, str]
) -> None:
    cards = units.cards[units.shown]
    assert cards.whole is not None
    context: Mapping[str, Any] = page_of(units, "index.md").context
    assert [row.name.name for row in context["units"]] == [unit.title for unit in cards.assessment.units]
    for row, result in zip(context["units"], cards.results, strict=True):
        least = least_raise(result, result.overall.step.key)
        assert least is not None
        assert row.least == len(least.cells)
        falling = (drop.last_day for drop in cards.drops[result.unit] if "overall" in drop.nodes)
        assert row.holds_until == next(falling, None)
    limiting = {row.name.name for row in context["units"] if row.limits}
    assert limiting == {cards.assessment.unit_title(unit) for unit in cards.whole.overall.limiting}
    (table,) = context["tables"]
    for row in table.rows:
        held = [found.effective.level for found in cards.whole.nodes[row.anchor].units.values()]
        shown = [(cell.chip.text, cell.chip.high) for cell in row.cells]
        assert shown == [
            (str(level.low), "" if level.exact is not None else str(level.high)) for level in held if level
        ]
    assert "44 of 47 cells graded, in 3 units." in text_of(rendered["index.md"])


def test_the_legend_of_the_units_explains_the_marks_that_are_there_and_no_others(
    units: SiteData, rendered: Mapping[str, str]
) -> None:
    context: Mapping[str, Any] = page_of(units, "index.md").context
    assert context["legend"] == {"claimed": False, "open": True, "na": False, "limits": True}
    table = rendered["index.md"].split('class="heat')[1].split("</table>")[0]
    assert 'class="fill tone-3 limits"' in table
    assert "mark-unrated" in table
    assert "mark-claimed" not in table
    assert "mark-na" not in table
    assert "furthest below" not in table, "a frame says here which units hold the level down"


def test_an_item_says_in_which_unit_what_rests_on_it(rendered: Mapping[str, str]) -> None:
    page = text_of(rendered["items/outage-notices-2026.md"])
    resting = page.split("What rests on it")[1]
    assert "Budapest (Hungary) Telling people" in resting
    limited = text_of(rendered["items/graz-ticket-sample-2026.md"])
    assert "Only for Graz (Austria)" in limited


def test_a_page_of_a_unit_says_what_it_belongs_to(rendered: Mapping[str, str]) -> None:
    found = Parts(rendered["units/graz/criteria/finance.md"])
    assert "Graz (Austria)" in found.text
    assert {"../../../index.html", "../../../units/graz/index.html"} <= set(found.links)


# Consensus


def test_the_most_contested_cells_come_first_and_settled_ones_keep_their_dissent(
    units: SiteData, rendered: Mapping[str, str]
) -> None:
    context: Mapping[str, Any] = page_of(units, "consensus.md").context
    assert [one.needs_consensus for one in context["pending"]] == [True, True]
    assert all(not one.needs_consensus for one in context["close"])
    spreads = [float(one.spread) for one in context["close"]]
    assert spreads == sorted(spreads, reverse=True)
    assert len(context["settled"]) == 2
    assert all(len(one.grades) == 2 for one in (*context["pending"], *context["settled"]))
    page = text_of(rendered["consensus.md"])
    assert "Dissent: " in page
    assert "Krippendorff’s alpha" in page
    assert "0.22 ordinal" in page, "over all units, as assay levels has it"


def test_without_a_second_assessor_there_is_no_page_on_consensus() -> None:
    found = read("examples/service-lifecycle")
    assert not [page for page in build_pages(site_of(found)) if page.path == "consensus.md"]


# The way on


def test_the_roadmap_leads_to_the_target_level_by_level() -> None:
    site = site_of(read("evidence"))
    result = site.cards[site.shown].results[0]
    steps: Any = page_of(site, "roadmap.md").context["steps"]
    assert [step.level.text for step in steps] == ["3"]
    least = least_raise(result, result.overall.step.key, 3)
    assert least is not None
    assert steps[0].cells == len(least.cells) == sum(way.cells for way in steps[0].ways)
    assert steps[0].ways[0].kind == "renew", "the quickest first"


def test_answers_that_one_would_not_like_stand_on_the_roadmap() -> None:
    page = text_of(render(site_of(read("examples/service-maturity")))["roadmap.md"])
    assert "Open points of the checks" in page
    assert "What helps:" in page


# Profiles


def test_the_nine_concepts_have_a_page() -> None:
    site = site_of(read("evidence"))
    rows: Any = page_of(site, "profiles/concepts.md").context["rows"]
    assert len(rows) == 9
    assert "Profiles" in (page_of(site, "profiles/concepts.md").nav or ())


def test_a_unit_has_its_place_in_the_field(rendered: Mapping[str, str]) -> None:
    page = rendered["units/graz/position.md"]
    assert 'role="img"' in page
    assert "43–49" in text_of(page)


# Other versions of the model


def test_a_cycle_graded_by_another_version_of_the_model_is_marked() -> None:
    found = read("evidence")
    before = found.cycles["2025-baseline"]
    old = replace(before, model=Stamp("see-cmm", "0.9", ""))
    pages = render(site_of(replace(found, cycles={**found.cycles, before.id: old})))
    assert "graded by see-cmm 0.9: levels are computed anew" in text_of(
        pages["report-cards/2025-baseline.md"]
    )
    assert "The baseline was graded by see-cmm 0.9" in text_of(pages["index.md"])
    history = pages["criteria/leadership.md"].split('id="_history"')[1]
    assert history.count("another version of the model") == 1
    same = render(site_of(found))
    assert "another version of the model" not in same["criteria/leadership.md"]


# Languages


def test_a_page_in_hungarian_has_hungarian_words_dates_and_numbers() -> None:
    pages = render(site_of(read("examples/service-maturity", "hu"), "hu"))
    page = text_of(pages["index.md"])
    assert "Hol tartunk" in page
    assert "Állapot: 2026. nov. 25." in page
    consensus = text_of(pages["consensus.md"])
    assert "0," in consensus, "the decimal sign"
    assert "Where we are" not in page
