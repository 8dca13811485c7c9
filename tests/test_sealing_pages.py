"""What pages say of seals and of the manifest."""

from __future__ import annotations

from dataclasses import replace

from assay.assessment import Reopening, Seal
from assay.pages import SiteData
from assay.seals import Difference
from builders import day
from sites import Parts, data, render, standard


def card(site: SiteData, cycle: str = "before") -> str:
    """The text of a report card."""
    return " ".join(Parts(render(site)[f"report-cards/{cycle}.md"]).text.split())


def test_a_report_card_says_what_its_seal_holds_and_what_has_changed_since() -> None:
    found = standard()
    sealed = found.cycles["before"]
    digests = {"results": "ab" * 32, "cycle": "1" * 64, "grades/one/x": "2" * 64, "items/minutes": "3" * 64}
    note = Reopening(
        day("2026-02-20"), "one", "Two grades <b>were</b> missing.", day("2026-02-14"), "one", ""
    )
    cycles = {
        **found.cycles,
        "before": replace(sealed, seal=Seal(day("2026-02-15"), "one", "assay 9", digests), reopened=(note,)),
    }
    site = replace(data(replace(found, cycles=cycles)), since={"before": ()})
    text = card(site)
    assert "Sealed as of 15 Feb 2026, by Ana Example (assay 9)" in text
    assert "Since then everything that decides is unchanged" in text
    assert "Under seal 1 grade, 1 exhibit" in text
    assert "ab" * 32 in text
    assert "Reopened on 20 Feb 2026, by Ana Example: Two grades <b>were</b> missing." in text
    assert "Since then not compared: files have errors" in card(replace(site, since={}))
    since = {
        "before": (Difference("items", "minutes", "x"), Difference("policy", "evidence", "y", decides=False))
    }
    text = card(replace(site, since=since))
    assert "1 thing is not as it was sealed" in text
    assert "1 rule or text for later cycles has changed" in text


def test_a_seal_by_hand_says_that_nothing_is_known() -> None:
    text = card(data())
    assert "not known: the seal was written by hand and holds no digests" in text
    assert "The seal" not in card(data(), "now")


def test_the_methodology_page_leads_to_the_manifest_where_there_is_one() -> None:
    assert 'href="manifest.json"' in render(data())["methodology.md"]
    assert "manifest.json" not in render(replace(data(), manifest=False))["methodology.md"]
