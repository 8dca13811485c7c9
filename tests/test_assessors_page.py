"""The page for assessors, as its reader uses it: every command of it runs, and says what the page says."""

from __future__ import annotations

import re
import shlex
from pathlib import Path

import pytest

from assay import schema_check, yamlfile
from assay.cli import run
from repositories import forget_git_settings

PAGE = (Path(__file__).resolve().parents[1] / "docs" / "assessors.md").read_text("utf-8")
RULES = (Path(__file__).resolve().parents[1] / "docs" / "rules.md").read_text("utf-8")


def commands() -> list[tuple[str, str]]:
    """Each command of the page, in order, with what stands below it."""
    blocks = "\n".join(re.findall(r"^```console\n(.*?)^```", PAGE, re.MULTILINE | re.DOTALL))
    found = re.findall(r"^\$ (.*)\n((?:(?!\$ ).*\n?)*)", blocks, re.MULTILINE)
    return [(command, shown.rstrip("\n")) for command, shown in found]


def test_the_commands_of_the_page_do_what_it_says(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    forget_git_settings(monkeypatch)
    monkeypatch.setenv("GIT_CEILING_DIRECTORIES", str(tmp_path))
    monkeypatch.setenv("SOURCE_DATE_EPOCH", "1790000000")  # 2026-09-21
    monkeypatch.chdir(tmp_path)
    (tmp_path / "minutes.pdf").write_bytes(b"%PDF-1.4\n")
    assert len(commands()) == 8
    for command, shown in commands():
        words = shlex.split(command)
        if words[0] == "cd":
            monkeypatch.chdir(words[1])
            continue
        assert words[0] == "assay"
        capsys.readouterr()
        assert run(words[1:]) == 0, command
        if shown != "...":
            assert capsys.readouterr().out.rstrip("\n") == shown


def test_the_item_to_paste_is_valid() -> None:
    block = next(one for one in re.findall(r"```yaml\n(.*?)```", PAGE, re.DOTALL) if "/items/" in one)
    document = yamlfile.read(block.encode())
    assert document.faults == ()
    assert schema_check.check("item", document.data) == []


def test_the_grade_to_paste_is_valid() -> None:
    block = next(one for one in re.findall(r"```yaml\n(.*?)```", PAGE, re.DOTALL) if "part of a file" in one)
    data = yamlfile.read(block.encode()).data
    assert schema_check.check("grades", {"grades": data}) == []


def test_the_rules_that_it_explains_exist() -> None:
    table = PAGE.partition("## What the messages mean")[2]
    cells = re.findall(r"^\| (`[^|]*`) \|", table, re.MULTILINE)
    named = {rule for cell in cells for rule in re.findall(r"`(.*?)`", cell)}
    assert len(named) > 12
    for rule in named:
        assert f"`{rule}`" in RULES or f"### {rule}\n" in RULES, rule
