"""The page for paper: everything that a report card says, with what stands behind it, on one page."""

from __future__ import annotations

import re
from dataclasses import replace
from fractions import Fraction

import pytest

from assay.assessment import Unit
from assay.git import History
from assay.pages import SiteData, build_pages
from assay.problems import Problem, Severity, Subject, Waived
from assay.render import Renderer, front_matter
from builders import SMALL, assessment, build, card, cite, cycle, day, grades_of, item, node, policy
from sites import Parts, as_html, audited, data, page_of

PAGE = "print/now.md"

# Criteria whose parts are graded on themselves.
BARE = build(node("people", "skills", "care"), node("plans", "written"), attributes=())


def printed(site: SiteData, path: str = PAGE) -> str:
    return as_html(Renderer(site.words).page(page_of(site, path)))


def text_of(page: str) -> str:
    return " ".join(Parts(page).text.split())


@pytest.fixture(scope="module")
def page() -> str:
    return printed(data(audited()))


def test_it_is_in_no_navigation_and_no_search_and_the_report_card_leads_to_it() -> None:
    site = data()
    found = page_of(site, PAGE)
    assert found.nav is None
    assert "search: {exclude: true}" in front_matter(found)
    own = as_html(Renderer(site.words).page(page_of(site, "report-cards/now.md")))
    assert "../print/now.html" in Parts(own).links
    assert "../report-cards/now.html" in Parts(printed(site)).links


def test_every_cell_has_its_place_with_everybodys_grade_and_reasons(page: str) -> None:
    found = Parts(page)
    assert {f"{node}--{attribute}" for node, attribute in SMALL.cells} <= set(found.ids)
    text = text_of(page)
    assert "It is written." in text
    assert text.count("Ana Example") > len(SMALL.cells)
    assert "disputed: 1 to 4" in text
    assert "Not applicable: there is none here" in text
    assert re.search(r"Against it: exhibit \d+ ?An old view", text)


def test_what_the_marks_say_and_what_one_grade_rests_on_is_not_said_twice() -> None:
    grades = [replace(one, evidence=(cite("minutes"),)) for one in grades_of(card(SMALL, 2))]
    found = assessment(SMALL, item(), rules=policy("cap"), cycles=[cycle(*grades)])
    text = text_of(printed(data(found, History())))
    assert text.count("minutes carries 2 no end is known") == len(SMALL.cells)
    assert "rests on" not in text
    assert "and supported." not in text


def test_a_part_that_is_graded_on_itself_has_one_head() -> None:
    found = assessment(BARE, rules=policy("report"), cycles=[cycle(*grades_of(card(BARE, 2)))])
    page = printed(data(found, History()))
    parts = Parts(page)
    heads = re.findall(r"<h3[^>]*>(.*?)</h3>", page)
    assert len(heads) == len(set(heads)) == len(BARE.cells)
    inside = {address[1:] for address in parts.links if address.startswith("#")}
    assert inside <= set(parts.ids)


def test_names_lead_to_their_places_on_the_page_itself(page: str) -> None:
    found = Parts(page)
    assert len(set(found.ids)) == len(found.ids)
    inside = {address[1:] for address in found.links if address.startswith("#")}
    assert inside <= set(found.ids)
    assert {"vision--approach", "leadership", "_exhibit-1"} <= inside | set(found.ids)
    assert not [address for address in found.links if "items/" in address and "exhibit" in address]


def test_the_exhibits_stand_at_its_end_with_sources_and_checksums(page: str) -> None:
    exhibits = text_of(page[page.index('id="_exhibits"') :])
    assert "Minutes" in exhibits
    assert "They met monthly." in exhibits
    assert "https://example.org/log" in exhibits
    assert "ab" * 32 in exhibits
    assert "loose" not in exhibits  # nothing rests on it


def test_findings_and_the_derivation_are_there(page: str) -> None:
    text = text_of(page)
    assert "Findings, requests, actions" in text
    assert "No list major nonconformity" in text
    assert "Rule: 75 % of the weight at the level or higher" in text


def test_problems_are_counted_by_rule_but_not_quoted() -> None:
    said = "secret words"
    problem = Problem("items/a.yaml", 1, 1, "evidence-newer", Severity.INFO, said)
    site = data()
    found = [
        problem,
        problem,
        replace(problem, rule="grade-outdated", severity=Severity.WARNING),
        replace(problem, rule="other-cycle", about=Subject(cycle="before")),
        replace(problem, rule="excused", waived=Waived("w", day("2027-01-01"), "Ana", "because")),
    ]
    text = text_of(printed(replace(site, problems=tuple(found))))
    assert "1 × grade-outdated warning 2 × evidence-newer note" in text
    assert said not in text
    assert "other-cycle" not in text
    assert "excused" not in text
    assert "Problems" not in text_of(printed(site))


def test_an_earlier_cycle_has_its_own_grades_and_its_seal() -> None:
    text = text_of(printed(data(), "print/before.md"))
    assert "Report card with all grades: Before" in text
    assert "The seal" in text
    assert "disputed" not in text


def test_each_unit_has_its_own() -> None:
    units = (Unit("north", "North", Fraction(1)), Unit("south", "South", Fraction(1)))
    grades = [replace(one, unit=unit.id) for unit in units for one in grades_of(card(SMALL, 2))]
    found = assessment(SMALL, rules=policy("report"), cycles=[cycle(*grades)])
    site = data(replace(found, units=units), History())
    paths = [one.path for one in build_pages(site) if "print/" in one.path]
    assert paths == ["units/north/print/now.md", "units/south/print/now.md"]
    assert "Report card with all grades: Now · North" in text_of(printed(site, paths[0]))


def test_the_foot_of_each_sheet_names_commit_and_date_and_nothing_else() -> None:
    site = replace(data(), history=History(head='"}</style><b>' + "c" * 40))
    [style] = re.findall(r"<style>(.*?)</style>", Renderer(site.words).page(page_of(site, PAGE)), re.DOTALL)
    assert 'content: "styleb   2026-06-01"' in style
    assert "counter(page)" in style
