"""Pages for auditors: findings beside what they are about, the matrix, the form, and what is not there."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import replace
from typing import Any

import pytest

from assay import resources
from assay.assessment import Seal, Unit
from assay.audit import Concern
from assay.languages import Words
from assay.model import Model, exact
from assay.pages import build_pages
from assay.pages.base import ACTIONS, FINDINGS, RAISE
from assay.pages.raising import SCRIPT
from assay.pages.traceability import MOST_EXHIBITS, TRACEABILITY
from assay.render import Renderer
from builders import SMALL, TODAY, build, day, grade, item, node
from sites import ACTIONS as ACTED
from sites import FINDINGS as RAISED
from sites import Parts, as_html, audited, data, page_of, plain_site, render, standard


@pytest.fixture(scope="module")
def rendered() -> dict[str, str]:
    return render(data(audited()))


def text_of(page: str) -> str:
    return " ".join(Parts(page).text.split())


def test_pages_that_would_be_empty_are_not_there() -> None:
    paths = {page.path for page in build_pages(data(standard()))}
    assert not {FINDINGS, ACTIONS} & paths
    assert {TRACEABILITY, RAISE} <= paths
    only_requests = replace(audited(), findings={}, actions={})
    assert FINDINGS in {page.path for page in build_pages(data(only_requests))}


def test_findings_stand_in_full_with_what_came_of_them(rendered: dict[str, str]) -> None:
    said = text_of(rendered[FINDINGS])
    assert "1 finding is not closed. 1 is overdue." in said
    assert "No list" in said
    assert "major nonconformity, open · raised on 1 Apr 2026 by two · was due 15 May 2026" in said
    assert "Measured against: Rule 3" in said
    assert "There is no list." in said
    assert "Answer of Ana Example, 3 Apr 2026 It will not again." in said
    assert "Closed on 1 May 2026 by two: It came in time." in said
    assert "Actions: Keep lists Ana Example, due 1 Jul 2026" in said
    assert (
        said.index("Nonconformities") < said.index("Evidence requested") < said.index("Closed and rejected")
    )


def test_every_finding_action_and_request_has_an_anchor(rendered: dict[str, str]) -> None:
    assert {"finding-no-list", "finding-late", "request-lists", "request-minutes"} <= set(
        Parts(rendered[FINDINGS]).ids
    )
    assert {"action-keep-lists", "action-ask"} <= set(Parts(rendered[ACTIONS]).ids)


def test_no_link_of_these_pages_is_dead(rendered: dict[str, str]) -> None:
    ids = {path.replace(".md", ".html"): set(Parts(page).ids) for path, page in rendered.items()}
    wanted = (*(f"{name}.html" for name in ("findings", "actions")),)
    for path, page in rendered.items():
        for address in Parts(page).links:
            file, _, anchor = address.partition("#")
            target = file.rpartition("/")[2]
            if target in wanted:
                assert not anchor or anchor in ids[target], (path, address)


def test_requests_say_of_whom_and_what_was_brought(rendered: dict[str, str]) -> None:
    said = text_of(rendered[FINDINGS])
    assert (
        "The lists All of them. Vision · Approach Ana Example, by two on 1 Apr 2026 was due 31 May 2026"
        in said
    )
    assert "Evidence that was requested before" in said
    assert "The minutes Example Ana Example, by two on 1 Jan 2026 Exhibit" in said


def test_they_stand_on_the_page_of_the_criterion_and_in_the_cell(rendered: dict[str, str]) -> None:
    page = rendered["criteria/leadership.md"]
    said = text_of(page)
    cell = page[page.index('id="vision--approach"') : page.index('id="vision--deployment"')]
    assert "No list" in cell
    assert "Findings, requests, actions" in said
    assert "Findings No list major nonconformity, open, was due 15 May 2026" in said
    assert "Evidence requested The lists asked of Ana Example, was due 31 May 2026" in said
    assert "Actions Ask Ana Example, done" in said
    assert "Late" not in said
    assert "Late observation, closed" in text_of(rendered["criteria/strategy.md"])
    assert "raise.html?about=leadership" in page


def test_they_stand_on_the_page_of_the_item(rendered: dict[str, str]) -> None:
    minutes = text_of(rendered["items/minutes.md"])
    assert "Findings No list major nonconformity, open" in minutes
    assert "Brought for The minutes asked of Ana Example, there" in minutes
    assert "Renewal Keep lists, due 1 Jul 2026" in text_of(rendered["items/survey.md"])
    assert "raise.html?item=minutes" in rendered["items/minutes.md"]


def test_the_dashboard_counts_what_is_open(rendered: dict[str, str]) -> None:
    said = text_of(rendered["index.md"])
    assert "Findings 1 not closed 1 nonconformity" in said
    assert "Evidence requested 1 not there yet 1 overdue" in said
    assert "Actions 1 open" in said
    assert "not closed" not in text_of(render(data(standard()))["index.md"])


def test_the_roadmap_lists_the_actions(rendered: dict[str, str]) -> None:
    said = text_of(rendered["roadmap.md"])
    assert "Keep lists No list, Exhibit" in said
    assert "Ask System Ana Example done" in said


def flags(page: str) -> list[str]:
    return re.findall(r'<a class="flag" href="[^"]*#([^"]+)"', page)


def test_unresolved_findings_flag_their_row_in_their_cycle(rendered: dict[str, str]) -> None:
    now = rendered["report-cards/now.md"]
    assert flags(now) == ["finding-no-list"]
    row = now[now.index('id="leadership--approach"') : now.index('id="leadership--deployment"')]
    assert flags(row) == ["finding-no-list"]
    assert "finding that is not closed" in text_of(now)
    assert flags(rendered["report-cards/before.md"]) == []
    assert "finding that is not closed" not in text_of(rendered["report-cards/before.md"])


def test_a_finding_about_a_criterion_flags_its_heading_once() -> None:
    about = (Concern("vision"), Concern("leadership"), Concern("example"))
    found = replace(audited(), findings={"x": replace(RAISED[0], id="x", about=about)})
    page = render(data(found))["report-cards/now.md"]
    assert flags(page) == ["finding-x"]
    head = page[page.index('id="leadership"') : page.index('id="leadership--approach"')]
    assert flags(head) == ["finding-x"]


def test_a_look_back_finds_what_was_open_then() -> None:
    then = text_of(render(data(audited(), on=day("2026-04-20")))[FINDINGS])
    assert "2 findings are not closed." in then
    assert "observation, answered" in then
    assert "It came in time." not in then
    before = text_of(render(data(audited(), on=day("2026-03-01")))[FINDINGS])
    assert "No finding has been raised." in before


def test_what_is_raised_after_a_seal_is_shown_as_of_the_day_of_the_site() -> None:
    cycles = {name: replace(one, seal=Seal(TODAY, "one")) for name, one in audited().cycles.items()}
    later = replace(RAISED[0], raised_on=day("2026-08-01"), due=day("2026-09-01"))
    found = replace(audited(), cycles=cycles, findings={"no-list": later})
    sealed = data(found, on=day("2026-06-15"))
    assert "No finding has been raised." in text_of(render(sealed)[FINDINGS])
    pages = render(replace(sealed, on=day("2026-09-02")))
    assert "1 finding is not closed. 1 is overdue. This is how things stand on 2 Sept 2026" in text_of(
        pages[FINDINGS]
    )
    assert flags(pages["report-cards/now.md"]) == ["finding-no-list"]


def test_units_see_their_own_and_what_is_for_all() -> None:
    units = (Unit("north", "North", exact(1)), Unit("south", "South", exact(1)))
    north = replace(RAISED[0], about=(Concern("vision", "approach", unit="north"),))
    found = replace(audited(), units=units, findings={"no-list": north, "late": RAISED[1]})
    pages = render(data(found))
    assert "No list" in text_of(pages["units/north/criteria/leadership.md"])
    assert "No list" not in text_of(pages["units/south/criteria/leadership.md"])
    assert "Late" in text_of(pages["units/south/criteria/strategy.md"])
    link = "../../../raise.html?about=leadership&unit=south"
    assert link in Parts(pages["units/south/criteria/leadership.md"]).links
    shared = pages[FINDINGS]
    assert "Vision · Approach · North" in text_of(shared)
    assert "units/north/criteria/leadership.html#vision--approach" in Parts(shared).links
    assert {"units/north/traceability.md", "units/south/traceability.md"} <= set(pages)


# The matrix


def test_the_matrix_says_first_what_is_missing(rendered: dict[str, str]) -> None:
    page = rendered[TRACEABILITY]
    said = text_of(page)
    context: dict[str, Any] = dict(page_of(data(audited()), TRACEABILITY).context)
    kinds = ("current", "without", "ended", "nothing_claimed")
    assert sum(context[kind] for kind in kinds) == context["cells"]
    assert f"{context['current']} of {context['cells']} cells have current evidence." in said
    assert said.index("Holes") < said.index("Enablers")
    holes = {hole.cell.name for _, inside in context["holes"] for hole in inside}
    assert holes == {"Basis · Approach", "Plans · Approach", "Visits · Trend"}
    assert "Basis · Approach 4" in said  # the exhibit that was withdrawn
    assert "Current, but nothing rests on it" in said
    assert "Cited, but no longer current" in said


def test_the_matrix_has_a_row_for_every_leaf_with_its_exhibits(rendered: dict[str, str]) -> None:
    found = Parts(rendered[TRACEABILITY])
    assert {*SMALL.nodes} - {"enablers", "results"} <= set(found.ids)
    row = re.search(r'<tr id="basis">.*?</tr>', rendered[TRACEABILITY], re.DOTALL)
    assert row
    assert 'class="gap"' in row[0]
    assert 'class="ended"' in row[0]


FLAT: Model = build(
    *(
        node(f"topic-{topic}", *(f"topic-{topic}-{part}" for part in range(20)), scale="marks")
        for topic in range(10)
    ),
    attributes=(),
)


def many(model: Model) -> Iterable[Any]:
    for number, key in enumerate(model.cells):
        if number % 3:
            yield grade(*key, 2, *(f"item-{one}" for one in range(number % 3 * 8)))


def test_a_large_model_without_attributes_has_one_column() -> None:
    items = [item(f"item-{number}") for number in range(16)]
    found = plain_site(FLAT, *many(FLAT), items=items)
    context: dict[str, Any] = dict(page_of(found, TRACEABILITY).context)
    [table] = context["tables"]
    assert table.columns == ("Exhibits",)
    rows = [row for group in table.groups for row in group]
    assert len(table.groups) == 10
    assert sum(bool(row.squares) for row in rows) == 200
    full = next(row.squares[0] for row in rows if row.squares and row.squares[0].more)
    assert (len(full.exhibits), full.more) == (MOST_EXHIBITS, 6)
    page = as_html(Renderer(Words()).page(page_of(found, TRACEABILITY)))
    assert "10 criteria with holes" in text_of(page)
    assert "nothing claimed" not in text_of(page)


# The form


def test_the_form_offers_what_the_assessment_has(rendered: dict[str, str]) -> None:
    found = Parts(rendered[RAISE])
    options = [attributes for tag, attributes in found.tags if tag == "option"]
    by_value = {one["value"]: one for one in options}
    assert {*SMALL.nodes, *audited().items, "one"} <= set(by_value)
    assert by_value["vision"]["data-attributes"] == "approach deployment"
    assert by_value["enablers"]["data-attributes"] == "approach deployment"
    assert by_value["calls"]["data-attributes"] == "trend target"
    [form] = [attributes for tag, attributes in found.tags if tag == "form"]
    assert form["data-taken"] == "no-list late"
    assert "hidden" in form
    assert "action" not in form  # nothing is sent anywhere


def test_every_field_has_a_label_and_a_place_for_its_message(rendered: dict[str, str]) -> None:
    found = Parts(rendered[RAISE])
    labelled = {attributes["for"] for tag, attributes in found.tags if tag == "label" and "for" in attributes}
    fields = [
        attributes
        for tag, attributes in found.tags
        if tag in ("input", "select", "textarea") and attributes.get("type") != "radio"
    ]
    assert len(fields) == 13
    for attributes in fields:
        assert attributes["id"] in labelled
        assert f"{attributes['id']}-wrong" in found.ids


def test_the_script_is_a_file_of_ours_that_asks_nobody() -> None:
    script = (resources.TEMPLATES / "assets" / SCRIPT).read_text("utf-8")
    assert not re.search(
        r"https?:|fetch\(|XMLHttpRequest|WebSocket|sendBeacon|innerHTML|eval\(|import\(", script
    )


def test_the_form_says_where_the_file_goes() -> None:
    def said(repository: str | None) -> str:
        return text_of(render(data(replace(audited(), repository_url=repository)))[RAISE])

    assert "make a new file in the repository" in said("https://github.com/example/desk")
    assert "open the repository" in said("https://git.example.org/q/desk")
    assert "put it there yourself" not in said(None)
    assert "put it there yourself" not in said("javascript:alert(1)")


def test_a_draft_names_what_there_is_not() -> None:
    about = (
        Concern("visoin", "approach"),
        Concern("vision", "aproach"),
        Concern(item="minuets"),
        Concern("vision", unit="north", cycle="then"),
    )
    finding = replace(RAISED[0], id="x", raised_by="nobody", about=about)
    action = replace(ACTED[0], about=(Concern(finding="y"), Concern("vision")))
    found = replace(audited(), findings={"x": finding}, actions={action.id: action})
    pages = render(data(found, draft=True))
    said = text_of(pages[FINDINGS])
    assert "About visoin · Approach, Vision · aproach, minuets, Vision · north · then" in said
    assert "y, Vision" in text_of(pages[ACTIONS])
