"""`assay hash`: one line a checksum, in any layout of an item, and nothing else."""

from __future__ import annotations

import hashlib
from pathlib import Path

import pytest

from assay.cli import run
from cases import write_repository

MINUTES = "items/minutes.yaml"
HEAD = """\
title: Steering minutes 2026   # as the secretary calls them
type: document
summary: The group met every month.
about:
  - {node: leadership}
collected: {on: 2026-03-11, by: ana, method: document review}
valid_until: 2027-12-31
"""
DIGEST = hashlib.sha256(b"March: the group met.\n").hexdigest()

# An item's sources, and the same with the checksum.
LAYOUTS = {
    "braces": (
        "sources:\n  - {title: Minutes, file: attachments/minutes.txt}   # the signed copy\n",
        f"sources:\n  - {{title: Minutes, file: attachments/minutes.txt, sha256: {DIGEST}}}"
        "   # the signed copy\n",
    ),
    "braces-quoted": (
        'sources: [{"file": "attachments/minutes.txt", title: Minutes}]\n',
        f'sources: [{{"file": "attachments/minutes.txt", sha256: {DIGEST}, title: Minutes}}]\n',
    ),
    "braces-over-lines": (
        "sources:\n  - {title: Minutes,\n     file: attachments/minutes.txt\n    }\n",
        f"sources:\n  - {{title: Minutes,\n     file: attachments/minutes.txt, sha256: {DIGEST}\n    }}\n",
    ),
    "block": (
        "sources:\n  - title: Minutes\n    file: attachments/minutes.txt   # the signed copy\n"
        "    # read on paper\n    excerpt: It met.\n",
        "sources:\n  - title: Minutes\n    file: attachments/minutes.txt   # the signed copy\n"
        f"    sha256: {DIGEST}\n    # read on paper\n    excerpt: It met.\n",
    ),
    "block-first": (
        "sources:\n- file: 'attachments/minutes.txt'\n  title: Minutes\n",
        f"sources:\n- file: 'attachments/minutes.txt'\n  sha256: {DIGEST}\n  title: Minutes\n",
    ),
    "block-text": (
        "sources:\n  - title: Minutes\n    file: >-\n      attachments/minutes.txt\n\n# the end",
        "sources:\n  - title: Minutes\n    file: >-\n      attachments/minutes.txt\n"
        f"    sha256: {DIGEST}\n\n# the end",
    ),
    "no-line-break": (
        "sources:\n  - title: Minutes\n    file: attachments/minutes.txt",
        f"sources:\n  - title: Minutes\n    file: attachments/minutes.txt\n    sha256: {DIGEST}",
    ),
}


@pytest.fixture
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.chdir(tmp_path)
    return write_repository(tmp_path / "evidence")


@pytest.mark.parametrize("layout", LAYOUTS)
@pytest.mark.parametrize("ends", ["\n", "\r\n"], ids=["lf", "crlf"])
def test_a_checksum_is_one_line_in_any_layout(
    folder: Path, layout: str, ends: str, capsys: pytest.CaptureFixture[str]
) -> None:
    before, after = (HEAD + text for text in LAYOUTS[layout])
    (folder / MINUTES).write_bytes(before.replace("\n", ends).encode())
    assert run(["hash"]) == 0
    assert (folder / MINUTES).read_bytes().decode() == after.replace("\n", ends)
    out, err = capsys.readouterr()
    assert out == f"evidence/{MINUTES}: attachments/minutes.txt: sha256: {DIGEST}\n"
    assert err == "assay: 1 checksum written\n"
    assert run(["hash", "--check"]) == 0
    assert capsys.readouterr().err == "assay: all checksums of 2 items are there and right\n"


def test_a_changed_file_is_named_and_updated_only_when_asked(
    folder: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert run(["hash", "-h"]) == 0
    assert run(["-q", "hash"]) == 0
    text = (folder / MINUTES).read_text("utf-8")
    (folder / "attachments" / "minutes.txt").write_text("April.\n")
    capsys.readouterr()
    for options in ([], ["--check"], ["--check", "--update"]):
        assert run(["hash", *options]) == 1
        out, err = capsys.readouterr()
        assert out.endswith("attachments/minutes.txt: the checksum differs: the file has changed\n")
        assert "1 of changed files (if the change is right: assay hash --update)" in err
        assert (folder / MINUTES).read_text("utf-8") == text
    assert run(["hash", "--update"]) == 0
    april = hashlib.sha256(b"April.\n").hexdigest()
    assert (folder / MINUTES).read_text("utf-8") == text.replace(DIGEST, april)


def test_check_names_what_is_missing_and_writes_nothing(
    folder: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    before = (folder / MINUTES).read_bytes()
    assert run(["hash", "--check"]) == 1
    out, err = capsys.readouterr()
    assert out == f"evidence/{MINUTES}: attachments/minutes.txt: no checksum\n"
    assert err == "assay: 1 missing (assay hash writes them)\n"
    assert (folder / MINUTES).read_bytes() == before


@pytest.mark.parametrize(
    "name",
    [
        "minutes",
        MINUTES,
        f"evidence/{MINUTES}",
        "attachments/minutes.txt",
        "./evidence/attachments/minutes.txt",
    ],
)
def test_items_and_files_can_be_named(folder: Path, name: str) -> None:
    assert run(["hash", "speed-figures"]) == 0
    assert "sha256" not in (folder / MINUTES).read_text("utf-8")
    assert run(["hash", name]) == 0
    assert DIGEST in (folder / MINUTES).read_text("utf-8")


def test_a_name_that_nothing_has_is_wrong_usage(folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert run(["hash", "minuts"]) == 2
    assert (
        "no item, and no file that an item cites: 'minuts' (did you mean 'minutes'?)"
        in capsys.readouterr().err
    )


def test_the_permissions_of_a_file_stay_and_nothing_is_left_beside_it(folder: Path) -> None:
    (folder / MINUTES).chmod(0o640)
    assert run(["hash"]) == 0
    assert (folder / MINUTES).stat().st_mode & 0o777 == 0o640
    assert sorted(path.name for path in (folder / "items").iterdir()) == [
        "minutes.yaml",
        "speed-figures.yaml",
    ]


def test_items_that_cannot_be_read_are_named(folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
    (folder / "items" / "speed-figures.yaml").write_text("title: [")
    assert run(["hash"]) == 1
    assert "items/speed-figures.yaml:2:1: error yaml-syntax" in capsys.readouterr().err
    (folder / "assessment.yaml").unlink()
    assert run(["hash"]) == 1
    assert "the items cannot be read while assessment.yaml has errors" in capsys.readouterr().err
