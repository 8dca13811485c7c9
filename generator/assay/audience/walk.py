"""A copy of nested data with some of it replaced: whatever is not replaced stays the object that it was."""

from __future__ import annotations

import dataclasses
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from enum import Enum
from typing import Any

from assay.levels import Roll, Step
from assay.model import Model
from assay.ranges import Range

_WHOLE = (int, Enum, Model, Step, Roll, Range)
"""What holds no text of an assessment, and is not looked into."""

Change = Callable[[Any], Any]


class Walk:
    """Copies data: texts through `text`, ids in keys through `key`, classes named in `changes` through these.

    A change may call `fields` for the rest of its object. The same object gives the same copy, however often
    it is met, so that what is compared by identity stays comparable. `owner` is the file that the texts being
    copied come from, as far as that is known.
    """

    def __init__(self, text: Change, key: Change) -> None:
        self.text = text
        self.key = key
        self.changes: dict[type, Change] = {}
        self.owner = ""
        self._copies: dict[int, tuple[object, Any]] = {}

    def __call__(self, value: Any) -> Any:
        """The copy of a value; the value itself where nothing in it changes."""
        if value is None or isinstance(value, _WHOLE):
            return value
        if isinstance(value, str):
            return self.text(value)
        known = self._copies.get(id(value))
        if known is None:
            known = value, self._copy(value)  # the value is kept, so that its identity stays its own
            self._copies[id(value)] = known
        return known[1]

    @contextmanager
    def within(self, owner: str) -> Iterator[None]:
        """While it lasts, texts come from the file `owner` ("": from the one before)."""
        before, self.owner = self.owner, owner or self.owner
        yield
        self.owner = before

    def fields(self, value: Any, **given: Any) -> Any:
        """A copy of an object of our own with all its fields copied, but for those `given`.

        What names a thing itself (`id`) and the file that it stands in (`file`) stay as they are.
        """
        changed = {}
        with self.within(_home(value)):
            for field in dataclasses.fields(value):
                name, old = field.name, getattr(value, field.name)
                new = given[name] if name in given else old if name in ("id", "file") else self(old)
                if new is not old:
                    changed[name] = new
        return dataclasses.replace(value, **changed) if changed else value

    def _copy(self, value: Any) -> Any:
        if isinstance(value, Mapping):
            copy = {self._key(key): self(held) for key, held in value.items()}
            return value if copy.keys() == value.keys() and _same(copy.values(), value.values()) else copy
        if isinstance(value, tuple | list):
            parts = [self(part) for part in value]
            return value if _same(parts, value) else type(value)(parts)
        if isinstance(value, frozenset | set):
            return type(value)(self(part) for part in value)
        if dataclasses.is_dataclass(value):
            change = self.changes.get(type(value))
            return change(value) if change else self.fields(value)
        return value

    def _key(self, key: Any) -> Any:
        return self.key(key) if isinstance(key, str) and not isinstance(key, Enum) else key


def _home(value: object) -> str:
    """The file that an object's texts stand in: its own, unless that is one that it only cites."""
    file = getattr(value, "file", None)
    return file if isinstance(file, str) and not file.startswith("attachments/") else ""


def _same(copies: Any, values: Any) -> bool:
    return all(copy is value for copy, value in zip(copies, values, strict=True))
