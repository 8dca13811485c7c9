"""A small runner for the workflows that come with Assay: their steps run for real, in a folder of their own.

Checking out is done by git from a bare repository. What only the forge can do (Pages, code scanning) is noted
and not done. `gh` and `curl` are a program that notes what it is asked for, and answers from a file
(forge_program.py).
"""

from __future__ import annotations

import json
import os
import shutil
import subprocess
import sys
import zipfile
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from assay import yamlfile
from ci_expressions import filled, holds

TOOLS = Path(__file__).with_name("forge_program.py")
FROM_OUTSIDE = ("GIT_CONFIG", "PIP_", "PYTHONPATH", "SOURCE_DATE_EPOCH", "XDG_")
SHELLS = {"": "bash -e {0}", "bash": "bash --noprofile --norc -eo pipefail {0}"}


def load(text: str) -> Any:
    """YAML, read as strictly as evidence is, with all of its scalars as texts."""
    read = yamlfile.read(text.encode())
    assert not read.faults, read.faults
    return _as_texts(read.data)


def _as_texts(data: Any) -> Any:
    if isinstance(data, dict):
        return {key: _as_texts(value) for key, value in data.items()}
    if isinstance(data, list):
        return [_as_texts(value) for value in data]
    return str(data).lower() if isinstance(data, bool) else str(data)


@dataclass
class Forge:
    """What stands for the forge: a bare repository, artifacts, answers to `gh api`, what was asked for."""

    folder: Path
    bare: Path
    called: list[str] = field(default_factory=list)
    sarif: str = ""

    def __post_init__(self) -> None:
        for part in ("bin", "artifacts"):
            (self.folder / part).mkdir(parents=True, exist_ok=True)
        for name in ("gh", "curl"):
            program = self.folder / "bin" / name
            program.write_text(f"#!{sys.executable}\n{TOOLS.read_text('utf-8')}", "utf-8")
            program.chmod(0o755)

    def answer(self, **answers: Any) -> None:
        """Answer GET requests for these paths (below the repository) with these data."""
        (self.folder / "answers.json").write_text(json.dumps(answers), "utf-8")

    def requests(self, *methods: str) -> list[dict[str, Any]]:
        """What was sent to the forge, in its order: method, path, body."""
        log = self.folder / "requests.jsonl"
        lines = log.read_text("utf-8").splitlines() if log.exists() else []
        wanted = methods or ("POST", "PATCH", "PUT")
        return [one for one in map(json.loads, lines) if one["method"] in wanted]

    def artifact(self, name: str) -> Path:
        return self.folder / "artifacts" / f"{name}.zip"

    def artifact_files(self, name: str) -> dict[str, str]:
        with zipfile.ZipFile(self.artifact(name)) as archive:
            names = [one for one in archive.namelist() if not one.endswith("/")]
            return {one: archive.read(one).decode("utf-8", "replace") for one in names}


@dataclass
class Outcome:
    """What came of a job: whether it passed, what it printed, its summary and its outputs."""

    passed: bool = True
    log: str = ""
    summary: str = ""
    outputs: dict[str, str] = field(default_factory=dict)


class Job:
    """One job of a workflow, run in a workspace of its own below `place`."""

    def __init__(self, forge: Forge, place: Path, workflow: Path, name: str, **contexts: Any) -> None:
        self.forge = forge
        self.workspace, self.temp = place / "workspace", Path(os.environ["SHARED_TEMP"])
        # The tool stays: it is installed again each time all the same, which is quick after the first.
        for left in ("assay", "assay-comment"):
            shutil.rmtree(self.temp / left, ignore_errors=True)
        for folder in (self.workspace, self.temp, place / "home"):
            folder.mkdir(parents=True, exist_ok=True)
        held = load(workflow.read_text("utf-8"))
        self.job = held["jobs"][name]
        environment = {**held.get("env", {}), **self.job.get("env", {})}
        runner = {"temp": str(self.temp), "os": "Linux"}
        self.contexts: dict[str, Any] = {"runner": runner, **contexts, "env": environment}
        self.path = [str(forge.folder / "bin")]
        self.environment = {
            "HOME": str(place / "home"),
            "RUNNER_TEMP": str(self.temp),
            "GITHUB_ACTIONS": "true",
            "GITHUB_WORKSPACE": str(self.workspace),
            "FORGE": str(forge.folder),
            "GITHUB_REF": contexts["github"].get("ref", ""),
            **{name: value for name, value in os.environ.items() if name.startswith(FROM_OUTSIDE)},
        }
        self.outcome = Outcome()

    def run(self) -> Outcome:
        if "if" in self.job and not holds(self.job["if"], self.contexts, failed=False):
            self.outcome.passed = False
            self.outcome.log = "skipped"
            return self.outcome
        steps: dict[str, Any] = {}
        self.outcome.passed = self._steps(self.job["steps"], {**self.contexts, "steps": steps}, steps)
        told = {**self.contexts, "steps": steps}
        self.outcome.outputs = {
            name: filled(text, told) for name, text in self.job.get("outputs", {}).items()
        }
        return self.outcome

    def _steps(self, all_steps: Sequence[Any], contexts: Mapping[str, Any], done: dict[str, Any]) -> bool:
        """Run steps one after another; `done` gets their outputs. Whether all of them passed."""
        failed = False
        for step in all_steps:
            if not holds(step.get("if", "success()"), contexts, failed=failed):
                continue
            outputs: dict[str, str] = {}
            passed = (
                self._use(step, contexts, outputs) if "uses" in step else self._shell(step, contexts, outputs)
            )
            failed = failed or not passed
            done[step.get("id", "")] = {"outputs": outputs, "outcome": "success" if passed else "failure"}
        return not failed

    def _shell(self, step: Any, contexts: Mapping[str, Any], outputs: dict[str, str]) -> bool:
        assert "${{" not in step["run"]
        script = self.temp / "step"
        script.write_text(step["run"], "utf-8")
        files = {name: self.temp / name for name in ("GITHUB_OUTPUT", "GITHUB_PATH", "GITHUB_STEP_SUMMARY")}
        for file in files.values():
            file.write_text("", "utf-8")
        own = {name: filled(text, contexts) for name, text in step.get("env", {}).items()}
        shell = step.get("shell", "")
        done = subprocess.run(
            SHELLS.get(shell, shell).replace("{0}", str(script)).split(),
            cwd=self.workspace,
            env={
                **self.environment,
                **{name: str(file) for name, file in files.items()},
                **self.contexts["env"],
                **own,
                "PATH": ":".join([*self.path, str(Path(sys.executable).parent), "/usr/bin", "/bin"]),
            },
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
            check=False,
        )
        self.outcome.log += done.stdout.decode("utf-8")
        self.outcome.summary += files["GITHUB_STEP_SUMMARY"].read_text("utf-8")
        self.path[:0] = reversed(files["GITHUB_PATH"].read_text("utf-8").splitlines())
        outputs.update(_outputs(files["GITHUB_OUTPUT"].read_text("utf-8")))
        return done.returncode == 0

    def _use(self, step: Any, contexts: Mapping[str, Any], outputs: dict[str, str]) -> bool:
        given = {name: filled(text, contexts) for name, text in step.get("with", {}).items()}
        action = step["uses"].partition("@")[0]
        if action.startswith("./"):
            return self._composite(self.workspace / action / "action.yml", given, outputs)
        self.forge.called.append(action)
        if action == "actions/checkout":
            self._check_out(given)
        elif action == "actions/upload-artifact":
            _pack(Path(given["path"]), self.forge.artifact(given["name"]))
        elif action == "actions/upload-pages-artifact":
            _pack(Path(given["path"]), self.forge.artifact("github-pages"))
        elif action == "github/codeql-action/upload-sarif":
            self.forge.sarif = Path(given["sarif_file"]).read_text("utf-8")
        return True

    def _composite(self, file: Path, given: Mapping[str, str], outputs: dict[str, str]) -> bool:
        action = load(file.read_text("utf-8"))
        assert set(given) <= set(action["inputs"])
        inputs = {name: about["default"] for name, about in action["inputs"].items()} | dict(given)
        steps: dict[str, Any] = {}
        own = {"action_path": str(file.parent)}
        told = {"runner": self.contexts["runner"], "github": own, "inputs": inputs, "steps": steps}
        passed = self._steps(action["runs"]["steps"], told, steps)
        outputs.update({name: filled(about["value"], told) for name, about in action["outputs"].items()})
        return passed

    def _check_out(self, given: Mapping[str, str]) -> None:
        github = self.contexts["github"]
        folder = self.workspace / given.get("path", ".")
        ref = given.get("ref") or github["ref"]
        refs = [f"{ref}:refs/remotes/checked/out"]
        options = ["--depth=1"]
        if given.get("fetch-depth") == "0":
            refs, options = [*refs, "+refs/heads/*:refs/remotes/origin/*"], []
        for command in (
            ["init", "-q", str(folder)],
            ["-C", str(folder), "remote", "add", "origin", f"file://{self.forge.bare}"],
            ["-C", str(folder), "fetch", "-q", *options, "origin", *refs],
            ["-C", str(folder), "checkout", "-q", "--detach", "refs/remotes/checked/out"],
        ):
            subprocess.run(["git", *command], check=True, capture_output=True)


def _outputs(text: str) -> dict[str, str]:
    """What a step wrote to GITHUB_OUTPUT: `name=value`, or `name<<END` and lines up to END."""
    found: dict[str, str] = {}
    lines = iter(text.splitlines())
    for line in lines:
        if "<<" in line.partition("=")[0]:
            name, _, end = line.partition("<<")
            held = []
            for part in lines:
                if part == end:
                    break
                held.append(part)
            found[name] = "\n".join(held)
        elif line:
            name, _, value = line.partition("=")
            found[name] = value
    return found


def _pack(source: Path, target: Path) -> None:
    shutil.make_archive(str(target.with_suffix("")), "zip", source)
