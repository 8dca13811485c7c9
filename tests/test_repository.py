"""Reading a folder: what is refused, what is remembered, what hostile folders cannot do."""

from __future__ import annotations

import hashlib
import os
import time
from pathlib import Path

import pytest

from assay.cache import GRAIN_NS
from assay.folder import scan
from assay.problems import Problem, as_text
from assay.repository import load
from assay.rules import find_problems
from cases import AS_OF, EXAMPLES, Content, write_repository


def problems_of(folder: Path) -> tuple[Problem, ...]:
    return find_problems(load(folder), AS_OF)


def one(folder: Path, rule: str) -> Problem:
    [problem] = [problem for problem in problems_of(folder) if problem.rule == rule]
    return problem


def test_the_base_repository_is_read_whole(tmp_path: Path) -> None:
    loaded = load(write_repository(tmp_path / "evidence"))
    assert loaded.problems == ()
    assessment = loaded.assessment
    assert assessment is not None
    assert sorted(assessment.items) == ["minutes", "speed-figures"]
    assert assessment.items["minutes"].sources[0].file == "attachments/minutes.txt"
    assert [grade.node for grade in assessment.cycles["2026"].grades] == ["vision"] * 2 + ["example"] * 2 + [
        "speed"
    ]
    assert assessment.attachments["attachments/minutes.txt"].size == 22


def test_an_empty_folder_is_one_problem(tmp_path: Path) -> None:
    [problem] = problems_of(tmp_path)
    assert (problem.rule, problem.path) == ("no-assessment", "assessment.yaml")


def test_a_link_is_refused_and_not_followed(tmp_path: Path) -> None:
    secret = tmp_path / "secret.txt"
    secret.write_text("secret")
    folder = write_repository(tmp_path / "evidence")
    (folder / "attachments" / "minutes.txt").unlink()
    (folder / "attachments" / "minutes.txt").symlink_to(secret)
    (folder / "items" / "loop").symlink_to(folder)
    assert [(problem.path, problem.rule) for problem in problems_of(folder)] == [
        ("attachments/minutes.txt", "symlink"),
        ("items/loop", "symlink"),
    ]
    assessment = load(folder).assessment
    assert assessment is not None
    assert assessment.attachments == {}


def test_a_special_file_is_refused(tmp_path: Path) -> None:
    folder = write_repository(tmp_path / "evidence")
    os.mkfifo(folder / "items" / "pipe.yaml")
    assert one(folder, "special-file").path == "items/pipe.yaml"


def test_a_file_of_50_mb_is_one_problem_and_is_not_read(tmp_path: Path) -> None:
    folder = write_repository(tmp_path / "evidence")
    with (folder / "items" / "large.yaml").open("wb") as stream:
        stream.truncate(50_000_000)
    problem = one(folder, "file-too-large")
    assert problem.path == "items/large.yaml"
    assert "50,000,000" in problem.message


def test_a_file_in_latin_1_and_one_of_brackets_are_one_problem_each(tmp_path: Path) -> None:
    folder = write_repository(tmp_path / "evidence")
    (folder / "items" / "latin.yaml").write_bytes("title: Köszönet\n".encode("latin-1"))
    (folder / "items" / "deep.yaml").write_bytes(b"[" * 100_000)
    assert [(problem.path, problem.rule, problem.line) for problem in problems_of(folder)] == [
        ("items/deep.yaml", "yaml-depth", 1),
        ("items/latin.yaml", "yaml-encoding", 1),
    ]


def test_a_file_that_becomes_a_link_after_the_listing_is_not_followed(tmp_path: Path) -> None:
    secret = tmp_path / "secret.yaml"
    secret.write_text("secret: true\n")
    folder = write_repository(tmp_path / "evidence")
    listed = scan(folder)
    (folder / "items" / "minutes.yaml").unlink()
    (folder / "items" / "minutes.yaml").symlink_to(secret)
    with pytest.raises(OSError, match="symbolic"):
        listed.read("items/minutes.yaml")


def test_names_of_files_in_any_script_are_shown(tmp_path: Path) -> None:
    folder = write_repository(tmp_path / "evidence", {"items/jegyzőkönyv.yaml": "title: x\n"})
    assert one(folder, "bad-id").message == "'jegyzőkönyv' is not a valid id"


def rest() -> None:
    """Wait until files count as settled: younger ones are not remembered."""
    time.sleep(GRAIN_NS / 1e9 + 0.1)


def test_what_is_remembered_is_what_would_be_read(tmp_path: Path, own_surroundings: Path) -> None:
    broken: dict[str, Content] = {"items/broken.yaml": "title: [x\n", "items/other.yaml": "titel: x\n"}
    folder = write_repository(tmp_path / "evidence", broken)
    rest()
    first, said = load(folder), problems_of(folder)
    [memory] = (own_surroundings / "assay").glob("*.json")
    for file in ("assessment.yaml", "items/minutes.yaml", "attachments/minutes.txt"):
        assert file.encode() in memory.read_bytes()
    assert b"broken.yaml" not in memory.read_bytes()
    assert load(folder).assessment == first.assessment == load(folder, use_cache=False).assessment
    assert problems_of(folder) == said
    assert len(said) > 5
    for damage in (b"", b"[" * 200_000, b"x y\n{}", memory.read_bytes()[:-20], b"\xff\n"):
        memory.write_bytes(damage)
        assert load(folder).assessment == first.assessment
    memory.unlink()
    os.mkfifo(memory)
    assert load(folder).assessment == first.assessment


def test_a_change_is_seen_even_where_size_and_time_are_put_back(tmp_path: Path) -> None:
    item = (EXAMPLES / "base" / "items" / "minutes.yaml").read_text("utf-8")
    digest = hashlib.sha256(b"March: the group met.\n").hexdigest()
    stated = item.replace("minutes.txt}", f"minutes.txt, sha256: {digest}}}")
    folder = write_repository(tmp_path / "evidence", {"items/minutes.yaml": stated})
    rest()
    assert problems_of(folder) == ()
    attachment = folder / "attachments" / "minutes.txt"
    before = attachment.stat()
    attachment.write_text("March: the group ate.\n")
    os.utime(attachment, ns=(before.st_atime_ns, before.st_mtime_ns))
    assert one(folder, "attachment-changed").path == "items/minutes.yaml"


def test_nothing_is_written_where_no_memory_can_be_kept(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("XDG_CACHE_HOME", "/dev/null/nowhere")
    assert load(write_repository(tmp_path / "evidence")).assessment is not None


def test_folders_in_folders_end_somewhere(tmp_path: Path) -> None:
    folder = write_repository(tmp_path / "evidence")
    place = folder / "items"
    for _ in range(300):
        place /= "a"
    place.mkdir(parents=True)
    assert one(folder, "too-deep").path.startswith("items/a/a/")


def test_many_wrong_names_are_all_found(tmp_path: Path) -> None:
    about = "".join(f"  - {{node: visoin-{number:05}}}\n" for number in range(2000))
    item = (EXAMPLES / "base" / "items" / "minutes.yaml").read_text("utf-8")
    text = item.replace("  - {node: leadership}\n", about)
    folder = write_repository(tmp_path / "evidence", {"items/minutes.yaml": text})
    assert sum(problem.rule == "unknown-node" for problem in problems_of(folder)) == 2000


def test_a_file_name_cannot_start_a_workflow_command(tmp_path: Path) -> None:
    folder = write_repository(tmp_path / "evidence", {"::error file=x::owned": "x"})
    assert as_text(problems_of(folder)).startswith(": :error file=x::owned:1:1: warning unknown-file")
