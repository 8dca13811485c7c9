"""What a schema cannot say about a model: names that refer to nothing, ids given twice, scales that clash."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from assay.problems import At
from assay.schema_check import Mismatch
from assay.wording import did_you_mean

Data = Mapping[str, Any]


def faults(data: Data) -> list[Mismatch]:
    """Everything in a model (that fits its schema) by which its levels could not be computed."""
    return [*_levels(data), *_scales_and_attributes(data), *_tree(data), *_lenses(data)]


def _levels(data: Data) -> Iterator[Mismatch]:
    for index, level in enumerate(data["levels"]):
        if level["number"] != index + 1:
            message = f"level {level['number']} stands where level {index + 1} belongs"
            yield Mismatch(
                ("levels", index, "number"), False, message, "Levels are numbered 1, 2, 3 ... in order."
            )
    yield from _twice(data["levels"], ("levels",), "level")
    for rule in ("level", "rows"):
        base = data["scoring"].get(rule, {}).get("base", 0)
        if base > len(data["levels"]):
            yield Mismatch(
                ("scoring", rule, "base"),
                False,
                f"there is no level {base}",
                "Everyone has at least this level: use a lower one.",
            )


def _scales_and_attributes(data: Data) -> Iterator[Mismatch]:
    yield from _twice(data["scales"], ("scales",), "scale")
    yield from _twice(data["attributes"], ("attributes",), "attribute")
    for index, scale in enumerate(data["scales"]):
        values = list(scale["values"].values())
        at: At = ("scales", index, "values")
        if len(values) < 2:
            yield Mismatch(
                at, True, f"the scale '{scale['id']}' has fewer than two labels", "Add the others."
            )
        elif max(values) <= 0:
            message = f"the scale '{scale['id']}' has no grade above 0"
            yield Mismatch(at, True, message, "Scores are parts of the highest grade.")
        if len(set(values)) < len(values):
            yield Mismatch(
                at, True, f"two labels of the scale '{scale['id']}' have one number", "Give each its own."
            )
    scales = {scale["id"]: scale["values"] for scale in data["scales"]}
    for index, attribute in enumerate(data["attributes"]):
        yield from _unknown(
            [attribute["scale"]], scales, ("attributes", index, "scale"), "scale", listed=False
        )
        numbers = scales.get(attribute["scale"], {}).values()
        for line, entry in enumerate(attribute.get("rubric", ())):
            if numbers and entry["grade"] not in numbers:
                at = ("attributes", index, "rubric", line, "grade")
                hint = f"Its grades are: {', '.join(str(number) for number in numbers)}."
                yield Mismatch(
                    at, False, f"{entry['grade']} is not on the scale '{attribute['scale']}'", hint
                )


def _tree(data: Data) -> Iterator[Mismatch]:
    attributes = [attribute["id"] for attribute in data["attributes"]]
    seen: set[str] = {"overall"}

    def visit(entries: Sequence[Data], at: At, inherited: Sequence[str]) -> Iterator[Mismatch]:
        for index, entry in enumerate(entries):
            here = (*at, index)
            if entry["id"] in seen:
                hint = "Ids are unique in the whole tree; 'overall' is taken."
                yield Mismatch((*here, "id"), False, f"the id '{entry['id']}' is taken", hint)
            seen.add(entry["id"])
            own = entry.get("attributes", inherited)
            yield from _unknown(entry.get("attributes", ()), attributes, (*here, "attributes"), "attribute")
            yield from _twice(entry.get("areas", ()), (*here, "areas"), "area")
            if entry.get("criteria"):
                yield from visit(entry["criteria"], (*here, "criteria"), own)
            elif not own:
                hint = "Give it, or a criterion above it, a list of attributes."
                yield Mismatch((*here, "id"), False, f"'{entry['id']}' has nothing to be graded on", hint)

    yield from visit(data["criteria"], ("criteria",), ())


def _lenses(data: Data) -> Iterator[Mismatch]:
    def ids(entries: Sequence[Data]) -> Iterator[str]:
        for entry in entries:
            yield entry["id"]
            yield from ids(entry.get("criteria", ()))

    nodes = list(ids(data["criteria"]))
    yield from _twice(data.get("lenses", ()), ("lenses",), "lens")
    for index, lens in enumerate(data.get("lenses", ())):
        at: At = ("lenses", index, "groups")
        yield from _twice(lens["groups"], at, "group")
        for number, group in enumerate(lens["groups"]):
            yield from _unknown(group["nodes"], nodes, (*at, number, "nodes"), "node")


def _twice(entries: Sequence[Data], at: At, what: str) -> Iterator[Mismatch]:
    seen: set[str] = set()
    for index, entry in enumerate(entries):
        if entry["id"] in seen:
            yield Mismatch(
                (*at, index, "id"), False, f"the {what} '{entry['id']}' stands twice", "Rename one of them."
            )
        seen.add(entry["id"])


def _unknown(
    names: Sequence[str], known: Any, at: At, what: str, *, listed: bool = True
) -> Iterator[Mismatch]:
    for index, name in enumerate(names):
        if name not in known:
            place = (*at, index) if listed else at
            yield Mismatch(place, False, f"unknown {what} '{name}'{did_you_mean(name, known)}")
