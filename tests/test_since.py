"""`assay validate --since`: the problems that a change touches or causes, and no others."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from assay.cli import run
from assay.touched import changed_lines
from cases import write_repository
from repositories import Repository, forget_git_settings

UNUSED = """\
title: Unused
type: document
summary: Nobody cites it.
about: [{node: speed}]
collected: {on: 2026-01-10, by: ana}
sources: [{title: Somewhere, held_by: the archive}]
"""


@pytest.fixture
def repository(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Repository:
    """The base repository of the cases with one item that nobody cites, on a branch of its own."""
    forget_git_settings(monkeypatch)
    found = Repository(tmp_path / "repository")
    write_repository(found.root / "evidence", {"items/unused.yaml": UNUSED})
    found.folder = found.root / "evidence"
    found.commit("Start")
    found.git("switch", "-q", "-c", "change")
    monkeypatch.chdir(found.root)
    return found


def rules(capsys: pytest.CaptureFixture[str], *arguments: str) -> tuple[list[str], str]:
    capsys.readouterr()
    assert run(["validate", "--as-of", "2026-06-30", "--format", "json", *arguments]) in (0, 1)
    said = capsys.readouterr()
    return [f"{one['path']}:{one['line']} {one['rule']}" for one in json.loads(said.out)], said.err


def test_a_problem_of_an_untouched_line_that_was_there_before_is_left_out_and_counted(
    repository: Repository, capsys: pytest.CaptureFixture[str]
) -> None:
    assert "evidence/items/unused.yaml:1 evidence-unused" in rules(capsys)[0]
    found, said = rules(capsys, "--since", "main")
    assert found == []
    assert "no problems in " in said
    assert said.rstrip().endswith(
        f"; {len(rules(capsys)[0])} more have nothing to do with the change since main"
    )
    repository.write("items/new.yaml", UNUSED)
    assert rules(capsys, "--since", "main")[0] == ["evidence/items/new.yaml:1 evidence-unused"]
    repository.write("items/unused.yaml", UNUSED.replace("title: Unused", "title: Still unused"))
    assert "evidence/items/unused.yaml:1 evidence-unused" in rules(capsys, "--since", "main")[0]


def test_an_old_line_that_the_change_breaks_is_not_lost(
    repository: Repository, capsys: pytest.CaptureFixture[str]
) -> None:
    (repository.folder / "items" / "minutes.yaml").unlink()
    found, said = rules(capsys, "--since", "main")
    assert found
    assert {one.split(" ")[1] for one in found} == {"unknown-item", "attachment-unused"}
    assert any(one.startswith("evidence/cycles/2026/grades/") for one in found)
    assert "more have nothing to do" in said
    repository.commit("Remove the minutes")
    assert rules(capsys, "--since", "main", "--at", "change")[0] == found
    assert (
        run(
            ["validate", "--since", "main", "--as-of", "2026-06-30", "-q"]
            if False
            else ["-q", "validate", "--since", "main", "--as-of", "2026-06-30"]
        )
        == 1
    )


def test_an_attachment_is_the_same_or_another(
    repository: Repository, capsys: pytest.CaptureFixture[str]
) -> None:
    repository.git("switch", "-q", "main")
    repository.commit("Attach", **{"attachments/loose.txt": "A line.\n"})
    repository.git("switch", "-q", "-C", "change", "main")
    assert rules(capsys, "--since", "main")[0] == []
    repository.write("attachments/loose.txt", "A line.\nAnother one.\n")
    assert rules(capsys, "--since", "main")[0] == ["evidence/attachments/loose.txt:1 attachment-unused"]
    repository.write("items/large.yaml", UNUSED + "# long\n" * 200_000)
    assert "evidence/items/large.yaml:1 file-too-large" in rules(capsys, "--since", "main")[0]


def test_lines_that_only_moved_are_not_touched(
    repository: Repository, capsys: pytest.CaptureFixture[str]
) -> None:
    repository.write("items/unused.yaml", "# A remark of two\n# lines.\n" + UNUSED)
    assert rules(capsys, "--since", "main")[0] in ([], ["evidence/items/unused.yaml:1 evidence-unused"])
    repository.write("items/sub/unused.yaml", UNUSED)
    (repository.folder / "items" / "unused.yaml").unlink()
    assert rules(capsys, "--since", "main")[0] == []


def test_what_the_base_did_since_is_not_the_change(
    repository: Repository, capsys: pytest.CaptureFixture[str]
) -> None:
    repository.commit("Change", **{"items/own.yaml": UNUSED})
    repository.git("switch", "-q", "main")
    repository.commit("Meanwhile", **{"items/theirs.yaml": UNUSED})
    repository.git("switch", "-q", "change")
    assert rules(capsys, "--since", "main")[0] == ["evidence/items/own.yaml:1 evidence-unused"]


def test_a_change_that_brings_the_whole_evidence_is_looked_at_whole(
    repository: Repository, capsys: pytest.CaptureFixture[str]
) -> None:
    repository.git("switch", "-q", "--orphan", "other")
    repository.git("commit", "-q", "--allow-empty", "-m", "Nothing yet")
    repository.git("switch", "-q", "-c", "first")
    repository.git("checkout", "-q", "change", "--", "evidence")
    assert rules(capsys, "--since", "other")[0] == rules(capsys)[0]
    assert run(["validate", "--since", "main"]) == 2
    assert "nothing that 'main' and the change have in common is known" in capsys.readouterr().err


def test_evidence_in_a_renamed_folder_is_compared_with_the_old_one(
    repository: Repository, capsys: pytest.CaptureFixture[str]
) -> None:
    repository.git("mv", "evidence", "quality")
    repository.commit("Rename the folder")
    assert run(["-e", "quality", "validate", "--as-of", "2026-06-30", "--since", "main"]) == 0
    assert capsys.readouterr().out == ""


def test_a_shallow_clone_says_how_to_complete_it(
    repository: Repository,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
) -> None:
    repository.commit("Change", **{"items/own.yaml": UNUSED})
    clone = tmp_path / "clone"
    url = f"file://{repository.root}"
    repository.git("clone", "-q", "--depth", "1", "--no-single-branch", url, str(clone))
    monkeypatch.chdir(clone)
    monkeypatch.setenv("GITHUB_ACTIONS", "true")
    assert run(["validate", "--since", "origin/main"]) == 2
    said = capsys.readouterr().err
    assert "in this shallow clone: set 'fetch-depth: 0'" in said
    assert run(["validate", "--since", "nowhere"]) == 2
    assert "there is no commit 'nowhere'" in capsys.readouterr().err


LINES = st.lists(st.sampled_from("abcdefg"), max_size=24)


@settings(suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow], deadline=None)
@given(LINES, LINES)
def test_what_is_not_touched_stands_in_both_in_the_same_order(before: list[str], after: list[str]) -> None:
    touched = changed_lines("\n".join(before).encode(), "\n".join(after).encode())
    new = "\n".join(after).split("\n")
    kept = [line for number, line in enumerate(new, 1) if number not in touched]
    rest = iter("\n".join(before).split("\n"))
    assert all(line in rest for line in kept)
    if before == after:
        assert not touched


def test_a_line_put_in_or_changed_is_the_only_one_touched() -> None:
    old = [f"line {number % 7}" for number in range(200)]
    new = [*old[:50], "put in", *old[50:120], "changed", *old[121:]]
    touched = changed_lines("\n".join(old).encode(), "\r\n".join(new).encode())
    assert touched == {51, 122}


WAIVER = """rule: grader-is-collector
where: {node: speed, person: ana}
reason: Only Ana can read the telephone system.
approved: {on: 2026-05-01, by: dan}
until: 2026-12-31
"""
DAN = """  - {id: dan, name: Dan Placeholder, roles: [evidence-owner]}
policy:
  independence: error
  waiver_approvers: [lead-assessor]
"""


def test_a_change_cannot_make_somebody_who_approves_its_waiver(
    repository: Repository, capsys: pytest.CaptureFixture[str]
) -> None:
    text = (repository.folder / "assessment.yaml").read_text("utf-8").replace("policy:\n", DAN)
    repository.git("switch", "-q", "main")
    repository.commit("Ask for independence", **{"assessment.yaml": text})
    repository.git("switch", "-q", "-C", "change")
    granted = text.replace("[evidence-owner]", "[evidence-owner, lead-assessor]")
    repository.write("assessment.yaml", granted)
    repository.write("waivers/speed.yaml", WAIVER)
    assert "evidence/waivers/speed.yaml:4 waiver-approver" not in rules(capsys)[0]
    assert "evidence/waivers/speed.yaml:4 waiver-approver" in rules(capsys, "--since", "main")[0]
    assert run(["check", "--as-of", "2026-06-30", "--since", "main"]) == 1
    assert "waiver-approver" in capsys.readouterr().out
    repository.write("assessment.yaml", granted.replace("id: dan", "id: eve"))
    repository.write("waivers/speed.yaml", WAIVER.replace("by: dan", "by: eve"))
    assert run(["validate", "--as-of", "2026-06-30", "--since", "main"]) == 1
    assert "eve may not approve waivers: nobody knew them before this change" in capsys.readouterr().out
    (repository.folder / "waivers/speed.yaml").unlink()
    repository.git("switch", "-q", "main")
    repository.commit("Make Dan one who approves", **{"assessment.yaml": granted})
    repository.git("switch", "-q", "-C", "change")
    repository.write("waivers/speed.yaml", WAIVER)
    assert "evidence/waivers/speed.yaml:4 waiver-approver" not in rules(capsys, "--since", "main")[0]
