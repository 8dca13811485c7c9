"""Duties that take commits, in real repositories; and what a policy, a rigour and a waiver come to."""

from __future__ import annotations

import datetime as dt
import json
import os
import subprocess
from collections.abc import Iterable, Sequence
from dataclasses import replace
from functools import partial
from pathlib import Path

import pytest

from assay import schema_check
from assay.authorship import Authorship, same_person
from assay.cli import run
from assay.duties import BUNDLES, Duties, read_duties, read_rigours
from assay.folder import scan
from assay.git import History, Signature, Signed, read_history
from assay.model import Requirement
from assay.problems import Problem, Severity
from assay.repository import load
from assay.rules import find_problems
from cases import AS_OF, EXAMPLES

ANA, BEN, DAN = "ana@example.org", "ben@example.org", "dan@example.org"
GRADES, ITEM = "cycles/2026/grades/ana.yaml", "items/minutes.yaml"

PEOPLE = f"""\
people:
  - {{id: ana, name: Ana Example, roles: [assessor], git: [{ANA}]}}
  - {{id: ben, name: Ben Sample, roles: [lead-assessor], git: [{BEN}, b.sample@example.org]}}
"""


@pytest.fixture(autouse=True)
def _no_git_settings(monkeypatch: pytest.MonkeyPatch) -> None:
    """Neither the settings of whoever runs the tests nor the repository that they run in."""
    for name in list(os.environ):
        if name.startswith("GIT_"):
            monkeypatch.delenv(name)
    monkeypatch.setenv("GIT_CONFIG_GLOBAL", os.devnull)
    monkeypatch.setenv("GIT_CONFIG_NOSYSTEM", "1")


class Evidence:
    """The base repository in git, with a policy and people whose addresses are known; Ana committed it."""

    def __init__(self, folder: Path, policy: str) -> None:
        self.folder = folder
        self.clock = dt.datetime(2026, 5, 4, 9, tzinfo=dt.UTC)
        folder.mkdir()
        self.git("init", "-q", "-b", "main")
        for path in sorted((EXAMPLES / "base").rglob("*")):
            if path.is_file():
                self.write(str(path.relative_to(EXAMPLES / "base")), path.read_text("utf-8"))
        text = self.read("assessment.yaml")
        head = text.partition("people:")[0]
        self.write("assessment.yaml", f"{head}{PEOPLE}policy:\n  {policy}\n")
        self.commit("Begin", ANA)

    def git(self, *arguments: str, at: dt.datetime | None = None, by: str = ANA) -> str:
        moment = (at or self.clock).isoformat()
        who = {"GIT_AUTHOR_NAME": by.partition("@")[0].title(), "GIT_AUTHOR_EMAIL": by}
        forge = {"GIT_COMMITTER_NAME": "Forge", "GIT_COMMITTER_EMAIL": "noreply@forge.example"}
        dates = {"GIT_AUTHOR_DATE": moment, "GIT_COMMITTER_DATE": moment}
        done = subprocess.run(
            ["git", *arguments],
            cwd=self.folder,
            env=os.environ | who | forge | dates,
            capture_output=True,
            check=False,
        )
        assert done.returncode == 0, done.stderr.decode()
        return done.stdout.decode().strip()

    def read(self, file: str) -> str:
        return (self.folder / file).read_text("utf-8")

    def write(self, file: str, text: str) -> None:
        path = self.folder / file
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text, "utf-8")

    def change(self, file: str, old: str, new: str) -> None:
        text = self.read(file)
        assert old in text
        self.write(file, text.replace(old, new, 1))

    def commit(self, subject: str, by: str, days: int = 0) -> str:
        self.clock += dt.timedelta(days=days, minutes=1)
        self.git("add", "-A")
        self.git("commit", "-q", "-m", subject, by=by)
        return self.git("rev-parse", "HEAD")

    def problems(self, history: History | None = None) -> tuple[Problem, ...]:
        read = partial(read_history, self.folder) if history is None else lambda: history
        return find_problems(load(self.folder), AS_OF, read)

    def said(self, *rules: str, history: History | None = None) -> list[tuple[str, int, str]]:
        """Path, line and message of the problems of some rules."""
        found = (problem for problem in self.problems(history) if problem.rule in rules)
        return [(problem.path, problem.line, problem.message) for problem in found]


def evidence(tmp_path: Path, policy: str) -> Evidence:
    return Evidence(tmp_path / "evidence", policy)


# Who committed a grade


def test_all_is_well_where_everybody_commits_their_own(tmp_path: Path) -> None:
    assert evidence(tmp_path, "identity: error").problems() == ()


def test_a_grade_that_somebody_else_committed_is_named_and_the_others_of_the_file_are_not(
    tmp_path: Path,
) -> None:
    held = evidence(tmp_path, "identity: warn")
    held.change(GRADES, "{grade: 1, rationale: Half", "{grade: 2, rationale: Half")
    name = held.commit("Raise it", BEN)
    assert held.said("graded-by-other") == [
        (GRADES, 8, f"this grade of ana was committed by Ben Sample ({name[:7]})")
    ]
    held.change(GRADES, "2026-05-04", "2026-05-05")
    held.commit("Ana looks at all of it again", ANA)
    assert len(held.said("graded-by-other")) == 1, "the last author of a file has not written all of it"


def test_a_grade_put_back_by_its_assessor_is_the_assessors(tmp_path: Path) -> None:
    held = evidence(tmp_path, "identity: warn")
    held.change(GRADES, "{grade: 1, rationale: Half", "{grade: 2, rationale: Half")
    held.commit("Raise it", BEN)
    held.change(GRADES, "{grade: 2, rationale: Half", "{grade: 1, rationale: Half")
    held.commit("Put it back", ANA)
    assert held.said("graded-by-other") == []


def test_whoever_mends_a_broken_file_or_moves_it_has_graded_nothing(tmp_path: Path) -> None:
    held = evidence(tmp_path, "identity: warn")
    held.change(GRADES, "grades:\n", "grades: {\n")
    held.commit("Break it", ANA)
    held.change(GRADES, "grades: {\n", "grades:\n")
    held.commit("Mend it", BEN)
    held.git("mv", GRADES, "cycles/2026/grades/ana-1.yaml")
    (held.folder / "cycles/2026/grades/ana").mkdir()
    held.git("mv", "cycles/2026/grades/ana-1.yaml", "cycles/2026/grades/ana/all.yaml")
    held.commit("Move it", BEN)
    assert held.said("graded-by-other") == []


def test_whoever_splits_a_file_has_graded_nothing(tmp_path: Path) -> None:
    held = evidence(tmp_path, "identity: warn")
    lines = held.read(GRADES).splitlines(keepends=True)
    (held.folder / GRADES).unlink()
    held.write("cycles/2026/grades/ana/leadership.yaml", "".join(lines[:8]))
    held.write("cycles/2026/grades/ana/service.yaml", "".join([*lines[:2], *lines[8:]]).replace("2,", "3,"))
    name = held.commit("A file for each criterion, and a better grade", BEN)
    assert held.said("graded-by-other") == [
        (
            "cycles/2026/grades/ana/service.yaml",
            4,
            f"this grade of ana was committed by Ben Sample ({name[:7]})",
        )
    ]


def test_whoever_moves_grades_of_another_cycle_or_person_gives_them_anew(tmp_path: Path) -> None:
    held = evidence(tmp_path, "identity: warn")
    held.write("cycles/2025/cycle.yaml", held.read("cycles/2026/cycle.yaml").replace("2026", "2025"))
    held.git("mv", GRADES, "cycles/2025/grades.yaml")
    (held.folder / "cycles/2025/grades").mkdir()
    held.git("mv", "cycles/2025/grades.yaml", "cycles/2025/grades/ana.yaml")
    held.commit("Last year's", ANA)
    (held.folder / "cycles/2026/grades").mkdir(exist_ok=True)
    held.git("mv", "cycles/2025/grades/ana.yaml", GRADES)
    name = held.commit("They still hold", BEN)
    said = held.said("graded-by-other")
    assert len(said) == 5
    assert all(f"committed by Ben Sample ({name[:7]})" in message for _, _, message in said)


def test_a_merge_of_two_who_graded_in_one_file_has_written_neither_grade(tmp_path: Path) -> None:
    held = evidence(tmp_path, "identity: warn")
    held.git("switch", "-q", "-c", "side")
    held.change(GRADES, "Three periods", "Four periods")
    held.commit("On a branch", ANA)
    held.git("switch", "-q", "main")
    held.change(GRADES, "It is written down.", "It is written down and dated.")
    held.commit("On main", ANA)
    held.git("merge", "-q", "--no-edit", "side", by=BEN)
    assert held.said("graded-by-other") == []


def test_what_is_not_committed_has_no_author(tmp_path: Path) -> None:
    held = evidence(tmp_path, "identity: warn")
    held.change(GRADES, "{grade: 1, rationale: Half", "{grade: 2, rationale: Half")
    assert held.said("graded-by-other") == []


def test_two_ids_of_one_address_are_one_person(tmp_path: Path) -> None:
    held = evidence(tmp_path, "identity: warn")
    held.change("assessment.yaml", "[ana@example.org]", "[ana@example.org, Ben@Example.org]")
    held.change(GRADES, "{grade: 1, rationale: Half", "{grade: 2, rationale: Half")
    held.commit("Raise it", BEN)
    found = load(held.folder).assessment
    assert found
    assert same_person(found, "ana", "ben")
    assert not same_person(found, "ana", "nobody")
    assert held.said("graded-by-other") == []


def test_an_address_that_is_nobodys_is_named_once(tmp_path: Path) -> None:
    held = evidence(tmp_path, "identity: error")
    held.change(ITEM, "every month", "each month")
    held.change(GRADES, "{grade: 1, rationale: Half", "{grade: 2, rationale: Half")
    held.commit("Change this and that", DAN)
    [(path, line, message)] = held.said("unknown-committer")
    assert (path, line) == ("assessment.yaml", 7)
    assert message == f"Dan <{DAN}>, who committed to {ITEM} and 1 more file, is nobody in assessment.yaml"
    assert held.said("graded-by-other") == [], "nobody knows who that is"


def test_a_name_of_control_characters_does_not_reach_the_terminal(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    held = evidence(tmp_path, "identity: warn")
    held.change(ITEM, "every month", "each month")
    held.commit("Change it", "evil\x1b]0;title\x07@example.org")
    assert run(["-e", str(held.folder), "validate", "--as-of", "2026-06-30"]) == 0
    printed = capsys.readouterr().out
    assert "unknown-committer" in printed
    assert "\x1b" not in printed


def test_a_signature_says_more_than_an_address(tmp_path: Path) -> None:
    held = evidence(tmp_path, "identity: warn")
    held.change(GRADES, "{grade: 1, rationale: Half", "{grade: 2, rationale: Half")
    name = held.commit("Raise it, as Ana", ANA)
    history = read_history(held.folder)
    trails = {
        file: tuple(replace(commit, signed=commit.id == name) for commit in trail)
        for file, trail in history.trails.items()
    }
    by_ben = replace(history, trails=trails, signatures={name: Signature(Signed.OTHER, "ben", "key")})
    assert held.said("graded-by-other", history=by_ben) == [
        (GRADES, 8, f"this grade of ana was committed by Ben Sample ({name[:7]})")
    ]
    by_forge = replace(by_ben, signatures={name: Signature(Signed.FORGE, "", "key")})
    assert held.said("graded-by-other", history=by_forge) == []


def test_a_shallow_clone_names_nobody_and_says_what_it_cannot_know(tmp_path: Path) -> None:
    held = evidence(tmp_path, "identity: warn")
    held.change(GRADES, "{grade: 1, rationale: Half", "{grade: 2, rationale: Half")
    held.commit("Raise it", BEN)
    clone = tmp_path / "clone"
    held.git("clone", "-q", "--depth", "1", f"file://{held.folder}", str(clone))
    found = find_problems(load(clone), AS_OF, partial(read_history, clone))
    assert [(problem.rule, problem.severity, problem.message) for problem in found] == [
        (
            "unknown-committer",
            Severity.INFO,
            "who committed what is not checked: older commits are missing in this shallow clone",
        )
    ]


# Who committed what others are named for


def test_an_acceptance_a_settlement_and_a_waiver_are_committed_by_whom_they_name(tmp_path: Path) -> None:
    held = evidence(tmp_path, "identity: warn")
    held.change(ITEM, "valid_until", "accepted: {on: 2026-04-01, by: ben}\nvalid_until")
    held.write(
        "cycles/2026/grades/ben.yaml",
        "grades:\n  vision:\n    approach: {grade: 1, rationale: Hardly., evidence: [minutes]}\n",
    )
    held.commit("Accept it, and grade, as Ben", BEN)
    held.write(
        "cycles/2026/consensus/vision.yaml",
        "settled: {on: 2026-06-01, by: [ana, ben]}\ncells:\n"
        "  approach: {grade: 2, reason: It is there., evidence: [minutes]}\n",
    )
    held.write(
        "waivers/unneeded.yaml",
        "rule: grader-role\nwhere: {person: ana}\nreason: New.\n"
        "approved: {on: 2026-05-01, by: ben}\nuntil: 2026-12-31\n",
    )
    name = held.commit("Settle it, and approve as Ben", ANA)
    assert held.said("entered-by-other") == [
        ("waivers/unneeded.yaml", 4, f"the approval of ben was committed by Ana Example ({name[:7]})")
    ]
    held.change(ITEM, "by: ben}\nvalid", "by: ben} \nvalid")
    held.commit("A blank changes nothing", ANA)
    assert len(held.said("entered-by-other")) == 1


def test_an_acceptance_that_the_collector_committed_is_named(tmp_path: Path) -> None:
    held = evidence(tmp_path, "identity: error")
    held.change(ITEM, "valid_until", "accepted: {on: 2026-04-01, by: ben}\nvalid_until")
    held.commit("Accept it as Ben", ANA)
    [problem] = [found for found in held.problems() if found.rule == "accepted-by-collector"]
    assert problem.message == "the acceptance of 'minutes' was committed by ana, who collected it"
    assert problem.severity is Severity.ERROR


def test_whoever_committed_a_grade_is_judged_as_its_grader(tmp_path: Path) -> None:
    held = evidence(tmp_path, "independence: warn\n  identity: warn")
    for item in ("minutes", "speed-figures"):
        held.change(f"items/{item}.yaml", "by: ana", "by: ben")
    held.commit("Ben collected them", BEN)
    assert held.said("grader-is-collector") == []
    held.change(GRADES, "{grade: 1, rationale: Half", "{grade: 2, rationale: Half")
    held.commit("Ben grades as Ana", BEN)
    [(path, line, _)] = held.said("grader-is-collector")
    assert (path, line) == (GRADES, 8)


# Signed commits


def signed(held: Evidence, *states: Signed) -> History:
    """The history with these states for its commits, the oldest first."""
    history = read_history(held.folder)
    ids = held.git("log", "--reverse", "--format=%H").split()
    found = dict(zip(ids, states, strict=True))
    trails = {
        file: tuple(replace(one, signed=found[one.id] is not Signed.NONE) for one in trail)
        for file, trail in history.trails.items()
    }
    signatures = {
        name: Signature(state)
        for name, state in found.items()
        if state not in (Signed.NONE, Signed.UNCHECKED)
    }
    return replace(history, trails=trails, signatures=signatures)


def test_commits_have_to_be_signed_by_their_authors_or_the_forge(tmp_path: Path) -> None:
    held = evidence(tmp_path, "signed_commits: required")
    for number, _ in enumerate(Signed):
        held.change(ITEM, "every month", f"every month{number}")
        held.write("attachments/minutes.txt", f"{number}\n")
        held.commit("Change it", ANA)
        held.change(ITEM, f"every month{number}", "every month")
    states = (Signed.FORGE, *Signed)
    said = held.said("commit-unsigned", history=signed(held, *states))
    messages = {path: message for path, _, message in said}
    assert messages["assessment.yaml"] == "the signatures of 1 commit were not checked"
    assert messages[ITEM].startswith("not signed by the author or the forge: ")
    assert messages[ITEM].endswith("and 3 more")
    words = "no signature", "an unknown key", "a revoked key"
    assert all(word in messages[ITEM] for word in words), messages[ITEM]
    assert set(messages) == {"assessment.yaml", ITEM}


def test_unsigned_commits_are_errors_and_real_ones_have_no_signature(tmp_path: Path) -> None:
    held = evidence(tmp_path, "signed_commits: required")
    found = [problem for problem in held.problems() if problem.rule == "commit-unsigned"]
    assert [problem.path for problem in found] == [GRADES, ITEM, "items/speed-figures.yaml"]
    assert {problem.severity for problem in found} == {Severity.ERROR}
    assert "(no signature)" in found[0].message


# Changes since a grade was given


def test_what_changed_by_a_commit_after_a_grade_calls_for_another_look(tmp_path: Path) -> None:
    held = evidence(tmp_path, "regrade: commits")
    held.write("attachments/minutes.txt", "Another text.\n")
    held.commit("Replace the file", ANA, days=1)
    message = (
        "attachments/minutes.txt of 'minutes' was changed on 2026-05-05, after this was judged on 2026-05-04"
    )
    assert held.said("grade-outdated") == [(GRADES, line, message) for line in (4, 5, 7, 8)]
    held.change(ITEM, "every month", "each month")
    held.commit("Change what it says", ANA, days=1)
    assert "'minutes' was changed on 2026-05-06" in held.said("grade-outdated")[0][2]
    held.change(GRADES, "2026-05-04", "2026-05-06")
    assert held.said("grade-outdated") == []


def test_an_acceptance_or_a_former_id_is_no_change_of_the_evidence(tmp_path: Path) -> None:
    held = evidence(tmp_path, "regrade: commits")
    held.change(ITEM, "valid_until", "former_ids: [old]\naccepted: {on: 2026-06-01, by: ben}\nvalid_until")
    held.commit("Accept it", BEN, days=10)
    assert held.said("grade-outdated") == []


def test_a_grade_without_a_date_was_given_when_it_was_committed(tmp_path: Path) -> None:
    held = evidence(tmp_path, "regrade: commits")
    held.change(GRADES, "graded_on: 2026-05-04\n", "")
    held.write("attachments/minutes.txt", "Another text.\n")
    held.commit("Both at once", ANA)
    assert held.said("grade-outdated") != []
    held.change(GRADES, "grade: 2, rationale: It is written", "grade: 3, rationale: It is written")
    held.commit("Grade again", ANA)
    assert [line for _, line, _ in held.said("grade-outdated")] == [4, 6, 7]


def test_without_such_a_policy_git_is_not_asked(tmp_path: Path) -> None:
    held = evidence(tmp_path, "independence: warn\n  graders: [assessor]")

    def refuse() -> History:
        raise AssertionError

    assert find_problems(load(held.folder), AS_OF, refuse)


# Rigours


def test_the_stricter_of_two_holds() -> None:
    one = read_duties({"graders": ["assessor"], "independence": "warn", "requires": [{"items": 2}]}, "dates")
    other = read_duties({"graders": ["auditor"], "independence": "error", "signed_commits": "required"})
    both = one.stricter(other)
    assert both == Duties(
        (Requirement(items=2),), (("assessor",), ("auditor",)), "error", "off", True, "dates"
    )
    assert other.stricter(one).independence == "error"
    assert both.stricter(both) == both
    assert Duties().stricter(one) == one


def test_a_policy_may_change_a_rigour_key_by_key_and_add_its_own() -> None:
    found = read_rigours({"award": {"signed_commits": "off"}, "internal": {"independence": "warn"}})
    assert list(found) == ["overview", "evidence", "award", "internal"]
    plain = read_rigours({})
    assert found["award"] == replace(plain["award"], signed_commits=False)
    assert found["internal"] == Duties(independence="warn")
    assert plain["overview"] == Duties()
    assert plain["award"].stricter(plain["evidence"]).independence == "error"
    assert set(BUNDLES) == {"overview", "evidence", "award"}


def test_a_rigour_asks_for_what_its_cycle_says(tmp_path: Path) -> None:
    held = evidence(tmp_path, "warn_before: P90D")
    assert held.problems() == ()
    held.change("cycles/2026/cycle.yaml", "targets", "rigour: award\ntargets")
    found = {problem.rule for problem in held.problems()}
    assert found == {
        "commit-unsigned", "grader-is-collector", "requirement-unmet"
    }  # fmt: skip


# Waivers

WAIVER = """\
rule: {rule}
where: {where}
reason: {reason}
approved: {{on: {on}, by: ben}}
until: {until}
"""


def waive(
    held: Evidence,
    where: str,
    rule: str = "grader-is-collector",
    reason: str = "Only Ana was there.",
    on: str = "2026-05-01",
    until: str = "2026-12-31",
) -> None:
    held.write("waivers/one.yaml", WAIVER.format(rule=rule, where=where, reason=reason, on=on, until=until))


def waived(problems: Iterable[Problem]) -> list[tuple[int, bool]]:
    return [(one.line, one.waived is not None) for one in problems if one.rule == "grader-is-collector"]


@pytest.mark.parametrize(
    ("where", "lines"),
    [
        ("{node: leadership}", [4, 5, 7, 8]),
        ("{node: vision}", [4, 5]),
        ("{node: overall}", [4, 5, 7, 8, 10]),
        ("{node: vision, attribute: approach}", [4]),
        ("{attribute: approach}", [4, 7]),
        ("{item: speed-figures}", [10]),
        ("{person: ana}", [4, 5, 7, 8, 10]),
        ("{person: ben}", []),
        ('{cycle: "2026", item: minutes}', [4, 5, 7, 8]),
    ],
)
def test_a_waiver_covers_what_fits_all_that_it_names(
    tmp_path: Path, where: str, lines: Sequence[int]
) -> None:
    held = evidence(tmp_path, "independence: error")
    waive(held, where)
    found = waived(held.problems())
    assert [line for line, excused in found if excused] == lines
    assert len(found) == 5, "a waived problem does not vanish"


@pytest.mark.parametrize(
    ("on", "until", "excused"),
    [
        ("2026-06-30", "2026-06-30", True),
        ("2026-07-01", "2026-07-30", False),
        ("2026-05-01", "2026-06-29", False),
    ],
)
def test_a_waiver_holds_from_its_approval_to_its_last_day(
    tmp_path: Path, on: str, until: str, excused: bool
) -> None:
    held = evidence(tmp_path, "independence: error")
    waive(held, "{item: speed-figures}", on=on, until=until)
    assert (10, excused) in waived(held.problems())


def test_a_waiver_never_raises_a_level(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    held = evidence(tmp_path, "requires: [{items: 2}]")

    def levels() -> object:
        assert run(["-e", str(held.folder), "levels", "--format", "json", "--as-of", "2026-06-30"]) == 0
        return json.loads(capsys.readouterr().out)["overall"]

    before = levels()
    waive(held, "{person: ana}", rule="requirement-unmet")
    found = [problem for problem in held.problems() if problem.rule == "requirement-unmet"]
    assert len(found) == 5
    assert all(problem.waived for problem in found)
    assert levels() == before


def test_a_sealed_cycle_shows_what_was_waived_and_nothing_that_can_no_longer_be_mended(
    tmp_path: Path,
) -> None:
    held = evidence(tmp_path, "independence: error")
    held.change("cycles/2026/cycle.yaml", "targets", "seal: {on: 2026-05-30, by: ben}\ntargets")
    waive(held, "{item: speed-figures}", until="2026-06-01")
    assert waived(held.problems()) == [(10, True)], "it was in force on the day of the seal"
    rules = {problem.rule for problem in held.problems()}
    assert rules == {"grader-is-collector", "seal-without-digests"}


def test_validate_says_what_is_waived_and_passes(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    held = evidence(tmp_path, "independence: error")
    waive(held, "{person: ana}", reason="We are two, until the autumn.")
    arguments = ["-e", str(held.folder), "validate", "--as-of", "2026-06-30"]
    assert run(arguments) == 0
    text = capsys.readouterr().out
    assert "(waived until 2026-12-31 by Ben Sample: We are two, until the autumn.)" in text
    assert run([*arguments, "--format", "json"]) == 0
    found = json.loads(capsys.readouterr().out)
    assert {entry["severity"] for entry in found} == {"info"}
    assert found[0]["waived"] == {
        "waiver": "one", "until": "2026-12-31", "by": "Ben Sample", "reason": "We are two, until the autumn."
    }  # fmt: skip


def test_authorship_of_what_is_not_there_is_unknown(tmp_path: Path) -> None:
    held = evidence(tmp_path, "identity: warn")
    found = load(held.folder).assessment
    assert found
    authorship = Authorship(found, scan(held.folder), read_history(held.folder))
    assert authorship.writer("items/nothing.yaml", ("accepted",)) is None
    written = authorship.writer(ITEM, ("collected",))
    assert written
    assert authorship.author(written).person == "ana"


def test_of_a_long_reason_messages_have_the_beginning(tmp_path: Path) -> None:
    held = evidence(tmp_path, "independence: error")
    waive(held, "{item: speed-figures}", reason="Because. " * 2000)
    [problem] = [found for found in held.problems() if found.waived]
    assert len(problem.message) < 500
    assert problem.message.endswith("…)")


# What the commands say


def test_explain_says_what_lacks_what_to_grade_again_and_what_is_waived(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    held = evidence(tmp_path, "independence: warn\n  requires: [{from: 2, sources: 2}]")
    held.change(
        "items/speed-figures.yaml", "valid_until", "period: {from: 2026-01-01, to: 2026-06-20}\nvalid_until"
    )
    waive(held, "{item: speed-figures}")
    assert run(["-e", str(held.folder), "explain", "speed", "trend", "--as-of", "2026-06-30"]) == 0
    lines = capsys.readouterr().out.splitlines()
    assert "    for 2 it lacks 2 independent sources (1 is there)" in lines
    again = "speed-figures covers the time until 2026-06-20 (graded on 2026-05-04 by Ana Example)"
    assert lines[lines.index("To grade again: older than their evidence") + 1] == f"  Speed · trend: {again}"
    excused = "  grader-is-collector: waived until 2026-12-31 by Ben Sample: Only Ana was there."
    assert lines[lines.index("Waived") + 1] == excused
    assert run(["-e", str(held.folder), "explain", "vision", "--as-of", "2026-06-30"]) == 0
    printed = capsys.readouterr().out
    assert "Waived" not in printed
    assert "To grade again" not in printed


def test_levels_carry_duties_reviews_and_waivers_as_data(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    held = evidence(tmp_path, "independence: warn\n  requires: [{from: 2, sources: 2}]")
    held.change("items/speed-figures.yaml", "valid_until: 2027-12-31", "review_every: P4M")
    held.change(GRADES, "2026-05-04", "2026-03-11")
    waive(held, "{item: speed-figures}")
    assert run(["-e", str(held.folder), "levels", "--format", "json", "--as-of", "2026-06-30"]) == 0
    data = json.loads(capsys.readouterr().out)
    assert schema_check.check("levels", data) == []
    assert data["duties"]["requires"] == [
        {"from": 2, "items": 1, "sources": 2, "types": [], "accepted": False, "attributes": []}
    ]
    assert data["reviews"] == [{"item": "speed-figures", "due": "2026-07-12", "overdue": False}]
    assert data["regrade"] == [
        {
            "unit": None, "node": "speed", "attribute": "trend", "by": ["ana"], "judged": "2026-03-11",
            "item": "speed-figures", "since": "collected", "on": "2026-03-12", "file": None,
        }
    ]  # fmt: skip
    [waiver] = data["waivers"]
    assert (waiver["id"], waiver["approved_by"], waiver["until"]) == ("one", "ben", "2026-12-31")
    assert waiver["applies_to"] == [
        {"unit": None, "node": "speed", "attribute": "trend", "item": "speed-figures", "persons": ["ana"]}
    ]
    cells = {cell["node"]: cell for cell in data["cells"]}
    assert cells["speed"]["lacks"] == [{"kind": "sources", "need": 2, "have": 1, "types": []}]
    assert cells["speed"]["evidence"][0]["accepted"] is False


def test_a_model_shows_what_it_requires_with_that_of_its_base(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    held = evidence(tmp_path, "evidence: cap")
    model = held.read("models/mini.yaml")
    needs = "requires:\n  - {from: 2, items: 2, types: [record, survey], attributes: [approach]}\n"
    held.write("models/mini.yaml", model + needs)
    held.write(
        "models/ours.yaml",
        'format: 1\nversion: "1"\ntitle: Ours\nextends: mini\nrequires: [{sources: 2, accepted: true}]\n'
        "changes: [{level: proactive, to: {title: Planned}, why: It is our word.}]\n",
    )
    assert run(["-e", str(held.folder), "model", "show", "ours"]) == 0
    lines = capsys.readouterr().out.splitlines()
    start = lines.index("Required of evidence")
    assert lines[start + 1 : start + 3] == [
        "  From grade 2 on, for approach: 2 items, at least one of the type record or survey.",
        "  For every grade above the lowest: 1 item accepted by a second person, from 2 independent sources.",
    ]
