"""The way on: level by level to the target, what has to be renewed when, what the checks left open."""

from __future__ import annotations

from dataclasses import dataclass
from fractions import Fraction

from assay.levels import CellKey, Result
from assay.pages.base import Page
from assay.pages.book import Book
from assay.pages.checks import OpenPoint, open_points
from assay.pages.duties import all_again, reviews
from assay.pages.follow_up import action_view
from assay.pages.reasons import WAYS, RaisedCell, drop_views, raised_cells
from assay.pages.sheet import Sheet
from assay.pages.views import Chip, Ref
from assay.whatif import least_raise

ROADMAP = "roadmap.md"


@dataclass(frozen=True, slots=True)
class Way:
    """The cells that rise in one way, by criterion. `kind` is one of `reasons.WAYS`."""

    kind: str
    homes: tuple[tuple[Ref, tuple[RaisedCell, ...]], ...]

    @property
    def cells(self) -> int:
        """How many cells rise in this way."""
        return sum(len(found) for _, found in self.homes)


@dataclass(frozen=True, slots=True)
class Step:
    """The cells that have to rise on the way to a level, by what raises them; the quickest first.

    `before`: the level that the step starts from. `target`: the level is the one aimed at.
    """

    before: Chip | None
    level: Chip | None
    cells: int
    ways: tuple[Way, ...]
    target: bool


def page(book: Book) -> Page:
    """The roadmap of one unit, or of an assessment without units."""
    sheet = Sheet(book, book.path(ROADMAP))
    result = book.result
    steps = _steps(sheet, result)
    overall = result.overall
    aim = overall.target.level if overall.target else None
    level = overall.effective.level
    context: dict[str, object] = {
        "about": sheet.about(),
        "steps": steps,
        "level": book.outcome(level, overall.step.rule),
        "target": book.outcome(aim, overall.step.rule),
        "target_why": overall.target.why if overall.target else "",
        "reached": bool(level and aim is not None and level.low >= aim),
        "drops": drop_views(sheet),
        "actions": tuple(action_view(sheet, action) for action in book.audited.actions),
        "again": all_again(sheet),
        "reviews": reviews(sheet),
        "points": _by_check(open_points(sheet)),
        "scored": any(drop.after.overall.effective.score for drop in book.drops),
    }
    title = book.words.gettext("Roadmap")
    return Page(sheet.path, title, "pages/roadmap.md.jinja", context, book.nav())


def _steps(sheet: Sheet, result: Result) -> tuple[Step, ...]:
    """One step for each level from here to the target, or just to the next one where there is no target.

    Each is a smallest set that reaches its level; what an earlier step raises already is not named again,
    unless it has to rise further.
    """
    book, overall = sheet.book, result.overall
    rule, level = overall.step.rule, overall.effective.level
    if rule is None or level is None:
        return ()
    above = [outcome for outcome in rule.outcomes if outcome > level.low]
    aim = overall.target.level if overall.target else None
    wanted = [outcome for outcome in above if aim is not None and outcome <= aim] or above[:1]
    steps = []
    before: Fraction = level.low
    known: dict[CellKey, Fraction] = {}
    for outcome in wanted:
        plan = least_raise(result, overall.step.key, outcome)
        if plan is None:
            break
        new = {key: grade for key, grade in plan.cells.items() if known.get(key, -1) < grade}
        steps.append(
            Step(
                book.outcome(before, rule),
                book.outcome(outcome, rule),
                len(new),
                _ways(sheet, result, new),
                outcome == aim,
            )
        )
        known |= new
        before = outcome
    return tuple(steps)


def _ways(sheet: Sheet, result: Result, cells: dict[CellKey, Fraction]) -> tuple[Way, ...]:
    """The cells by what raises them, then by criterion in the order of the model."""
    book = sheet.book
    found: dict[str, dict[str, list[RaisedCell]]] = {}
    for key, grade in cells.items():
        [cell] = raised_cells(sheet, result, [(key, grade)])
        found.setdefault(cell.by, {}).setdefault(book.homes[key[0]], []).append(cell)
    order = book.model.criterion_ids
    return tuple(
        Way(kind, tuple((sheet.node(home), tuple(held[home])) for home in order if home in held))
        for kind in WAYS
        if (held := found.get(kind))
    )


def _by_check(points: tuple[OpenPoint, ...]) -> tuple[tuple[str, tuple[OpenPoint, ...]], ...]:
    found: dict[str, list[OpenPoint]] = {}
    for point in points:
        found.setdefault(point.check, []).append(point)
    return tuple((check, tuple(held)) for check, held in found.items())
