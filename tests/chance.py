"""Small models and grades by chance, for laws: every combine rule, scale, mode and shape that files can say.

What a strategy makes goes through `model_check`, as a file does; what that refuses is not tried.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from fractions import Fraction
from typing import Any

from hypothesis import assume, note
from hypothesis import strategies as st

from assay import model_check
from assay.model import Model, Scale, build_model

WEIGHTS = st.sampled_from((1, 1, 1, 2, 3, 0.5))

SCALES: Sequence[Mapping[str, Any]] = (
    {"values": {"none": 0, "L1": 1, "L2": 2, "L3": 3}},
    {"values": {"one": 1, "two": 2, "three": 3}},  # does not start at 0
    {"values": {"no": 0, "yes": 2}},  # ends below the top level
    {"values": {"open": None, "zero": 0, "quarter": 0.25, "half": 0.5, "all": 1}},
    {"values": {"late": 2, "end": 3}},
    {"range": [0, 3], "step": 1},
    {"range": [1, 4], "step": 0.5},
    {"range": [0, 2]},
    {"bands": [["N", 15], ["P", 50], ["L", 85], ["F", 100]]},
    {"bands": [["low", 40, 0], ["high", 100, 70]]},
)

LEVELS = [{"number": n, "id": f"l{n}", "title": f"Level {n}", "description": "A level."} for n in (1, 2, 3)]

PLAIN = ("min", "max", "median_low", "threshold")


@st.composite
def level_rules(draw: st.DrawFn, scales: Sequence[str], kinds: Sequence[str]) -> dict[str, Any]:
    """A level rule; `scales` are those whose grades may come out of it, `kinds` the rules to choose from."""
    combine = draw(st.sampled_from(kinds))
    rule: dict[str, Any] = {"combine": combine}
    if combine == "none":
        return rule
    outcomes = 2 if "base" in rule else 3
    if scales and draw(st.integers(0, 4)) == 0:
        rule["scale"] = draw(st.sampled_from(scales))
    else:
        rule["base"] = draw(st.sampled_from((0, 1)))
        outcomes = 3 - rule["base"]
    if combine in ("threshold", "staged") and draw(st.booleans()):
        rule["share"] = draw(st.sampled_from((0.3, 0.5, 0.75)))
    if combine == "threshold":
        rule["behind"] = draw(st.integers(0, 2))
    if combine == "staged":
        rule["own"] = draw(st.sampled_from((1, 2, 50, 85)))
        rule["below"] = draw(st.sampled_from((rule["own"], 2 * rule["own"])))
    if "scale" not in rule and combine in (*PLAIN, "score") and (combine == "score" or draw(st.booleans())):
        needs = st.lists(st.sampled_from((0, 0.5, 1, 2, 3, 40, 60, 85)), min_size=outcomes, max_size=outcomes)
        rule["needs"] = sorted(draw(needs))
    return rule


@st.composite
def score_rules(draw: st.DrawFn, kinds: Sequence[str]) -> dict[str, Any]:
    rule: dict[str, Any] = {"combine": draw(st.sampled_from(kinds))}
    if rule["combine"] != "none" and draw(st.booleans()):
        rule["out_of"] = draw(st.sampled_from((100, 1)))
    return rule


UNRATED = ("block", "withhold", "zero", "exclude")
SAID = ("scales", "attributes", "criteria", "scoring")  # of a failing model
NOT_APPLICABLE = ("exclude", "satisfied", "forbid")
SCORES = ("mean", "mean", "sum", "min", "max", "median_low")


@st.composite
def models(
    draw: st.DrawFn,
    *,
    cells: int = 6,
    unrated: Sequence[str] = UNRATED,
    levels: Sequence[str] = (*PLAIN, "staged", "score"),
    scores: Sequence[str] = (*SCORES, "none"),
    scales: Sequence[Mapping[str, Any]] = SCALES,
) -> Model:
    """A model of at most so many cells, without faults."""
    names = [f"s{number}" for number in range(draw(st.integers(1, 2)))]
    used = [{"id": name, **draw(st.sampled_from(scales))} for name in names]
    attributes: list[dict[str, Any]] = []
    shape = draw(st.sampled_from(("itself", "attributes", "groups", "rows")))
    if shape != "itself":
        attributes = [_attribute(draw, f"a{number}", names) for number in range(draw(st.integers(1, 3)))]
    named = [one["id"] for one in attributes]
    if shape == "groups" and len(attributes) > 1:
        attributes = [_group(draw, attributes[:2]), *attributes[2:]]
        named = [one["id"] for one in attributes]
    criteria = _criteria(draw, names, named, deep=2, prefix="n")
    rule = level_rules(names, levels)
    rules = st.fixed_dictionaries(
        {},
        optional={
            "level": rule,
            "score": score_rules(scores),
            "unrated": st.sampled_from(unrated),
            "not_applicable": st.sampled_from(NOT_APPLICABLE),
        },
    ).filter(bool)
    scoring: dict[str, Any] = {
        "level": draw(rule),
        "score": draw(score_rules(scores)),
        "unrated": draw(st.sampled_from(unrated)),
        "not_applicable": draw(st.sampled_from(NOT_APPLICABLE)),
        "assessors": {"max_spread": draw(st.sampled_from((0, 1, 100)))},
    }
    if shape == "rows":
        scoring["rows"] = draw(st.sampled_from(({}, {"base": 0})))
    if draw(st.booleans()):
        scoring["kinds"] = {"special": draw(rules)}
        criteria[0]["kind"] = "special"
    if draw(st.booleans()):
        scoring["nodes"] = {"overall": draw(rules)}
    data = {
        "format": 1, "version": "1", "title": "By chance", "levels": LEVELS, "scales": used,
        "attributes": attributes, "criteria": criteria, "scoring": scoring,
    }  # fmt: skip
    assume(not model_check.faults(data))
    note(f"levels 1 to 3, { ({key: value for key, value in data.items() if key in SAID}) }")
    model = build_model("chance", data, "")
    assume(len(model.cells) <= cells)
    return model


def _attribute(draw: st.DrawFn, name: str, scales: Sequence[str]) -> dict[str, Any]:
    found = {"id": name, "title": name, "question": "How far?", "scale": draw(st.sampled_from(scales))}
    return found | _extras(draw)


def _group(draw: st.DrawFn, members: list[dict[str, Any]]) -> dict[str, Any]:
    return {"id": "g", "title": "g", "attributes": members, "weight": draw(WEIGHTS)}


def _extras(draw: st.DrawFn) -> dict[str, Any]:
    found: dict[str, Any] = {"weight": draw(WEIGHTS)}
    if draw(st.booleans()):
        found["stage"] = draw(st.integers(1, 3))
    return found


def _criteria(
    draw: st.DrawFn, scales: Sequence[str], attributes: Sequence[str], *, deep: int, prefix: str
) -> list[dict[str, Any]]:
    found = []
    for number in range(draw(st.integers(1, 3))):
        name = f"{prefix}{number}"
        entry: dict[str, Any] = {"id": name, "title": name, **_extras(draw)}
        if deep > 1 and draw(st.booleans()):
            entry["criteria"] = _criteria(draw, scales, attributes, deep=deep - 1, prefix=name)
        elif attributes:
            some = st.lists(st.sampled_from(attributes), min_size=1, unique=True)
            entry["attributes"] = draw(some)
        else:
            entry["scale"] = draw(st.sampled_from(scales))
        found.append(entry)
    return found


def grades_of(scale: Scale) -> tuple[Fraction, ...]:
    """Grades of a scale to try: all, or of a continuous one some."""
    if not scale.continuous:
        return scale.grades
    middle = (scale.low + scale.high) / 2
    bounds = {bound for _, bound in scale.bands}
    above = {bound + Fraction(1, 10) for bound in bounds if bound < scale.high}
    return tuple(sorted({*scale.grades, middle, *bounds, *above}))
