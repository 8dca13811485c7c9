"""Small models, items, grades and assessments, built in memory: what a test says is all there is.

The model SMALL is SEE-CMM in little: two halves; criteria that roll up attribute by attribute; marks 0 to 4.

    enablers        (approach, deployment; not applicable is forbidden)
      leadership    vision, example, system, dialogue
      strategy      basis, plans
    results         (trend, target)
      satisfaction  calls, visits
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Mapping, Sequence
from fractions import Fraction
from typing import Any, Literal

from assay.assessment import (
    Assessment,
    Citation,
    Cycle,
    Ending,
    Grade,
    Item,
    Policy,
    Review,
    Seal,
    Source,
    Target,
)
from assay.durations import parse_duration
from assay.levels import CellKey, Result, compute
from assay.model import Model, build_model, exact

TODAY = dt.date(2026, 6, 1)

MARKS = {"none": 0, "L1": 1, "L2": 2, "L3": 3, "L4": 4}

SEE_SCORING = {
    "score": {"combine": "mean", "out_of": 100},
    "level": {"combine": "threshold", "share": 0.75, "behind": 1, "base": 1},
    "rows": {"base": 0},
    "not_applicable": "exclude",
    "unrated": "block",
    "assessors": {"combine": "median_low", "max_spread": 1},
}


def day(text: str) -> dt.date:
    return dt.date.fromisoformat(text)


def node(node_id: str, *children: Mapping[str, Any] | str, **fields: Any) -> dict[str, Any]:
    """A node of a model's tree; a child given as text is a leaf with that id."""
    held: dict[str, Any] = {"id": node_id, "title": node_id.title(), **fields}
    if children:
        held["criteria"] = [node(child) if isinstance(child, str) else child for child in children]
    return held


def build(
    *criteria: Mapping[str, Any],
    attributes: Sequence[str] = ("approach", "deployment", "trend", "target"),
    scoring: Mapping[str, Any] = SEE_SCORING,
    values: Mapping[str, float] = MARKS,
    levels: int = 4,
) -> Model:
    """A model from plain data, with one scale for all of its attributes."""
    return build_model(
        "small",
        {
            "version": "1.0",
            "title": "Small",
            "levels": [
                {"number": n, "id": f"level-{n}", "title": f"Level {n}"} for n in range(1, levels + 1)
            ],
            "scales": [{"id": "marks", "values": values}],
            "attributes": [{"id": name, "title": name.title(), "scale": "marks"} for name in attributes],
            "criteria": criteria,
            "scoring": scoring,
        },
        digest="0" * 64,
    )


SMALL = build(
    node(
        "enablers",
        node("leadership", "vision", "example", "system", "dialogue"),
        node("strategy", "basis", "plans"),
        attributes=["approach", "deployment"],
        not_applicable="forbid",
    ),
    node("results", node("satisfaction", "calls", "visits"), attributes=["trend", "target"]),
)


def item(
    item_id: str = "minutes",
    *,
    collected: str = "2026-01-10",
    kind: str = "document",
    valid_until: str | None = None,
    review_every: str | None = None,
    reviews: Iterable[str] = (),
    withdrawn: str | None = None,
    superseded: str | None = None,
) -> Item:
    """An evidence item; dates and durations are given as text."""
    return Item(
        id=item_id,
        file=f"items/{item_id}.yaml",
        title=item_id,
        type=kind,
        summary="",
        about=(),
        collected_on=day(collected),
        collected_by="one",
        method="",
        period=None,
        sample={},
        valid_until=day(valid_until) if valid_until else None,
        review_every=parse_duration(review_every) if review_every else None,
        reviews=tuple(Review(day(on), "one", "still true") for on in reviews),
        sources=(Source("Somewhere", None, None, "the archive", None, None, ""),),
        confidentiality="internal",
        withdrawn=Ending(day(withdrawn), "one", "wrong", None) if withdrawn else None,
        superseded=Ending(day(superseded), "one", "", "newer") if superseded else None,
        former_ids=(),
    )


def cite(item_id: str, carries: float | None = None) -> Citation:
    return Citation(item_id, None if carries is None else exact(carries), "")


def grade(at: str, attribute: str, given: float | None, *evidence: str | Citation, by: str = "one") -> Grade:
    """A grade; None is a judgement of "not applicable". Evidence given as text is an item's id."""
    return Grade(
        assessor=by,
        node=at,
        attribute=attribute,
        grade=None if given is None else exact(given),
        not_applicable="there is none here" if given is None else "",
        approved_by="",
        rationale="",
        evidence=tuple(cite(cited) if isinstance(cited, str) else cited for cited in evidence),
        against=(),
        graded_on=None,
        file=f"cycles/now/grades/{by}.yaml",
        at=(),
    )


def policy(evidence: Literal["cap", "report"] = "cap", **max_age: str) -> Policy:
    """A policy; `max_age` by item type."""
    ages = {kind: parse_duration(age) for kind, age in max_age.items()}
    return Policy(evidence, ages, parse_duration("P90D"))


def cycle(*grades: Grade, targets: Mapping[str, int] | None = None, sealed: str | None = None) -> Cycle:
    return Cycle(
        id="now",
        file="cycles/now/cycle.yaml",
        title="Now",
        period=(day("2026-01-01"), day("2026-06-30")),
        compare_with=None,
        targets={name: Target(Fraction(level), "") for name, level in (targets or {}).items()},
        seal=Seal(day(sealed), "one") if sealed else None,
        grades=grades,
    )


def assessment(
    model: Model, *items: Item, rules: Policy | None = None, cycles: Iterable[Cycle] = ()
) -> Assessment:
    return Assessment(
        title="Test desk",
        organisation="Nobody",
        scope="All of it",
        fictional=True,
        languages=("en",),
        repository_url=None,
        model=model,
        policy=rules or policy(),
        people={},
        items={found.id: found for found in items},
        cycles={found.id: found for found in cycles},
    )


def assess(
    model: Model,
    *grades: Grade,
    items: Iterable[Item] = (),
    evidence: Literal["cap", "report"] = "report",
    targets: Mapping[str, int] | None = None,
    on: dt.date = TODAY,
) -> Result:
    """The result of these grades. By default they count as claimed: a test of levels needs no items."""
    return compute(assessment(model, *items, rules=policy(evidence)), cycle(*grades, targets=targets), on)


def grades_of(cells: Mapping[CellKey, float | None]) -> tuple[Grade, ...]:
    """One grade, by one assessor, without evidence, for each cell of a report card."""
    return tuple(grade(*key, given) for key, given in cells.items())


def card(model: Model, given: float, **rows: Mapping[str, float | None]) -> dict[CellKey, float | None]:
    """A whole report card of `given`, but for the cells named as `node={"attribute": grade}`."""
    held: dict[CellKey, float | None] = dict.fromkeys(model.cells, given)
    changed = {(name, attribute): value for name, row in rows.items() for attribute, value in row.items()}
    assert changed.keys() <= held.keys()
    return held | changed


def without(cells: Mapping[CellKey, float | None], *keys: CellKey) -> dict[CellKey, float | None]:
    """The report card with these cells left unrated."""
    assert set(keys) <= cells.keys()
    return {key: value for key, value in cells.items() if key not in keys}
