"""Maps and lists in brackets: their keys in order, and not a blank moved."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from yaml.events import Event, MappingEndEvent, MappingStartEvent, ScalarEvent, SequenceEndEvent

from assay.problems import At
from assay.yamlfile.tidy.comments import comments
from assay.yamlfile.tidy.order import KeyOrder, rank


def in_order(text: str, events: tuple[Event, ...], at: At, order: KeyOrder) -> str:
    """What is written at a place, in brackets or not, with the keys of all its maps in order.

    Entries change places; the commas, blanks and line breaks between them stay where they are. Where comments
    stand between them it is left alone: nobody knows which entry they speak of.
    """
    whole = _Flow(text, iter(events), order).part(at)
    as_it_is = text[whole.start : whole.end]
    # Most values are too plain to hold a comment: they need not be read again to know it.
    return as_it_is if len(events) > 1 and "#" in as_it_is and comments(as_it_is) else whole.written


@dataclass(frozen=True, slots=True)
class _Part:
    """A stretch of the text, and what is to be written for it; `name`: the key that it begins with."""

    start: int
    end: int
    written: str
    name: str = ""


class _Flow:
    def __init__(self, text: str, events: Iterator[Any], order: KeyOrder) -> None:
        self.text = text
        self.events = events
        self.order = order

    def part(self, at: At) -> _Part:
        """The next value."""
        return self._of(next(self.events), at)

    def _of(self, event: Any, at: At) -> _Part:
        start, end = _reach(event)
        if isinstance(event, ScalarEvent):
            return _Part(start, end, self.text[start:end])
        parts: list[_Part] = []
        while not isinstance(inner := next(self.events), (MappingEndEvent, SequenceEndEvent)):
            if isinstance(event, MappingStartEvent):
                parts.append(self._entry(inner, at))
            else:
                parts.append(self._of(inner, (*at, len(parts))))
        ordered = parts
        if isinstance(event, MappingStartEvent):
            ranks = rank(self.order(at), [part.name for part in parts])
            ordered = [parts[index] for index in ranks]
        written, reached = "", start
        for place, part in zip(parts, ordered, strict=True):
            written += self.text[reached : place.start] + part.written
            reached = place.end
        _, end = _reach(inner)
        return _Part(start, end, written + self.text[reached:end])

    def _entry(self, key: Any, at: At) -> _Part:
        value = self.part((*at, key.value))
        start, _ = _reach(key)
        written = (self.text[start : value.start] + value.written).rstrip()
        end = start + len(self.text[start : value.end].rstrip())
        return _Part(start, end, written, key.value)


def _reach(event: Event) -> tuple[int, int]:
    """Where an event begins and ends in the text."""
    marks: tuple[Any, Any] = (event.start_mark, event.end_mark)
    return marks[0].index, marks[1].index
