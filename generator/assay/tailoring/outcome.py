"""The data of a model while it is being changed, with where each changed part of it was written."""

from __future__ import annotations

import copy
from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from assay.problems import At
from assay.schema_check import Mismatch

CHANGES: At = ("changes",)


class Outcome:
    """A copy of a model's data that changes are made to, and where each change stands in its file."""

    def __init__(self, base: Mapping[str, Any]) -> None:
        self.data: dict[str, Any] = copy.deepcopy(dict(base))
        # By the identity of the map that holds a value and its key; the key is None for an entry of a list.
        self._origins: dict[tuple[int, str | None], At] = {}
        self._alive: list[Any] = []  # an identity must not be used again while it is remembered

    def put(self, holder: dict[str, Any], key: str, value: Any, place: At) -> None:
        """Write a value that stands at `place` in the file of changes."""
        holder[key] = copy.deepcopy(value)
        self._alive.append(holder)
        self._origins[id(holder), key] = place

    def insert(self, entries: list[Any], index: int, value: Mapping[str, Any], place: At) -> None:
        """Put an entry into a list of maps."""
        entry = copy.deepcopy(dict(value))
        entries.insert(index, entry)
        self._alive.append(entry)
        self._origins[id(entry), None] = place

    def merge(self, holder: dict[str, Any], new: Mapping[str, Any], place: At) -> None:
        """Put rules in place of others, key by key; a rule that combines otherwise takes the place of all."""
        for key, value in new.items():
            here, old = (*place, key), holder.get(key)
            if isinstance(old, dict) and isinstance(value, Mapping) and not _combines_otherwise(old, value):
                self.merge(old, value, here)
            else:
                self.put(holder, key, value, here)

    def nodes(self) -> Iterator[tuple[list[Any], int, dict[str, Any], str]]:
        """Every node: the list that it stands in, its index there, itself, and the id of its parent."""

        def walk(entries: list[Any], parent: str) -> Iterator[tuple[list[Any], int, dict[str, Any], str]]:
            for index, entry in enumerate(entries):
                yield entries, index, entry, parent
                yield from walk(entry.get("criteria", []), entry["id"])

        return walk(self.data["criteria"], "")

    def ids(self) -> list[str]:
        """The ids of all nodes, in the order of the model."""
        return [entry["id"] for _, _, entry, _ in self.nodes()]

    def origin(self, at: At) -> At | None:
        """Where the value at `at` was written in the file of changes; None where it is the base's own."""
        found: At | None = None
        value: Any = self.data
        for depth, key in enumerate(at):
            if isinstance(value, dict) and (id(value), key) in self._origins:
                found = (*self._origins[id(value), str(key)], *at[depth + 1 :])
            try:
                value = value[key]
            except (KeyError, IndexError, TypeError):
                break
            if (id(value), None) in self._origins:
                found = (*self._origins[id(value), None], *at[depth + 1 :])
        return found

    def said_of_changes(self, mismatches: Sequence[Mismatch]) -> list[Mismatch]:
        """What is wrong with the outcome, as what is wrong with the changes."""
        found = []
        for one in mismatches:
            place = self.origin(one.at)
            if place is not None:
                found.append(Mismatch(place, one.key, one.message, one.hint))
            else:
                hint = f"{one.hint} It is about {self._in_words(one.at)}.".strip()
                found.append(Mismatch(CHANGES, True, f"with these changes, {one.message}", hint))
        return list(dict.fromkeys(found))

    def _in_words(self, at: At) -> str:
        """A place of the outcome: the names of keys, and the ids of entries where they have one."""
        words: list[str] = []
        value: Any = self.data
        for key in at:
            try:
                value = value[key]
            except (KeyError, IndexError, TypeError):
                value = None
            name = value.get("id", key + 1) if isinstance(key, int) and isinstance(value, dict) else key
            words.append(str(name))
        return ".".join(words)


def _combines_otherwise(old: Mapping[str, Any], new: Mapping[str, Any]) -> bool:
    return "combine" in old and "combine" in new and old["combine"] != new["combine"]
