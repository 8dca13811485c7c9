"""The model in words: its levels, what is graded on which scale, its criteria, its other views."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Literal

from assay.model import Node
from assay.pages.methodology.graded import attribute_groups, graded_leaves, scale_view, scales_of, stage_chip
from assay.pages.profile import lens_path
from assay.pages.sheet import Sheet
from assay.pages.views import Chip, Ref


@dataclass(frozen=True, slots=True)
class LevelView:
    """A level with what it looks like and what leads on. Each mark with whether it is ours."""

    chip: Chip | None
    anchor: str
    description: str
    marks: tuple[tuple[str, bool], ...]
    next: str


@dataclass(frozen=True, slots=True)
class PartView:
    """What stands under a criterion: its id, and the ids of its areas, as files write them."""

    name: Ref
    id: str
    areas: tuple[tuple[str, str], ...]
    stage: Chip | None


@dataclass(frozen=True, slots=True)
class CriterionView:
    """A criterion, or a group of them, with its definition and its parts."""

    name: Ref
    id: str
    kind: str
    definition: str
    areas: tuple[tuple[str, str], ...]
    stage: Chip | None
    parts: tuple[PartView, ...]


@dataclass(frozen=True, slots=True)
class LensView:
    """A lens with its groups and the nodes in each, and its page."""

    title: str
    description: str
    href: str
    groups: tuple[tuple[str, str, tuple[Ref, ...]], ...]


@dataclass(frozen=True, slots=True)
class AxisWords:
    """An axis of the model's field: the names of its ends, and what pulls to each with what weight."""

    title: str
    low: str
    high: str
    to_low: tuple[tuple[Ref, str], ...]
    to_high: tuple[tuple[Ref, str], ...]


def words_of(sheet: Sheet) -> dict[str, object]:
    """What the page prints of the model itself."""
    book, model = sheet.book, sheet.book.model
    attributes, leaves = attribute_groups(sheet), graded_leaves(sheet)
    graded = [*(found for group in attributes for found in group.attributes), *leaves]
    return {
        "subtitle": model.subtitle,
        "levels": [
            LevelView(
                book.chip(level.number),
                level.id,
                level.description,
                tuple((mark, mark in level.ours) for mark in level.marks),
                level.next,
            )
            for level in model.levels
        ],
        "tree": [
            _criterion(sheet, node)
            for node in model.nodes.values()
            if node.id in model.criterion_ids or node.id not in book.homes
        ],
        "own_marks": _own(mark in level.ours for level in model.levels for mark in level.marks),
        "scales": [scale_view(book, scale) for scale in scales_of(model)],
        "attributes": attributes,
        "leaves": leaves,
        "own_lines": _own(own for found in graded for _, _, own in found.rubric),
        "choices": model.choices,
        "extends": model.extends,
        "changes": model.changes,
        "lenses": [_lens(sheet, index) for index in range(len(model.lenses))],
        "position": model.position,
        "axes": _axes(sheet),
    }


def _own(lines: Iterable[bool]) -> Literal["", "some", "all"]:
    """How many of some texts are ours."""
    found = set(lines)
    return "" if True not in found else "some" if False in found else "all"


def _criterion(sheet: Sheet, node: Node) -> CriterionView:
    book = sheet.book
    parts = tuple(
        PartView(sheet.node(part.id), part.id, _areas(part), stage_chip(book, part.stage))
        for part in node.walk()
        if part is not node and book.homes.get(part.id) == node.id
    )
    kind = book.model.kinds.get(node.kind, "")
    stage = stage_chip(book, node.stage)
    return CriterionView(sheet.node(node.id), node.id, kind, node.definition, _areas(node), stage, parts)


def _areas(node: Node) -> tuple[tuple[str, str], ...]:
    return tuple((area.id, area.title) for area in node.areas)


def _lens(sheet: Sheet, index: int) -> LensView:
    book = sheet.book
    lens = book.model.lenses[index]
    groups = tuple(
        (group.title, group.description, tuple(sheet.node(node) for node in group.nodes))
        for group in lens.groups
    )
    href = "" if book.shared else sheet.to(book.path(lens_path(lens.id)))
    return LensView(lens.title, lens.description, href, groups)


def _axes(sheet: Sheet) -> list[AxisWords]:
    position, book = sheet.book.model.position, sheet.book
    return [
        AxisWords(
            axis.title,
            axis.low,
            axis.high,
            tuple(
                (sheet.node(node), book.number(-weight))
                for node, weight in axis.weights.items()
                if weight < 0
            ),
            tuple(
                (sheet.node(node), book.number(weight)) for node, weight in axis.weights.items() if weight > 0
            ),
        )
        for axis in (position.axes if position else ())
    ]
