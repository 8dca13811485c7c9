"""Checked data of a model file to a model."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from assay.model.shapes import (
    DEFAULT_LANGUAGE,
    Area,
    Attribute,
    Lens,
    LensGroup,
    Level,
    LevelRule,
    Model,
    Node,
    Scale,
    Scoring,
    exact,
)


def text_of(value: Any, language: str = DEFAULT_LANGUAGE) -> str:
    """One text of a model: `value` is a string, a map of languages, or None (gives "").

    Where the language is missing, English stands in, then whatever language comes first.
    """
    if isinstance(value, Mapping):
        return str(value.get(language) or value.get(DEFAULT_LANGUAGE) or next(iter(value.values()), ""))
    return "" if value is None else str(value)


def build_model(
    model_id: str, data: Mapping[str, Any], digest: str, language: str = DEFAULT_LANGUAGE
) -> Model:
    """Give checked model data its shape, with its texts in one language.

    `data` has passed the model's schema and the checks of `rules/model_file.py`; `digest` is the SHA-256
    of the file it came from.
    """

    def text(value: Any) -> str:
        return text_of(value, language)

    scales = {
        scale["id"]: Scale(scale["id"], {label: exact(number) for label, number in scale["values"].items()})
        for scale in data["scales"]
    }
    attributes = {
        entry["id"]: Attribute(
            id=entry["id"],
            title=text(entry["title"]),
            question=text(entry.get("question")),
            scale=scales[entry["scale"]],
            rubric={exact(line["grade"]): text(line["text"]) for line in entry.get("rubric", ())},
        )
        for entry in data["attributes"]
    }
    scoring = data["scoring"]

    def node(entry: Mapping[str, Any], inherited: tuple[str, ...], not_applicable: str) -> Node:
        own = tuple(entry.get("attributes", inherited))
        rule = entry.get("not_applicable", not_applicable)
        return Node(
            id=entry["id"],
            title=text(entry["title"]),
            subtitle=text(entry.get("subtitle")),
            also=text(entry.get("also")),
            definition=text(entry.get("definition")),
            weight=exact(entry.get("weight", 1)),
            attributes=own,
            allows_not_applicable=rule != "forbid",
            areas=tuple(
                Area(area["id"], text(area["title"]), text(area.get("look_for")))
                for area in entry.get("areas", ())
            ),
            children=tuple(node(child, own, rule) for child in entry.get("criteria", ())),
        )

    return Model(
        id=model_id,
        version=data["version"],
        title=text(data["title"]),
        subtitle=text(data.get("subtitle")),
        source={key: text(value) for key, value in data.get("source", {}).items()},
        choices=tuple(text(choice) for choice in data.get("choices", ())),
        levels=tuple(
            Level(
                number=entry["number"],
                id=entry["id"],
                title=text(entry["title"]),
                description=text(entry.get("description")),
                marks=tuple(text(mark) for mark in entry.get("marks", ())),
                next=text(entry.get("next")),
            )
            for entry in data["levels"]
        ),
        attributes=attributes,
        criteria=tuple(
            node(entry, (), scoring.get("not_applicable", "exclude")) for entry in data["criteria"]
        ),
        lenses=tuple(
            Lens(
                id=lens["id"],
                title=text(lens["title"]),
                description=text(lens.get("description")),
                groups=tuple(
                    LensGroup(
                        group["id"],
                        text(group["title"]),
                        text(group.get("description")),
                        tuple(group["nodes"]),
                    )
                    for group in lens["groups"]
                ),
            )
            for lens in data.get("lenses", ())
        ),
        scoring=_scoring(scoring),
        digest=digest,
    )


def _scoring(data: Mapping[str, Any]) -> Scoring:
    level = data["level"]
    rows = data.get("rows")
    return Scoring(
        level=_level_rule(level),
        rows=None if rows is None else _level_rule({**level, **rows}),
        out_of=exact(data.get("score", {}).get("out_of", 100)),
        max_spread=exact(data.get("assessors", {}).get("max_spread", 1)),
        digits=data.get("rounding", {}).get("digits", 0),
    )


def _level_rule(data: Mapping[str, Any]) -> LevelRule:
    return LevelRule(
        combine=data["combine"],
        share=exact(data.get("share", 1)),
        behind=data.get("behind", 0),
        base=data.get("base", 1),
    )
