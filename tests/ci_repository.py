"""An evidence repository with the files for CI, pushed to a bare repository, with a pull request."""

from __future__ import annotations

import shutil
from pathlib import Path
from typing import Any

import pytest
import yaml

from assay import starter
from cases import EXAMPLES
from ci_runner import Forge, Job, Outcome
from repositories import Repository, forget_git_settings

VALUES = dict.fromkeys(starter.NAMES, "x") | {
    "action_python": "3.13",
    "audience": "public",
    "branch": "main",
    "evidence": "evidence",
    "package": starter.RELEASE,
    "title": "Desk of Example Ltd",
}
NAME = "desk/assessment"
GATE = "  gate: {regression: explain}\n"


@pytest.fixture
def surroundings(wheel: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """The day of the runs, and a pip that installs the wheel; what Assay needs is in this environment."""
    forget_git_settings(monkeypatch)
    monkeypatch.setenv("SOURCE_DATE_EPOCH", "1782777600")  # 2026-06-30
    monkeypatch.setenv("PIP_NO_INDEX", "1")
    monkeypatch.setenv("PIP_NO_DEPS", "1")
    monkeypatch.setenv("PIP_FIND_LINKS", str(wheel.parent))
    monkeypatch.setenv("SHARED_TEMP", str(wheel.parent / "temp"))
    monkeypatch.setenv("PYTHONPATH", str(Path(yaml.__file__).parents[1]))


class Project:
    """The repository, its forge, and the runs of its workflows; `number` is the pull request."""

    number = 7

    def __init__(self, place: Path, forge: str = "github", **values: str) -> None:
        self.place = place
        self.repository = Repository(place / "clone", inside="evidence")
        self.root = self.repository.root
        self.bare = place / "origin.git"
        self.runs = 0
        for path, text in starter.files(forge, VALUES | values).items():
            (self.root / path).parent.mkdir(parents=True, exist_ok=True)
            (self.root / path).write_text(text, "utf-8")
        shutil.copytree(EXAMPLES / "base", self.repository.folder, dirs_exist_ok=True)
        with (self.repository.folder / "assessment.yaml").open("a", encoding="utf-8") as file:
            file.write(GATE)
        self.repository.git("init", "-q", "--bare", "-b", "main", str(self.bare))
        self.repository.git("remote", "add", "origin", str(self.bare))
        self.repository.commit("Begin")
        self.repository.git("push", "-q", "origin", "main")
        self.forge = Forge(place / "forge", self.bare)

    def propose(self, **changes: str) -> str:
        """Commit files to a branch and make it the pull request; the commit."""
        self.repository.git("checkout", "-q", "-B", "change", "main")
        self.repository.commit("Change", **changes)
        return self.push()

    def push(self) -> str:
        """Make HEAD the pull request: the forge has its commit, and the merge of it into the main branch."""
        git = self.repository.git
        head = git("rev-parse", "HEAD")
        git("checkout", "-q", "--detach", "origin/main")
        git("merge", "-q", "--no-ff", "-m", "Merge", head)
        refs = f"refs/pull/{self.number}"
        git("push", "-q", "-f", "origin", f"HEAD:{refs}/merge", f"{head}:{refs}/head")
        git("checkout", "-q", "--detach", head)
        return head

    def workflow(self, name: str) -> Path:
        """A workflow as it stands on the main branch, whatever a change does to it."""
        text = self.repository.git("show", f"main:.github/workflows/{name}.yml")
        path = self.place / f"{name}.yml"
        path.write_text(text + "\n", "utf-8")
        return path

    def run(self, workflow: str, job: str, github: dict[str, Any], **contexts: Any) -> Outcome:
        self.runs += 1
        held = {
            "repository": NAME,
            "token": "token-of-the-job",
            "server_url": "https://forge.example",
            "run_id": str(self.runs),
            **github,
        }
        kind, _, held["ref_name"] = held.get("ref", "refs/heads/main").removeprefix("refs/").partition("/")
        held["ref_type"] = "branch" if kind == "heads" else kind
        place = self.place / "runs" / str(self.runs)
        return Job(self.forge, place, self.workflow(workflow), job, github=held, **contexts).run()

    def check_pull_request(self) -> Outcome:
        event = {"pull_request": {"number": str(self.number)}}
        ref = f"refs/pull/{self.number}/merge"
        return self.run("assay-pull-request", "check", {"ref": ref, "base_ref": "main", "event": event})

    def answer(self, head: str, **changes: Any) -> None:
        """Let the forge answer about the pull request with this head; `changes` replace parts of that."""
        told = {
            "state": "open",
            "source": "stranger/assessment",
            "files": ["evidence/items/minutes.yaml"],
            "comments": [],
            "artifacts": [{"id": 5, "size_in_bytes": self.size()}],
            **changes,
        }
        source = told["source"] and {"full_name": told["source"]}
        pull = {"state": told["state"], "head": {"sha": head, "repo": source}}
        answers = {
            "artifacts": {"artifacts": told["artifacts"]},
            f"pulls/{self.number}": pull,
            f"pulls/{self.number}/files": [{"filename": name} for name in told["files"]],
            f"issues/{self.number}/comments": told["comments"],
        }
        answers["actions/runs/99/artifacts"] = answers.pop("artifacts")
        self.forge.answer(**answers)

    def size(self) -> int:
        artifact = self.forge.artifact("assay-comment")
        return artifact.stat().st_size if artifact.exists() else 0

    def comment(self, head: str) -> Outcome:
        """Run the workflow that comments, after a run on a fork's commit `head`."""
        run = {
            "id": "99",
            "event": "pull_request",
            "head_sha": head,
            "head_repository": {"full_name": "stranger/assessment"},
        }
        return self.run("assay-comment", "comment", {"event": {"workflow_run": run}})

    def publish(self, job: str, event: str = "push", **contexts: Any) -> Outcome:
        github = {"ref": "refs/heads/main", "event_name": event, "event": {}}
        return self.run("assay-publish", job, github, **contexts)
