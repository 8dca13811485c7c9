"""What is graded in a model: on which scales, by which questions and rubrics."""

from __future__ import annotations

from dataclasses import dataclass
from fractions import Fraction

from assay.levels import CellKey
from assay.model import ITSELF, Model, Rubric, Scale
from assay.pages.book import Book
from assay.pages.sheet import Sheet
from assay.pages.views import Chip, Ref


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


def scales_of(model: Model) -> tuple[Scale, ...]:
    """The scales that the cells have, in the order of the cells."""
    return tuple({scale.id: scale for scale in (model.scale(*cell) for cell in model.cells)}.values())


def scale_view(book: Book, scale: Scale) -> ScaleView:
    """A scale ready to print."""
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


def attribute_groups(sheet: Sheet) -> list[GradedGroup]:
    """The attributes by the groups at the top of the model that use them; together where these share one."""
    groups: dict[tuple[str, ...], list[str]] = {}
    for top in sheet.book.model.criteria:
        used = [*dict.fromkeys(name for leaf in top.leaves() for name in leaf.graded_on if name != ITSELF)]
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
        stage_chip(book, found.stage),
        _rubric(book, (leaf, name), found.rubric),
    )


def graded_leaves(sheet: Sheet) -> list[GradedView]:
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
            stage_chip(book, leaf.stage),
            _rubric(book, (leaf.id, ITSELF), leaf.rubric),
        )
        for top in book.model.criteria
        for leaf in top.leaves()
        if leaf.scale and (leaf.rubric.lines or leaf.question)
    ]


def _scale_id(model: Model, scale: Scale) -> str:
    return scale.id if len(scales_of(model)) > 1 else ""


def stage_chip(book: Book, stage: int | None) -> Chip | None:
    """The level that asks for something, if one does."""
    return None if stage is None else book.chip(stage)


def _rubric(book: Book, key: CellKey, rubric: Rubric) -> tuple[tuple[Chip | None, str, bool], ...]:
    return tuple(
        (book.grade(grade, key), text, grade in rubric.ours) for grade, text in sorted(rubric.lines.items())
    )
