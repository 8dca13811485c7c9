"""What a file said while it was confidential stays so, whatever it has become since."""

from __future__ import annotations

import datetime as dt
import shutil
from dataclasses import replace
from pathlib import Path

import pytest

from assay.assessment import Seal
from assay.audience import Redaction
from assay.commands.closed_versions import closed_versions, said_by
from assay.commands.removed_items import removed_items
from assay.confidentiality import Audience
from assay.git import read_history
from assay.languages import Words
from assay.repository import load
from assay.trail import gone_items, read_trails
from cases import write_repository
from repositories import Repository

ITEM = """\
title: {title}
type: document
summary: The board met.
about: [{{node: vision}}]
collected: {{on: 2026-03-11, by: ana}}
sources: [{{title: Notes of {title}, held_by: Ana}}]
confidentiality: {confidentiality}
"""
FINDING = """\
title: {title}
kind: observation
about: [{{node: vision}}]
text: What {title} is about.
raised: {{on: 2026-05-02, by: ana}}
confidentiality: {confidentiality}
"""


@pytest.fixture
def repository(tmp_path: Path) -> Repository:
    found = Repository(tmp_path / "repository", "evidence")
    write_repository(tmp_path / "base")
    shutil.copytree(tmp_path / "base", found.folder, dirs_exist_ok=True)
    found.commit("Begin")
    return found


def past(repository: Repository, audience: Audience) -> str:
    """All that an audience gets to know of what was."""
    folder = repository.folder
    history, loaded = read_history(folder), load(folder)
    assert loaded.assessment
    removed = removed_items(folder, history, loaded)
    closed = closed_versions(folder, history, audience)
    redaction = Redaction([replace(loaded.assessment, audience=audience)], Words(), removed, closed)
    redaction(loaded.assessment)
    visible = redaction.history(history)
    trails = redaction.trails(read_trails(folder, visible))
    return repr((visible, trails, redaction(gone_items(folder, trails, loaded.folder.files))))


@pytest.mark.parametrize(("file", "text"), [("items/later.yaml", ITEM), ("findings/later.yaml", FINDING)])
def test_what_a_file_said_while_it_was_confidential_is_told_to_nobody_else(
    repository: Repository, file: str, text: str
) -> None:
    for title, confidentiality in (
        ("Quarrel", "restricted"),
        ("Dispute", "restricted"),
        ("Talk", "internal"),
        ("Report", "public"),
        ("Protocol", "public"),
    ):
        repository.write(file, text.format(title=title, confidentiality=confidentiality))
        repository.commit(f"Call it {title}")

    told = {audience: past(repository, audience) for audience in ("public", "internal", "restricted")}

    def knows(audience: Audience) -> list[str]:
        words = ("Quarrel", "Dispute", "Talk", "Report", "Protocol")
        return [word for word in words if word in told[audience]]

    assert knows("public") == ["Report", "Protocol"]
    assert knows("internal") == ["Talk", "Report", "Protocol"]
    assert knows("restricted") == ["Quarrel", "Dispute", "Talk", "Report", "Protocol"]
    assert "Call it Report" not in told["public"]  # that commit opened it
    assert "Call it Protocol" in told["public"]


def test_the_former_life_of_an_id_stays_as_confidential_as_it_was(repository: Repository) -> None:
    repository.write("items/again.yaml", ITEM.format(title="Quarrel", confidentiality="restricted"))
    repository.commit("Note the quarrel: Quarrel")
    (repository.folder / "items/again.yaml").unlink()
    repository.commit("Take Quarrel out")
    repository.write("items/again.yaml", ITEM.format(title="Report", confidentiality="public"))
    repository.commit("Begin anew")
    repository.write("items/moved/again.yaml", ITEM.format(title="Report", confidentiality="public"))
    (repository.folder / "items/again.yaml").unlink()
    repository.commit("Sort it")

    assert "uarrel" not in past(repository, "public")
    assert "Sort it" in past(repository, "public")
    assert "uarrel" not in past(repository, "internal")
    assert "Take Quarrel out" in past(repository, "restricted")


def test_a_grade_that_once_rested_on_a_plain_word_does_not_tell_it(repository: Repository) -> None:
    """An id of one plain word is not looked for in prose, but what a trail says of data is no prose."""
    grades = repository.folder / "cycles/2026/grades/ana.yaml"
    before = grades.read_text("utf-8")
    repository.write("items/payroll.yaml", ITEM.format(title="Salaries", confidentiality="restricted"))
    cites = "confidentiality: public\n" + before.replace("[minutes]", "[minutes, payroll]")
    assert "payroll" in cites
    grades.write_text(cites, "utf-8")
    repository.commit("Begin")
    grades.write_text("confidentiality: public\n" + before, "utf-8")
    (repository.folder / "items/payroll.yaml").unlink()
    repository.commit("Do without")

    assert "payroll" not in past(repository, "public")
    assert "payroll" in past(repository, "restricted")


@pytest.mark.parametrize(
    ("content", "expected"),
    [
        (b"title: x\n", "internal"),
        (b"confidentiality: public\n", "public"),
        (b'"confidentialit\\x79": "pub\\x6cic"\n', "public"),
        (b"confidentiality: secret\n", "restricted"),
        (b"confidentiality: [public]\n", "restricted"),
        (b"- public\n", "restricted"),
        (b"confidentiality: public\nconfidentiality: restricted\n", "restricted"),
        (b"a: [\n", "restricted"),
        (b"", "restricted"),
        (None, "restricted"),
    ],
)
def test_what_a_version_says_of_itself_is_taken_at_its_strictest(
    content: bytes | None, expected: Audience
) -> None:
    assert said_by(content) == expected


def test_of_a_seal_only_the_digest_of_its_results_is_left(repository: Repository) -> None:
    """Names and checksums of what was sealed tell of files; how many there are of each kind does not."""
    loaded = load(repository.folder).assessment
    assert loaded
    digests = {"results": "11" * 32, "items/payroll": "22" * 32, "items/x": "33" * 32, "policy": "44" * 32}
    sealed = {
        name: replace(cycle, seal=Seal(dt.date(2026, 7, 1), "ana", "assay 1", digests))
        for name, cycle in loaded.cycles.items()
    }
    redaction = Redaction([replace(loaded, audience="public", cycles=sealed)], Words())

    seal = redaction(replace(loaded, cycles=sealed)).cycles["2026"].seal

    assert seal
    assert seal.digests["results"] == "11" * 32
    assert sorted(name.partition("/")[0] for name in seal.digests) == ["items", "items", "policy", "results"]
    assert not [one for one in ("payroll", "22" * 32, "33" * 32, "44" * 32) if one in repr(seal)]
