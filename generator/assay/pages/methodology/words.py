"""The model in words: its levels, what is graded on which scale, its criteria, its other views."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from fractions import Fraction
from typing import Literal

from assay.levels import CellKey
from assay.model import ITSELF, Model, Node, Rubric, Scale
from assay.pages.book import Book, Sheet
from assay.pages.profile import lens_path
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
class ScaleView:
    """A scale that grades are taken from, in one of three forms.

    `labels`: what is written, its number and its longer name; `bands`: a label, the percentages it lies
    between, its longer name; else any number from `low` to `high` in steps of `step` ("": any between).
    `unrated`: labels for what has been looked at and not rated.
    """

    id: str
    labels: tuple[tuple[str, str, str], ...]
    bands: tuple[tuple[str, str, str, str], ...]
    low: str
    high: str
    step: str
    unrated: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class GradedView:
    """What is graded: an attribute, or a criterion that is graded on itself; a question, a rubric.

    `group`: the group that an attribute stands in; `where`: the criteria it is asked of, where this is not
    said above it; `scale`: its scale's id, where there are several; `stage`: the level that asks for it.
    A line of the rubric is a grade, what it takes, and whether the text is ours.
    """

    anchor: str
    name: Ref
    group: str
    where: tuple[Ref, ...]
    question: str
    scale: str
    stage: Chip | None
    rubric: tuple[tuple[Chip | None, str, bool], ...]


@dataclass(frozen=True, slots=True)
class GradedGroup:
    """Attributes that belong to the same part of the model, which is named where there are several."""

    title: str
    attributes: tuple[GradedView, ...]


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
    attributes, leaves = _attributes(sheet), _leaves(sheet)
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
        "scales": [_scale(book, scale) for scale in scales_of(model)],
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


def scales_of(model: Model) -> tuple[Scale, ...]:
    """The scales that the cells have, in the order of the cells."""
    return tuple({scale.id: scale for scale in (model.scale(*cell) for cell in model.cells)}.values())


def _scale(book: Book, scale: Scale) -> ScaleView:
    titles, ends = scale.titles, [Fraction(0), *(bound for _, bound in scale.bands)]
    return ScaleView(
        scale.id,
        ()
        if scale.numbers
        else tuple(
            (label, book.number(number), titles.get(label, "")) for label, number in scale.values.items()
        ),
        tuple(
            (label, book.number(low), book.number(high), titles.get(label, ""))
            for (label, high), low in zip(scale.bands, ends, strict=False)
        ),
        book.number(scale.low),
        book.number(scale.high),
        book.number(scale.step) if scale.step is not None else "",
        tuple(sorted(scale.unrated)),
    )


def _attributes(sheet: Sheet) -> list[GradedGroup]:
    """The attributes by the groups at the top of the model that use them; together where these share one."""
    groups: dict[tuple[str, ...], list[str]] = {}
    for top in sheet.book.model.criteria:
        used = dict.fromkeys(attribute for leaf in top.leaves() for attribute in leaf.attributes)
        if used:
            groups.setdefault(tuple(used), []).append(top.id)
    every = [name for used in groups for name in used]
    if len(groups) < 2 or len(set(every)) < len(every):
        tops = {
            name: tuple(sheet.node(top) for used, tops in groups.items() if name in used for top in tops)
            for name in dict.fromkeys(every)
        }
        told = len(groups) > 1
        found = tuple(_attribute(sheet, name, where if told else ()) for name, where in tops.items())
        return [GradedGroup("", found)] if found else []
    return [
        GradedGroup(
            ", ".join(sheet.book.title(top) for top in tops), tuple(_attribute(sheet, name) for name in used)
        )
        for used, tops in groups.items()
    ]


def _attribute(sheet: Sheet, name: str, where: tuple[Ref, ...] = ()) -> GradedView:
    book, found = sheet.book, sheet.book.model.attributes[name]
    leaf = next(node for node, attribute in book.model.cells if attribute == name)
    return GradedView(
        f"attribute-{name}",
        Ref(found.title),
        book.attribute_title(found.group) if found.group else "",
        where,
        found.question,
        _scale_id(book.model, found.scale),
        _stage(book, found.stage),
        _rubric(book, (leaf, name), found.rubric),
    )


def _leaves(sheet: Sheet) -> list[GradedView]:
    """The criteria that are graded on themselves, where their questions or rubrics are given."""
    book = sheet.book
    return [
        GradedView(
            f"graded-{leaf.id}",
            sheet.node(leaf.id),
            "",
            (),
            leaf.question,
            _scale_id(book.model, leaf.scale),
            _stage(book, leaf.stage),
            _rubric(book, (leaf.id, ITSELF), leaf.rubric),
        )
        for top in book.model.criteria
        for leaf in top.leaves()
        if leaf.scale and (leaf.rubric.lines or leaf.question)
    ]


def _scale_id(model: Model, scale: Scale) -> str:
    return scale.id if len(scales_of(model)) > 1 else ""


def _stage(book: Book, stage: int | None) -> Chip | None:
    return None if stage is None else book.chip(stage)


def _rubric(book: Book, key: CellKey, rubric: Rubric) -> tuple[tuple[Chip | None, str, bool], ...]:
    return tuple(
        (book.grade(grade, key), text, grade in rubric.ours) for grade, text in sorted(rubric.lines.items())
    )


def _criterion(sheet: Sheet, node: Node) -> CriterionView:
    book = sheet.book
    parts = tuple(
        PartView(sheet.node(part.id), part.id, _areas(part), _stage(book, part.stage))
        for part in node.walk()
        if part is not node and book.homes.get(part.id) == node.id
    )
    kind = book.model.kinds.get(node.kind, "")
    stage = _stage(book, node.stage)
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
