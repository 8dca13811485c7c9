"""Completion: real shells run the scripts, and what they offer comes from the evidence repository."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path
from typing import TypeAlias

import pytest

from assay.cli import run
from assay.cli.completion import answer
from cases import write_repository

Asked: TypeAlias = Callable[[str], list[str]]
UNITS = "units: [{id: north, title: North}, {id: south, title: South}]\n"
LINES = {
    "assay expl": ["explain"],
    "assay cycle ": ["close", "list", "reopen"],
    "assay levels --cyc": ["--cycle"],
    "assay levels --cycle ": ["2026"],
    "assay levels --unit n": ["north"],
    "assay explain lea": ["leadership"],
    "assay explain vision a": ["approach"],
    "assay trail min": ["minutes"],
    "assay cycle close ": ["2026"],
    "assay cycle reopen 2026 --by ": ["ana", "ben"],
    "assay model show min": ["mini"],
    "assay hash speed": ["speed-figures"],
    "assay sample --include sp": ["speed-figures"],
    "assay -e evidence explain visi": ["vision"],
    "assay -e nowhere explain ": [],
    "assay levels --format m": ["markdown"],
}
BASH = """source <(assay completion bash)
COMP_WORDS=({words}) COMP_CWORD={place}
_assay_completion assay
printf '%s\\n' "${{COMPREPLY[@]}}"
"""
# What the completion system of an interactive zsh does with the answer is stood in for: it is printed.
ZSH = """compdef() {{ }}
_describe() {{ print -l -- ${{${{(P)3}}%%:*}} }}
compadd() {{ print -l -- ${{(P)@[-1]}} }}
source <(assay completion zsh)
words=({words}) CURRENT={place_from_1}
_assay_completion
"""
FISH = """assay completion fish | source
complete -C '{line}' | string replace -r '\\t.*' ''
"""


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    folder = write_repository(tmp_path / "evidence")
    with (folder / "assessment.yaml").open("a", encoding="utf-8") as stream:
        stream.write(UNITS)
    return tmp_path


def shell(name: str, script: str, cwd: Path, **environment: str) -> subprocess.CompletedProcess[str]:
    if not shutil.which(name):
        pytest.skip(f"{name} is not installed")
    path = f"{Path(sys.executable).parent}{os.pathsep}{os.environ['PATH']}"
    return subprocess.run(
        [name, *(["--norc"] if name == "bash" else []), "-c", script],
        cwd=cwd,
        env={"HOME": str(cwd), "PATH": path, **environment},
        capture_output=True,
        text=True,
        check=False,
    )


@pytest.fixture
def asked(folder: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> Asked:
    """What the script of bash is told, line by line, about a command line."""

    def ask(line: str) -> list[str]:
        monkeypatch.chdir(folder)
        monkeypatch.setenv("COMP_WORDS", line)
        monkeypatch.setenv("COMP_CWORD", str(len(line.split(" ")) - 1))
        monkeypatch.setenv("_ASSAY_COMPLETE", "bash_complete")
        assert answer() == 0
        out, err = capsys.readouterr()
        assert err == ""
        return sorted(set(out.split()))

    return ask


@pytest.mark.parametrize("name", ["bash", "zsh", "fish"])
def test_shells_offer_commands_options_and_ids(name: str, folder: Path) -> None:
    script = {"bash": BASH, "zsh": ZSH, "fish": FISH}[name]
    for line, offered in list(LINES.items())[2:6]:
        words = line.split(" ")
        done = shell(
            name,
            script.format(
                line=line,
                words=" ".join(word or "''" for word in words),
                place=len(words) - 1,
                place_from_1=len(words),
            ),
            folder,
        )
        assert done.stderr == "", line
        assert sorted(set(done.stdout.split())) == offered, line


@pytest.mark.parametrize("line", LINES)
def test_what_is_offered_comes_from_the_evidence_repository(line: str, asked: Asked) -> None:
    assert [found.removeprefix("plain,") for found in asked(line)] == LINES[line]


def test_a_path_is_completed_where_no_id_fits(asked: Asked) -> None:
    assert asked("assay hash evidence/att") == ["file,evidence/att"]


@pytest.mark.parametrize(
    "text",
    ["title: [broken", "model: nowhere\n", "model: {a: b}\nlanguages: no\npeople: [1, {id: [2]}]\n", ""],
)
def test_what_cannot_be_read_completes_nothing_and_says_nothing(
    text: str, folder: Path, asked: Asked
) -> None:
    (folder / "evidence" / "assessment.yaml").write_text(text, "utf-8")
    assert asked("assay explain ") == []
    assert asked("assay cycle reopen 2026 --by ") == []


def test_only_ids_reach_a_shell(folder: Path, asked: Asked) -> None:
    evidence = folder / "evidence"
    (evidence / "items" / "$(touch owned).yaml").write_text("title: x\n", "utf-8")
    (evidence / "items" / "a b*.yaml").write_text("title: x\n", "utf-8")
    (evidence / "cycles" / "-rf").mkdir()
    (evidence / "cycles" / "-rf" / "cycle.yaml").write_text("title: x\n", "utf-8")
    name = '"A\\nplain,owned"'
    people = f"people:\n  - {{id: '`touch owned`', name: {name}}}\n  - {{id: ben, name: {name}}}\n"
    (evidence / "assessment.yaml").write_text(people, "utf-8")
    assert asked("assay trail ") == ["plain,minutes", "plain,speed-figures"]
    assert asked("assay levels --cycle ") == ["plain,2026"]
    assert asked("assay cycle reopen 2026 --by ") == ["plain,ben"]


def test_an_unknown_shell_gets_nothing_and_no_traceback(folder: Path) -> None:
    for value in ("cmd_complete", "bash_frobnicate", "", "bash_complete"):
        done = subprocess.run(
            [sys.executable, "-m", "assay"],
            cwd=folder,
            env={"PATH": os.environ["PATH"], "_ASSAY_COMPLETE": value},
            capture_output=True,
            text=True,
            check=False,
        )
        assert (done.returncode, done.stdout.strip(), done.stderr) == (0, "", "")


def test_a_script_is_printed_for_each_shell(capsys: pytest.CaptureFixture[str]) -> None:
    for name, sign in (
        ("bash", "complete -o nosort"),
        ("zsh", "#compdef assay"),
        ("fish", "complete --no-files"),
    ):
        assert run(["completion", name]) == 0
        assert sign in capsys.readouterr().out
    assert run(["completion", "tcsh"]) == 2
