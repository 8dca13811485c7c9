"""Other views of the levels: a page for each lens of the model, and its field of two axes."""

from __future__ import annotations

from dataclasses import dataclass

from assay import charts, numbers
from assay.lenses import GroupProfile, Place, lens_profile, place_in_field
from assay.levels import Result
from assay.model import Axis, Lens
from assay.pages.base import Page
from assay.pages.book import Book, Sheet
from assay.pages.views import Chip, Ref
from assay.ranges import Range

POSITION = "position.md"
NAV = "Profiles"


def lens_path(lens: str) -> str:
    """The page of a lens."""
    return f"profiles/{lens}.md"


@dataclass(frozen=True, slots=True)
class Member:
    """A node in a group, with its level and score."""

    name: Ref
    level: Chip | None
    score: str


@dataclass(frozen=True, slots=True)
class GroupRow:
    """A group of a lens: its score then, now and aimed at, and the levels that its nodes lie between."""

    anchor: str
    title: str
    description: str
    score: str
    before: str
    change: str
    target: str
    lowest: Chip | None
    highest: Chip | None
    bar: charts.Bar | None
    members: tuple[Member, ...]


def lens_pages(book: Book) -> tuple[Page, ...]:
    """One page a lens."""
    return tuple(_lens_page(book, lens) for lens in book.model.lenses)


def _lens_page(book: Book, lens: Lens) -> Page:
    path = book.path(lens_path(lens.id))
    sheet = Sheet(book, path)
    found = lens_profile(book.result, lens)
    past = lens_profile(book.baseline, lens) if book.baseline else None
    context: dict[str, object] = {
        "about": sheet.about(),
        "description": lens.description,
        "rows": [
            _group_row(sheet, book.result, group, past[index] if past else None)
            for index, group in enumerate(found)
        ],
        "radar": _radar(book, found, past),
        "out_of": numbers.grade_text(found[0].full),
        "cycle": book.result.cycle.title,
        "baseline": book.baseline.cycle.title if book.baseline else "",
        "targets": any(group.target is not None for group in found),
    }
    return Page(path, lens.title, "pages/lens.md.jinja", context, (NAV,))


def _group_row(sheet: Sheet, result: Result, found: GroupProfile, past: GroupProfile | None) -> GroupRow:
    book, digits = sheet.book, sheet.book.model.scoring.digits
    return GroupRow(
        found.group.id,
        found.group.title,
        found.group.description,
        book.score(found.score),
        book.score(past.score) if past else "",
        numbers.change(past.score, found.score, digits) if past else "",
        book.score(Range.point(found.target)) if found.target is not None else "",
        book.chip(found.lowest),
        book.chip(found.highest),
        charts.bar(found.score, found.full) if found.score and found.full else None,
        tuple(
            Member(
                sheet.node(node.step.node),
                book.outcome(node.effective.level, node.step.rule),
                book.score(node.effective.score),
            )
            for node in found.nodes
        ),
    )


def _radar(
    book: Book, found: tuple[GroupProfile, ...], past: tuple[GroupProfile, ...] | None
) -> charts.Radar | None:
    if not all(group.score and group.full == found[0].full for group in found):
        return None
    spokes = []
    for index, group in enumerate(found):
        before = past[index].score if past else None
        if group.score:
            low = before.low if before else None
            spokes.append(
                charts.Spoke(group.group.title, book.score(group.score), group.score, group.target, low)
            )
    return charts.radar(spokes, found[0].full)


# The field


@dataclass(frozen=True, slots=True)
class Pull:
    """What one node adds to the place on an axis, in hundredths of the axis."""

    name: Ref
    weight: str
    share: str


@dataclass(frozen=True, slots=True)
class AxisView:
    """One axis: where the place lies on it, and what each node adds."""

    title: str
    low: str
    high: str
    place: str
    pulls: tuple[Pull, ...]


def position_pages(book: Book) -> tuple[Page, ...]:
    """The page of the model's field; none where it has no such field, or nothing to place in it yet."""
    place = place_in_field(book.result)
    if place is None:
        return ()
    past = place_in_field(book.baseline) if book.baseline else None
    sheet = Sheet(book, book.path(POSITION))
    position = place.position
    context: dict[str, object] = {
        "about": sheet.about(),
        "description": position.description,
        "quadrant": place.quadrant,
        "quadrants": position.quadrants,
        "field": _field(place, past),
        "axes": [_axis_view(sheet, axis, place, index) for index, axis in enumerate(position.axes)],
        "cycle": book.result.cycle.title,
        "baseline": book.baseline.cycle.title if book.baseline and past else "",
    }
    return (Page(sheet.path, position.title, "pages/position.md.jinja", context, (NAV,)),)


def _field(place: Place, past: Place | None) -> charts.Field:
    def title(x: str, y: str) -> str:
        found = [one.title for one in place.position.quadrants if (one.x, one.y) == (x, y)]
        return found[0] if found else ""

    x, y = place.position.axes
    return charts.field(
        place.x,
        place.y,
        (past.x, past.y) if past else None,
        [title("low", "high"), title("high", "high"), title("low", "low"), title("high", "low")],
        (x.low, x.high, y.low, y.high),
    )


def _axis_view(sheet: Sheet, axis: Axis, place: Place, index: int) -> AxisView:
    held = (place.x, place.y)[index]
    _, pulls = place.pulls[index]
    return AxisView(
        axis.title,
        axis.low,
        axis.high,
        _hundredths(held),
        tuple(
            Pull(sheet.node(node), numbers.grade_text(axis.weights[node]), _hundredths(pull))
            for node, pull in pulls.items()
        ),
    )


def _hundredths(value: Range) -> str:
    return numbers.spread(Range(value.low * 100, value.high * 100), 0)
