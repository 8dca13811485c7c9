"""Small changes to the text of a YAML file, which leave every other line, comment and blank as it is.

An edit is a guess at what the author's layout means, so each is read again: it counts only where the data
differ from those before in exactly what was to change. An EditError says that this layout is not understood.
"""

from __future__ import annotations

import json
import re
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from typing import Any

import yaml
from yaml.events import (
    MappingEndEvent,
    MappingStartEvent,
    ScalarEvent,
    SequenceEndEvent,
    SequenceStartEvent,
)

from assay.problems import At
from assay.yamlfile import read
from assay.yamlfile.places import LOADER

_BOM = "\ufeff"
_PLAIN = re.compile(r"[A-Za-z0-9](?:[A-Za-z0-9 ._/+-]*[A-Za-z0-9])?", re.ASCII)
_UNPRINTABLE = re.compile(
    "[^\n\x20-\x7e\xa0-\u2027\u202a-\ud7ff\ue000-\ufefe\uff00-\ufffd\U00010000-\U0010ffff]"
)


class EditError(Exception):
    """The file's layout does not allow the change; the text says why."""


@dataclass(frozen=True, slots=True)
class Span:
    """Where a value stands in the text, as offsets; `key`: where its key begins; `flow`: a map in braces."""

    key: int
    start: int
    end: int
    flow: bool


def edited(raw: bytes, edit: Callable[[str], str]) -> bytes:
    """A file's bytes after an edit of its text; a mark of the byte order at its beginning stays."""
    text = raw.decode("utf-8")
    mark = _BOM if text.startswith(_BOM) else ""
    return (mark + edit(text.removeprefix(mark))).encode("utf-8")


def scalar(text: str) -> str:
    """A text as it is written in YAML: bare where that reads back as the same text, else in double quotes."""
    if _PLAIN.fullmatch(text) and read(text.encode()).data == text:
        return text
    return printable(json.dumps(text, ensure_ascii=False))


def printable(text: str) -> str:
    """JSON that is YAML as well: what YAML cannot print is escaped."""
    return _UNPRINTABLE.sub(lambda match: f"\\u{ord(match[0]):04x}", text)


def set_top(text: str, key: str, block: Sequence[str]) -> str:
    """Replace the value of a key at the top of the file, or add it at the end; `block`: all of its lines.

    A comment behind the old value's last character stays.
    """
    _top_is_block(text)
    span = spans(text).get((key,))
    if span is None:
        return checked(text, _at_end(text, block), lambda data: {**data, key: _value(block, key)})
    first, rest = block[0], block[1:]
    tail = text[span.end : line_end(text, span.end)]
    new = newline_of(text).join([first + tail, *rest])
    edited = text[: span.key] + new + text[line_end(text, span.end) :]
    return checked(text, edited, lambda data: {**data, key: _value(block, key)})


def remove_top(text: str, key: str) -> str:
    """Remove a key at the top of the file, with its lines."""
    _top_is_block(text)
    span = spans(text)[(key,)]
    edited = text[: span.key] + text[next_line(text, span.end) :]
    return checked(text, edited, lambda data: {name: data[name] for name in data if name != key})


def add_to_list(text: str, key: str, entry: Sequence[str]) -> str:
    """Add an entry to a list at the top of the file; `entry`: its lines, the first beginning with `- `."""
    _top_is_block(text)
    found = spans(text)
    last = max((at for at in found if len(at) == 2 and at[0] == key), default=None)
    (value,) = read("\n".join(entry).encode()).data
    if last is None:
        return set_top(text, key, [f"{key}:", *(f"  {line}" for line in entry)])
    span = found[last]
    line = text[text.rfind("\n", 0, span.start) + 1 : span.start]
    dash = line.rfind("-")
    if dash < 0 or line[:dash].strip() or found[key,].flow:
        raise EditError(f"the list {key} is written in brackets")
    where = next_line(text, span.end)
    lines = "".join(f"{' ' * dash}{one}{newline_of(text)}" for one in entry)
    before = text[:where] if text[:where].endswith("\n") else text[:where] + newline_of(text)
    return checked(
        text, before + lines + text[where:], lambda data: {**data, key: [*data.get(key, ()), value]}
    )


def set_beside(text: str, at: At, after: str, key: str, value: str) -> str:
    """Give the map at `at` a key with a plain `value`: in place of the old one, or behind the key `after`."""
    found = spans(text)
    if old := found.get((*at, key)):
        edited = text[: old.start] + value + text[old.end :]
    else:
        span = found[*at, after]
        if found[at].flow:
            edited = f"{text[: span.end]}, {key}: {value}{text[span.end :]}"
        else:
            indent = " " * (span.key - text.rfind("\n", 0, span.key) - 1)
            where = line_end(text, span.end)
            edited = f"{text[:where]}{newline_of(text)}{indent}{key}: {value}{text[where:]}"
    return checked(text, edited, lambda data: with_value(data, (*at, key), value))


def with_value(data: Any, at: At, value: Any) -> Any:
    """Data with another value at a place; maps that are missing on the way there are made."""
    if not at:
        return value
    if isinstance(data, list):
        return [
            with_value(entry, at[1:], value) if index == at[0] else entry for index, entry in enumerate(data)
        ]
    return {**data, at[0]: with_value(data.get(at[0], {}), at[1:], value)}


def checked(before: str, after: str, change: Callable[[Any], Any]) -> str:
    """The edited text, if exactly what was to change did."""
    document = read(after.encode("utf-8"))
    if document.faults or document.data != change(read(before.encode("utf-8")).data):
        raise EditError("the layout of the file is not one that this change fits into")
    return after


def _value(block: Sequence[str], key: str) -> Any:
    return read("\n".join(block).encode()).data[key]


def _top_is_block(text: str) -> None:
    if spans(text)[()].flow:
        raise EditError("the whole file is written in braces")


def _at_end(text: str, block: Sequence[str]) -> str:
    newline = newline_of(text)
    before = text if text.endswith("\n") else text + newline
    return before + "".join(line + newline for line in block)


def newline_of(text: str) -> str:
    """How the lines of a text end."""
    return "\r\n" if "\r\n" in text else "\n"


def line_end(text: str, offset: int) -> int:
    """Where the line ends that holds `offset`, before its line break."""
    end = text.find("\n", offset)
    if end < 0:
        return len(text)
    return end - 1 if text[end - 1] == "\r" and end > offset else end


def next_line(text: str, offset: int) -> int:
    """Where the line after that of `offset` begins."""
    end = text.find("\n", offset)
    return len(text) if end < 0 else end + 1


# Where everything stands


@dataclass(slots=True)
class _Open:
    """An open map or list on the way through a file."""

    path: At
    is_map: bool
    flow: bool
    key: int
    start: int
    end: int
    name: str | None = None
    name_at: int = 0
    count: int = 0


def spans(text: str) -> dict[At, Span]:
    """Where every value of a file that reads well stands; a container ends where its last value does."""
    return dict(_spans(text))


def _spans(text: str) -> Iterator[tuple[At, Span]]:
    stack: list[_Open] = []
    for event in yaml.parse(text, Loader=LOADER):
        if isinstance(event, MappingEndEvent | SequenceEndEvent):
            done = stack.pop()
            end = _offset(event.end_mark) if done.flow else done.end
            yield done.path, Span(done.key, done.start, end, done.flow)
            if stack:
                stack[-1].end = end
        elif isinstance(event, ScalarEvent | MappingStartEvent | SequenceStartEvent):
            start, end = _offset(event.start_mark), _offset(event.end_mark)
            while end > start and text[end - 1].isspace():  # a block of text ends where its last word does
                end -= 1
            parent = stack[-1] if stack else None
            if parent and parent.is_map and parent.name is None and isinstance(event, ScalarEvent):
                parent.name, parent.name_at = event.value, start
                continue
            path, key = _step(parent, start)
            if isinstance(event, ScalarEvent):
                yield path, Span(key, start, end, flow=False)
                if parent:
                    parent.end = end
            else:
                flow = bool(event.flow_style)
                stack.append(_Open(path, isinstance(event, MappingStartEvent), flow, key, start, end))


def _offset(mark: Any) -> int:
    offset: int = mark.index
    return offset


def _step(parent: _Open | None, start: int) -> tuple[At, int]:
    """The path of the next value in its container, and where its key (or else it itself) begins."""
    if parent is None:
        return (), start
    if parent.is_map:
        name, parent.name = parent.name or "", None
        return (*parent.path, name), parent.name_at
    parent.count += 1
    return (*parent.path, parent.count - 1), start
