"""`assay schema`: schemas for editors beside the evidence, and how editors learn of them."""

from __future__ import annotations

import json
import re
import subprocess
from pathlib import Path

import pytest

from assay.cli import run
from assay.editor_schemas import FILES, MARK
from cases import write_repository

ROOT = Path(__file__).parents[1]
ITEM = "items/minutes.yaml"


@pytest.fixture
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    subprocess.run(["git", "init", "-q", str(tmp_path)], check=True)
    monkeypatch.chdir(tmp_path)
    return write_repository(tmp_path / "evidence")


def test_one_schema_is_printed(folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert run(["schema", "grades"]) == 0
    out, err = capsys.readouterr()
    schema = json.loads(out)
    assert schema["$comment"] == MARK
    assert "leadership" in schema["properties"]["grades"]["properties"]
    assert err == ""
    assert not Path(".assay").exists()


def test_the_schemas_are_written_beside_the_evidence(
    folder: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert run(["schema", "--write"]) == 0
    assert {path.name for path in Path(".assay/schemas").iterdir()} == {
        f"{kind}.schema.json" for kind in FILES
    }
    err = capsys.readouterr().err
    assert re.fullmatch(
        rf"assay: {len(FILES)} schemas in \.assay/schemas: \d+ criteria, \d+ items, \d+ people\n", err
    )
    # The folder ignores itself; the settings are to be committed.
    untracked = subprocess.run(
        ["git", "status", "--porcelain", "--untracked-files=all"], capture_output=True, text=True, check=True
    ).stdout
    assert ".assay" not in untracked
    assert "?? .vscode/settings.json\n" in untracked
    settings = json.loads(Path(".vscode/settings.json").read_text())
    assert settings["yaml.schemas"]["./.assay/schemas/item.schema.json"] == "evidence/items/**/*.yaml"
    for schema, pattern in settings["yaml.schemas"].items():
        assert Path(schema).is_file()
        assert pattern.startswith("evidence/")


def test_they_are_replaced_when_names_change(folder: Path) -> None:
    assert run(["-q", "schema", "--write"]) == 0
    stale = Path(".assay/schemas/survey.schema.json")  # a kind that there no longer is
    stale.write_text(json.dumps({"$comment": MARK}))
    (folder / ITEM).rename(folder / "items/protocol.yaml")
    assert run(["-q", "schema", "--write"]) == 0
    names = json.loads(Path(".assay/schemas/grades.schema.json").read_text())["$defs"]["known-item"]["enum"]
    assert "protocol" in names
    assert "minutes" not in names
    assert not stale.exists()
    assert not list(Path(".assay").rglob(".assay-*"))


def test_a_repository_that_is_the_evidence_has_them_in_it(
    folder: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    subprocess.run(["git", "init", "-q", str(folder)], check=True)
    monkeypatch.chdir(folder)
    assert run(["schema", "--write"]) == 0
    assert (folder / ".assay/schemas/item.schema.json").is_file()
    settings = json.loads((folder / ".vscode/settings.json").read_text())
    assert settings["yaml.schemas"]["./.assay/schemas/item.schema.json"] == "items/**/*.yaml"
    capsys.readouterr()
    assert run(["validate", "--as-of", "2026-06-30"]) == 0
    assert ".assay" not in capsys.readouterr().out


def test_evidence_further_down_is_named_from_the_top(folder: Path, tmp_path: Path) -> None:
    below = tmp_path / "docs/quality"
    below.mkdir(parents=True)
    folder.rename(below / "evidence")
    assert run(["-e", "docs/quality/evidence", "schema", "--write"]) == 0
    settings = json.loads(Path(".vscode/settings.json").read_text())
    item = "./docs/quality/.assay/schemas/item.schema.json"
    assert settings["yaml.schemas"][item] == "docs/quality/evidence/items/**/*.yaml"


OWN = '{\n  // of our own\n  "editor.rulers": [100],\n  "yaml.schemas": {"./own.json": "own.yaml"},\n}\n'


def test_settings_of_somebodys_own_stay_and_what_to_add_is_printed(
    folder: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    settings = Path(".vscode/settings.json")
    settings.parent.mkdir()
    settings.write_text(OWN)
    assert run(["schema", "--write"]) == 0
    assert settings.read_text() == OWN
    out, err = capsys.readouterr()
    assert "./.assay/schemas/item.schema.json" in json.loads(out)["yaml.schemas"]
    assert "settings of your own are there, and stay. Add to them:\n" in err
    inner = out.partition('"yaml.schemas": {')[2].partition("}")[0]
    settings.write_text(OWN.replace('"own.yaml"}', f'"own.yaml", {inner}}}'))
    assert run(["schema", "--write"]) == 0
    assert capsys.readouterr().out == ""


def test_settings_that_assay_wrote_are_replaced(folder: Path) -> None:
    assert run(["-q", "schema", "--write"]) == 0
    settings = Path(".vscode/settings.json")
    text = settings.read_text()
    old = json.loads(text)
    del old["yaml.schemas"]["./.assay/schemas/item.schema.json"]
    settings.write_text(json.dumps(old))
    assert run(["-q", "schema", "--write"]) == 0
    assert settings.read_text() == text


@pytest.mark.parametrize("file", [".assay/.gitignore", ".assay/schemas/item.schema.json"])
def test_files_of_somebodys_own_are_not_replaced(
    folder: Path, file: str, capsys: pytest.CaptureFixture[str]
) -> None:
    Path(file).parent.mkdir(parents=True)
    Path(file).write_text("{}\n")
    assert run(["schema", "--write"]) == 2
    assert Path(file).read_text() == "{}\n"
    assert f"{file} was not written by Assay: move it elsewhere" in capsys.readouterr().err
    assert not Path(".assay/schemas/grades.schema.json").exists()


@pytest.mark.parametrize("link", [".assay", ".assay/schemas", ".vscode", ".vscode/settings.json"])
def test_links_are_refused(
    folder: Path, tmp_path: Path, link: str, capsys: pytest.CaptureFixture[str]
) -> None:
    outside = tmp_path / "outside"
    outside.mkdir()
    (tmp_path / link).parent.mkdir(exist_ok=True)
    (tmp_path / link).symlink_to(outside)
    assert run(["schema", "--write"]) == 2
    assert "is a link: remove it" in capsys.readouterr().err
    assert list(outside.iterdir()) == []


def test_first_lines_are_added_and_renewed(folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
    windows = folder / "items/windows.yaml"
    windows.write_bytes(b"\xef\xbb\xbftitle: X\r\ntype: document\r\n")
    own = folder / "items/own.yaml"
    own.write_text("# yaml-language-server: $schema=https://example.org/x.json\ntitle: X\n")
    broken = folder / "items/broken.yaml"
    broken.write_text("title: [x\n")
    latin = folder / "items/latin.yaml"
    latin.write_bytes(b"title: \xe9\n")
    before = (folder / ITEM).read_text()
    assert run(["schema", "--write", "--modelines"]) == 0
    line = "# yaml-language-server: $schema=../../.assay/schemas/item.schema.json"
    assert (folder / ITEM).read_text() == f"{line}\n{before}"
    assert windows.read_bytes() == b"\xef\xbb\xbf" + line.encode() + b"\r\ntitle: X\r\ntype: document\r\n"
    assert own.read_text() == "# yaml-language-server: $schema=https://example.org/x.json\ntitle: X\n"
    assert broken.read_text() == "title: [x\n"
    assert "items/broken.yaml: left as it is, for it cannot be read\n" in capsys.readouterr().err
    assert latin.read_bytes() == b"title: \xe9\n"
    (folder / ITEM).write_text(f"{line.replace('../../', '../')}\n{before}")
    assert run(["-q", "schema", "--write", "--modelines"]) == 0
    assert (folder / ITEM).read_text() == f"{line}\n{before}"
    stamp = (folder / ITEM).stat().st_mtime_ns
    assert run(["-q", "schema", "--write", "--modelines"]) == 0
    assert (folder / ITEM).stat().st_mtime_ns == stamp


def test_a_repository_with_errors_gets_schemas(folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
    (folder / "assessment.yaml").write_text("title: [x\n")
    assert run(["schema", "--write"]) == 0
    said = (
        "assay: the model cannot be read, so criteria and grades are not offered (assay validate says why)\n"
    )
    assert capsys.readouterr().err.endswith(said)


USAGE = {
    "nothing": ([], "Give either --write or one KIND."),
    "both": (["item", "--write"], "Give either --write or one KIND."),
    "unknown-kind": (["itm"], "There is no kind 'itm'. There are: assessment, item,"),
    "first-lines-alone": (["item", "--modelines"], "--modelines goes with --write."),
}


@pytest.mark.parametrize("name", USAGE)
def test_wrong_usage_is_said(folder: Path, name: str, capsys: pytest.CaptureFixture[str]) -> None:
    arguments, message = USAGE[name]
    assert run(["schema", *arguments]) == 2
    assert message in capsys.readouterr().err


def test_a_folder_that_is_not_there_is_said(folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert run(["-e", "nowhere", "schema", "item"]) == 2
    assert capsys.readouterr().err == (
        "assay: there is no folder nowhere. "
        "Name it with -e, run assay where evidence/ is, or begin one with assay init.\n"
    )
