"""The report card of a cycle: criteria and their rows by levels, with marks; the cells below."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace
from fractions import Fraction

from assay import numbers
from assay.levels import CellKey, Result, Status
from assay.model import Model
from assay.pages.base import Page, cell_anchor
from assay.pages.book import Book
from assay.pages.card_notes import Note, Ungraded, notes_of, ungraded
from assay.pages.decisions import decisions
from assay.pages.duties import excuses_of_cycle
from assay.pages.flags import Flags
from assay.pages.follow_up import FindingView
from assay.pages.heat import cell_tables, marks_of
from assay.pages.lines import Half, Line, Place, all_lines, exhibits_of, furthest, halves, lines
from assay.pages.sealing import reopened, seal_facts
from assay.pages.sheet import Sheet
from assay.pages.views import Chip, Ref

WIDEST = 9


def pages(book: Book) -> tuple[Page, ...]:
    """One page a cycle, the newest first."""
    return tuple(_page(book, result) for result in book.newest_first)


@dataclass(frozen=True, slots=True)
class Square:
    """A place in the matrix: the line that runs through it, and the marks on it, the lowest first.

    `before` and `after` say what runs through its left and right half: `carried`, `gap`, `open` or nothing.
    """

    before: str
    after: str
    marks: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Row:
    """One row of the matrix. `squares` is empty where nothing counts: `ungraded`, or not applicable."""

    title: str
    href: str
    anchor: str
    squares: tuple[Square, ...]
    level: str
    notes: tuple[int, ...]
    exhibits: int
    limits: bool
    ungraded: bool
    flags: tuple[FindingView, ...]


@dataclass(frozen=True, slots=True)
class Group:
    """A criterion with its rows."""

    name: Ref
    anchor: str
    level: Chip | None
    score: str
    exhibits: int
    rows: tuple[Row, ...]
    flags: tuple[FindingView, ...] = ()


@dataclass(frozen=True, slots=True)
class Card:
    """One half of the report card. `ungraded`: cells without a grade, where they are too many for notes."""

    anchor: str
    title: str
    subtitle: str
    by_attribute: bool
    groups: tuple[Group, ...]
    total: Group | None
    notes: tuple[Note, ...]
    ungraded: tuple[Ungraded, ...]


@dataclass(frozen=True, slots=True)
class _Drawn:
    """What every group of a report card needs, found once: it takes a look at every line of the model."""

    result: Result
    past: Result | None
    columns: tuple[Fraction, ...]
    limits: frozenset[CellKey]
    notes: dict[CellKey, Note]
    flags: Flags


def _page(book: Book, result: Result) -> Page:
    sheet = Sheet(book, book.card_path(result.cycle.id))
    title = result.cycle.title
    return Page(
        sheet.path,
        book.words.gettext("Report card: %(cycle)s", cycle=title),
        "pages/report-card.md.jinja",
        card_context(sheet, result) | {"printed_at": sheet.to(book.printed_path(result.cycle.id))},
        book.nav(book.words.gettext("Report cards")),
    )


def card_context(sheet: Sheet, result: Result, *, printed: bool = False) -> dict[str, object]:
    """What a report card prints, on its own page or (`printed`) at the head of the one for paper."""
    book = sheet.book
    past = book.results.get(result.cycle.compare_with or "")
    notes = notes_of(sheet, result)
    overall = result.overall
    rule = overall.step.rule
    columns = matrix_columns(book.model)
    limits = furthest(result, all_lines(result))
    drawn = _Drawn(result, past, columns, limits, notes, Flags(sheet, result))
    return {
        "printed": printed,
        "about": sheet.about(result),
        "excuses": excuses_of_cycle(sheet, result),
        "decisions": decisions(sheet, result.cycle, result.as_of),
        "rigour": result.cycle.rigour,
        "level": book.outcome(overall.effective.level, rule),
        "claimed": book.outcome(overall.claimed.level, rule),
        "supported": book.outcome(overall.supported.level, rule),
        "target": book.outcome(overall.target.level, rule) if overall.target else None,
        "baseline": book.outcome(past.overall.effective.level, rule) if past else None,
        "score": book.score(overall.effective.score) if overall.effective.score else "",
        "out_of": book.out_of(overall.effective),
        "levels": [_column(book, column) for column in columns],
        "needs": _needs([_column(book, column) for column in columns]),
        "graded_rows": not book.model.grades_are_levels(book.model.cells[0][0]),
        "cell_levels": [chip for number in book.model.levels if (chip := book.chip(number.number))]
        if book.model.grades_are_levels(book.model.cells[0][0])
        else [],
        "cards": [_card(sheet, drawn, half) for half in halves(book.model)] if columns else [],
        "tables": () if _shows_cells(result, columns) else cell_tables(sheet, result, not columns),
        "columns": len(columns),
        "span": len(columns) + 2,
        "next": _next(book, result),
        "legend": marks_of(result) | {"flags": drawn.flags.some},
        "seal": seal_facts(book, result.cycle),
        "reopened": reopened(book, result.cycle),
        "shown": result.cycle.id == book.site.shown,
        "shown_cycle": book.result.cycle.title,
    }


def _shows_cells(result: Result, columns: Sequence[Fraction]) -> bool:
    """Whether each row of the matrix is a cell: then there is no more to show below it."""
    return bool(columns) and all(len(part.cells) == 1 for part in all_lines(result))


def _next(book: Book, result: Result) -> Chip | None:
    level, rule = result.overall.effective.level, result.overall.step.rule
    if level is None or rule is None:
        return None
    return book.outcome(next((one for one in rule.outcomes if one > level.low), None), rule)


def matrix_columns(model: Model) -> tuple[Fraction, ...]:
    """The columns of the matrix: the levels, where rows stand for levels; else the grades of the one scale.

    None where there is neither, as with percentages: then only the table of cells is shown.
    """
    leaves = [leaf for top in model.criteria for leaf in top.leaves()]
    if model.levels and all(model.grades_are_levels(leaf.id) for leaf in leaves):
        return tuple(Fraction(level.number) for level in model.levels)
    scales = {model.scale(*cell).id: model.scale(*cell) for cell in model.cells}
    if len(scales) != 1:
        return ()
    [scale] = scales.values()
    lines_are_cells = all(
        not model.nodes[criterion].children
        or all(not leaf.attributes for leaf in model.nodes[criterion].children)
        for criterion in model.criterion_ids
    )
    ranks = tuple(sorted({scale.rank(grade) for grade in scale.grades}))
    return ranks if scale.shows_labels and len(ranks) <= WIDEST and lines_are_cells else ()


def _column(book: Book, value: Fraction) -> Chip | None:
    first = book.model.cells[0]
    return book.chip(value) if book.model.grades_are_levels(first[0]) else book.grade(value, first)


_STEPS = (16, 21, 24, 28, 34, 42, 52)


def _needs(heads: Sequence[Chip | None]) -> int:
    """How wide, in rem, a report card is at least whose heads of columns hold each of their words unbroken.

    One of the steps that the style sheet knows. A letter is a little over half as wide as the text is high
    (0.6rem), a capital a quarter more; a fifth of the width is for the names of rows, 5.4rem are for the two
    columns at the end.
    """
    words = [word for head in heads if head for word in re.split(r"\s+|(?<=-)", head.name)]
    letters = max((_letters(word) for word in words), default=0)
    least = (5.4 + len(heads) * 0.305 * letters) / 0.79
    return next((step for step in _STEPS if least <= step + 0.5), _STEPS[-1])


def _letters(word: str) -> float:
    """How wide a word is, in small letters: a name of one capital first is as wide as one without."""
    return len(word) - 0.5 * word.endswith("-") + 0.25 * sum(sign.isupper() for sign in word[1:])


def _card(sheet: Sheet, drawn: _Drawn, half: Half) -> Card:
    result = drawn.result
    groups = tuple(_group(sheet, drawn, place) for place in half.places)
    total = _head(sheet, result, half.node, half.title) if half.node else None
    own = [part for criterion in half.criteria for part in lines(result, criterion)]
    cells = {cell for part in own for cell in part.cells}
    return Card(
        half.node or f"criteria-of-{half.criteria[0]}",
        half.title or sheet.book.words.gettext("Criteria"),
        half.subtitle,
        all(part.attribute for part in own),
        groups,
        total,
        tuple(note for cell, note in drawn.notes.items() if cell in cells),
        ungraded(result, cells - drawn.notes.keys()),
    )


def _head(sheet: Sheet, result: Result, node: str, title: str, rows: tuple[Row, ...] = ()) -> Group:
    found = result.node(node)
    book = sheet.book
    return Group(
        Ref(title, sheet.node(node).href if rows else ""),
        node,
        book.outcome(found.effective.level, found.step.rule),
        book.score(found.effective.score) if found.effective.score else "",
        exhibits_of(result, found.step.cells),
        rows,
    )


def _group(sheet: Sheet, drawn: _Drawn, place: Place) -> Group:
    criterion, result, notes = place.node, drawn.result, drawn.notes
    if not place.criterion:
        return _head(sheet, result, criterion, sheet.book.title(criterion))
    before = lines(drawn.past, criterion) if drawn.past else ()
    rows = []
    for index, found in enumerate(lines(result, criterion)):
        key = (found.node, found.attribute)
        target = result.node(found.node).target
        aim = target.level if target else None
        chip = sheet.book.line(found, found.effective)
        rows.append(
            Row(
                found.title,
                sheet.cell(key).href,
                cell_anchor(*key),
                squares(drawn.columns, found, aim, before[index] if before else None),
                _text(chip),
                tuple(sorted({notes[cell].number for cell in found.cells if cell in notes})),
                exhibits_of(result, found.cells),
                bool(drawn.limits.intersection(found.cells)),
                all(result.cells[cell].status is Status.UNRATED for cell in found.cells),
                drawn.flags.of_row(found, criterion),
            )
        )
    shown = {flag.id for row in rows for flag in row.flags}
    below = [step.id for step in sheet.book.node(criterion).walk()]
    rest = tuple(flag for flag in drawn.flags.about(below) if flag.id not in shown)
    head = _head(sheet, result, criterion, sheet.book.title(criterion), tuple(rows))
    return replace(head, flags=rest)


def _text(chip: Chip | None) -> str:
    if chip is None:
        return numbers.DASH
    return f"{chip.text}{numbers.DASH}{chip.high}" if chip.open else chip.text


def squares(
    columns: Sequence[Fraction], found: Line, target: Fraction | None, before: Line | None
) -> tuple[Square, ...]:
    """A row's places, one a column: a disc where claim and evidence meet, a ring where only a claim reaches.

    Where the value is open, a dotted line runs between its ends and nothing is claimed for sure.
    """
    if found.effective is None or not columns:
        return ()
    open_ends = found.effective.exact is None
    low, high = found.effective.low, found.effective.high
    disc = min(low, found.supported.low) if found.supported else low
    ring = found.claimed.high if found.claimed and not open_ends else disc
    past = before.effective.low if before and before.effective else None
    row = []
    for number in columns:
        marks = ["target"] if target == number else []
        if open_ends:
            stretch = ("open" if low < number <= high else "", "open" if low <= number < high else "")
            marks += ["unrated"] if number in (max(low, columns[0]), high) else []
        else:
            stretch = ("carried" if number <= disc else "gap" if number <= ring else "",
                       "carried" if number < disc else "gap" if disc <= number < ring else "")  # fmt: skip
            marks += ["claimed"] if number == ring > disc else []
            marks += ["supported"] if number == disc else []
        if past == number and (open_ends or number != disc):
            marks.append("baseline")
        row.append(Square(*stretch, tuple(marks)))
    return tuple(row)
