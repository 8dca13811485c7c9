"""Levels, scales and attributes of a model."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from fractions import Fraction

from assay.model import Scale
from assay.model.reading import read_scale
from assay.model_check.finding import Data, at, attributes, twice, unknown
from assay.numbers import grade_text
from assay.problems import At
from assay.schema_check import Mismatch
from assay.wording import listed

_NOT_AN_ATTRIBUTE = frozenset(
    ("grade", "not_applicable", "rationale", "evidence", "metrics", "against", "approved_by", "graded_on")
)


def faults(data: Data) -> Iterator[Mismatch]:
    """Levels out of order, scales without sense, attributes on unknown scales."""
    yield from _levels(data)
    yield from twice(data["scales"], ("scales",), "scale")
    for index, entry in enumerate(data["scales"]):
        yield from _scale(entry, ("scales", index))
    yield from twice(data.get("kinds", ()), ("kinds",), "kind")
    yield from _attributes(data)


def _levels(data: Data) -> Iterator[Mismatch]:
    levels = data.get("levels", ())
    yield from twice(levels, ("levels",), "level")
    first = 0 if levels and levels[0]["number"] == 0 else 1
    for index, level in enumerate(levels):
        if level["number"] != index + first:
            message = f"level {level['number']} stands where level {index + first} belongs"
            hint = "Levels are numbered from 0 or 1, in order."
            yield at(("levels", index, "number"), message, hint)


def _scale(entry: Data, place: At) -> Iterator[Mismatch]:
    form = next(form for form in ("values", "range", "bands") if form in entry)  # the schema wants just one
    yield from {"values": _values, "range": _range, "bands": _bands}[form](entry, place)
    labels = [*entry.get("values", {}), *(band[0] for band in entry.get("bands", ()))]
    yield from _alike(labels, entry["id"], (*place, form))
    for label in entry.get("titles", {}):
        if not label.startswith("x-"):
            yield from unknown(label, labels, (*place, "titles", label), "label", key=True)


def _alike(labels: Sequence[str], name: str, here: At) -> Iterator[Mismatch]:
    """Labels that a reader cannot tell from each other."""
    first: dict[str, str] = {}
    for label in labels:
        other = first.setdefault(label.strip().casefold(), label)
        if other != label:
            message = f"the labels '{other}' and '{label}' of the scale '{name}' look alike"
            yield at(here, message, "Rename one of them.", key=True)


def _values(entry: Data, place: At) -> Iterator[Mismatch]:
    here, name = (*place, "values"), entry["id"]
    for label, number in entry["values"].items():
        said = _number(label)
        if said is not None and said != number:
            message = f"the label '{label}' of the scale '{name}' does not stand for the number it says"
            hint = f'Write "{label}": {label.strip()}, or take a word.'
            yield at((*here, label), message, hint, key=True)
    numbers = [number for number in entry["values"].values() if number is not None]
    if len(numbers) < 2:
        yield at(here, f"the scale '{name}' has fewer than two labels", "Add the others.", key=True)
    elif max(numbers) <= 0:
        yield at(here, f"the scale '{name}' has no grade above 0", "Give its labels numbers.", key=True)
    if len(set(numbers)) < len(numbers):
        yield at(here, f"two labels of the scale '{name}' have one number", "Give each its own.", key=True)


def _number(label: str) -> Fraction | None:
    """What a label says, where it reads as a number."""
    return (
        Fraction(label) if re.fullmatch(r"\s*[-+]?[0-9]{1,15}(\.[0-9]{1,15})?\s*", label, re.ASCII) else None
    )


def _range(entry: Data, place: At) -> Iterator[Mismatch]:
    low, high = entry["range"]
    if high <= low:
        yield at((*place, "range"), f"the range ends at {high}, not above {low}", "Write [lowest, highest].")
    elif "step" in entry:
        scale = read_scale({key: value for key, value in entry.items() if key != "titles"}, "en")
        if scale.step and (scale.high - scale.low) % scale.step:
            message = f"steps of {grade_text(scale.step)} do not lead from {low} to {high}"
            yield at((*place, "step"), message, "Take a step that divides the range.")


def _bands(entry: Data, place: At) -> Iterator[Mismatch]:
    here = (*place, "bands")
    below: float = 0
    labels: set[str] = set()
    for index, (label, bound, *stands) in enumerate(entry["bands"]):
        if label in labels:
            yield at((*here, index, 0), f"the label '{label}' stands twice", "Rename one of them.")
        labels.add(label)
        if bound <= below:
            message = f"the band '{label}' ends at {bound}, not above {below}"
            yield at((*here, index, 1), message, "Bands go from the lowest to the highest upper bound.")
        least_ok = below <= stands[0] if stands and index == 0 else stands and below < stands[0]
        if stands and not (least_ok and stands[0] <= bound):
            message = f"'{label}' stands for {stands[0]}, which lies outside its band ({below} to {bound})"
            yield at((*here, index, 2), message, "A label stands for a percentage of its own band.")
        below = max(below, bound)


def scales(data: Data) -> Mapping[str, Scale]:
    """The scales of data without faults, by id."""
    return {entry["id"]: read_scale(entry, "en") for entry in data["scales"]}


def _attributes(data: Data) -> Iterator[Mismatch]:
    known = [entry["id"] for entry in data["scales"]]
    seen: set[str] = set()
    groups = ((entry, ("attributes", index)) for index, entry in enumerate(data.get("attributes", ())))
    everything = {place: entry for entry, place in (*groups, *attributes(data))}
    for place, entry in everything.items():
        name = entry["id"]
        if name in seen:
            hint = "Attributes and groups share their ids: rename one of them."
            yield at((*place, "id"), f"the attribute '{name}' stands twice", hint)
        elif name in _NOT_AN_ATTRIBUTE:
            yield at((*place, "id"), f"'{name}' cannot be an attribute", "It is a word of grades files.")
        elif "--" in name:
            yield at((*place, "id"), f"'{name}' has two hyphens in a row", "Anchors are made with them.")
        seen.add(name)
    for entry, place in attributes(data):
        yield from _scale_of(data, entry, place, known)


def _scale_of(data: Data, entry: Data, place: At, known: list[str]) -> Iterator[Mismatch]:
    if "scale" in entry:
        yield from unknown(entry["scale"], known, (*place, "scale"), "scale")
    elif len(known) > 1:
        message = f"it is not said which scale '{entry['id']}' is graded on"
        yield at((*place, "id"), message, f"Add scale: {listed(known, 'or')}.")
    named = entry.get("scale", known[0])
    found = [scale for scale in data["scales"] if scale["id"] == named]
    yield from rubric(entry, place, found[0] if found else None)


def rubric(entry: Data, place: At, scale: Data | None) -> Iterator[Mismatch]:
    """Lines of a rubric for grades that are not on the scale, or for one grade twice."""
    if scale is None or not any(form in scale for form in ("values", "range", "bands")):
        return
    seen: set[object] = set()
    held = read_scale(scale, "en")
    for index, line in enumerate(entry.get("rubric", ())):
        number = held.grade(line["grade"])
        here = (*place, "rubric", index, "grade")
        if number is None:
            grades = ", ".join(grade_text(grade) for grade in held.grades[:12])
            yield at(here, f"{line['grade']} is not on the scale '{held.id}'", f"Its grades are: {grades}.")
        elif number in seen:
            yield at(here, f"the grade {line['grade']} has a line already", "Keep one of the two.")
        seen.add(number)
