"""Other views of the levels: a page for each lens of the model, and its field of two axes."""

from __future__ import annotations

from dataclasses import dataclass
from fractions import Fraction

from assay import charts, numbers
from assay.lenses import GroupProfile, Place, lens_profile, place_in_field
from assay.model import Axis, Lens
from assay.pages.base import Page
from assay.pages.book import Book
from assay.pages.sheet import Sheet
from assay.pages.views import Chip, Ref
from assay.ranges import Range

POSITION = "position.md"


def lens_path(lens: str) -> str:
    """The page of a lens."""
    return f"profiles/{lens}.md"


def _nav(book: Book) -> tuple[str, ...]:
    return book.nav(book.words.gettext("Profiles"))


@dataclass(frozen=True, slots=True)
class Member:
    """A node in a group, with its level and score."""

    name: Ref
    level: Chip | None
    score: str


@dataclass(frozen=True, slots=True)
class GroupRow:
    """A group of a lens: its score then, now and aimed at, and the levels that its nodes lie between.

    `score` is "" where there is none; `out_of` what it is out of, where the page does not say it for all.
    `bar` is the score, `was` and `aim` are the places of the others, in percent of what it is out of.
    """

    anchor: str
    title: str
    description: str
    score: str
    out_of: str
    before: str
    change: str
    target: str
    lowest: Chip | None
    highest: Chip | None
    bar: charts.Bar | None
    was: float | None
    aim: float | None
    members: tuple[Member, ...]


def lens_pages(book: Book) -> tuple[Page, ...]:
    """One page a lens."""
    return tuple(_lens_page(book, lens) for lens in book.model.lenses)


def _lens_page(book: Book, lens: Lens) -> Page:
    sheet = Sheet(book, book.path(lens_path(lens.id)))
    found = lens_profile(book.result, lens)
    past = lens_profile(book.baseline, lens) if book.baseline else (None,) * len(found)
    fulls = {group.full for group in found if group.score}
    full = fulls.pop() if len(fulls) == 1 else None
    rows = [_group_row(sheet, group, before, full) for group, before in zip(found, past, strict=True)]
    context: dict[str, object] = {
        "about": sheet.about(),
        "description": lens.description,
        "rows": rows,
        "radar": _radar(book, found, past, full),
        "out_of": _most(book, full) if full is not None else "",
        "cycle": book.result.cycle.title,
        "baseline": book.baseline.cycle.title if book.baseline else "",
        "other_model": sheet.about(book.baseline).graded_by if book.baseline else "",
        "scores": any(row.score for row in rows),
        "levels": any(row.lowest for row in rows),
        "compared": any(row.before for row in rows),
        "targets": any(row.target for row in rows),
    }
    return Page(sheet.path, lens.title, "pages/lens.md.jinja", context, _nav(book))


def _group_row(
    sheet: Sheet, found: GroupProfile, past: GroupProfile | None, full: Fraction | None
) -> GroupRow:
    book = sheet.book
    score, before = found.score, past.score if past else None
    there = [node for node in found.nodes if not node.effective.absent]
    rules = [node.step.rule for node in there if node.effective.level]
    # Levels and the grades of different scales cannot be compared: there is no lowest among them.
    alike = len(rules) == len(there) and len({one and one.scale and one.scale.id for one in rules}) == 1
    rule = rules[0] if alike else None
    size = found.full if score else Fraction(0)
    return GroupRow(
        anchor=found.group.id,
        title=found.group.title,
        description=found.group.description,
        score=book.score(score) if score else "",
        out_of=_most(book, found.full) if score and full is None else "",
        before=book.score(before) if score and before else "",
        change=book.change(before, score),
        target=book.score(Range.point(found.target)) if found.target is not None else "",
        lowest=book.outcome(found.lowest, rule) if rule else None,
        highest=book.outcome(found.highest, rule) if rule else None,
        bar=charts.bar(score, size) if score and size else None,
        was=charts.share((before.low + before.high) / 2, size) if before and size else None,
        aim=charts.share(found.target, size) if found.target is not None and size else None,
        members=tuple(
            Member(
                sheet.node(node.step.node),
                book.outcome(node.effective.level, node.step.rule),
                book.score(node.effective.score) if node.effective.score else "",
            )
            for node in found.nodes
        ),
    )


def _most(book: Book, full: Fraction) -> str:
    """What a score is out of; rounded where it is the mean of several and no short number."""
    text = book.number(full)
    return text if "/" not in text else book.rounded(full)


def _radar(
    book: Book,
    found: tuple[GroupProfile, ...],
    past: tuple[GroupProfile | None, ...],
    full: Fraction | None,
) -> charts.Radar | None:
    """The scores around a centre, where every group has one and all are out of the same."""
    if not full:
        return None
    spokes = []
    for group, before in zip(found, past, strict=True):
        if group.score is None:
            return None
        low = before.score.low if before and before.score else None
        spokes.append(
            charts.Spoke(group.group.title, book.score(group.score), group.score, group.target, low)
        )
    return charts.radar(spokes, full)


# The field


@dataclass(frozen=True, slots=True)
class Pull:
    """What one node adds to the place on an axis, in hundredths of the axis.

    `towards`: the end that it pulls to as it rises; `share`: what it adds now, `most`: what it could add.
    """

    name: Ref
    towards: str
    weight: str
    share: str
    most: str


@dataclass(frozen=True, slots=True)
class AxisView:
    """One axis: where the place lies on it, and what each node adds.

    `share` is the place, `before` that of the baseline, both in hundredths from the low to the high end.
    `apart`: whether nodes pull to both of its ends.
    """

    title: str
    low: str
    high: str
    place: str
    before: str
    apart: bool
    pulls: tuple[Pull, ...]


@dataclass(frozen=True, slots=True)
class QuarterView:
    """A quarter of the field, with the names of the ends that it lies at; `here`: the place is in it."""

    title: str
    description: str
    x: str
    y: str
    here: bool


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
        "quadrant": place.quadrant.title if place.quadrant else "",
        "before": past.quadrant.title if past and past.quadrant else "",
        "quadrants": _quarters(place),
        "field": _field(place, past),
        "axes": [_axis_view(sheet, place, past, index) for index in range(2)],
        "cycle": book.result.cycle.title,
        "baseline": book.baseline.cycle.title if book.baseline and past else "",
        "other_model": sheet.about(book.baseline).graded_by if book.baseline and past else "",
    }
    return (Page(sheet.path, position.title, "pages/position.md.jinja", context, _nav(book)),)


def _quarters(place: Place) -> tuple[QuarterView, ...]:
    """The quarters in the order that one reads them in the field."""
    x, y = place.position.axes
    ordered = sorted(place.position.quadrants, key=lambda one: (one.y == "low", one.x == "high"))
    return tuple(
        QuarterView(one.title, one.description, _end(x, one.x), _end(y, one.y), one is place.quadrant)
        for one in ordered
    )


def _end(axis: Axis, side: str) -> str:
    return axis.high if side == "high" else axis.low


def _field(place: Place, past: Place | None) -> charts.Field:
    x, y = place.position.axes
    return charts.field(
        place.x,
        place.y,
        (past.x, past.y) if past else None,
        [
            (one.x == "high", one.y == "high", one.title, one is place.quadrant)
            for one in place.position.quadrants
        ],
        (x.low, x.high, y.low, y.high),
    )


def _axis_view(sheet: Sheet, place: Place, past: Place | None, index: int) -> AxisView:
    book = sheet.book
    axis, pulls = place.pulls[index]
    whole = sum((abs(axis.weights[node]) for node in pulls), Fraction(0))

    def hundredths(value: Range) -> str:
        return book.words.numeral(numbers.spread(Range(value.low * 100, value.high * 100), 0))

    return AxisView(
        axis.title,
        axis.low,
        axis.high,
        hundredths((place.x, place.y)[index]),
        hundredths((past.x, past.y)[index]) if past else "",
        len({axis.weights[node] > 0 for node in pulls}) > 1,
        tuple(
            Pull(
                sheet.node(node),
                axis.high if axis.weights[node] > 0 else axis.low,
                book.number(abs(axis.weights[node])),
                hundredths(pull),
                hundredths(Range.point(abs(axis.weights[node]) / whole)),
            )
            for node, pull in pulls.items()
        ),
    )
