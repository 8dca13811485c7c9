"""The rules of the model: how levels and scores follow from grades, and what becomes of cells without any."""

from __future__ import annotations

import dataclasses
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from fractions import Fraction

from assay.model import ITSELF, OVERALL, LevelRule, Model, Node, NodeRules, ScoreRule
from assay.pages.book import Book
from assay.pages.derivation import Rule, rule_view
from assay.pages.methodology.graded import scales_of
from assay.pages.sheet import Sheet
from assay.pages.views import Chip, Ref


@dataclass(frozen=True, slots=True)
class RuleView:
    """A level rule with the grades that come out of it, where these are not levels."""

    rule: Rule
    grades: tuple[Chip, ...]


@dataclass(frozen=True, slots=True)
class ScoreView:
    """A score rule; the template has its words."""

    combine: str
    out_of: str


@dataclass(frozen=True, slots=True)
class OwnRule:
    """A rule that differs from the model's, with the criteria that have it. None: as in the model."""

    names: tuple[Ref, ...]
    level: RuleView | None
    score: ScoreView | None


@dataclass(frozen=True, slots=True)
class Mode:
    """What becomes of certain cells, and of which criteria; without names: of all others."""

    mode: str
    names: tuple[Ref, ...]


def rules_of(sheet: Sheet) -> dict[str, object]:
    """What the page prints of the model's rules."""
    book, model = sheet.book, sheet.book.model
    scoring, units = model.scoring, book.assessment.units
    every = list(model.rules.values())
    return {
        "has_levels": any(rules.level.combine not in ("none", "grade") for rules in every),
        "has_scores": any(rules.score.combine != "none" for rules in every),
        "by_score": any(rules.level.combine == "score" for rules in every),
        "level_rule": _rule(book, scoring.level),
        "rows_rule": _rule(book, scoring.rows) if scoring.rows else None,
        "rows_alike": scoring.rows is not None and _alike(scoring.rows, scoring.level),
        "score_rule": _score(book, scoring.score),
        "own_rules": _own_rules(sheet),
        "weighed": any(map(_weighs, every)),
        "weights": _weights(sheet),
        "assessors": scoring.assessors,
        "max_spread": book.number(scoring.max_spread),
        "spreads": [
            (scale.id, book.number(scale.max_spread))
            for scale in scales_of(model)
            if scale.max_spread not in (None, scoring.max_spread)
        ],
        "bands": any(scale.bands for scale in scales_of(model)),
        "units_rule": _rule(book, scoring.units) if units else None,
        "unit_weights": [(unit.title, book.number(unit.weight)) for unit in units]
        if any(unit.weight != 1 for unit in units)
        else [],
        "unrated": _unrated(sheet),
        "not_applicable": _not_applicable(sheet),
        "digits": scoring.digits,
    }


def _rule(book: Book, rule: LevelRule) -> RuleView:
    grades = rule.outcomes if rule.scale else ()
    return RuleView(
        rule_view(book, rule), tuple(chip for grade in grades if (chip := book.outcome(grade, rule)))
    )


def _score(book: Book, rule: ScoreRule) -> ScoreView:
    return ScoreView(rule.combine, book.number(rule.out_of) if rule.out_of is not None else "")


def _alike(one: LevelRule, other: LevelRule) -> bool:
    """Whether two rules ask the same of their parts, wherever they begin."""
    return dataclasses.replace(one, outcomes=other.outcomes) == other


def _own_rules(sheet: Sheet) -> list[OwnRule]:
    """The rules of criteria that differ from those of the model, each with the criteria that have it."""
    book, model = sheet.book, sheet.book.model
    scoring = model.scoring
    found: dict[tuple[str, str], tuple[NodeRules, list[str]]] = {}
    for name in (OVERALL, *model.nodes):
        rules = model.rules[name]
        level = "" if rules.level in (scoring.level, *_passed_on(rules)) else repr(rules.level)
        score = "" if rules.score == scoring.score else repr(rules.score)
        if level or score:
            found.setdefault((level, score), (rules, []))[1].append(name)
    return [
        OwnRule(
            _named(sheet, names),
            _rule(book, rules.level) if level else None,
            _score(book, rules.score) if score else None,
        )
        for (level, score), (rules, names) in found.items()
    ]


def _passed_on(rules: NodeRules) -> Iterator[LevelRule]:
    """The rule of a leaf that is graded on itself, which is as the page says of all such leaves."""
    if rules.level.combine == "grade":
        yield rules.level


def _named(sheet: Sheet, names: Iterable[str]) -> tuple[Ref, ...]:
    """Nodes by their titles; by the title of their kind where they are all that there are of it."""
    model, held = sheet.book.model, list(names)
    of_kind: dict[str, list[str]] = {}
    for node in model.nodes.values():
        of_kind.setdefault(node.kind, []).append(node.id)
    whole = {
        kind
        for kind, nodes in of_kind.items()
        if model.kinds.get(kind) and len(nodes) > 1 and set(nodes) <= set(held)
    }
    found: dict[Ref, None] = {}
    for name in held:
        kind = model.nodes[name].kind if name != OVERALL else ""
        found[Ref(model.kinds[kind]) if kind in whole else sheet.node(name)] = None
    return tuple(found)


def _weighs(rules: NodeRules) -> bool:
    """Whether the weights of parts make a difference to a node."""
    level, score = rules.level, rules.score
    return (
        score.combine in ("mean", "sum", "median_low")
        or level.combine == "median_low"
        or (level.combine in ("threshold", "staged") and level.share < 1)
    )


def _weights(sheet: Sheet) -> list[tuple[Ref | None, list[tuple[Ref, str]]]]:
    """What does not weigh 1, each with what stands beside it, by what they are parts of (None: of a leaf)."""
    book, model = sheet.book, sheet.book.model
    groups: list[tuple[Ref | None, list[tuple[Ref, Fraction]]]] = [
        (sheet.node(name), [(sheet.node(child.id), child.weight) for child in children])
        for name, children in (
            (OVERALL, model.criteria),
            *((node.id, node.children) for node in model.nodes.values()),
        )
    ]
    beside: dict[str, list[tuple[Ref, Fraction]]] = {}
    for name in dict.fromkeys(name for _, name in model.cells if name != ITSELF):
        found = model.attributes[name]
        if found.group and found.group not in beside:
            group = model.groups[found.group]
            beside.setdefault("", []).append((Ref(group.title), group.weight))
        beside.setdefault(found.group, []).append((Ref(found.title, f"#attribute-{name}"), found.weight))
    groups += [(Ref(book.attribute_title(name)) if name else None, parts) for name, parts in beside.items()]
    return [
        (whole, [(name, book.number(weight)) for name, weight in parts])
        for whole, parts in groups
        if any(weight != 1 for _, weight in parts)
    ]


def _unrated(sheet: Sheet) -> list[Mode]:
    """What becomes of cells without a grade; where criteria differ, those that do come first."""
    rules = sheet.book.model.rules
    return _modes(sheet, lambda node: rules[node.id].unrated, rules[OVERALL].unrated)


def _not_applicable(sheet: Sheet) -> list[Mode]:
    """What becomes of cells that do not apply, by attributes and criteria.

    What holds for most is said last, of all others; it is never that they are forbidden, if any are not.
    """
    book, model = sheet.book, sheet.book.model
    own: dict[str, list[Ref]] = {}
    for name in dict.fromkeys(name for _, name in model.cells):
        if mode := _own_mode(model, name):
            own.setdefault(mode, []).append(Ref(book.attribute_title(name), f"#attribute-{name}"))
    found = [Mode(mode, tuple(names)) for mode, names in own.items()]
    free = [model.nodes[node].not_applicable for node, name in model.cells if not _own_mode(model, name)]
    if not free:
        return found
    usual = min(sorted(set(free)), key=lambda mode: (mode == "forbid", -free.count(mode)))
    rest = _modes(sheet, lambda node: node.not_applicable, usual)
    return [one for one in found if rest[-1] != Mode(one.mode, ())] + rest


def _own_mode(model: Model, attribute: str) -> str | None:
    return model.attributes[attribute].not_applicable if attribute != ITSELF else None


def _modes(sheet: Sheet, mode_of: Callable[[Node], str], usual: str) -> list[Mode]:
    """The nodes whose leaves are all treated in the same way, other than `usual`; then what is usual."""
    found: dict[str, list[str]] = {}
    left = False

    def visit(node: Node) -> None:
        nonlocal left
        modes = {mode_of(leaf) for leaf in node.leaves()}
        if len(modes) > 1:
            for child in node.children:
                visit(child)
        elif (mode := modes.pop()) == usual:
            left = True
        else:
            found.setdefault(mode, []).append(node.id)

    for top in sheet.book.model.criteria:
        visit(top)
    if len(found) == 1 and not left:  # no node is as usual: there is only one way
        return [Mode(next(iter(found)), ())]
    named = [Mode(mode, _named(sheet, names)) for mode, names in found.items()]
    return [*named, Mode(usual, ())] if left else named
