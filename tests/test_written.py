"""What Assay writes for people passes its own checks: no error, the layout of fmt, nothing in an editor."""

from __future__ import annotations

import json
import shutil
from collections.abc import Iterator
from pathlib import Path

import pytest

from assay.cli import run
from assay.library import built_in_ids
from assay.repository import load
from language_server import language_server, needs_server
from repositories import forget_git_settings

FLAT = "flat"
"""A repository that is all evidence, without a folder for it."""
UNITS = "\nunits:\n  - {id: north, title: 'North: the first'}\n  - {id: south, title: South}\n"
IN_UNITS = "see-cmm"

pytestmark = pytest.mark.xdist_group("language-server")


@pytest.fixture(scope="module")
def home(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Path]:
    """For each built-in model what `init` writes, and every file that `new` and `grade` can add."""
    place = tmp_path_factory.mktemp("written")
    with pytest.MonkeyPatch.context() as patch:
        forget_git_settings(patch)
        patch.setenv("SOURCE_DATE_EPOCH", "1790000000")  # 2026-09-21
        patch.setenv("GIT_CEILING_DIRECTORIES", str(place))
        patch.chdir(place)
        for model in built_in_ids():
            begin(place / model, model)
        shutil.copytree(place / IN_UNITS / "evidence", place / FLAT)
        for folder in folders(place):
            patch.chdir(folder)
            write_everything(folder)
        yield place


def folders(place: Path) -> list[Path]:
    return [place / name for name in (*built_in_ids(), FLAT)]


def begin(folder: Path, model: str) -> None:
    who = ("--organisation", "Example: Ltd", "--assessor", "Ana Example <ana@example.org>", "--no-input")
    assert run(["init", folder.name, *who, "--model", model, "--language", "hu", "--language", "en"]) == 0
    if model == IN_UNITS:
        assessment = folder / "evidence/assessment.yaml"
        text = assessment.read_text("utf-8")
        assessment.write_text(text.replace("\npeople:", f"{UNITS}people:"), "utf-8")
        [grades] = folder.glob("evidence/cycles/*/grades/*.yaml")
        grades.parent.joinpath("north").mkdir()
        grades.rename(grades.parent / "north" / grades.name)


def write_everything(folder: Path) -> None:
    assessment = load(evidence_of(folder)).assessment
    assert assessment
    assert bool(assessment.units) == (folder.name in (IN_UNITS, FLAT))
    [cycle] = assessment.cycles
    node, attribute = assessment.model.cells[0]
    about, ana = f"{node}/{attribute}".rstrip("/"), "ana-example"
    unit = ("--unit", "south") if assessment.units else ()
    for command in (
        ("item", "--title", "A log: of 'March' #1", "--type", "record", "--summary", "- yes: no\n\n# 010",
         "--about", about, "--by", ana, "--held-by", "null"),
        ("action", "--title", "true", "--about", node, "--owner", ana),
        ("finding", "--title", "1:30", "--kind", "observation", "--item", "example",
         "--text", "Look: [x]", "--by", ana),
        ("request", "--title", "@Ask", "--item", "example", "--by", ana, "--of", ana),
        ("metric", "m", "--title", "%", "--about", node, "--measured-in", "%",
         "--better", "target", "--target", "5",
         "--source", "The: system", "--owner", ana, "--value", "2026-03-31=5.5"),
        ("model", "--title", "Own: model"),
        ("cycle", "2028-empty"),
        ("grades", ana, "--cycle", "2028-empty", *unit),
        ("cycle", "2027-next", "--from", cycle),
    ):  # fmt: skip
        assert run(["new", *command, "--no-input"]) == 0, command
    cell = [part for part in (node, attribute) if part]
    judged = ("--rationale", "Why: because #1", "--evidence", "example", "--metric", "m", "--as", ana)
    scale = assessment.model.scale(node, attribute)
    grade = next(iter(scale.values), str(scale.low))
    assert run(["grade", *cell, "--cycle", cycle, "--grade", grade, *judged, *unit]) == 0


def evidence_of(folder: Path) -> Path:
    return folder if folder.name == FLAT else folder / "evidence"


@pytest.mark.parametrize("name", [*built_in_ids(), FLAT])
def test_it_has_no_error_and_the_layout_that_fmt_makes(
    home: Path, name: str, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.chdir(home / name)
    monkeypatch.setenv("SOURCE_DATE_EPOCH", "1790000000")
    assert run(["fmt", "--check", "--diff"]) == 0, capsys.readouterr().out
    assert run(["hash", "--check"]) == 0
    capsys.readouterr()
    assert run(["validate"]) == 0
    assert "schema" not in capsys.readouterr().out


@needs_server
def test_a_language_server_has_nothing_to_say_of_it(home: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    schemas: dict[str, str] = {}
    for folder in folders(home):
        monkeypatch.chdir(folder)
        assert run(["schema", "--write"]) == 0
        settings = json.loads((folder / ".vscode/settings.json").read_text("utf-8"))["yaml.schemas"]
        schemas |= {
            f"./{folder.name}/{schema}": f"{folder.name}/{files}" for schema, files in settings.items()
        }
    texts = {
        path: path.read_text("utf-8")
        for folder in folders(home)
        for path in evidence_of(folder).rglob("*.yaml")
    }
    wrong = home / FLAT / "metrics/wrong.yaml"
    with language_server(home, schemas) as server:
        found = server.diagnostics({**texts, wrong: "about: [{node: nowhere}]\n"})
    assert found.pop(wrong)
    assert {str(path): said for path, said in found.items() if said} == {}
