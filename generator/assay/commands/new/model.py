"""`assay new model`: a small model of one's own, or one that changes another."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from assay import model_check
from assay.commands.asking import Choice, Question
from assay.commands.models import collect
from assay.commands.new.desk import Desk
from assay.library import Whole, built_in_ids
from assay.problems import At

_NONE = "none"


@dataclass(frozen=True, slots=True)
class ModelOptions:
    """What options say of a new model. `extends`: the model that it changes, or `none`."""

    title: str | None = None
    extends: str | None = None


def new_model(desk: Desk, given: str | None, options: ModelOptions) -> int:
    """Write `models/ID.yaml`; the assessment uses it once assessment.yaml names it."""
    name, title = desk.named("model", given, "Title", options.title)
    collection = collect(desk.root)
    choices = [
        Choice(_NONE, "a model of its own"),
        *(Choice(one) for one in collection.shelf.names if one != name),
    ]
    question = Question("Which model it changes", "--extends", _NONE)
    base = desk.asker.choice(question, choices, options.extends)
    if base == _NONE:
        data, notes = _own(title)
    else:
        data, notes = _tailored(title, collection.whole(base))
    code = desk.write(f"models/{name}.yaml", data, notes)
    hint = f"assay model lint {name} checks it, assay model show {name} prints it"
    shadows = " It takes the place of the built-in model of that id." if name in built_in_ids() else ""
    desk.tell(f"assay: {hint}; `model: {name}` in assessment.yaml uses it.{shadows}")
    return code


def _tailored(title: str, base: Whole) -> tuple[Mapping[str, Any], Mapping[At, str]]:
    """A model that changes another, in the languages of that one."""
    languages = model_check.languages(base.data)

    def spoken(text: str) -> Any:
        return dict.fromkeys(languages, text) if languages else text

    node = next(iter(base.model().nodes))
    why = spoken("An example: put your own changes in its place.")
    data = {
        "format": 1,
        "version": "1.0",
        "title": spoken(title),
        "extends": base.id,
        "changes": [{"change": node, "to": {"weight": 1}, "why": why}],
    }
    notes: dict[At, str] = {
        (): f"The model {base.id} with changes. Each says why; they are made one after the other.",
        ("changes",): "remove, change, add, attribute, level, scoring: docs/models.md has one of each",
    }
    return data, notes


def _own(title: str) -> tuple[Mapping[str, Any], Mapping[At, str]]:
    levels = [
        ("begun", "Begun", "Some of it is there."),
        ("in-place", "In place", "What matters is done as planned."),
        ("sustained", "Sustained", "It is looked after, and gets better."),
    ]
    criterion = {
        "id": "first-criterion",
        "title": "First criterion",
        "question": "What would somebody have to see, to say that this is there?",
        "rubric": [{"grade": number, "text": text} for number, (_, _, text) in enumerate(levels, 1)],
        "areas": [
            {"id": "where-to-look", "title": "Where to look", "look_for": "What evidence there may be."}
        ],
    }
    data = {
        "format": 1,
        "version": "1.0",
        "title": title,
        "levels": [
            {"number": number, "id": name, "title": label, "description": text}
            for number, (name, label, text) in enumerate(levels, 1)
        ],
        "scales": [{"id": "steps", "values": {"nothing": 0, "S1": 1, "S2": 2, "S3": 3}}],
        "criteria": [criterion],
        "scoring": {"score": {"combine": "mean", "out_of": 100}, "level": {"combine": "min", "base": 1}},
    }
    notes: dict[At, str] = {
        (): "A model of your own. docs/models.md walks through writing one.",
        ("levels",): "what can be reached",
        ("scales",): "what a grade may be; here one a level",
        (
            "criteria",
        ): "what is graded, as a tree if you like. An id is never changed, nor used again for something else",
        ("scoring",): "score: how numbers are combined; level: how levels are. docs/models.md has the rules",
    }
    return data, notes
