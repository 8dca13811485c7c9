"""Other views of the same levels: groups of nodes across the tree, and a place in a field of two axes."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from fractions import Fraction

from assay.levels import CellValue, Result, StepResult, roll_up
from assay.model import Axis, Lens, LensGroup, Position, Quadrant
from assay.ranges import Range

_ZERO, _HALF, _ONE = Fraction(0), Fraction(1, 2), Fraction(1)


@dataclass(frozen=True, slots=True)
class GroupProfile:
    """One group of a lens: its nodes, the mean of their scores, and their lowest and highest level.

    `score` is out of `full`, `target` the mean of the target scores; each is None where a node has none.
    """

    group: LensGroup
    nodes: tuple[StepResult, ...]
    score: Range | None
    full: Fraction
    target: Fraction | None
    lowest: Range | None
    highest: Range | None


def lens_profile(result: Result, lens: Lens) -> tuple[GroupProfile, ...]:
    """The groups of a lens in their order. A group weighs its nodes alike: it has no rule of its own."""
    return tuple(_group_profile(result, group) for group in lens.groups)


def _group_profile(result: Result, group: LensGroup) -> GroupProfile:
    nodes = tuple(result.node(node) for node in group.nodes)
    there = [node.effective for node in nodes if not node.effective.absent]
    scores = [roll.score for roll in there if roll.score]
    levels = [roll.level for roll in there if roll.level]
    aims = [node.target_score for node in nodes if node.target_score is not None]
    whole = scores if len(scores) == len(there) else []
    return GroupProfile(
        group=group,
        nodes=nodes,
        score=Range(_mean([one.low for one in whole]), _mean([one.high for one in whole])) if whole else None,
        full=_mean([roll.full for roll in there]) if there else _ZERO,
        target=_mean(aims) if aims and len(aims) == len(there) else None,
        lowest=Range(min(one.low for one in levels), min(one.high for one in levels)) if levels else None,
        highest=Range(max(one.low for one in levels), max(one.high for one in levels)) if levels else None,
    )


def _mean(values: list[Fraction]) -> Fraction:
    return sum(values, _ZERO) / len(values)


@dataclass(frozen=True, slots=True)
class Place:
    """Where something stands in a field of two axes: from 0 (low end) to 1 (high end) on each.

    `quadrant` is None while the place may lie in several of them. `pulls`: what each node adds on each axis.
    """

    position: Position
    x: Range
    y: Range
    quadrant: Quadrant | None
    pulls: tuple[tuple[Axis, Mapping[str, Range]], ...]


def place_in_field(result: Result) -> Place | None:
    """The place of the whole in the model's field; None where it has none, or a node has no value yet."""
    position = result.model.position
    if position is None:
        return None
    shares = {node: _share(result, node) for axis in position.axes for node in axis.weights}
    known = {node: share for node, share in shares.items() if share is not None}
    if any(not known.keys() & axis.weights.keys() for axis in position.axes):
        return None
    pulls = tuple((axis, _pulls(axis, known)) for axis in position.axes)
    x, y = (_total(held.values()) for _, held in pulls)
    ends = {(_side(end_x), _side(end_y)) for end_x in (x.low, x.high) for end_y in (y.low, y.high)}
    quadrant = None
    if len(ends) == 1:
        [(side_x, side_y)] = ends
        quadrant = next((one for one in position.quadrants if (one.x, one.y) == (side_x, side_y)), None)
    return Place(position, x, y, quadrant, pulls)


def _side(value: Fraction) -> str:
    return "high" if value >= _HALF else "low"


def _total(pulls: Iterable[Range]) -> Range:
    held = list(pulls)
    return Range(sum((pull.low for pull in held), _ZERO), sum((pull.high for pull in held), _ZERO))


def _pulls(axis: Axis, shares: Mapping[str, Range]) -> dict[str, Range]:
    """What each node adds: its part of the weight, times how far it has come (or not, if it pulls to low)."""
    there = {node: weight for node, weight in axis.weights.items() if node in shares}
    whole = sum((abs(weight) for weight in there.values()), _ZERO)
    found = {}
    for node, weight in there.items():
        share = shares[node]
        held = share if weight > 0 else Range(_ONE - share.high, _ONE - share.low)
        found[node] = Range(held.low * abs(weight) / whole, held.high * abs(weight) / whole)
    return found


def _share(result: Result, node: str) -> Range | None:
    """How far a node has come between the least and the most that its score (or else its level) can be."""
    found = result.node(node)
    score, level, rule = found.effective.score, found.effective.level, found.step.rule
    if score is not None:
        least = _least_score(result, found)
        return _between(score, least, found.effective.full)
    if level is not None and rule is not None:
        return _between(level, rule.base, rule.top)
    return None


def _between(value: Range, low: Fraction, high: Fraction) -> Range | None:
    if high <= low:
        return None
    return Range((value.low - low) / (high - low), (value.high - low) / (high - low))


def _least_score(result: Result, found: StepResult) -> Fraction:
    """The score if every cell that counts had its lowest grade."""
    model = result.model

    def lowest(key: tuple[str, str]) -> CellValue | None:
        scale = model.scale(*key)
        return CellValue(Range.point(scale.low)) if result.cells[key].effective else None

    score = roll_up(model, [found.step], lowest)[found.step.key].score
    return score.low if score else _ZERO
