"""Decisions on the site: beside the levels that they are about, and for whom they may be read."""

from __future__ import annotations

import datetime as dt
import json
import re
from pathlib import Path

import pytest

from assay import schema_check
from assay.cli import run
from assay.commands.build import build
from assay.commands.content import Wanted
from assay.confidentiality import Audience
from assay.repository import load
from assay.rules import find_problems
from cases import EXAMPLES, write_repository
from leaks import found_in
from repositories import Repository, forget_git_settings

AS_OF = dt.date(2026, 6, 30)
DECISION = """\
title: Visits wait
on: 2026-06-20
by: ana
approved_by: ben
reason: The leaders are away until the autumn. <script>x</script>
accepts:
  - {cycle: "2026", node: leadership, level: 1}
  - {cycle: "2026", node: overall, level: 1, score: 40}
until: 2026-12-31
"""


def decided(title: str, reason: str, more: str = "") -> str:
    return DECISION.replace("Visits wait", title).replace("The leaders are away", reason) + more


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    return write_repository(tmp_path / "evidence", {"decisions/visits.yaml": DECISION})


def page(site: Path, name: str) -> str:
    """A page without the marks of its times."""
    return re.sub("</?time[^>]*>", "", (site / name).read_text("utf-8"))


def test_a_decision_stands_where_the_levels_stand_that_it_is_about(folder: Path, tmp_path: Path) -> None:
    site = tmp_path / "site"
    assert build(folder, site, AS_OF, Wanted()) == 0
    for name in ("index.html", "criteria/leadership.html"):
        text = page(site, name)
        assert "<b>Decided on 20 Jun 2026</b>: Visits wait." in text, name
        assert "Proposed by Ana Example, approved by Ben Sample." in text
        assert "It counts until 31 Dec 2026." in text
        assert "<script>x" not in text
    assert "Visits wait" not in page(site, "criteria/service.html")
    assert "Lower levels accepted" in page(site, "report-cards/2026.html")


def test_the_levels_as_json_name_the_decisions_in_force(
    folder: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert run(["-e", str(folder), "levels", "--format", "json", "--as-of", "2026-06-30"]) == 0
    data = json.loads(capsys.readouterr().out)
    assert schema_check.check("levels", data) == []
    [one] = data["decisions"]
    assert (one["id"], one["by"], one["approved_by"], one["until"]) == ("visits", "ana", "ben", "2026-12-31")
    assert one["accepts"][1] == {"unit": None, "node": "overall", "level": 1, "score": 40}
    assert run(["-e", str(folder), "levels", "--format", "json", "--as-of", "2027-01-01"]) == 0
    assert json.loads(capsys.readouterr().out)["decisions"] == []


def test_with_units_each_has_its_own_decisions(tmp_path: Path) -> None:
    grades = (EXAMPLES / "base/cycles/2026/grades/ana.yaml").read_text("utf-8")
    settings = (EXAMPLES / "base/assessment.yaml").read_text("utf-8")
    units = "units: [{id: north, title: Northern desk}, {id: south, title: Southern desk}]\npeople:"
    north = DECISION.replace('cycle: "2026",', 'cycle: "2026", unit: north,')
    files = {
        "assessment.yaml": settings.replace("people:", units),
        "cycles/2026/grades/ana.yaml": None,
        "cycles/2026/grades/north/ana.yaml": grades,
        "cycles/2026/grades/south/ana.yaml": grades,
        "decisions/north.yaml": north.replace("Visits wait", "Only in the north"),
        "decisions/all.yaml": DECISION.replace("Visits wait", "All of us"),
    }
    site = tmp_path / "site"
    assert build(write_repository(tmp_path / "evidence", files), site, AS_OF, Wanted()) == 0
    shown = {
        name: page(site, name) for name in ("index.html", "units/north/index.html", "units/south/index.html")
    }
    assert {name for name, text in shown.items() if "Only in the north" in text} == {"units/north/index.html"}
    assert {name for name, text in shown.items() if "All of us" in text} == {"index.html"}


def test_a_decision_that_is_not_in_force_is_not_shown(folder: Path, tmp_path: Path) -> None:
    for number, day in enumerate((dt.date(2026, 6, 19), dt.date(2027, 1, 1))):
        site = tmp_path / f"site{number}"
        assert build(folder, site, day, Wanted(draft=True)) == 0
        assert "Visits wait" not in page(site, "index.html")


@pytest.mark.parametrize(
    ("audience", "seen"),
    [("public", {"open"}), ("internal", {"open", "inside"}), ("restricted", {"open", "inside", "closed"})],
)
def test_title_and_reason_are_for_those_who_may_read_them(
    tmp_path: Path, audience: Audience, seen: set[str]
) -> None:
    files = {
        "decisions/open-kanarione.yaml": decided("open-kanari", "openreason", "confidentiality: public\n"),
        "decisions/inside-kanarione.yaml": decided("inside-kanari", "insidereason"),
        "decisions/closed-kanarione.yaml": decided(
            "closed-kanari", "closedreason", "confidentiality: restricted\n"
        ),
    }
    repository = Repository(tmp_path / "repository")
    write_repository(repository.root / "evidence", files)
    for kind in ("closed", "inside", "open"):
        repository.git("add", f"evidence/decisions/{kind}-kanarione.yaml")
        repository.git("commit", "-q", "-m", f"Decide {kind}message")
    repository.git("add", "-A")
    repository.git("commit", "-q", "-m", "The rest")
    site = tmp_path / "site"
    assert build(repository.root / "evidence", site, AS_OF, Wanted(audience=audience)) == 0
    for kind in ("open", "inside", "closed"):
        words = (f"{kind}-kanari", f"{kind}reason", f"{kind}message", f"{kind}-kanarione")
        assert bool(found_in(site, words)) == (kind in seen), (kind, found_in(site, words))
    assert page(site, "index.html").count("Decided on 20 Jun 2026") == 3


def test_the_trail_tells_what_a_decision_says(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    forget_git_settings(monkeypatch)
    repository = Repository(tmp_path / "repository")
    write_repository(repository.root / "evidence", {"decisions/visits.yaml": DECISION})
    repository.commit("Decide")
    repository.folder = repository.root / "evidence"
    repository.commit("Prolong", **{"decisions/visits.yaml": DECISION.replace("2026-12-31", "2027-03-31")})
    monkeypatch.chdir(repository.root)
    assert run(["trail", "decisions/visits.yaml"]) == 0
    assert "last day moved from 2026-12-31 to 2027-03-31" in capsys.readouterr().out


def test_with_identity_one_of_the_two_commits_it(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    forget_git_settings(monkeypatch)
    repository = Repository(tmp_path / "repository")
    folder = write_repository(repository.root / "evidence", {"decisions/visits.yaml": DECISION})
    settings = (folder / "assessment.yaml").read_text("utf-8")
    settings = settings.replace("roles: [assessor]}", "roles: [assessor], git: [ana@example.org]}").replace(
        "policy:\n", "  - {id: one, name: One, git: [one@example.org]}\npolicy:\n  identity: warn\n"
    )
    (folder / "assessment.yaml").write_text(settings, "utf-8")
    repository.commit("Decide for the others")
    from assay.git import read_history

    problems = find_problems(load(folder), AS_OF, lambda: read_history(folder))
    [found] = [
        one for one in problems if one.rule == "entered-by-other" and one.path.startswith("decisions/")
    ]
    assert found.message.startswith("the decision of ana and ben was committed by One")


def test_a_decision_breaks_no_seal(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    forget_git_settings(monkeypatch)
    folder = write_repository(tmp_path / "evidence", {})
    monkeypatch.chdir(tmp_path)
    assert run(["hash"]) == 0
    assert run(["cycle", "close", "2026", "--by", "ben", "--on", "2026-06-25"]) == 0
    (folder / "decisions").mkdir()
    (folder / "decisions" / "visits.yaml").write_text(DECISION, "utf-8")
    problems = find_problems(load(folder), AS_OF)
    assert [one.rule for one in problems if one.severity.value == "error"] == []
