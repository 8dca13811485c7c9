"""Files in which every field that a schema allows holds a text of its own, which nothing else holds.

What is asked of a schema is asked anew in every run: a field that is added to it is filled without a line
here. Where it allows several files only between them to hold all fields, there are several.
"""

from __future__ import annotations

import copy
import datetime as dt
import hashlib
import json
import re
from collections.abc import Callable, Collection, Iterator, Mapping
from dataclasses import dataclass, field
from typing import Any

Schema = Mapping[str, Any]
Data = dict[str, Any]
Fits = Callable[[Data], bool]

_ID = "^[a-z0-9][a-z0-9-]{0,63}$"
_DIGEST = "^[0-9a-f]{64}$"
LANGUAGES = ("en", "hu", "de")


@dataclass
class Canaries:
    """Makes texts that occur once, and remembers them: `told` by the place of the field that holds them."""

    seed: int
    told: dict[str, str] = field(default_factory=dict)
    dates: dict[str, dt.date] = field(default_factory=dict)
    count: int = 0

    def word(self, place: str) -> str:
        """A word that stands nowhere else."""
        self.count += 1
        word = f"kanari{self.seed}{self.count:03}{hashlib.sha256(place.encode()).hexdigest()[:6]}"
        self.told[f"{place} {self.count}"] = word
        return word

    def forget(self, before: Collection[str], text: str) -> None:
        """Keep of what is new since `before` only what `text` holds: the rest was tried and did not fit."""
        for place in self.told.keys() - before:
            if self.told[place].replace(",", "") not in text:
                del self.told[place]
        for place in self.dates.keys() - before:
            if self.dates[place].isoformat() not in text:
                del self.dates[place]

    def number(self, place: str) -> int:
        """A number that is nothing else's."""
        self.count += 1
        number = 741_000_000 + self.seed * 1000 + self.count
        self.told[f"{place} {self.count}"] = str(number)
        self.told[f"{place} {self.count} as printed"] = f"{number:,}"
        return number

    def day(self, place: str, later: bool) -> str:
        """A day that is nothing else's: long ago, or (`later`) beyond what anybody looks ahead."""
        self.count += 1
        day = dt.date(2061 if later else 1961, 1, 1) + dt.timedelta(days=self.count * 41 + self.seed * 10)
        self.dates[f"{place} {self.count}"] = day
        return day.isoformat()


@dataclass(frozen=True)
class Filler:
    """Fills files by a schema. `known`: values for fields that have to name something, by their name."""

    canaries: Canaries
    known: Mapping[str, Any]

    def files(self, schema: Schema, base: Data, fits: Fits) -> list[Data]:
        """Copies of `base` that between them have every field of `schema` which any of them may have."""
        found = [copy.deepcopy(base)]
        before = self.canaries.told.keys() | self.canaries.dates.keys()
        for path in _paths(schema):
            tries = [(n, data, entry) for n, data in enumerate((*found, base)) for entry in (1, 2, 3, 0)]
            for number, data, entry in tries:
                filled = copy.deepcopy(data)
                self._put(schema, filled, path, entry)
                if fits(filled):
                    found[number:] = [filled, *found[number + 1 :]]
                    break
        self.canaries.forget(before, json.dumps(found))
        return found

    def _put(self, schema: Schema, data: Data, path: tuple[str, ...], entry: int) -> None:
        """Fill the field at `path`; in a list in its last entry (1), the one before (2), or a new one (0)."""
        name, *rest = path
        below = schema["properties"][name]
        if not rest:
            data[name] = self.value(below, path)
        elif rest[0] == "*":
            entries = data.setdefault(name, [])
            if entry == 0 or entry > len(entries):
                entries.append(self._required(below["items"], path[:1]))
            self._put(below["items"], entries[-max(1, min(entry, len(entries)))], tuple(rest[1:]), entry)
        else:
            held = data.setdefault(name, self._required(below, path[:1]))
            self._put(below, held, tuple(rest), entry)

    def _required(self, schema: Schema, path: tuple[str, ...]) -> Data:
        return {
            name: self.value(schema["properties"][name], (*path, name)) for name in schema.get("required", ())
        }

    def value(self, schema: Schema, path: tuple[str, ...]) -> Any:
        """A value for one field: what it has to name, a day, or a text of its own."""
        if path[-1] in self.known:
            return copy.deepcopy(self.known[path[-1]])
        match schema:
            case {"enum": choices}:
                found: Any = choices[-1]
            case {"type": "array", "items": below}:
                found = [self.value(below, path)]
            case {"type": "integer" | "number"}:
                found = self.canaries.number(".".join(path))
            case {"type": "object"}:
                found = self._required(schema, path)
            case {"type": "boolean"}:
                found = True
            case _:
                found = self._text(schema, path)
        return found

    def _text(self, schema: Schema, path: tuple[str, ...]) -> Any:
        place, pattern = ".".join(path), schema.get("pattern")
        if "format" in schema:
            address = f"https://{self.canaries.word(place)}.example.org/{self.canaries.word(place)}"
            day = self.canaries.day(place, later=path[-1].endswith("until"))
            return {"date": day, "duration": "P90Y", "uri": address}[schema["format"]]
        if pattern == _DIGEST:
            digest = hashlib.sha256(self.canaries.word(place).encode()).hexdigest()
            self.canaries.told[f"{place} digest"] = digest
            return digest
        if pattern == _ID or (pattern and re.fullmatch(pattern, "kanari-1")):
            return f"{self.canaries.word(place)}-id"
        if "object" in schema.get("type", ()):
            return {one: f"The {self.canaries.word(f'{place}.{one}')} of it" for one in LANGUAGES}
        return f"The {self.canaries.word(place)} of it"


def _paths(schema: Schema, above: tuple[str, ...] = ()) -> Iterator[tuple[str, ...]]:
    """The places of all fields that hold something, the required ones first."""
    fields = schema.get("properties", {})
    needed = schema.get("required", ())
    for name in sorted(fields, key=lambda name: name not in needed):
        below = fields[name]
        if "properties" in below.get("items", {}) and "string" not in below["items"].get("type", ()):
            yield from _paths(below["items"], (*above, name, "*"))
        elif "properties" in below:
            yield from _paths(below, (*above, name))
        else:
            yield (*above, name)
