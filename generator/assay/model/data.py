"""Checked data of a model file to a model."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from assay.model.reading import (
    Data,
    read_attribute,
    read_checks,
    read_lenses,
    read_levels,
    read_position,
    read_rubric,
    read_scale,
    text_of,
)
from assay.model.requires import read_requirements
from assay.model.rulebook import Rulebook, read_scoring
from assay.model.rules import NodeRules, NotApplicable
from assay.model.scales import Scale, exact
from assay.model.shapes import DEFAULT_LANGUAGE, OVERALL, Area, Attribute, Change, Group, Model, Node, Rubric


def build_model(
    model_id: str,
    data: Mapping[str, Any],
    digest: str,
    language: str = DEFAULT_LANGUAGE,
    *,
    extends: str = "",
    changes: Sequence[tuple[str, str]] = (),
) -> Model:
    """Give checked model data its shape, with its texts in one language.

    `data` has passed the model's schema and `model_check`; `digest` is the SHA-256 of what it came from. Of a
    tailored model `data` is the outcome, `extends` the id of the model it began with, and `changes` what was
    changed and why.
    """
    return _Builder(data, language).build(model_id, digest, extends, changes)


@dataclass(frozen=True, slots=True)
class _Inherited:
    """What a node hands down to those below it, with its own id."""

    node: str
    attributes: tuple[str, ...]
    scale: Scale | None
    not_applicable: NotApplicable


class _Builder:
    """Builds one model in one language."""

    def __init__(self, data: Data, language: str) -> None:
        self.data = data
        self.language = language
        self.scales = {entry["id"]: read_scale(entry, language) for entry in data["scales"]}
        self.attributes: dict[str, Attribute] = {}
        self.groups: dict[str, Group] = {}
        for entry in data.get("attributes", ()):
            self._read_attributes(entry)
        self.rulebook = Rulebook(data, self.scales)
        self.rules: dict[str, NodeRules] = {}

    def build(self, model_id: str, digest: str, extends: str, changes: Sequence[tuple[str, str]]) -> Model:
        data, text = self.data, self._text
        self.rules[OVERALL] = self.rulebook.rules(OVERALL, "", None)
        everywhere = self.rulebook.not_applicable(OVERALL, "") or data["scoring"].get("not_applicable")
        top = _Inherited(OVERALL, (), None, everywhere or "exclude")
        criteria = tuple(self._node(entry, top) for entry in data["criteria"])
        return Model(
            id=model_id,
            version=data["version"],
            title=text(data["title"]),
            subtitle=text(data.get("subtitle")),
            source={key: text(value) for key, value in data.get("source", {}).items()},
            choices=tuple(text(choice) for choice in data.get("choices", ())),
            levels=read_levels(data.get("levels", ()), self.language),
            kinds={kind["id"]: text(kind["title"]) for kind in data.get("kinds", ())},
            groups=self.groups,
            attributes=self.attributes,
            criteria=criteria,
            lenses=read_lenses(data.get("lenses", ()), self.language),
            checks=read_checks(data.get("checks", ()), self.language),
            position=read_position(data.get("position"), self.language),
            scoring=read_scoring(data["scoring"], self.rulebook),
            rules=self.rules,
            extends=extends,
            changes=tuple(Change(what, text(why)) for what, why in changes),
            digest=digest,
            requires=read_requirements(data.get("requires", ())),
        )

    def _text(self, value: Any) -> str:
        return text_of(value, self.language)

    def _read_attributes(self, entry: Data) -> None:
        """One attribute, or a group with all of its attributes."""
        members = entry.get("attributes")
        for member in members or (entry,):
            group = entry["id"] if members else ""
            self.attributes[member["id"]] = read_attribute(member, self.scales, group, self.language)
        if members:
            weight = exact(entry.get("weight", 1))
            names = tuple(member["id"] for member in members)
            self.groups[entry["id"]] = Group(entry["id"], self._text(entry["title"]), weight, names)

    def _node(self, entry: Data, above: _Inherited) -> Node:
        kind = entry.get("kind", "")
        rule = self.rulebook.not_applicable(entry["id"], kind)
        own = _Inherited(
            node=entry["id"],
            attributes=self._resolved(entry["attributes"]) if "attributes" in entry else above.attributes,
            scale=self.scales[entry["scale"]] if "scale" in entry else above.scale,
            not_applicable=entry.get("not_applicable") or rule or above.not_applicable,
        )
        self.rules[entry["id"]] = self.rulebook.rules(entry["id"], kind, above.node)
        children = tuple(self._node(child, own) for child in entry.get("criteria", ()))
        scale = None
        if not children and not own.attributes:
            scale = own.scale or next(iter(self.scales.values()))
            self.rules[entry["id"]] = self.rulebook.leaf_rules(entry["id"], kind, above.node, scale)
        text = self._text
        return Node(
            id=entry["id"],
            title=text(entry["title"]),
            subtitle=text(entry.get("subtitle")),
            also=text(entry.get("also")),
            definition=text(entry.get("definition")),
            question=text(entry.get("question")),
            kind=kind,
            stage=entry.get("stage"),
            weight=exact(entry.get("weight", 1)),
            attributes=own.attributes,
            scale=scale,
            rubric=read_rubric(entry.get("rubric", ()), scale, self.language) if scale else Rubric({}),
            not_applicable=own.not_applicable,
            areas=tuple(
                Area(area["id"], text(area["title"]), text(area.get("look_for")))
                for area in entry.get("areas", ())
            ),
            children=children,
        )

    def _resolved(self, names: Sequence[str]) -> tuple[str, ...]:
        """The attributes behind names of attributes and of groups."""
        found: list[str] = []
        for name in names:
            found += self.groups[name].attributes if name in self.groups else (name,)
        return tuple(found)
