"""The pipeline for GitLab and the script for other systems: they run for real, on real changes."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest

from ci_repository import Project
from ci_runner import load
from test_ci import GRADES, better, broken, changed, surroundings, wheel, worse

__all__ = ["surroundings", "wheel"]  # fixtures

SCRIPT = Path(__file__).resolve().parents[1] / "docs" / "ci.sh"
NOTES = "https://gitlab.example/api/v4/projects/12/merge_requests/7/notes"


class Pipeline:
    """A project on GitLab, and its jobs, each run by bash in the clone as the runner does."""

    def __init__(self, place: Path) -> None:
        self.project = Project(place, forge="gitlab")
        self.root = self.project.root
        self.file = load((self.root / ".gitlab-ci.yml").read_text("utf-8"))

    def run(self, name: str, **variables: str) -> subprocess.CompletedProcess[str]:
        job = {**self.file[".assay"], **self.file[name]}
        lines = "\n".join([*job["before_script"], *job["script"]])
        own = lines.replace("/tmp/", f"{self.project.place}/")  # noqa: S108
        environment = {
            **os.environ,
            "PATH": f"{self.project.forge.folder / 'bin'}:{Path(sys.executable).parent}:/usr/bin:/bin",
            "FORGE": str(self.project.forge.folder),
            "CI_API_V4_URL": "https://gitlab.example/api/v4",
            "CI_MERGE_REQUEST_PROJECT_ID": "12",
            "CI_MERGE_REQUEST_IID": "7",
            "CI_MERGE_REQUEST_DIFF_BASE_SHA": self.project.repository.git("merge-base", "main", "HEAD"),
            "CI_PROJECT_VISIBILITY": "private",
            **self.file["variables"],
            "ASSAY_PACKAGE": f"assay-report=={self.file['variables']['ASSAY_VERSION']}",
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

    def change(self, changes: dict[str, str]) -> None:
        self.project.propose(**changes)


@pytest.fixture
def pipeline(tmp_path: Path, surroundings: None) -> Pipeline:
    return Pipeline(tmp_path)


def report(pipeline: Pipeline) -> Any:
    return json.loads((pipeline.root / "gl-code-quality-report.json").read_text("utf-8"))


def test_a_good_merge_request_passes_and_leaves_a_comment_and_an_empty_report(pipeline: Pipeline) -> None:
    pipeline.change(better(pipeline.project))
    done = pipeline.run("merge-request")
    assert done.returncode == 0, done.stderr
    assert report(pipeline) == []
    assert (pipeline.root / "assay" / "comment.md").read_text("utf-8").startswith("<!-- assay-diff: ")
    assert (pipeline.root / "assay" / "gate.md").read_text("utf-8")
    assert not pipeline.project.forge.requests("GET", "POST", "PUT")  # no token, no note


def test_a_merge_request_with_an_error_fails_with_the_error_in_its_report(pipeline: Pipeline) -> None:
    pipeline.change(broken(pipeline.project))
    done = pipeline.run("merge-request")
    assert done.returncode == 1
    [problem] = report(pipeline)
    assert problem["location"]["path"] == f"evidence/{GRADES}"


def test_a_merge_request_that_lowers_a_level_fails_the_gate(pipeline: Pipeline) -> None:
    pipeline.change(worse(pipeline.project))
    assert pipeline.run("merge-request").returncode == 1
    assert report(pipeline) == []


def test_the_note_is_posted_once_and_updated_after_that(pipeline: Pipeline) -> None:
    pipeline.change(better(pipeline.project))
    forge = pipeline.project.forge
    forge.answer(**{NOTES: []})
    done = pipeline.run("merge-request", ASSAY_NOTE_TOKEN="secret-token")  # noqa: S106
    assert done.returncode == 0, done.stderr
    assert "secret-token" not in done.stdout + done.stderr
    [posted] = forge.requests()
    comment = (pipeline.root / "assay" / "comment.md").read_text("utf-8")
    assert (posted["method"], posted["path"], posted["body"]) == ("POST", NOTES, comment)

    mark = comment.partition("\n")[0]
    forge.answer(**{NOTES: [{"id": 4, "body": "other"}, {"id": 5, "body": f"{mark}\r\nolder"}]})
    assert pipeline.run("merge-request", ASSAY_NOTE_TOKEN="secret-token").returncode == 0  # noqa: S106
    [_, updated] = forge.requests()
    assert (updated["method"], updated["path"]) == ("PUT", f"{NOTES}/5")


def test_the_main_branch_has_its_gate_and_its_site_which_pages_would_show(pipeline: Pipeline) -> None:
    assert pipeline.run("gate").returncode == 0
    done = pipeline.run("pages")
    assert done.returncode == 0, done.stderr
    assert "Desk of Example Ltd" in (pipeline.root / "public" / "index.html").read_text("utf-8")


@pytest.mark.parametrize(("audience", "visibility"), [("internal", "public"), ("restricted", "public")])
def test_a_site_that_is_not_for_the_public_is_not_published_in_a_public_project(
    pipeline: Pipeline, audience: str, visibility: str
) -> None:
    done = pipeline.run("pages", ASSAY_AUDIENCE=audience, CI_PROJECT_VISIBILITY=visibility)
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
