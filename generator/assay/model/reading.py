"""The parts of a model file that stand by themselves: scales, attributes, levels, lenses, checks."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from fractions import Fraction
from typing import Any, TypeAlias

from assay.model.scales import Scale, exact
from assay.model.shapes import DEFAULT_LANGUAGE, Attribute, Level, Rubric
from assay.model.views import Axis, Check, Lens, LensGroup, Position, Quadrant, Question

Data: TypeAlias = Mapping[str, Any]


def text_of(value: Any, language: str = DEFAULT_LANGUAGE) -> str:
    """One text: `value` is a string, a map of languages, or None (gives "").

    Where the language is missing, English stands in, then whatever language comes first.
    """
    if isinstance(value, Mapping):
        return str(value.get(language) or value.get(DEFAULT_LANGUAGE) or next(iter(value.values()), ""))
    return "" if value is None else str(value)


def read_scale(entry: Data, language: str) -> Scale:
    """A scale from labels (`values`), a `range`, or `bands` of a percentage."""
    name, labels = entry["id"], entry.get("values", {})
    values = {label: exact(number) for label, number in labels.items() if number is not None}
    low, high = min(values.values(), default=Fraction(0)), max(values.values(), default=Fraction(0))
    bands: tuple[tuple[str, Fraction], ...] = ()
    if "range" in entry:
        low, high = (exact(end) for end in entry["range"])
    elif "bands" in entry:
        bands = tuple((band[0], exact(band[1])) for band in entry["bands"])
        values = {band[0]: exact(band[2] if len(band) > 2 else band[1]) for band in entry["bands"]}
        low, high = Fraction(0), bands[-1][1]
    return Scale(
        id=name,
        values=values,
        low=low,
        high=high,
        numbers="values" not in entry,
        step=exact(entry["step"]) if "step" in entry else None,
        bands=bands,
        unrated=frozenset(label for label, number in labels.items() if number is None),
        titles={label: text_of(title, language) for label, title in entry.get("titles", {}).items()},
        max_spread=exact(entry["max_spread"]) if "max_spread" in entry else None,
    )


def read_rubric(entries: Sequence[Data], scale: Scale, language: str) -> Rubric:
    """The lines of a rubric by the numbers of their grades."""
    numbers = [scale.grade(line["grade"]) for line in entries]
    found = [(number, line) for number, line in zip(numbers, entries, strict=True) if number is not None]
    return Rubric(
        {number: text_of(line["text"], language) for number, line in found},
        frozenset(number for number, line in found if line.get("ours")),
    )


def read_attribute(entry: Data, scales: Mapping[str, Scale], group: str, language: str) -> Attribute:
    """One attribute; `group` is the id of the group that it stands in, or "". An only scale needs no name."""
    scale = scales[entry["scale"]] if "scale" in entry else next(iter(scales.values()))
    return Attribute(
        id=entry["id"],
        title=text_of(entry["title"], language),
        question=text_of(entry.get("question"), language),
        scale=scale,
        rubric=read_rubric(entry.get("rubric", ()), scale, language),
        weight=exact(entry.get("weight", 1)),
        stage=entry.get("stage"),
        not_applicable=entry.get("not_applicable"),
        group=group,
    )


def read_levels(entries: Sequence[Data], language: str) -> tuple[Level, ...]:
    """The levels, lowest first."""

    def level(entry: Data) -> Level:
        written: Sequence[Any] = entry.get("marks", ())
        marks = [mark if isinstance(mark, Mapping) and "text" in mark else {"text": mark} for mark in written]
        return Level(
            number=entry["number"],
            id=entry["id"],
            title=text_of(entry["title"], language),
            description=text_of(entry.get("description"), language),
            marks=tuple(text_of(mark["text"], language) for mark in marks),
            next=text_of(entry.get("next"), language),
            ours=frozenset(text_of(mark["text"], language) for mark in marks if mark.get("ours")),
        )

    return tuple(level(entry) for entry in entries)


def read_lenses(entries: Sequence[Data], language: str) -> tuple[Lens, ...]:
    """The groupings across the tree."""

    def group(entry: Data) -> LensGroup:
        words = (text_of(entry["title"], language), text_of(entry.get("description"), language))
        return LensGroup(entry["id"], *words, tuple(entry["nodes"]))

    return tuple(
        Lens(
            id=entry["id"],
            title=text_of(entry["title"], language),
            description=text_of(entry.get("description"), language),
            groups=tuple(group(one) for one in entry["groups"]),
        )
        for entry in entries
    )


def read_checks(entries: Sequence[Data], language: str) -> tuple[Check, ...]:
    """The questions that are answered and never scored."""

    def question(entry: Data) -> Question:
        texts = (text_of(entry.get(key), language) for key in ("title", "question", "helps"))
        return Question(entry["id"], *texts)

    return tuple(
        Check(
            id=entry["id"],
            title=text_of(entry["title"], language),
            description=text_of(entry.get("description"), language),
            wanted=entry.get("wanted", "yes"),
            questions=tuple(question(one) for one in entry["questions"]),
        )
        for entry in entries
    )


def read_position(entry: Data | None, language: str) -> Position | None:
    """The field of two axes, where the model has one."""
    if entry is None:
        return None

    def axis(data: Data) -> Axis:
        title, low, high = (text_of(data[key], language) for key in ("title", "low", "high"))
        weights = {node: exact(weight) for node, weight in data["weights"].items()}
        return Axis(data["id"], title, low, high, weights)

    x, y = (axis(data) for data in entry["axes"])
    quadrants = tuple(
        Quadrant(
            one["x"], one["y"], text_of(one["title"], language), text_of(one.get("description"), language)
        )
        for one in entry.get("quadrants", ())
    )
    title, description = (text_of(entry.get(key), language) for key in ("title", "description"))
    return Position(title, description, (x, y), quadrants)
