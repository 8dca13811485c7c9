"""What pages say of duties: grades to look at again, reviews, what evidence lacks, what is waived."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from dataclasses import replace

from assay.assessment import About, Acceptance, Assessment, Review, Scope, Waiver
from assay.cards import Known, report_cards
from assay.durations import parse_duration
from assay.duties import Duties
from assay.languages import Words
from assay.model import read_requirements
from assay.pages import Edition, SiteData
from assay.problems import Problem, Severity, Subject, Waived
from builders import SMALL, TODAY, assessment, cycle, day, grade, item, policy
from sites import FILES, HISTORY, Parts, render

REASON = "Nobody else may <b>enter</b> at night."

WAIVER = Waiver(
    "night", "waivers/night.yaml", "grader-is-collector", Scope(node="vision", person="one"),
    REASON, day("2026-05-01"), "two", day("2026-12-31"),
)  # fmt: skip


def waived(*subjects: Subject) -> tuple[Problem, ...]:
    by = Waived("night", WAIVER.until, "Ben Sample", REASON)
    return tuple(
        Problem("f", 1, 1, "grader-is-collector", Severity.INFO, "x", "", about, by) for about in subjects
    )


def site(
    duties: Duties | None = None,
    waivers: Sequence[Problem] = (),
    on: dt.date = TODAY,
    language: str = "en",
    rigour: str = "",
) -> SiteData:
    """A cycle graded by `minutes` (reviewed since) and `walk` (found untrue), both collected by one."""
    minutes = replace(
        item("minutes", review_every="P6M", reviews=["2026-05-20"]),
        accepted=Acceptance(day("2026-02-01"), "two"),
        about=(About("vision", None, (), False),),
    )
    minutes = replace(minutes, sources=(replace(minutes.sources[0], origin="Steering group"),))
    walk = replace(
        item("walk", kind="observation"),
        review_every=parse_duration("P12M"),
        reviews=(Review(day("2026-05-01"), "two", "The floor was rebuilt.", holds=False),),
    )
    grades = [
        replace(
            grade(*key, 3, *(("walk",) if key[0] == "calls" else ("minutes",))), graded_on=day("2026-04-01")
        )
        for key in SMALL.cells
    ]
    found: Assessment = assessment(
        SMALL,
        minutes,
        walk,
        rules=replace(policy("cap"), duties=duties or Duties()),
        cycles=[replace(cycle(*grades), rigour=rigour)],
    )
    found = replace(found, waivers={"night": WAIVER})
    [one] = found.cycles.values()
    cards = {"now": report_cards(found, one, on, Known(None, tuple(waivers)))}
    editions = (Edition(language, ""),)
    return SiteData(cards, "now", Words(language), editions, HISTORY, FILES, "1.2.3", False)


def texts(data: SiteData) -> dict[str, str]:
    return {path: " ".join(Parts(page).text.split()) for path, page in render(data).items()}


def test_nothing_is_printed_where_nothing_is_asked() -> None:
    pages = texts(site())
    for words in ("To grade again", "Waived", "is not all there"):
        assert all(words not in page for page in pages.values()), words


def test_a_grade_older_than_its_evidence_is_marked_wherever_it_is_read() -> None:
    pages = texts(site(Duties(regrade="dates")))
    said = "minutes was reviewed on 20 May 2026"
    assert f"To grade again: Exhibit 1 {said}." in pages["criteria/leadership.md"]
    assert "To grade again" in pages["roadmap.md"]
    assert said in pages["roadmap.md"]
    cells = len([key for key in SMALL.cells if key[0] != "calls"])
    assert f"Grade {cells} cells again" in pages["index.md"]
    assert "to grade again" in pages["items/minutes.md"]
    assert "to grade again" not in pages["items/walk.md"]


def test_reviews_to_come_are_in_the_calendar_of_the_roadmap() -> None:
    assert "Reviews to come" in texts(site())["roadmap.md"]
    pages = texts(site(on=day("2026-12-01")))
    assert "2026-11-20, overdue" in pages["roadmap.md"].replace("20 Nov 2026", "2026-11-20")
    assert "Review 1 exhibit" in pages["index.md"]
    assert "Its review is overdue" in pages["items/minutes.md"]
    assert "It has to be reviewed by then." in texts(site(on=day("2026-10-01")))["items/minutes.md"]


def test_an_exhibit_that_a_review_found_untrue_says_so() -> None:
    page = texts(site())["items/walk.md"]
    assert "Found untrue on 1 May 2026 by two. The floor was rebuilt. It carries no grade now." in page
    assert "Found untrue by two" in page, "in its chain of custody"


def test_an_exhibit_shows_who_accepted_it_and_where_it_comes_from() -> None:
    page = texts(site())["items/minutes.md"]
    assert "Accepted 1 Feb 2026 by two" in page
    assert "origin: Steering group" in page


def test_what_a_grade_requires_and_lacks_stands_beside_it_and_on_the_methodology_page() -> None:
    asked = read_requirements(
        [{"from": 3, "sources": 2}, {"types": ["record", "survey"], "attributes": ["approach"]}]
    )
    pages = texts(site(Duties(asked)))
    lacking = "1 of 2 independent sources, no exhibit of the type record, survey."
    assert f"What grade 3 requires is not all there: {lacking}" in pages["criteria/leadership.md"]
    assert (
        "From grade 3 on evidence needs: 1 exhibit that counts, from 2 independent sources."
        in pages["methodology.md"]
    )
    needs = "1 exhibit that counts, at least one of the type record, survey."
    said = f"For every grade above the lowest, for Approach, evidence needs: {needs}"
    assert said in pages["methodology.md"]


def test_the_methodology_page_says_what_is_asked_of_people() -> None:
    duties = Duties((), (("assessor", "lead-assessor"),), "warn", "error", True, "off")
    page = texts(site(duties, rigour="award"))["methodology.md"]
    assert "Now is held to the rigour award." in page
    assert "Whoever grades has one of these roles: assessor, lead assessor." in page
    assert "It is a warning to grade by evidence that one collected oneself" in page
    assert "It is an error where a grade, an acceptance, a settlement, a decision or a waiver" in page
    assert "signed by their authors or by the forge" in page


def test_a_waiver_is_shown_wherever_it_applies_and_nowhere_else() -> None:
    subjects = (
        Subject("now", None, "vision", "approach", None, ("one",)),
        Subject(None, None, None, None, "minutes", ("one",)),
    )
    pages = texts(site(waivers=waived(*subjects)))
    said = f"Waived until 31 Dec 2026 by two: graded by whoever collected the evidence. {REASON}"
    for path in ("criteria/leadership.md", "items/minutes.md", "report-cards/now.md"):
        assert said in pages[path], path
    assert "Vision · Approach" in pages["report-cards/now.md"].partition("Waived")[2]
    assert f"{REASON} Approved on 1 May 2026 by two, until 31 Dec 2026." in pages["methodology.md"]
    assert "Waived until" not in pages["items/walk.md"]
    other = texts(site(waivers=waived(Subject("then", None, "vision", "approach"))))
    assert all("Waived until" not in page for page in other.values())


def test_a_waiver_of_a_person_is_beside_the_grades_of_that_person() -> None:
    pages = texts(site(waivers=waived(Subject("now", persons=("one",)))))
    assert "Waived until" in pages["criteria/leadership.md"]
    assert "Waived until" in pages["criteria/satisfaction.md"]
    pages = texts(site(waivers=waived(Subject("now", persons=("two",)))))
    assert "Waived until" not in pages["criteria/leadership.md"]


def test_a_reason_runs_nothing() -> None:
    page = render(site(waivers=waived(Subject("now", None, "vision", "approach"))))["report-cards/now.md"]
    assert "<b>enter</b>" not in page


def test_all_of_it_is_said_in_hungarian() -> None:
    asked = Duties(read_requirements([{"sources": 2}]), (("assessor",),), "warn", "warn", True, "dates")
    pages = texts(
        site(asked, waived(Subject("now", None, "vision", "approach")), language="hu", rigour="award")
    )
    for words in ("To grade again", "Waived", "requires", "Whoever grades", "is held to"):
        assert all(words not in page for page in pages.values()), words
    assert "Újra osztályozandó" in pages["roadmap.md"]
