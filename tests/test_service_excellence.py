"""The service excellence model and its example: what it computes, worked out by hand; that it reads well."""

from __future__ import annotations

import datetime as dt
import hashlib
from fractions import Fraction
from pathlib import Path

import pytest

from assay import model_check, schema_check, yamlfile
from assay.cards import Cards, report_cards
from assay.cli import run
from assay.lenses import place_in_field
from assay.levels import Result, Status
from assay.model import build_model
from assay.problems import Severity
from assay.ranges import Range
from assay.repository import Loaded, load
from assay.rules import find_problems

ROOT = Path(__file__).resolve().parents[1]
EXAMPLE = ROOT / "examples" / "service-excellence"
DATA = yamlfile.read((ROOT / "models" / "service-excellence.yaml").read_bytes()).data
AS_OF = dt.date(2026, 11, 25)
ON = ["--as-of", AS_OF.isoformat()]


@pytest.fixture(scope="module")
def loaded() -> Loaded:
    return load(EXAMPLE, use_cache=False)


@pytest.fixture(scope="module")
def cards(loaded: Loaded) -> Cards:
    assert loaded.assessment
    return report_cards(loaded.assessment, loaded.assessment.cycles["2026-follow-up"], AS_OF)


def span(low: Fraction | int, high: Fraction | int) -> Range:
    return Range(Fraction(low), Fraction(high))


def held(result: Result, node: str) -> tuple[Range | None, Range | None]:
    found = result.node(node).effective
    return found.level, found.score


def test_the_model_is_without_faults_and_has_every_text_in_both_languages() -> None:
    assert schema_check.check("model", DATA) == []
    assert model_check.faults(DATA) == []
    assert model_check.warnings(DATA) == []


def test_levels_dimensions_and_axes_have_their_published_names() -> None:
    hungarian = build_model("service-excellence", DATA, "", "hu")
    levels = ["KAOTIKUS", "REAKTÍV", "PROAKTÍV", "SZOLGÁLTATÁSI SZINT", "ÉRTÉKNÖVELÉS"]
    assert [level.title for level in hungarian.levels] == levels
    english = build_model("service-excellence", DATA, "")
    assert [level.title for level in english.levels] == [
        "Chaotic",
        "Reactive",
        "Proactive",
        "Service",
        "Value",
    ]
    assert [english.nodes[entry["id"]].title for entry in DATA["criteria"]] == [
        "Learning and growth",
        "Internal processes",
        "Finance",
        "Customers",
        "External processes",
    ]
    assert english.position
    ends = [(axis.title, axis.low, axis.high) for axis in english.position.axes]
    assert ends == [("Business focus", "Internal", "External"), ("Mindset", "Cost", "Value")]


def test_every_sub_criterion_has_a_question_and_a_line_for_each_level_that_says_it_is_ours() -> None:
    model = build_model("service-excellence", DATA, "")
    assert len(model.cells) == 16
    for name, _ in model.cells:
        leaf = model.nodes[name]
        assert leaf.question
        assert [int(grade) for grade in leaf.rubric.lines] == [1, 2, 3, 4, 5]
        assert leaf.rubric.ours == frozenset(leaf.rubric.lines)


def test_the_example_has_no_error_and_only_the_warnings_that_it_is_there_to_show(loaded: Loaded) -> None:
    problems = find_problems(loaded, AS_OF)
    assert [problem for problem in problems if problem.severity is Severity.ERROR] == []
    assert sorted(problem.rule for problem in problems) == [
        "consensus-needed",  # two cells that are still open
        "consensus-needed",
        "evidence-ended",  # a survey that ran out, a review that ran out, figures that were withdrawn
        "evidence-ended",
        "evidence-ended",
        "evidence-expiring",
        "node-ungraded",  # one sub-criterion in Cluj
        "unsupported-grade",  # an item that carries less (twice), and the review that ran out
        "unsupported-grade",
        "unsupported-grade",
    ]


def test_attachments_have_the_checksums_that_items_state(loaded: Loaded) -> None:
    assert loaded.assessment
    sources = [source for item in loaded.assessment.items.values() for source in item.sources if source.file]
    assert len(sources) >= 8
    for source in sources:
        assert source.file
        assert source.sha256 == hashlib.sha256((EXAMPLE / source.file).read_bytes()).hexdigest()


def test_a_dimension_has_the_level_of_its_lowest_part(cards: Cards) -> None:
    budapest, graz = cards.unit("budapest"), cards.unit("graz")
    # 4, 3, 3, 3: the lowest is 3; the mean is 13/4 of 5.
    assert held(budapest, "internal-processes") == (span(3, 3), span(65, 65))
    # 3 and 3, and a third on which the assessors say 4 and 2: between 2 and 3.
    assert held(budapest, "finance") == (span(2, 3), span(Fraction(160, 3), Fraction(200, 3)))
    # 2, not applicable, 2.
    assert graz.cells["finance-allocation", ""].status is Status.NOT_APPLICABLE
    assert held(graz, "finance") == (span(2, 2), span(40, 40))


def test_the_whole_has_a_level_when_four_dimensions_have_it_and_none_is_further_behind(cards: Cards) -> None:
    # Budapest: 3, 3, 2 to 3, 3, 3. Whatever becomes of finance, four are at 3 and the fifth is at 2.
    assert held(cards.unit("budapest"), "overall") == (span(3, 3), span(61, Fraction(191, 3)))
    # Graz: 2, 2, 2, 3, 2.
    assert held(cards.unit("graz"), "overall")[0] == span(2, 2)
    # Cluj: 1, 2, 1 to 2, 2, 2. With finance at 2 four dimensions are there, else only three.
    assert held(cards.unit("cluj"), "overall")[0] == span(1, 2)


def test_the_organisation_has_the_level_that_three_quarters_of_the_weight_have(cards: Cards) -> None:
    # Budapest (weight 5) is at 3, Graz (3) at 2, Cluj (2) at 1 or 2: eight of ten have 2, and Cluj is near.
    assert cards.whole
    overall = cards.whole.overall
    assert overall.level == 2
    # (5 x 61 + 3 x 142/3 + 2 x 122/3) / 10, and (5 x 191/3 + 3 x 50 + 2 x 46) / 10
    assert overall.effective.score == span(Fraction(1585, 30), Fraction(1681, 30))


def test_grades_too_far_apart_stay_open_until_they_are_settled(cards: Cards) -> None:
    budapest, graz = cards.unit("budapest"), cards.unit("graz")
    for result, settled in ((budapest, "external-business"), (graz, "customers-agreements")):
        cell = result.cells[settled, ""]
        assert [grade.grade for grade in cell.grades] in ([4, 2], [2, 4])
        assert cell.consensus
        assert cell.consensus.dissent
        assert cell.effective == span(3, 3)
    for result, still_open in ((budapest, "finance-value"), (graz, "external-communication")):
        cell = result.cells[still_open, ""]
        assert cell.status is Status.CONSENSUS_NEEDED
        assert cell.effective == span(2, 4)


def test_the_baseline_stands_where_it_was_sealed(loaded: Loaded) -> None:
    assert loaded.assessment
    cycle = loaded.assessment.cycles["2025-baseline"]
    baseline = report_cards(loaded.assessment, cycle, cycle.as_of(AS_OF))
    assert baseline.whole
    assert baseline.whole.overall.level == 1
    assert [result.overall.level for result in baseline.results] == [2, 1, 1]


def test_a_desk_at_the_lowest_level_stands_in_the_lower_corner(loaded: Loaded) -> None:
    assert loaded.assessment
    cycle = loaded.assessment.cycles["2025-baseline"]
    baseline = report_cards(loaded.assessment, cycle, cycle.as_of(AS_OF))
    place = place_in_field(baseline.unit("cluj"))
    assert place
    assert place.quadrant
    assert place.quadrant.title == "Költséghely"
    # Mindset: nothing but the weight of planned costs, 1 of 5, which are not planned.
    assert place.y == Range.point(Fraction(1, 5))
    # Focus: customers have a quarter of the way (weight 2 of 5), internal processes none (1 of 5).
    assert place.x == Range.point(Fraction(2, 5) / 4 + Fraction(1, 5))


def test_levels_can_be_read_in_both_languages(capsys: pytest.CaptureFixture[str]) -> None:
    assert run(["-q", "-e", str(EXAMPLE), "levels", *ON]) == 0
    assert "Az egész: 2 REAKTÍV, pontszám: 53–56 / 100" in capsys.readouterr().out
    assert run(["-q", "-e", str(EXAMPLE), "levels", "--language", "en", "--unit", "graz", *ON]) == 0
    said = capsys.readouterr().out
    assert said.startswith("Service desk of Imaginary Machine Works (fictional) · Graz (Austria)\n")
    assert "9 cells below level 3 Proactive hold the whole down:" in said


def test_the_card_of_one_unit_does_not_name_the_unit_in_every_line(
    capsys: pytest.CaptureFixture[str],
) -> None:
    run(["-q", "-e", str(EXAMPLE), "levels", "--unit", "graz", "--language", "en", *ON])
    said = capsys.readouterr().out
    assert "after 2027-01-15: External processes drops from 2 to 1" in said
    assert said.count("Graz (Austria)") == 1
    assert (
        "(graz-ticket-sample-2026 runs out)" in said
    )  # a log that the other two desks cite ends that day too
    run(["-q", "-e", str(EXAMPLE), "levels", "--language", "en", *ON])
    assert "the whole in Budapest (Hungary) drops from 3 to 2" in capsys.readouterr().out


def test_a_level_that_is_still_open_is_not_said_to_be_missed(capsys: pytest.CaptureFixture[str]) -> None:
    run(["-q", "-e", str(EXAMPLE), "explain", "finance", "--unit", "cluj", *ON])
    said = capsys.readouterr().out
    assert "2 REAKTÍV: 67 % of the weight is there; perhaps too far behind: Kimutatott érték → open" in said
    assert "3 PROAKTÍV: 0 % of the weight is there; too far behind:" in said
    assert said.count("→ not reached") == 3


def texts_of(loaded: Loaded) -> list[str]:
    found = loaded.assessment
    assert found
    texts = [found.title, found.organisation, found.scope, *(unit.title for unit in found.units)]
    texts += [text for item in found.items.values() for text in (item.title, item.summary)]
    for cycle in found.cycles.values():
        texts += [cycle.title, *(target.why for target in cycle.targets.values())]
        for grade in cycle.grades:
            texts += [grade.rationale, grade.not_applicable]
            texts += [answer.answer for answer in grade.against] + [cited.note for cited in grade.evidence]
        for settled in cycle.consensus:
            texts += [settled.reason, *(one.reason for one in settled.dissent)]
        assert cycle.checks
        texts += [answer.note for answer in cycle.checks.answers.values()]
    return [text for text in texts if text]


def test_all_that_the_example_says_it_says_in_both_languages(loaded: Loaded) -> None:
    hungarian, english = texts_of(loaded), texts_of(load(EXAMPLE, use_cache=False, language="en"))
    assert len(hungarian) == len(english)
    same = {text for text, other in zip(hungarian, english, strict=True) if text == other}
    assert same == set()
