"""What there is to judge a cell by, and what its assessor has said of it so far."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field

from assay.assessment import Assessment, Cycle, Grade, Item, Written
from assay.levels import CellKey
from assay.metrics import Metric
from assay.model import Model
from assay.support import Standing, State, standing

_GONE = frozenset((State.WITHDRAWN, State.SUPERSEDED))


@dataclass(frozen=True, slots=True)
class AtHand:
    """An item that is about a cell, as it stands on a date. `against`: all that it says there contradicts."""

    item: Item
    standing: Standing
    against: bool


@dataclass(frozen=True, slots=True)
class Cited:
    """An item that is cited; `carries` as it is written, None where it carries the grade itself."""

    item: str
    carries: Written = None


@dataclass(frozen=True, slots=True)
class Judgement:
    """What an assessor says of one cell. `grade` is None where it is not applicable, for the reason given.

    `approved_by` is "" where nobody approved that. `answers`: to items that contradict, by their ids.
    """

    grade: Written = None
    rationale: str = ""
    evidence: tuple[Cited, ...] = ()
    answers: Mapping[str, str] = field(default_factory=dict)
    metrics: tuple[str, ...] = ()
    not_applicable: str = ""
    approved_by: str = ""


def cells_of(model: Model, node: str, attribute: str | None) -> tuple[CellKey, ...]:
    """The cells of a node, or of all that is below it, in the order of the model; one attribute, or all."""
    return tuple(
        (leaf.id, name)
        for leaf in model.nodes[node].leaves()
        for name in leaf.graded_on
        if attribute in (None, name)
    )


def at_hand(assessment: Assessment, key: CellKey, unit: str | None, on: dt.date) -> tuple[AtHand, ...]:
    """The items that may be cited for a cell, those that count first; withdrawn ones are left out."""
    found = []
    for item in assessment.items.values():
        if item.serves(unit) and assessment.bears_on(item.about, *key):
            stands = standing(item, assessment.policy, on)
            here = [about for about in item.about if assessment.bears_on([about], *key)]
            if stands.state not in _GONE:
                found.append(AtHand(item, stands, all(about.contradicts for about in here)))
    return tuple(sorted(found, key=lambda one: (one.against, not one.standing.counts, one.item.id)))


def metrics_at_hand(assessment: Assessment, key: CellKey) -> tuple[Metric, ...]:
    """The metrics that may be cited for a cell."""
    found = assessment.metrics.values()
    return tuple(metric for metric in found if assessment.bears_on(metric.about, *key))


def own_grades(cycle: Cycle, person: str, unit: str | None) -> Iterator[Grade]:
    """What an assessor has judged in a cycle and unit, and what is still to be confirmed."""
    for grade in (*cycle.grades, *cycle.to_confirm):
        if grade.assessor == person and grade.unit == unit:
            yield grade


def judgement_of(grade: Grade) -> Judgement:
    """A grade as its file has it."""
    return Judgement(
        grade.written,
        grade.rationale,
        tuple(Cited(one.item, one.written) for one in grade.evidence),
        {answer.item: answer.answer for answer in grade.against},
        grade.metrics,
        grade.not_applicable,
        grade.approved_by,
    )


def in_the_way(model: Model, own: Iterable[Grade], key: CellKey) -> Grade | None:
    """The assessor's grade of a node above a cell, which stands for the cell as well; None for none."""
    above = set(model.ancestors(key[0]))
    return next((one for one in own if one.node in above and one.attribute == key[1]), None)
