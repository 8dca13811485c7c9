"""What works in a model but is hardly meant: levels out of reach, weights that do not add up, idle parts."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from assay.model import ITSELF, LevelRule, Model, Scale, build_model
from assay.model.rules import PLAIN_RULES
from assay.model_check.finding import Data, at, attributes, level_rules, nodes
from assay.numbers import grade_text
from assay.problems import At
from assay.schema_check import Mismatch


def warnings(data: Data) -> Iterator[Mismatch]:
    """Everything of that sort."""
    yield from _weights(data["criteria"], ("criteria",))
    yield from _idle(data)
    yield from _rubrics(data)
    yield from _out_of_reach(data)


def _weights(entries: Sequence[Data], place: At) -> Iterator[Mismatch]:
    """Neighbours whose weights look like parts of 1 or of 100, but are not."""
    weights = [entry["weight"] for entry in entries if "weight" in entry]
    total = sum(weights)
    if len(weights) == len(entries) > 1:
        for whole, near in ((1, 0.1), (100, 10)):
            if 0 < abs(total - whole) <= near and abs(total - whole) > 1e-9 and max(weights) < whole:
                message = (
                    f"the weights of '{entries[0]['id']}' and its neighbours sum to {total:g}, not {whole}"
                )
                yield at(
                    (*place, 0, "weight"), message, "Only their proportions count; correct them if meant."
                )
    for index, entry in enumerate(entries):
        yield from _weights(entry.get("criteria", ()), (*place, index, "criteria"))


def _idle(data: Data) -> Iterator[Mismatch]:
    """Attributes and scales that nothing uses, stages that no rule asks for."""
    used = {name for entry, _ in nodes(data) for name in entry.get("attributes", ())}
    for index, entry in enumerate(data.get("attributes", ())):
        if entry["id"] not in used:
            message = f"no criterion is graded on '{entry['id']}'"
            yield at(("attributes", index, "id"), message, "Name it under attributes of a criterion.")
    named = {entry.get("scale") for entry, _ in (*nodes(data), *attributes(data))}
    named |= {rule.get("scale") for rule, _ in level_rules(data)}
    for index, scale in enumerate(data["scales"] if len(data["scales"]) > 1 else ()):
        if scale["id"] not in named:
            yield at(("scales", index, "id"), f"nothing uses the scale '{scale['id']}'", "Take it out.")
    rules = {rule["combine"] for rule, _ in level_rules(data)} | {
        data["scoring"].get("rows", {}).get("combine")
    }
    if "staged" not in rules:
        for entry, place in (*nodes(data), *attributes(data)):
            if "stage" in entry:
                hint = "Only the rule staged asks for stages."
                yield at((*place, "stage"), "no rule uses this stage", hint, key=True)


def _rubrics(data: Data) -> Iterator[Mismatch]:
    """Rubrics with lines for some grades only."""
    model = build_model("model", data, "")
    for entry, place in (*nodes(data), *attributes(data)):
        if not entry.get("rubric"):
            continue
        if entry["id"] in model.attributes:
            scale: Scale | None = model.attributes[entry["id"]].scale
        else:
            scale = model.nodes[entry["id"]].scale
        if scale is None:
            message = f"'{entry['id']}' is not graded itself, so its rubric is never shown"
            yield at((*place, "rubric"), message, "Move it to what is graded.", key=True)
        elif not scale.numbers:
            written = {scale.grade(line["grade"]) for line in entry["rubric"]}
            lacks = [grade for grade in scale.grades if grade not in written and grade > scale.low]
            if lacks:
                names = ", ".join(grade_text(grade) for grade in lacks)
                message = f"the rubric of '{entry['id']}' has no line for {names}"
                yield at((*place, "rubric"), message, "Say what each grade takes.", key=True)


def _out_of_reach(data: Data) -> Iterator[Mismatch]:
    """Levels that no grades reach, and levels below which no grades fall."""
    model = build_model("model", data, "")
    places = {entry["id"]: place for entry, place in nodes(data)}
    said: set[tuple[str, str]] = set()
    for node, attribute in model.cells:
        for rule in _rules_above(model, node, attribute):
            scale = model.scale(node, attribute)
            key = (scale.id, repr(rule.outcomes))
            if key in said:
                continue
            for message, hint in _gaps(model, rule, scale):
                said.add(key)
                yield at((*places[node], "id"), message, hint)


def _rules_above(model: Model, node: str, attribute: str) -> Iterator[LevelRule]:
    """The rules that compare a cell's grade with what levels need."""
    if attribute != ITSELF:
        parent = model.parents.get(node)
        rows = model.scoring.rows if parent in model.has_rows else None
        yield rows or model.rules[node].level
    else:
        parent = model.parents.get(node)
        yield model.rules[parent or "overall"].level


def _gaps(model: Model, rule: LevelRule, scale: Scale) -> Iterator[tuple[str, str]]:
    if rule.combine not in PLAIN_RULES or not rule.above_base or rule.scale:
        return
    top = scale.rank(scale.high)
    lost = [outcome for outcome in rule.above_base if rule.need(outcome) > top]
    if lost:
        names = ", ".join(grade_text(outcome) for outcome in lost)
        message = (
            f"no grade of the scale '{scale.id}' reaches level {names}: it ends at {grade_text(scale.high)}"
        )
        yield message, "Say under needs which grade a level needs, or give the scale higher grades."
    elif rule.need(rule.above_base[0]) <= scale.rank(scale.low):
        first = grade_text(rule.above_base[0])
        message = f"the lowest grade of the scale '{scale.id}' is good for level {first} already"
        yield message, f"Then everyone has level {first}: set base, or give the scale a lower grade."
