"""What a file consists of, from top to bottom: values, the marks between them, comments, empty lines."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

import yaml
from yaml.events import (
    Event,
    MappingEndEvent,
    MappingStartEvent,
    ScalarEvent,
    SequenceEndEvent,
    SequenceStartEvent,
)

from assay.yamlfile.places import LOADER


@dataclass(frozen=True, slots=True)
class Value:
    """A scalar, or a map or list in brackets, with all that is in it; `events`: what the parser said."""

    start: int
    end: int
    column: int
    events: tuple[Event, ...]


@dataclass(frozen=True, slots=True)
class Mark:
    """A `-`, `:` or `?` that structures a block."""

    sign: str
    start: int
    column: int


@dataclass(frozen=True, slots=True)
class Comment:
    """A comment; `gap`: the blanks before it where something else stands on its line, else None."""

    text: str
    column: int
    gap: str | None


@dataclass(frozen=True, slots=True)
class Empty:
    """An empty line."""


Token = Value | Mark | Comment | Empty


@dataclass(frozen=True, slots=True)
class Shape:
    """What comes next in the structure: `map`, `list`, `end` (of either), `value`, or `nothing` (no text)."""

    kind: str
    column: int = 0


_FLOW_START = (MappingStartEvent, SequenceStartEvent)
_FLOW_END = (MappingEndEvent, SequenceEndEvent)
_DOCUMENT = re.compile(r"(?:---|\.\.\.)(?:[ \t]*(?:\n|\Z)|(?=[ \t]))")


def scan(text: str) -> tuple[list[Token], list[Shape]]:
    """The tokens of a text that reads well, and its structure."""
    tokens: list[Token] = []
    shapes: list[Shape] = []
    reached = 0
    columns = [0]
    for group in _groups(text):
        first = group[0]
        start, end = _index(first.start_mark), _index(group[-1].end_mark)
        column = _column(first)
        if isinstance(first, _FLOW_END):
            shapes.append(Shape("end"))
            columns.pop()
        elif isinstance(first, _FLOW_START) and not first.flow_style:
            shapes.append(Shape("map" if isinstance(first, MappingStartEvent) else "list", column))
            columns.append(column)
        elif start == end:
            shapes.append(Shape("nothing"))
        else:
            end = _value_end(text[start:end], first, start, columns[-1])
            tokens += _between(text, reached, start)
            tokens.append(Value(start, end, column, tuple(group)))
            shapes.append(Shape("value", column))
            reached = end
    tokens += _between(text, reached, len(text))
    return tokens, shapes


def _groups(text: str) -> Iterator[list[Any]]:
    """The parser's events one by one; those of a map or list in brackets together."""
    group: list[Any] = []
    depth = 0
    for event in yaml.parse(text, Loader=LOADER):
        if isinstance(event, _FLOW_START) and (event.flow_style or depth):
            depth += 1
        elif isinstance(event, _FLOW_END) and depth:
            depth -= 1
        elif not isinstance(event, (ScalarEvent, *_FLOW_START, *_FLOW_END)):
            continue
        group.append(event)
        if not depth:
            yield group
            group = []


def _value_end(written: str, event: Any, start: int, column: int) -> int:
    """Where a value ends: the empty lines below a block of text are its own only if it keeps them."""
    if not isinstance(event, ScalarEvent) or not (header := HEADER.match(written)):
        return start + len(written)
    if "+" in header[1]:
        return start + len(written)
    lines = written.split("\n")
    indent = content_indent(header[1], lines[1:], column)
    while len(lines) > 1 and is_empty(lines[-1], indent):
        lines.pop()
    return start + len("\n".join(lines))


HEADER = re.compile(r"[|>]([-+0-9]*)([ \t]+#[^\n]*)?")
"""The first line of a block of text: how it ends and is indented, and a comment."""


def content_indent(indicators: str, lines: list[str], column: int) -> int:
    """The column at which the lines of a block of text begin; `column`: that of the map or list it is in."""
    if stated := re.search("[0-9]", indicators):
        return column + int(stated[0])
    return next((len(line) - len(line.lstrip(" ")) for line in lines if line.strip(" ")), 1_000_000)


def is_empty(line: str, indent: int) -> bool:
    """Whether a line of a block of text is empty: blanks beyond the indentation are text."""
    return not line.strip(" ") and len(line) <= indent


def _between(text: str, start: int, end: int) -> Iterator[Token]:
    """The tokens of a stretch in which no value stands."""
    position, blanks = start, start
    fresh = start == 0 or text[start - 1] == "\n"
    line = text.rfind("\n", 0, start) + 1
    while position < end:
        sign = text[position]
        if sign == "\n":
            if fresh:
                yield Empty()
            line = blanks = position + 1
            fresh = True
        elif sign == "#":
            stop = text.find("\n", position)
            stop = end if stop < 0 else stop
            gap = None if fresh else text[blanks:position]
            yield Comment(text[position:stop].rstrip(), position - line, gap)
            position, blanks, fresh = stop, stop, False
            continue
        elif position == line and (found := _DOCUMENT.match(text, position)):
            # It goes; a comment behind it stands by itself then.
            position = blanks = found.end()
            line = position if found[0].endswith("\n") else line
            continue
        elif sign not in " \t":
            yield Mark(sign, position, position - line)
            blanks, fresh = position + 1, False
        position += 1


def _index(mark: Any) -> int:
    index: int = mark.index
    return index


def _column(event: Any) -> int:
    column: int = event.start_mark.column
    return column
