"""Data flows down: a module imports only from modules above it, and each library has one door."""

from __future__ import annotations

import ast
import re
from pathlib import Path

import pytest

import assay

PACKAGE = Path(assay.__file__).parent

# Top to bottom. Packages stand for all their modules.
ORDER = (
    "resources", "languages", "problems", "wording", "ranges", "durations", "numbers", "canonical",
    "forge", "keys",
    "yamlfile", "schema_check", "starter", "model", "model_check", "tailoring", "library", "key_order",
    "confidentiality", "audit", "metrics", "duties", "gate", "assessment", "records",
    "folder", "newfiles", "archive", "signing", "layout", "touched", "cache", "git", "repository", "trail",
    "authorship", "support", "sufficiency", "freshness", "levels", "seals", "rules",
    "editor_schemas", "editor_settings", "grading",
    "agreement", "lenses", "reach", "lint", "rule_help", "whatif", "cards", "gating", "audience",
    "findings", "report", "exports", "difference", "exhibits", "traceability", "sampling",
    "rules_in_words", "downloads", "manifest", "comparing", "sums", "published", "packing",
    "charts", "signs", "prose", "pages", "render", "site", "preview", "commands", "cli", "__main__",
)  # fmt: skip

# Some libraries may be imported in one place only.
DOORS = {
    "yaml": "yamlfile",
    "jsonschema": "schema_check",
    "babel": "languages",
    "jinja2": "render",
    "markdown_it": "prose",
    "click": "cli",
}


def by_name(value: object) -> str:
    return value if isinstance(value, str) else ""


def modules() -> list[tuple[str, Path]]:
    return [
        (path.relative_to(PACKAGE).parts[0].removesuffix(".py"), path)
        for path in sorted(PACKAGE.rglob("*.py"))
        if path != PACKAGE / "__init__.py"
    ]


def imported(path: Path) -> set[str]:
    names = set()
    for node in ast.walk(ast.parse(path.read_text("utf-8"))):
        if isinstance(node, ast.Import):
            names |= {alias.name for alias in node.names}
        elif isinstance(node, ast.ImportFrom) and node.module:
            names |= (
                {node.module} if node.module != "assay" else {f"assay.{alias.name}" for alias in node.names}
            )
    return names


def test_every_module_has_its_place_in_the_order() -> None:
    assert {name for name, _ in modules()} == set(ORDER)


def test_the_table_for_contributors_has_the_same_order() -> None:
    text = (PACKAGE.parents[1] / "CONTRIBUTING.md").read_text("utf-8")
    rows = re.findall(r"^\| (`.+?) \|", text, re.MULTILINE)
    named = [name for row in rows for name in re.findall(r"`(\w+)/?`", row)]
    assert [*named, "__main__"] == list(ORDER)


@pytest.mark.parametrize(("name", "path"), modules(), ids=by_name)
def test_a_module_imports_only_from_above(name: str, path: Path) -> None:
    allowed = {*ORDER[: ORDER.index(name) + 1], "__version__"}
    used = {module.split(".")[1] for module in imported(path) if module.startswith("assay.")}
    assert used <= allowed


@pytest.mark.parametrize(("name", "path"), modules(), ids=by_name)
def test_a_library_has_one_door(name: str, path: Path) -> None:
    for module in imported(path):
        door = DOORS.get(module.split(".")[0])
        assert door in (None, name), f"{module} is imported in {door} only"
