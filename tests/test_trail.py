"""What commits changed, in words: versions compared, and whole histories in real repositories."""

from __future__ import annotations

import subprocess
from collections.abc import Mapping
from pathlib import Path
from typing import Any

import pytest

from assay.git import History, read_history
from assay.languages import Words
from assay.trail import Gone, Owner, Step, Trails, gone_items, read_trails
from assay.trail.changes import MOST, Change, Kind, compare
from assay.trail.parts import judgements, parts
from assay.trail.words import Telling, tell_signature
from assay.yamlfile import read
from story import BEN, DAN, Story, story

TELLING = Telling(Words(), lambda node, attribute: f"{node} {attribute}".strip(), iso=True)


def told(before: str, after: str, kind: str = "item", language: str = "en") -> list[str]:
    """The changes between two texts, in words."""
    telling = Telling(Words(language), TELLING.cell, iso=language == "en")
    old, new = (parts(kind, read(text.encode()).data) for text in (before, after))
    return [telling.tell(change) for change in compare(old, new)]


# Two versions of a file


@pytest.mark.parametrize(
    ("before", "after", "words"),
    [
        ("type: survey", "type: record", "type: survey → record"),
        ("title: A", "title: B", "title: A → B"),
        ("title: A", "title: {en: A, hu: B}", "title: A → A, B"),
        ("summary: A", "summary: B", "summary reworded"),
        ("x: 1", "x: 1\nsummary: B", "summary added"),
        ("summary: B", "x: 1", "x added: 1"),
        ("on: 2026-05-04", "on: 2026-05-05", "date of the decision moved from 2026-05-04 to 2026-05-05"),
        ("valid_until: 2026-12-31", "valid_until: soon", "valid until: 2026-12-31 → soon"),
        ("collected: {on: 2026-01-01, by: a}", "collected: {on: 2026-01-01, by: b}", "collected by: a → b"),
        ("sample: {size: 3}", "sample: {size: 4}", "sample.size: 3 → 4"),
        ("x-own: [1]", "x-own: [1, 2]", "x-own added: 2"),
        ("a: [x, y]", "a: [y, x]", "a put in another order"),
        ("a: [x, x]", "a: [x]", "a removed: x (2)"),
        ("a: {b: {c: 1}}", "a: {b: 2}", "a.b: 1 → 2"),
        ("a: true", "a: false", "a: true → false"),
        ("about: []", "about: [{node: v, attribute: a}]", "about added: v · a"),
        (
            "about: []",
            "about: [{node: v, stance: contradicts}]",
            "about added: v (contradicts)",
        ),
        (
            "about: [{node: v}]",
            "about: [{node: v, stance: contradicts}]",
            "stance on v added: contradicts",
        ),
        (
            "sources: [{title: T, file: attachments/a.pdf}]",
            "sources: [{title: T, file: attachments/b.pdf}]",
            "source replaced: attachments/a.pdf → attachments/b.pdf",
        ),
        (
            "sources: [{title: T, file: attachments/a.pdf, sha256: aa}]",
            "sources: [{title: T, file: attachments/a.pdf, sha256: bb}]",
            "checksum of attachments/a.pdf changed",
        ),
        ("sources: []", "sources: [{title: T, url: u}]", "source added: T"),
        ("x: 1", "x: 1\nwithdrawn: {on: 2026-09-01, by: a, reason: It is wrong.}", "withdrawn: It is wrong."),
        ("withdrawn: {on: 2026-09-01, by: a, reason: No}", "", "withdrawal taken back"),
        ("x: 1", "x: 1\nsuperseded: {on: 2026-09-01, by_item: newer}", "superseded by newer"),
        ("reviews: []", "reviews: [{on: 2026-09-01, by: a, result: Fine}]", "reviewed: 2026-09-01 · a"),
        ("x: 1", "x: 1\nseal: {on: 2026-09-01, by: a, items: {a: b}}", "sealed on 2026-09-01"),
        ("seal: {on: 2026-09-01, items: {a: b}}", "seal: {on: 2026-09-01, items: {a: c}}", "seal replaced"),
        ("targets: {overall: 2}", "targets: {overall: 3}", "target of overall: 2 → 3"),
        (
"values: [{on: 2026-03-31, value: 7}]",
"values: [{on: 2026-03-31, value: 8}]",
"value of 2026-03-31: 7 → 8",
),
        (
"values: []",
"values: [{period: {from: 2026-01-01, to: 2026-03-31}, value: 8, item: a}]",
"value added: 2026-03-31: 8",
),
        (
"target: [{from: 2026-01-01, value: 7}]",
"target: [{from: 2026-01-01, value: 6}]",
"target from 2026-01-01: 7 → 6",
),
        ("better: higher", "better: lower", "direction: higher → lower"),
        ("source: {how: One}", "source: {how: Two}", "way of computing reworded"),
    ],
)  # fmt: skip
def test_a_change_in_words(before: str, after: str, words: str) -> None:
    assert words in told(before, after)


def test_a_source_that_is_replaced_was_not_put_in_another_order() -> None:
    before, after = (f"sources: [{{title: T, file: attachments/{name}.pdf}}]" for name in "ab")
    assert told(before, after) == ["source replaced: attachments/a.pdf → attachments/b.pdf"]


GRADES = "grades: {{vision: {{approach: {{{}}}}}}}"


@pytest.mark.parametrize(
    ("before", "after", "words"),
    [
        ("grade: 2", "grade: 3", "vision approach: 2 → 3"),
        ("grade: 2", "not_applicable: There is none.", "vision approach: grade removed, it was 2"),
        ("grade: 2, rationale: A", "grade: 2, rationale: B", "vision approach: rationale reworded"),
        ("grade: 2", "grade: 2, evidence: [a]", "vision approach: evidence added: a"),
        ("evidence: [a]", "evidence: [{item: a, carries: 1}]", "vision approach: how far a carries added: 1"),
        (
            "grade: 2",
            "grade: 2, against: [{item: a, answer: Old.}]",
            "vision approach: answer to contradicting a added",
        ),
    ],
)
def test_a_change_of_a_grade_in_words(before: str, after: str, words: str) -> None:
    assert words in told(GRADES.format(before), GRADES.format(after), "grades")


def test_a_grade_that_came_or_went() -> None:
    one = "grades: {vision: {approach: {grade: 2}}}"
    two = "grades: {vision: {approach: {grade: 2}, deployment: {not_applicable: None here.}}}"
    assert told(one, two, "grades") == ["vision deployment: graded not applicable"]
    assert told(two, one, "grades") == ["vision deployment: grade removed, it was not applicable"]
    itself = "grades: {vision: {approach: {grade: 2}}, learning: {grade: 1, rationale: Why}}"
    assert told(one, itself, "grades") == ["learning: graded 1"]
    assert told(itself, itself.replace("grade: 1", "grade: 2"), "grades") == ["learning: 1 → 2"]


def test_what_was_settled_and_answered() -> None:
    cells = "settled: {on: 2026-05-01, by: [a]}\ncells: {approach: {grade: 2, reason: A}}"
    assert told(cells, cells.replace("grade: 2", "grade: 3"), "consensus") == ["approach: 2 → 3"]
    cell = "cell: {grade: 2, reason: A}"
    assert told(cell, cell.replace("grade: 2", "grade: 3"), "consensus") == ["grade: 2 → 3"]
    answers = "answers: {q: {answer: yes}}"
    assert told(answers, answers.replace("yes", "no"), "checks") == ["answer to q: yes → no"]


def test_the_words_are_there_in_hungarian_with_its_dates() -> None:
    moved = told("valid_until: 2026-12-31", "valid_until: 2027-06-30", language="hu")
    assert moved == ["érvényesség vége: 2026. dec. 31. helyett 2027. jún. 30."]


def test_hundreds_of_changes_and_huge_texts_stay_short() -> None:
    many = "\n".join(f"k{number}: 1" for number in range(500))
    changes = compare(parts("item", {}), parts("item", read(many.encode()).data))
    assert len(changes) == MOST + 1
    assert TELLING.tell(changes[-1]) == f"and {500 - MOST} more"
    [change] = compare({("summary",): "a" * 20_000}, {("summary",): "b" * 20_000})
    assert len(change.before or "") <= 200
    [change] = compare({("x",): ["a" * 20_000]}, {("x",): ["b" * 20_000, "c"]})[:1]
    assert len(change.after or "") <= 200


@pytest.mark.parametrize("data", [None, "text", 3, True, [1, [2]], {"grades": [1]}, {"grades": {"v": 3}},
                                  {"grades": {"v": {"a": "x"}}}, {"about": {"a": 1}},
                                  {"sources": ["x", 3, {}]},
                                  {"evidence": [None]}, {"cells": 3}])  # fmt: skip
@pytest.mark.parametrize("kind", ["item", "grades", "consensus", "checks"])
def test_whatever_yaml_can_hold_is_compared(kind: str, data: Any) -> None:
    others: tuple[Any, ...] = (
        None,
        {},
        [],
        {"grades": {"v": {"a": {"grade": 1}}}},
        {"about": [1], "sources": {}},
    )
    for other in others:
        for before, after in ((data, other), (other, data)):
            for change in compare(parts(kind, before), parts(kind, after)):
                assert TELLING.tell(change)
    assert isinstance(judgements(kind, data), dict)


# Whole histories


@pytest.fixture(scope="module")
def ids(tmp_path_factory: pytest.TempPathFactory) -> Mapping[str, str]:
    folder = tmp_path_factory.mktemp("story") / "evidence"
    return {"folder": str(folder), **story(folder)}


@pytest.fixture(scope="module")
def history(ids: Mapping[str, str]) -> History:
    return read_history(Path(ids["folder"]))


@pytest.fixture(scope="module")
def trails(ids: Mapping[str, str], history: History) -> Trails:
    return read_trails(Path(ids["folder"]), history)


def words_of(steps: tuple[Step, ...]) -> list[str]:
    """Steps in words, oldest first."""
    lines = []
    for step in reversed(steps):
        done, changes = TELLING.tell_step(step)
        lines.append("; ".join((done, *changes)))
    return lines


def grade(trails: Trails, who: str, node: str, attribute: str) -> tuple[list[tuple[str, str]], str]:
    """The trail of a grade, oldest first: change and subject; and the subject of the one that made it."""
    found = trails.judgements[Owner("grades", "2026", None, who), node, attribute]
    steps = [(step.change, step.commit.subject) for step in reversed(found.steps)]
    return steps, found.made.commit.subject if found.made else ""


def test_the_trail_of_an_item_that_moved(trails: Trails) -> None:
    assert words_of(trails.files["items/leadership/minutes.yaml"]) == [
        "added",
        "moved from items/minutes.yaml; valid until moved from 2027-12-31 to 2028-06-30",
        "changed; checksum of attachments/minutes.txt added",
    ]
    assert trails.files["items/leadership/minutes.yaml"][1].former_file == "items/minutes.yaml"


def test_an_attachment_that_was_replaced_has_its_sizes(trails: Trails) -> None:
    assert words_of(trails.files["attachments/minutes.txt"]) == [
        "added (22 bytes)",
        "replaced (22 bytes → 43 bytes)",
    ]


def test_a_version_that_cannot_be_read_is_said_and_passed_over(trails: Trails) -> None:
    assert words_of(trails.files["items/speed-figures.yaml"]) == [
        "added",
        "not readable at this commit (line 2: the bracket that opens in line 1 is not closed)",
        "readable again; summary reworded",
        "only comments or layout",
    ]


def test_the_commit_of_a_grade_is_the_one_that_made_this_grade(trails: Trails) -> None:
    assert grade(trails, "ana", "vision", "approach") == (
        [
            ("added", "Grade what I saw"),
            ("merged", "Merge pull request #31 from desk/ana"),
            ("changed", "Raise the vision"),
        ],
        "Raise the vision",
    )
    assert grade(trails, "ana", "example", "approach")[1] == "Grade what I saw"


def test_a_grade_that_only_went_to_another_file_did_not_change(trails: Trails) -> None:
    split = trails.files["cycles/2026/grades/ana/leadership.yaml"][0]
    assert words_of((split,)) == [
        "moved from cycles/2026/grades/ana.yaml; speed trend: the same in another file"
    ]
    subjects = [subject for _, subject in grade(trails, "ana", "speed", "trend")[0]]
    assert "A file for each criterion" not in subjects


def test_a_change_that_a_merge_dropped_is_told_and_does_not_make_the_grade(trails: Trails) -> None:
    steps, made = grade(trails, "ana", "speed", "trend")
    assert steps[-2:] == [("changed", "The figures do not hold"), ("discarded", "Merge branch 'finding'")]
    assert made == "Grade what I saw"
    assert words_of(trails.files["cycles/2026/grades/ana/service.yaml"])[-1] == (
        "a merge dropped another version; speed trend: 0 → 2, rationale reworded"
    )


def test_a_removed_item_is_known_with_who_removed_it_and_why(ids: Mapping[str, str], trails: Trails) -> None:
    folder = Path(ids["folder"])
    files = {path.relative_to(folder).as_posix() for path in folder.rglob("*.yaml")}
    gone = gone_items(folder, trails, files)
    assert list(gone) == ["survey"]
    [survey] = gone["survey"]
    assert survey.data["title"] == "Survey of the users 2025"
    assert survey.nodes == ("speed",)
    assert survey.removed is not None
    assert survey.removed.commit.id == ids["removal"]
    assert (survey.removed.commit.author, survey.removed.commit.body) == (
        "Ben Sample",
        "It counted the same people twice.",
    )


def test_commits_of_one_second_stand_in_the_order_that_they_were_made(tmp_path: Path) -> None:
    tale = Story(tmp_path)
    made = []
    for number in range(6):  # what a rebase does: one time for all, and no file in two of them
        tale.clock = 1_767_261_600
        tale.write(f"items/one-{number}.yaml", f"title: {number}\n")
        made.append(tale.commit(f"Add {number}"))
    order = read_trails(tmp_path, read_history(tmp_path)).order
    assert sorted(made, key=order.__getitem__) == made[::-1]


def test_the_order_of_commits_is_that_of_every_trail(trails: Trails, history: History) -> None:
    for commits in history.trails.values():
        places = [trails.order[commit.id] for commit in commits]
        assert places == sorted(places)


# Shapes of histories of their own


@pytest.fixture
def tale(tmp_path: Path) -> Story:
    (tmp_path / "evidence").mkdir()
    return Story(tmp_path / "evidence")


def read_all(tale: Story, units: tuple[str, ...] = ()) -> Trails:
    return read_trails(tale.folder, read_history(tale.folder), units)


ENTRY = (
    "grades:\n  vision:\n    approach: {{grade: {}, rationale: As I saw it in the first half of the year.}}\n"
)


def test_a_grade_that_goes_back_was_made_by_the_commit_that_took_it_back(tale: Story) -> None:
    for number, value in enumerate((2, 3, 2)):
        tale.write("cycles/2026/grades/ana.yaml", ENTRY.format(value))
        tale.commit(f"Take {number}")
    assert grade(read_all(tale), "ana", "vision", "approach")[1] == "Take 2"


def test_the_order_of_commits_counts_and_not_what_the_clocks_said(tale: Story) -> None:
    tale.write("cycles/2026/grades/ana/first.yaml", ENTRY.format(2))
    tale.commit("Grade")
    (tale.folder / "cycles/2026/grades/ana/first.yaml").unlink()
    tale.commit("Think again")
    tale.clock -= 86_400 * 300  # a computer whose clock is wrong
    tale.write("cycles/2026/grades/ana.yaml", "# anew\n" * 30 + ENTRY.format(2))
    tale.commit("Grade anew")
    assert grade(read_all(tale), "ana", "vision", "approach") == (
        [("added", "Grade"), ("removed", "Think again"), ("added", "Grade anew")],
        "Grade anew",
    )


def test_another_assessors_file_under_a_new_name_is_a_new_grade(tale: Story) -> None:
    tale.write("cycles/2026/grades/ben.yaml", ENTRY.format(2))
    tale.commit("Ben grades", BEN)
    tale.git("mv", "cycles/2026/grades/ben.yaml", "cycles/2026/grades/ana.yaml")
    tale.commit("Take it over")
    assert grade(read_all(tale), "ana", "vision", "approach") == (
        [("added", "Take it over")],
        "Take it over",
    )
    steps, made = grade(read_all(tale), "ben", "vision", "approach")
    assert (steps, made) == ([("added", "Ben grades"), ("removed", "Take it over")], "")


def test_a_grade_that_got_a_units_folder_keeps_its_past(tale: Story) -> None:
    tale.write("cycles/2026/grades/ana.yaml", ENTRY.format(2))
    tale.commit("Grade")
    tale.move("cycles/2026/grades/ana.yaml", "cycles/2026/grades/north/ana.yaml")
    tale.commit("Two units from now on")
    found = read_all(tale, ("north", "south")).judgements
    [(key, trail)] = found.items()
    assert key[0].unit == "north"
    assert [step.commit.subject for step in trail.steps] == ["Grade"]


def test_a_grade_that_was_removed_was_made_by_none(tale: Story) -> None:
    tale.write("cycles/2026/grades/ana.yaml", ENTRY.format(2))
    tale.commit("Grade")
    tale.write("cycles/2026/grades/ana.yaml", "grades: {}\n")
    tale.commit("Think again")
    steps, made = grade(read_all(tale), "ana", "vision", "approach")
    assert (steps[-1], made) == (("removed", "Think again"), "")


def test_grades_of_two_units_are_two_trails(tale: Story) -> None:
    for unit, value in (("north", 2), ("south", 3)):
        tale.write(f"cycles/2026/grades/{unit}/ana.yaml", ENTRY.format(value))
        tale.commit(f"Grade {unit}")
    found = read_all(tale, ("north", "south")).judgements
    assert {
        key[0].unit: trail.made.commit.subject for key, trail in found.items() if trail.made is not None
    } == {"north": "Grade north", "south": "Grade south"}


def test_a_grade_that_was_made_in_a_merge_itself_is_the_merges(tale: Story) -> None:
    tale.write("cycles/2026/grades/ana.yaml", ENTRY.format(2))
    tale.commit("Grade")
    tale.git("switch", "-q", "-c", "topic")
    tale.write("assessment.yaml", "title: x\n")
    tale.commit("Something else")
    tale.git("switch", "-q", "main")
    tale.write("cycles/2026/cycle.yaml", "title: y\n")
    tale.commit("Meanwhile")
    tale.git("merge", "-q", "--no-commit", "topic")
    tale.write("cycles/2026/grades/ana.yaml", ENTRY.format(4))
    tale.commit("Merge topic", DAN)
    trails = read_all(tale)
    assert grade(trails, "ana", "vision", "approach")[1] == "Merge topic"
    assert words_of(trails.files["cycles/2026/grades/ana.yaml"])[-1] == (
        "changed by a merge itself; vision approach: 2 → 4"
    )


def test_a_broken_version_between_two_makes_only_the_grade_that_really_changed(tale: Story) -> None:
    both = ENTRY + "    deployment: {{grade: 1}}\n"
    tale.write("cycles/2026/grades/ana.yaml", both.format(2))
    tale.commit("Grade")
    tale.write("cycles/2026/grades/ana.yaml", both.format(2) + "  [\n")
    tale.commit("Slip")
    tale.write("cycles/2026/grades/ana.yaml", both.format(3))
    tale.commit("Mend and raise")
    trails = read_all(tale)
    assert grade(trails, "ana", "vision", "approach")[1] == "Mend and raise"
    assert grade(trails, "ana", "vision", "deployment")[1] == "Grade"


def test_an_id_that_two_items_had_one_after_another_is_known_for_both(tale: Story) -> None:
    for number in (1, 2):
        tale.write(f"items/{number}/survey.yaml", f"title: Survey {number}\n")
        tale.commit(f"Add {number}")
        tale.git("rm", "-q", f"items/{number}/survey.yaml")
        tale.commit(f"Remove {number}")
    lives = gone_items(tale.folder, read_all(tale), ())["survey"]
    assert [life.data["title"] for life in lives] == ["Survey 2", "Survey 1"]


def test_a_removal_that_is_not_committed_has_no_commit(tale: Story) -> None:
    tale.write("items/a.yaml", "title: [broken\n")
    tale.commit("Add")
    (tale.folder / "items" / "a.yaml").unlink()
    assert gone_items(tale.folder, read_all(tale), ()) == {"a": (Gone("a", "items/a.yaml", {}, None),)}


def test_contents_that_a_partial_clone_lacks_are_said_to_be_absent(tale: Story, tmp_path: Path) -> None:
    for value in ("one", "two"):
        tale.write("items/a.yaml", f"title: {value}\nsummary: The same in both.\n")
        tale.write("attachments/a.txt", f"{value}, and more of it\n")
        tale.commit(value)
    tale.git("config", "uploadpack.allowFilter", "true")
    clone = tmp_path / "clone"
    url = f"file://{tale.folder}"
    subprocess.run(["git", "clone", "-q", "--filter=blob:none", url, str(clone)], check=True)
    trails = read_trails(clone, read_history(clone))
    assert words_of(trails.files["items/a.yaml"])[-1] == (
        "what it changed is not known: the contents are not in this copy of the repository"
    )
    assert words_of(trails.files["attachments/a.txt"])[-1] == "replaced (unknown size → unknown size)"


def test_an_attachment_that_git_lfs_holds_has_the_size_of_its_contents(tale: Story) -> None:
    note = "version https://git-lfs.github.com/spec/v1\noid sha256:{}\nsize {}\n"
    for number, size in ((1, 12_345_678), (2, 23_456_789)):
        tale.write("attachments/film.mp4", note.format(str(number) * 64, size))
        tale.commit(f"Film {number}")
    assert words_of(read_all(tale).files["attachments/film.mp4"]) == [
        "added (12 MB)",
        "replaced (12 MB → 23 MB)",
    ]


def test_a_link_and_a_submodule_have_a_trail_without_contents(tale: Story) -> None:
    tale.write("attachments/a.txt", "a\n")
    (tale.folder / "attachments" / "link.txt").symlink_to("a.txt")
    tale.commit("Add a link")
    (tale.folder / "attachments" / "link.txt").unlink()
    (tale.folder / "attachments" / "link.txt").symlink_to("b.txt")
    head = tale.git("rev-parse", "HEAD")
    tale.git("update-index", "--add", "--cacheinfo", f"160000,{head},items/sub.yaml")
    tale.git("add", "attachments/link.txt")
    tale.git("commit", "-q", "-m", "Turn it")
    assert words_of(read_all(tale).files["attachments/link.txt"])[-1] == "changed"
    assert words_of(read_all(tale).files["items/sub.yaml"]) == ["added"]


def test_outside_git_there_are_no_trails(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("GIT_CEILING_DIRECTORIES", str(tmp_path.parent))
    assert read_trails(tmp_path, read_history(tmp_path)) == Trails()


def test_every_state_of_a_signature_has_its_words() -> None:
    from assay.git import Signature, Signed

    words = {tell_signature(Words(), Signature(state)) for state in Signed}
    assert len(words) == len(Signed)
    other = Signature(Signed.OTHER, "ben")
    assert tell_signature(Words(), other, "Ben") == "signed by Ben, not by the author"


def test_a_change_without_values_is_told() -> None:
    assert TELLING.tell(Change(Kind.UNREADABLE, (), "line 1: x", None)) == "readable again"


# What is kept between runs


def test_a_second_run_finds_the_same_without_reading_any_contents(
    ids: Mapping[str, str], trails: Trails, history: History, monkeypatch: pytest.MonkeyPatch
) -> None:
    folder = Path(ids["folder"])
    first = read_trails(folder, history)
    asked: list[str] = []

    def counted(_: Path, names: Any, __: int) -> Any:
        asked.extend(names)
        return iter(())

    monkeypatch.setattr("assay.trail.versions.read_blobs", counted)
    assert read_trails(folder, history) == first == trails
    assert asked == []


def test_a_damaged_memory_is_none(
    ids: Mapping[str, str], trails: Trails, history: History, own_surroundings: Path
) -> None:
    folder = Path(ids["folder"])
    read_trails(folder, history)
    kept = list((own_surroundings / "assay").glob("*-trail*.json"))
    assert kept
    for file in kept:
        file.write_bytes(file.read_bytes()[:-10])
    assert read_trails(folder, history) == trails
