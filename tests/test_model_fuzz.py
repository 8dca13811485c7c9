"""Hundreds of models gone wrong: each is said to be wrong, or is one; none is a traceback or a hang."""

from __future__ import annotations

import copy
import json
import random
import re
import time
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from assay import yamlfile
from assay.commands.model_show import model_lines
from assay.library import ModelFile, Shelf, whole_of
from assay.lint import lint, read_model
from assay.problems import as_github, as_text

ROOT = Path(__file__).resolve().parents[1]
SEE_CMM = yamlfile.read((ROOT / "models" / "see-cmm.yaml").read_bytes()).data


def models_of(page: str) -> list[dict[str, Any]]:
    blocks = re.findall(
        r"```yaml\n(# evidence/models/.*?)```", (ROOT / "docs" / page).read_text("utf-8"), re.S
    )
    return [yamlfile.read(block.encode()).data for block in blocks]


WRITTEN = [*models_of("models.md"), *models_of("formats.md")]
SHELF = Shelf(
    {
        "team-docs": ModelFile("team-docs", "models/team-docs.yaml", WRITTEN[0], "0" * 64),
        "broken": ModelFile("broken", "models/broken.yaml", None, "0" * 64),
    }
)

ODD: list[Any] = [
    None, True, False, 0, 1, 2, 4, 99, -1, 0.5, 1e-9, 999_999_999_999_999,
    "", " ", "x", "overall", "NaN", "1", "S4", "zero", "exclude", "withhold", "forbid", "staged", "a" * 70,
    "\x07",
    [], {}, [[]], [1], ["a"], [None], [0, 0], [5, 1], [-10, 0], [["N", 15], ["F", 100]],
    {"en": "A"}, {"en": 1}, {"values": {"a": 0, "b": 1}}, {"combine": "score"}, {"combine": "none"},
    {"combine": "staged", "own": 1}, {"combine": "max", "base": 3}, {"combine": "sum", "out_of": 5},
    {"combine": "threshold", "behind": 3, "needs": [1, 2, 3]}, {"combine": "score", "needs": [1, 2, 3]},
    "coverage", "accuracy", "team-docs", "broken", "mine", "see-cmm",
]  # fmt: skip
KEYS = (
    "combine", "needs", "scale", "stage", "weight", "base", "extends", "changes", "kind", "share", "rows",
    "level", "unrated", "not_applicable", "attributes", "bands", "range", "step", "criteria", "x-own",
)  # fmt: skip


def places(value: Any, above: tuple[Any, ...] = ()) -> Iterator[tuple[Any, ...]]:
    entries = (
        value.items() if isinstance(value, dict) else enumerate(value) if isinstance(value, list) else ()
    )
    for key, held in entries:
        yield (*above, key)
        yield from places(held, (*above, key))


def at(data: Any, place: tuple[Any, ...]) -> Any:
    for key in place:
        data = data[key]
    return data


def mutated(rng: random.Random, data: Any) -> Any:
    """The data with up to three of its values deleted, swapped for others, doubled, or joined by odd keys."""
    data = copy.deepcopy(data)
    for _ in range(rng.choice((1, 1, 2, 3))):
        known = list(places(data))
        if not known:
            break
        *above, key = rng.choice(known)
        holder = at(data, tuple(above))
        match rng.randrange(5):
            case 0:
                del holder[key]
            case 1:
                holder[key] = copy.deepcopy(rng.choice(ODD))
            case 2:
                holder[key] = copy.deepcopy(at(data, rng.choice(known)))
            case 3 if isinstance(holder, list):
                holder.insert(0, copy.deepcopy(holder[key]))
            case _ if isinstance(holder, dict):
                holder[rng.choice(KEYS)] = copy.deepcopy(rng.choice(ODD))
    return data


def look_at(raw: bytes) -> bool:
    """Do with a model file all that the commands do; whether it is a model."""
    problems = lint("mine", "mine.yaml", raw, SHELF)
    lines = raw.count(b"\n") + 1
    assert all(1 <= problem.line <= lines and problem.column >= 1 for problem in problems)
    assert all(problem.message.strip() for problem in problems)
    as_text(problems)
    as_github(problems)
    file, _ = read_model("mine", "mine.yaml", raw)
    whole, faults = whole_of(file, SHELF)
    assert (whole is None) == any(problem.severity == "error" for problem in problems)
    if whole:
        assert faults == []
        assert list(model_lines(whole.model("hu"), "here"))
    return whole is not None


@pytest.mark.parametrize("part", range(5))
def test_mutated_models_are_models_or_have_problems(part: int) -> None:
    rng = random.Random(part)
    good = 0
    for _ in range(60):
        text = json.dumps(mutated(rng, rng.choice(WRITTEN)), ensure_ascii=False, indent=1)
        good += look_at(text.encode())
    assert good > 0, "not everything may be refused: what is accepted is to be tried as well"


def test_a_large_model_is_withstood_too() -> None:
    rng = random.Random(1)
    for _ in range(7):
        look_at(json.dumps(mutated(rng, SEE_CMM), ensure_ascii=False).encode())


@pytest.mark.parametrize("number", ["NaN", ".nan", ".inf", "-.inf", "1e309", "9" * 400, "0x10", "1:30"])
def test_numbers_that_are_none_are_named(number: str) -> None:
    text = json.dumps(WRITTEN[0], ensure_ascii=False).replace('"weight": 2', f'"weight": {number}')
    assert not look_at(text.encode())


def test_a_tree_too_deep_is_one_problem() -> None:
    node: dict[str, Any] = {"id": "leaf", "title": "Leaf"}
    for depth in range(200):
        node = {"id": f"n{depth}", "title": "Node", "criteria": [node]}
    [problem] = lint("mine", "mine.yaml", json.dumps({**WRITTEN[0], "criteria": [node]}).encode(), SHELF)
    assert problem.rule == "yaml-depth"


def test_changes_may_be_many_and_deep() -> None:
    started = time.monotonic()
    adds = [
        {
            "add": {"id": f"n{one}", "title": "Node"},
            "under": f"n{one - 1}" if one else "coverage",
            "why": "More.",
        }
        for one in range(150)
    ]
    small = {"format": 1, "version": "1", "title": "Small", "extends": "team-docs", "changes": adds}
    assert not look_at(json.dumps(small).encode())
    first = lint("mine", "mine.yaml", json.dumps(small).encode(), SHELF)[0]
    assert (first.message, first.hint) == (
        "'n10' lies too deep under 'n9'",
        "Criteria may lie 11 deep in each other.",
    )
    small["changes"] = [{**add, "under": "coverage"} for add in adds]
    assert look_at(json.dumps(small).encode())
    small["changes"] = adds * 4
    [problem] = lint("mine", "mine.yaml", json.dumps(small).encode(), SHELF)
    assert problem.message == "'changes' has 600 entries; the limit is 500"
    assert time.monotonic() - started < 20


def test_models_that_extend_each_other_in_a_long_row_are_refused() -> None:
    own = dict(SHELF.own)
    for one in range(30):
        base = f"m{one - 1}" if one else "team-docs"
        data = {
            "format": 1,
            "version": "1",
            "title": "Small",
            "extends": base,
            "changes": [{"change": "coverage", "to": {"weight": 2}, "why": "More."}],
        }
        own[f"m{one}"] = ModelFile(f"m{one}", f"models/m{one}.yaml", data, "0" * 64)
    assert whole_of(own["m7"], Shelf(own))[1] == []
    [fault] = whole_of(own["m8"], Shelf(own))[1]
    assert fault.message == "more than 8 models extend each other in a row"


def test_thousands_of_unknown_names_are_listed_in_part() -> None:
    groups = [{"id": "all", "title": "All", "nodes": [f"coverag{one}" for one in range(3000)]}]
    data = {**WRITTEN[0], "lenses": [{"id": "views", "title": "Views", "groups": groups}]}
    problems = lint("mine", "mine.yaml", json.dumps(data).encode(), SHELF)
    assert len(problems) == 201
    assert "no more than 200 are listed" in problems[-1].message
