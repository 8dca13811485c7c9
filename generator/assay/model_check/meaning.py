"""What works in a model but is hardly meant: weights that do not add up, parts that nothing uses."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from assay.model import OVERALL, Model, Scale, build_model
from assay.model_check.finding import Data, at, attributes, level_rules, nodes
from assay.numbers import grade_text
from assay.problems import At
from assay.schema_check import Mismatch


def warnings(data: Data) -> Iterator[Mismatch]:
    """Everything of that sort."""
    model = build_model("model", data, "")
    if data["scoring"].get("score", {}).get("combine") != "sum":  # a sum takes weights as they are
        yield from _weights(data["criteria"], ("criteria",))
    yield from _idle_shares(data)
    yield from _idle(data)
    yield from _rubrics(data, model)
    yield from _bases(data)
    yield from _stands_idle(data, model)


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


def _idle_shares(data: Data) -> Iterator[Mismatch]:
    """Thresholds whose share changes nothing, because no part may be behind at all."""
    for rule, place in level_rules(data):
        if rule["combine"] == "threshold" and rule.get("share", 1) != 1 and not rule.get("behind", 0):
            message = "share changes nothing while behind is 0: no part may lack what a level needs"
            hint = "Say behind: 1, or how far the others may be behind; or combine: min, if none may."
            yield at((*place, "share"), message, hint, key=True)


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
    kinds = {entry.get("kind") for entry, _ in nodes(data)}
    for index, kind in enumerate(data.get("kinds", ())):
        if kind["id"] not in kinds:
            message = f"no criterion is of the kind '{kind['id']}'"
            yield at(("kinds", index, "id"), message, "Take it out, or give criteria this kind.")
    rules = {rule["combine"] for rule, _ in level_rules(data)} | {
        data["scoring"].get("rows", {}).get("combine")
    }
    if "staged" not in rules:
        for entry, place in (*nodes(data), *attributes(data)):
            if "stage" in entry:
                hint = "Only the rule staged asks for stages."
                yield at((*place, "stage"), "no rule uses this stage", hint, key=True)


def _rubrics(data: Data, model: Model) -> Iterator[Mismatch]:
    """Rubrics with lines for some grades only."""
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


def _bases(data: Data) -> Iterator[Mismatch]:
    """Rules by which everyone has more than the lowest level, so that the levels below never come out."""
    lowest = min((level["number"] for level in data.get("levels", ())), default=0)
    for rule, place in level_rules(data):
        base = rule.get("base", lowest)
        if "scale" not in rule and isinstance(base, int | float) and base > lowest:
            below = ", ".join(
                str(level["number"]) for level in data.get("levels", ()) if level["number"] < base
            )
            message = f"everyone has level {base}, so level {below} never comes out"
            yield at((*place, "base"), message, f"Set base to {lowest}, or take the lower levels out.")


def _stands_idle(data: Data, model: Model) -> Iterator[Mismatch]:
    """Keys that are read and change nothing: weights without a mean, scales without a cell."""
    if data.get("position") and all(rules.score.combine == "none" for rules in model.rules.values()):
        hint = "Give a rule for scores: score: {combine: mean}."
        yield at(("position",), "a position follows from scores, but there are none", hint, key=True)
    yield from _weightless(model, data["criteria"], ("criteria",), OVERALL)
    for entry, place in nodes(data):
        node = model.nodes[entry["id"]]
        if "scale" in entry and not any(leaf.scale for leaf in node.leaves()):
            message = f"nothing below '{node.id}' is graded on this scale"
            yield at((*place, "scale"), message, "Attributes have scales of their own.", key=True)


def _weightless(model: Model, entries: Sequence[Data], place: At, parent: str) -> Iterator[Mismatch]:
    """Weights under a rule that does not weigh."""
    rules, rows = model.rules[parent], model.scoring.rows if parent in model.has_rows else None
    level = rows or rules.level
    weighs = level.combine in ("threshold", "median_low", "staged") and not (
        level.combine != "median_low" and level.share == 1
    )
    weighs = weighs or rules.score.combine in ("mean", "sum", "median_low")
    for index, entry in enumerate(entries):
        if "weight" in entry and not weighs:
            message = f"the weight of '{entry['id']}' changes nothing: the rules above it do not weigh"
            yield at((*place, index, "weight"), message, "Take it out, or choose another rule.", key=True)
        yield from _weightless(model, entry.get("criteria", ()), (*place, index, "criteria"), entry["id"])
