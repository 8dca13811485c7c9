"""The report card for other programs and places: cells as CSV, nodes as a Markdown table to paste."""

from __future__ import annotations

import csv
import io
import re
from collections.abc import Iterable, Iterator, Sequence
from fractions import Fraction

from assay.cards import Cards
from assay.levels import CellResult, Result
from assay.model import Scale
from assay.problems import plain
from assay.ranges import Range

_DECIMALS = 6
_COLUMNS = ("unit", "node", "attribute", "status", "claimed", "supported", "effective", "label")

# Spreadsheets take a cell that begins so for a formula, whatever is quoted around it.
_FORMULA = re.compile(r"\s*[=+\-@\t\r]")
_NUMBER = re.compile(r"-?[0-9]+(\.[0-9]+)?", re.ASCII)

# What Markdown, GitHub and GitLab give a meaning to inside a line. References (@name, #12, !12, :sign:) are
# looked for after escapes are resolved, so that only a character between them and their word stops them.
_MARKUP = re.compile(r"([\\`*_{}\[\]#|~$>]|^[-+=/])")
_REFERENCE = re.compile(
    r"([@#!~%$&:^])(?=[\w/\"*])|(?<=\b[wW]{3})(?=\.)"
    r"|\b(?:[gG][hH]|[A-Z][A-Z0-9_]+)(?=-\d)"  # issues: GH-12, and the keys of other trackers
    r"|(?<=\w)(?=>)"  # projects on GitLab: group/project>
)
_COMMIT = re.compile(r"\b[0-9a-fA-F]{7,}\b", re.ASCII)
_SHORT = 6  # of a commit's id: too few digits for a reference
_NUMBERED = re.compile(r"^(\d+)([.)])", re.ASCII)
_NOTHING = "\u200b"


def cells_csv(cards: Cards, unit: str | None = None) -> str:
    """One row a cell, of one `unit` or of all: ids, status, grades as numbers, and what each assessor gave.

    A grade that is still open is written as `LOW..HIGH`. What would start a formula has an apostrophe before.
    """
    results = cards.results if unit is None else (cards.unit(unit),)
    people = sorted(
        {grade.assessor for result in results for cell in result.cells.values() for grade in cell.grades}
    )
    rows = (_row(result, cell, people) for result in results for cell in result.cells.values())
    return csv_text([*_COLUMNS, *(f"by {person}" for person in people)], rows)


def csv_text(heads: Sequence[str], rows: Iterable[Iterable[str]]) -> str:
    """Rows under their heads as CSV. What would start a formula has an apostrophe before."""
    stream = io.StringIO()
    writer = csv.writer(stream, lineterminator="\n")
    writer.writerow(heads)
    writer.writerows([_safe(text) for text in row] for row in rows)
    return stream.getvalue()


def _row(result: Result, cell: CellResult, people: Sequence[str]) -> Iterator[str]:
    scale = result.model.scale(*cell.key)
    yield from (result.unit or "", cell.node, cell.attribute, cell.status.value)
    yield from (_number(held) for held in (cell.claimed, cell.supported, cell.effective))
    yield _label(scale, cell.effective)
    for person in people:
        yield "; ".join(
            _given(grade.grade, str(grade.written), grade.open)
            for grade in cell.grades
            if grade.assessor == person
        )


def _given(grade: Fraction | None, written: str, is_open: bool) -> str:
    if grade is not None:
        return decimal_text(grade)
    return written if is_open else "not applicable"


def _label(scale: Scale, held: Range | None) -> str:
    return (scale.label(held.exact) or "") if held and held.exact is not None else ""


def _number(held: Range | None) -> str:
    if held is None:
        return ""
    low, high = decimal_text(held.low), decimal_text(held.high)
    return low if held.exact is not None else f"{low}..{high}"


def decimal_text(value: Fraction) -> str:
    """A number with a point and at most six decimals."""
    return f"{float(value):.{_DECIMALS}f}".rstrip("0").rstrip(".")


def _safe(text: str) -> str:
    shown = plain(text)
    harmless = not _FORMULA.match(shown) or _NUMBER.fullmatch(shown)
    return shown if harmless else f"'{shown}"


def markdown_text(text: str) -> str:
    """A text of a file as a line of Markdown: it marks nothing up, links nowhere and mentions nobody."""
    shown = _COMMIT.sub(_in_pieces, plain(text).strip())
    shown = _REFERENCE.sub(lambda found: found[0] + _NOTHING, shown)
    shown = shown.replace("&", "&amp;").replace("<", "&lt;")
    return _NUMBERED.sub(r"\1\\\2", _MARKUP.sub(r"\\\1", shown))


def _in_pieces(found: re.Match[str]) -> str:
    return _NOTHING.join(re.findall(f".{{1,{_SHORT}}}", found[0]))


def markdown_table(rows: Sequence[Sequence[str]]) -> str:
    """Rows, the first their heads, as a Markdown table. Blanks before a first cell become an indent."""
    head, *body = rows
    lines = [_line(head), "|" + "---|" * len(head), *(_line(row) for row in body)]
    return "\n".join(lines)


def _line(row: Sequence[str]) -> str:
    first, *rest = row
    indent = "&emsp;" * ((len(first) - len(first.lstrip(" "))) // 2)
    return "| " + " | ".join([indent + markdown_text(first), *(markdown_text(cell) for cell in rest)]) + " |"
