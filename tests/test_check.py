"""The gate: each condition with its value and bound; three outcomes; no change that lowers its own bar."""

from __future__ import annotations

import json
import re
from pathlib import Path
from typing import Any

import jsonschema
import pytest

from assay.cli import run
from cases import write_repository
from repositories import Repository, forget_git_settings

ROOT = Path(__file__).resolve().parents[1]
SCHEMA = json.loads((ROOT / "schemas" / "check.schema.json").read_text("utf-8"))
SETTINGS = """\
format: 1
title: Desk of Example Ltd (fictional)
organisation: Example Ltd
scope: The service desk.
fictional: true
model: mini
people:
  - {id: ana, name: Ana Example, roles: [assessor], git: [ana@example.org]}
  - {id: ben, name: Ben Sample, roles: [lead-assessor]}
  - {id: carl, name: Carl Example, roles: [auditor]}
policy:
  max_age: {survey: P12M}
  decision_approvers: [lead-assessor]
"""
GRADES = "cycles/2026/grades/ana.yaml"
LOWER = ("trend: {grade: 2, rationale: Three periods", "trend: {grade: 1, rationale: Three periods")


def settings(*gate: str) -> str:
    return SETTINGS + ("  gate:\n" + "".join(f"    {line}\n" for line in gate) if gate else "")


def decision(accepts: str, **fields: str) -> str:
    known = {"on": "2026-06-20", "by": "ana", "approved_by": "ben"} | fields
    lines = "".join(f"{key}: {value}\n" for key, value in known.items())
    return f"title: Slower for a year\n{lines}reason: Two people left.\naccepts:\n{accepts}"


def accept(node: str, level: int) -> str:
    return f'  - {{cycle: "2026", node: {node}, level: {level}}}\n'


FALLEN = accept("overall", 1) + accept("results", 1) + accept("service", 1) + accept("speed", 1)


@pytest.fixture
def repository(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Repository:
    """The base repository of the cases, committed on main; a branch `change` is checked out."""
    forget_git_settings(monkeypatch)
    found = Repository(tmp_path / "repository")
    write_repository(found.root / "evidence", {"assessment.yaml": settings("regression: explain")})
    found.folder = found.root / "evidence"
    found.commit("Start")
    found.git("switch", "-q", "-c", "change")
    monkeypatch.chdir(found.root)
    return found


@pytest.fixture
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.chdir(tmp_path)
    return write_repository(tmp_path / "evidence", {"assessment.yaml": settings()})


def lines(capsys: pytest.CaptureFixture[str], *arguments: str, code: int = 0) -> list[str]:
    capsys.readouterr()
    assert run(["check", "--as-of", "2026-06-30", *arguments]) == code
    return capsys.readouterr().out.splitlines()


def lower(repository: Repository) -> None:
    path = repository.folder / GRADES
    text = path.read_text("utf-8")
    assert LOWER[0] in text
    path.write_text(text.replace(*LOWER), "utf-8")


def outcome(found: list[str], what: str) -> str:
    [line] = [line for line in found if line[13:].startswith(what)]
    return line[:13].strip()


# Conditions


def test_without_a_gate_there_may_be_no_errors(folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert lines(capsys) == ["pass         problems as bad as an error: 0 (none)"]
    (folder / "items" / "broken.yaml").write_text("title: [\n", "utf-8")
    assert lines(capsys, code=1) == [
        "fail         problems as bad as an error: 1 (none): yaml-syntax: assay validate lists them"
    ]


def test_every_condition_is_printed_with_its_value_and_its_bound(
    folder: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    gate = settings(
        "problems: info", "level: reactive", "score: 99",
        "nodes: {speed: 2, leadership: {level: 1, score: 10}}",
        "rated: 100%", "holds_for: P30D", "expired_evidence: forbid",
        "open_findings: {nonconformity: P0D, observation: P1M}", "overdue: [findings, requests, actions]",
    )  # fmt: skip
    (folder / "assessment.yaml").write_text(gate, "utf-8")
    found = lines(capsys, code=1)
    assert [line.split(":")[0] for line in found] == [
        "pass         problems",
        "pass         level of the whole",
        "fail         score of the whole",
        "pass         level of speed",
        "pass         level of leadership",
        "pass         score of leadership",
        "pass         cells rated",
        "pass         levels hold if nothing is renewed",
        "pass         cited evidence that no longer counts",
        "pass         open nonconformities",
        "pass         open observations",
        "pass         findings overdue",
        "pass         requests overdue",
        "pass         actions overdue",
    ]
    assert all(re.fullmatch(r".{13}[^:]+: [^(]+ \(.+\).*", line) for line in found)


def test_a_level_that_is_open_meets_a_minimum_with_its_low_end_only(
    folder: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    path = folder / GRADES
    text = path.read_text("utf-8")
    path.write_text(re.sub(r"  speed:\n.*\n", "", text), "utf-8")
    found = lines(capsys, "--node", "speed=2", "--node", "speed=1", "--rated", "100%", code=1)
    assert "fail         level of speed: 1–3 (at least 2): still open: the low end counts" in found
    assert outcome(found, "level of speed: 1–3 (at least 1)") == "pass"
    assert "fail         cells rated: 80 % (at least 100 %): 1 of 5 cells are open" in found


def test_a_score_that_only_rounding_brings_up_to_its_bound_is_called_too_low_before_that(
    folder: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    gate = settings("nodes: {enablers: {score: 58.34}, results: {score: 70}}")  # they have 58 1/3 and 66 2/3
    (folder / "assessment.yaml").write_text(gate, "utf-8")
    found = [line for line in lines(capsys, code=1) if "score" in line]
    assert re.fullmatch(
        r"fail +score of enablers: (\S+) \(at least \1\): too low, before it is rounded", found[0]
    )
    assert found[1].endswith(": too low")


def test_minimums_may_be_about_what_evidence_supports(
    folder: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    item = folder / "items" / "speed-figures.yaml"
    item.write_text(
        item.read_text("utf-8") + "withdrawn: {on: 2026-06-01, by: ana, reason: Wrong.}\n", "utf-8"
    )
    text = settings("counts: supported", "nodes: {speed: 2}").replace(
        "policy:\n", "policy:\n  evidence: report\n"
    )
    (folder / "assessment.yaml").write_text(text, "utf-8")
    found = lines(capsys, code=1)
    assert outcome(found, "supported level of speed") == "fail"
    (folder / "assessment.yaml").write_text(text.replace("    counts: supported\n", ""), "utf-8")
    assert outcome(lines(capsys), "level of speed") == "pass"


def test_units_have_minimums_of_their_own(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    grades = (ROOT / "tests/examples/base" / GRADES).read_text("utf-8")
    text = settings("level: 1", "units: {north: 1, south: {nodes: {speed: 2}}}").replace(
        "people:", "units: [{id: north, title: North}, {id: south, title: South}]\npeople:"
    )
    files = {
        "assessment.yaml": text, GRADES: None, "cycles/2026/grades/north/ana.yaml": grades,
        "cycles/2026/grades/south/ana.yaml": grades.replace(*LOWER),
    }  # fmt: skip
    folder = write_repository(tmp_path / "evidence", files)
    capsys.readouterr()
    assert run(["-e", str(folder), "check", "--as-of", "2026-06-30", "--node", "south/overall=3"]) == 1
    found = capsys.readouterr().out.splitlines()
    assert outcome(found, "level of the whole in north") == "pass"
    assert outcome(found, "level of speed in south") == "fail"
    assert outcome(found, "level of the whole in south") == "fail"  # as the option asks
    assert run(["-e", str(folder), "check", "--node", "west/speed=1"]) == 2
    assert "unknown unit 'west'" in capsys.readouterr().err


def test_evidence_has_to_hold_and_findings_have_to_be_dealt_with(
    folder: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    item = folder / "items" / "speed-figures.yaml"
    text = re.sub(r"valid_until: .*\n", "", item.read_text("utf-8"))
    item.write_text(text + "valid_until: 2026-07-15\n", "utf-8")
    (folder / "findings").mkdir()
    finding = (
        "title: No list\nkind: {kind}\nabout: [{{node: speed}}]\ntext: There is none.\n"
        "raised: {{on: 2026-05-01, by: carl}}\ndue: 2026-06-15\n"
    )
    for kind in ("nonconformity", "observation"):
        (folder / "findings" / f"{kind}.yaml").write_text(finding.format(kind=kind), "utf-8")
    gate = settings(
        "holds_for: P30D", "expired_evidence: forbid", "overdue: [findings]",
        "open_findings: {nonconformity: P0D, observation: P3M}",
    )  # fmt: skip
    (folder / "assessment.yaml").write_text(gate, "utf-8")
    found = lines(capsys, code=1)
    assert found[1:] == [
        "fail         levels hold if nothing is renewed: 2026-07-15 (until 2026-07-30 at least): "
        "renew speed-figures",
        "pass         cited evidence that no longer counts: 0 (none)",
        "fail         open nonconformities: 1, the oldest since 2026-05-01 (none): nonconformity",
        "pass         open observations: 1, the oldest since 2026-05-01 (none as old as 3 months)",
        "fail         findings overdue: 2 (none): nonconformity and observation",
    ]
    capsys.readouterr()
    assert run(["check", "--as-of", "2026-08-01"]) == 1
    found = capsys.readouterr().out.splitlines()
    assert "fail         cited evidence that no longer counts: 1 (none): speed-figures" in found
    assert outcome(found, "open observations") == "fail"


def test_errors_leave_what_rests_on_levels_unchecked_and_the_gate_shut(
    folder: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    (folder / "assessment.yaml").write_text(settings("level: 1", "overdue: [actions]", "rated: 10%"), "utf-8")
    (folder / "items" / "broken.yaml").write_text("title: [\n", "utf-8")
    found = lines(capsys, "--format", "json", code=1)
    data = json.loads("\n".join(found))
    jsonschema.validate(data, SCHEMA)
    assert [(one["kind"], one["outcome"], one["stops"]) for one in data["conditions"]] == [
        ("problems", "fail", True), ("level", "not_checked", True), ("rated", "not_checked", True),
        ("overdue", "not_checked", True),
    ]  # fmt: skip


def test_an_assessment_without_a_cycle_says_so(folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
    for path in (folder / GRADES, folder / "cycles" / "2026" / "cycle.yaml"):
        path.unlink()
    assert lines(capsys) == ["pass         problems as bad as an error: 0 (none)"]
    found = lines(capsys, "--level", "1", code=1)
    assert "not checked  levels and scores: unknown (as the gate says): there is no cycle yet" in found


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        (["--level", "9"], "'overall' has no level 9"),
        (["--level", "proactif"], "'overall' has no level proactif"),
        (["--level", "1e400"], "'overall' has no level 1e400"),
        (["--score", "nan"], "is not a number such as 45"),
        (["--node", "speed"], "is not of the form NODE=LEVEL"),
        (["--node", "sped=1"], "unknown node 'sped' (did you mean 'speed'?)"),
        (["--rated", "0.9"], "is not a percentage such as 90%"),
        (["--holds-for", "30 days"], "is not a duration"),
        (["--since", "nowhere"], "is in no git repository"),
        (["--cycle", "2027"], "unknown cycle '2027'"),
    ],
)
def test_options_that_name_what_there_is_not_are_wrong_usage(
    folder: Path,
    capsys: pytest.CaptureFixture[str],
    monkeypatch: pytest.MonkeyPatch,
    arguments: list[str],
    said: str,
) -> None:
    monkeypatch.setenv("GIT_CEILING_DIRECTORIES", str(folder.parents[1]))
    assert run(["check", *arguments]) == 2
    assert said in capsys.readouterr().err


# Levels that fall


def test_a_level_that_falls_needs_a_decision(
    repository: Repository, capsys: pytest.CaptureFixture[str]
) -> None:
    assert "pass         levels that fell: none (none without a decision)" in lines(capsys, "--since", "main")
    lower(repository)
    found = lines(capsys, "--since", "main", code=1)
    assert "fail         level of speed, cycle 2026: 1 (2 as before): no decision accepts it" in found
    accepts = [line[13:] for line in found if line.startswith("note         - {")]
    assert '- {cycle: "2026", node: speed, level: 1}' in accepts
    repository.write("decisions/pasted.yaml", decision("".join(f"  {line}\n" for line in accepts)))
    assert lines(capsys, "--since", "main")
    (repository.folder / "decisions" / "pasted.yaml").unlink()
    repository.write("decisions/slower.yaml", decision(FALLEN))
    found = lines(capsys, "--since", "main")
    why = "decision slower: Slower for a year (Ana Example, Ben Sample)"
    assert f"pass         level of speed, cycle 2026: 1 (2 as before): {why}" in found
    forbidden = lines(capsys, "--since", "main", "--regression", "forbid", code=1)
    assert "fail         level of speed, cycle 2026: 1 (2 as before): it may not fall" in forbidden
    repository.commit("Lower speed")
    assert lines(capsys, "--since", "main", "--at", "change") == found


def test_only_the_nodes_that_the_gate_names_are_compared(
    repository: Repository, capsys: pytest.CaptureFixture[str]
) -> None:
    repository.git("switch", "-q", "main")
    gate = settings("regression: {stance: forbid, nodes: criteria}")
    repository.commit("Less", **{"assessment.yaml": gate})
    repository.git("switch", "-q", "-C", "change", "main")
    lower(repository)
    fell = [line for line in lines(capsys, "--since", "main", code=1) if "as before" in line]
    assert [line.split(",")[0] for line in fell] == [
        "fail         level of results",
        "fail         level of service",
    ]


@pytest.mark.parametrize(
    ("text", "flaw"),
    [
        (
            decision(FALLEN, until="2026-06-29"),
            "decision slower does not count: it is not in force on 2026-06-30",
        ),
        (
            decision(FALLEN, on="2026-07-01"),
            "decision slower does not count: it is not in force on 2026-06-30",
        ),
        (decision(FALLEN.replace("level: 1", "level: 2")), "decision slower accepts no less than level 2"),
        (decision(accept("service", 1)), "no decision accepts it"),
        (decision(FALLEN.replace("level", "score")), "no decision accepts it"),
    ],
)
def test_a_decision_explains_no_more_than_it_says(
    repository: Repository, capsys: pytest.CaptureFixture[str], text: str, flaw: str
) -> None:
    lower(repository)
    repository.write("decisions/slower.yaml", text)
    found = lines(capsys, "--since", "main", code=1)
    assert f"fail         level of speed, cycle 2026: 1 (2 as before): {flaw}" in found


def test_a_score_that_falls_counts_where_the_gate_says_so(
    repository: Repository, capsys: pytest.CaptureFixture[str]
) -> None:
    repository.git("switch", "-q", "main")
    gate = settings("regression: {stance: explain, score: true, nodes: overall}")
    repository.commit("Scores", **{"assessment.yaml": gate})
    repository.git("switch", "-q", "-C", "change", "main")
    lower(repository)
    found = lines(capsys, "--since", "main", code=1)
    assert outcome(found, "score of the whole, cycle 2026") == "fail"
    [line] = [line[13:] for line in found if line.startswith("note         - {")]
    repository.write("decisions/slower.yaml", decision(f"  {line}\n"))
    assert outcome(lines(capsys, "--since", "main"), "score of the whole, cycle 2026") == "pass"
    accepts = '  - {cycle: "2026", node: overall, level: 1, score: 20}\n'
    repository.write("decisions/slower.yaml", decision(accepts))
    assert outcome(lines(capsys, "--since", "main"), "score of the whole, cycle 2026") == "pass"


def test_a_cycle_that_is_gone_is_a_fall_that_nobody_can_explain(
    repository: Repository, capsys: pytest.CaptureFixture[str]
) -> None:
    repository.git("mv", "evidence/cycles/2026", "evidence/cycles/other")
    found = lines(capsys, "--since", "main", code=1)
    assert "fail         cycle 2026: gone (there): a cycle that is gone has no levels: bring it back" in found


def test_what_time_does_is_no_fall(repository: Repository, capsys: pytest.CaptureFixture[str]) -> None:
    item = repository.folder / "items" / "speed-figures.yaml"
    text = re.sub(r"valid_until: .*\n", "", item.read_text("utf-8"))
    repository.git("switch", "-q", "main")
    repository.commit("Ends", **{"items/speed-figures.yaml": text + "valid_until: 2026-07-15\n"})
    repository.git("switch", "-q", "-C", "change", "main")
    capsys.readouterr()
    assert run(["check", "--as-of", "2026-09-01", "--since", "main"]) == 0
    assert "pass         levels that fell: none" in capsys.readouterr().out


# No change lowers its own bar


def test_the_gate_of_the_base_counts_and_what_the_change_does_to_it_is_said(
    repository: Repository, capsys: pytest.CaptureFixture[str]
) -> None:
    repository.git("switch", "-q", "main")
    repository.commit("Gate", **{"assessment.yaml": settings("level: 3", "regression: explain")})
    repository.git("switch", "-q", "-C", "change", "main")
    repository.write("assessment.yaml", settings("level: 1"))
    found = lines(capsys, "--since", "main", code=1)
    assert "fail         level of the whole: 1 (at least 3): too low" in found
    assert "altered      policy.gate.level: 3 → 1" in found
    assert "altered      policy.gate.regression: explain → nothing" in found
    assert found[-1] == "note         The gate, the policy on decisions and the roles of main count."
    assert outcome(lines(capsys), "level of the whole") == "pass"  # nobody said what it is to be merged into


def test_options_only_ask_for_more(repository: Repository, capsys: pytest.CaptureFixture[str]) -> None:
    repository.git("switch", "-q", "main")
    repository.commit(
        "Gate", **{"assessment.yaml": settings("problems: info", "level: 3", "regression: forbid")}
    )
    repository.git("switch", "-q", "-C", "change", "main")
    lower(repository)
    weaker = ("--fail-on", "error", "--level", "1", "--regression", "explain")
    found = lines(capsys, "--since", "main", *weaker, code=1)
    assert found[0].startswith("pass         problems: ")
    assert any("(at least 3)" in line for line in found)
    assert any(line.endswith("it may not fall") for line in found)


def test_a_change_cannot_give_itself_somebody_who_approves(
    repository: Repository, capsys: pytest.CaptureFixture[str]
) -> None:
    lower(repository)
    text = settings("regression: explain").replace("roles: [auditor]", "roles: [auditor, lead-assessor]")
    repository.write("assessment.yaml", text)
    repository.write("decisions/slower.yaml", decision(FALLEN, approved_by="carl"))
    found = lines(capsys, "--since", "main", code=1)
    flaw = "decision slower does not count: carl may not approve decisions"
    assert f"fail         level of speed, cycle 2026: 1 (2 as before): {flaw}" in found
    assert "altered      roles of carl: auditor → auditor, lead-assessor" in found
    new = settings("regression: explain").replace(
        "policy:\n", "  - {id: dora, name: Dora, roles: [lead-assessor]}\npolicy:\n"
    )
    repository.write("assessment.yaml", new)
    repository.write("decisions/slower.yaml", decision(FALLEN, approved_by="dora"))
    found = lines(capsys, "--since", "main", code=1)
    assert any(line.endswith("does not count: dora was nobody before the change") for line in found)


def test_a_decision_that_was_there_before_explains_as_well(
    repository: Repository, capsys: pytest.CaptureFixture[str]
) -> None:
    repository.git("switch", "-q", "main")
    repository.commit("Decide", **{"decisions/slower.yaml": decision(FALLEN)})
    repository.git("switch", "-q", "-C", "change", "main")
    lower(repository)
    assert outcome(lines(capsys, "--since", "main"), "level of speed, cycle 2026") == "pass"


# What cannot be compared


def test_nobody_said_since_when_is_no_failure(
    repository: Repository, capsys: pytest.CaptureFixture[str]
) -> None:
    found = lines(capsys)
    assert found[-1] == (
        "not checked  levels that fell: unknown (as the gate says): nobody said since when: --since BASE"
    )


def test_a_shallow_clone_keeps_the_gate_shut(
    repository: Repository,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
) -> None:
    repository.commit("Note", **{"README.md": "A note.\n"})
    clone = tmp_path / "clone"
    repository.git("clone", "-q", "--depth", "1", f"file://{repository.root}", str(clone))
    monkeypatch.chdir(clone)
    monkeypatch.setenv("GITLAB_CI", "true")
    found = lines(capsys, "--since", "origin/main", code=1)
    for line, what in zip(found[1:], ("what the gate of origin/main asks", "levels that fell"), strict=True):
        assert line.startswith(f"not checked  {what}: unknown (as the gate says): there is no commit")
        assert "GIT_DEPTH: 0" in line


def test_a_shallow_clone_that_holds_the_base_alone_is_held_to_its_gate(
    repository: Repository,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
) -> None:
    repository.git("switch", "-q", "main")
    repository.commit(
        "Ask for more", **{"assessment.yaml": settings("level: customer", "regression: explain")}
    )
    repository.git("switch", "-q", "change")
    repository.commit("Ask for nothing", **{"assessment.yaml": settings()})
    clone, url = tmp_path / "clone", f"file://{repository.root}"
    repository.git("clone", "-q", "--depth", "1", "--no-single-branch", url, str(clone))
    monkeypatch.chdir(clone)
    found = lines(capsys, "--since", "origin/main", code=1)
    assert "fail         level of the whole: 1 (at least 3): too low" in found
    assert outcome(found, "levels that fell") == "not checked"
    assert found[-1] == ("note         The gate, the policy on decisions and the roles of origin/main count.")


def test_a_change_does_not_get_rid_of_the_gate_by_moving_the_evidence(
    repository: Repository, capsys: pytest.CaptureFixture[str]
) -> None:
    lower(repository)
    repository.write("assessment.yaml", settings())
    repository.git("mv", "evidence", "quality")
    for committed in (False, True):
        if committed:
            repository.commit("Move the evidence")
        assert run(["-e", "quality", "check", "--as-of", "2026-06-30", "--since", "main"]) == 1
        found = capsys.readouterr().out.splitlines()
        assert outcome(found, "level of speed") == "fail"
        assert "altered      policy.gate.regression: explain → nothing" in found
        assert "roles of main, where the evidence lies in evidence/, count." in "\n".join(found)


def test_the_outcome_in_one_sentence(repository: Repository, capsys: pytest.CaptureFixture[str]) -> None:
    def verdict(*arguments: str) -> str:
        run(["check", "--as-of", "2026-06-30", *arguments])
        return capsys.readouterr().err

    assert verdict() == ("assay: pass: 1 of 2 conditions holds, 1 was not checked, as of 2026-06-30\n")
    assert verdict("--since", "main").startswith("assay: pass: all 2 conditions hold, as of")
    lower(repository)
    assert verdict("--since", "main").startswith("assay: fail: 3 of 4 conditions fail, as of")
    repository.write("items/broken.yaml", "title: [\n")
    assert verdict().startswith(
        "assay: fail: 1 of 2 conditions fails, 1 could not be checked and has to be, as of"
    )
    repository.write("assessment.yaml", settings())
    (repository.folder / "items" / "broken.yaml").unlink()
    assert verdict().startswith("assay: pass: the only condition holds, as of")


def test_whoever_mends_a_broken_base_is_let_in(
    repository: Repository, capsys: pytest.CaptureFixture[str]
) -> None:
    repository.git("switch", "-q", "main")
    repository.commit("Break", **{"items/broken.yaml": "title: [\n"})
    repository.git("switch", "-q", "-C", "change", "main")
    (repository.folder / "items" / "broken.yaml").unlink()
    found = lines(capsys, "--since", "main")
    assert outcome(found, "levels that fell") == "not checked"


def test_the_first_evidence_of_a_repository_is_held_to_its_own_gate(
    repository: Repository, capsys: pytest.CaptureFixture[str]
) -> None:
    repository.git("switch", "-q", "--orphan", "empty")
    repository.git("commit", "-q", "--allow-empty", "-m", "Nothing yet")
    repository.git("switch", "-q", "-c", "first")
    repository.git("checkout", "-q", "change", "--", "evidence")
    found = lines(capsys, "--since", "empty")
    assert found[-1] == (
        "note         empty has no assessment that can be read: the gate of the change itself counts."
    )
    assert outcome(found, "levels that fell") == "not checked"


# Forms


def test_json_follows_its_schema(repository: Repository, capsys: pytest.CaptureFixture[str]) -> None:
    lower(repository)
    text = "\n".join(lines(capsys, "--since", "main", "--format", "json", code=1))
    data: dict[str, Any] = json.loads(text)
    jsonschema.validate(data, SCHEMA)
    assert data["passes"] is False
    assert data["since"] == {"revision": "main", "commit": repository.git("rev-parse", "main")}
    [speed] = [one for one in data["conditions"] if one["node"] == "speed"]
    assert (speed["kind"], speed["cycle"], speed["value"], speed["outcome"]) == (
        "regression",
        "2026",
        "1",
        "fail",
    )


def test_markdown_marks_nothing_up_and_mentions_nobody(
    repository: Repository, capsys: pytest.CaptureFixture[str]
) -> None:
    hostile = "'@team | <b>x</b> [y](http://e.example) #12 ::error::'"
    lower(repository)
    repository.write("decisions/slower.yaml", decision(FALLEN).replace("Slower for a year", hostile))
    text = "\n".join(lines(capsys, "--since", "main", "--format", "markdown"))
    assert text.startswith("**✅ Pass: all ")
    assert "| ✅ pass | level of speed, cycle 2026 |" in text
    assert "@team" not in text
    assert "<b>" not in text
    assert "[y](" not in text
    assert "\\|" in text
    assert "#12" not in text
    said = "\n".join(lines(capsys, "--since", "main"))
    assert not any(line.startswith("::") for line in said.splitlines())
