"""manifest.json: what was published, from what, in the form of an in-toto statement."""

from __future__ import annotations

import hashlib
import json
import shutil
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

from assay import __version__, schema_check
from assay.cli import run
from assay.manifest import SITE, Publication, manifest_json, published_before, read_manifest
from builders import TODAY
from cases import write_repository
from repositories import Repository
from sites import data

COMMAND = ["-q", "build", "--as-of", "2026-06-30"]


@pytest.fixture
def repository(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Repository:
    """The base repository, committed."""
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("GIT_CONFIG_GLOBAL", "/dev/null")
    repository = Repository(tmp_path / "repository", "evidence")
    shutil.rmtree(repository.folder)
    write_repository(repository.folder)
    repository.commit("Add the evidence")
    return repository


def build(repository: Repository, output: Path, *options: str) -> dict[str, Any]:
    assert run(["-e", str(repository.folder), *COMMAND, "-o", str(output), *options]) == 0
    data: dict[str, Any] = json.loads((output / "manifest.json").read_text("ascii"))
    assert schema_check.check("manifest", data) == []
    return data


def digests(resources: list[dict[str, Any]]) -> dict[str, str]:
    return {one["name"]: one["digest"]["sha256"] for one in resources}


def test_it_names_every_file_input_and_result(repository: Repository, tmp_path: Path) -> None:
    data = build(repository, tmp_path / "site")
    assert data["_type"] == "https://in-toto.io/Statement/v1"
    assert data["predicateType"] == "urn:assay:predicate:site:1"
    subjects = digests(data["subject"])
    files = {
        path.relative_to(tmp_path / "site").as_posix(): hashlib.sha256(path.read_bytes()).hexdigest()
        for path in (tmp_path / "site").rglob("*")
        if path.is_file() and path.name not in ("manifest.json", ".assay-site")
    }
    predicate = data["predicate"]
    results = {"urn:assay:results:2026": predicate["results"][0]["digest"]["sha256"]}
    assert subjects == files | results
    assert list(subjects) == sorted(subjects)
    evidence = {
        path.relative_to(repository.folder).as_posix(): hashlib.sha256(path.read_bytes()).hexdigest()
        for path in repository.folder.rglob("*")
        if path.is_file()
    }
    assert digests(predicate["inputs"]) == evidence
    assert predicate["tool"] == {"name": "assay", "version": __version__}
    head = repository.git("rev-parse", "HEAD")
    assert predicate["source"] == {"commit": head, "clean": True, "uncommitted": []}
    assert (predicate["as_of"], predicate["cycle"]) == ("2026-06-30", "2026")
    assert (predicate["audience"], predicate["draft"], predicate["previous"]) == ("internal", False, None)
    assert predicate["withheld_inputs"] == 0
    (result,) = predicate["results"]
    assert result["levels"]["overall"] == "1"
    assert result["population"] == {
        "summary": "5 of 5 cells rated; 0 missing", "cells": 5, "rated": 5, "missing": 0,
        "assessors": 1, "items": 2, "cited": 2, "counting": 2,
    }  # fmt: skip


def test_the_same_commit_gives_the_same_bytes_wherever_it_is_built(
    repository: Repository, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    build(repository, tmp_path / "one")
    build(repository, tmp_path / "one")
    other = tmp_path / "elsewhere"
    repository.git("clone", "-q", str(repository.root), str(other))
    monkeypatch.setenv("TZ", "Pacific/Auckland")
    assert run(["-e", str(other / "evidence"), *COMMAND, "-o", str(tmp_path / "two")]) == 0
    for file in (tmp_path / "one").rglob("*"):
        if file.is_file():
            assert file.read_bytes() == (tmp_path / "two" / file.relative_to(tmp_path / "one")).read_bytes()


def test_it_says_what_is_not_committed_and_what_was_published_before(
    repository: Repository, tmp_path: Path
) -> None:
    first = build(repository, tmp_path / "site")["predicate"]["source"]["commit"]
    repository.write("items/notes.yaml", (repository.folder / "items/minutes.yaml").read_text("utf-8"))
    source = build(repository, tmp_path / "site")["predicate"]["source"]
    assert source == {"commit": first, "clean": False, "uncommitted": ["items/notes.yaml"]}
    repository.commit("Add the notes")
    for _ in range(2):
        assert build(repository, tmp_path / "site")["predicate"]["previous"] == {"commit": first}


def test_outside_git_there_is_no_commit(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("GIT_CEILING_DIRECTORIES", str(tmp_path.parent))
    write_repository(tmp_path / "evidence")
    assert run([*COMMAND]) == 0
    data = json.loads(Path("site/manifest.json").read_text("ascii"))
    assert schema_check.check("manifest", data) == []
    assert data["predicate"]["source"] == {"commit": None, "clean": False, "uncommitted": []}


def test_files_that_an_audience_may_not_read_are_counted_and_not_named() -> None:
    site, inputs = data(), {"items/open.yaml": "1" * 64, "items/secret.yaml": "0" * 64}
    history = replace(site.history, uncommitted=frozenset(inputs))
    published = Publication(site.cards, site.shown, TODAY, history, inputs, draft=False, epoch=0)
    for hidden, names in (
        ((), ["items/open.yaml", "items/secret.yaml"]),
        (["items/secret.yaml"], ["items/open.yaml"]),
    ):
        made = replace(published, audience="internal", withheld=frozenset(hidden))
        found = json.loads(manifest_json(made, SITE, {"index.html": "1" * 64}))
        assert schema_check.check("manifest", found) == []
        assert [one["name"] for one in found["predicate"]["inputs"]] == names
        assert found["predicate"]["withheld_inputs"] == len(hidden)
        assert found["predicate"]["source"]["uncommitted"] == names
        assert found["predicate"]["source"]["clean"] is False


HOSTILE = [
    b"", b"[]", b"\xff", b"[" * 100_000, b'{"_type": "x"}', b'{"_type": "https://in-toto.io/Statement/v1"}',
    b'{"_type": "https://in-toto.io/Statement/v1", "predicateType": "urn:assay:predicate:site:1"}',
    b'{"_type": "https://in-toto.io/Statement/v1", "predicateType": "urn:assay:predicate:site:1",'
    b' "predicate": {"source": {"commit": "--output=x"}, "previous": 1}}',
]  # fmt: skip


@pytest.mark.parametrize("raw", HOSTILE, ids=range(len(HOSTILE)))
def test_what_lies_where_a_manifest_was_is_no_manifest(raw: bytes) -> None:
    assert published_before(raw, None) is None
    assert read_manifest(raw) is None or b"predicateType" in raw
