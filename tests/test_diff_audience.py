"""`assay diff` for an audience: what either revision withholds, the difference does not tell."""

from __future__ import annotations

from pathlib import Path

import pytest

from changes import GRADES, MINUTES, TALK, Desk
from repositories import forget_git_settings

FORMS = ("text", "markdown", "json")
NAMES = (
    "Zebra crossing", "ZEBRA-TITLE", "zebra-item", "zebra-file", "Zebra reason", "Zebra summary",
    "zebra-heir", "Zebra rationale", "Zebra finding", "zebra-finding", "Zebra result",
)  # fmt: skip
HIDDEN = """title: ZEBRA-TITLE
type: interview
summary: Zebra summary
about:
  - {node: leadership}
collected: {on: 2026-05-02, by: ana, method: a talk}
valid_until: 2027-12-31
confidentiality: restricted
custodian: The head of the desk
sources:
  - {title: Zebra crossing, held_by: The head of the desk}
"""
OPEN = HIDDEN.replace("restricted", "public").replace(
    "held_by: The head", "file: attachments/zebra-file.txt, origin: The head"
)
FINDING = """title: Zebra finding
kind: observation
about: [{item: zebra-item}]
text: Zebra finding
raised: {on: 2026-05-05, by: ben}
"""
HALF = "{grade: 1, rationale: Half of the visits took place., evidence: [minutes]}"
SEEN = "{grade: 2, rationale: Zebra rationale, evidence: [minutes, zebra-item]}"


@pytest.fixture(autouse=True)
def _no_git_settings(monkeypatch: pytest.MonkeyPatch) -> None:
    forget_git_settings(monkeypatch)


@pytest.fixture
def desk(tmp_path: Path) -> Desk:
    """What is not restricted is public, so that only the secret is withheld from everybody."""
    found = Desk(tmp_path / "repository")
    for file in (MINUTES, "items/speed-figures.yaml"):
        found.write(file, found.text(file) + "confidentiality: public\n")
    found.commit("Open the evidence")
    found.git("branch", "-f", "main")
    return found


def with_secret(desk: Desk) -> None:
    desk.write("items/zebra-item.yaml", HIDDEN)
    desk.write("findings/zebra-finding.yaml", FINDING)
    desk.replace(GRADES, HALF, SEEN)


def told(desk: Desk, audience: str, base: str = "main", code: int = 0) -> str:
    """All that is said, in every form."""
    return "\n".join(desk.diff(base, "--audience", audience, "--format", form, code=code) for form in FORMS)


def assert_untold(text: str) -> None:
    assert [secret for secret in NAMES if secret.casefold() in text.casefold()] == []


@pytest.mark.parametrize("audience", ["public", "internal"])
def test_a_restricted_item_that_is_added_is_counted_and_no_more(desk: Desk, audience: str) -> None:
    with_secret(desk)
    text = told(desk, audience)
    assert_untold(text)
    assert "2 changed files not for this audience" in text
    assert "Overall rises: 1 Reactive → 2 Proactive" in text
    assert "rests on withheld-1 now, which carries 2\n" in text


def test_whoever_may_see_all_is_told_all(desk: Desk) -> None:
    with_secret(desk)
    text = told(desk, "restricted")
    assert "zebra-item: added: ZEBRA-TITLE" in text
    assert "finding zebra-finding: added, open: Zebra finding" in text
    assert "not for this audience" not in text


@pytest.mark.parametrize(
    "line",
    [
        "withdrawn: {on: 2026-06-02, by: ben, reason: Zebra reason}",
        "superseded: {on: 2026-06-02, by_item: zebra-heir}",
        "accepted: {on: 2026-06-02, by: ben}",
        "period: {from: 2026-05-01, to: 2026-05-02}",
    ],
)
def test_what_becomes_of_it_is_not_told(desk: Desk, line: str) -> None:
    with_secret(desk)
    desk.write("items/zebra-heir.yaml", HIDDEN.replace("TITLE", "HEIR"))
    desk.commit("A secret")
    base = desk.git("rev-parse", "HEAD")
    desk.write("items/zebra-item.yaml", HIDDEN + line + "\n")
    text = told(desk, "public", base)
    assert_untold(text)
    assert "2026-06-02" not in text
    assert "withdrawn" not in text.replace('"exhibit withdrawn', "")
    assert "1 changed file not for this audience" in text


@pytest.mark.parametrize(("old", "new"), [(OPEN, HIDDEN), (HIDDEN, OPEN)], ids=["closed", "opened"])
def test_what_one_side_withholds_the_other_does_not_tell(desk: Desk, old: str, new: str) -> None:
    with_secret(desk)
    desk.write("attachments/zebra-file.txt", "Zebra.\n")
    desk.write("items/zebra-item.yaml", old)
    desk.commit("One way")
    base = desk.git("rev-parse", "HEAD")
    desk.write("items/zebra-item.yaml", new.replace("Zebra summary", "Zebra result"))
    desk.write("attachments/zebra-file.txt", "Other zebra.\n")
    assert_untold(told(desk, "public", base))


def test_an_item_that_is_removed_or_renamed_is_not_told(desk: Desk) -> None:
    with_secret(desk)
    desk.commit("A secret")
    base = desk.git("rev-parse", "HEAD")
    desk.git("mv", "evidence/items/zebra-item.yaml", "evidence/items/zebra-heir.yaml")
    desk.write("items/zebra-heir.yaml", HIDDEN + "former_ids: [zebra-item]\n")
    desk.write(GRADES, desk.text(GRADES).replace("zebra-item", "zebra-heir"))
    desk.write("findings/zebra-finding.yaml", FINDING.replace("zebra-item", "zebra-heir"))
    assert_untold(told(desk, "public", base))
    for file in ("items/zebra-heir.yaml", "findings/zebra-finding.yaml"):
        (desk.folder / file).unlink()
    desk.write(GRADES, desk.text(GRADES).replace(SEEN.replace("zebra-item", "zebra-heir"), HALF))
    assert_untold(told(desk, "public", base))


def test_problems_about_it_do_not_quote_it(desk: Desk) -> None:
    with_secret(desk)
    desk.write("items/zebra-item.yaml", HIDDEN.replace("type: interview", "type: Zebra crossing"))
    text = told(desk, "public", code=1)
    assert_untold(text)
    assert "a problem in a file that is not for this audience" in text
    desk.write("items/zebra-item.yaml", HIDDEN.replace("title: ZEBRA", "title: [ZEBRA"))
    assert_untold(told(desk, "public", code=1))
    desk.write("items/zebra-item.yaml", HIDDEN.replace("2026-05-02", "2026-06-29"))
    assert_untold(told(desk, "public"))


def test_where_the_assessment_cannot_be_read_nothing_else_is_told(desk: Desk) -> None:
    with_secret(desk)
    desk.write("assessment.yaml", "title: [broken\n")
    text = told(desk, "public", code=1)
    assert_untold(text)
    assert "assessment.yaml:" in text
    assert "Half of the visits" not in text


def test_a_title_of_an_open_item_is_told(desk: Desk) -> None:
    desk.write("items/talk.yaml", TALK + "confidentiality: public\n")
    assert "talk: added: Talk with the teams" in told(desk, "public")


METRIC = """title: Zebra crossing
about: [{node: speed}]
measured_in: min
better: lower
source: {title: Zebra summary}
values: [{on: 2026-05-02, value: 4711, item: zebra-item}]
"""


@pytest.mark.parametrize("left", ["", "confidentiality: public\n"])
def test_a_metric_that_one_side_withholds_is_not_told(desk: Desk, left: str) -> None:
    with_secret(desk)
    desk.write("metrics/zebra-file.yaml", METRIC)
    assert_untold(told(desk, "public"))
    desk.commit("A secret figure")
    base = desk.git("rev-parse", "HEAD")
    if left:
        opened = METRIC.replace(", item: zebra-item", "").replace("4711", "4712")
        desk.write("metrics/zebra-file.yaml", opened + left)
    else:
        (desk.folder / "metrics/zebra-file.yaml").unlink()
    text = told(desk, "public", base)
    assert_untold(text)
    assert "471" not in text
    assert "1 changed file not for this audience" in text
