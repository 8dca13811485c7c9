"""Values put into the text of a YAML file: whatever is not replaced keeps its line, its comment, its layout.

Where the container is written in braces, the value is as well; else it gets lines of its own. As with every
edit, the file is read again: an EditError says that this layout is not understood.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from typing import Any, TypeAlias

from assay.problems import At
from assay.yamlfile import read
from assay.yamlfile.editing import (
    EditError,
    Span,
    checked,
    line_end,
    newline_of,
    next_line,
    spans,
    with_value,
)
from assay.yamlfile.writing import flow, text_scalar, written

_COMMENT = re.compile(r"(?:^|\s)(#[^\n\r]*)")

Order: TypeAlias = Callable[[At], Sequence[str]]
"""The order of the keys in the map at a place, as far as there is one."""


def put(text: str, at: At, value: Any, order: Order = lambda _: ()) -> str:
    """Give the map at `at[:-1]` the key `at[-1]` with a value; maps that are missing on the way are made.

    A new key stands behind those that `order` has before it. A comment behind a value stays there; comments
    inside a list or a map that is replaced go above its key.
    """
    document = read(text.encode("utf-8"))
    depth = 0  # how much of the way is there already
    while depth < len(at) and (*at[: depth + 1],) in spans(text):
        depth += 1
    if depth == len(at):
        if _value(document.data, at) == value:
            return text
        after = _replaced(text, at, value)
    else:
        for key in reversed(at[depth + 1 :]):
            value = {key: value}
        after = _added(text, at[:depth], str(at[depth]), value, order(at[:depth]))
        at = at[: depth + 1]
    return checked(text, after, lambda data: with_value(data, at, value))


def drop(text: str, at: At) -> str:
    """Take a key out of its map, with its lines; comments inside and behind it stay, above what follows."""
    found = spans(text)
    span, container = found[at], found[at[:-1]]
    if container.flow:
        inside = sorted(
            one.key for place, one in found.items() if place[:-1] == at[:-1] and len(place) == len(at)
        )
        later = next((key for key in inside if key > span.key), None)
        if later is not None:
            after = text[: span.key] + text[later:]
        else:
            before = text[: span.key].rstrip()
            after = before.removesuffix(",") + text[span.end :]
    else:
        start, end = text.rfind("\n", 0, span.key) + 1, next_line(text, span.end)
        if text[start : span.key].strip():
            raise EditError("the key does not begin its line")
        after = text[:start] + _comments_above(text, span, line_end(text, span.end)) + text[end:]
    return checked(text, after, lambda data: _without(data, at))


# Where it goes


def _replaced(text: str, at: At, value: Any) -> str:
    found = spans(text)
    span = found[at]
    if found[at[:-1]].flow:
        return text[: span.start] + flow(value) + text[span.end :]
    indent = _column(text, span.key)
    first, *rest = lines_of("x", value, indent)
    first = first.strip().removeprefix("x:")
    end = line_end(text, span.end)
    tail = text[span.end : end]
    start = text.rfind("\n", 0, span.key) + 1
    colon = text.index(":", span.key + len(str(at[-1])))
    above = _comments_above(text, span, span.end) if not _is_text(text, span) else ""
    changed = newline_of(text).join([text[span.key : colon + 1] + first + tail, *rest])
    return text[:start] + above + text[start : span.key] + changed + text[end:]


def _added(text: str, at: At, key: str, value: Any, order: Sequence[str]) -> str:
    found = spans(text)
    container = found[at]
    children = {
        str(place[-1]): one for place, one in found.items() if place[:-1] == at and len(place) == len(at) + 1
    }
    place = order.index(key) if key in order else len(order)
    before = [name for name in children if name not in order or order.index(name) < place]
    last = max((children[name] for name in before), key=lambda one: one.start, default=None)
    if container.flow:
        new = f"{text_scalar(key, flow=True)}: {flow(value)}"
        if last:
            return f"{text[: last.end]}, {new}{text[last.end :]}"
        return f"{text[: container.start + 1]}{new}{', ' if children else ''}{text[container.start + 1 :]}"
    if not children:
        raise EditError("there is nothing yet where the key belongs")
    first = min(children.values(), key=lambda one: one.start)
    column = _column(text, first.key)
    if last:
        where = _below_comments(text, next_line(text, last.end), column)
    else:  # above the first key, and above the comments that belong to it
        where = next_line(text, container.key) if at else text.rfind("\n", 0, first.key) + 1
    lines = lines_of(key, value, column)
    head = text[:where] if not where or text[:where].endswith("\n") else text[:where] + newline_of(text)
    return head + "".join(line + newline_of(text) for line in lines) + text[where:]


def _below_comments(text: str, where: int, column: int) -> int:
    """Where a key may go: below comments that stand deeper than it, for they belong to what is above."""
    while found := re.compile(rf"[ ]{{{column + 1},}}#[^\n]*(?:\n|$)").match(text, where):
        where = found.end()
    return where


def _column(text: str, offset: int) -> int:
    return offset - text.rfind("\n", 0, offset) - 1


def _is_text(text: str, span: Span) -> bool:
    """Whether a value is a text in quotes or a block, in which a # begins no comment."""
    return text[span.start] in "\"'>|"


def _comments_above(text: str, span: Span, end: int) -> str:
    """The comments between a value's start and `end`, as lines above its key."""
    if _is_text(text, span):
        return ""
    indent = " " * _column(text, span.key)
    return "".join(f"{indent}{one}{newline_of(text)}" for one in _COMMENT.findall(text[span.start : end]))


# How it is written


def lines_of(key: str, value: Any, indent: int = 0) -> list[str]:
    """A key with its value as lines, each with `indent` blanks before it."""
    return [f"{' ' * indent}{line}" if line else "" for line in written({key: value}).splitlines()]


# What has to come out


def _value(data: Any, at: At) -> Any:
    for step in at:
        data = data[step]
    return data


def _without(data: Any, at: At) -> Any:
    if len(at) > 1:
        return {**data, at[0]: _without(data[at[0]], at[1:])}
    return {key: inner for key, inner in data.items() if key != at[0]}
