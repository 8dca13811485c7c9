"""A cell as an assessor sees it who is about to grade it: nothing of what others have judged."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator, Sequence

from assay.assessment import Assessment, Grade
from assay.commands.naming import grade_name
from assay.grading import AtHand
from assay.levels import CellKey
from assay.metrics import Metric
from assay.model import ITSELF, Node
from assay.numbers import grade_text
from assay.problems import shorten
from assay.ranges import Range


def cell_lines(
    assessment: Assessment,
    key: CellKey,
    found: Sequence[AtHand],
    metrics: Sequence[Metric],
    own: Grade | None,
    on: dt.date,
    *,
    whole: bool = True,
) -> Iterator[str]:
    """Where to look, the question, what each grade takes, the evidence at hand, and the own grade so far.

    `whole`: with what is the same for every attribute of the node.
    """
    if whole:
        yield from _node_lines(assessment.model.nodes[key[0]])
    yield from _asked(assessment, key)
    if found:
        yield "Evidence at hand"
        for number, one in enumerate(found, start=1):
            yield from _item_lines(assessment, number, one, on)
    else:
        yield "No evidence is about this cell yet (assay new item)."
    for metric in metrics:
        yield _metric_line(metric, on)
    if own:
        yield from _own_lines(assessment, key, own)


def cell_title(assessment: Assessment, key: CellKey) -> str:
    """`Vision · Approach`, or the title of the node alone where it is graded on itself."""
    model, (node, attribute) = assessment.model, key
    title = model.nodes[node].title
    return title if attribute == ITSELF else f"{title} · {model.attributes[attribute].title}"


def _asked(assessment: Assessment, key: CellKey) -> Iterator[str]:
    model, scale = assessment.model, assessment.model.scale(*key)
    if question := model.question(*key):
        yield question
    rubric = model.rubric(*key).lines
    for grade in sorted(
        {*rubric, *(scale.grades if not scale.continuous and len(scale.grades) < 12 else ())}
    ):
        name = grade_name(scale, Range.point(grade))
        label = next((label for label, number in scale.values.items() if number == grade), "")
        yield f"  {name:>4}  {rubric.get(grade) or (label if label != name else '')}".rstrip()


def _node_lines(node: Node) -> Iterator[str]:
    if node.definition:
        yield f"  {node.definition}"
    if node.areas:
        yield "Where to look"
        for area in node.areas:
            yield f"  {area.title}" + (f": {area.look_for}" if area.look_for else "")


def _item_lines(assessment: Assessment, number: int, one: AtHand, on: dt.date) -> Iterator[str]:
    item, stands = one.item, one.standing
    yield f"  {number:>3}  {item.id}: {shorten(item.title, 80)}"
    if stands.counts:
        state = f"counts until {stands.until}" if stands.until else "counts"
    else:
        state = f"does not count: {stands.state.value}" + (f" on {stands.until}" if stands.until else "")
    parts = ["SPEAKS AGAINST this cell"] if one.against else []
    parts += [item.type, state]
    if item.accepted and item.accepted.on <= on:
        parts.append(f"accepted by {assessment.person_name(item.accepted.by)}")
    yield f"       {', '.join(parts)}"


def _metric_line(metric: Metric, on: dt.date) -> str:
    values = metric.by(on)
    if not values:
        return f"Metric {metric.id}: {metric.title}: no value yet"
    last, aim = values[-1], metric.aim(values[-1].on)
    text = f"Metric {metric.id}: {metric.title}: {grade_text(last.value)} {metric.measured_in} ({last.on})"
    if aim is None:
        return text
    met = {True: " met", False: " missed", None: ""}[metric.reached(last)]
    return f"{text}, target {grade_text(aim.value)}{met}"


def _own_lines(assessment: Assessment, key: CellKey, own: Grade) -> Iterator[str]:
    value = "not applicable" if own.not_applicable else given_text(assessment, key, own)
    what = "Carried over, to be confirmed" if own.to_confirm else "Your grade so far"
    yield f"{what}: {value}" + (f" ({own.graded_on})" if own.graded_on else "")
    yield f"  {' '.join((own.rationale or own.not_applicable).split())}"
    if own.evidence:
        cited = (one.item if one.written is None else f"{one.item}={one.written}" for one in own.evidence)
        yield f"  Evidence: {' '.join(cited)}"
    if own.metrics:
        yield f"  Metrics: {' '.join(own.metrics)}"


def given_text(assessment: Assessment, key: CellKey, grade: Grade) -> str:
    """What somebody gave, as a scale names it, or as it is written where it is no grade of the scale."""
    if grade.grade is None:
        return "not applicable" if grade.not_applicable else str(grade.written)
    return grade_name(assessment.model.scale(*key), Range.point(grade.grade))
