"""The hooks for pre-commit, run by pre-commit itself on real commits."""

from __future__ import annotations

import json
import os
import re
import shutil
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest

from assay import yamlfile
from assay.cli import run
from assay.editor_settings import are_ours, as_text, vscode_settings
from cases import write_repository

# One worker runs them all: to set up the hooks takes longer than to try them.
pytestmark = pytest.mark.xdist_group("pre-commit")

ROOT = Path(__file__).parents[1]
COMMON = ROOT / "starter" / "common"
ITEM = "evidence/items/minutes.yaml"
LEFT_OUT = shutil.ignore_patterns(
    *(
        ".git",
        ".venv",
        "site",
        "dist",
        "node_modules",
        "evidence",
        "examples",
        "tests",
        "__pycache__",
        ".*_cache",
    ),
    ".hypothesis",
)


class Commits:
    """A repository of evidence whose commits go through the hooks."""

    def __init__(self, root: Path, cache: Path) -> None:
        self.root = root
        names = ("GIT_DIR", "GIT_WORK_TREE", "GIT_INDEX_FILE")
        kept = {key: value for key, value in os.environ.items() if key not in names}
        self.environment = kept | {
            "PRE_COMMIT_HOME": str(cache),
            "SOURCE_DATE_EPOCH": "1782777600",  # 2026-06-30
            "GIT_CONFIG_GLOBAL": os.devnull,
            "GIT_AUTHOR_NAME": "Ana", "GIT_AUTHOR_EMAIL": "ana@example.org",
            "GIT_COMMITTER_NAME": "Ana", "GIT_COMMITTER_EMAIL": "ana@example.org",
        }  # fmt: skip

    def call(self, *command: str) -> tuple[int, str]:
        """Run a command; its exit code, and all that it prints."""
        done = subprocess.run(
            command, cwd=self.root, env=self.environment, capture_output=True, text=True, check=False
        )
        return done.returncode, done.stdout + done.stderr

    def git(self, *arguments: str) -> str:
        code, text = self.call("git", *arguments)
        assert code == 0, text
        return text.strip()

    def commit(self) -> tuple[bool, str]:
        """Commit everything; whether the hooks let it pass, and what they said."""
        self.git("add", "--all")
        code, text = self.call("git", "commit", "-m", "A change")
        return code == 0, text

    def edit(self, file: str, old: str, new: str) -> None:
        path = self.root / file
        text = path.read_text("utf-8")
        assert old in text
        path.write_text(text.replace(old, new), "utf-8")


@pytest.fixture(scope="module")
def committed(tmp_path_factory: pytest.TempPathFactory) -> Commits:
    """A tidy repository of evidence, the hooks of this checkout installed; one environment for all tests."""
    home = tmp_path_factory.mktemp("pre-commit")
    tool = Commits(home / "tool", home / "cache")
    shutil.copytree(ROOT, tool.root, ignore=LEFT_OUT)
    tool.git("init", "-q")
    tool.git("add", "--all")
    tool.git("commit", "-qm", "Assay")
    desk = Commits(home / "desk", home / "cache")
    folder = write_repository(desk.root / "evidence")
    assert run(["-q", "-e", str(folder), "fmt"]) == 0
    assert run(["-q", "-e", str(folder), "hash"]) == 0
    hooks = "".join(f"      - id: {name}\n" for name in ("assay-fmt", "assay-hash", "assay-validate"))
    (desk.root / ".pre-commit-config.yaml").write_text(
        f"repos:\n  - repo: {tool.root}\n    rev: {tool.git('rev-parse', 'HEAD')}\n    hooks:\n{hooks}"
    )
    desk.git("init", "-q")
    code, text = desk.call(sys.executable, "-m", "pre_commit", "install", "--install-hooks")
    assert code == 0, text
    passed, text = desk.commit()
    assert passed, text
    return desk


@pytest.fixture
def desk(committed: Commits) -> Commits:
    """The repository as it was first committed."""
    first = committed.git("rev-list", "--max-parents=0", "HEAD")
    committed.git("reset", "-q", "--hard", first)
    committed.git("clean", "-qfd")
    return committed


def test_a_good_change_is_committed(desk: Commits) -> None:
    desk.edit(ITEM, "The group", "The steering group")
    passed, said = desk.commit()
    assert passed, said
    for name in ("fmt", "hash", "validate"):
        assert re.search(rf"^assay {name}\.+Passed$", said, re.MULTILINE)


def test_an_error_stops_the_commit_with_its_line(desk: Commits) -> None:
    desk.edit(ITEM, "node: leadership", "node: leadreship")
    passed, said = desk.commit()
    assert not passed
    assert re.search(r"^assay validate\.+Failed$", said, re.MULTILINE)
    assert re.search(
        rf"^{ITEM}:\d+:\d+: error unknown-node unknown node 'leadreship' \(did you", said, re.MULTILINE
    )


def test_an_untidy_file_is_laid_out_and_can_be_committed_then(desk: Commits) -> None:
    tidy = (desk.root / ITEM).read_text("utf-8")
    (desk.root / ITEM).write_text(tidy.replace("\n  - ", "\n-   ").replace("type: ", "type:    "), "utf-8")
    passed, said = desk.commit()
    assert not passed
    assert re.search(r"^assay fmt\.+Failed$", said, re.MULTILINE)
    assert f"\n{ITEM}\n" in said
    assert (desk.root / ITEM).read_text("utf-8") == tidy
    (desk.root / "README.md").write_text("A desk.\n")
    passed, said = desk.commit()
    assert passed, said


def test_a_changed_attachment_stops_the_commit(desk: Commits) -> None:
    attachment = next((desk.root / "evidence/attachments").iterdir())
    attachment.write_bytes(attachment.read_bytes() + b"And one more line.\n")
    passed, said = desk.commit()
    assert not passed
    assert re.search(r"^assay hash\.+Failed$", said, re.MULTILINE)
    assert f"{attachment.name}: the checksum differs: the file has changed" in said


def test_a_missing_checksum_is_said_with_the_command_that_writes_it(desk: Commits) -> None:
    text = (desk.root / ITEM).read_text("utf-8")
    (desk.root / ITEM).write_text(re.sub(r",? ?sha256: [0-9a-f]{64}", "", text), "utf-8")
    passed, said = desk.commit()
    assert not passed
    assert "1 missing (assay hash writes them)" in said


def test_attachments_are_not_laid_out(desk: Commits) -> None:
    path = desk.root / "evidence/attachments/settings.yaml"
    path.write_text("b:   1\na: 2\n")
    passed, said = desk.commit()
    assert passed, said
    assert path.read_text() == "b:   1\na: 2\n"


def test_a_commit_without_evidence_waits_for_nothing(desk: Commits) -> None:
    (desk.root / "README.md").write_text("A desk.\n")
    passed, said = desk.commit()
    assert passed, said
    assert said.count("(no files to check)Skipped") == 3


# The files that a new repository gets


def starter(file: str) -> str:
    text = (COMMON / file).read_text("utf-8")
    return text.replace("[[ evidence ]]", "evidence").replace("[[ package ]]", "assay-report==0.1.0")


def test_pre_commit_takes_both_files(tmp_path: Path) -> None:
    config = tmp_path / ".pre-commit-config.yaml"
    config.write_text(starter(".pre-commit-config.yaml"))
    for command, path in (
        ("validate-config", config),
        ("validate-manifest", ROOT / ".pre-commit-hooks.yaml"),
    ):
        done = subprocess.run(
            [sys.executable, "-m", "pre_commit", command, str(path)],
            capture_output=True,
            text=True,
            check=False,
        )
        assert done.returncode == 0, done.stdout


def test_a_new_repository_has_the_same_hooks() -> None:
    def of(text: str) -> Any:
        document = yamlfile.read(text.encode())
        assert not document.faults
        return document.data

    [local] = of(starter(".pre-commit-config.yaml"))["repos"]
    hooks = local["hooks"]
    for hook in hooks:
        assert hook.pop("additional_dependencies") == ["assay-report==0.1.0"]
        hook["entry"] = hook["entry"].replace("assay -e evidence ", "assay ")
    published = of((ROOT / ".pre-commit-hooks.yaml").read_text("utf-8"))
    assert hooks == [
        {key: value for key, value in hook.items() if key != "description"} for hook in published
    ]


def test_a_new_repository_has_the_settings_that_the_command_writes() -> None:
    text = starter(".vscode/settings.json")
    assert text == as_text(vscode_settings(".assay/schemas", "evidence"))
    assert are_ours(text, ".assay/schemas")
    recommended = json.loads(starter(".vscode/extensions.json"))
    assert recommended == {"recommendations": ["redhat.vscode-yaml"]}
