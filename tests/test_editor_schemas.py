"""Schemas for editors: the names of one repository, as JSON Schema and in a real language server."""

from __future__ import annotations

import json
import os
import shutil
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any

import jsonschema
import pytest

from assay import resources, yamlfile
from assay.cli import run
from assay.editor_schemas import FILES, Known, editor_schema, known_of
from assay.editor_settings import vscode_settings
from assay.folder import scan
from assay.repository.outline import Outline, kind_of
from assay.repository.placing import KINDS
from cases import write_repository
from language_server import Server, language_server, needs_server
from methods import ASSESSMENT, MODELS

ROOT = Path(__file__).parents[1]
EXAMPLES = ["evidence", *sorted(f"examples/{path.name}" for path in ROOT.glob("examples/*"))]


def known(folder: Path) -> Known:
    return known_of(Outline(scan(folder)))


def files_of(folder: Path) -> Iterator[tuple[Path, str]]:
    for file in scan(folder).files:
        if place := kind_of(file):
            yield folder / file, place.kind


def refused(schema: Mapping[str, Any], text: str) -> list[tuple[str | int, ...]]:
    """The places that a schema refuses, apart from what is missing."""
    validator = jsonschema.Draft202012Validator(dict(schema))
    data = yamlfile.read(text.encode()).data
    leaves = []
    waiting = list(validator.iter_errors(data))
    while waiting:
        error = waiting.pop()
        waiting += error.context or ()
        if not error.context and error.validator != "required":
            leaves.append(tuple(error.absolute_path))
    return sorted(set(leaves), key=str)


# As JSON Schema


@pytest.mark.parametrize("folder", EXAMPLES)
def test_they_are_schemas_and_fit_what_is_there(folder: str) -> None:
    there = known(ROOT / folder)
    schemas = {kind: editor_schema(kind, there) for kind in FILES}
    for schema in schemas.values():
        jsonschema.Draft202012Validator.check_schema(schema)
        assert "$id" not in schema
    for path, kind in files_of(ROOT / folder):
        document = yamlfile.read(path.read_bytes())
        validator = jsonschema.Draft202012Validator(schemas[kind])
        assert [error.message for error in validator.iter_errors(document.data)] == [], path


@pytest.mark.parametrize("method", sorted(path.stem for path in MODELS.glob("*.yaml")))
def test_they_are_schemas_for_models_of_any_kind(tmp_path: Path, method: str) -> None:
    (tmp_path / "models").mkdir()
    shutil.copy(MODELS / f"{method}.yaml", tmp_path / "models")
    (tmp_path / "assessment.yaml").write_text(ASSESSMENT.format(model=method))
    there = known(tmp_path)
    assert there.model is not None
    for kind in FILES:
        jsonschema.Draft202012Validator.check_schema(editor_schema(kind, there))
    node, attribute = there.model.cells[0]
    scale = there.model.scale(node, attribute)
    cell = f"{{grade: {float(scale.high):g}, rationale: Why.}}"
    written = f"{attribute}: {cell}" if attribute else cell.strip("{}")
    assert refused(editor_schema("grades", there), f"grades: {{{node}: {{{written}}}}}") == []
    off = written.replace(f"{float(scale.high):g}", "4711")
    at = ("grades", node, attribute, "grade") if attribute else ("grades", node, "grade")
    assert refused(editor_schema("grades", there), f"grades: {{{node}: {{{off}}}}}") == [at]


REFUSED = {
    "node": ("item", "about: [{node: leadreship}]", ("about", 0, "node")),
    "attribute": ("item", "about: [{node: leadership, attribute: aproach}]", ("about", 0, "attribute")),
    "attribute-of-another-node": (
        "item",
        "about: [{node: leadership-vision, attribute: trend}]",
        ("about", 0, "attribute"),
    ),
    "attribute-of-an-unknown-node": ("item", "about: [{node: x, attribute: y}]", ("about", 0, "attribute")),
    "area-of-another-node": (
        "item",
        "about: [{node: leadership-vision, areas: [hiring]}]",
        ("about", 0, "areas", 0),
    ),
    "person": ("item", "collected: {by: ana}", ("collected", "by")),
    "attachment": ("item", "sources: [{file: attachments/none.txt}]", ("sources", 0, "file")),
    "item": ("request", "fulfilled_by: minutes", ("fulfilled_by",)),
    "graded-node": ("grades", "grades: {leadreship: {}}", ("grades",)),
    "graded-attribute": (
        "grades",
        "grades: {leadership-vision: {trend: {}}}",
        ("grades", "leadership-vision"),
    ),
    "grade": (
        "grades",
        "grades: {leadership-vision: {approach: {grade: L5}}}",
        ("grades", "leadership-vision", "approach", "grade"),
    ),
    "carries": (
        "grades",
        "grades: {leadership-vision: {approach: {evidence: [{item: service-desk-charter, carries: 9}]}}}",
        ("grades", "leadership-vision", "approach", "evidence", 0, "carries"),
    ),
    "cited-item": (
        "grades",
        "grades: {leadership-vision: {approach: {against: [{item: charter, answer: No.}]}}}",
        ("grades", "leadership-vision", "approach", "against", 0, "item"),
    ),
    "cited-metric": (
        "grades",
        "grades: {leadership-vision: {approach: {metrics: [none]}}}",
        ("grades", "leadership-vision", "approach", "metrics", 0),
    ),
    "measured-node": ("metric", "about: [{node: leadreship}]", ("about", 0, "node")),
    "measured-attribute": (
        "metric",
        "about: [{node: leadership-vision, attribute: trend}]",
        ("about", 0, "attribute"),
    ),
    "metric-owner": ("metric", "owner: ana", ("owner",)),
    "measured-in-item": ("metric", "values: [{on: 2026-01-01, value: 1, item: none}]", ("values", 0, "item")),
    "settled-attribute": ("consensus", "cells: {aproach: {}}", ("cells",)),
    "target": ("cycle", "targets: {overall: {level: 5}}", ("targets", "overall", "level")),
    "target-of-no-node": ("cycle", "targets: {leadreship: 2}", ("targets",)),
    "cycle": ("cycle", "compare_with: 2024", ("compare_with",)),
    "rigour": ("cycle", "rigour: strict", ("rigour",)),
    "finding": ("action", "about: [{finding: none}]", ("about", 0, "finding")),
    "accepted-node": ("decision", "accepts: [{node: leadreship}]", ("accepts", 0, "node")),
    "rule": ("waiver", "rule: schema", ("rule",)),
    "model": ("assessment", "model: see-cmmm", ("model",)),
    "role": ("assessment", "policy: {waiver_approvers: [boss]}", ("policy", "waiver_approvers", 0)),
}


@pytest.fixture(scope="module")
def example() -> Known:
    return known(ROOT / "evidence")


@pytest.mark.parametrize("name", REFUSED)
def test_a_name_that_is_none_is_refused_at_its_place(example: Known, name: str) -> None:
    kind, text, at = REFUSED[name]
    found = refused(editor_schema(kind, example), text)
    assert at in found, found


def test_names_are_described(example: Known) -> None:
    schema = editor_schema("grades", example)
    items = schema["$defs"]["known-item"]
    described = dict(zip(items["enum"], items["enumDescriptions"], strict=True))
    assert described["service-desk-charter"].startswith("Charter of the service desk")
    vision = schema["properties"]["grades"]["properties"]["leadership-vision"]
    assert vision["title"] == "Mission, vision and values"
    grade = schema["$defs"]["cell-approach"]["allOf"][1]["properties"]["grade"]
    assert grade["enum"][:5] == [0, 1, 2, 3, 4]
    assert "informal plan" in dict(zip(grade["enum"], grade["enumDescriptions"], strict=True))["L1"]


def test_every_field_that_holds_an_id_says_what_it_names() -> None:
    """A new field with the pattern of ids gets the names that there are once its schema has `x-names`."""
    # These give names themselves.
    ids = {"units/id", "people/id", "roles", "former_ids"}

    def fields(part: Any, name: str) -> Iterator[str]:
        if isinstance(part, list):
            for one in part:
                yield from fields(one, name)
        elif isinstance(part, dict):
            if str(part.get("pattern", "")).startswith("^[a-z0-9][a-z0-9-]") and "x-names" not in part:
                yield name
            for key, value in part.items():
                inner = name if key in ("items", "properties", "$defs", "then", "else") else f"{name}/{key}"
                yield from fields(value, inner)

    for kind in FILES.keys() - {"model"}:  # the ids of a model are its own
        schema = json.loads((resources.SCHEMAS / f"{kind}.schema.json").read_text("utf-8"))
        for field in fields(schema, kind):
            assert any(field.endswith(known) for known in ids), field


def test_every_kind_of_file_has_one() -> None:
    assert FILES.keys() == {"assessment", *KINDS}


# Of a repository with errors


def test_without_assessment_yaml_the_files_still_give_names(tmp_path: Path) -> None:
    there = known(write_repository(tmp_path / "evidence", {"assessment.yaml": "title: [x\n"}))
    assert there.model is None
    assert there.names["item"].keys() >= {"minutes"}
    assert there.names["person"] == {}
    schema = editor_schema("item", there)
    assert refused(schema, "about: [{node: anything}]") == []  # nobody knows the model
    assert refused(schema, "superseded: {by_item: none}") == [("superseded", "by_item")]
    assert refused(schema, "titel: x") == [()]


def test_a_slip_in_assessment_yaml_costs_no_names(tmp_path: Path) -> None:
    folder = write_repository(tmp_path / "evidence")
    text = (folder / "assessment.yaml").read_text()
    before = known(folder)
    (folder / "assessment.yaml").write_text(f"{text}polcy: {{}}\nlanguages: 3\nunits: {{x: 1}}\n")
    after = known(folder)
    assert after.model == before.model
    assert after.names == before.names


def test_a_broken_item_is_still_known_by_its_name(tmp_path: Path) -> None:
    files = {
        "items/broken.yaml": "title: [x\n",
        "items/strange.yaml": "title: {en: 3}\ncollected: [x]\ntype: 7\n",
    }
    there = known(write_repository(tmp_path / "evidence", files))
    assert there.names["item"]["broken"] == ""
    assert there.names["item"]["strange"] == ""


def test_names_that_cannot_be_written_are_left_out(tmp_path: Path) -> None:
    folder = write_repository(tmp_path / "evidence")
    (folder / os.fsdecode(b"attachments/\xe9.txt")).write_text("x")
    (folder / "items/Not An Id`.yaml").write_text("title: X\n")
    there = known(folder)
    assert "Not An Id`" not in there.names["item"]
    json.dumps(editor_schema("item", there), ensure_ascii=False).encode("utf-8")


@pytest.mark.parametrize("model", ["title: x\n", "[1, 2]", "format: 1\nextends: none\n", "\tx"])
def test_a_broken_model_is_none(tmp_path: Path, model: str) -> None:
    folder = write_repository(tmp_path / "evidence", {"models/mini.yaml": model})
    there = known(folder)
    assert there.model is None
    for kind in FILES:
        jsonschema.Draft202012Validator.check_schema(editor_schema(kind, there))


# In a real language server

# Those that share a server run in one worker.
shares_server = pytest.mark.xdist_group("language-server")


@pytest.fixture(scope="module")
def opened(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder as an editor opens it: the examples, and the schemas of each."""
    home = tmp_path_factory.mktemp("opened")
    for folder in EXAMPLES:
        shutil.copytree(ROOT / folder, home / folder)
        there = known(home / folder)
        (home / ".assay" / folder).mkdir(parents=True)
        for kind in FILES:
            path = home / ".assay" / folder / f"{kind}.schema.json"
            path.write_text(json.dumps(editor_schema(kind, there)))
    return home


@pytest.fixture(scope="module")
def server(opened: Path) -> Iterator[Server]:
    mapping: dict[str, Any] = {}
    for folder in EXAMPLES:
        mapping |= vscode_settings(f".assay/{folder}", folder)["yaml.schemas"]
    with language_server(opened, mapping) as running:
        yield running


@shares_server
@needs_server
@pytest.mark.parametrize("folder", EXAMPLES)
def test_a_clean_repository_has_nothing_underlined(server: Server, opened: Path, folder: str) -> None:
    texts = {path: path.read_text("utf-8") for path, _ in files_of(opened / folder)}
    found = server.diagnostics(texts)
    assert {path.name: said for path, said in found.items() if said} == {}


GRADES = """\
graded_on: 2026-05-04
grades:
  leadership-vision:
    approach:
      grade:·
      rationale: Why.
      evidence:
        -·
    deployment: {grade: L9, rationale: Why., evidence: [service-desk-charter, floor-walk]}
    feedbak: {grade: 1, rationale: Why.}
  leadreship: {}
··
""".replace("·", " ")  # a blank that somebody has typed at the end of a line
ABOUT = """\
title: X
type: document
summary: X
about:
  - node:·
  - node: customer-satisfaction
    attribute:·
  - {node: leadership-vision, attribute: trend}
collected: {on: 2026-03-11, by: ana}
""".replace("·", " ")


@pytest.fixture(scope="module")
def drafts(server: Server, opened: Path) -> dict[str, tuple[Path, list[dict[str, Any]]]]:
    """Two files that somebody is writing, with what is said about them."""
    grades = opened / "evidence/cycles/2026-follow-up/grades/finn-fixture.yaml"
    about = opened / "evidence/items/leadership/draft.yaml"
    said = server.diagnostics({grades: GRADES, about: ABOUT})
    return {"grades": (grades, said[grades]), "item": (about, said[about])}


Drafts = dict[str, tuple[Path, list[dict[str, Any]]]]


@shares_server
@needs_server
def test_what_may_stand_at_a_place_completes(server: Server, drafts: Drafts) -> None:
    grades, _ = drafts["grades"]
    about, _ = drafts["item"]
    nodes = server.completions(grades, 11, 2)
    assert {"leadership-example", "customer-satisfaction"} <= nodes.keys()
    assert nodes["leadership-example"]["documentation"].startswith("Leaders ")
    marks = server.completions(grades, 4, 13)
    assert marks.keys() == {"0", "1", "2", "3", "4", "none", "L1", "L2", "L3", "L4"}
    assert "There is an informal plan" in marks["L1"]["documentation"]
    items = server.completions(grades, 7, 10)
    assert items["service-desk-charter"]["documentation"].startswith("Charter of the service desk")
    assert "leadership-vision" in server.completions(about, 4, 10)
    own = {"trend", "target", "comparison", "cause", "scope"}
    assert server.completions(about, 6, 15).keys() == own
    assert "graded_on" not in nodes
    people = server.completions(about, 8, 33)
    assert people["ana-example"]["documentation"] == "Ana Example (assessor)"


@shares_server
@needs_server
def test_what_cannot_stand_there_is_underlined(drafts: Drafts) -> None:
    def said(name: str) -> set[tuple[int, int, str]]:
        starts = ((one["range"]["start"], one["message"]) for one in drafts[name][1])
        return {(start["line"] + 1, start["character"] + 1, message) for start, message in starts}

    assert said("grades") >= {
        (9, 25, "This is not on the scale 'marks'."),
        (9, 79, "There is no such evidence item in items/."),
        (10, 5, "Property feedbak is not allowed."),
        (11, 3, "Property leadreship is not allowed."),
    }
    assert said("item") >= {
        (8, 42, "This criterion is graded on: approach, deployment, feedback."),
        (9, 33, "There is no such person in assessment.yaml."),
    }


@shares_server
@needs_server
def test_what_stands_there_is_explained(server: Server, drafts: Drafts) -> None:
    grades, _ = drafts["grades"]
    assert server.hover(grades, 2, 5).startswith("#### Mission, vision and values\n\nLeaders work out")
    assert "Has an approach been planned" in server.hover(grades, 3, 6)
    lines = server.hover(grades, 8, 60).splitlines()
    first = lines[lines.index("Allowed Values:") + 2]
    assert first.startswith("* `service-desk-charter`: Charter of the service desk")


@needs_server
def test_a_first_line_names_the_schema_for_other_editors(tmp_path: Path) -> None:
    folder = write_repository(tmp_path / "evidence")
    assert run(["-e", str(folder), "schema", "--write", "--modelines"]) == 0
    path = folder / "items/minutes.yaml"
    text = path.read_text().replace("node: leadership", "node: leadreship")
    assert text.startswith("# yaml-language-server: $schema=../../.assay/schemas/item.schema.json\n")
    with language_server(tmp_path, {}) as running:
        messages = [one["message"] for one in running.diagnostics({path: text})[path]]
    assert "The model has no such criterion." in messages
