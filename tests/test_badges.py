"""Badges: what they say, that everybody can read them, and that nothing in a name can act in them."""

from __future__ import annotations

import json
import re
from dataclasses import replace
from fractions import Fraction
from itertools import pairwise
from pathlib import Path
from xml.etree import ElementTree

import pytest

from assay import resources
from assay.assessment import Grade, Unit
from assay.charts.badge import FILLS, MOST, badge_box
from assay.cli import run
from assay.git import History
from assay.model import Model
from assay.pages import SiteData
from assay.pages.badges import Badge, badge_json, badges
from assay.pages.book import Book
from assay.render import Renderer
from builders import SEE_SCORING, SMALL, assessment, build, card, cycle, grades_of, node, policy
from cases import write_repository
from sites import Parts, as_html, data, page_of, plain_site

NAMESPACE = "{http://www.w3.org/2000/svg}"
HOSTILE = "<script>alert(1)</script>\"'&amp;]]>--><!ENTITY x>\u202e\x07 ](javascript:x) #"


def found(site: SiteData) -> dict[str, Badge]:
    return {badge.name: badge for badge in badges(Book(site))}


def picture(badge: Badge) -> ElementTree.Element:
    return ElementTree.fromstring(Renderer(data().words).badge(badge))


def luminance(colour: str) -> float:
    parts = [int(colour[place : place + 2], 16) / 255 for place in (1, 3, 5)]
    red, green, blue = (
        part / 12.92 if part <= 0.04045 else ((part + 0.055) / 1.055) ** 2.4 for part in parts
    )
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


def contrast(one: str, other: str) -> float:
    low, high = sorted((luminance(one), luminance(other)))
    return (high + 0.05) / (low + 0.05)


NAMES = ("Reactive", "Proactive", "Customer-centric", "Business-centric")
NAMED = replace(
    SMALL, levels=tuple(replace(one, title=name) for one, name in zip(SMALL.levels, NAMES, strict=True))
)


def of(model: Model, *grades: Grade, units: tuple[Unit, ...] = ()) -> SiteData:
    """A site of grades that count as claimed."""
    found = assessment(model, rules=policy("report"), cycles=[cycle(*grades)])
    return data(replace(found, units=units), History())


def graded(model: Model, given: float = 2) -> SiteData:
    return of(model, *grades_of(card(model, given)))


def test_there_is_one_for_the_whole_and_for_every_page_of_a_criterion() -> None:
    pages = {badge.name: badge.page for badge in badges(Book(data()))}
    assert pages.pop("badge") == "index.md"
    assert list(pages) == [f"badges/{one}" for one in (
        "enablers", "leadership", "strategy", "results", "satisfaction")]  # fmt: skip
    assert all(page == f"criteria/{name.removeprefix('badges/')}.md" for name, page in pages.items())


def test_it_says_number_and_name_of_the_level_and_as_of_when() -> None:
    badge = found(graded(NAMED))["badge"]
    assert (badge.label, badge.message, badge.tone) == ("Small", "level 2 Proactive", 3)
    assert badge.title == "Small: level 2 Proactive, as of 1 Jun 2026 · Fictional example"
    drawn = picture(badge)
    assert [text.text for text in drawn.iter(f"{NAMESPACE}text")] == ["Small", "level 2 Proactive"]
    assert drawn.findtext(f"{NAMESPACE}title") == drawn.attrib["aria-label"] == badge.title
    assert drawn.attrib["role"] == "img"
    assert {one.tag for one in drawn.iter()} == {
        f"{NAMESPACE}{tag}" for tag in ("svg", "title", "path", "g", "text")
    }


def test_a_level_that_is_open_is_a_range_and_no_level() -> None:
    badge = found(plain_site(SMALL))["badge"]
    assert (badge.message, badge.tone) == ("level 1–4, undetermined", 0)


def test_a_level_that_is_named_by_its_number_is_named_once() -> None:
    assert found(graded(SMALL))["badge"].message == "Level 2"


def test_a_draft_says_so_and_shows_no_level() -> None:
    badge = found(replace(graded(NAMED), draft=True))["badge"]
    assert (badge.message, badge.tone) == ("draft: level 2 Proactive", 0)
    assert "draft" in badge.title


def test_a_model_without_levels_gives_the_score() -> None:
    scoring = SEE_SCORING | {"level": {"combine": "none"}}
    model = build(node("one", attributes=["approach"]), scoring=scoring)
    site = graded(model)
    badge = found(site)["badge"]
    assert (badge.message, badge.tone) == ("score 50 of 100", 0)


def test_each_unit_has_its_own_and_they_have_theirs_together() -> None:
    units = (Unit("north", "North", Fraction(1)), Unit("south", "South", Fraction(1)))
    both = [
        replace(one, unit=unit.id)
        for unit, given in zip(units, (2, 3), strict=True)
        for one in grades_of(card(NAMED, given))
    ]
    known = found(of(NAMED, *both, units=units))
    assert {name: known[name].message for name in ("badge", "units/north/badge", "units/south/badge")} == {
        "badge": "level 2 Proactive",
        "units/north/badge": "level 2 Proactive",
        "units/south/badge": "level 3 Customer-centric",
    }
    assert known["units/south/badges/leadership"].label == "South · Leadership"
    assert known["units/south/badges/leadership"].page == "units/south/criteria/leadership.md"
    assert known["badges/leadership"].page == "index.md"


def test_the_data_are_what_shields_takes() -> None:
    for badge in badges(Book(data())):
        told = json.loads(badge_json(badge))
        assert list(told) == ["schemaVersion", "label", "message", "color", "cacheSeconds"]
        assert told["schemaVersion"] == 1
        assert told["message"]
        assert re.fullmatch("[0-9a-f]{6}", told["color"])
        assert told["cacheSeconds"] >= 300  # less is refused


def test_names_that_mean_harm_are_text() -> None:
    site = graded(replace(NAMED, title=HOSTILE))
    badge = found(site)["badge"]
    drawn = picture(badge)
    assert {one.tag.removeprefix(NAMESPACE) for one in drawn.iter()} == {"svg", "title", "path", "g", "text"}
    assert (drawn.findtext(f"{NAMESPACE}title") or "").startswith("<script>alert(1)</script>")
    page = as_html(Renderer(site.words).page(page_of(site, "methodology.md")))
    assert "script" not in {tag for tag, _ in Parts(page).tags}
    told = json.loads(badge_json(badge))
    assert len(told["label"]) <= MOST
    assert "\u202e" not in told["label"]
    assert "\x07" not in told["label"]


@pytest.mark.parametrize(
    "name", ["i" * 200, "W" * 200, "Ügyfélközpontúság " * 9, "客户" * 60, "e\u0301" * 30, ""]
)
def test_any_name_fits_and_is_cut_where_it_is_long(name: str) -> None:
    badge = replace(found(data())["badge"], label=name or "-")
    box = badge_box(badge.label, badge.message)
    assert len(box.label.text) <= MOST
    assert box.label.x + box.label.length < box.label.end < box.message.x
    assert box.message.x + box.message.length < box.width < 1000
    assert picture(badge).attrib["width"] == str(box.width)


def test_its_colours_are_those_of_the_levels_on_every_page() -> None:
    style = (resources.TEMPLATES / "assets" / "assay.css").read_text("utf-8")
    light = style.partition("@media screen")[0]
    for tone, (fill, ink) in enumerate(FILLS[1:], 1):
        assert f"--assay-t{tone}: {fill};" in light
        assert f"--assay-t{tone}-ink: {ink};" in light


def test_everybody_can_read_it() -> None:
    assert contrast("#3d4853", "#ffffff") >= 4.5
    assert all(contrast(fill, ink) >= 4.5 for fill, ink in FILLS)
    lightness = [luminance(fill) for fill, _ in FILLS[1:]]
    assert all(one > other for one, other in pairwise(lightness))


@pytest.mark.parametrize("tone", range(8))
def test_everybody_can_read_what_shields_makes_of_it(tone: int) -> None:
    """It sets dark text on what is lighter than 0.69, and white text on all else (badge-maker, color.js)."""
    badge = replace(found(data())["badge"], tone=tone)
    colour = f"#{json.loads(badge_json(badge))['color']}"
    red, green, blue = (int(colour[place : place + 2], 16) for place in (1, 3, 5))
    bright = (red * 299 + green * 587 + blue * 114) / 255_000 > 0.69
    assert contrast(colour, "#333333" if bright else "#ffffff") >= 4.5


def test_the_page_on_methodology_shows_each_with_what_to_paste() -> None:
    site = replace(graded(NAMED), address="https://example.org/desk")
    page = Parts(as_html(Renderer(site.words).page(page_of(site, "methodology.md"))))
    shown = [attributes["src"] for tag, attributes in page.tags if tag == "img"]
    assert shown == [badge.svg for badge in badges(Book(site))]
    address = "https://example.org/desk"
    assert f"[![Small]({address}/badge.svg)]({address}/index.html)" in page.text
    assert f'<a href="{address}/index.html"><img src="{address}/badge.svg" alt="Small"></a>' in page.text
    assert "site_url" not in page.text


def test_where_the_address_of_the_site_is_not_known_the_page_says_so() -> None:
    site = graded(NAMED)
    page = Parts(as_html(Renderer(site.words).page(page_of(site, "methodology.md"))))
    assert "[![Small](badge.svg)](index.html)" in page.text
    assert "site_url" in page.text


def test_they_are_part_of_the_site_and_of_its_manifest(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("GIT_CEILING_DIRECTORIES", str(tmp_path.parent))
    write_repository(tmp_path / "evidence")
    assert run(["build", "--as-of", "2026-06-30"]) == 0
    site = tmp_path / "site"
    assert "as of 30 Jun 2026" in (site / "badge.svg").read_text("utf-8")
    assert json.loads((site / "badges" / "leadership.json").read_text("utf-8"))["schemaVersion"] == 1
    manifest = json.loads((site / "manifest.json").read_text("utf-8"))
    named = {one["name"] for one in manifest["subject"]}
    assert {"badge.svg", "badge.json", "badges/leadership.svg", "badges/leadership.json"} <= named
