"""`assay fmt`: keys in the order of schema and model, one layout, and nothing else of a file."""

from __future__ import annotations

import os
import re
import shutil
import subprocess
import textwrap
from pathlib import Path

import pytest

from assay.cli import run
from assay.key_order import key_order
from assay.repository.outline import kind_of
from assay.yamlfile.tidy import tidied
from cases import write_repository

ROOT = Path(__file__).parents[1]
ITEM = "items/minutes.yaml"
UNTIDY = """\
# The minutes of the steering group.

type: document
title: Steering minutes 2026   # as the secretary calls them
summary: The group met every month.
sources:
- file: attachments/minutes.txt
  # signed by the chair
  title: Minutes
collected: {by: ana, on: 2026-03-11}


about:
  - {attribute: approach, node: leadership}
x-shelf: 12
"""
TIDY = """\
# The minutes of the steering group.

title: Steering minutes 2026   # as the secretary calls them
type: document
summary: The group met every month.

about:
  - {node: leadership, attribute: approach}
collected: {on: 2026-03-11, by: ana}
sources:
  # signed by the chair
  - title: Minutes
    file: attachments/minutes.txt
x-shelf: 12
"""


@pytest.fixture
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.chdir(tmp_path)
    return write_repository(tmp_path / "evidence", {ITEM: UNTIDY})


def test_files_are_written_and_named(folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert run(["fmt"]) == 0
    assert (folder / ITEM).read_text() == TIDY
    out, err = capsys.readouterr()
    assert f"evidence/{ITEM}\n" in out
    assert "changed" in err
    assert run(["fmt"]) == 0
    out, err = capsys.readouterr()
    assert out == ""
    assert "files as they should be\n" in err


def test_check_names_files_and_writes_nothing(folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert run(["fmt", "--check", f"evidence/{ITEM}"]) == 1
    assert (folder / ITEM).read_text() == UNTIDY
    out, err = capsys.readouterr()
    assert out == f"evidence/{ITEM}\n"
    assert err == "assay: 1 file to be changed by assay fmt\n"
    assert run(["fmt", f"evidence/{ITEM}"]) == 0
    assert run(["-q", "fmt", "--check", f"evidence/{ITEM}"]) == 0
    assert capsys.readouterr() == (f"evidence/{ITEM}\n", "assay: 1 file changed\n")


def test_a_diff_shows_what_would_change(folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
    text = TIDY.replace("    file:", "    file:  ").replace("month.", "\u202emonth.")
    (folder / ITEM).write_text(text, "utf-8")
    assert run(["fmt", "--diff", ITEM]) == 0
    assert (folder / ITEM).read_text("utf-8") == text
    out, _ = capsys.readouterr()
    assert out.startswith(f"--- a/evidence/{ITEM}\n+++ b/evidence/{ITEM}\n@@ ")
    changes = [line for line in out.splitlines()[2:] if line[0] in "+-"]
    assert changes == ["-    file:   attachments/minutes.txt", "+    file: attachments/minutes.txt"]
    assert "\u202e" not in out
    assert run(["fmt", "--diff", "--check", ITEM]) == 1


def test_ids_stand_in_the_order_of_the_model(tmp_path: Path) -> None:
    folder = tmp_path / "evidence"
    shutil.copytree(ROOT / "evidence", folder)
    grades = folder / "cycles/2025-baseline/grades/ana-example.yaml"
    grades.write_text(
        "grades:\n  strategy-plans:\n    feedback: {grade: 1}\n    approach: {rationale: Why., grade: 2}\n"
        "    x-note: 1\n  nobody-knows: {approach: {grade: 1}}\n  leadership-vision: {approach: {grade: 1}}\n"
        "graded_on: 2025-12-15\n"
    )
    assert run(["-e", str(folder), "fmt", str(grades)]) == 0
    assert grades.read_text() == (
        "graded_on: 2025-12-15\ngrades:\n  leadership-vision: {approach: {grade: 1}}\n  strategy-plans:\n"
        "    approach: {grade: 2, rationale: Why.}\n    feedback: {grade: 1}\n    x-note: 1\n"
        "  nobody-knows: {approach: {grade: 1}}\n"
    )


def test_one_edited_line_is_one_changed_line(folder: Path) -> None:
    assert run(["fmt", ITEM]) == 0
    (folder / ITEM).write_text(TIDY.replace("every month", "every week"))
    assert run(["fmt", ITEM]) == 0
    assert (folder / ITEM).read_text() == TIDY.replace("every month", "every week")


def test_files_are_named_from_here_or_in_the_evidence(
    folder: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    for name in (
        ITEM,
        f"evidence/{ITEM}",
        f"./evidence/{ITEM}",
        str(folder / ITEM),
        "evidence/items",
        "items/",
    ):
        assert run(["-q", "fmt", "--check", name]) == 1
        assert capsys.readouterr().out == f"evidence/{ITEM}\n"
    monkeypatch.chdir(folder / "items")
    assert run(["-q", "-e", "..", "fmt", "--check", "minutes.yaml"]) == 1
    assert capsys.readouterr().out == f"../{ITEM}\n"


def test_unknown_files_are_named(folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert run(["fmt", "evidence/items/minuts.yaml"]) == 2
    message = "assay: no file of the evidence repository: 'evidence/items/minuts.yaml'"
    assert capsys.readouterr().err == f"{message} (did you mean 'items/minutes.yaml'?)\n"
    assert (folder / ITEM).read_text() == UNTIDY
    assert run(["fmt", "../outside.yaml"]) == 2
    assert "no file of the evidence repository: '../outside.yaml'" in capsys.readouterr().err
    assert run(["fmt", "--check", ""]) == 2
    capsys.readouterr()
    assert run(["-e", "nowhere", "fmt"]) == 2
    assert capsys.readouterr().err == (
        "assay: there is no folder nowhere. "
        "Name it with -e, run assay where evidence/ is, or begin one with assay init.\n"
    )


def test_a_file_that_does_not_parse_is_left_alone_and_said(
    folder: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    broken = folder / "items/broken.yaml"
    broken.write_text("type: document\ntitle: [x\n")
    assert run(["fmt"]) == 1
    assert broken.read_text() == "type: document\ntitle: [x\n"
    assert (folder / ITEM).read_text() == TIDY
    err = capsys.readouterr().err
    assert "evidence/items/broken.yaml:3:1: error yaml-syntax " in err
    assert "1 file left alone" in err


def test_files_with_errors_of_the_schema_are_formatted(folder: Path) -> None:
    (folder / "assessment.yaml").write_text("modell: x\ntitle: 3\nformat: 2\n")
    (folder / ITEM).write_text("typ: document\ntitle: X\nabout: leadership\n")
    assert run(["fmt"]) == 0
    assert (folder / "assessment.yaml").read_text() == "format: 2\ntitle: 3\nmodell: x\n"
    assert (folder / ITEM).read_text() == "title: X\nabout: leadership\ntyp: document\n"


def test_attachments_and_strange_files_are_never_touched(
    folder: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    for file in ("attachments/list.yaml", "notes.yaml", "items/old.yml", ".hidden.yaml"):
        (folder / file).write_text("b:   1\n")
    assert run(["-q", "fmt"]) == 0
    assert run(["-q", "fmt", "evidence/attachments/list.yaml", "evidence/notes.yaml"]) == 0
    for file in ("attachments/list.yaml", "notes.yaml", "items/old.yml", ".hidden.yaml"):
        assert (folder / file).read_text() == "b:   1\n"
    capsys.readouterr()
    assert run(["fmt", "evidence/attachments/list.yaml"]) == 0
    assert capsys.readouterr().err == "assay: there are no files to look at\n"


def test_links_are_not_followed(folder: Path, tmp_path: Path) -> None:
    outside = tmp_path / "outside.yaml"
    outside.write_text("type:   document\n")
    (folder / "items/link.yaml").symlink_to(outside)
    assert run(["fmt"]) == 0
    assert outside.read_text() == "type:   document\n"
    assert run(["fmt", "evidence/items/link.yaml"]) == 2


def test_the_mode_of_a_file_stays(folder: Path) -> None:
    (folder / ITEM).chmod(0o640)
    assert run(["fmt"]) == 0
    assert (folder / ITEM).stat().st_mode & 0o777 == 0o640


@pytest.mark.skipif(os.geteuid() == 0, reason="root may read everything")
def test_a_file_that_cannot_be_read_is_said(folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
    (folder / ITEM).chmod(0)
    assert run(["fmt"]) == 1
    assert f"evidence/{ITEM}:1:1: error unreadable-file " in capsys.readouterr().err


def test_seals_and_checksums_hold(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """Seals are of what files say: a sealed cycle may be laid out anew."""
    folder = tmp_path / "evidence"
    shutil.copytree(ROOT / "evidence", folder)
    for path in (*folder.glob("items/*/*.yaml"), *folder.glob("cycles/2025-baseline/**/*.yaml")):
        path.write_bytes(path.read_bytes().replace(b"\n  ", b"\n    ").replace(b"\n", b"\r\n"))
    assert run(["-e", str(folder), "fmt"]) == 0
    capsys.readouterr()
    assert run(["-e", str(folder), "validate", "--as-of", "2026-11-20"]) == 0
    out, _ = capsys.readouterr()
    assert "seal-broken" not in out
    assert "attachment-changed" not in out
    run(["-e", str(folder), "hash", "--check"])
    assert "differs" not in capsys.readouterr().out
    assert run(["-e", str(folder), "cycle", "list"]) == 0
    assert "unchanged" in capsys.readouterr().out


def test_a_model_whose_digest_is_named_is_left_as_it_is(
    folder: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    model = folder / "models/own.yaml"
    model.parent.mkdir(exist_ok=True)
    model.write_text("title: Ours\nformat: 1\n")
    tailored = folder / "models/tailored.yaml"
    tailored.write_text("title:   Ours\n")
    cycle = folder / "cycles/2026/cycle.yaml"
    text = cycle.read_text()
    cycle.write_text(f"{text}model: {{id: own, version: '1', digest: {'0' * 64}}}\n")
    assert run(["-q", "fmt", "models"]) == 0
    assert model.read_text() == "title: Ours\nformat: 1\n"
    assert tailored.read_text() == "title: Ours\n"
    said = "assay: evidence/models/own.yaml: left as it is, for a cycle names its digest\n"
    assert capsys.readouterr().err == said
    cycle.write_text(text)
    assert run(["-q", "fmt", "models"]) == 0
    assert model.read_text() == "format: 1\ntitle: Ours\n"


@pytest.mark.parametrize(
    "folder", ["evidence", *sorted(f"examples/{p.name}" for p in ROOT.glob("examples/*"))]
)
def test_our_own_evidence_is_in_the_common_layout(folder: str, capsys: pytest.CaptureFixture[str]) -> None:
    assert run(["-e", str(ROOT / folder), "fmt", "--check"]) == 0, capsys.readouterr().out


def test_what_commands_write_is_in_the_common_layout(tmp_path: Path) -> None:
    folder = tmp_path / "evidence"
    shutil.copytree(ROOT / "evidence", folder)
    subprocess.run(["git", "init", "-q", str(tmp_path)], check=True)
    reopen = ["cycle", "reopen", "2025-baseline", "--by", "cleo-specimen", "--reason", "A slip."]
    assert run(["-e", str(folder), *reopen]) == 0
    assert run(["-e", str(folder), "fmt", "--check", "cycles"]) == 0
    close = ["cycle", "close", "2025-baseline", "--by", "cleo-specimen", "--on", "2026-01-15"]
    assert run(["-e", str(folder), *close]) == 0
    assert run(["-e", str(folder), "fmt", "--check", "cycles"]) == 0
    item = folder / "items/leadership/steering-minutes-2026.yaml"
    item.write_text(
        "".join(line for line in item.read_text().splitlines(keepends=True) if "sha256" not in line)
    )
    assert run(["-e", str(folder), "hash"]) == 0
    assert run(["-e", str(folder), "fmt", "--check", "items"]) == 0


def test_a_new_checksum_stands_where_the_layout_has_it(folder: Path) -> None:
    file = "    file: attachments/minutes.txt\n"
    (folder / ITEM).write_text(TIDY.replace(file, f"{file}    excerpt: It met.\n"))
    assert run(["hash"]) == 0
    assert "    sha256: " in (folder / ITEM).read_text()
    assert run(["fmt", "--check", ITEM]) == 0


@pytest.mark.parametrize(
    "page", ["README.md", *sorted(f"docs/{path.name}" for path in ROOT.glob("docs/*.md"))]
)
def test_examples_in_the_texts_are_in_the_common_layout(page: str) -> None:
    """Those that begin with the name of their file."""
    text = (ROOT / page).read_text("utf-8")
    for block in re.findall(r"^ *```yaml\n(.*?)^ *```", text, re.MULTILINE | re.DOTALL):
        example = textwrap.dedent(block)
        named = re.match(r"# (?:evidence/)?(\S+)", example)
        if named and (place := kind_of(named[1])):
            assert tidied(example.encode(), key_order(place.kind, None)) == example.encode(), example


def test_a_folder_without_evidence_is_wrong_usage(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.chdir(tmp_path)
    for command in (["fmt"], ["fmt", "--check"], ["schema", "--write"]):
        assert run(command) == 2
        assert capsys.readouterr().err == (
            "assay: there is no evidence in the current folder. "
            "Name its folder with -e, or begin an assessment with assay init.\n"
        )
    assert list(tmp_path.iterdir()) == []
