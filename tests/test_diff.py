"""`assay diff` as a user runs it, on real git repositories with branches, merges and renames."""

from __future__ import annotations

import json
import re
import shutil
from pathlib import Path

import pytest

from assay.cli import run
from changes import AS_OF, FIGURES, GRADES, MINUTES, TALK, Desk, printed, section
from repositories import Repository, forget_git_settings

GOLDEN = Path(__file__).parent / "golden"
EVIDENCE = Path(__file__).resolve().parents[1] / "evidence"
HALF = "{grade: 1, rationale: Half of the visits took place., evidence: [minutes]}"
POLICY = "Policy, people, cycles and model"
ALL = "{grade: 2, rationale: All visits took place., evidence: [minutes, talk]}"


@pytest.fixture(autouse=True)
def _no_git_settings(monkeypatch: pytest.MonkeyPatch) -> None:
    forget_git_settings(monkeypatch)


@pytest.fixture
def desk(tmp_path: Path) -> Desk:
    return Desk(tmp_path / "repository")


def raised(desk: Desk) -> Desk:
    """The one change that lifts every level: a grade, on a new item."""
    desk.replace(GRADES, HALF, ALL)
    desk.write("items/talk.yaml", TALK)
    desk.commit("Grade the visits anew")
    return desk


# All of it


def without_commits(text: str) -> str:
    return re.sub(r"\([0-9a-f\u200b]{7,8}\)", "(COMMIT)", text)


@pytest.mark.parametrize(("form", "golden"), [("text", "diff.txt"), ("markdown", "diff.md")])
def test_a_change_in_full(desk: Desk, form: str, golden: str) -> None:
    raised(desk)
    desk.replace(FIGURES, "valid_until: 2027-12-31", "valid_until: 2026-07-15")
    desk.replace(FIGURES, "held_by: The head of the desk", "file: attachments/figures.csv")
    desk.write("attachments/figures.csv", "month,minutes\n")
    desk.commit("Attach the figures")
    found = without_commits(desk.diff("main", "change", "--format", form))
    assert found == (GOLDEN / golden).read_text("utf-8")


def test_nothing_changed_is_one_line(desk: Desk) -> None:
    assert desk.diff() == "Nothing changes: levels, evidence and problems are the same.\n"
    assert not desk.data()["changed"]
    assert desk.diff("main", "--format", "markdown").splitlines()[:3] == [
        "<!-- assay-diff: evidence -->",
        "",
        "### Nothing changes: levels, evidence and problems are the same",
    ]


def test_a_comment_in_a_file_changes_nothing(desk: Desk) -> None:
    desk.write(MINUTES, "# as it was\n" + desk.text(MINUTES))
    assert desk.diff() == "Nothing changes: levels, evidence and problems are the same.\n"


def test_figures_are_those_of_assay_levels_on_both_sides(desk: Desk) -> None:
    raised(desk)
    [cycle] = desk.data("main", "change")["cycles"]
    sides = {}
    for side, revision in (("before", "main"), ("after", "change")):
        arguments = ["-e", str(desk.folder), "levels", "--at", revision, "--as-of", AS_OF, "--format", "json"]
        levels = json.loads(printed(arguments, 0))
        sides[side] = {node["id"]: node for node in (levels["overall"], *levels["nodes"])}
        assert cycle[side]["holds_until"] == levels["holds_until"]
    keys = ("level", "level_range", "score", "score_range", "claimed", "supported")
    told = {node["id"]: node for node in cycle["nodes"]}
    for node in sides["before"]:
        figures = {side: {key: sides[side][node][key] for key in keys} for side in sides}
        if figures["before"] == figures["after"]:
            assert node not in told
        else:
            assert {side: told[node][side] for side in sides} == figures


@pytest.mark.parametrize("cycle", ["2025-baseline", "2026-follow-up"])
def test_a_revision_does_not_differ_from_itself(tmp_path: Path, cycle: str) -> None:
    repository = Repository(tmp_path / "repository", "evidence")
    shutil.copytree(EVIDENCE, repository.folder, dirs_exist_ok=True)
    repository.commit("Begin")
    asked = ["-e", str(repository.folder), "diff", "main", "--as-of", "2026-11-26", "--cycle", cycle]
    assert printed(asked, 0) == "Nothing changes: levels, evidence and problems are the same.\n"


# Which two


def test_it_is_compared_with_where_the_change_left_its_base(desk: Desk) -> None:
    raised(desk)
    desk.on_main("Somebody else's item", **{"items/other.yaml": TALK.replace("Talk", "Other")})
    assert [one["id"] for one in desk.data()["files"]] == ["talk"]
    direct = {one["id"]: one["fate"] for one in desk.data("main", "--direct")["files"]}
    assert direct == {"talk": "added", "other": "removed"}


def test_a_merge_of_the_base_into_the_change_brings_nothing(desk: Desk) -> None:
    raised(desk)
    desk.on_main("Somebody else's item", **{"items/other.yaml": TALK.replace("Talk", "Other")})
    desk.git("merge", "-q", "--no-edit", "main")
    assert [one["id"] for one in desk.data("main", "change")["files"]] == ["talk"]


def test_head_is_the_folder_with_what_is_not_committed(desk: Desk) -> None:
    desk.write("items/talk.yaml", TALK)
    found = desk.data()
    assert (found["head"]["commit"], found["files"][0]["id"]) == (None, "talk")
    assert not desk.data("main", "HEAD")["changed"]
    desk.commit("Now it is")
    assert desk.data("main", "HEAD")["head"]["commit"] == desk.git("rev-parse", "HEAD")


def test_a_revision_that_is_not_there_is_named(desk: Desk) -> None:
    assert desk.diff("mian", code=2) == "assay: there is no commit 'mian' here: git fetch may get it\n"


def test_a_shallow_clone_says_what_to_do(desk: Desk, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    raised(desk)
    desk.on_main("Go on", **{MINUTES: desk.text(MINUTES) + "x-note: more\n"})
    clone = tmp_path / "clone"
    desk.git("clone", "-q", "--depth=1", "--no-single-branch", f"file://{desk.root}", str(clone))
    asked = ["-e", str(clone / "evidence"), "diff", "origin/main", "origin/change", "--as-of", AS_OF]
    monkeypatch.delenv("GITHUB_ACTIONS", raising=False)
    monkeypatch.delenv("GITLAB_CI", raising=False)
    assert printed(asked, 2) == (
        "assay: nothing that 'origin/main' and the change have in common is known in this shallow clone: "
        "run 'git fetch --unshallow'; or compare them as they are with --direct\n"
    )
    assert "Overall rises" in printed([*asked, "--direct"], 0)


def test_without_git_there_is_nothing_to_compare_with(tmp_path: Path, desk: Desk) -> None:
    shutil.copytree(desk.folder, tmp_path / "copy")
    assert "is in no git repository" in printed(["-e", str(tmp_path / "copy"), "diff", "main"], 2)


def test_a_folder_without_evidence_on_either_side_is_a_slip(desk: Desk) -> None:
    (desk.root / "docs").mkdir()
    asked = ["-e", str(desk.root / "docs"), "diff", "main", "--as-of", AS_OF]
    assert "in neither revision. Name the evidence repository with -e." in printed(asked, 2)


def test_histories_that_began_apart(desk: Desk) -> None:
    desk.git("switch", "-q", "--orphan", "apart")
    desk.git("checkout", "-q", "main", "--", ".")
    desk.commit("Begin apart")
    assert "they began apart; or compare them as they are with --direct" in desk.diff(code=2)
    assert desk.diff("main", "--direct").startswith("Nothing changes")


def test_an_unknown_cycle_is_named(desk: Desk) -> None:
    assert desk.diff("main", "--cycle", "2062", code=2) == (
        "assay: unknown cycle '2062' (did you mean '2026'?); there are: 2026\n"
    )


# A base without this or that


def test_a_first_assessment_is_all_new(tmp_path: Path) -> None:
    repository = Repository(tmp_path / "repository")
    repository.write("README.md", "Nothing yet.\n")
    repository.commit("Begin")
    repository.git("switch", "-q", "-c", "change")
    desk = Desk.__new__(Desk)
    desk.root, desk.clock, desk.folder = repository.root, repository.clock, repository.root / "evidence"
    shutil.copytree(Path(__file__).parent / "examples" / "base", desk.folder)
    desk.commit("Assess")
    found = desk.data()
    assert (found["base"]["state"], found["head"]["state"]) == ("none", "read")
    text = desk.diff()
    assert "The first assessment here: overall 1 Reactive, score 63 of 100.\n" in text
    assert "2 exhibits added" in text


def test_a_base_without_a_cycle(desk: Desk) -> None:
    shutil.rmtree(desk.folder / "cycles")
    desk.commit("No cycle yet")
    base = desk.git("rev-parse", "HEAD")
    desk.git("checkout", "-q", "main", "--", ".")
    desk.commit("The first cycle")
    assert "A new cycle, 2026: overall 1 Reactive, score 63 of 100." in desk.diff(base)
    assert "The cycle 2026 is gone." in desk.diff("HEAD", base, "--direct")


def test_evidence_that_lay_in_another_folder_is_read_from_there(desk: Desk) -> None:
    raised(desk)
    desk.git("mv", "evidence", "assessment")
    desk.commit("Rename the folder")
    text = printed(["-e", str(desk.root / "assessment"), "diff", "main", "change", "--as-of", AS_OF], 0)
    assert text.startswith("main (")
    assert "where the evidence lay in evidence/ → change" in text
    assert "Overall rises: 1 Reactive → 2 Proactive" in text
    assert "exhibit added" in text


def test_a_folder_that_is_renamed_on_disk_alone_is_found_as_well(desk: Desk) -> None:
    (desk.root / "evidence").rename(desk.root / "assessment")
    text = printed(["-e", str(desk.root / "assessment"), "diff", "main", "--as-of", AS_OF], 0)
    assert text == "Nothing changes: levels, evidence and problems are the same.\n"


def test_what_is_excluded_is_no_revision(desk: Desk) -> None:
    assert "there is no commit '^main' here" in desk.diff("^main", "--direct", code=2)


@pytest.mark.parametrize("without", ["blob:none", "tree:0"])
def test_a_partial_clone_says_how_to_complete_it(desk: Desk, tmp_path: Path, without: str) -> None:
    raised(desk)
    clone = tmp_path / "clone"
    desk.git("config", "uploadpack.allowFilter", "true")
    desk.git("clone", "-q", "-b", "change", f"--filter={without}", f"file://{desk.root}", str(clone))
    for command in (("diff", "origin/main"), ("check", "--since", "origin/main")):
        said = printed(["-e", str(clone / "evidence"), *command, "--as-of", AS_OF], 2)
        assert said.startswith("assay: this partial clone lacks contents of ")
        assert said.endswith(": get them with 'git fetch --refetch --no-filter'\n")


def test_a_label_in_place_of_its_number_is_no_other_grade(desk: Desk) -> None:
    desk.replace(GRADES, "{grade: 1, rationale: Half", "{grade: L1, rationale: Half")
    [cause] = desk.causes("example", "deployment")
    assert cause == "Ana Example: grade: 1 → L1"


def test_a_first_grade_is_no_change_of_what_the_policy_asks(desk: Desk) -> None:
    desk.git("switch", "-q", "main")
    graded = desk.text(GRADES)
    desk.replace("assessment.yaml", "max_age:", "requires: [{from: 2, sources: 2}]\n  max_age:")
    desk.replace(GRADES, f"    deployment: {HALF}\n", "")
    desk.commit("Ask for two sources")
    desk.git("switch", "-q", "-C", "change")
    desk.write(GRADES, graded)
    causes = desk.causes("example", "deployment")
    assert causes[0] == "graded 1 by Ana Example"
    assert not any("requirements" in cause for cause in causes)


def test_evidence_that_is_gone(desk: Desk) -> None:
    shutil.rmtree(desk.folder)
    desk.folder.mkdir()
    (desk.folder / "README.md").write_text("Gone.\n", "utf-8")
    desk.commit("Remove it")
    assert "There is no evidence in evidence any more." in desk.diff("main", "change", code=1)


def test_another_version_of_the_model(desk: Desk) -> None:
    desk.replace("models/mini.yaml", 'version: "1.0"', 'version: "1.1"')
    desk.replace("models/mini.yaml", "share: 0.75, behind: 1, base: 1", "share: 0.5, behind: 1, base: 1")
    text = desk.diff()
    assert text.splitlines()[2].endswith("(score 63), because of a change to the model.")
    assert section(text, "Policy, people, cycles and model")[0] == "Model: mini 1.0 → mini 1.1"
    assert "because of the model" in section(text, "Why levels change")


def test_a_cycle_that_only_begins_prints_no_ranges(desk: Desk) -> None:
    period = "period: {from: 2027-01-01, to: 2027-12-31}"
    desk.write("cycles/2027/cycle.yaml", f"title: The year 2027\n{period}\n")
    assert desk.diff().splitlines()[2:5] == ["A new cycle, 2027: nothing is graded yet.", "", POLICY]


# Errors


def test_errors_of_the_change_come_first_and_stop_levels(desk: Desk) -> None:
    raised(desk)
    desk.replace(GRADES, "evidence: [minutes, talk]", "evidence: [minutes, tlak]")
    text = desk.diff(code=1)
    assert text.splitlines()[2:8] == [
        "1 error in the data: no levels can be computed until that is mended.",
        "1 exhibit added; 1 error and 1 note are new.",
        "",
        "Errors that this change adds",
        "  evidence/cycles/2026/grades/ana.yaml:8:83: error: unknown item 'tlak' (did you mean 'talk'?)",
        "    An item is a file items/NAME.yaml; it is cited by NAME.",
    ]
    assert desk.data(code=1)["cycles"] == []


def test_an_error_that_was_there_before_is_not_laid_to_the_change(desk: Desk) -> None:
    desk.replace(MINUTES, "type: document", "type: documnt")
    desk.commit("Break it")
    base = desk.git("rev-parse", "HEAD")
    desk.write("items/talk.yaml", TALK)
    problems = desk.data(base, code=1)["problems"]
    assert [one["path"] for one in problems["standing"]] == [MINUTES]
    text = desk.diff(base, code=1)
    assert section(text, "Errors that were there before")[0].startswith("evidence/items/minutes.yaml:2:")
    assert "Errors that this change adds" not in text


def test_a_file_that_cannot_be_read_is_neither_new_nor_gone(desk: Desk) -> None:
    desk.replace(MINUTES, "title: Steering", "title: [Steering")
    found = desk.data(code=1)
    assert found["files"] == []
    assert found["attachments"] == []
    assert [one["path"] for one in found["problems"]["added"]] == [MINUTES]


def test_errors_of_the_base_alone_are_said(desk: Desk) -> None:
    desk.replace(MINUTES, "type: document", "type: documnt")
    desk.commit("Break it")
    base = desk.git("rev-parse", "HEAD")
    desk.replace(MINUTES, "type: documnt", "type: document")
    text = desk.diff(base)
    assert "BASE has 1 error, so levels cannot be compared: overall 1 Reactive, score 63 of 100." in text
    assert "1 error is fixed" in text


def test_a_line_that_moved_is_no_new_problem(desk: Desk) -> None:
    desk.write("items/unused.yaml", TALK)
    desk.commit("An item that nobody cites")
    base = desk.git("rev-parse", "HEAD")
    desk.write("items/unused.yaml", "# one\n# two\n" + TALK)
    assert desk.diff(base) == "Nothing changes: levels, evidence and problems are the same.\n"
    desk.git("mv", "evidence/items/unused.yaml", "evidence/items/unheard.yaml")
    desk.write("items/unheard.yaml", TALK + "former_ids: [unused]\n")
    problems = desk.data(base)["problems"]
    assert (problems["added"], problems["fixed"]) == ([], [])


# Why a cell changes


def test_a_grade_that_is_raised(desk: Desk) -> None:
    assert raised(desk).causes("example", "deployment") == [
        "regraded 1 → 2 by Ana Example; rationale reworded",
        "rests on talk now, which is new and carries 2",
    ]


def test_a_grade_that_is_gone_leaves_a_range(desk: Desk) -> None:
    desk.replace(GRADES, "    deployment: " + HALF + "\n", "")
    assert desk.causes("example", "deployment") == [
        "the grade of Ana Example is gone, it was 1",
        "no longer rests on minutes, which carried 1",
    ]
    desk.commit("Take it back")
    text = desk.diff("change", "main", "--direct")
    assert "Overall is decided: undetermined, 1 to 2 → 1 Reactive" in text
    assert "graded 1 by Ana Example" in text


def test_a_second_assessor_who_differs_needs_consensus_and_it_is_settled(desk: Desk) -> None:
    desk.write(
        "cycles/2026/grades/ben.yaml",
        "graded_on: 2026-05-05\ngrades:\n  example:\n"
        "    deployment: {grade: 3, rationale: All., evidence: [minutes]}\n",
    )
    text = desk.diff()
    assert section(text, "Consensus needed") == [
        "example · deployment: 1 → consensus needed ◆ (claimed 1 → 1–3, supported 1 → 3)"
    ]
    desk.commit("Another opinion")
    base = desk.git("rev-parse", "HEAD")
    desk.write(
        "cycles/2026/consensus/example.yaml",
        "settled: {on: 2026-06-01, by: [ana, ben]}\ncells:\n  deployment:\n"
        "    {grade: 2, reason: We looked again., evidence: [minutes]}\n",
    )
    text = desk.diff(base)
    assert "settled at 2 by Ana Example and Ben Sample" in text
    assert section(text, "Consensus settled")[1] == "We looked again."


@pytest.mark.parametrize(
    ("line", "said"),
    [
        (
            "withdrawn: {on: 2026-06-02, by: ben, reason: It was a draft.}",
            "minutes no longer counts: withdrawn on 2026-06-02 by Ben Sample (It was a draft.)",
        ),
        (
            "superseded: {on: 2026-06-02, by_item: speed-figures}",
            "minutes no longer counts: superseded on 2026-06-02 by speed-figures",
        ),
    ],
)
def test_an_item_that_ends(desk: Desk, line: str, said: str) -> None:
    desk.write(MINUTES, desk.text(MINUTES) + line + "\n")
    assert desk.causes("vision", "approach") == [said]


def test_a_review_that_refutes_an_item(desk: Desk) -> None:
    review = "review_every: P12M\nreviews: [{on: 2026-06-02, by: ben, result: Not so., holds: false}]"
    desk.replace(MINUTES, "valid_until: 2027-12-31", review)
    said = "minutes no longer counts: a review found that it holds no longer"
    assert desk.causes("vision", "approach") == [said]


def test_an_item_whose_validity_is_cut(desk: Desk) -> None:
    desk.replace(MINUTES, "valid_until: 2027-12-31", "valid_until: 2026-05-31")
    assert desk.causes("vision", "approach") == ["minutes no longer counts: how long it holds was changed"]


def test_an_item_that_is_cut_by_the_policy(desk: Desk) -> None:
    desk.replace(MINUTES, "valid_until: 2027-12-31\n", "")
    desk.commit("No end")
    base = desk.git("rev-parse", "HEAD")
    desk.replace("assessment.yaml", "max_age: {survey: P12M}", "max_age: {document: P1M}")
    text = desk.diff(base)
    assert "minutes no longer counts: policy.max_age was changed" in text
    assert "policy.max_age.document added: P1M" in text


def test_how_far_an_item_carries(desk: Desk) -> None:
    desk.replace(GRADES, HALF.replace("1", "1"), HALF.replace("[minutes]", "[{item: minutes, carries: 0}]"))
    assert desk.causes("example", "deployment") == ["minutes carries 0 instead of 1"]


def test_requirements_and_acceptance(desk: Desk) -> None:
    desk.replace("assessment.yaml", "policy:\n", "policy:\n  requires: [{from: 2, accepted: true}]\n")
    assert "other requirements on its evidence" in desk.causes("vision", "approach")
    desk.commit("Ask for a second person")
    base = desk.git("rev-parse", "HEAD")
    desk.write(MINUTES, desk.text(MINUTES) + "accepted: {on: 2026-06-01, by: ben}\n")
    assert "minutes is accepted by a second person" in desk.diff(base)


def test_the_policy_on_evidence(desk: Desk) -> None:
    desk.replace(GRADES, HALF, HALF.replace("[minutes]", "[]"))
    desk.commit("Without evidence")
    base = desk.git("rev-parse", "HEAD")
    desk.replace("assessment.yaml", "policy:\n", "policy:\n  evidence: report\n")
    assert "policy.evidence: cap → report" in desk.diff(base)


def test_a_seal_moves_the_date(desk: Desk) -> None:
    desk.replace(MINUTES, "valid_until: 2027-12-31", "valid_until: 2026-06-15")
    desk.commit("It ran out")
    base = desk.git("rev-parse", "HEAD")
    cycle = "cycles/2026/cycle.yaml"
    desk.write(cycle, desk.text(cycle) + "seal: {on: 2026-06-01, by: ben}\n")
    text = desk.diff(base)
    assert "minutes counts now: the cycle is computed for another date" in text
    assert "sealed on 2026-06-01" in text
    assert "touches" not in text


def test_not_applicable_says_why_and_who_approved_it(desk: Desk) -> None:
    desk.replace(
        GRADES,
        "{grade: 2, rationale: Three periods of improvement., evidence: [speed-figures]}",
        "{not_applicable: Nobody calls., approved_by: ben}",
    )
    assert section(desk.diff(), "Newly not applicable") == [
        "speed · trend: 2 → not applicable ◆",
        "Ana Example: Nobody calls. (approved by Ben Sample)",
    ]


def test_grades_that_are_only_dated_anew(desk: Desk) -> None:
    desk.replace(GRADES, "graded_on: 2026-05-04", "graded_on: 2026-06-04")
    assert section(desk.diff(), "Who") == [
        "Ana Example: dated 5 grades anew without changing them: 2026-05-04 → 2026-06-04",
    ]


def test_a_reworded_rationale_changes_no_level_and_is_told(desk: Desk) -> None:
    desk.replace(GRADES, "It is written down.", "It is written down and signed.")
    assert section(desk.diff(), "Grades that change no level") == [
        "vision · approach: 2",
        "Ana Example: rationale reworded",
    ]


# Evidence and other files


def test_a_renamed_item_is_one_item(desk: Desk) -> None:
    desk.git("mv", "evidence/items/minutes.yaml", "evidence/items/steering.yaml")
    desk.write("items/steering.yaml", desk.text("items/steering.yaml") + "former_ids: [minutes]\n")
    desk.write(GRADES, desk.text(GRADES).replace("[minutes]", "[steering]"))
    found = desk.data()
    [item] = found["files"]
    assert (item["fate"], item["id"], item["former_id"]) == ("renamed", "steering", "minutes")
    assert found["cycles"][0]["cells"] == []
    assert found["cycles"][0]["nodes"] == []


def test_items_moved_changed_and_removed(desk: Desk) -> None:
    desk.write("items/talk.yaml", TALK)
    desk.commit("Add")
    base = desk.git("rev-parse", "HEAD")
    desk.git("rm", "-q", "evidence/items/talk.yaml")
    (desk.folder / "items" / "desk").mkdir()
    desk.git("mv", "evidence/items/minutes.yaml", "evidence/items/desk/minutes.yaml")
    desk.replace(FIGURES, "The median fell", "The mean fell")
    desk.write("attachments/minutes.txt", "Others.\n")
    text = desk.diff(base)
    assert section(text, "Evidence") == [
        "speed-figures: changed: Speed of answer 2026",
        "summary reworded",
        "minutes: moved from items/minutes.yaml: Steering minutes 2026",
        "talk: removed: Talk with the teams",
    ]
    assert section(text, "Attached files") == ["attachments/minutes.txt: changed"]


def test_a_missing_checksum_comes_as_a_line_to_paste(desk: Desk) -> None:
    desk.write(MINUTES, desk.text(MINUTES).replace("every month", "every week"))
    [missing] = desk.data()["checksums_missing"]
    line = desk.text(MINUTES).splitlines()[missing["line"] - 1]
    assert "file: attachments/minutes.txt" in line
    where, paste = section(desk.diff(), "Checksums to paste")
    assert where.endswith("line 9, for attachments/minutes.txt: write this before the } that ends its source")
    desk.replace(MINUTES, "minutes.txt}", f"minutes.txt{paste}}}")
    assert desk.data()["checksums_missing"] == []
    assert run(["-q", "-e", str(desk.folder), "hash", "--check", "minutes"]) == 0


def test_what_newly_runs_out_soon(desk: Desk) -> None:
    desk.replace(FIGURES, "valid_until: 2027-12-31", "valid_until: 2026-07-15")
    found = desk.data()
    assert found["expiring"] == [{"item": "speed-figures", "until": "2026-07-15", "before": "2027-12-31"}]
    assert found["cycles"][0]["after"]["holds_until"] == "2026-07-15"
    assert section(desk.diff(), "Runs out soon")[0] == "Levels: hold until 2026-07-15, if nothing is renewed"


def test_findings_and_the_like_with_their_states(desk: Desk) -> None:
    finding = (
        "title: No list\nkind: observation\nabout: [{node: vision}]\ntext: There is none.\n"
        "raised: {on: 2026-05-05, by: ben}\n"
    )
    desk.write("findings/list.yaml", finding)
    assert section(desk.diff(), "Findings, requests, actions") == ["finding list: added, open: No list"]
    desk.commit("Raise")
    base = desk.git("rev-parse", "HEAD")
    desk.write("findings/list.yaml", finding + "closed: {on: 2026-06-01, by: ben, reason: It is there.}\n")
    assert section(desk.diff(base), "Findings, requests, actions")[0] == (
        "finding list: changed, open → closed: No list"
    )


def test_decisions_and_waivers_with_their_states(desk: Desk) -> None:
    desk.write(
        "decisions/no-visits.yaml",
        "title: No visits\nreason: Nobody may travel.\non: 2026-06-01\nby: ana\napproved_by: ben\n"
        "accepts: [{node: example, cycle: '2026', level: 1}]\n",
    )
    [told] = section(desk.diff(), "Waivers and decisions")
    assert told == "decision no-visits: added, in force: No visits"


def test_people_are_told_without_their_addresses(desk: Desk) -> None:
    desk.replace("assessment.yaml", "one@example.org", "two@example.org")
    desk.replace("assessment.yaml", "Ben Sample", "Benedict Sample")
    text = desk.diff()
    assert section(text, "Policy, people, cycles and model") == [
        "assessment: changed",
        "people · ana · git changed",
        "people.ben.name: Ben Sample → Benedict Sample",
    ]
    assert "two@example.org" not in desk.diff("main", "--format", "markdown")


@pytest.mark.parametrize(
    ("old", "new", "what"),
    [
        ("seal: {on: 2026-06-01, by: ben}\n", "", "its seal is taken off"),
        ("seal: {on: 2026-06-01, by: ben}", "seal: {on: 2026-06-02, by: ben}", "its seal is replaced"),
        ("The year 2026", "The year of 2026", "files below its seal are changed"),
    ],
)
def test_a_sealed_cycle_that_is_touched_is_said_first(desk: Desk, old: str, new: str, what: str) -> None:
    cycle = "cycles/2026/cycle.yaml"
    desk.write(cycle, desk.text(cycle) + "seal: {on: 2026-06-01, by: ben}\n")
    desk.commit("Close")
    base = desk.git("rev-parse", "HEAD")
    desk.replace(cycle, old, new)
    text = desk.diff(base)
    assert text.splitlines()[2] == "This change touches a sealed cycle: 2026."
    assert section(text, "Sealed cycles") == [f"2026: {what}", "evidence/cycles/2026/cycle.yaml"]


def test_other_cycles_are_told_where_they_change(desk: Desk) -> None:
    desk.write("cycles/2025/cycle.yaml", "title: Before\nperiod: {from: 2025-01-01, to: 2025-12-31}\n")
    desk.write("cycles/2025/grades/ana.yaml", desk.text(GRADES).replace("2026-05-04", "2026-04-01"))
    desk.commit("An older cycle")
    base = desk.git("rev-parse", "HEAD")
    desk.replace("cycles/2025/grades/ana.yaml", HALF, ALL.replace(", talk", ""))
    text = desk.diff(base)
    assert "No level changes: overall 1 Reactive" in text
    assert section(text, "Other cycles")[:2] == [
        "2025: 3 levels below the whole rise, 1 grade changes",
        "Overall: 1 → 2 ▲",
    ]


def test_committers_are_people_by_their_addresses(desk: Desk) -> None:
    desk.write("items/talk.yaml", TALK)
    desk.commit("Talk")
    desk.git("config", "user.name", "Somebody Else")
    desk.git("config", "user.email", "else@example.org")
    desk.replace("items/talk.yaml", "They know", "They all know")
    desk.commit("All of them")
    (desk.root / "README.md").write_text("No evidence.\n", "utf-8")
    desk.commit("Not of the evidence")
    assert desk.data("main", "change")["committers"] == [
        {"name": "Ana Example", "person": "ana", "commits": 1},
        {"name": "Somebody Else", "person": None, "commits": 1},
    ]


def test_the_evidence_may_be_the_whole_repository(tmp_path: Path) -> None:
    desk = Desk(tmp_path / "repository", "")
    desk.replace(MINUTES, "type: document", "type: documnt")
    asked = ["-e", str(desk.folder), "diff", "main", "--as-of", AS_OF]
    assert "items/minutes.yaml:2:7: error" in printed(asked, 1)


# Units


def test_units_and_all_of_them_together(desk: Desk) -> None:
    desk.replace(
        "assessment.yaml",
        "people:",
        "units: [{id: north, title: Northern desk}, {id: south, title: Southern desk}]\npeople:",
    )
    for unit in ("north", "south"):
        desk.write(f"cycles/2026/grades/{unit}/ana.yaml", desk.text(GRADES))
    desk.git("rm", "-q", "--cached", f"evidence/{GRADES}")
    (desk.folder / GRADES).unlink()
    desk.commit("Two desks")
    base = desk.git("rev-parse", "HEAD")
    desk.replace("cycles/2026/grades/south/ana.yaml", HALF, ALL.replace(", talk", ""))
    found = desk.data(base)
    [cycle] = found["cycles"]
    moved = {(node["unit"], node["id"]) for node in cycle["nodes"]}
    assert {(None, "overall"), ("south", "overall"), ("south", "example")} <= moved
    assert not any(unit == "north" for unit, _ in moved)
    assert all(
        cell == {"unit": "south", "node": "example", "attribute": "deployment"}
        for node in cycle["nodes"]
        for cell in node["cells"]
    )
    text = desk.diff(base)
    assert "Southern desk · example · deployment: 1 → 2 ▲" in text
    assert "Overall stays at 1 Reactive (score 63 → 65 ▲)." in text
    # the units themselves came with the commit before
    assert "the units and their weights" in desk.diff("main")


METRIC = """title: Median time to answer
about: [{node: speed}]
measured_in: min
better: lower
source: {title: The telephone system}
values: [{on: 2026-05-02, value: 6}]
"""


def test_a_metric_is_told_of_and_so_is_a_grade_that_names_it(desk: Desk) -> None:
    desk.write("metrics/median-time.yaml", METRIC)
    desk.replace(GRADES, "evidence: [speed-figures]}", "evidence: [speed-figures], metrics: [median-time]}")
    assert "metric median-time: added: Median time to answer" in desk.diff()
    assert desk.causes("speed", "trend") == ["Ana Example: metric added: median-time"]
