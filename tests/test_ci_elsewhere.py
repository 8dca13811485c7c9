"""The pipeline for GitLab and the script for other systems: they run for real, on real changes."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest

from ci_repository import GATE, Project, surroundings
from ci_runner import load
from test_ci import GRADES, better, broken, changed, worse
from wheels import wheel

__all__ = ["surroundings", "wheel"]  # fixtures

SCRIPT = Path(__file__).resolve().parents[1] / "docs" / "ci.sh"
CREDENTIAL = "token-of-the-project"
TEMPORARY = f"{os.sep}tmp{os.sep}"
USER = "https://gitlab.example/api/v4/user"
BOT = {"id": 99}
NOTES = "https://gitlab.example/api/v4/projects/12/merge_requests/7/notes"


class Pipeline:
    """A project on GitLab, and its jobs, each run by bash in the clone as the runner does."""

    def __init__(self, place: Path) -> None:
        self.project = Project(place, forge="gitlab")
        self.root = self.project.root
        self.file = load((self.root / ".gitlab-ci.yml").read_text("utf-8"))

    def run(self, name: str, *, install: bool = True, **variables: str) -> subprocess.CompletedProcess[str]:
        job = {**self.file[".assay"], **self.file[name]}
        lines = "\n".join([*(job["before_script"] if install else ()), *job["script"]])
        own = lines.replace(f"{TEMPORARY}assay-tool", f"{os.environ['SHARED_TEMP']}/assay-tool")
        own = own.replace(TEMPORARY, f"{self.project.place}/")
        environment = {
            **os.environ,
            "PATH": f"{self.project.forge.folder / 'bin'}:{Path(sys.executable).parent}:/usr/bin:/bin",
            "FORGE": str(self.project.forge.folder),
            "CI_API_V4_URL": "https://gitlab.example/api/v4",
            "CI_MERGE_REQUEST_PROJECT_ID": "12",
            "CI_MERGE_REQUEST_IID": "7",
            "CI_MERGE_REQUEST_TARGET_BRANCH_NAME": "main",
            "CI_MERGE_REQUEST_DIFF_BASE_SHA": self.project.repository.git("merge-base", "main", "HEAD"),
            "CI_PROJECT_VISIBILITY": "private",
            **self.file["variables"],
            **variables,
        }
        return subprocess.run(
            ["bash", "-eo", "pipefail", "-c", own],
            cwd=self.root,
            env=environment,
            capture_output=True,
            text=True,
            check=False,
        )


@pytest.fixture
def pipeline(tmp_path: Path, surroundings: None) -> Pipeline:
    return Pipeline(tmp_path)


def report(pipeline: Pipeline) -> Any:
    return json.loads((pipeline.root / "gl-code-quality-report.json").read_text("utf-8"))


def test_a_good_merge_request_passes_with_an_empty_report_and_a_note(pipeline: Pipeline) -> None:
    pipeline.project.propose(**better(pipeline.project))
    forge = pipeline.project.forge
    forge.answer(**{USER: BOT, NOTES: []})
    done = pipeline.run("merge-request", ASSAY_NOTE_TOKEN=CREDENTIAL)
    assert done.returncode == 0, done.stderr
    assert report(pipeline) == []
    assert (pipeline.root / "assay" / "gate.md").read_text("utf-8") in done.stdout
    comment = (pipeline.root / "assay" / "comment.md").read_text("utf-8")
    assert comment.startswith("<!-- assay-diff: evidence -->\n")
    [posted] = forge.requests()
    assert (posted["method"], posted["path"], posted["body"]) == ("POST", NOTES, comment)
    assert CREDENTIAL not in done.stdout + done.stderr


def test_an_error_fails_a_merge_request_and_its_note_is_updated(pipeline: Pipeline) -> None:
    pipeline.project.propose(**broken(pipeline.project))
    forge = pipeline.project.forge
    mark = "<!-- assay-diff: evidence -->"
    notes = [
        {"id": 3, "author": {"id": 1}, "body": f"{mark}\nforged"},
        {"id": 4, "author": BOT, "body": "other"},
        {"id": 5, "author": BOT, "body": f"{mark}\r\nolder"},
    ]
    forge.answer(**{USER: BOT, NOTES: notes})
    assert pipeline.run("merge-request", ASSAY_NOTE_TOKEN=CREDENTIAL).returncode == 1
    [updated] = forge.requests()
    assert (updated["method"], updated["path"]) == ("PUT", f"{NOTES}/5")
    [problem] = [one for one in report(pipeline) if "speed-figurs" in one["description"]]
    assert problem["location"] == {"path": f"evidence/{GRADES}", "lines": {"begin": 10}}


def test_a_merge_request_that_lowers_a_level_fails_the_gate_and_asks_nobody_without_a_token(
    pipeline: Pipeline,
) -> None:
    pipeline.project.propose(**worse(pipeline.project))
    assert pipeline.run("merge-request").returncode == 1
    assert report(pipeline) == []
    comment = (pipeline.root / "assay" / "comment.md").read_text("utf-8")
    assert "conditions fail" in comment.splitlines()[2]  # what fails stands above what changed
    assert not pipeline.project.forge.requests("GET", "POST", "PUT")


def test_a_change_that_began_before_the_gate_is_held_to_it_all_the_same(pipeline: Pipeline) -> None:
    project, git = pipeline.project, pipeline.project.repository.git
    gated = (project.repository.folder / "assessment.yaml").read_text("utf-8")
    project.repository.commit("Without", **{"assessment.yaml": gated.replace(GATE, "")})
    project.propose(**worse(project))
    git("checkout", "-q", "main")
    project.repository.commit("Ask for something", **{"assessment.yaml": gated})
    git("push", "-q", "origin", "main")
    git("checkout", "-q", "change")
    assert pipeline.run("merge-request").returncode == 1
    gone = pipeline.run("merge-request", CI_MERGE_REQUEST_TARGET_BRANCH_NAME="of-another-project")
    assert gone.returncode == 0, gone.stdout  # a fork knows only where it began


def test_the_main_branch_has_its_gate_and_its_site_which_pages_would_show(pipeline: Pipeline) -> None:
    assert pipeline.run("gate").returncode == 0
    done = pipeline.run("pages")
    assert done.returncode == 0, done.stderr
    assert "Desk of Example Ltd" in (pipeline.root / "public" / "index.html").read_text("utf-8")


@pytest.mark.parametrize(("audience", "visibility"), [("internal", "public"), ("restricted", "public")])
def test_a_site_that_is_not_for_the_public_is_not_published_in_a_public_project(
    pipeline: Pipeline, audience: str, visibility: str
) -> None:
    done = pipeline.run("pages", install=False, ASSAY_AUDIENCE=audience, CI_PROJECT_VISIBILITY=visibility)
    assert done.returncode == 1
    assert "This project is public" in done.stdout
    assert not (pipeline.root / "public").exists()


def script(project: Project, **variables: str) -> subprocess.CompletedProcess[str]:
    environment = {**os.environ, "PYTHON": sys.executable, **variables}
    return subprocess.run(
        ["sh", str(SCRIPT)], cwd=project.root, env=environment, capture_output=True, text=True, check=False
    )


def test_the_script_for_other_systems_checks_compares_and_builds(tmp_path: Path, surroundings: None) -> None:
    project = Project(tmp_path)
    project.propose(**better(project))
    done = script(project, BASE="origin/main")
    assert done.returncode == 0, done.stdout + done.stderr
    out = project.root / "assay"
    assert json.loads((out / "problems.sarif").read_text("utf-8"))["version"] == "2.1.0"
    assert "<!-- assay-diff: evidence -->" in done.stdout
    assert (out / "site" / "index.html").exists()

    project.repository.write(GRADES, changed(project, GRADES, "[speed-figures]", "[speed-figurs]"))
    failed = script(project, BASE="origin/main")
    assert failed.returncode == 1
    assert "speed-figurs" in failed.stdout
    assert script(project, BASE="no-such-branch").returncode == 2
