"""The documentation agrees with the commands, options and rules that exist."""

from __future__ import annotations

import inspect
import re
import shlex
import textwrap
from pathlib import Path
from types import ModuleType

import click
import pytest

from assay import lint, model_check, schema_check, yamlfile
from assay.cli import cli, run
from assay.model import build_model
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


SUBCOMMANDS = [
    (group, name)
    for group, command in sorted(cli.commands.items())
    if isinstance(command, click.Group)
    for name in sorted(command.commands)
]


@pytest.mark.parametrize(("group", "name"), SUBCOMMANDS, ids=str)
def test_a_command_of_a_group_is_documented_with_all_its_options(group: str, name: str) -> None:
    text = section(group).partition(f"\n### assay {group} {name}\n")[2].partition("\n### ")[0]
    assert text, f"docs/commands.md has no section 'assay {group} {name}'"
    command = cli.commands[group]
    assert isinstance(command, click.Group)
    for parameter in command.commands[name].params:
        for option in parameter.opts if isinstance(parameter, click.Option) else ():
            assert f"`{option}" in text, f"{option} of assay {group} {name}"


def test_no_command_is_documented_that_does_not_exist() -> None:
    assert set(re.findall(r"^## assay (\w+)$", COMMANDS, re.MULTILINE)) == set(cli.commands)


def test_the_common_options_are_documented() -> None:
    for parameter in cli.params:
        assert all(f"`{option}" in COMMANDS for option in parameter.opts)


@pytest.mark.parametrize("rule", RULES, ids=lambda rule: rule.ID)
def test_a_rule_is_documented_by_its_docstring(rule: ModuleType) -> None:
    assert f"### {rule.ID}\n\n*{rule.SEVERITY}.* {inspect.getdoc(rule)}\n" in RULES_PAGE


@pytest.mark.parametrize("rule", [lint.FAULT, lint.MEANING, lint.LANGUAGE])
def test_a_rule_of_models_is_documented(rule: str) -> None:
    assert f"| `{rule}` | " in RULES_PAGE


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


def test_the_tour_of_the_readme_works_as_written(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setenv("SOURCE_DATE_EPOCH", "1782777600")  # 2026-06-30
    monkeypatch.chdir(tmp_path)
    text = textwrap.dedent((ROOT / "README.md").read_text("utf-8"))
    (begin,) = re.findall(r"^\$ assay (init desk .*)$", text, re.MULTILINE)
    assert run(shlex.split(begin)) == 0
    folder = tmp_path / "desk"
    monkeypatch.chdir(folder)
    capsys.readouterr()
    assert run(["validate"]) == 0
    assert capsys.readouterr().out == ""
    blocks = re.findall(r"^ *```yaml\n( *# (evidence/\S+)\n.*?)^ *```", text, re.MULTILINE | re.DOTALL)
    assert len(blocks) == 2
    for block, name in blocks:
        assert (folder / name).parent.is_dir()
        (folder / name).write_text(textwrap.dedent(block), "utf-8")
    attachment = folder / "evidence" / "attachments" / "minutes-2026-03.txt"
    attachment.write_text("March: the group met.\n", "utf-8")
    assert run(["validate", "--as-of", "2026-06-30"]) == 0
    assert "error" not in capsys.readouterr().out
    assert run(["explain", "leadership-vision", "approach", "--as-of", "2026-06-30"]) == 0
    assert "effective 3" in capsys.readouterr().out
    item = folder / "evidence" / "items" / "steering-minutes.yaml"
    item.write_text(item.read_text("utf-8").replace("leadership-vision", "leadreship-vision"), "utf-8")
    run(["validate", "--as-of", "2026-06-30"])
    wrong = [line for line in capsys.readouterr().out.splitlines() if "unknown-node" in line]
    assert wrong
    assert wrong[0].split(": ", 1)[1] in (ROOT / "README.md").read_text("utf-8")


def yaml_blocks(page: str) -> list[str]:
    return re.findall(r"```yaml\n(.*?)```", (ROOT / "docs" / page).read_text("utf-8"), re.DOTALL)


KINDS = {
    "assessment.yaml": "assessment",
    "items/": "item",
    "cycle.yaml": "cycle",
    "/grades/": "grades",
    "/consensus/": "consensus",
    "checks.yaml": "checks",
    "models/": "model",
    "findings/": "finding",
    "requests/": "request",
    "actions/": "action",
    "metrics/": "metric",
    "waivers/": "waiver",
    "decisions/": "decision",
}


@pytest.mark.parametrize(
    "block",
    [*yaml_blocks("formats.md"), *yaml_blocks("policy.md"), *yaml_blocks("maintainers.md")],
    ids=lambda block: block.splitlines()[0][2:],
)
def test_an_example_of_the_formats_page_is_valid(block: str) -> None:
    first = block.splitlines()[0]
    document = yamlfile.read(block.encode())
    assert document.faults == ()
    data = document.data
    kind = next((kind for part, kind in KINDS.items() if part in first), None)
    if first == "# part of a policy":
        settings = yamlfile.read((ROOT / "tests/examples/base/assessment.yaml").read_bytes()).data
        kind, data = "assessment", settings | {"policy": data}
    if kind is None:
        assert first == "# part of an item"
        item = yamlfile.read((ROOT / "tests/examples/base/items/minutes.yaml").read_bytes()).data
        del item["valid_until"]
        kind, data = "item", item | data
    assert schema_check.check(kind, data) == []
    if kind == "model":
        assert model_check.faults(data) == []


@pytest.mark.parametrize("path", sorted((ROOT / "models").glob("*.yaml")), ids=lambda path: path.stem)
def test_the_ids_of_a_model_are_listed(path: Path) -> None:
    page = (ROOT / "docs" / f"{path.stem}.md").read_text("utf-8")
    model = build_model(path.stem, yamlfile.read(path.read_bytes()).data, "")
    for node in model.nodes.values():
        assert f"{node.title} `{node.id}`" in page or f"{node.title}: `{node.id}`" in page
        for area in node.areas:
            assert f"`{area.id}` {area.title}" in page
    for attribute in model.attributes:
        assert f"`{attribute}`" in page
    for check in model.checks:
        for question in check.questions:
            assert f"`{question.id}` {question.title}" in page


def test_every_rule_id_that_reading_can_say_is_documented() -> None:
    package = ROOT / "generator" / "assay"
    sources = [
        package / "folder.py",
        package / "layout.py",
        *(package / "repository").glob("*.py"),
        *(package / "yamlfile").glob("*.py"),
    ]
    pattern = r'"((?:yaml|file|bad|duplicate|no|unknown|too|unreadable)-[a-z-]+)"'
    said = {rule for path in sources for rule in re.findall(pattern, path.read_text("utf-8"))}
    assert len(said) > 15
    for rule in said:
        assert f"`{rule}`" in RULES_PAGE, rule
