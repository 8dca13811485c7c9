"""The page on writing a model does what it says: its files work, figures are right, mistakes are found."""

from __future__ import annotations

import re
from collections.abc import Mapping
from fractions import Fraction
from pathlib import Path
from typing import Any

import pytest

from assay import model_check, yamlfile
from assay.levels import Result, compute
from assay.library import Shelf
from assay.lint import lint
from assay.problems import Severity, as_text
from assay.repository import load
from assay.rules import find_problems
from methods import AS_OF, MODELS

PAGE = (Path(__file__).resolve().parents[1] / "docs" / "models.md").read_text("utf-8")
FILES = {
    name: f"# {name}\n{text}"
    for name, text in re.findall(r"^```yaml\n# (evidence/\S+)\n(.*?)^```", PAGE, re.MULTILINE | re.DOTALL)
}
MODEL, TAILORED = "evidence/models/team-docs.yaml", "evidence/models/team-docs-small.yaml"
ASSESSMENT, GRADES = "evidence/assessment.yaml", "evidence/cycles/2026/grades/ana.yaml"


def written(folder: Path, files: Mapping[str, str]) -> tuple[Result, str]:
    """The result of files of the page, and what is said about them."""
    for name, text in files.items():
        path = folder / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text, "utf-8")
    loaded = load(folder / "evidence", use_cache=False)
    problems = find_problems(loaded, AS_OF)
    assert loaded.assessment, as_text(problems)
    result = compute(loaded.assessment, loaded.assessment.cycles["2026"], AS_OF)
    return result, as_text([one for one in problems if one.severity is Severity.ERROR])


def test_the_page_has_the_files_of_the_walk_through() -> None:
    assert set(FILES) == {MODEL, TAILORED, ASSESSMENT, GRADES, "evidence/cycles/2026/cycle.yaml"}


def test_the_walk_through_gives_level_2_and_a_score_of_63(tmp_path: Path) -> None:
    assert "The whole is at level 2 with a score of 63: accuracy holds it down." in PAGE
    result, errors = written(tmp_path, {name: text for name, text in FILES.items() if name != TAILORED})
    assert errors == ""
    assert result.overall.level == 2
    assert result.overall.score == Fraction(125, 2)  # (3 + 2 x 2 + 3) / 4 of 4; 62.5 is shown as 63
    assert result.overall.limited_by == (("accuracy", ""),)
    assert model_check.warnings(yamlfile.read(FILES[MODEL].encode()).data) == []


def test_the_tailored_model_is_the_other_one_with_its_changes(tmp_path: Path) -> None:
    owner = "  owner: {grade: 3, rationale: One person looks after it.}\n"
    grades = re.sub(r"^  findability:.*\n", owner, FILES[GRADES], flags=re.MULTILINE)
    assessment = FILES[ASSESSMENT].replace("model: team-docs", "model: team-docs-small")
    result, errors = written(tmp_path, {**FILES, GRADES: grades, ASSESSMENT: assessment})
    assert errors == ""
    assert list(result.model.nodes) == ["coverage", "accuracy", "owner"]
    assert result.overall.level == 2
    assert result.overall.score == Fraction(20, 3)  # (3 + 2 + 3) / 3 of 4, out of 10
    assert result.model.extends == "team-docs"
    assert [change.why for change in result.model.changes] == re.findall(r"why: (.*?)}", FILES[TAILORED])


VALUES = "values: {nothing: 0, S1: 1, S2: 2, S3: 3, S4: 4}"
RULE = "level: {combine: min, base: 1}"
SCORE = "score: {combine: mean, out_of: 100}"
TITLE = "    title: It is found\n"

# What stands there, what is written in its place, what is said.
SEEDED = (
    ("weight: 2", "weight: 0", "0"),
    ("id: findability", "id: accuracy", "the id 'accuracy' is taken"),
    ("{number: 3, id: kept", "{number: 5, id: kept", "level 5 stands where level 3 belongs"),
    (VALUES, "values: {nothing: 0, S1: 1, S2: 1}", "have one number"),
    ("{grade: 4, text: Gaps", "{grade: 7, text: Gaps", "7 is not on the scale 'steps'"),
    ("{grade: 3, text: Search", "{grade: 2, text: Search", "the grade 2 has a line already"),
    (RULE, "level: {combine: minimum, base: 1}", "minimum"),
    (RULE, "level: {combine: min, base: 6}", "there is no level 6"),
    (RULE, "level: {combine: min, share: 0.5}", "has no use for share"),
    (RULE, "level: {combine: min, needs: [2]}", "needs has 1 entries for 3"),
    (RULE, "level: {combine: staged, own: S2}", "nothing in the model has a stage"),
    (SCORE, "nodes: {covrage: {unrated: zero}}", "did you mean 'coverage'?"),
    # These work, but are hardly meant:
    (RULE, "level: {combine: min, base: 1, needs: [2, 3, 5]}", "reach level 4"),
    (TITLE, "    title: {en: It is found, hu: Megtalálható}\n    also: {en: Found}\n", "missing in hu"),
    (TITLE, TITLE + "    stage: 2\n", "no rule uses this stage"),
    ("      - {grade: 3, text: Search finds it.}\n", "", "has no line for 3"),
)


@pytest.mark.parametrize(("right", "wrong", "said"), SEEDED, ids=[seed[2] for seed in SEEDED])
def test_a_mistake_in_the_model_is_found(right: str, wrong: str, said: str) -> None:
    assert right in FILES[MODEL]
    raw = FILES[MODEL].replace(right, wrong, 1).encode()
    found = lint("team-docs", "team-docs.yaml", raw, Shelf())
    assert any(said in problem.message for problem in found), [one.message for one in found]


# The methods at the end of the page are those of `models/`, which `test_published.py` tries.

BLOCK = re.search(r"^```text\n(# OWASP.*?)^```", PAGE, re.MULTILINE | re.DOTALL)
METHODS = ("samm", "iso33020", "iso33020-practices", "c2m2", "cmmi", "efqm-2010")


@pytest.mark.parametrize(("place", "name"), list(enumerate(METHODS)), ids=METHODS)
def test_a_method_of_the_page_is_what_its_test_tries(place: int, name: str) -> None:
    assert BLOCK is not None
    chunks = BLOCK[1].split("\n\n")
    assert len(chunks) == len(METHODS)
    shown: Any = yamlfile.read(chunks[place].encode()).data
    tried: Any = yamlfile.read((MODELS / f"{name}.yaml").read_bytes()).data
    assert_part(shown["scoring"], tried["scoring"])
    for scale in shown.get("scales", ()):
        assert_part(scale, next(one for one in tried["scales"] if one["id"] == scale["id"]))


def assert_part(part: Any, whole: Any) -> None:
    """Everything in `part` stands in `whole` as well."""
    if isinstance(part, dict):
        assert part.keys() <= whole.keys()
        for key, value in part.items():
            assert_part(value, whole[key])
    else:
        assert part == whole
