"""The workflows for GitHub run for real, step by step: only the forge itself is not there."""

from __future__ import annotations

import io
import json
import zipfile
from pathlib import Path

import pytest

from ci_repository import Project, surroundings
from wheels import wheel

__all__ = ["surroundings", "wheel"]  # fixtures

GRADES = "cycles/2026/grades/ana.yaml"
MARK = "<!-- assay-diff: head/evidence -->"


@pytest.fixture
def project(tmp_path: Path, surroundings: None) -> Project:
    return Project(tmp_path)


def changed(project: Project, file: str, old: str, new: str) -> str:
    text = (project.repository.folder / file).read_text("utf-8")
    assert old in text
    return text.replace(old, new)


def better(project: Project) -> dict[str, str]:
    return {GRADES: changed(project, GRADES, "grade: 1, rationale: Half", "grade: 2, rationale: All")}


def worse(project: Project) -> dict[str, str]:
    return {GRADES: changed(project, GRADES, "trend: {grade: 2", "trend: {grade: 0")}


def broken(project: Project) -> dict[str, str]:
    return {GRADES: changed(project, GRADES, "evidence: [speed-figures]", "evidence: [speed-figurs]")}


def site(project: Project) -> dict[str, str]:
    return project.forge.artifact_files("site-preview")


def test_an_error_is_an_annotation_on_its_line_and_those_of_others_are_none(project: Project) -> None:
    text = changed(project, "items/minutes.yaml", "node: leadership", "node: leadreship")
    project.repository.commit("Break something else", **{"items/minutes.yaml": text})
    project.repository.git("push", "-q", "origin", "main")
    project.propose(**broken(project))
    outcome = project.check_pull_request()
    assert not outcome.passed
    assert "::error file=evidence/cycles/2026/grades/ana.yaml,line=10,col=" in outcome.log
    assert "leadreship" not in outcome.log.partition("::stop-commands::")[0]
    assert "The evidence has errors" in outcome.log
    assert "speed-figurs" in project.forge.artifact_files("assay-comment")["comment.md"]
    assert not project.forge.artifact("site-preview").exists()


def test_a_fall_without_a_decision_fails_the_gate_and_no_text_is_a_command(project: Project) -> None:
    title = '"::error::spoofed\\n::add-mask::a\\n##[error]spoofed"'
    text = changed(project, "items/minutes.yaml", "title: Steering minutes 2026", f"title: {title}")
    project.propose(**{**worse(project), "items/minutes.yaml": text})
    outcome = project.check_pull_request()
    assert not outcome.passed
    assert "The gate does not hold" in outcome.log
    assert "The evidence has errors" not in outcome.log
    assert site(project)
    mark, _, gate, *_ = project.forge.artifact_files("assay-comment")["comment.md"].splitlines()
    assert mark == MARK
    assert "conditions fail" in gate  # what fails stands above what changed
    for line in outcome.log.splitlines():
        assert not line.lstrip().startswith(("::error::", "::add-mask::"))
        assert "##[" not in line


def test_a_fork_decides_neither_on_the_gate_nor_on_the_tool_nor_on_the_look(
    project: Project,
) -> None:
    root = project.root
    policy = changed(project, "assessment.yaml", "  gate: {regression: explain}\n", "")
    change = {**worse(project), "assessment.yaml": policy}
    project.repository.git("checkout", "-q", "-b", "fork")
    (root / "mkdocs.yml").write_text("site_name: Spoofed by the fork\n", "utf-8")
    (root / "evidence" / "mkdocs.yml").write_text("site_name: Spoofed by the fork\n", "utf-8")
    (root / ".github/actions/assay/action.yml").write_text("name: Spoofed\n", "utf-8")
    for name in ("assay", "pip", "venv"):
        (root / name).mkdir()
        (root / name / "__init__.py").write_text("raise SystemExit('the code of the fork ran')\n", "utf-8")
        (root / name / "__main__.py").write_text("raise SystemExit('the code of the fork ran')\n", "utf-8")
    project.repository.commit("Spoof", **change)
    head = project.push()
    outcome = project.check_pull_request()
    assert not outcome.passed
    assert "The gate does not hold" in outcome.log
    assert "the code of the fork ran" not in outcome.log
    assert not any("Spoofed" in text for text in site(project).values())
    project.answer(head, files=["evidence/assessment.yaml", ".github/actions/assay/action.yml"])
    assert project.comment(head).passed
    [sent] = project.forge.requests()
    assert sent["body"]["body"].startswith(f"{MARK}\nThis pull request changes `.github/`")


def test_evidence_that_is_a_link_to_other_evidence_is_refused(project: Project) -> None:
    project.repository.git("checkout", "-q", "-b", "fork")
    (project.root / "evidence").rename(project.root / "true-evidence")
    (project.root / "evidence").symlink_to("../base/evidence")
    project.repository.git("add", "-A")
    project.repository.git("commit", "-q", "-m", "Point elsewhere")
    project.push()
    outcome = project.check_pull_request()
    assert not outcome.passed
    assert "leads through a link" in outcome.log


def test_a_good_pull_request_has_a_preview_and_one_comment_that_is_updated(project: Project) -> None:
    head = project.propose(**better(project))
    outcome = project.check_pull_request()
    assert outcome.passed, outcome.log
    assert "::error" not in outcome.log
    assert "Desk of Example Ltd" in site(project)["index.html"]
    handed = project.forge.artifact_files("assay-comment")
    assert handed.keys() == {"comment.md", "number"}
    assert handed["number"] == "7\n"
    difference, _, gate = handed["comment.md"].rstrip("\n").rpartition("\n\n")
    assert difference.startswith(f"{MARK}\n")
    assert difference in outcome.summary
    assert gate in outcome.summary  # its first line: all is well
    assert gate.startswith("**")

    project.answer(head)
    assert project.comment(head).passed
    [posted] = project.forge.requests()
    assert (posted["method"], posted["path"]) == ("POST", "repos/desk/assessment/issues/7/comments")
    assert posted["body"]["body"] == handed["comment.md"]

    bot = {"login": "github-actions[bot]"}
    comments = [
        {"id": 1, "user": {"login": "stranger"}, "body": f"{MARK}\nnot the bot's"},
        {"id": 2, "user": bot, "body": "of another workflow"},
        {"id": 3, "user": bot, "body": f"{MARK}\r\nolder"},
    ]
    project.answer(head, comments=comments)
    assert project.comment(head).passed
    [_, updated] = project.forge.requests()
    assert (updated["method"], updated["path"]) == ("PATCH", "repos/desk/assessment/issues/comments/3")

    comments[2]["body"] = posted["body"]["body"]
    project.answer(head, comments=comments)
    assert project.comment(head).passed
    assert len(project.forge.requests()) == 2  # nothing new to say


HEAD = "a" * 40
GOOD = {"comment.md": f"{MARK}\nAll is well.\n".encode(), "number": b"7\n"}


def hand_over(project: Project, files: dict[str, bytes]) -> None:
    packed = io.BytesIO()
    with zipfile.ZipFile(packed, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in files.items():
            archive.writestr(name, content)
    project.forge.artifact("assay-comment").write_bytes(packed.getvalue())


def test_a_run_that_left_no_comment_is_no_failure(project: Project) -> None:
    project.answer(HEAD, artifacts=[])
    assert project.comment(HEAD).passed
    assert not project.forge.requests()


@pytest.mark.parametrize(
    ("files", "says"),
    [
        ({**GOOD, "number": b"8\n"}, "404"),
        ({**GOOD, "number": b"7; rm -rf /\n"}, "no number"),
        ({**GOOD, "number": b"../issues/7\n"}, "no number"),
        ({**GOOD, "number": "٧\n".encode()}, "no number"),
        ({**GOOD, "number": b"7" * 100_000}, "number is too large"),
        ({**GOOD, "comment.md": b"no mark\n"}, "no comment of"),
        ({**GOOD, "comment.md": b"<!-- assay-diff: x --><b>\n"}, "no comment of"),
        ({**GOOD, "comment.md": GOOD["comment.md"] + b"x" * 65_000}, "no comment of"),
        ({**GOOD, "comment.md": GOOD["comment.md"] + b"@" * 40_000}, "no comment of"),
        ({**GOOD, "comment.md": GOOD["comment.md"] + b"x" * 50_000_000}, "comment.md is too large"),
        ({**GOOD, "comment.md": GOOD["comment.md"] + b"\xff"}, "UnicodeDecodeError"),
        ({**GOOD, "../../evil": b""}, "other files"),
        ({"number": b"7\n"}, "other files"),
    ],
    ids=lambda value: value if isinstance(value, str) else None,
)
def test_a_hostile_artifact_is_refused(project: Project, files: dict[str, bytes], says: str) -> None:
    hand_over(project, files)
    project.answer(HEAD)
    outcome = project.comment(HEAD)
    assert not outcome.passed
    assert says in outcome.log
    assert not project.forge.requests()


@pytest.mark.parametrize(
    ("head", "changes"),
    [
        ("b" * 40, {}),
        (HEAD, {"state": "closed"}),
        (HEAD, {"source": "somebody-else/assessment"}),
        (HEAD, {"source": None}),
    ],
)
def test_a_comment_is_dropped_that_is_not_of_this_run(
    project: Project, head: str, changes: dict[str, object]
) -> None:
    hand_over(project, GOOD)
    project.answer(head, **changes)
    outcome = project.comment(HEAD)
    assert outcome.passed, outcome.log
    assert "Nothing to do" in outcome.log
    assert not project.forge.requests()


def test_an_artifact_that_says_it_is_huge_is_not_even_loaded(project: Project) -> None:
    hand_over(project, GOOD)
    project.answer(HEAD, artifacts=[{"id": 5, "size_in_bytes": 10_000_000}])
    assert "too large" in project.comment(HEAD).log
    assert not [one for one in project.forge.requests("GET") if one["path"].endswith("/zip")]


def test_the_newest_comment_of_a_run_that_was_started_again_counts(project: Project) -> None:
    hand_over(project, GOOD)
    project.answer(HEAD, artifacts=[{"id": 6, "size_in_bytes": 9}, {"id": 5, "size_in_bytes": 9}])
    assert project.comment(HEAD).passed
    [loaded] = [one["path"] for one in project.forge.requests("GET") if one["path"].endswith("/zip")]
    assert loaded == "repos/desk/assessment/actions/artifacts/6/zip"


@pytest.mark.parametrize("files", [[".github/workflows/x.yml"], ["evidence/x"] * 3000])
def test_a_change_of_the_checks_shows_no_report(project: Project, files: list[str]) -> None:
    hand_over(project, GOOD)
    project.answer(HEAD, files=files)
    assert project.comment(HEAD).passed
    [sent] = project.forge.requests()
    assert "All is well" not in sent["body"]["body"]


def test_a_comment_mentions_nobody_and_holds_no_control_characters(project: Project) -> None:
    text = (
        f"{MARK}\n@one &#64;two &#x40;three &commat;four &#00064;five \x1b[31m\u202e\r\n@\u200bsix @@seven\n"
    )
    hand_over(project, {**GOOD, "comment.md": text.encode()})
    project.answer(HEAD)
    assert project.comment(HEAD).passed
    [sent] = project.forge.requests()
    assert sent["body"]["body"] == (
        f"{MARK}\n@\u200bone &#64;\u200btwo &#x40;\u200bthree &commat;\u200bfour &#00064;\u200bfive  [31m  \n"
        "@\u200bsix @\u200b@\u200bseven\n"
    )


def test_a_push_builds_the_site_for_pages_which_cannot_run_here(project: Project) -> None:
    outcome = project.publish("build")
    assert outcome.passed, outcome.log
    assert "Desk of Example Ltd" in project.forge.artifact_files("github-pages")["index.html"]
    assert project.publish("deploy").passed
    assert "actions/deploy-pages" in project.forge.called


@pytest.mark.parametrize(
    ("audience", "public", "deployed"),
    [
        ("public", True, True),
        ("internal", True, False),
        ("internal", False, True),
        ("restricted", None, False),
    ],
)
def test_a_site_that_is_not_for_the_public_is_not_deployed_to_public_pages(
    tmp_path: Path, surroundings: None, audience: str, public: bool | None, deployed: bool
) -> None:
    project = Project(tmp_path, audience=audience)
    project.forge.answer(**({} if public is None else {"pages": {"public": public}}))
    assert project.publish("deploy").passed == deployed
    assert ("actions/deploy-pages" in project.forge.called) == deployed


def test_a_gate_that_fails_on_schedule_keeps_one_issue_until_it_passes(project: Project) -> None:
    project.repository.commit("Break", **broken(project))
    project.repository.git("push", "-q", "origin", "main")
    gate = project.publish("gate", "schedule")
    assert not gate.passed
    needs = {"gate": {"result": "failure", "outputs": gate.outputs}}
    project.forge.answer(issues=[])
    assert project.publish("issue", "push", needs=needs).log == "skipped"
    assert project.publish("issue", "schedule", needs=needs).passed
    [opened] = project.forge.requests()
    assert (opened["method"], opened["path"]) == ("POST", "repos/desk/assessment/issues")
    assert opened["body"]["title"] == "The assessment's gate fails"
    assert gate.outputs["report"] in opened["body"]["body"]

    bot = {"login": "github-actions[bot]"}
    issues = [
        {"number": 1, "user": {"login": "stranger"}, "body": "<!-- assay-gate -->"},
        {"number": 2, "user": bot, "body": None},
        {"number": 3, "user": bot, "body": opened["body"]["body"]},
    ]
    project.forge.answer(issues=issues)
    assert project.publish("issue", "schedule", needs=needs).passed
    [_, updated] = project.forge.requests()
    assert (updated["method"], updated["path"]) == ("PATCH", "repos/desk/assessment/issues/3")

    needs = {"gate": {"result": "success", "outputs": {}}}
    assert project.publish("issue", "push", needs=needs).passed
    said, closed = project.forge.requests()[2:]
    assert said["path"] == "repos/desk/assessment/issues/3/comments"
    assert closed["body"] == {"state": "closed", "state_reason": "completed"}


def test_a_gate_that_could_not_run_says_so_in_the_issue(project: Project) -> None:
    project.forge.answer(issues=[])
    needs = {"gate": {"result": "failure", "outputs": {}}}
    assert project.publish("issue", "schedule", needs=needs).passed
    [opened] = project.forge.requests()
    assert "There is no report" in opened["body"]["body"]


def test_problems_reach_code_scanning_only_where_it_was_switched_on(project: Project) -> None:
    assert project.publish("code-scanning").log == "skipped"
    outcome = project.publish("code-scanning", vars={"ASSAY_CODE_SCANNING": "true"})
    assert outcome.passed, outcome.log
    assert project.forge.called[-1] == "github/codeql-action/upload-sarif"
    assert json.loads(project.forge.sarif)["version"] == "2.1.0"


def test_only_the_main_branch_is_published_and_watched(project: Project) -> None:
    elsewhere = {"ref": "refs/heads/change", "event_name": "workflow_dispatch", "event": {}}
    deploy = project.run("assay-publish", "deploy", elsewhere)
    assert not deploy.passed
    assert "only that one is published" in deploy.log
    assert "actions/deploy-pages" not in project.forge.called
    project.forge.answer(
        issues=[{"number": 3, "user": {"login": "github-actions[bot]"}, "body": "<!-- assay-gate -->"}]
    )
    assert project.run(
        "assay-publish", "issue", elsewhere, needs={"gate": {"result": "success", "outputs": {}}}
    ).passed
    assert not project.forge.requests()


def test_a_wheel_beside_the_action_is_installed_from_the_base(
    tmp_path: Path, surroundings: None, wheel: Path
) -> None:
    project = Project(tmp_path, package=wheel.name)
    folder = project.root / ".github/actions/assay"
    (folder / wheel.name).write_bytes(wheel.read_bytes())
    project.repository.commit("Keep the wheel")
    project.repository.git("push", "-q", "origin", "main")
    project.repository.git("checkout", "-q", "-b", "fork")
    (folder / wheel.name).write_bytes(b"no wheel")
    project.repository.commit("Spoof the wheel", **better(project))
    project.push()
    outcome = project.check_pull_request()
    assert outcome.passed, outcome.log
