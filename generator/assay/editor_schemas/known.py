"""What the files of a repository may name: of each kind the ids, and in words what each is."""

from __future__ import annotations

import inspect
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from assay.duties import BUNDLES
from assay.layout import why_no_id
from assay.model import OVERALL, Model, text_of
from assay.repository.outline import Outline
from assay.rules import DUTIES

LONGEST = 400
"""How many characters of a description an editor is given."""


@dataclass(frozen=True, slots=True)
class Known:
    """What there is to name. `names`: kind -> id -> description; kinds are those of `x-names` in schemas."""

    names: Mapping[str, Mapping[str, str]]
    model: Model | None


def known_of(outline: Outline) -> Known:
    """What the files of a folder may name, as far as it can be read."""
    model = outline.model
    nodes = {one.id: brief(one.title, one.definition) for one in model.nodes.values()} if model else {}
    attributes = model.attributes.values() if model else ()
    names = {
        "area": _areas(model) if model else {},
        "attachment": dict.fromkeys(_attachments(outline), ""),
        "attribute": {one.id: brief(one.title, one.question) for one in attributes},
        "cycle": _titled(outline, "cycle"),
        "duty": {rule.ID: brief(inspect.getdoc(rule) or "") for rule in DUTIES},
        "finding": _titled(outline, "finding"),
        "item": {name: _item(outline, data) for name, data in _each(outline, "item")},
        "metric": _titled(outline, "metric"),
        "model": _models(outline),
        "node": nodes,
        "node-or-overall": {OVERALL: "The whole.", **nodes} if nodes else {},
        "person": dict(_people(outline)),
        "rigour": _rigours(outline),
        "role": {role: "" for _, roles in _with_roles(outline) for role in roles},
        "unit": {unit["id"]: _text(outline, unit.get("title")) for unit in _entries(outline, "units")},
    }
    return Known(names, model)


def brief(*texts: str) -> str:
    """Texts as one short one: sentences of a title and what it stands for."""
    whole = ": ".join(" ".join(text.split()) for text in texts if text)
    return whole if len(whole) <= LONGEST else whole[: LONGEST - 1] + "…"


def _each(outline: Outline, kind: str) -> Iterator[tuple[str, Mapping[str, Any]]]:
    """The files of a kind by their ids; a name that is no id cannot be named."""
    files = outline.of_kind(kind)
    return ((place.id, outline.data(file)) for file, place in files if not why_no_id(place.id))


def _attachments(outline: Outline) -> Iterator[str]:
    for file in outline.folder.files:
        # A name that is no text (bytes of another encoding) cannot be written in a file of UTF-8.
        if file.startswith("attachments/") and file == file.encode("utf-8", "ignore").decode():
            yield file


def _titled(outline: Outline, kind: str) -> dict[str, str]:
    return {name: _text(outline, data.get("title")) for name, data in _each(outline, kind)}


def _text(outline: Outline, value: Any) -> str:
    """A text of a file in the language of the assessment; nothing where it is none."""
    if isinstance(value, dict):
        value = {key: text for key, text in value.items() if isinstance(text, str)}
    return brief(text_of(value, outline.language)) if value and isinstance(value, (str, dict)) else ""


def _item(outline: Outline, data: Mapping[str, Any]) -> str:
    collected = data.get("collected")
    day = collected.get("on") if isinstance(collected, dict) else None
    facts = ", ".join(fact for fact in (data.get("type"), day) if isinstance(fact, str))
    return brief(_text(outline, data.get("title")) + (f" ({facts})" if facts else ""))


def _entries(outline: Outline, key: str) -> Iterator[Mapping[str, Any]]:
    """The entries of a list of assessment.yaml that have an id."""
    entries = outline.settings.get(key)
    for entry in entries if isinstance(entries, list) else ():
        if isinstance(entry, dict) and isinstance(entry.get("id"), str):
            yield entry


def _with_roles(outline: Outline) -> Iterator[tuple[Mapping[str, Any], list[str]]]:
    for person in _entries(outline, "people"):
        roles = person.get("roles")
        yield person, [role for role in roles if isinstance(role, str)] if isinstance(roles, list) else []


def _people(outline: Outline) -> Iterator[tuple[str, str]]:
    for person, roles in _with_roles(outline):
        yield person["id"], _text(outline, person.get("name")) + (f" ({', '.join(roles)})" if roles else "")


def _models(outline: Outline) -> dict[str, str]:
    found = {name: outline.shelf.find(name) for name in outline.shelf.names}
    return {
        name: _text(outline, file.data.get("title") if file and file.data else None)
        for name, file in found.items()
    }


def _rigours(outline: Outline) -> dict[str, str]:
    policy = outline.settings.get("policy")
    own = policy.get("rigour") if isinstance(policy, dict) else None
    described = dict.fromkeys(BUNDLES, "Comes with Assay.")
    return described | dict.fromkeys(own if isinstance(own, dict) else (), "Defined under policy.rigour.")


def _areas(model: Model) -> dict[str, str]:
    return {area.id: brief(area.title) for node in model.nodes.values() for area in node.areas}
