"""The files that a new repository begins with: places are filled as each kind of file needs it."""

from __future__ import annotations

import re

import pytest

from assay import resources, starter, yamlfile

HOSTILE = 'A "B" \\ [c](http://d) <e> # `f` ${{ g }} *h*: i\n- j: [[ model ]]'
VALUES = dict.fromkeys(starter.WORDS, "word") | dict.fromkeys(starter.TEXTS, HOSTILE)
VALUES |= {"languages": "en no", "action_python": "3.10"}

TEMPLATES = [
    pytest.param(path, text, id=f"{forge} {path}")
    for forge in starter.FORGES
    for path, text in sorted(starter.templates(forge))
]


def test_a_value_becomes_a_scalar_in_yaml() -> None:
    text = starter.fill("a: [[ title ]]\nb: [[ action_python ]]\nc: [[ languages ]]\n", "x/y.yml", VALUES)
    assert yamlfile.read(text.encode()).data == {"a": HOSTILE, "b": "3.10", "c": ["en", "no"]}


def test_a_value_stays_inside_its_string_in_json() -> None:
    text = starter.fill('["[[ title ]]"]', ".vscode/x.json", {**VALUES, "title": 'A "quote"\n'})
    assert text == '["A \\"quote\\"\\n"]'


def test_a_value_is_no_markup_in_markdown() -> None:
    text = starter.fill("# [[ title ]]\n", "README.md", {**VALUES, "title": "<b> [x](y)\n`z` [[ model ]]"})
    assert text == "# \\<b\\> \\[x\\](y) \\`z\\` \\[\\[ model \\]\\]\n"


def test_a_value_stays_on_its_line_elsewhere() -> None:
    assert starter.fill("# [[ title ]]\n", "CODEOWNERS", {**VALUES, "title": "a\n* @b"}) == "# a * @b\n"


def test_other_brackets_stay() -> None:
    text = "if [[ -n $x ]]; then [[ y ]] [[model]] ${{ model }}\n"
    assert starter.fill(text, "x.sh", VALUES) == text


@pytest.mark.parametrize(("path", "text"), TEMPLATES)
def test_each_place_in_the_files_has_a_name_that_is_known(path: str, text: str) -> None:
    assert set(starter.PLACE.findall(text)) <= starter.NAMES


@pytest.mark.parametrize(("path", "text"), TEMPLATES)
def test_what_people_typed_stands_for_whole_values_and_in_no_workflow(path: str, text: str) -> None:
    for line in text.splitlines():
        for name in starter.TEXTS & set(starter.PLACE.findall(line)):
            assert not path.startswith(".git"), path
            if path.endswith((".yml", ".yaml")):
                assert re.fullmatch(rf"\s*(- )?[a-z_]+: \[\[ {name} \]\]", line)


@pytest.mark.parametrize("forge", starter.FORGES)
def test_each_yaml_file_is_read_in_spite_of_any_value(forge: str) -> None:
    for path, text in starter.files(forge, VALUES).items():
        assert text.endswith("\n")
        assert "\r" not in text
        if path.endswith((".yaml", ".yml")):
            assert yamlfile.read(text.encode()).faults == (), path


def test_the_starter_files_are_data_only() -> None:
    assert not list(resources.STARTER.rglob("*.py"))
    assert not [path for path in resources.STARTER.rglob("*") if path.is_symlink()]
