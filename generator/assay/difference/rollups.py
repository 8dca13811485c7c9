"""Levels, scores and cells of a cycle on two sides: which differ, and which cells a level changes because of.

Nothing is computed here: all figures are those of the two results.
"""

from __future__ import annotations

import datetime as dt
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import replace
from typing import TypeAlias

from assay.assessment import Cycle
from assay.cards import Cards
from assay.difference.causes import Pair, causes_of
from assay.difference.shapes import (
    CellAt,
    CellChange,
    Confirmed,
    CycleChange,
    NodeChange,
    Rolls,
    Why,
    figures,
)
from assay.levels import CellResult, Result
from assay.model import OVERALL, Model
from assay.ranges import towards

NodeAt: TypeAlias = tuple[str | None, str]
"""A node in a unit, or in all of them together (None)."""


def compare_cycle(
    name: str, before: Cards | None, after: Cards | None, renamed: Mapping[str, str]
) -> CycleChange:
    """What changes in one cycle. A side is None where the cycle is not there, or cannot be computed.

    `renamed`: former ids of items, and what they are now.
    """
    cards = after or before
    title = cards.cycle.title if cards else name
    if before is None or after is None:
        return CycleChange(name, title, before, after, tuple(_one_sided(before, after)))
    cells = tuple(_cells(before, after, renamed))
    nodes = tuple(_nodes(before, after, cells))
    moved: dict[CellAt, list[str]] = {}
    for node in nodes:
        for at in node.cells if node.levels else ():
            moved.setdefault(at, []).append(node.node)
    told = tuple(replace(cell, moves=tuple(dict.fromkeys(moved.get(cell.at, ())))) for cell in cells)
    return CycleChange(name, title, before, after, nodes, told, tuple(_confirmed(before.cycle, after.cycle)))


def _one_sided(before: Cards | None, after: Cards | None) -> Iterator[NodeChange]:
    """The nodes of a cycle that only one side has: there are no cells to compare."""
    cards = after or before
    if cards is None:
        return
    for (unit, node), rolls in _rolls(cards).items():
        depth = _depth(cards.assessment.model, node)
        yield NodeChange(unit, node, depth, None if after else rolls, rolls if after else None)


# Nodes


def _rolls(cards: Cards) -> dict[NodeAt, Rolls]:
    """The roll-ups of every node: of all units together, then of each unit."""
    found: dict[NodeAt, Rolls] = {}
    names = (OVERALL, *cards.assessment.model.nodes)
    for node in names if cards.whole else ():
        whole = cards.whole.nodes[node] if cards.whole else None
        if whole:
            found[None, node] = Rolls(whole.effective, whole.claimed, whole.supported, whole.rule)
    for result in cards.results:
        for node in names:
            step = result.node(node)
            found[result.unit, node] = Rolls(step.effective, step.claimed, step.supported, step.step.rule)
    return found


def shown_figures(rolls: Rolls | None) -> object:
    """What a node comes to, for comparing: levels and scores of all three roll-ups."""
    if rolls is None:
        return None
    return tuple((one.level, one.score) for one in (rolls.effective, rolls.claimed, rolls.supported))


def _nodes(before: Cards, after: Cards, cells: Iterable[CellChange]) -> Iterator[NodeChange]:
    old, new = _rolls(before), _rolls(after)
    changed = tuple(cells)
    models = before.assessment.model, after.assessment.model
    for unit, node in dict.fromkeys((*new, *old)):
        one, other = old.get((unit, node)), new.get((unit, node))
        if shown_figures(one) == shown_figures(other):
            continue
        model = models[1] if other else models[0]
        under = _under(before, after, unit, node)
        causing = tuple(cell for cell in changed if cell.at in under and cell.counts_otherwise)
        because = _towards(_direction(one, other), causing)
        yield NodeChange(
            unit,
            node,
            _depth(model, node),
            one,
            other,
            tuple(cell.at for cell in because),
            tuple(_other(before, after, one, other, because)),
        )


def _depth(model: Model, node: str) -> int:
    return 0 if node == OVERALL else 1 + len(list(model.ancestors(node)))


def _under(before: Cards, after: Cards, unit: str | None, node: str) -> frozenset[CellAt]:
    """The cells that a node is made of, on either side."""
    found = set()
    for cards in (before, after):
        for result in cards.results:
            known = node == OVERALL or node in result.model.nodes
            if known and (unit in (None, result.unit)):
                found |= {CellAt(result.unit, *key) for key in result.node(node).step.cells}
    return frozenset(found)


def _direction(before: Rolls | None, after: Rolls | None) -> int:
    """1 where a node rises, -1 where it falls, 0 where that cannot be said: by its level, else its score."""
    if before is None or after is None:
        return 0
    level = towards(before.effective.level, after.effective.level)
    return level or towards(before.effective.score, after.effective.score)


def _towards(direction: int, cells: tuple[CellChange, ...]) -> tuple[CellChange, ...]:
    """Of several cells those that move a node that way; all of them where none, or no way, is known."""
    if not direction:
        return cells
    same = tuple(cell for cell in cells if _cell_direction(cell) in (direction, 0))
    return same or cells


def _cell_direction(cell: CellChange) -> int:
    if cell.before is None or cell.after is None:
        return 0
    return towards(cell.before.effective, cell.after.effective)


def _other(
    before: Cards, after: Cards, one: Rolls | None, other: Rolls | None, because: tuple[CellChange, ...]
) -> Iterator[Why]:
    """What changes a node beside its cells."""
    old, new = before.assessment, after.assessment
    models = [(found.model.id, found.model.version, found.model.digest) for found in (old, new)]
    rules = one and other and one.rule == other.rule
    if models[0] != models[1] and (not because or not rules):
        yield Why.MODEL
    weights = [{unit.id: unit.weight for unit in found.units} for found in (old, new)]
    if weights[0] != weights[1]:
        yield Why.UNITS
    if not because and before.as_of != after.as_of:
        yield Why.DATE


# Cells


def _cells(before: Cards, after: Cards, renamed: Mapping[str, str]) -> Iterator[CellChange]:
    """The cells that differ. Those of a unit that came or went are told by the unit."""
    old, new = ({result.unit: result for result in cards.results} for cards in (before, after))
    for unit in dict.fromkeys((*new, *old)):
        one, other = old.get(unit), new.get(unit)
        if one is None or other is None:
            continue
        pair = Pair((before, one), (after, other), renamed)
        for key in dict.fromkeys((*other.cells, *one.cells)):
            yield from _cell(pair, CellAt(unit, *key), one, other)


def _cell(pair: Pair, at: CellAt, one: Result, other: Result) -> Iterator[CellChange]:
    key = at.node, at.attribute
    before, after = one.cells.get(key), other.cells.get(key)
    if figures(before) == figures(after) and _same_basis(before, after):
        return
    causes = causes_of(pair, before, after)
    if causes:
        yield CellChange(at, before, after, causes)


def _same_basis(before: CellResult | None, after: CellResult | None) -> bool:
    """Whether two cells rest on the very same judgements and evidence: the quick way out for most of them."""
    if before is None or after is None:
        return before is after
    return (before.grades, before.consensus, before.supports) == (
        after.grades,
        after.consensus,
        after.supports,
    )


def _confirmed(before: Cycle, after: Cycle) -> Iterator[Confirmed]:
    """Who dated grades anew that are otherwise the same."""
    known = {(one.unit, one.assessor, one.node, one.attribute): one for one in before.grades}
    found: Counter[tuple[str, dt.date | None, dt.date | None]] = Counter()
    for grade in after.grades:
        old = known.get((grade.unit, grade.assessor, grade.node, grade.attribute))
        if (
            old
            and old.graded_on != grade.graded_on
            and (old.grade, old.rationale) == (grade.grade, grade.rationale)
        ):
            found[grade.assessor, old.graded_on, grade.graded_on] += 1
    for (person, was, is_now), count in found.items():
        yield Confirmed(person, count, was, is_now)
