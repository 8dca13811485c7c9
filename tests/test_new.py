"""`assay new`: each kind of file is written whole, validates, and replaces nothing; how it asks."""

from __future__ import annotations

import hashlib
import os
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from click.testing import CliRunner

from assay import yamlfile
from assay.cli import cli, run
from assay.commands.new.attaching import safe_name
from assay.layout import place_of
from cases import write_repository
from repositories import forget_git_settings

# What each kind takes to be written without a question; the ids that it makes up come from the titles.
WHOLE = {
    "item": ("--title", "A log, of March", "--type", "record", "--summary", "It is: kept.", "--about",
             "vision/approach", "--by", "ana", "--held-by", "The office"),
    "cycle": ("2027",),
    "action": ("--title", "A log, of March", "--about", "leadership", "--owner", "ana"),
    "finding": ("--title", "A log, of March", "--kind", "observation", "--item", "minutes", "--text", "Look.",
                "--by", "ana"),
    "request": ("--title", "A log, of March", "--item", "minutes", "--by", "ana", "--of", "ana"),
    "metric": ("--title", "A log, of March", "--about", "speed", "--measured-in", "%", "--better", "target",
               "--target", "5", "--source", "The system", "--owner", "ana",
               "--value", "2026-03-31=5.5", "--value", "2025-10-01..2025-12-31=-4"),
    "model": ("--title", "A log, of March"),
}  # fmt: skip
FILES = {
    "item": "items/a-log-of-march.yaml",
    "cycle": "cycles/2027/cycle.yaml",
    "action": "actions/a-log-of-march.yaml",
    "finding": "findings/a-log-of-march.yaml",
    "request": "requests/a-log-of-march.yaml",
    "metric": "metrics/a-log-of-march.yaml",
    "model": "models/a-log-of-march.yaml",
}
Capture = pytest.CaptureFixture[str]


@pytest.fixture
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    forget_git_settings(monkeypatch)
    monkeypatch.setenv("SOURCE_DATE_EPOCH", "1782777600")  # 2026-06-30
    monkeypatch.chdir(tmp_path)
    return write_repository(tmp_path / "evidence")


def new(*arguments: str) -> int:
    return run(["new", *arguments, "--no-input"])


def data_of(path: Path) -> Any:
    document = yamlfile.read(path.read_bytes())
    assert document.faults == ()
    return document.data


def contents(folder: Path) -> dict[str, bytes]:
    return {
        path.relative_to(folder).as_posix(): path.read_bytes() for path in folder.rglob("*") if path.is_file()
    }


@pytest.mark.parametrize("kind", sorted(WHOLE))
def test_a_file_is_written_and_has_no_error(folder: Path, kind: str, capsys: Capture) -> None:
    assert new(kind, *WHOLE[kind]) == 0
    out, _ = capsys.readouterr()
    assert out == f"evidence/{FILES[kind]}\n"
    assert run(["validate"]) == 0
    assert FILES[kind] not in "".join(
        line
        for line in capsys.readouterr().out.splitlines()
        if ": error" in line or ": warning schema" in line
    )


@pytest.mark.parametrize("kind", sorted(WHOLE))
def test_its_keys_stand_in_the_order_of_the_schema(folder: Path, kind: str) -> None:
    from assay import schema_check

    new(kind, *WHOLE[kind])
    place = place_of(FILES[kind])
    assert place
    schema = schema_check.schema(place.kind)
    properties = schema.get("properties") or schema["$defs"]["whole"]["properties"]
    keys = list(data_of(folder / FILES[kind]))
    assert keys == [key for key in properties if key in keys]


@pytest.mark.parametrize("kind", sorted(WHOLE))
def test_a_second_file_of_the_same_name_is_refused(folder: Path, kind: str, capsys: Capture) -> None:
    name = Path(FILES[kind]).stem if kind != "cycle" else "2027"
    options = WHOLE[kind] if kind != "cycle" else ()
    assert new(kind, name, *options) == 0
    before = contents(folder)
    capsys.readouterr()
    assert new(kind, name, *options) == 2
    assert f"'{name}' is there already" in capsys.readouterr().err
    assert contents(folder) == before


@pytest.mark.parametrize(
    ("name", "said"),
    [
        ("Minutes", "'Minutes' is not a valid id: small letters, digits and hyphens, such as minutes-2"),
        ("minutes", "'minutes' is there already (items/minutes.yaml); free is minutes-2"),
        ("Über uns", "'Über uns' is not a valid id: small letters, digits and hyphens, such as uber-uns"),
        ("con", "'con' is not a valid id: Windows reserves the name: small letters, digits and hyphens"),
        ("../x", "'../x' is not a valid id: small letters, digits and hyphens, such as x"),
        ("", "'' is not a valid id: small letters, digits and hyphens"),
    ],
)
def test_what_is_no_id_or_taken_is_refused(folder: Path, name: str, said: str, capsys: Capture) -> None:
    before = contents(folder)
    assert new("item", name, *WHOLE["item"]) == 2
    assert capsys.readouterr().err == f"assay: ID: {said}\n"
    assert contents(folder) == before


@pytest.mark.parametrize(
    ("options", "said"),
    [
        (("--type", "records"), "--type: 'records' is none of them (did you mean 'record'?)"),
        (("--about", "visoin"), "--about: 'visoin' is none of them (did you mean 'vision'?)"),
        (("--about", "vision/trend"), "--about: 'trend' is none of them"),
        (("--about", ""), "--about: choose one"),
        (("--by", "bob"), "--by: 'bob' is none of them"),
        (("--url", "javascript:alert(1)"), "--url: an address begins with https://"),
        (("--title", "x" * 201), "--title: that has 201 characters"),
        (("--summary", "\x1b[31m"), "--summary: it has characters that cannot be printed"),
        (("--confidentiality", "secret"), "--confidentiality: 'secret' is none of them"),
        (("--folder", "../../x"), "--folder: '..' is not a name for a folder"),
        (("--valid-until", "2020-01-01"), "--valid-until: 2020-01-01 is before it was collected"),
    ],
)
def test_a_wrong_option_is_one_clear_line(
    folder: Path, options: tuple[str, ...], said: str, capsys: Capture
) -> None:
    before = contents(folder.parent)
    assert new("item", *WHOLE["item"], *options) == 2
    err = capsys.readouterr().err
    assert err.startswith("assay: ")
    assert said in err
    assert err.count("\n") == 1
    assert contents(folder.parent) == before


def test_without_anybody_to_ask_what_is_missing_is_named(folder: Path, capsys: Capture) -> None:
    assert new("item") == 2
    assert capsys.readouterr().err == "assay: Title? Say it with --title\n"


def test_without_evidence_it_says_how_to_begin(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: Capture
) -> None:
    monkeypatch.chdir(tmp_path)
    assert new("item") == 1
    assert "begin an assessment with assay init" in capsys.readouterr().err
    assert run(["-e", "nowhere", "new", "item"]) == 2
    assert "begin one with assay init" in capsys.readouterr().err


# Attachments


def attach(*files: str | Path, name: str = "log") -> int:
    cited = [word for file in files for word in ("--file", str(file))]
    options = [word for word in WHOLE["item"] if word not in ("--held-by", "The office")]
    return new("item", name, *options, *cited)


def sources(folder: Path, name: str = "log") -> list[dict[str, str]]:
    found: list[dict[str, str]] = data_of(folder / f"items/{name}.yaml")["sources"]
    return found


def test_a_file_is_copied_with_its_checksum(folder: Path, tmp_path: Path, capsys: Capture) -> None:
    (tmp_path / "Jelentés (végleges).pdf").write_bytes(b"\x00\r\n\xff")
    assert attach("Jelentés (végleges).pdf") == 0
    copy = "attachments/Jelentes-vegleges.pdf"
    assert (folder / copy).read_bytes() == b"\x00\r\n\xff"
    digest = hashlib.sha256(b"\x00\r\n\xff").hexdigest()
    assert sources(folder) == [{"title": "Jelentés (végleges).pdf", "file": copy, "sha256": digest}]
    assert run(["hash", "--check", "log"]) == 0
    assert capsys.readouterr().out.splitlines()[:2] == [f"evidence/{copy}", "evidence/items/log.yaml"]


def test_the_same_content_is_cited_where_it_lies(folder: Path, tmp_path: Path) -> None:
    (tmp_path / "again.txt").write_bytes((folder / "attachments/minutes.txt").read_bytes())
    (tmp_path / "one.txt").write_text("1", "utf-8")
    (tmp_path / "uno.txt").write_text("1", "utf-8")
    before = set(contents(folder))
    assert attach("again.txt", "one.txt", "uno.txt") == 0
    cited = [source["file"] for source in sources(folder)]
    assert cited == ["attachments/minutes.txt", "attachments/one.txt", "attachments/one.txt"]
    assert set(contents(folder)) - before == {"attachments/one.txt", "items/log.yaml"}


def test_another_file_of_the_same_name_is_never_replaced(folder: Path, tmp_path: Path) -> None:
    before = (folder / "attachments/minutes.txt").read_bytes()
    (tmp_path / "MINUTES.TXT").write_text("other", "utf-8")
    (tmp_path / "Minutes.txt").write_text("more", "utf-8")
    assert attach("MINUTES.TXT", "Minutes.txt") == 0
    cited = [source["file"] for source in sources(folder)]
    assert cited == ["attachments/MINUTES-2.TXT", "attachments/Minutes-3.txt"]
    assert (folder / "attachments/minutes.txt").read_bytes() == before


@pytest.mark.parametrize(
    ("make", "said"),
    [
        (lambda path: path.symlink_to("/etc/passwd"), "a link: name the file itself"),
        (lambda path: path.mkdir(), "is a directory"),
        (os.mkfifo, "is no file"),
        (lambda path: None, "no such file or directory"),
        (lambda path: os.truncate(os.open(path, os.O_CREAT | os.O_RDWR), 100_000_001), "100,000,001 bytes"),
    ],
)
def test_what_is_no_plain_file_is_refused(
    folder: Path, tmp_path: Path, make: Callable[[Path], object], said: str, capsys: Capture
) -> None:
    make(tmp_path / "thing.txt")
    before = contents(folder)
    assert attach("thing.txt") == 2
    err = capsys.readouterr().err
    assert err.startswith("assay: --file: thing.txt")
    assert said in err
    assert contents(folder) == before


def test_a_restricted_item_takes_no_file(folder: Path, tmp_path: Path, capsys: Capture) -> None:
    (tmp_path / "a.txt").write_text("a", "utf-8")
    assert new("item", *WHOLE["item"], "--file", "a.txt", "--confidentiality", "restricted") == 2
    assert "a restricted item holds no content" in capsys.readouterr().err


def test_attachments_behind_a_link_are_not_written(folder: Path, tmp_path: Path, capsys: Capture) -> None:
    (folder / "attachments/minutes.txt").unlink()
    (folder / "attachments").rmdir()
    (tmp_path / "elsewhere").mkdir()
    (folder / "attachments").symlink_to("../elsewhere")
    (tmp_path / "a.txt").write_text("a", "utf-8")
    assert attach("a.txt") == 2
    assert "evidence/attachments is a link" in capsys.readouterr().err
    assert list((tmp_path / "elsewhere").iterdir()) == []
    assert not (folder / "items/log.yaml").exists()


@pytest.mark.parametrize(
    ("name", "safe"),
    [
        ("report.pdf", "report.pdf"),
        ("../../etc/passwd", "etc-passwd"),
        (".htaccess", "file.htaccess"),
        ("CON.txt", "file-CON.txt"),
        ("日本.pdf", "file.pdf"),
        ("a b\n\tc.PDF", "a-b-c.PDF"),
        ("x" * 300 + ".pdf", "x" * 80 + ".pdf"),
        ("...", "file"),
        ("-rf.txt", "rf.txt"),
        ("a::b|c?.txt", "a-b-c.txt"),
    ],
)
def test_a_name_is_made_safe(name: str, safe: str) -> None:
    assert safe_name(name) == safe


# Cycles


def seal(folder: Path) -> None:
    run(["hash"])
    assert run(["cycle", "close", "2026", "--by", "ana"]) == 0


def test_a_sealed_cycle_is_carried_over_to_be_confirmed(folder: Path, capsys: Capture) -> None:
    seal(folder)
    capsys.readouterr()
    assert new("cycle", "2027", "--from", "2026") == 0
    assert data_of(folder / "cycles/2027/cycle.yaml") == {
        "title": "2027",
        "period": {"from": "2027-01-01", "to": "2027-12-31"},
        "compare_with": "2026",
        "targets": {"overall": 2},
    }
    old = data_of(folder / "cycles/2026/grades/ana.yaml")["grades"]
    carried = data_of(folder / "cycles/2027/grades/ana.yaml")
    assert carried == {
        "grades": {
            node: {name: {"to_confirm": True, **cell} for name, cell in cells.items()}
            for node, cells in old.items()
        }
    }
    assert run(["validate"]) == 0
    out = capsys.readouterr().out
    assert "info grade-to-confirm 4 grades of 'leadership' to be confirmed by ana" in out
    assert ": error" not in out
    assert ": warning" not in out


def test_what_has_ended_is_listed_with_who_collected_it(folder: Path, capsys: Capture) -> None:
    item = folder / "items/minutes.yaml"
    item.write_text(item.read_text("utf-8").replace("2027-12-31", "2026-05-31"), "utf-8")
    assert new("cycle", "2027", "--from", "2026") == 0
    err = capsys.readouterr().err
    assert "1 item that they rest on no longer counts on 2026-06-30:" in err
    assert "    minutes: ran out on 2026-05-31, collected by Ana Example; cited for vision · approach," in err


def test_what_the_model_or_the_people_no_longer_have_is_left_behind(folder: Path, capsys: Capture) -> None:
    (folder / "cycles/2026/grades/ana.yaml").write_text(
        "grades:\n  gone:\n    approach: {grade: 2, rationale: x}\n"
        "  vision:\n    trend: {grade: 1, rationale: y}\n    approach:\n"
        "      {grade: 1, rationale: z, graded_on: 2026-02-02, against: [{item: minutes, answer: a}]}\n",
        "utf-8",
    )
    (folder / "cycles/2026/grades/bob.yaml").write_text(
        "grades:\n  vision:\n    approach: {grade: 2, rationale: x}\n", "utf-8"
    )
    assert new("cycle", "2027", "--from", "2026") == 0
    err = capsys.readouterr().err
    assert "left behind: cycles/2026/grades/ana.yaml: the model no longer has gone · approach" in err
    assert (
        "left behind: cycles/2026/grades/bob.yaml: its assessor is nobody in assessment.yaml any more" in err
    )
    assert data_of(folder / "cycles/2027/grades/ana.yaml")["grades"] == {
        "vision": {
            "approach": {
                "to_confirm": True,
                "grade": 1,
                "rationale": "z",
                "against": [{"item": "minutes", "answer": "a"}],
            }
        }
    }
    assert not (folder / "cycles/2027/grades/bob.yaml").exists()


def test_grades_with_errors_are_not_carried_over(folder: Path, capsys: Capture) -> None:
    (folder / "cycles/2026/grades/ana.yaml").write_text("grades: [\n", "utf-8")
    assert new("cycle", "2027", "--from", "2026") == 1
    assert "cycles/2026/grades/ana.yaml has errors" in capsys.readouterr().err
    assert not (folder / "cycles/2027").exists()


@pytest.mark.parametrize(
    ("options", "code", "said"),
    [
        (("--from", "2025"), 2, "unknown cycle '2025'"),
        (("--begin", "2027-02-01", "--end", "2027-01-01"), 2, "--end: 2027-01-01 is before 2027-02-01"),
    ],
)
def test_a_cycle_that_cannot_be_is_refused(
    folder: Path, options: tuple[str, ...], code: int, said: str, capsys: Capture
) -> None:
    assert new("cycle", "2027", *options) == code
    assert said in capsys.readouterr().err
    assert not (folder / "cycles/2027").exists()


def test_grades_are_laid_out_to_be_filled_in(folder: Path, capsys: Capture) -> None:
    assert new("cycle", "2027") == 0
    assert new("grades", "ana", "--cycle", "2027") == 0
    file = folder / "cycles/2027/grades/ana.yaml"
    assert run(["validate"]) == 0
    text = file.read_text("utf-8")
    grading = [line.removeprefix("# ") for line in text.splitlines()]
    filled = "\n".join(
        line for line in grading if not line.startswith(("The grades", "assay", "before", "grades"))
    )
    start = filled.index("  #")
    cells = filled[start:].replace("grade: ,", "grade: 1,").replace("rationale: ,", "rationale: Done.,")
    file.write_text("grades:\n" + cells + "\n", "utf-8")
    capsys.readouterr()
    run(["levels", "--cycle", "2027", "--format", "csv"])
    assert run(["validate"]) == 0, capsys.readouterr().out


def test_grades_of_somebody_who_has_some_or_of_a_sealed_cycle_are_refused(
    folder: Path, capsys: Capture
) -> None:
    assert new("grades", "ana") == 2
    assert "ana has grades in 2026 already" in capsys.readouterr().err
    seal(folder)
    assert new("grades", "ana") == 2
    assert "the cycle '2026' is sealed" in capsys.readouterr().err


def test_a_model_changes_another_in_its_languages(folder: Path, capsys: Capture) -> None:
    assert new("model", "small", "--title", "Small", "--extends", "see-cmm") == 0
    capsys.readouterr()
    assert run(["model", "lint", "small"]) == 0
    assert capsys.readouterr().out == ""


# Questions


def asked(*arguments: str, answers: list[str]) -> tuple[int, str]:
    with CliRunner().isolation(input="".join(f"{one}\n" for one in answers)) as (_, err, _):
        code = run(["new", *arguments])
        return code, err.getvalue().decode()


def test_an_item_by_questions_with_nonsense_in_between(folder: Path, tmp_path: Path) -> None:
    (tmp_path / "a.txt").write_text("a", "utf-8")
    answers = [
        "", "Minutes", "minutes", "", "99", "rec", "record", "It is kept.", "nonsense", "is", "vision",
        "trend", "approach", "maybe", "y", "2", "", "", "2026-13-01", "", "nobody", "1", "1", "nowhere.txt",
        "a.txt", "n",
    ]  # fmt: skip
    code, err = asked("item", answers=answers)
    assert code == 0, err
    data = data_of(folder / "items/minutes-2.yaml")
    assert data["type"] == "record"
    assert data["about"] == [{"node": "vision", "attribute": "approach"}, data["about"][1]]
    assert data["collected"] == {"on": "2026-06-30", "by": "ana"}
    assert data["sources"][0]["file"] == "attachments/a.txt"
    for said in (
        "'minutes' is there already (items/minutes.yaml); free is minutes-2",
        "'99' is none of them",
        "'rec' may mean:",
        "'nonsense' is none of them",
        "'trend' is none of them",
        "answer y or n",
        "'2026-13-01' is not a date",
        "there is no file nowhere.txt",
    ):
        assert said in err, said


@pytest.mark.parametrize("kind", [*sorted(WHOLE), "grades"])
def test_the_end_of_the_input_leaves_nothing_behind(folder: Path, kind: str) -> None:
    before = contents(folder)
    code, err = asked(kind, answers=[])
    assert code == 2
    assert "the input ended before all was answered" in err
    assert contents(folder) == before


def with_units(folder: Path) -> None:
    file = folder / "assessment.yaml"
    units = "units: [{id: north, title: Northern desk}, {id: south, title: Southern desk}]\n"
    file.write_text(file.read_text("utf-8").replace("people:", f"{units}people:"), "utf-8")
    (folder / "cycles/2026/grades/north").mkdir()
    (folder / "cycles/2026/grades/ana.yaml").rename(folder / "cycles/2026/grades/north/ana.yaml")


def test_grades_of_a_unit(folder: Path, capsys: Capture) -> None:
    with_units(folder)
    assert new("grades", "ana") == 2
    assert capsys.readouterr().err == "assay: Which unit? Say it with --unit\n"
    assert new("grades", "ana", "--unit", "sout") == 2
    assert "unknown unit 'sout' (did you mean 'south'?)" in capsys.readouterr().err
    assert new("grades", "ana", "--unit", "north") == 2
    assert new("grades", "ana", "--unit", "south") == 0
    assert capsys.readouterr().out == "evidence/cycles/2026/grades/south/ana.yaml\n"


def test_the_grades_of_units_are_carried_over(folder: Path, capsys: Capture) -> None:
    with_units(folder)
    assert new("cycle", "2027", "--from", "2026") == 0
    assert "evidence/cycles/2027/grades/north/ana.yaml" in capsys.readouterr().out.splitlines()
    assert run(["validate"]) == 0
    assert ": error" not in capsys.readouterr().out


def test_a_file_that_lies_among_the_attachments_is_cited_there(folder: Path) -> None:
    (folder / "attachments/zz.txt").write_bytes((folder / "attachments/minutes.txt").read_bytes())
    assert attach(folder / "attachments/zz.txt") == 0
    assert [source["file"] for source in sources(folder)] == ["attachments/zz.txt"]


def test_nothing_is_carried_over_where_a_file_is_in_the_way(folder: Path, capsys: Capture) -> None:
    (folder / "cycles/2027/grades").mkdir(parents=True)
    (folder / "cycles/2027/grades/ana.yaml").write_text("x\n", "utf-8")
    before = contents(folder)
    assert new("cycle", "2027", "--from", "2026") == 2
    err = capsys.readouterr().err
    assert err == "assay: evidence/cycles/2027/grades/ana.yaml is there already. Nothing was written\n"
    assert contents(folder) == before


def test_a_cycle_begins_after_the_last_one_whichever_it_comes_from(folder: Path, capsys: Capture) -> None:
    assert new("cycle", "2027", "--begin", "2027-02-01", "--end", "2027-07-31") == 0
    assert new("cycle", "2028", "--from", "2026") == 0
    found = data_of(folder / "cycles/2028/cycle.yaml")
    assert found["period"] == {"from": "2027-08-01", "to": "2028-07-31"}
    assert found["compare_with"] == "2026"
    assert new("cycle", "2029", "--begin", "2028-08-10") == 0
    assert data_of(folder / "cycles/2029/cycle.yaml")["period"] == {"from": "2028-08-10", "to": "2029-08-09"}


def test_targets_of_what_the_model_no_longer_has_stay_behind(folder: Path) -> None:
    file = folder / "cycles/2026/cycle.yaml"
    file.write_text(
        file.read_text("utf-8").replace("{overall: 2}", "{overall: 2, gone: 1, leadership: 2}"), "utf-8"
    )
    assert new("cycle", "2027", "--from", "2026") == 0
    assert data_of(folder / "cycles/2027/cycle.yaml")["targets"] == {"overall": 2, "leadership": 2}


METRIC = ("metric", "--title", "Speed", "--about", "speed", "--measured-in", "min", "--source", "It")


def test_the_values_of_a_metric_are_asked_until_enough_and_put_in_order(folder: Path) -> None:
    say = "\nlower\nmany\n\nsoon=3\n2026-02-30=1\n2026-03-31=x\n2026-03-31=7\n2026-01-01..2026-02-28=8,5\n\n"
    found = CliRunner().invoke(cli, ["new", *METRIC], input=say, catch_exceptions=False)
    assert found.exit_code == 0
    for why in ("'many' is not a number such as 81.5", "'soon' is not a date", "'x' is not a number"):
        assert why in found.stderr
    data = data_of(folder / "metrics/speed.yaml")
    assert "target" not in data
    assert data["values"] == [
        {"period": {"from": "2026-01-01", "to": "2026-02-28"}, "value": 8.5},
        {"on": "2026-03-31", "value": 7},
    ]


@pytest.mark.parametrize(
    ("more", "said"),
    [
        (("--better", "up", "--value", "2026-03-31=1"), "--better: 'up' is none of them"),
        (("--better", "lower", "--value", "2026-03-31"), "--value: write it as 2026-03-31=81.5"),
        (("--better", "lower", "--value", "2026-03-31=nan"), "--value: 'nan' is"),
        (("--better", "lower", "--value", "2026-03-31=1e999"), "--value: '1e999' is too large"),
        (("--better", "target", "--value", "2026-03-31=1"), "Target? Say it with --target"),
        (("--better", "lower"), "Value? Say it with --value"),
    ],
)
def test_a_metric_that_cannot_be_is_one_clear_line(
    folder: Path, more: tuple[str, ...], said: str, capsys: Capture
) -> None:
    assert new(*METRIC, *more) == 2
    err = capsys.readouterr().err
    assert said in err
    assert err.count("\n") == 1
    assert not (folder / "metrics").exists()
