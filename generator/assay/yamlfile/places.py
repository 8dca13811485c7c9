"""Where everything stands in a file: a second pass over its events, made only when somebody asks."""

from __future__ import annotations

from collections.abc import Iterator
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

from assay.problems import At

LOADER = getattr(yaml, "CSafeLoader", yaml.SafeLoader)


class _Open:
    """An open map or list on the way through a file: hands out the paths of what it holds."""

    __slots__ = ("count", "is_map", "key", "path")

    def __init__(self, path: At, is_map: bool) -> None:
        self.path = path
        self.is_map = is_map
        self.key: str | None = None
        self.count = 0

    def next_path(self) -> At:
        if self.is_map:
            key, self.key = self.key or "", None
            return (*self.path, key)
        self.count += 1
        return (*self.path, self.count - 1)


def places(text: str) -> Iterator[tuple[tuple[At, bool], tuple[int, int]]]:
    """Every place in a file: ((path, is it the key?), (line, column)), as far as the file can be read."""
    stack: list[_Open] = []
    try:
        for event in yaml.parse(text, Loader=LOADER):
            if isinstance(event, (MappingEndEvent, SequenceEndEvent)):
                stack.pop()
            elif isinstance(event, ScalarEvent) and stack and stack[-1].is_map and stack[-1].key is None:
                stack[-1].key = event.value
                yield ((*stack[-1].path, event.value), True), place_of(event)
            elif isinstance(event, (ScalarEvent, MappingStartEvent, SequenceStartEvent)):
                path = stack[-1].next_path() if stack else ()
                yield (path, False), place_of(event)
                if not isinstance(event, ScalarEvent):
                    stack.append(_Open(path, isinstance(event, MappingStartEvent)))
    except yaml.YAMLError:
        return


def place_of(event: Event) -> tuple[int, int]:
    """Line and column at which an event begins, from 1."""
    mark: Any = event.start_mark
    return mark.line + 1, mark.column + 1
