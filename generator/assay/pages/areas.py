"""The areas to address of a sub-criterion, with the evidence that was found on each."""

from __future__ import annotations

from dataclasses import dataclass

from assay.levels import Result
from assay.pages.sheet import Sheet
from assay.pages.views import Exhibit


@dataclass(frozen=True, slots=True)
class AreaRow:
    """An area with the items about it, attribute by attribute."""

    title: str
    look_for: str
    cells: tuple[tuple[Exhibit, ...], ...]


@dataclass(frozen=True, slots=True)
class AreasTable:
    """The areas of a sub-criterion. `shown` counts those with evidence that counts."""

    columns: tuple[str, ...]
    rows: tuple[AreaRow, ...]
    shown: int
    areas: int


def areas_table(sheet: Sheet, result: Result, leaf: str) -> AreasTable | None:
    """Which items are about which area of a sub-criterion; a last row for those that name none."""
    book, node = sheet.book, sheet.book.node(leaf)
    if not node.areas:
        return None
    attributes = node.graded_on
    found: dict[tuple[str, str], dict[str, bool]] = {}
    for name, about in book.about.get(leaf, ()):
        for attribute in attributes if about.attribute is None else (about.attribute,):
            for area in about.areas or ("",):
                found.setdefault((area, attribute), {})[name] = about.contradicts

    def row(area: str, title: str, look_for: str) -> AreaRow:
        cells = tuple(
            tuple(
                sheet.exhibit(name, None, against)
                for name, against in found.get((area, attribute), {}).items()
            )
            for attribute in attributes
        )
        return AreaRow(title, look_for, cells)

    rows = [row(area.id, area.title, area.look_for) for area in node.areas]
    shown = sum(any(exhibit.counts for cell in entry.cells for exhibit in cell) for entry in rows)
    rest = row("", "", "")
    columns = book.attribute_titles(attributes) if node.attributes else (book.words.gettext("Evidence"),)
    return AreasTable(columns, (*rows, rest) if any(rest.cells) else tuple(rows), shown, len(node.areas))
