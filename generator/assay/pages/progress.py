"""From the baseline over today to the target, and what time alone will do."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass
from fractions import Fraction

from assay import charts
from assay.levels import Result, StepResult
from assay.model import OVERALL
from assay.pages.book import Book
from assay.pages.lines import Line, all_lines, halves, line, lines
from assay.pages.sheet import Sheet
from assay.pages.views import Chip, Ref
from assay.ranges import Range

HORIZON = dt.timedelta(days=365)
MOST_SPOKES = 16


@dataclass(frozen=True, slots=True)
class Gauge:
    """A score on its scale, with places and texts of what it is compared with."""

    now: charts.Bar
    now_text: str
    baseline: float | None
    baseline_text: str
    target: float | None
    target_text: str
    out_of: str
    crowded: bool


def gauge(book: Book, found: StepResult, baseline: StepResult | None) -> Gauge | None:
    """The gauge of a node's score; None where nothing in it applies."""
    out_of = found.effective.full
    if found.effective.score is None or not out_of:
        return None
    before = baseline.effective.score if baseline else None
    target = found.target_score
    ends = (before.low if before else None, target)
    places = [charts.share(value, out_of) for value in ends if value is not None]
    return Gauge(
        charts.bar(found.effective.score, out_of),
        book.score(found.effective.score),
        charts.share(before.low, out_of) if before else None,
        book.score(before),
        charts.share(target, out_of) if target is not None else None,
        book.score(Range.point(target)) if target is not None else "",
        book.number(out_of),
        len(places) == 2 and abs(places[0] - places[1]) < 28,
    )


def radar(book: Book, result: Result) -> charts.Radar | None:
    """The scores of all criteria; in percent of what each could be, where that is not the same for all."""
    criteria = [node for node in book.model.criterion_ids if result.node(node).effective.score]
    fulls = {result.node(node).effective.full for node in criteria}
    if len(fulls) > 1:
        out_of, factors = Fraction(100), {node: 100 / result.node(node).effective.full for node in criteria}
    else:
        out_of, factors = max(fulls, default=Fraction(1)), dict.fromkeys(criteria, Fraction(1))
    spokes = []
    for criterion in criteria if len(criteria) <= MOST_SPOKES else ():
        found, factor = result.node(criterion), factors[criterion]
        now, target = found.effective.score, found.target_score
        before = book.baseline.node(criterion).effective.score if book.baseline else None
        if now:
            spokes.append(
                charts.Spoke(
                    book.title(criterion),
                    book.score(now)
                    if len(fulls) < 2
                    else f"{book.score(now)} / {book.out_of(found.effective)}",
                    Range(now.low * factor, now.high * factor),
                    target * factor if target is not None else None,
                    before.low * factor if before else None,
                )
            )
    return charts.radar(spokes, out_of)


@dataclass(frozen=True, slots=True)
class Standing:
    """A criterion from the baseline over today to the target. Places are in percent of the scale."""

    name: Ref
    level_before: Chip | None
    level: Chip | None
    level_target: Chip | None
    before: str
    now: str
    target: str
    change: str
    gap: str
    before_at: float | None
    now_bar: charts.Bar | None
    target_at: float | None
    most: str
    total: bool = False

    @property
    def join(self) -> charts.Bar | None:
        """The stretch from the baseline to today."""
        if self.before_at is None or self.now_bar is None:
            return None
        start, end = sorted((self.before_at, self.now_bar.x))
        return charts.Bar(start, round(end - start, 2))

    @property
    def join_end(self) -> float:
        """Where that stretch ends."""
        return round(self.join.x + self.join.width, 2) if self.join else 0.0


def standing(sheet: Sheet, result: Result) -> tuple[Standing, ...]:
    """Every criterion, with the groups and the whole after their parts."""
    book = sheet.book
    rows = []
    for half in halves(book.model):
        rows += [_stand(sheet, result, place.node, not place.criterion) for place in half.places]
        if half.node:
            rows.append(_stand(sheet, result, half.node, total=True))
    return (*rows, _stand(sheet, result, OVERALL, total=True))


def _stand(sheet: Sheet, result: Result, node: str, total: bool = False) -> Standing:
    book = sheet.book
    found = result.node(node)
    out_of, rule = found.effective.full, found.step.rule
    past = book.baseline.node(node) if book.baseline else None
    now, before = found.effective.score, past.effective.score if past else None
    aim = Range.point(found.target_score) if found.target_score is not None else None
    reached = bool(aim and now and now.low >= aim.low)
    return Standing(
        Ref(book.title(node), "" if node == OVERALL else sheet.node(node).href),
        book.outcome(past.effective.level, rule) if past else None,
        book.outcome(found.effective.level, rule),
        book.outcome(found.target.level, rule) if found.target else None,
        book.score(before),
        book.score(now),
        book.score(aim),
        book.change(before, now),
        book.words.gettext("reached") if reached else book.change(aim, now),
        charts.share(before.low, out_of) if before else None,
        charts.bar(now, out_of) if now else None,
        charts.share(aim.low, out_of) if aim else None,
        book.number(out_of) if now else "",
        total,
    )


@dataclass(frozen=True, slots=True)
class Shift:
    """A line whose level is another one than in the baseline."""

    name: Ref
    before: Chip | None
    after: Chip | None


@dataclass(frozen=True, slots=True)
class Moved:
    """What rose and what fell since the baseline: lines by criterion, and the cells that fell."""

    rose: tuple[tuple[Ref, tuple[Shift, ...]], ...]
    fell: tuple[tuple[Ref, tuple[Shift, ...]], ...]
    rose_lines: int
    fell_lines: int
    same_lines: int
    open_lines: int
    rose_cells: int
    fell_cells: tuple[Shift, ...]
    held_before: int
    has_rows: bool
    level_before: Chip | None


def moved(sheet: Sheet, result: Result) -> Moved | None:
    """What is another level than in the baseline; None without one."""
    book, past = sheet.book, sheet.book.baseline
    if past is None:
        return None
    rose, fell, same, unsure = [], [], 0, 0
    for criterion in book.model.criterion_ids:
        pairs = list(zip(lines(past, criterion), lines(result, criterion), strict=True))
        ups = tuple(_shift(sheet, old, new) for old, new in pairs if _step(old, new) > 0)
        downs = tuple(_shift(sheet, old, new) for old, new in pairs if _step(old, new) < 0)
        rose += [(sheet.node(criterion), ups)] if ups else []
        fell += [(sheet.node(criterion), downs)] if downs else []
        open_now = sum(_step(old, new) == 0 and (old.open or new.open) for old, new in pairs)
        same += len(pairs) - len(ups) - len(downs) - open_now
        unsure += open_now
    cells = [(line(past, past.cells[key]), line(result, cell)) for key, cell in result.cells.items()]
    return Moved(
        tuple(rose),
        tuple(fell),
        sum(len(shifts) for _, shifts in rose),
        sum(len(shifts) for _, shifts in fell),
        same,
        unsure,
        sum(_step(old, new) > 0 for old, new in cells),
        tuple(_fallen(sheet, old, new) for old, new in cells if _step(old, new) < 0),
        len(past.overall.limited_by),
        any(len(part.cells) > 1 for part in all_lines(result)),
        book.outcome(past.overall.effective.level, past.overall.step.rule),
    )


def _step(before: Line, after: Line) -> int:
    """1 for what rose for sure, -1 for what fell for sure."""
    if before.effective is None or after.effective is None:
        return 0
    return (after.effective.low > before.effective.high) - (after.effective.high < before.effective.low)


def _shift(sheet: Sheet, before: Line, after: Line) -> Shift:
    name = Ref(after.title, sheet.cell((after.node, after.attribute)).href)
    return Shift(name, sheet.book.line(before, before.effective), sheet.book.line(after, after.effective))


def _fallen(sheet: Sheet, before: Line, after: Line) -> Shift:
    """A cell that fell, by its full name."""
    name = sheet.cell((after.node, after.attribute))
    return Shift(name, sheet.book.line(before, before.effective), sheet.book.line(after, after.effective))


def outlook(book: Book, result: Result) -> charts.Outlook | None:
    """The score over the coming year; None where nothing drops."""
    drops = book.drops
    score = result.overall.effective.score
    if not drops or score is None:
        return None
    end = max(result.as_of + HORIZON, drops[-1].last_day + dt.timedelta(days=14))
    steps: list[tuple[dt.date, Range]] = [(result.as_of, score)]
    for drop in drops:
        after = drop.after.overall.effective.score
        steps.append((drop.last_day + dt.timedelta(days=1), after or score))
    return charts.outlook(charts.TimeAxis(result.as_of, end, result.as_of), steps)
