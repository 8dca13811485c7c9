"""The tree of criteria: ids, attributes, kinds, and what its leaves are graded on."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from assay.model_check.basics import rubric
from assay.model_check.finding import Data, at, nodes, twice, unknown
from assay.problems import At
from assay.schema_check import Mismatch
from assay.wording import listed


def faults(data: Data) -> Iterator[Mismatch]:
    """Ids that are taken, names of nothing, leaves that nobody could grade."""
    seen: set[str] = {"overall"}
    attributes = [entry["id"] for entry in data.get("attributes", ())]
    kinds = [entry["id"] for entry in data.get("kinds", ())]
    scales = [entry["id"] for entry in data["scales"]]
    for entry, place in nodes(data):
        name = entry["id"]
        if name in seen:
            hint = "Ids are unique in the whole tree; 'overall' is taken."
            yield at((*place, "id"), f"the id '{name}' is taken", hint)
        elif "--" in name:
            yield at((*place, "id"), f"'{name}' has two hyphens in a row", "Anchors are made with them.")
        seen.add(name)
        for index, attribute in enumerate(entry.get("attributes", ())):
            yield from unknown(attribute, attributes, (*place, "attributes", index), "attribute")
        if "kind" in entry and kinds:
            yield from unknown(entry["kind"], kinds, (*place, "kind"), "kind")
        if "scale" in entry:
            yield from unknown(entry["scale"], scales, (*place, "scale"), "scale")
        yield from twice(entry.get("areas", ()), (*place, "areas"), "area")
        yield from _stage(data, entry, place)
    yield from _leaves(data, data["criteria"], ("criteria",), False, None)


def _stage(data: Data, entry: Data, place: At) -> Iterator[Mismatch]:
    numbers = [level["number"] for level in data.get("levels", ())]
    if "stage" in entry and entry["stage"] not in numbers:
        names = ", ".join(str(number) for number in numbers) or "none"
        yield at((*place, "stage"), f"there is no level {entry['stage']}", f"The levels are: {names}.")


def _leaves(
    data: Data, entries: Sequence[Data], place: At, has_attributes: bool, scale: str | None
) -> Iterator[Mismatch]:
    """What a leaf is graded on: attributes from above, or itself on a scale that can be told."""
    scales = data["scales"]
    for index, entry in enumerate(entries):
        here = (*place, index)
        graded = has_attributes or "attributes" in entry
        own = entry.get("scale", scale)
        if entry.get("criteria"):
            yield from _leaves(data, entry["criteria"], (*here, "criteria"), graded, own)
            continue
        name = entry["id"]
        if not graded and own is None and len(scales) > 1:
            names = listed((one["id"] for one in scales), "or")
            message = f"it is not said which scale '{name}' is graded on"
            yield at((*here, "id"), message, f"Add scale: {names}; or give it attributes.")
        elif not graded:
            named = own or scales[0]["id"]
            yield from rubric(entry, here, next((one for one in scales if one["id"] == named), None))
