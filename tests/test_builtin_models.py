"""Every model in `models/` is whole, in each of its languages; every example in `examples/` works as it is.

A new model or example is a new file or folder: nothing has to be named here.
"""

from __future__ import annotations

import datetime as dt
import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from assay import model_check, resources, schema_check, yamlfile
from assay.cards import Cards, report_cards
from assay.model import Model, Rubric, Scale, build_model
from assay.problems import Severity
from assay.report import levels_json
from assay.repository import load
from assay.rules import find_problems

ROOT = Path(__file__).resolve().parents[1]
AS_OF = dt.date(2026, 11, 20)
MODELS = sorted((ROOT / "models").glob("*.yaml"))
EXAMPLES = sorted(path.parent for path in (ROOT / "examples").glob("*/assessment.yaml"))

# What is wrong on purpose, to show what the tool says to it. Nothing else may be.
DELIBERATE = {
    "service-lifecycle": ["node-ungraded"],
    "service-maturity": ["evidence-ended", "unsupported-grade"],
}


def data_of(path: Path) -> dict[str, Any]:
    document = yamlfile.read(path.read_bytes())
    assert document.faults == ()
    data: dict[str, Any] = document.data
    return data


def name_of(path: Path) -> str:
    return path.stem


def is_text(schema: Any) -> bool:
    """Whether a part of the schema of models is a text, or a list or map of texts."""
    if not isinstance(schema, dict):
        return False
    if schema.get("$ref") in ("#/$defs/phrase", "#/$defs/words"):
        return True
    return is_text(schema.get("items")) or is_text(schema.get("additionalProperties"))


def keys_of_texts(schema: Any) -> Iterator[str]:
    """The keys under which models have texts, by their schema."""
    if isinstance(schema, dict):
        yield from (key for key, entry in schema.get("properties", {}).items() if is_text(entry))
    for entry in schema.values() if isinstance(schema, dict) else schema if isinstance(schema, list) else ():
        yield from keys_of_texts(entry)


TEXT_KEYS = {
    *keys_of_texts(json.loads((resources.SCHEMAS / "model.schema.json").read_text("utf-8"))),
    "marks",  # a list of texts, or of texts that say where they come from: the schema has two forms of it
}


def texts_of(value: Any, place: str = "") -> Iterator[tuple[str, Any]]:
    """Every text of a model, plain or in several languages, with its place."""
    if isinstance(value, list):
        for index, entry in enumerate(value):
            yield from texts_of(entry, f"{place}[{index}]")
    elif isinstance(value, dict):
        for key, entry in value.items():
            here = f"{place}.{key}"
            if key in TEXT_KEYS:
                # `titles` of a scale holds a text for each label, `marks` and `choices` one for each entry.
                several = entry.values() if key == "titles" else entry if isinstance(entry, list) else [entry]
                for one in several:
                    yield here, one["text"] if isinstance(one, dict) and "text" in one else one
            elif not key.startswith("x-"):
                yield from texts_of(entry, here)


def languages_of(data: dict[str, Any]) -> list[str]:
    """The languages that a model's texts are given in; English for one of plain texts only."""
    found = {language for _, text in texts_of(data) if isinstance(text, dict) for language in text}
    return sorted(found) or ["en"]


IN_EACH_LANGUAGE = [
    pytest.param(path, language, id=f"{path.stem}-{language}")
    for path in MODELS
    for language in languages_of(data_of(path))
]


@pytest.mark.parametrize("path", MODELS, ids=name_of)
def test_a_model_is_without_faults_and_warnings(path: Path) -> None:
    data = data_of(path)
    assert schema_check.check("model", data) == []
    assert [*model_check.faults(data), *model_check.warnings(data)] == []


@pytest.mark.parametrize("path", MODELS, ids=name_of)
def test_every_text_of_a_model_is_there_in_all_its_languages(path: Path) -> None:
    data = data_of(path)
    languages = languages_of(data)
    texts = list(texts_of(data))
    assert len(texts) > 100
    if languages != ["en"]:
        lacking = [place for place, text in texts if not isinstance(text, dict) or sorted(text) != languages]
        assert lacking == []


@pytest.mark.parametrize("path", MODELS, ids=name_of)
def test_no_text_of_a_model_stands_untranslated(path: Path) -> None:
    """A sentence that is the same in two languages was copied and not translated; names may be the same."""
    for place, text in texts_of(data_of(path)):
        sentences = [one for one in text.values() if one.count(" ") > 3] if isinstance(text, dict) else []
        assert len(set(sentences)) == len(sentences), place


def built(path: Path, language: str) -> Model:
    return build_model(path.stem, data_of(path), "", language)


@pytest.mark.parametrize(("path", "language"), IN_EACH_LANGUAGE)
def test_a_model_says_where_it_comes_from_and_what_it_decided_itself(path: Path, language: str) -> None:
    model = built(path, language)
    assert model.title
    assert model.source["title"]
    assert model.source["note"]
    assert model.choices
    assert all(model.choices)


@pytest.mark.parametrize(("path", "language"), IN_EACH_LANGUAGE)
def test_every_level_says_what_it_is_and_all_but_the_last_what_comes_next(path: Path, language: str) -> None:
    levels = built(path, language).levels
    for level in levels:
        assert level.title
        assert level.description
        assert level.marks
    assert [bool(level.next) for level in levels] == [True] * (len(levels) - 1) + [False]


def grades_with_a_line(scale: Scale) -> list[Any]:
    """What a rubric has to explain: every label but that for nothing at all. Numbers need no line each."""
    return [] if scale.numbers else [grade for grade in scale.grades if grade > 0]


def is_explained(rubric: Rubric, scale: Scale) -> bool:
    written = {grade for grade, text in rubric.lines.items() if text}
    return bool(written) and written >= set(grades_with_a_line(scale))


@pytest.mark.parametrize(("path", "language"), IN_EACH_LANGUAGE)
def test_every_cell_has_a_question_and_a_line_for_each_grade(path: Path, language: str) -> None:
    model = built(path, language)
    for name, attribute in model.cells:
        node = model.nodes[name]
        asked = model.attributes[attribute] if attribute else node
        assert node.title
        assert node.definition or node.question
        assert asked.question, (name, attribute)
        assert is_explained(asked.rubric, model.scale(name, attribute)), (name, attribute)


@pytest.mark.parametrize(("path", "language"), IN_EACH_LANGUAGE)
def test_every_leaf_says_where_to_look_for_evidence(path: Path, language: str) -> None:
    model = built(path, language)
    for name, _ in model.cells:
        areas = model.nodes[name].areas
        assert areas, name
        assert all(area.title and area.look_for for area in areas)


@pytest.mark.parametrize(("path", "language"), IN_EACH_LANGUAGE)
def test_every_question_where_trouble_is_feared_says_what_helps(path: Path, language: str) -> None:
    for check in built(path, language).checks:
        assert check.title
        for question in check.questions:
            assert question.question
            assert question.helps or check.wanted == "yes", question.id


def cards(folder: Path, language: str | None = None) -> list[Cards]:
    """The report cards of all cycles of an example."""
    assessment = load(folder, use_cache=False, language=language).assessment
    assert assessment is not None
    return [report_cards(assessment, cycle, AS_OF) for cycle in assessment.cycles.values()]


@pytest.mark.parametrize("folder", EXAMPLES, ids=name_of)
def test_an_example_has_no_problems_but_those_on_purpose(folder: Path) -> None:
    problems = find_problems(load(folder, use_cache=False), AS_OF)
    assert [problem for problem in problems if problem.severity is Severity.ERROR] == []
    if folder.name in DELIBERATE:
        assert sorted({problem.rule for problem in problems}) == DELIBERATE[folder.name]


@pytest.mark.parametrize("folder", EXAMPLES, ids=name_of)
def test_an_example_says_that_it_is_fictional(folder: Path) -> None:
    data = data_of(folder / "assessment.yaml")
    assert data["fictional"] is True
    assert (ROOT / "models" / f"{data['model']}.yaml").is_file()


@pytest.mark.parametrize("folder", EXAMPLES, ids=name_of)
def test_every_text_of_an_example_is_there_in_all_its_languages(folder: Path) -> None:
    languages = sorted(data_of(folder / "assessment.yaml")["languages"])
    for path in sorted(folder.rglob("*.yaml")):
        for place, text in maps_of_texts(data_of(path), languages):
            assert sorted(text) == languages, f"{path.relative_to(folder)}{place}"


def maps_of_texts(value: Any, languages: list[str], place: str = "") -> Iterator[tuple[str, dict[str, Any]]]:
    """Every map that has one of the languages as a key."""
    if isinstance(value, list):
        value = dict(enumerate(value))
    if isinstance(value, dict) and set(value) & set(languages):
        yield place, value
    elif isinstance(value, dict):
        for key, entry in value.items():
            yield from maps_of_texts(entry, languages, f"{place}.{key}")


@pytest.mark.parametrize("folder", EXAMPLES, ids=name_of)
def test_the_levels_of_an_example_keep_the_contract_in_each_language(folder: Path) -> None:
    for language in data_of(folder / "assessment.yaml")["languages"]:
        for found in cards(folder, language):
            data = json.loads(levels_json(found, None))
            assert schema_check.check("levels", data) == []
            assert data["overall"]["level_range"] is not None


def level_and_score(folder: str, cycle: int) -> tuple[Any, Any]:
    overall = json.loads(levels_json(cards(ROOT / "examples" / folder)[cycle], None))["overall"]
    return overall["level"], overall["score_range"]


def test_four_of_five_components_carry_the_whole_while_the_fifth_is_one_level_behind() -> None:
    # The baseline of service-maturity: 2, 1, 2, 2, 2. Their mean is 9/5, out of 5.
    assert level_and_score("service-maturity", 0) == (2, [36, 36])


def test_two_of_five_components_behind_hold_the_whole_down() -> None:
    # The follow-up counts as 3, 2, 3, 2, 3: 3 of 5 are less than 80 %. Staff training is claimed at 3, but
    # its evidence ran out; with it, four of five would be there.
    assert level_and_score("service-maturity", 1) == (2, [52, 52])


def test_the_weakest_component_of_the_lifecycle_is_the_level_of_the_whole() -> None:
    # Levels 1, 1, 2, 2, 1. Scores 6/12, 8/15, 9/15, 13/15 and, with one cell open from 0 to 3, 4/15 to 7/15.
    assert level_and_score("service-lifecycle", 0) == (1, [55.333333, 59.333333])
