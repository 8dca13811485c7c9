"""Findings, requests and actions: what is open on a date, in which order, and as data."""

from __future__ import annotations

import datetime as dt
from dataclasses import replace
from pathlib import Path

import pytest

from assay import schema_check
from assay.audit import Action, ActionState, Concern, Finding, FindingState, Kind, RequestState, Resolution
from assay.cards import report_cards
from assay.findings import findings_data, in_order, unresolved_findings
from assay.report import levels_data
from assay.repository import load
from builders import TODAY, day
from cases import AS_OF, Content, write_repository
from sites import ACTIONS, FINDINGS, REQUESTS, audited

MAJOR, LATE = FINDINGS


@pytest.mark.parametrize(
    ("on", "state"),
    [
        ("2026-03-31", FindingState.NOT_YET),
        ("2026-04-01", FindingState.OPEN),
        ("2026-04-03", FindingState.ANSWERED),
        ("2026-04-30", FindingState.ANSWERED),
        ("2026-05-01", FindingState.CLOSED),
    ],
)
def test_the_state_of_a_finding_follows_from_what_has_happened_by_the_date(
    on: str, state: FindingState
) -> None:
    assert LATE.state(day(on)) is state
    assert state.unresolved == (state in (FindingState.OPEN, FindingState.ANSWERED))


def test_a_finding_may_be_rejected_without_an_answer() -> None:
    rejected = replace(MAJOR, rejected=Resolution(day("2026-05-01"), "two", "It is on page 2."))
    assert rejected.state(TODAY) is FindingState.REJECTED
    assert not rejected.overdue(TODAY)


def test_a_finding_is_overdue_after_the_day_on_which_it_is_due() -> None:
    assert not MAJOR.overdue(day("2026-05-15"))
    assert MAJOR.overdue(day("2026-05-16"))


def test_the_state_of_an_action() -> None:
    keep, ask = ACTIONS
    assert ask.state(day("2026-04-30")) is ActionState.OPEN
    assert ask.state(day("2026-05-01")) is ActionState.DONE
    assert (keep.overdue(day("2026-07-01")), keep.overdue(day("2026-07-02"))) == (False, True)
    dropped = replace(keep, dropped=Resolution(day("2026-07-01"), "one", "There are no lists any more."))
    assert dropped.state(day("2026-07-02")) is ActionState.DROPPED
    assert not dropped.overdue(day("2026-07-02"))


def test_a_request_is_fulfilled_when_its_item_is_collected() -> None:
    found = audited()
    _, minutes = REQUESTS
    assert found.request_state(minutes, day("2025-12-31")) is RequestState.NOT_YET
    assert found.request_state(minutes, day("2026-01-09")) is RequestState.OPEN
    assert found.request_state(minutes, day("2026-01-10")) is RequestState.FULFILLED
    withdrawn = replace(minutes, fulfilled_by="", withdrawn=Resolution(day("2026-01-05"), "two", "Seen."))
    assert found.request_state(withdrawn, day("2026-01-09")) is RequestState.WITHDRAWN


def finding(name: str, kind: Kind, severity: str = "", due: str = "") -> Finding:
    until = day(due) if due else None
    return replace(MAJOR, id=name, kind=kind, severity=severity, due=until, about=(Concern("vision"),))


def test_what_is_unresolved_comes_first_and_the_gravest_before_the_others() -> None:
    findings = (
        LATE,
        finding("idea", Kind.OPPORTUNITY),
        finding("minor", Kind.NONCONFORMITY, "minor", "2026-06-01"),
        finding("soon", Kind.NONCONFORMITY, "minor", "2026-05-01"),
        finding("whenever", Kind.NONCONFORMITY, "minor"),
        finding("major", Kind.NONCONFORMITY, "major"),
        finding("seen", Kind.OBSERVATION),
        replace(finding("later", Kind.NONCONFORMITY), raised_on=day("2026-06-02")),
    )
    found = replace(audited(), findings={one.id: one for one in findings})
    order = ["major", "soon", "minor", "whenever", "seen", "idea", "late"]
    assert [one.id for one in in_order(found, TODAY)] == order
    assert [one.id for one in unresolved_findings(found, TODAY)] == order[:-1]


def test_findings_as_data() -> None:
    first, second = findings_data(audited(), TODAY)
    assert first == {
        "id": "no-list",
        "title": "No list",
        "kind": "nonconformity",
        "severity": "major",
        "about": [
            {"node": "vision", "attribute": "approach", "item": None, "unit": None, "cycle": "now"},
            {"node": None, "attribute": None, "item": "minutes", "unit": None, "cycle": None},
        ],
        "raised_on": "2026-04-01",
        "raised_by": "two",
        "due": "2026-05-15",
        "state": "open",
        "unresolved": True,
        "overdue": True,
    }
    assert (second["state"], second["unresolved"], second["due"]) == ("closed", False, None)


def test_findings_of_other_units_are_left_out() -> None:
    north = replace(MAJOR, about=(Concern("vision", unit="north"),))
    found = replace(audited(), findings={"north": replace(north, id="north"), "late": LATE})
    assert [one["id"] for one in findings_data(found, TODAY, "south")] == ["late"]
    assert [one["id"] for one in findings_data(found, TODAY, "north")] == ["north", "late"]


FILES: dict[str, Content] = {
    "findings/2026/late-shift.yaml": """\
title: {en: The late shift was not asked, hu: A késői műszakot nem kérdezték}
kind: observation
about:
  - {node: vision, attribute: approach}
  - {item: minutes}
requirement: "Rule: ask #everybody"
text: |-
  - no
  - 1:30
raised: {on: 2026-06-10, by: ana}
x-ticket: "12"
""",
    "actions/ask.yaml": """\
title: Ask them
about:
  - {finding: late-shift}
owner: ben
due: 2026-12-31
""",
    "requests/lists.yaml": """\
title: The lists
about: [{node: example}]
asked: {on: 2026-06-10, by: ana, of: ben}
fulfilled_by: minutes
""",
}


def test_the_files_are_read_and_the_levels_list_the_findings(tmp_path: Path) -> None:
    loaded = load(write_repository(tmp_path / "evidence", FILES), language="hu")
    assert loaded.problems == ()
    found = loaded.assessment
    assert found is not None
    [late] = found.findings.values()
    assert (late.id, late.title) == ("late-shift", "A késői műszakot nem kérdezték")
    assert (late.requirement, late.text) == ("Rule: ask #everybody", "- no\n- 1:30")
    assert late.about == (Concern("vision", "approach"), Concern(item="minutes"))
    action: Action = found.actions["ask"]
    assert (action.owner, action.due, action.about) == (
        "ben",
        dt.date(2026, 12, 31),
        (Concern(finding="late-shift"),),
    )
    assert found.request_state(found.requests["lists"], AS_OF) is RequestState.FULFILLED
    cycle = found.latest_cycle
    assert cycle is not None
    data = levels_data(report_cards(found, cycle, AS_OF), None)
    assert schema_check.check("levels", data) == []
    assert [(one["id"], one["state"]) for one in data["findings"]] == [("late-shift", "open")]


def test_a_broken_finding_is_not_unknown_to_its_action(tmp_path: Path) -> None:
    files = FILES | {"findings/2026/late-shift.yaml": "title: [\n"}
    loaded = load(write_repository(tmp_path / "evidence", files))
    assert {problem.rule for problem in loaded.problems} == {"yaml-syntax"}
    assert loaded.assessment is not None
    assert loaded.assessment.findings == {}
