"""Published methods, modelled as files only, give the published numbers.

The models are `models/*.yaml` (structure and numbers, none of the methods' texts); the cases with their
sources are `published/*.json`. What is not published follows from the published rule, which each test states.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from fractions import Fraction
from pathlib import Path
from typing import Any

import pytest

from assay import model_check, schema_check, yamlfile
from assay.levels import Result
from assay.model import OVERALL, exact
from assay.numbers import rounded
from assay.ranges import Range
from methods import MODELS, Grades, Written, assessed, assessed_by, level, published, score


def span(low: int | Fraction, high: int | Fraction) -> Range:
    return Range(Fraction(low), Fraction(high))


@pytest.mark.parametrize("path", sorted(MODELS.glob("*.yaml")), ids=lambda path: path.stem)
def test_a_model_file_is_without_faults(path: Path) -> None:
    document = yamlfile.read(path.read_bytes())
    assert document.faults == ()
    assert schema_check.check("model", document.data) == []
    assert model_check.faults(document.data) == []


# OWASP SAMM v2: answers 0, 0.25, 0.5, 1; a stream is their sum; practice, function and whole are means;
# a blank is 0.

BUILD = ("i-sb-a-1", "i-sb-a-2", "i-sb-a-3", "i-sb-b-1", "i-sb-b-2", "i-sb-b-3")


def samm(folder: Path, answers: Mapping[str, Any], **more: Any) -> Result:
    return assessed(folder, "samm", {node.lower(): answer for node, answer in answers.items()}, **more)


def test_samm_secure_build_comes_out_as_published(tmp_path: Path) -> None:
    case = published("samm-secure-build-blog")
    given, expected = case["input"], case["expected"]
    aims = {node.lower(): answer for node, answer in given["target"].items()}
    baseline = samm(tmp_path, given["baseline"], targets=aims)
    current = samm(tmp_path, given["current_after_quarter"], targets=aims)
    target = samm(tmp_path, given["target"])
    practices = [score(one, "i-sb") for one in (baseline, target, current)]
    names = ("practice_baseline", "practice_target", "practice_current")
    assert practices == [exact(expected[name]) for name in names]
    assert baseline.node("i-sb").target_score == exact(expected["practice_target"])
    gap = baseline.node("i-sb").gap
    assert gap is not None
    assert gap.target == exact(expected["absolute_target"])
    assert gap.missing == Range.point(exact(expected["absolute_gap_baseline"]))
    reached = float(1 - gap.missing.low / gap.target)
    assert reached == pytest.approx(expected["percent_to_target_baseline"], abs=0.001)
    then, aim, now = (one for one in practices if one is not None)
    assert float((now - then) / (aim - then)) == pytest.approx(expected["progress_to_date"], abs=0.01)


def test_samm_answers_may_be_given_by_their_words(tmp_path: Path) -> None:
    case = published("samm-secure-build-blog")
    words = {number: word for word, number in case["input"]["answer_values"].items()}
    answers = {node: words[number] for node, number in case["input"]["baseline"].items()}
    assert score(samm(tmp_path, answers), "i-sb") == exact(case["expected"]["practice_baseline"])


def test_samm_is_a_mean_of_fifteen_practices_in_five_functions(tmp_path: Path) -> None:
    # Practice n (1 to 15) has 1 in the first n of its activities, at most 6: sum n, so the practice is n / 2.
    practices = [f"{f}-{p}" for f, ps in FUNCTIONS.items() for p in ps]
    answers = {
        f"{practice}-{stream}-{number}": 1 if place < count else 0
        for count, practice in enumerate(practices, 1)
        for place, (stream, number) in enumerate((s, n) for s in "ab" for n in (1, 2, 3))
    }
    result = samm(tmp_path, answers)
    # 1/2 1 3/2 | 2 5/2 3 | 3 3 3 | 3 3 3 | 3 3 3
    wanted = {
        "governance": Fraction(1),
        "design": Fraction(5, 2),
        "implementation": Fraction(3),
        "verification": Fraction(3),
        "operations": Fraction(3),
    }
    assert {name: score(result, name) for name in wanted} == wanted
    assert score(result, OVERALL) == Fraction(5, 2)  # (1 + 2.5 + 3 x 3) / 5
    assert result.overall.effective.full == 3
    assert level(result, OVERALL) is None


FUNCTIONS = {
    "g": ("sm", "pc", "eg"),
    "d": ("ta", "sr", "sa"),
    "i": ("sb", "sd", "dm"),
    "v": ("aa", "rt", "st"),
    "o": ("im", "em", "om"),
}


def test_samm_takes_what_is_blank_for_a_no(tmp_path: Path) -> None:
    result = samm(tmp_path, {"i-sb-a-1": 1, "i-sb-b-1": 0.5})
    assert score(result, "i-sb-a") == 1
    assert score(result, "i-sb") == Fraction(3, 4)  # (1 + 0.5) / 2
    assert score(result, "implementation") == Fraction(1, 4)  # three practices, two of them blank
    assert score(result, OVERALL) == Fraction(1, 20)
    assert rounded(score(result, OVERALL) or Fraction(0), result.model.scoring.digits) == "0.05"
    assert result.overall.rated == 2


def test_samm_without_any_answer_scores_nothing(tmp_path: Path) -> None:
    assert score(samm(tmp_path, {}), OVERALL) == 0


# ISO/IEC 33020: N up to 15 %, P up to 50 %, L up to 85 %, F up to 100 %; level n when those of n are at least
# L and those below F.

ATTRIBUTES = ("pa-1-1", "pa-2-1", "pa-2-2", "pa-3-1", "pa-3-2", "pa-4-1", "pa-4-2", "pa-5-1", "pa-5-2")


def iso(folder: Path, *profiles: Sequence[Written]) -> Result:
    """Processes with these ratings of their nine attributes each; the other processes have none at all."""
    given = {
        f"process-{number}": dict(zip(ATTRIBUTES, profile, strict=True))
        for number, profile in enumerate(profiles, 1)
    }
    return assessed(folder, "iso33020", given)


def test_iso_33020_table_16_gives_the_levels_as_published(tmp_path: Path) -> None:
    case = published("iso33020-level-table16-rows")
    profiles = [[row[f"PA{name[3]}.{name[5]}"] for name in ATTRIBUTES] for row in case["input"]["profiles"]]
    result = iso(tmp_path, *profiles)
    found = [level(result, f"process-{number}") for number in range(1, 6)]
    assert found == case["expected"]["levels"]
    assert level(result, OVERALL) is None


def test_iso_33020_table_16_rows_are_minimal(tmp_path: Path) -> None:
    # Each row is the lowest profile of its level: one attribute lower by one band, and the level is lost.
    case = published("iso33020-level-table16-rows")
    worse = {"F": "L", "L": "P"}
    for wanted, row in zip(case["expected"]["levels"], case["input"]["profiles"], strict=True):
        profile = [row[f"PA{name[3]}.{name[5]}"] for name in ATTRIBUTES]
        places = [place for place, rating in enumerate(profile) if rating != "N"]
        lowered = [[*profile[:at], worse[profile[at]], *profile[at + 1 :]] for at in places]
        for start in range(0, len(lowered), 5):
            some = lowered[start : start + 5]
            result = iso(tmp_path, *some)
            for number in range(1, len(some) + 1):
                found = level(result, f"process-{number}")
                assert found is not None
                assert found < wanted


@pytest.mark.parametrize("kind", ["NPLF", "refined"])
def test_iso_33020_percentages_lie_in_the_bands_as_published(tmp_path: Path, kind: str) -> None:
    case = published("iso33020-rating-bands")
    model = (MODELS / "iso33020.yaml").read_text("utf-8")
    coarse = "bands: [[N, 15], [P, 50], [L, 85], [F, 100]], titles: {N: Not, P: Partly, L: Largely, F: Fully}"
    fine = 'bands: [[N, 15], ["P-", 32.5], ["P+", 50], ["L-", 67.5], ["L+", 85], [F, 100]]'
    assert coarse in model
    if kind == "refined":
        model = model.replace(coarse, fine).replace("own: L", 'own: "L-"')
    percents = case["input"]["percent"]
    labels = []
    for start in range(0, len(percents), 5):
        some = percents[start : start + 5]
        given = {f"process-{number}": {"pa-1-1": percent} for number, percent in enumerate(some, 1)}
        result = assessed_by(tmp_path, "iso33020", model, given)
        for number in range(1, len(some) + 1):
            cell = result.cells[f"process-{number}", "pa-1-1"]
            assert cell.effective is not None
            assert cell.effective.exact is not None
            labels.append(result.model.scale(*cell.key).label(cell.effective.exact))
    assert labels == case["expected"][kind]


@pytest.mark.parametrize(
    ("first", "second", "wanted"),
    [
        (50, 0, 0),  # P
        (50.1, 0, 1),  # L
        (85, 85, 1),  # L below is not enough for 2
        (85.1, 50, 1),  # F, but those of 2 are only P
        (85.1, 50.1, 2),  # F and L
        (100, 100, 2),  # F and F: nothing of 3 is there
    ],
)
def test_iso_33020_levels_change_just_above_the_bounds(
    tmp_path: Path, first: float, second: float, wanted: int
) -> None:
    result = iso(tmp_path, [first, second, second, *[0] * 6])
    assert level(result, "process-1") == wanted


def test_iso_33020_level_5_needs_all_nine(tmp_path: Path) -> None:
    full = ["F"] * 9
    largely_at_the_end = ["F"] * 7 + ["L", "L"]
    one_short = ["F"] * 7 + ["L", "P"]
    low_below = ["F"] * 6 + ["L", "F", "F"]
    result = iso(tmp_path, full, largely_at_the_end, one_short, low_below)
    assert [level(result, f"process-{number}") for number in range(1, 5)] == [5, 5, 4, 4]


def test_iso_33020_a_gap_below_holds_a_process_at_its_level(tmp_path: Path) -> None:
    # All of levels 2 to 5 fully, but the process purpose only partly: level 0.
    result = iso(tmp_path, ["P", *["F"] * 8], ["F", "F", "P", *["F"] * 6])
    assert [level(result, f"process-{number}") for number in (1, 2)] == [0, 1]
    assert result.node("process-1").limited_by == (("process-1", "pa-1-1"),)


def test_iso_33020_a_process_without_a_rating_may_be_anywhere(tmp_path: Path) -> None:
    result = iso(tmp_path, ["F"] * 9)
    assert result.node("process-2").effective.level == span(0, 5)
    assert level(result, "process-2") is None


def test_iso_33020_what_is_not_applicable_asks_for_nothing(tmp_path: Path) -> None:
    # No attribute of level 2 applies: level 3 follows from those of 1 and 3.
    result = iso(tmp_path, ["F", None, None, "L", "L", "N", "N", "N", "N"])
    assert level(result, "process-1") == 3


# The same with three practices for each attribute, whose mean percentage is put back into the bands.


def from_practices(folder: Path, **ratings: Sequence[Written]) -> Result:
    """Process 1 with ratings of the three practices of attributes, `pa11=(100, 90, 65)`; the others at 0."""
    given: dict[str, Written] = {}
    for name in ATTRIBUTES:
        rated = ratings.get(name.replace("-", ""), (0, 0, 0))
        given |= {f"p1-{name}-{which}": rating for which, rating in zip("abc", rated, strict=True)}
    return assessed(folder, "iso33020-practices", given)


@pytest.mark.parametrize(
    ("rated", "band"),
    [
        ((100, 100, 100), 100),
        ((100, 90, 65), 85),  # mean 85: the bound belongs to the band below, L
        ((100, 90, 65.3), 100),  # mean 85.1: F
        ((15, 15, 15), 15),  # N
        ((15, 15, 15.3), 50),  # mean 15.1: P
        ((50, 100, 0), 50),  # mean 50: P
        ((0, 0, 0), 15),
        ((None, 80, 100), 100),  # one is not applicable: mean 90
        (("F", "F", "L"), 100),  # labels count as their upper bounds: mean 95
    ],
)
def test_an_attribute_is_rated_by_the_mean_of_its_practices(
    tmp_path: Path, rated: Sequence[Written], band: int
) -> None:
    assert level(from_practices(tmp_path, pa11=rated), "p1-pa-1-1") == band


def test_a_level_follows_from_attributes_that_follow_from_practices(tmp_path: Path) -> None:
    full, largely, at_bound = (90, 90, 90), (60, 60, 60), (100, 90, 65)
    assert level(from_practices(tmp_path, pa11=full, pa21=largely, pa22=largely), "process-1") == 2
    assert level(from_practices(tmp_path, pa11=at_bound, pa21=full, pa22=full), "process-1") == 1
    assert level(from_practices(tmp_path), "process-1") == 0


def test_practices_that_hold_an_attribute_down_are_named(tmp_path: Path) -> None:
    result = from_practices(tmp_path, pa11=(100, 90, 65), pa21=(90, 90, 90), pa22=(90, 90, 90))
    assert result.node("process-1").limited_by == (("p1-pa-1-1-c", ""),)


# C2M2 v2.1: a level of a domain when every practice of it and below is at least largely implemented.


def answers_of(domain: str, practices: Sequence[Sequence[Any]]) -> Iterator[tuple[str, str]]:
    """The answers of a domain, `[level, answer]` each, for its practices of these levels in their order."""
    places = {
        1: ["1a", "1b", "2a", "2b"],
        2: ["1c", "2c"],
        3: ["2d"],
    }
    for mil, answer in practices:
        yield f"{domain}-{places[mil].pop(0)}", answer


DOMAINS = ("asset", "threat", "risk", "access", "situation")


def test_c2m2_levels_come_out_as_published(tmp_path: Path) -> None:
    case = published("c2m2-mil-report-text")
    given: Grades = dict(
        pair
        for domain, practices in zip(DOMAINS, case["input"]["domains"], strict=True)
        for pair in answers_of(domain, practices)
    )
    result = assessed(tmp_path, "c2m2", given)
    assert [level(result, domain) for domain in DOMAINS] == case["expected"]["mil"]


def c2m2(folder: Path, **changed: Written) -> Fraction | None:
    """The level of the domain asset when all of its practices are FI, but for those named as `p1a="NI"`."""
    given: dict[str, Written] = {
        f"asset-{which}": "FI" for which in ("1a", "1b", "1c", "2a", "2b", "2c", "2d")
    }
    given |= {f"asset-{name[1:]}": answer for name, answer in changed.items()}
    return level(assessed(folder, "c2m2", {k: v for k, v in given.items() if v != "blank"}), "asset")


def test_c2m2_all_practices_at_least_largely_give_the_highest_level(tmp_path: Path) -> None:
    assert c2m2(tmp_path) == 3
    assert c2m2(tmp_path, p1a="LI", p2c="LI", p2d="LI") == 3


@pytest.mark.parametrize(("practice", "wanted"), [("p1a", 0), ("p2b", 0), ("p1c", 1), ("p2c", 1), ("p2d", 2)])
@pytest.mark.parametrize("answer", ["PI", "NI", "blank"])
def test_c2m2_one_practice_without_a_good_answer_blocks_its_level_and_all_above(
    tmp_path: Path, practice: str, wanted: int, answer: str
) -> None:
    assert c2m2(tmp_path, **{practice: answer}) == wanted


def test_c2m2_a_practice_that_is_not_applicable_blocks_nothing(tmp_path: Path) -> None:
    assert c2m2(tmp_path, p1a=None) == 3
    assert c2m2(tmp_path, p2d=None) == 3  # nothing of level 3 is left: it asks for nothing
    assert c2m2(tmp_path, p2d=None, p1c="NI") == 1


def test_c2m2_an_objective_has_a_level_of_its_own(tmp_path: Path) -> None:
    given = {f"asset-{which}": "FI" for which in ("1a", "1b", "1c", "2a")}
    result = assessed(tmp_path, "c2m2", given)
    assert level(result, "asset-1") == 3  # it has no practice of level 3
    assert level(result, "asset-2") == 0
    assert level(result, "asset") == 0


# CMMI, staged: goals are satisfied or not, process areas carry levels, everyone is at level 1.

GOALS = {"sg": 3, "gg": 2}
AREAS = {
    2: ("reqm", "pp", "pmc", "sam", "ma", "ppqa", "cm"),
    3: ("rd", "ts", "pi", "ver", "val", "opf", "opd", "ot", "ipm", "rskm", "dar"),
    4: ("opp", "qpm"),
    5: ("opm", "car"),
}


def goal(area: str, which: str, practices: Sequence[Written], *, weak: bool = False) -> dict[str, Written]:
    """Grades of one goal; a practice given as "blank" has none."""
    given = {f"{area}-{which}-{number}": answer for number, answer in enumerate(practices, 1)}
    effect = "significant" if weak else "insignificant"
    return {node: answer for node, answer in given.items() if answer != "blank"} | {
        f"{area}-{which}-effect": effect
    }


def cmmi(folder: Path, satisfied: int, *changes: Mapping[str, Written]) -> Result:
    """All process areas up to a level with every practice LI, the others NI, with changes."""
    given: dict[str, Written] = {}
    for stage, areas in AREAS.items():
        for area in areas:
            for which, count in GOALS.items():
                given |= goal(area, which, ["LI" if stage <= satisfied else "NI"] * count)
    for change in changes:
        given |= change
    return assessed(folder, "cmmi", {node: answer for node, answer in given.items() if answer != "blank"})


def test_cmmi_goals_are_rated_as_published(tmp_path: Path) -> None:
    case = published("cmmi-goal-rating")
    free = {"sg": iter(AREAS[2]), "gg": iter(AREAS[2])}
    given: dict[str, Written] = {}
    goals = []
    for one in case["input"]["goals"]:
        which = "sg" if len(one["practices"]) == 3 else "gg"
        area = next(free[which])
        practices = [answer or "blank" for answer in one["practices"]]
        given |= goal(area, which, practices, weak=one["significant_weakness"])
        goals.append(f"{area}-{which}")
    result = assessed(tmp_path, "cmmi", given)
    words = {Fraction(0): "unsatisfied", Fraction(1): "satisfied", None: "not_rated"}
    assert [words[level(result, name)] for name in goals] == case["expected"]["rating"]


@pytest.mark.parametrize("reached", [1, 2, 3, 4, 5])
def test_cmmi_level_n_when_all_areas_up_to_n_are_satisfied(tmp_path: Path, reached: int) -> None:
    assert level(cmmi(tmp_path, reached), OVERALL) == reached


def test_cmmi_one_unsatisfied_goal_costs_its_level_and_all_above(tmp_path: Path) -> None:
    assert level(cmmi(tmp_path, 5, goal("val", "sg", ["FI", "PI", "FI"])), OVERALL) == 2
    assert level(cmmi(tmp_path, 5, goal("val", "gg", ["FI", "FI"], weak=True)), OVERALL) == 2
    assert level(cmmi(tmp_path, 5, goal("cm", "gg", ["FI", "NI"])), OVERALL) == 1
    assert level(cmmi(tmp_path, 5, goal("car", "gg", ["FI", "NI"])), OVERALL) == 4


def test_cmmi_an_area_that_is_not_applicable_counts_as_satisfied(tmp_path: Path) -> None:
    # Supplier agreements do not apply: said once, on the process area.
    nothing: dict[str, Written] = {
        node: "blank" for which, count in GOALS.items() for node in goal("sam", which, ["NI"] * count)
    }
    result = cmmi(tmp_path, 2, nothing, {"sam": None})
    assert level(result, "sam") == 1
    assert level(result, OVERALL) == 2
    assert result.node("sam").applicable == 0


def test_cmmi_a_goal_that_is_not_rated_leaves_the_level_open(tmp_path: Path) -> None:
    result = cmmi(tmp_path, 3, goal("rd", "sg", ["FI", "NY", "FI"]))
    assert result.node("rd-sg").effective.level == span(0, 1)
    assert result.overall.effective.level == span(2, 3)
    assert level(result, OVERALL) is None


def test_cmmi_an_open_goal_changes_nothing_where_a_lower_level_is_missed(tmp_path: Path) -> None:
    result = cmmi(tmp_path, 3, goal("rd", "sg", ["FI", "NY", "FI"]), goal("pp", "gg", ["NI", "FI"]))
    assert level(result, OVERALL) == 1


# EFQM 2010 with RADAR: attributes in steps of 5 %, means of means, factors, 1000 points.

ENABLERS = {"leadership": 5, "strategy": 4, "people": 5, "partnerships": 5, "processes": 5}
RESULTS = {"customer-results": 2, "people-results": 2, "society-results": 2, "key-results": 2}
TITLES = dict(
    zip(
        published("efqm2010-criteria-to-points")["input"]["factors"],
        (*ENABLERS, *RESULTS),
        strict=True,
    )
)
APPROACH, REFINEMENT = (
    ("sound", "integrated", "implemented", "systematic"),
    ("measurement", "learning", "improvement"),
)
RELEVANCE, PERFORMANCE = (
    ("scope", "integrity", "segmentation"),
    ("trends", "targets", "comparisons", "causes"),
)


def spread(total: int, names: Sequence[str]) -> dict[str, Written]:
    """So many steps of 5 %, as evenly as can be."""
    each, more = divmod(total, len(names))
    return {name: 5 * (each + (place < more)) for place, name in enumerate(names)}


def radar(part: float, enabler: bool) -> dict[str, Written]:
    """Marks of one part that give its published percentage.

    An enabler part is the mean of three elements of 2, 2 and 3 marks. In units of 5/18 % it is
    3 (a + b) + 2 c, where a, b and c are the sums of their marks in steps of 5 %. A results part, of 3 and
    4 marks, is 4 c + 3 d units of 5/24 %.
    """
    heavy, light = (3, 2) if enabler else (4, 3)
    first, second = (APPROACH, REFINEMENT) if enabler else (RELEVANCE, PERFORMANCE)
    units = round(part * (18 if enabler else 24) / 5)
    split = [
        (one, (units - heavy * one) // light)
        for one in range(20 * len(first) + 1)
        if 0 <= units - heavy * one <= light * 20 * len(second) and (units - heavy * one) % light == 0
    ]
    one, other = split[len(split) // 2]
    return {**spread(one, first), **spread(other, second)}


def efqm(folder: Path) -> Result:
    parts = published("efqm2010-parts-to-criteria")["input"]["part_scores_displayed"]
    given: Grades = {
        f"{TITLES[title]}-{letter}": radar(part, TITLES[title] in ENABLERS)
        for title, criterion in parts.items()
        for letter, part in zip("abcde", criterion, strict=False)
    }
    return assessed(folder, "efqm-2010", given)


def shown(result: Result, node: str) -> float:
    found = score(result, node)
    assert found is not None
    return float(rounded(found, result.model.scoring.digits))


def test_efqm_criteria_come_out_as_published(tmp_path: Path) -> None:
    case = published("efqm2010-parts-to-criteria")
    result = efqm(tmp_path)
    for title, parts in case["input"]["part_scores_displayed"].items():
        assert [shown(result, f"{TITLES[title]}-{letter}") for letter in "abcde"[: len(parts)]] == parts
    wanted = case["expected"]["criterion_scores_displayed"]
    assert {title: shown(result, TITLES[title]) for title in wanted} == wanted


def test_efqm_points_come_out_as_published(tmp_path: Path) -> None:
    case = published("efqm2010-criteria-to-points")
    result = efqm(tmp_path)
    total = score(result, OVERALL)
    assert total is not None
    assert rounded(total, 1) == str(case["expected"]["total_points"])
    assert result.overall.effective.full == case["expected"]["max_points"]
    weights = {title: result.model.nodes[TITLES[title]].weight for title in TITLES}
    assert weights == {title: exact(factor) for title, factor in case["input"]["factors"].items()}
    # The total follows from the criteria as shown as well, to the rounding of these.
    from_shown = sum(
        weights[title] * exact(percent) for title, percent in case["input"]["criterion_scores"].items()
    )
    assert abs(from_shown - total) < case["tolerance"]["total_points"]


def test_efqm_full_marks_are_a_thousand_points_half_of_them_for_results(tmp_path: Path) -> None:
    def all_over(enablers: int, results: int) -> Result:
        given: dict[str, Any] = {}
        for criteria, marks, names in (
            (ENABLERS, enablers, (*APPROACH, *REFINEMENT)),
            (RESULTS, results, (*RELEVANCE, *PERFORMANCE)),
        ):
            for criterion, count in criteria.items():
                given |= {f"{criterion}-{letter}": dict.fromkeys(names, marks) for letter in "abcde"[:count]}
        return assessed(tmp_path, "efqm-2010", given)

    assert [score(all_over(*marks), OVERALL) for marks in ((100, 100), (100, 0), (0, 100), (35, 65))] == [
        1000,
        500,
        500,
        500,
    ]


def test_efqm_groups_of_attributes_weigh_the_same_however_many_they_have(tmp_path: Path) -> None:
    marks = {**dict.fromkeys(APPROACH, 0), **dict.fromkeys(REFINEMENT, 60)}
    result = assessed(tmp_path, "efqm-2010", {"leadership-a": marks})
    assert score(result, "leadership-a") == 20  # (0 + 0 + 60) / 3, not 3 x 60 / 7
    assert result.steps["leadership-a", "refinement"].score == 60


def test_efqm_an_open_mark_opens_the_points_by_what_it_weighs(tmp_path: Path) -> None:
    # Everything at 50, one mark of `sound` open: it is half of a third of a fifth of 100 points.
    given: dict[str, Any] = {}
    for criteria, names in ((ENABLERS, (*APPROACH, *REFINEMENT)), (RESULTS, (*RELEVANCE, *PERFORMANCE))):
        for criterion, count in criteria.items():
            given |= {f"{criterion}-{letter}": dict.fromkeys(names, 50) for letter in "abcde"[:count]}
    del given["people-c"]["sound"]
    held = assessed(tmp_path, "efqm-2010", given).overall.effective.score
    half = Fraction(100, 5) / 3 / 2 / 2
    assert held == Range(500 - half, 500 + half)
