"""What the site says of the gate: each condition in words, and whether it holds, as `assay check` has it."""

from __future__ import annotations

import datetime as dt
import json
import re
from pathlib import Path

import pytest

from assay.cli import run
from assay.commands.content import Wanted, site_content
from assay.pages.base import METHODOLOGY
from assay.render import Renderer
from cases import write_repository
from sites import Parts, as_html

AS_OF = dt.date(2026, 6, 30)
EVERYTHING = """
  gate:
    problems: warning
    counts: supported
    level: 1
    score: 99
    nodes: {speed: {level: 2, score: 10}}
    rated: 100%
    regression: {stance: explain, nodes: criteria, score: true}
    holds_for: P30D
    expired_evidence: forbid
    open_findings: {nonconformity: P0D, observation: P1M}
    overdue: [findings, requests, actions]
"""
WITHHELD = """\
title: A secret list
kind: nonconformity
about: [{node: speed}]
text: There is none.
raised: {on: 2026-05-01, by: ana}
due: 2026-06-15
confidentiality: restricted
"""


@pytest.fixture
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.chdir(tmp_path)
    found = write_repository(tmp_path / "evidence", {})
    settings = found / "assessment.yaml"
    settings.write_text(settings.read_text("utf-8").rstrip("\n") + EVERYTHING, "utf-8")
    return found


def section(folder: Path, wanted: Wanted | None = None) -> list[tuple[str, str]]:
    """What the page on methodology says of each condition: its outcome, and the condition in words."""
    [edition] = site_content(folder, AS_OF, wanted or Wanted()).editions
    [page] = [page for page in edition.pages if page.path == METHODOLOGY]
    shown = as_html(Renderer(edition.words).page(page))
    if 'id="gate"' not in shown:
        return []
    part = shown[shown.index('id="gate"') :]
    part = part[: part.index("</dl>")]
    rows = re.findall(r"<dt>(.*?)</dt><dd>(.*?)</dd>", part, re.DOTALL)
    return [(" ".join(Parts(a).text.split()), " ".join(Parts(b).text.split())) for a, b in rows]


def checked(capsys: pytest.CaptureFixture[str]) -> list[str]:
    capsys.readouterr()
    run(["check", "--as-of", str(AS_OF), "--format", "json"])
    return [one["outcome"] for one in json.loads(capsys.readouterr().out)["conditions"]]


def test_each_condition_stands_there_in_words_with_the_outcome_of_assay_check(
    folder: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    found = section(folder)
    says = {"holds": "pass", "does not hold": "fail", "with every change": "not_checked"}
    assert [says[outcome] for outcome, _ in found] == checked(capsys)
    words = [text for _, text in found]
    assert "The files have no errors, and no rule warns of anything." in words
    assert any(text.startswith("The whole: a level of 1 Reactive at least.") for text in words)
    assert any(re.match(r"The whole: a score of 99 at least\. It is \d+\.", text) for text in words)
    assert "At least 100 % of the cells are graded." in words
    assert (
        "No level falls without a decision that accepts it. This is asked of the whole and of every "
        "criterion. A score that falls counts as well." in words
    )
    assert "The levels hold for another 30 days if nothing is renewed." in words
    assert "No nonconformity is open." in words
    assert "No observation has been open for 1 month." in words
    assert words[-1] == "No action is overdue."


def test_what_is_withheld_counts_but_is_not_told(folder: Path) -> None:
    (folder / "findings").mkdir(exist_ok=True)
    (folder / "findings" / "secret-list.yaml").write_text(WITHHELD, "utf-8")
    found = section(folder, Wanted(audience="public"))
    assert ("does not hold", "No nonconformity is open.") in found
    assert ("does not hold", "No finding is overdue.") in found
    assert "secret" not in str(found)


def test_errors_leave_everything_else_unchecked(folder: Path) -> None:
    (folder / "items" / "broken.yaml").write_text("title: [\n", "utf-8")
    found = section(folder, Wanted(draft=True))
    assert found[0][0] == "does not hold"
    assert {outcome for outcome, _ in found[1:]} == {"not checked", "with every change"}


def test_without_a_gate_nothing_is_said(folder: Path) -> None:
    settings = folder / "assessment.yaml"
    settings.write_text(settings.read_text("utf-8").replace(EVERYTHING, "\n"), "utf-8")
    assert section(folder) == []
