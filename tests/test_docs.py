"""The documentation agrees with the commands, options and rules that exist."""

from __future__ import annotations

import inspect
import re
from pathlib import Path
from types import ModuleType

import click
import pytest

from assay.cli import cli
from assay.rules import RULES

ROOT = Path(__file__).resolve().parents[1]
COMMANDS = (ROOT / "docs" / "commands.md").read_text("utf-8")
RULES_PAGE = (ROOT / "docs" / "rules.md").read_text("utf-8")
PAGES = [ROOT / "README.md", ROOT / "CONTRIBUTING.md", *sorted((ROOT / "docs").glob("*.md"))]


def section(name: str) -> str:
    return COMMANDS.partition(f"\n## assay {name}\n")[2].partition("\n## ")[0]


@pytest.mark.parametrize("name", sorted(cli.commands))
def test_a_command_is_documented_with_all_its_options(name: str) -> None:
    text = section(name)
    assert text, f"docs/commands.md has no section 'assay {name}'"
    for parameter in cli.commands[name].params:
        for option in parameter.opts if isinstance(parameter, click.Option) else ():
            assert f"`{option}" in text, f"{option} of assay {name}"


def test_no_command_is_documented_that_does_not_exist() -> None:
    assert set(re.findall(r"^## assay (\w+)$", COMMANDS, re.MULTILINE)) == set(cli.commands)


def test_the_common_options_are_documented() -> None:
    for parameter in cli.params:
        assert all(f"`{option}" in COMMANDS for option in parameter.opts)


@pytest.mark.parametrize("rule", RULES, ids=lambda rule: rule.ID)
def test_a_rule_is_documented_by_its_docstring(rule: ModuleType) -> None:
    assert f"### {rule.ID}\n\n*{rule.SEVERITY}.* {inspect.getdoc(rule)}\n" in RULES_PAGE


@pytest.mark.parametrize("page", PAGES, ids=lambda page: page.name)
def test_commands_in_the_texts_exist(page: Path) -> None:
    for name in re.findall(
        r"^(?: {4}|\$ )assay (?:-\S+ (?:\S+ )?)*(\w+)", page.read_text("utf-8"), re.MULTILINE
    ):
        assert name in cli.commands


@pytest.mark.parametrize("page", PAGES, ids=lambda page: page.name)
def test_links_between_the_texts_lead_somewhere(page: Path) -> None:
    for target in re.findall(r"\]\(([^)#\s]+)[^)]*\)", page.read_text("utf-8")):
        if not target.startswith(("http:", "https:")):
            assert (page.parent / target).exists(), target


def test_every_rule_id_that_reading_can_say_is_documented() -> None:
    package = ROOT / "generator" / "assay"
    sources = [package / "folder.py", package / "repository.py", *(package / "yamlfile").glob("*.py")]
    pattern = r'"((?:yaml|file|bad|duplicate|no|unknown|too|unreadable)-[a-z-]+)"'
    said = {rule for path in sources for rule in re.findall(pattern, path.read_text("utf-8"))}
    assert len(said) > 15
    for rule in said:
        assert f"`{rule}`" in RULES_PAGE, rule
