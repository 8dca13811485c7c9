"""What all checks of a model share: places, walks over the tree, names given twice or unknown."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import Any, TypeAlias

from assay.problems import At
from assay.schema_check import Mismatch
from assay.wording import did_you_mean

Data: TypeAlias = Mapping[str, Any]


def at(place: At, message: str, hint: str = "", *, key: bool = False) -> Mismatch:
    """A mismatch at a place of the data."""
    return Mismatch(place, key, message, hint)


def twice(entries: Sequence[Data], place: At, what: str) -> Iterator[Mismatch]:
    """Every entry of a list whose id an earlier one has."""
    seen: set[str] = set()
    for index, entry in enumerate(entries):
        if entry["id"] in seen:
            yield at((*place, index, "id"), f"the {what} '{entry['id']}' stands twice", "Rename one of them.")
        seen.add(entry["id"])


def unknown(
    name: str, known: Iterable[str], place: At, what: str, *, key: bool = False
) -> Iterator[Mismatch]:
    """A mismatch where `name` is not among the known."""
    names = list(dict.fromkeys(known))
    if name not in names:
        hint = f"Known: {', '.join(names)}." if 0 < len(names) <= 12 else ""
        yield at(place, f"unknown {what} '{name}'{did_you_mean(name, names)}", hint, key=key)


def nodes(data: Data) -> Iterator[tuple[Data, At]]:
    """Every node of the tree with its place, in the order of the file."""

    def walk(entries: Sequence[Data], place: At) -> Iterator[tuple[Data, At]]:
        for index, entry in enumerate(entries):
            here = (*place, index)
            yield entry, here
            yield from walk(entry.get("criteria", ()), (*here, "criteria"))

    return walk(data["criteria"], ("criteria",))


def attributes(data: Data) -> Iterator[tuple[Data, At]]:
    """Every attribute that is graded, those in groups too, with its place."""
    for index, entry in enumerate(data.get("attributes", ())):
        if "attributes" in entry:
            for number, member in enumerate(entry["attributes"]):
                yield member, ("attributes", index, "attributes", number)
        else:
            yield entry, ("attributes", index)


def level_rules(data: Data) -> Iterator[tuple[Data, At]]:
    """Every rule for levels that stands in full, with its place: the model's, those of kinds and nodes."""
    scoring = data["scoring"]
    if "level" in scoring:
        yield scoring["level"], ("scoring", "level")
    for part in ("kinds", "nodes"):
        for name, rules in scoring.get(part, {}).items():
            if "level" in rules:
                yield rules["level"], ("scoring", part, name, "level")
