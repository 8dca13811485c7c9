"""For paper: a report card with every grade behind it and the exhibits that they rest on, on one page.

It is one file that can be mailed or archived, so whatever can stand on it is found on it: names lead to their
places on this very page.
"""

from __future__ import annotations

import dataclasses
import datetime as dt
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass

from assay.levels import CellKey, Result, StepKey
from assay.model import ITSELF
from assay.pages.base import Page, cell_anchor
from assay.pages.book import Book
from assay.pages.cells import CellView, cell_view, contradicting
from assay.pages.concerns import about_nodes
from assay.pages.derivation import derivation
from assay.pages.item import SourceView, source_view
from assay.pages.report_card import card_context
from assay.pages.sheet import Sheet
from assay.pages.views import Chip, Exhibit, Ref
from assay.support import Standing


def pages(book: Book) -> Iterator[Page]:
    """One page a cycle, the newest first."""
    for result in book.newest_first:
        yield _page(book, result)


@dataclass(frozen=True, slots=True)
class _Paper(Sheet):
    """A page whose names lead to places on itself, as far as they have one there."""

    result: Result
    listed: frozenset[str]

    def node(self, node: str) -> Ref:
        """A criterion or what lies below it: its section, or that of its first leaf. Others have none."""
        book = self.book
        home = book.homes.get(node)
        if home is None:
            return Ref(book.full_title(node))
        place = node
        if node != home:
            leaf = next(iter(book.node(node).leaves()))
            place = cell_anchor(leaf.id, ITSELF) if leaf.graded_on == (ITSELF,) else leaf.id
        return Ref(book.full_title(node), f"#{place}")

    def cell(self, key: StepKey) -> Ref:
        """A cell: its place; a row: the section of its criterion."""
        node, attribute = key
        placed = attribute is not None and key in self.result.cells
        return Ref(self.book.name(key), f"#{cell_anchor(*key)}" if placed else self.node(node).href)

    def exhibit(self, item: str, standing: Standing | None = None, contradicts: bool = False) -> Exhibit:
        """An item: its row in the list of exhibits, as it stands in the cycle of the page."""
        found = Sheet.exhibit(self, item, standing or self.result.standings[item], contradicts)
        if item not in self.listed or found.withheld:
            return found
        return dataclasses.replace(found, href=f"#{exhibit_anchor(found.number)}")


def exhibit_anchor(number: int) -> str:
    """The anchor of an exhibit in the list: no node of a model can have such an id."""
    return f"_exhibit-{number}"


def _page(book: Book, result: Result) -> Page:
    listed = frozenset(_listed(book, result))
    sheet = _Paper(book, book.printed_path(result.cycle.id), result, listed)
    title = book.words.gettext("Report card with all grades: %(cycle)s", cycle=result.cycle.title)
    context = card_context(sheet, result, printed=True) | {
        "heading": f"{title} · {book.unit_title}" if book.unit else title,
        "organisation": book.assessment.organisation,
        "scope": book.assessment.scope,
        "card_at": sheet.to(book.card_path(result.cycle.id)),
        "criteria": [_criterion(sheet, name) for name in book.model.criterion_ids],
        "follow_up": about_nodes(sheet, frozenset(book.model.nodes)),
        "exhibits": [_entry(sheet, item) for item in book.numbers if item in listed],
        "problems": _problems(book, result),
        "foot_commit": (book.site.history.head or "")[:12],
        "foot_date": result.as_of.isoformat(),
    }
    return Page(sheet.path, title, "pages/print.md.jinja", context, None, searchable=False)


def _listed(book: Book, result: Result) -> Iterator[str]:
    """The items that grades of a cycle cite or answer, and those that speak against one of its cells."""
    yield from result.cited
    sheet = Sheet(book, "")
    for cell in result.cells.values():
        yield from contradicting(sheet, cell.key)
        for grade in cell.grades:
            yield from (cited.item for cited in grade.evidence)
            yield from (answer.item for answer in grade.against)
        if cell.consensus:
            yield from (cited.item for cited in cell.consensus.evidence)


# Criteria


@dataclass(frozen=True, slots=True)
class _Section:
    """A sub-criterion with its cells; `whole`: without a head of its own.

    That is a criterion that has none below it, and a sub-criterion that is graded on itself: its one cell has
    its title.
    """

    id: str
    whole: bool
    title: str
    level: Chip | None
    cells: tuple[CellView, ...]


@dataclass(frozen=True, slots=True)
class _Criterion:
    """A criterion: its level, in short what that follows from, and its sub-criteria."""

    id: str
    title: str
    level: Chip | None
    score: str
    target: Chip | None
    target_why: str
    derivation: object
    sections: tuple[_Section, ...]


def _criterion(sheet: _Paper, name: str) -> _Criterion:
    book, result = sheet.book, sheet.result
    found = result.node(name)
    rule = found.step.rule
    return _Criterion(
        name,
        book.full_title(name),
        book.outcome(found.effective.level, rule),
        book.score(found.effective.score) if found.effective.score else "",
        book.outcome(found.target.level, rule) if found.target else None,
        found.target.why if found.target else "",
        derivation(sheet, result, name),
        tuple(_section(sheet, name, leaf.id) for leaf in book.node(name).leaves()),
    )


def _section(sheet: _Paper, criterion: str, leaf: str) -> _Section:
    book, found = sheet.book, sheet.result.node(leaf)
    keys: list[CellKey] = [(leaf, attribute) for attribute in book.node(leaf).graded_on]
    cells = tuple(cell_view(sheet, sheet.result, key, alone=True) for key in keys)
    itself = book.node(leaf).graded_on == (ITSELF,)
    if itself and leaf != criterion:
        cells = tuple(dataclasses.replace(cell, title=book.title(leaf)) for cell in cells)
    return _Section(
        leaf,
        leaf == criterion or itself,
        book.title(leaf),
        book.outcome(found.effective.level, found.step.rule),
        cells,
    )


# Exhibits


@dataclass(frozen=True, slots=True)
class _Entry:
    """An exhibit in the list, with what it shows and where it came from; only its title if withheld."""

    anchor: str
    exhibit: Exhibit
    type: str
    summary: str
    collected_on: dt.date | None
    collected_by: str
    sources: tuple[SourceView, ...]
    cells: int


def _entry(sheet: _Paper, name: str) -> _Entry:
    item = sheet.book.assessment.items[name]
    exhibit = Sheet.exhibit(sheet, name, sheet.result.standings[name])
    cells = len(sheet.result.cited.get(name, ()))
    if item.withheld:
        return _Entry(exhibit_anchor(exhibit.number), exhibit, "", "", None, "", (), cells)
    return _Entry(
        exhibit_anchor(exhibit.number),
        exhibit,
        item.type,
        item.summary,
        item.collected_on,
        sheet.book.assessment.person_name(item.collected_by),
        tuple(source_view(sheet, source) for source in item.sources),
        cells,
    )


# Problems


def _problems(book: Book, result: Result) -> list[tuple[str, str, int]]:
    """How often which rule has something to say about the files or this cycle: rule, severity, number.

    What a rule says may quote anything, so only `assay validate` prints it.
    """
    found = Counter(
        (problem.severity.rank, problem.rule, problem.severity.value)
        for problem in book.site.problems
        if not problem.waived
        and (problem.about is None or problem.about.cycle in (None, result.cycle.id))
        and (problem.about is None or problem.about.unit in (None, result.unit))
    )
    return [(rule, severity, count) for (_, rule, severity), count in sorted(found.items())]
