"""`assay model show`: one model as a tree that one can read."""

from __future__ import annotations

import sys
import textwrap
from collections.abc import Iterable, Iterator
from pathlib import Path

from assay import model_check
from assay.commands.gather import OK
from assay.commands.models import Collection, collect
from assay.library import Whole
from assay.model import DEFAULT_LANGUAGE, ITSELF, OVERALL, Axis, Model, Node, Scale
from assay.numbers import grade_text
from assay.problems import plain
from assay.rules_in_words import requirement_in_words, rule_in_words, score_in_words
from assay.wording import counted, listed

WIDTH = 100
_MOST_NAMED = 8
_TOGETHER = {
    "median_low": "the lower median of their grades",
    "min": "the lowest of their grades",
    "max": "the highest of their grades",
    "mean": "the mean of their grades",
}


def model_show(folder: Path, name: str, language: str | None) -> int:
    """Print a model, its texts in `language`."""
    collection = collect(folder)
    whole = collection.whole(name)
    known = model_check.languages(whole.data) or (DEFAULT_LANGUAGE,)
    if language and language not in known:
        note = f"the model has no texts in '{language}'; it has {listed(known)}"
        sys.stderr.write(f"assay: {plain(note)}\n")
    lines = model_lines(whole.model(language or DEFAULT_LANGUAGE), _origin(collection, whole))
    sys.stdout.write("".join(plain(line).rstrip() + "\n" for line in lines))
    return OK


def _origin(collection: Collection, whole: Whole) -> str:
    return collection.own[whole.id].where if whole.id in collection.own else "built in"


def model_lines(model: Model, origin: str) -> Iterator[str]:
    """The model: what it is, its levels, scales and attributes, the tree, the rules, other views."""
    yield from _wrapped(f"{model.title} {model.version} [{model.id}], {origin}")
    yield from _wrapped(model.subtitle, "  ")
    if model.source:
        parts = (model.source.get(key, "") for key in ("title", "year", "note"))
        yield from _wrapped(f"Source: {', '.join(part for part in parts if part)}", "  ")
    yield from _section("Changes", _changes(model))
    yield from _section("Levels", _levels(model))
    yield from _section("Scales", _scales(model))
    yield from _section("Attributes", _attributes(model))
    yield from _section("Criteria", _criteria(model))
    yield from _section("Rules", _rules(model))
    required = (requirement_in_words(one) for one in model.requires)
    yield from _section("Required of evidence", (line for one in required for line in _wrapped(one, "  ")))
    yield from _section("Our own choices", (line for one in model.choices for line in _wrapped(one, "  ")))
    yield from _section("Other views", _views(model))


def _section(title: str, lines: Iterable[str]) -> Iterator[str]:
    """A heading with its lines; nothing where there are none."""
    found = list(lines)
    if found:
        yield ""
        yield title
        yield from found


def _wrapped(text: str, indent: str = "", more: str = "  ") -> Iterator[str]:
    """A text in lines that are no wider than a page. `more`: the indent of all lines but the first."""
    yield from textwrap.wrap(
        plain(text), WIDTH, initial_indent=indent, subsequent_indent=indent + more, break_on_hyphens=False
    )


def _changes(model: Model) -> Iterator[str]:
    if model.extends:
        yield from _wrapped(f"It is {model.extends} with {counted(len(model.changes), 'change')}:", "  ")
    for change in model.changes:
        yield from _wrapped(f"- {change.what}. Why: {change.why}", "  ")


def _levels(model: Model) -> Iterator[str]:
    for level in model.levels:
        yield from _wrapped(f"{level.number} {level.title} [{level.id}]: {level.description}", "  ")
        for mark in level.marks:
            yield from _wrapped(f"- {mark}{' (ours)' if mark in level.ours else ''}", "    ")
        if level.next:
            yield from _wrapped(f"To go on: {level.next}", "    ")


def _scales(model: Model) -> Iterator[str]:
    used = [model.scale(*cell) for cell in model.cells]
    used += [rule.scale for rules in model.rules.values() for rule in (rules.level,) if rule.scale]
    for scale in {one.id: one for one in used}.values():
        yield from _wrapped(f"{scale.id}: {_scale(scale)}", "  ")


def _scale(scale: Scale) -> str:
    if scale.bands:
        return ", ".join(f"{_label(scale, label)} to {grade_text(bound)} %" for label, bound in scale.bands)
    if scale.values:
        by_number = sorted(scale.values.items(), key=lambda pair: pair[1])
        unrated = [f"{label} (not rated yet)" for label in sorted(scale.unrated)]
        return ", ".join(
            [*(f"{_label(scale, label)} = {grade_text(number)}" for label, number in by_number), *unrated]
        )
    steps = f" in steps of {grade_text(scale.step)}" if scale.step else ""
    return f"{grade_text(scale.low)} to {grade_text(scale.high)}{steps}"


def _label(scale: Scale, label: str) -> str:
    title = scale.titles.get(label)
    return f"{label} ({title})" if title and title != label else label


def _attributes(model: Model) -> Iterator[str]:
    group = ""
    for attribute in model.attributes.values():
        if attribute.group and attribute.group != group:
            found = model.groups[attribute.group]
            weight = "" if found.weight == 1 else f", weight {grade_text(found.weight)}"
            yield from _wrapped(f"{found.title} [{found.id}{weight}]", "  ")
        group = attribute.group
        facts = [attribute.id, attribute.scale.id]
        facts += [f"weight {grade_text(attribute.weight)}"] if attribute.weight != 1 else []
        facts += [f"stage {attribute.stage}"] if attribute.stage is not None else []
        facts += [f"not applicable: {attribute.not_applicable}"] if attribute.not_applicable else []
        text = f"{attribute.title} [{', '.join(facts)}]: {attribute.question}"
        yield from _wrapped(text.removesuffix(": "), "    " if group else "  ")


def _criteria(model: Model) -> Iterator[str]:
    several = len({model.scale(*cell).id for cell in model.cells}) > 1
    for node in model.criteria:
        yield from _tree(model, node, 1, several)


def _tree(model: Model, node: Node, depth: int, several: bool) -> Iterator[str]:
    facts = [node.id]
    facts += [model.kinds.get(node.kind, node.kind)] if node.kind else []
    facts += [f"weight {grade_text(node.weight)}"] if node.weight != 1 else []
    facts += [f"stage {node.stage}"] if node.stage is not None else []
    facts += [f"scale {node.scale.id}"] if node.scale and several else []
    parent = model.parents.get(node.id)
    above = model.nodes[parent] if parent else None
    if node.attributes and node.attributes != (above.attributes if above else ()):
        facts.append(f"graded on {' '.join(node.attributes)}")
    if node.not_applicable != (above.not_applicable if above else "exclude"):
        facts.append(f"not applicable: {node.not_applicable}")
    indent = "  " * depth
    text = f"{node.title} [{', '.join(facts)}]"
    yield from _wrapped(f"{text}: {node.question}" if node.question else text, indent, "    ")
    if node.areas:
        yield from _wrapped(f"look at: {', '.join(area.title for area in node.areas)}", f"{indent}    ")
    for child in node.children:
        yield from _tree(model, child, depth + 1, several)


def _rules(model: Model) -> Iterator[str]:
    scoring = model.scoring
    yield from _wrapped(f"Levels: {rule_in_words(model, scoring.level)}", "  ")
    if scoring.rows:
        words = rule_in_words(model, scoring.rows, "sub-criteria")
        yield from _wrapped(f"Rows, attribute by attribute: {words}", "  ")
    yield from _wrapped(f"Scores: {score_in_words(scoring.score)}", "  ")
    for words, names in _other_rules(model).items():
        more = f" and {len(names) - _MOST_NAMED} more" if len(names) > _MOST_NAMED else ""
        yield from _wrapped(f"{', '.join(names[:_MOST_NAMED])}{more}: {words}", "  ")
    spread = grade_text(scoring.max_spread)
    how = _TOGETHER[scoring.assessors]
    yield from _wrapped(f"Several assessors: {how}, where they are no more than {spread} apart.", "  ")
    yield from _wrapped(f"Several units: {rule_in_words(model, scoring.units, 'units')}", "  ")


def _other_rules(model: Model) -> dict[str, list[str]]:
    """Rules that are not those of the model, in words, with the nodes that have them."""
    found: dict[str, list[str]] = {}
    scoring = model.scoring
    usual = model.rules[OVERALL].unrated
    for name, rules in model.rules.items():
        words = []
        if rules.level.combine != "grade" and rules.level != scoring.level:
            words.append(rule_in_words(model, rules.level))
        leaf = name != OVERALL and model.nodes[name].graded_on == (ITSELF,)
        if rules.score != scoring.score and not leaf:
            words.append(score_in_words(rules.score))
        if rules.unrated != usual:
            words.append(f"Not rated: {rules.unrated}.")
        if words:
            found.setdefault(" ".join(words), []).append(name)
    return found


def _views(model: Model) -> Iterator[str]:
    for lens in model.lenses:
        groups = listed(f"{group.title} ({len(group.nodes)})" for group in lens.groups)
        yield from _wrapped(f"Lens {lens.title} [{lens.id}]: {groups}", "  ")
    for check in model.checks:
        wanted = "" if check.wanted == "yes" else ", where a no is wanted"
        questions = counted(len(check.questions), "question")
        yield from _wrapped(f"Checks {check.title} [{check.id}]: {questions}{wanted}", "  ")
    if model.position:
        axes = listed(_axis(axis) for axis in model.position.axes)
        yield from _wrapped(f"Position {model.position.title}: {axes}", "  ")


def _axis(axis: Axis) -> str:
    return f"{axis.title} from {axis.low} to {axis.high}"
