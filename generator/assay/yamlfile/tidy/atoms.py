"""Values that are kept as they are written: their lines, told apart from their indentation."""

from __future__ import annotations

from assay.problems import At
from assay.yamlfile.tidy.flow import in_order
from assay.yamlfile.tidy.order import KeyOrder
from assay.yamlfile.tidy.tokens import HEADER, Value, content_indent, is_empty
from assay.yamlfile.tidy.tree import Atom

STEP = 2
"""How many blanks a level is indented."""


def is_block_of_text(text: str, value: Value) -> bool:
    """Whether a value is written with `|` or `>`."""
    return text[value.start] in "|>"


def atom(text: str, value: Value, column: int, at: At, order: KeyOrder) -> Atom:
    """A value of what stands at `column`."""
    if is_block_of_text(text, value):
        return _block_of_text(text[value.start : value.end], column, ends_the_file=value.end == len(text))
    first, *rest = in_order(text, value.events, at, order).split("\n")
    lines = []
    for line in rest:
        bare = line.lstrip(" \t")
        # In brackets the closing one may stand as far left as the key; every other line may not.
        least = 0 if bare[:1] in ("]", "}") else STEP
        lines.append((max(len(line) - len(bare) - column, least), _without_blanks(bare)))
    return Atom(_without_blanks(first) if rest else first, tuple(lines))


def _block_of_text(written: str, column: int, *, ends_the_file: bool) -> Atom:
    first, *rest = written.split("\n")
    header = HEADER.match(first)
    indicators, comment = (header[1], header[2] or "") if header else ("", "")
    indent = content_indent(indicators, rest, column)
    keeps = "+" in indicators
    chomping = "+" if keeps else "-" if "-" in indicators else ""
    if ends_the_file and rest and not is_empty(rest[-1], indent):
        # Without a line break at its end the file's last text has none either, and it will get one.
        chomping, keeps = "-", False
    if keeps and rest and not rest[-1]:
        rest.pop()  # what follows its last line break
    stated = str(STEP) if any(sign.isdigit() for sign in indicators) else ""
    lines = tuple((0, "") if is_empty(line, indent) else (STEP, line[indent:]) for line in rest)
    return Atom(f"{first[0]}{stated}{chomping}{comment.rstrip()}", lines, block=True, keeps=keeps)


def _without_blanks(line: str) -> str:
    """A line without the blanks at its end; a backslash makes them part of a text in quotes."""
    bare = line.rstrip(" \t")
    return line if bare.endswith("\\") else bare
