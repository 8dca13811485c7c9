"""The trail on the site: custody, grades, removed items and the audit log, from a real history."""

from __future__ import annotations

import datetime as dt
import json
import shutil
from collections.abc import Mapping
from dataclasses import replace
from pathlib import Path
from urllib.parse import urlsplit

import pytest

from assay.commands.build import build
from assay.git import Commit, History, Signature, Signed, read_history
from assay.languages import Words
from assay.pages import Edition, SiteData, build_pages
from assay.pages.past import Past
from assay.repository import load
from assay.trail import gone_items, read_trails
from links import dead_links
from sites import Parts, commit, data, history_of, render
from story import BEN, SURVEY, URL, Story, story

AS_OF = dt.date(2026, 6, 30)


def site_of(
    folder: Path, language: str = "en", signatures: Mapping[str, Signature] | None = None
) -> SiteData:
    """The site of a folder with its history."""
    loaded = load(folder, language=language)
    assert loaded.assessment is not None
    history = read_history(folder)
    if signatures:
        history = replace(history, signatures=signatures, trails=signed(history, signatures))
    trails = read_trails(folder, history)
    site = data(loaded.assessment, history, on=AS_OF)
    gone = gone_items(folder, trails, loaded.folder.files)
    editions = (Edition(language, ""),)
    return replace(site, trails=trails, gone=gone, words=Words(language), editions=editions)


def signed(history: History, signatures: Mapping[str, Signature]) -> dict[str, tuple[Commit, ...]]:
    """The trails with those commits signed."""
    return {
        file: tuple(replace(one, signed=one.id in signatures) for one in trail)
        for file, trail in history.trails.items()
    }


def text_of(page: str) -> str:
    return " ".join(Parts(page).text.split())


@pytest.fixture(scope="module")
def told(tmp_path_factory: pytest.TempPathFactory) -> Mapping[str, str]:
    folder = tmp_path_factory.mktemp("pages") / "evidence"
    return {"folder": str(folder), **story(folder)}


@pytest.fixture(scope="module")
def rendered(told: Mapping[str, str]) -> Mapping[str, str]:
    states = {"items": Signed.AUTHOR, "move": Signed.OTHER, "attachment": Signed.UNKNOWN}
    signatures = {told[name]: Signature(state) for name, state in states.items()}
    return render(site_of(Path(told["folder"]), signatures=signatures))


def test_the_chain_of_custody_says_what_changed_and_how_it_is_signed(rendered: Mapping[str, str]) -> None:
    found = text_of(rendered["items/minutes.md"])
    assert (
        "Add the minutes, the figures and the survey added minutes.txt added (22 bytes) Dan signed by"
        in found
    )
    moved = "moved from items/minutes.yaml; valid until moved from 31 Dec 2027 to 30 Jun 2028"
    assert f"Keep the minutes with leadership {moved} Dan signed, but not by the author’s key" in found
    assert "checksum of attachments/minutes.txt added minutes.txt replaced (22 bytes → 43 bytes)" in found


def test_under_a_grade_stands_the_commit_that_made_it(
    rendered: Mapping[str, str], told: Mapping[str, str]
) -> None:
    page = rendered["criteria/leadership.md"]
    found = text_of(page)
    assert f"Ana Example · rests on 2, 1 · 4 May 2026 · committed 23 Jan 2026 {told['raise'][:7]}" in found
    assert f"committed 20 Jan 2026 {told['squash'][:7]} · pull request #32" in found
    # Only the grade that changed has a history to open, and that names the merge as well.
    assert page.count("<details") == 1
    assert "3 commits 23 Jan 2026" in found
    assert "brought in by a merge" in found
    assert f"{URL}/commit/{told['raise']}" in Parts(page).links
    assert f"{URL}/pull/32" in Parts(page).links
    place = f"{URL}/blob/{told['ours']}/cycles/2026/grades/ana/leadership.yaml#L4"
    assert place in Parts(page).links


def test_a_removed_item_keeps_its_address(rendered: Mapping[str, str], told: Mapping[str, str]) -> None:
    found = text_of(rendered["items/survey.md"])
    assert "Removed: Survey of the users 2025" in found
    assert "Removed on 6 Feb 2026 by Ben Sample. “Remove the survey of 2025”" in found
    assert "It counted the same people twice." in found
    assert "Most of them are content." in found
    index = Parts(rendered["exhibits.md"])
    assert "items/survey.html" in index.links
    assert "Survey of the users 2025 6 Feb 2026 by Ben Sample" in " ".join(index.text.split())
    assert "items/survey.html" in Parts(rendered["audit-log.md"]).links


def rows(page: str) -> dict[str, Mapping[str, str]]:
    """The rows of a page of the audit log by their anchors."""
    return {found["id"]: found for tag, found in Parts(page).tags if tag == "li" and "data-person" in found}


def test_the_audit_log_has_every_commit_with_what_it_is_found_by(
    rendered: Mapping[str, str], told: Mapping[str, str]
) -> None:
    page = rendered["audit-log.md"]
    found = rows(page)
    names = {name: f"c-{told[name][:12]}" for name in told if name != "folder"}
    assert set(found) == set(names.values())
    assert next(iter(found)) == names["ours"]
    raised = found[names["raise"]]
    assert (raised["data-cycle"], raised["data-criterion"], raised["data-person"]) == (
        "2026", "leadership", "ana",
    )  # fmt: skip
    assert found[names["merge"]]["data-criterion"] == "leadership service"
    assert found[names["removal"]]["data-criterion"] == "service"
    assert found[names["attachment"]]["data-criterion"] == "leadership"
    assert found[names["attachment"]]["data-cycle"] == "2026"
    assert len(found[names["squash"]]["data-person"].split()) == 2
    text = text_of(page)
    assert "16 commits touched the evidence, the newest first." in text
    assert "a merge dropped another version; Speed · Trend: 0 → 2, rationale reworded" in text
    assert "Vision · Approach: 2 → 3, rationale reworded, evidence added: town-hall" in text


def test_a_person_is_known_by_an_address_never_by_a_name(told: Mapping[str, str]) -> None:
    past = Past(site_of(Path(told["folder"])))
    assessment = past.site.cards["2026"].assessment
    assert past.person(assessment, "Somebody", "ana@example.org") == ("ana", "Ana Example")
    key, name = past.person(assessment, "Ana Example", "eve@example.org")
    assert (key[:4], name) == ("git-", "Ana Example")
    assert past.person(assessment, "", "")[1] == "?"


def test_pages_in_hungarian_tell_the_same(told: Mapping[str, str]) -> None:
    pages = render(site_of(Path(told["folder"]), "hu"))
    assert "érvényesség vége: 2027. dec. 31. helyett 2028. jún. 30." in text_of(pages["items/minutes.md"])
    assert "egy összefésülés másik változatot elvetett" in text_of(pages["audit-log.md"])


def test_an_id_that_was_used_before_is_said_on_the_page_of_the_item_that_has_it(tmp_path: Path) -> None:
    folder = tmp_path / "evidence"
    story(folder)
    tale = Story(folder, started=False)
    survey = SURVEY.replace("2025", "2026").replace(
        "Most of them are content.", "Quite another one, by phone."
    )
    tale.write(
        "items/service/survey.yaml", survey.replace("a form", "calls to sixty people").replace("ana", "ben")
    )
    tale.commit("Ask again", BEN)
    found = text_of(render(site_of(folder))["items/survey.md"])
    assert "Another item had this id before: “Survey of the users 2025”, removed by Ben Sample." in found


def test_the_page_of_a_former_id_leads_to_the_item(tmp_path: Path) -> None:
    folder = tmp_path / "evidence"
    story(folder)
    tale = Story(folder, started=False)
    tale.write("items/speed-figures.yaml", tale.text("items/speed-figures.yaml") + "former_ids: [survey]\n")
    tale.commit("Say what became of the survey")
    pages = render(site_of(folder))
    assert "It goes on as exhibit" in text_of(pages["items/survey.md"])
    assert "items/survey.html" not in Parts(pages["items/speed-figures.md"]).links
    assert "Remove the survey of 2025" in text_of(pages["items/speed-figures.md"])


def test_what_is_not_committed_is_said(told: Mapping[str, str], tmp_path: Path) -> None:
    folder = tmp_path / "evidence"
    shutil.copytree(told["folder"], folder)
    tale = Story(folder, started=False)
    tale.replace("cycles/2026/grades/ben.yaml", "I saw no plan.", "I see none.")
    (folder / "items" / "town-hall.yaml").unlink()
    pages = render(site_of(folder))
    assert "its file has changes that are not committed" in text_of(pages["criteria/leadership.md"])
    assert "Removed here, and not committed yet." in text_of(pages["items/town-hall.md"])
    log = text_of(pages["audit-log.md"])
    assert "Not committed yet cycles/2026/grades/ben.yaml, items/town-hall.yaml" in log


def test_without_git_there_is_no_audit_log() -> None:
    assert "audit-log.md" not in {page.path for page in build_pages(data(history=History()))}


# Many commits


def many(years: Mapping[int, int]) -> SiteData:
    """A site with so many commits in each year, a quarter of them in each of four months."""
    trail = []
    for year, count in sorted(years.items(), reverse=True):
        for number in range(count):
            month = 12 - number * 4 // count
            one = commit("0", f"{year}-{month:02}-15", f"Change {number}")
            trail.append(replace(one, id=f"{year:04}{number:08}" + "0" * 28))
    return data(history=history_of({"items/minutes.yaml": tuple(trail)}))


def test_a_year_has_a_page_and_a_month_where_a_year_has_too_many() -> None:
    periods = Past(many({2024: 3, 2025: 1000, 2026: 2})).periods
    assert [(period.path, len(period.events)) for period in periods] == [
        ("audit-log.md", 2),
        ("audit-log/2025-12.md", 250), ("audit-log/2025-11.md", 250),
        ("audit-log/2025-10.md", 250), ("audit-log/2025-09.md", 250),
        ("audit-log/2024.md", 3),
    ]  # fmt: skip


def test_a_month_with_too_many_has_several_pages() -> None:
    periods = Past(many({2026: 4000})).periods
    assert [period.path for period in periods[:4]] == [
        "audit-log.md", "audit-log/2026-12-2.md", "audit-log/2026-12-3.md", "audit-log/2026-11-1.md",
    ]  # fmt: skip
    assert max(len(period.events) for period in periods) <= 400


def test_the_pages_of_the_log_lead_to_each_other() -> None:
    pages = render(many({2025: 3, 2026: 2}))
    assert "audit-log/2025.html" in Parts(pages["audit-log.md"]).links
    older = Parts(pages["audit-log/2025.md"])
    assert "../audit-log.html" in older.links
    assert "Audit log, 2025" in older.text
    [has] = [found["data-has"] for _, found in older.tags if "data-has" in found]
    assert "criterion=leadership" in has.split()


def test_commits_without_a_valid_date_have_a_page() -> None:
    one = replace(commit("a", "2026-01-11", "Add"), authored=None, committed=None)
    pages = render(data(history=history_of({"items/minutes.yaml": (one,)})))
    assert "no valid date" in text_of(pages["audit-log.md"])
    assert "no valid date" in text_of(pages["items/minutes.md"])


# Hostile histories


@pytest.mark.parametrize(
    "text", ["</title><script>alert(1)</script>{: onclick=x }", "[x](javascript:alert(1)) | `"]
)
def test_a_hostile_history_is_inert(tmp_path: Path, text: str) -> None:
    folder = tmp_path / "evidence"
    story(folder)
    tale = Story(folder, started=False)
    quoted = json.dumps(text)
    grades = "cycles/2026/grades/ben.yaml"
    tale.replace(grades, "rationale: I saw no plan.", f"rationale: {quoted}, x-own: {quoted}")
    eve = (text.replace("<", "").replace(">", "") + "Eve", "eve@example.org")
    tale.commit(f"{text}\n\n{text}", eve)
    tale.replace(grades, f"x-own: {quoted}", f"x-own: [{quoted}]")
    tale.write("items/evil.yaml", SURVEY.replace("title: Survey of the users 2025", f"title: {quoted}"))
    tale.commit(text, eve)
    (folder / "items" / "evil.yaml").unlink()
    tale.commit(text, eve)
    for page in render(site_of(folder)).values():
        found = Parts(page)
        scripts = [attributes.get("src", "") for tag, attributes in found.tags if tag == "script"]
        assert scripts in (
            [],
            ["assets/audit-log.js"],
            ["../assets/audit-log.js"],
            ["assets/raise-finding.js"],
        )
        assert not any("onclick" in attributes for _, attributes in found.tags)
        assert not any(urlsplit(link).scheme == "javascript" for link in found.links)


# The built site


@pytest.fixture(scope="module")
def site(told: Mapping[str, str], tmp_path_factory: pytest.TempPathFactory) -> Path:
    output = tmp_path_factory.mktemp("built") / "site"
    assert build(Path(told["folder"]), output, AS_OF, quiet=True) == 0
    return output


def test_the_built_site_has_no_dead_link_and_brings_its_script(site: Path) -> None:
    assert dead_links(site) == set()
    assert (site / "assets" / "audit-log.js").is_file()
    assert 'src="assets/audit-log.js"' in (site / "audit-log.html").read_text("utf-8")


def test_findings_and_actions_show_what_became_of_them(tmp_path: Path) -> None:
    folder = tmp_path / "evidence"
    story(folder)
    tale = Story(folder, started=False)
    finding = "title: Few were asked\nkind: observation\nabout: [{node: vision}]\ntext: Only two.\n"
    tale.write("findings/few.yaml", f"{finding}raised: {{on: 2026-06-01, by: ana}}\n")
    action = "title: Ask all\nabout: [{finding: few}]\nowner: ben\n"
    tale.write("actions/ask.yaml", f"{action}due: 2026-07-01\n")
    tale.commit("Raise it", BEN)
    tale.write("actions/ask.yaml", f"{action}due: 2026-08-01\n")
    moved = tale.commit("Give it a month more", BEN)
    tale.write("findings/few.yaml", f"{finding}raised: {{on: 2026-06-01, by: ana}}\n# to be answered\n")

    pages = render(site_of(folder))

    found = text_of(pages["actions.md"])
    assert "2 commits" in found
    assert "Give it a month more due moved from 1 Jul 2026 to 1 Aug 2026 Ben Sample" in found
    assert f"{URL}/commit/{moved}" in Parts(pages["actions.md"]).links
    found = text_of(pages["findings.md"])
    assert "its file has changes that are not committed 1 commit" in found
    assert "Raise it added Ben Sample" in found
