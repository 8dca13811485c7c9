"""Pages: what each of them says follows from the result, and every link of the site leads somewhere."""

from __future__ import annotations

import posixpath
import re
from dataclasses import replace
from fractions import Fraction
from typing import Any

import pytest

from assay import resources
from assay.git import History
from assay.languages import Words
from assay.levels import compute
from assay.manifest import MANIFEST
from assay.pages import Page, SiteData, build_pages, link
from assay.pages.base import EXHIBITS_FILE, LEVELS_FILE, TRACEABILITY_FILE
from assay.pages.base import Page as BasePage
from assay.pages.book import Book
from assay.pages.lines import Line, Three, lines
from assay.pages.reasons import Kind, kind_of
from assay.pages.report_card import matrix_columns, squares
from assay.ranges import Range
from assay.render import Renderer
from builders import (
    SEE_SCORING,
    SMALL,
    TODAY,
    assessment,
    build,
    card,
    cite,
    cycle,
    day,
    grade,
    grades_of,
    item,
    node,
)
from sites import HISTORY, ITEMS, Parts, commit, data, history_of, page_of, plain_site, render, standard

PUBLISHED = (EXHIBITS_FILE, LEVELS_FILE, MANIFEST, TRACEABILITY_FILE)
"""What a site holds beside its pages and the attachments."""


@pytest.fixture(scope="module")
def site() -> SiteData:
    return data()


@pytest.fixture(scope="module")
def rendered(site: SiteData) -> dict[str, str]:
    return render(site)


def text_of(page: str) -> str:
    return " ".join(Parts(page).text.split())


# The site as a whole


def test_every_page_has_its_path_and_its_place_in_the_navigation(site: SiteData) -> None:
    places = {page.path: page.nav for page in build_pages(site)}
    assert {path: nav for path, nav in places.items() if not path.startswith("items/")} == {
        "index.md": (),
        "report-cards/now.md": ("Report cards",),
        "report-cards/before.md": ("Report cards",),
        "print/now.md": None,
        "print/before.md": None,
        "criteria/enablers.md": ("Criteria",),
        "criteria/results.md": ("Criteria",),
        "criteria/leadership.md": ("Criteria",),
        "criteria/strategy.md": ("Criteria",),
        "criteria/satisfaction.md": ("Criteria",),
        "roadmap.md": (),
        "traceability.md": (),
        "consensus.md": (),
        "exhibits.md": (),
        "audit-log.md": (),
        "methodology.md": (),
        "raise.md": None,
    }
    assert {nav for path, nav in places.items() if path.startswith("items/")} == {None}


def test_no_link_is_dead_and_no_anchor_is_there_twice(rendered: dict[str, str]) -> None:
    pages = {path.replace(".md", ".html"): Parts(page) for path, page in rendered.items()}
    for path, found in pages.items():
        assert len(set(found.ids)) == len(found.ids), path
        for address in found.links:
            if address.startswith("https:"):
                continue
            file, _, anchor = address.partition("?")[0].partition("#")
            target = posixpath.normpath(posixpath.join(posixpath.dirname(path), file)) if file else path
            if target.startswith("attachments/") or target in PUBLISHED:
                continue
            assert target in pages, (path, address)
            assert not anchor or anchor in pages[target].ids, (path, address)


def test_a_node_of_a_model_cannot_have_the_anchor_of_a_section(rendered: dict[str, str]) -> None:
    for path in ("criteria/leadership.md", "report-cards/now.md"):
        anchors = re.findall(r'<h2 id="([^"]+)"', rendered[path])
        own = [anchor for anchor in anchors if anchor not in SMALL.nodes]
        assert own
        assert all(anchor.startswith("_") for anchor in own)


def test_every_mark_that_a_page_uses_is_defined_on_it(rendered: dict[str, str]) -> None:
    for page in rendered.values():
        found = Parts(page)
        used = {attributes["href"][1:] for tag, attributes in found.tags if tag == "use"}
        assert used <= set(found.ids)


def test_every_page_says_as_of_when_from_what_and_for_how_long(rendered: dict[str, str]) -> None:
    for path, page in rendered.items():
        found = text_of(page)
        assert "Commit ccccccc" in found
        assert "Model Small 1.0 Assay 1.2.3 Fictional example" in found
        if path in ("report-cards/before.md", "print/before.md"):
            assert "As of 15 Feb 2026 Before, sealed 15 Feb 2026 by Ana Example" in found
        else:
            assert "As of 1 Jun 2026 Now, open Levels hold until" in found


def test_pages_say_when_they_are_drafts_not_in_git_or_not_committed() -> None:
    for page in render(data(history=History(), draft=True)).values():
        assert "Draft." in text_of(page)
        assert "Not in git" in text_of(page)
    dirty = replace(HISTORY, uncommitted=frozenset({"items/loose.yaml"}))
    pages = render(data(history=dirty))
    assert "Commit ccccccc + uncommitted changes" in text_of(pages["index.md"])
    assert "Not committed yet loose.yaml" in text_of(pages["items/loose.md"])


def test_the_same_data_give_the_same_pages(site: SiteData) -> None:
    def every() -> list[str]:
        return [Renderer(Words()).page(page) for page in build_pages(data())]

    assert every() == every()


def test_no_section_is_empty(rendered: dict[str, str]) -> None:
    for path, page in rendered.items():
        parts = page.split("<h2")[1:]
        for part in parts:
            assert len(Parts(part).text.strip()) > 30, (path, part[:80])


@pytest.mark.parametrize(
    ("start", "to", "anchor", "address"),
    [
        ("index.md", "items/a.md", "", "items/a.html"),
        ("items/a.md", "items/b.md", "x", "b.html#x"),
        ("items/a.md", "index.md", "", "../index.html"),
        ("criteria/a.md", "attachments/b/c.txt", "", "../attachments/b/c.txt"),
        ("criteria/a.md", "criteria/a.md", "why", "#why"),
    ],
)
def test_links_are_relative(start: str, to: str, anchor: str, address: str) -> None:
    assert link(start, to, anchor) == address
    assert Page is BasePage


# Other models


FIVE = build(
    node("plan", "goals", "means"), node("run", "daily"), node("check"),
    attributes=["approach"],
    scoring={
        "level": {"combine": "min", "base": 1}, "score": {"combine": "mean", "out_of": 5},
        "rounding": {"digits": 1},
    },
    values={f"G{n}": n for n in range(6)}, levels=5,
)  # fmt: skip


def test_a_model_of_five_levels_without_halves_rows_or_titles_is_shown_as_well() -> None:
    model = replace(
        FIVE, criteria=tuple(replace(found, attributes=("approach",)) for found in _with_attributes(FIVE))
    )
    site = plain_site(model, *(grade(*key, 3, "minutes") for key in model.cells), items=[ITEMS[0]])
    pages = render(site)
    assert "5 Level 5" in text_of(pages["index.md"])
    card_text = text_of(pages["report-cards/now.md"])
    assert "Criteria" in card_text
    assert "Goals" in card_text


@pytest.mark.parametrize("rows", [True, False])
def test_a_deep_tree_with_titles_that_recur_has_its_sections_and_no_dead_link(rows: bool) -> None:
    scoring = {key: value for key, value in SEE_SCORING.items() if rows or key != "rows"}
    deep = node("c", node("d", node("e", title="Top"), "f"), title="Middle")
    model = build(node("a", node("b", deep, "g", title="Top"), attributes=["approach"]), scoring=scoring)
    site = plain_site(model, *(grade(*key, 2, "minutes") for key in model.cells), items=[ITEMS[0]])
    pages = {path.replace(".md", ".html"): Parts(page) for path, page in render(site).items()}

    for path, found in pages.items():
        if path.startswith("criteria/"):
            assert len(set(found.ids)) == len(found.ids), path
        for address in found.links:
            file, _, anchor = address.partition("#")
            file = file.partition("?")[0]
            target = posixpath.normpath(posixpath.join(posixpath.dirname(path), file)) if file else path
            assert not anchor or anchor in pages[target].ids, (path, address)


def _with_attributes(model: Any) -> Any:
    return tuple(
        replace(
            top,
            attributes=("approach",),
            children=tuple(replace(child, attributes=("approach",)) for child in top.children),
        )
        for top in model.criteria
    )


def test_what_an_assessment_lacks_is_not_printed() -> None:
    site = plain_site(SMALL, *(grade(*key, 2, "minutes") for key in SMALL.cells), items=[ITEMS[0]])
    found = text_of(render(site)["index.md"])
    assert "target" not in found
    assert "aseline" not in found


def test_levels_are_spread_over_the_ramp() -> None:
    book = Book(data())
    tones = [chip.tone for number in range(5) if (chip := book.chip(number))]
    assert tones == [0, 1, 3, 5, 7]


def test_an_assessment_without_evidence_and_grades_has_all_its_pages() -> None:
    pages = render(plain_site(SMALL))
    assert "0 of 16" in text_of(pages["index.md"])
    assert "Nobody has graded this cell" in text_of(pages["criteria/leadership.md"])


# Dashboard


def test_the_dashboard_answers_where_why_and_what_next(rendered: dict[str, str]) -> None:
    found = text_of(rendered["index.md"])
    assert "cells hold the level at" in found
    assert "1 claimed without evidence: Plans · Approach" in found
    assert "1 without a grade: Visits · Trend" in found
    assert "The smallest set that does it" in found
    assert "Settle 1 dispute System · Deployment, graded 1 and 4" in found
    assert "Grade 1 cell" in found


def test_the_dashboard_counts_what_it_says() -> None:
    facts: Any = page_of(data(), "index.md").context["facts"]
    open_cells = (facts.disputed, facts.ungraded, facts.not_applicable)
    assert (facts.rated, facts.cells, *open_cells) == (13, 15, 1, 1, 1)
    assert (facts.items, facts.current, facts.uncited) == (6, 3, 1)
    assert (facts.files, facts.files_matching, facts.links) == (1, 1, 1)


def test_changes_are_those_of_rows_and_cells_since_the_baseline() -> None:
    moved: Any = page_of(data(), "index.md").context["moved"]
    rose = {name.name: [shift.name.name for shift in shifts] for name, shifts in moved.rose}
    assert rose["Leadership"] == ["Approach", "Deployment"]
    fell = {name.name: [shift.name.name for shift in shifts] for name, shifts in moved.fell}
    assert fell["Strategy"] == ["Approach"]


def test_reasons_that_several_cells_share_fold_under_their_number() -> None:
    claims = (grade(*key, 3) for key in SMALL.cells if key != ("visits", "trend"))
    page = page_of(plain_site(SMALL, *claims), "index.md")
    context: Any = page.context
    assert sum(len(group.reasons) for group in context["groups"]) == context["held"] == 16
    found = Renderer(Words()).page(page)
    assert found.count('<details class="more why">') == 1
    assert "15 claimed without evidence" in text_of(found)
    assert "1 without a grade: Visits · Trend" in text_of(found)


def test_what_is_furthest_below_comes_with_what_is_claimed_of_it() -> None:
    context: Any = page_of(data(), "index.md").context
    assert {far.level.text for far in context["furthest"]} == {
        min(far.level.text for far in context["furthest"])
    }
    assert all(far.claimed is None or far.claimed.text > far.level.text for far in context["furthest"])


def test_the_cells_of_a_smallest_set_are_counted_by_the_way_they_rise() -> None:
    least: Any = page_of(data(), "index.md").context["moves"]
    assert sum(count for _, count in least.least.by) == len(least.least.cells)
    assert {way for way, _ in least.least.by} == {cell.by for cell in least.least.cells}


def test_what_is_open_neither_rose_nor_fell() -> None:
    moved: Any = page_of(data(), "index.md").context["moved"]
    every = moved.rose_lines + moved.fell_lines + moved.same_lines + moved.open_lines
    assert every == sum(len(book_lines) for book_lines in _all_lines())
    fallen = {shift.name.name for shift in moved.fell_cells}
    assert "Plans · Approach" in fallen
    assert "Visits · Trend" not in fallen, "nobody has graded it: it may be anything"


def _all_lines() -> list[tuple[Line, ...]]:
    result = data().cards["now"].results[0]
    return [lines(result, criterion) for criterion in result.model.criterion_ids]


def test_a_legend_explains_only_the_marks_that_are_used(rendered: dict[str, str]) -> None:
    for path in ("index.md", "report-cards/now.md"):
        assert {"claimed higher", "open", "not applicable"} <= _legend(rendered[path]), path
    before = _legend(rendered["report-cards/before.md"])
    assert not {"claimed higher", "open", "not applicable", "claimed only"} & before


def _legend(page: str) -> set[str]:
    found = [part.split("</ul>")[0] for part in page.split('aria-label="Legend"')[1:]]
    return {text_of(entry.split("</li>")[0]) for part in found for entry in part.split("<li>")[1:]}


def test_coming_drops_are_told_with_their_evidence(rendered: dict[str, str]) -> None:
    assert "31 Dec 2026" in text_of(rendered["index.md"]).split("Coming drops")[1]
    without = plain_site(SMALL, *(grade(*key, 2) for key in SMALL.cells))
    assert "Coming drops" not in text_of(render(without)["index.md"])


def test_a_sealed_cycle_that_is_shown_has_no_outlook() -> None:
    found = standard()
    sealed = replace(found, cycles={"before": found.cycles["before"]})
    page = text_of(render(data(sealed))["index.md"])
    assert "Coming drops" not in page
    assert "Levels hold until" not in page
    assert "Since the baseline" not in page


# Report card


def squares_of(
    effective: Any, claimed: Any, supported: Any, target: int | None, before: int | None = None
) -> list[Any]:
    def value(given: Any) -> Range | None:
        return None if given is None else Range(*given) if isinstance(given, tuple) else Range.point(given)

    def row(*values: Any) -> Line:
        three = Three(*(value(given) for given in values))
        return Line("level", "leadership", "approach", "", three, (), None, Fraction(4))

    found = row(effective, claimed, supported)
    past = row(before, None, None) if before is not None else None
    aim = Fraction(target) if target is not None else None
    return [
        (square.before, square.after, *square.marks)
        for square in squares(matrix_columns(SMALL), found, aim, past)
    ]


def test_a_row_runs_to_its_disc_and_on_to_what_is_only_claimed() -> None:
    assert squares_of(2, 3, 2, 4) == [
        ("carried", "carried"),
        ("carried", "gap", "supported"),
        ("gap", "", "claimed"),
        ("", "", "target"),
    ]


def test_a_row_at_nothing_has_no_disc_but_its_claim() -> None:
    assert squares_of(0, 2, 0, 1, before=1) == [
        ("gap", "gap", "target", "baseline"), ("gap", "", "claimed"), ("", ""), ("", ""),
    ]  # fmt: skip


def test_an_open_row_shows_its_ends() -> None:
    assert squares_of((2, 4), (2, 4), (2, 4), 3) == [
        ("", ""), ("", "open", "unrated"), ("open", "open", "target"), ("open", "", "unrated"),
    ]  # fmt: skip
    assert [square[2:] for square in squares_of((0, 4), (0, 4), (0, 4), None)] == [
        ("unrated",),
        (),
        (),
        ("unrated",),
    ]


def test_a_row_where_nothing_applies_has_no_places() -> None:
    assert squares_of(None, None, None, 3) == []


def test_under_the_policy_report_the_disc_stands_where_evidence_ends() -> None:
    assert [square[2:] for square in squares_of(3, 3, 1, None)] == [("supported",), (), ("claimed",), ()]


def test_the_report_card_has_a_row_for_each_attribute_and_an_anchor_for_each_cell(
    rendered: dict[str, str],
) -> None:
    found = Parts(rendered["report-cards/now.md"])
    for criterion, attributes in (
        ("leadership", ("approach", "deployment")),
        ("satisfaction", ("trend", "target")),
    ):
        assert {f"{criterion}--{attribute}" for attribute in attributes} <= set(found.ids)
    assert {f"{name}--{attribute}" for name, attribute in SMALL.cells} <= set(found.ids)


def test_footnotes_say_why_a_cell_is_left_out_or_open(rendered: dict[str, str]) -> None:
    found = text_of(rendered["report-cards/now.md"])
    assert "Calls · Target: not applicable: there is none here" in found
    assert "System · Deployment: graded 1 and 4. Open until the assessors agree." in found
    assert "Visits · Trend: no grade yet." in found


def test_a_card_that_was_just_begun_counts_its_cells_instead_of_naming_each() -> None:
    begun = assessment(SMALL, cycles=[cycle()])
    page = render(data(begun, History()))["report-cards/now.md"]
    found = text_of(page)
    assert "12 cells have no grade yet. They may be anything." in found
    assert "4 cells have no grade yet. They may be anything." in found
    assert "· Trend: no grade yet" not in found
    assert 'href="#note-' not in page


# Criterion


def test_a_criterion_shows_grades_with_reasons_evidence_and_answers(rendered: dict[str, str]) -> None:
    page = rendered["criteria/leadership.md"]
    cell = text_of(page[page.index('id="vision--approach"') :])
    assert "3 Ana Example · rests on 3 · 1 Apr 2026" in cell
    assert "It is written." in cell
    assert "Against it: exhibit 1 An old view." in cell
    assert "A spread of 1 is within the limit of 1. The lower median counts." in cell
    assert "Claimed 2; evidence carries 3. It counts 2." in cell
    assert "Before: 1" in cell


def test_a_criterion_says_what_evidence_does_not_count(rendered: dict[str, str]) -> None:
    page = rendered["criteria/leadership.md"]
    cell = text_of(page[page.index('id="system--approach"') :])
    assert "carries 2 ran out on 1 May 2026" in cell
    assert "Claimed 2; what carried it no longer counts, so it counts 1." in cell


def test_a_contradiction_that_nobody_answers_is_named() -> None:
    found = standard()
    now = found.cycles["now"]
    silent = replace(now, grades=tuple(replace(given, against=()) for given in now.grades))
    pages = render(data(replace(found, cycles={"now": silent})))
    assert "Not answered: Exhibit 1 doubt speaks against this cell" in text_of(
        pages["criteria/leadership.md"]
    )


def test_the_derivation_names_rule_parts_and_what_is_too_far_behind(rendered: dict[str, str]) -> None:
    found = text_of(rendered["criteria/leadership.md"]).split("Why this level")[1]
    assert "75 % of the weight at the level or higher, none more than 1 level behind; 1 at least" in found
    assert "The least that raises it to" in found


# Reasons


@pytest.mark.parametrize(
    ("grades", "kind"),
    [
        ((), Kind.UNGRADED),
        (
            (grade("vision", "approach", 1, "minutes"), grade("vision", "approach", 4, by="two")),
            Kind.DISPUTED,
        ),
        ((grade("vision", "approach", 1, "minutes"),), Kind.GRADED),
        ((grade("vision", "approach", 3),), Kind.NO_EVIDENCE),
        ((grade("vision", "approach", 3, "survey"),), Kind.ENDED),
        ((grade("vision", "approach", 3, cite("minutes", 1)),), Kind.WEAK),
    ],
)
def test_the_reason_why_a_cell_is_not_higher(grades: Any, kind: Kind) -> None:
    result = compute(assessment(SMALL, *ITEMS), cycle(*grades), TODAY)
    assert kind_of(result.cells["vision", "approach"], Range.point(3).low) is kind


# Exhibits


def test_exhibits_are_numbered_by_the_day_they_were_collected_so_that_new_ones_come_last() -> None:
    site = data()
    before = {"doubt": 1, "loose": 2, "minutes": 3, "old": 4, "older": 5, "survey": 6}
    assert Book(site).numbers == before
    found = standard()
    new = replace(found.items["minutes"], id="a-new-one", collected_on=day("2026-05-30"))
    later = data(replace(found, items={**found.items, "a-new-one": new}))
    assert Book(later).numbers == {**before, "a-new-one": 7}


def test_the_index_names_what_nothing_cites_and_what_no_longer_counts(rendered: dict[str, str]) -> None:
    found = text_of(rendered["exhibits.md"])
    assert "6 exhibits, 3 of them current" in found
    assert "Current, but nothing rests on it Exhibit 2 loose" in found
    assert "survey ran out on 1 May 2026" in found


@pytest.mark.parametrize(
    ("name", "says"),
    [
        ("minutes", "Holds until 31 Dec 2026, for 213 more days."),
        ("survey", "Ran out on 1 May 2026, 31 days before 1 Jun 2026. It carries no grade now."),
        ("old", "Withdrawn on 1 Feb 2026 by Ana Example. wrong"),
        ("older", "Superseded on 1 Feb 2026 by Ana Example."),
        ("loose", "Current. Nothing rests on it in this cycle."),
    ],
)
def test_an_exhibit_begins_with_its_state(rendered: dict[str, str], name: str, says: str) -> None:
    assert says in text_of(rendered[f"items/{name}.md"])


def test_an_ending_without_a_name_says_only_when() -> None:
    found = standard()
    old = found.items["old"]
    assert old.withdrawn
    unnamed = replace(old, withdrawn=replace(old.withdrawn, by=""))
    pages = render(data(replace(found, items={**found.items, "old": unnamed})))
    assert "Withdrawn on 1 Feb 2026. wrong It carries no grade now." in text_of(pages["items/old.md"])
    assert "Withdrawn by" not in text_of(pages["items/old.md"])


def test_sources_have_no_empty_column(rendered: dict[str, str]) -> None:
    assert "SHA-256, or what it says" in rendered["items/minutes.md"]
    assert "SHA-256, or what it says" not in rendered["items/survey.md"]


def test_an_exhibit_says_what_would_be_without_it(rendered: dict[str, str]) -> None:
    minutes: Any = page_of(data(), "items/minutes.md").context["rests"]
    without = {rest.cell.name: (rest.now.text, rest.otherwise.text) for rest in minutes if rest.differs}
    assert without["Basis · Deployment"] == ("2", "0")
    survey: Any = page_of(data(), "items/survey.md").context["rests"]
    assert [(rest.now.text, rest.otherwise.text) for rest in survey] == [("1", "2")]


@pytest.mark.parametrize(
    ("sha256", "files", "says"),
    [
        ("ab" * 32, True, "matches"),
        ("cd" * 32, True, "differs"),
        (None, True, "none recorded"),
        ("ab" * 32, False, "missing"),
    ],
)
def test_sources_say_whether_their_file_is_the_recorded_one(
    sha256: str | None, files: bool, says: str
) -> None:
    found = standard()
    minutes = found.items["minutes"]
    sources = (replace(minutes.sources[0], sha256=sha256),)
    changed = replace(found, items={**found.items, "minutes": replace(minutes, sources=sources)})
    if not files:
        changed = replace(changed, attachments={})
    page = text_of(render(data(changed))["items/minutes.md"])
    assert says in page.split("Sources")[1].split("What rests")[0]


def test_the_trail_is_told_from_its_beginning_with_the_end_at_its_place() -> None:
    trails = {
        "items/survey.yaml": (commit("c", "2026-05-20", "Later"), commit("a", "2026-01-11", "Added", "added"))
    }
    site = data(history=history_of(trails))
    custody: Any = page_of(site, "items/survey.md").context["custody"]
    told = [moment.commit.subject if moment.commit else moment.end for moment in custody.moments]
    assert told == ["Added", "ended", "Later"]
    assert custody.commits == 2


def test_one_commit_with_its_files_is_one_event(rendered: dict[str, str]) -> None:
    found = text_of(rendered["items/minutes.md"])
    assert "2 commits, oldest first. 11 Jan 2026 · aaaaaaa Add it added minutes.txt added Ana" in found


def test_a_shallow_copy_says_that_the_trail_may_lack_its_beginning() -> None:
    pages = render(data(history=replace(HISTORY, shallow=True, cut={"items/minutes.yaml": "a" * 40})))
    assert "this copy of the repository is shallow" in text_of(pages["items/minutes.md"])


def test_commits_are_linked_where_the_repository_has_an_address() -> None:
    found = replace(standard(), repository_url="https://example.org/desk.git", forge="github")
    links = Parts(render(data(found))["items/minutes.md"]).links
    assert f"https://example.org/desk/commit/{'a' * 40}" in links


# Methodology


def test_the_methodology_states_the_rules_of_the_model(rendered: dict[str, str]) -> None:
    found = text_of(rendered["methodology.md"])
    rule = (
        "A level is reached when at least 75 % of the weight is at it or higher, and no part is more than one"
    )
    assert rule in found
    assert "each row of the report card gathers the sub-criteria" in found
    assert "“Not applicable” is not accepted for Enablers" in found
    assert "The lower of claimed and supported grade counts" in found


def test_a_report_of_grades_without_cap_says_so() -> None:
    lenient = replace(standard(), policy=replace(standard().policy, evidence="report"))
    assert "where evidence carries less, that is marked" in text_of(render(data(lenient))["methodology.md"])


def test_the_highest_level_needs_nothing_more() -> None:
    site = plain_site(SMALL, *grades_of(card(SMALL, 4)), items=[item("x", valid_until="2027-01-01")])
    capped = data(replace(assessment(SMALL, cycles=[cycle(*grades_of(card(SMALL, 4)))]), policy=replace(
        standard().policy, evidence="report")), History())  # fmt: skip
    assert "This is the highest level." in text_of(render(capped)["index.md"])
    assert site.shown == "now"
    assert day("2026-06-01") == TODAY


@pytest.mark.parametrize(
    ("names", "needs"),
    [
        (("Reactive", "Proactive", "Customer-centric", "Business-centric"), 21),
        (("Reaktív", "Proaktív", "Ügyfélközpontú", "Üzletközpontú"), 28),
        (("REACTIVE", "PROACTIVE", "CUSTOMER-CENTRIC", "BUSINESS-CENTRIC"), 24),
        (("A", "B", "C", "D"), 16),
        (("W" * 200, "B", "C", "D"), 52),
    ],
)
def test_a_report_card_knows_how_wide_its_longest_words_are(names: tuple[str, ...], needs: int) -> None:
    levels = tuple(replace(one, title=name) for one, name in zip(SMALL.levels, names, strict=True))
    page = page_of(plain_site(replace(SMALL, levels=levels)), "report-cards/now.md")
    assert page.context["needs"] == needs
    assert f".needs-{needs} " in (resources.TEMPLATES / "assets" / "assay.css").read_text("utf-8")
