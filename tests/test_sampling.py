"""Samples: the same for everybody, by a method that can be done by hand."""

from __future__ import annotations

import csv
import hashlib
import io
import json
import shutil
import subprocess
from collections import Counter
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from assay.cli import run
from assay.sampling import allot, draw, population_digest, ticket
from cases import Content, write_repository

NAMES = [f"item-{number}" for number in range(1, 13)]


def test_a_ticket_is_what_sha256sum_says() -> None:
    assert ticket("audit-2026", "item-1") == hashlib.sha256(b"audit-2026\nitem-1").hexdigest()


def test_the_sample_of_a_seed_never_changes() -> None:  # as drawn with sha256sum and sort
    found = draw(dict.fromkeys(NAMES, ""), 4, "audit-2026")
    assert [one.id for one in found.drawn] == ["item-9", "item-1", "item-4", "item-7"]
    assert found.digest == "15610bb3b7804424ff8fab391d133b082a6fdbb8c7ccddfcf95952ef2544e07e"


def test_the_method_can_be_done_with_the_tools_of_a_shell(tmp_path: Path) -> None:
    if not shutil.which("sha256sum"):
        pytest.skip("no sha256sum here")
    (tmp_path / "ids").write_text("".join(f"{name}\n" for name in NAMES))
    script = """
        while read -r id; do
            printf '%s %s\\n' "$(printf '%s\\n%s' 'a seed' "$id" | sha256sum | cut -c1-64)" "$id"
        done < ids | LC_ALL=C sort | head -5 | cut -d' ' -f2
        LC_ALL=C sort ids | sha256sum | cut -c1-64
    """
    said = subprocess.run(["sh", "-c", script], cwd=tmp_path, capture_output=True, text=True, check=True)
    *names, digest = said.stdout.split()
    found = draw(dict.fromkeys(NAMES, ""), 5, "a seed")
    assert [one.id for one in found.drawn] == names
    assert found.digest == digest


@given(st.sets(st.text("abc-", min_size=1), min_size=1, max_size=20), st.text(max_size=8), st.data())
def test_a_sample_does_not_depend_on_the_order_and_grows_with_its_size(
    names: set[str], seed: str, data: st.DataObject
) -> None:
    size = data.draw(st.integers(1, len(names)))
    drawn = [one.id for one in draw(dict.fromkeys(sorted(names), ""), size, seed).drawn]
    again = [one.id for one in draw(dict.fromkeys(sorted(names, reverse=True), ""), size, seed).drawn]
    assert drawn == again
    assert len(set(drawn)) == size
    more = draw(dict.fromkeys(names, ""), len(names), seed).drawn
    assert [one.id for one in more][:size] == drawn


def test_a_seed_that_is_not_utf8_is_taken_as_its_bytes() -> None:
    assert ticket("\udcff", "a") == hashlib.sha256(b"\xff\na").hexdigest()


@pytest.mark.parametrize(
    ("sizes", "places", "given"),
    [
        ({"a": 6, "b": 3, "c": 1}, 1, {"a": 1, "b": 0, "c": 0}),  # the largest first
        ({"a": 6, "b": 3, "c": 1}, 3, {"a": 1, "b": 1, "c": 1}),  # everybody once
        ({"a": 6, "b": 3, "c": 1}, 5, {"a": 3, "b": 1, "c": 1}),  # 6/1, then 6/2 = 3/1: the name decides
        ({"a": 6, "b": 3, "c": 1}, 10, {"a": 6, "b": 3, "c": 1}),  # all of them
        ({"b": 2, "a": 2}, 1, {"b": 0, "a": 1}),
        ({}, 0, {}),
    ],
)
def test_places_are_given_to_strata_one_by_one(
    sizes: dict[str, int], places: int, given: dict[str, int]
) -> None:
    assert allot(sizes, places) == given


@given(st.dictionaries(st.text("abc", min_size=1), st.integers(1, 9), min_size=1, max_size=5), st.data())
def test_no_stratum_gets_more_than_it_has(sizes: dict[str, int], data: st.DataObject) -> None:
    places = data.draw(st.integers(0, sum(sizes.values())))
    given = allot(sizes, places)
    assert sum(given.values()) == places
    assert all(given[name] <= size for name, size in sizes.items())


def test_strata_are_drawn_by_themselves() -> None:
    strata = {name: "odd" if int(name[5:]) % 2 else "even" for name in NAMES}
    found = draw(strata, 5, "audit-2026")
    assert Counter(one.stratum for one in found.drawn) == {"even": 3, "odd": 2}
    assert found.strata == {"even": (6, 3), "odd": (6, 2)}
    alone = draw({name: "odd" for name in NAMES if strata[name] == "odd"}, 2, "audit-2026")
    assert [one.id for one in found.drawn if one.stratum == "odd"] == [one.id for one in alone.drawn]


def test_what_is_asked_for_comes_on_top_once() -> None:
    plain = draw(dict.fromkeys(NAMES, ""), 2, "audit-2026")
    taken = plain.drawn[0].id
    other = next(name for name in NAMES if name not in {one.id for one in plain.drawn})
    found = draw(dict.fromkeys(NAMES, ""), 2, "audit-2026", [taken, other, other])
    assert [(one.id, one.included) for one in found.drawn] == [
        *((one.id, False) for one in plain.drawn),
        (other, True),
    ]


def test_the_digest_of_a_population_is_of_its_ids_in_the_order_of_bytes() -> None:
    assert population_digest(["b", "a-", "a"]) == hashlib.sha256(b"a\na-\nb\n").hexdigest()


# The command

AS_OF = ["--as-of", "2026-06-30"]
ITEM = """\
title: =1+1
type: survey
summary: A survey.
about: [{node: vision}]
collected: {on: 2026-07-01, by: ben}
sources: [{title: Report, held_by: The desk}]
"""


@pytest.fixture
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.chdir(tmp_path)
    return write_repository(tmp_path / "evidence", {"items/later.yaml": ITEM})


def sample(capsys: pytest.CaptureFixture[str], *options: str) -> dict[str, Any]:
    assert run(["-q", "sample", "--seed", "s", "--format", "json", *options]) == 0
    found: dict[str, Any] = json.loads(capsys.readouterr().out)
    return found


def test_items_that_are_collected_later_are_not_drawn(
    folder: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    found = sample(capsys, "--size", "2", *AS_OF)
    assert {one["id"] for one in found["sample"]} == {"minutes", "speed-figures"}
    assert found["population"]["of"] == "evidence items collected by 2026-06-30"
    assert (found["as_of"], found["cycle"], found["commit"]) == ("2026-06-30", "2026", None)
    later = sample(capsys, "--size", "3", "--as-of", "2026-07-01")
    assert later["population"]["count"] == 3


def test_grades_are_drawn_by_their_full_names(folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
    found = sample(capsys, "--size", "5", "--from", "grades", "--stratify", "criterion", *AS_OF)
    assert {one["id"]: one["stratum"] for one in found["sample"]} == {
        "ana/vision/approach": "leadership",
        "ana/vision/deployment": "leadership",
        "ana/example/approach": "leadership",
        "ana/example/deployment": "leadership",
        "ana/speed/trend": "service",
    }
    assert found["strata"] == [
        {"stratum": "leadership", "count": 4, "drawn": 4},
        {"stratum": "service", "count": 1, "drawn": 1},
    ]


@pytest.mark.parametrize(
    ("by", "strata"),
    [
        ("type", {"document", "measurement", "survey"}),
        ("assessor", {"ana", "ben"}),
        ("criterion", {"leadership", "service"}),
    ],
)
def test_items_are_stratified(
    by: str, strata: set[str], folder: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    found = sample(capsys, "--size", "3", "--stratify", by, "--as-of", "2026-07-01")
    assert {one["stratum"] for one in found["strata"]} == strata


def test_the_text_says_how_to_draw_it_again(folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
    options = ["--size", "1", "--seed", "s", "--include", "minutes", "--stratify", "type"]
    assert run(["sample", *options, *AS_OF]) == 0
    said = capsys.readouterr().out
    assert said.startswith("1 of 2 evidence items collected by 2026-06-30\n")
    by_hand = "printf '%s\\n%s' SEED ID | sha256sum"
    for words in ("seed        s\n", "sha256 ", by_hand, "strata      by type"):
        assert words in said
    assert "minutes" in said


def test_the_table_has_no_formula(folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
    options = ["--size", "3", "--seed", "=s", "--format", "csv", "--as-of", "2026-07-01"]
    assert run(["-q", "sample", *options]) == 0
    rows = {row["id"]: row for row in csv.DictReader(io.StringIO(capsys.readouterr().out))}
    assert rows["later"]["title"] == "'=1+1"
    assert rows["later"]["seed"] == "'=s"


@pytest.mark.parametrize(
    ("options", "code", "said"),
    [
        (["--size", "9"], 2, "a sample of 9 cannot be drawn from 2: evidence items collected by 2026-06-30"),
        (["--size", "0"], 2, "Invalid value for '--size'"),
        (["--size", "1", "--include", "minuets"], 2, "'minuets' is not among them (did you mean 'minutes'?)"),
        (["--size", "1", "--from", "grades", "--stratify", "type"], 2, "grades have no type"),
        (["--size", "1", "--cycle", "2025"], 2, "unknown cycle '2025'"),
    ],
)
def test_what_cannot_be_drawn_is_one_clear_line(
    options: list[str], code: int, said: str, folder: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert run(["-q", "sample", "--seed", "s", *options, *AS_OF]) == code
    captured = capsys.readouterr()
    assert captured.out == ""
    assert said in captured.err
    assert "Traceback" not in captured.err


def test_an_empty_population_is_said(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    files: dict[str, Content] = {"cycles/2026/grades/ana.yaml": None}
    folder = write_repository(tmp_path / "evidence", files)
    options = ["--size", "1", "--seed", "s", "--from", "grades", *AS_OF]
    assert run(["-q", "-e", str(folder), "sample", *options]) == 1
    assert "there is nothing to draw from: no grades of the cycle 2026" in capsys.readouterr().err
