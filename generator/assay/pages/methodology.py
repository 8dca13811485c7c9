"""Levels and methodology: the model in words, its rules, our own choices, and what made this site."""

from __future__ import annotations

from dataclasses import dataclass
from fractions import Fraction

from assay import numbers
from assay.levels import CellKey
from assay.model import ITSELF, OVERALL, Node, NodeRules, Rubric, ScoreRule
from assay.pages.base import LEVELS_FILE, METHODOLOGY, Page, card_path
from assay.pages.book import Book, Sheet
from assay.pages.derivation import Rule, rule_view
from assay.pages.views import Chip, Ref


@dataclass(frozen=True, slots=True)
class LevelView:
    """A level with what it looks like and what leads on."""

    chip: Chip | None
    anchor: str
    description: str
    marks: tuple[tuple[str, bool], ...]
    next: str


@dataclass(frozen=True, slots=True)
class AttributeView:
    """An attribute with its question and what each grade takes."""

    anchor: str
    title: str
    question: str
    rubric: tuple[tuple[Chip | None, str, bool], ...]


@dataclass(frozen=True, slots=True)
class AttributeGroup:
    """Attributes that belong to the same half."""

    title: str
    attributes: tuple[AttributeView, ...]


@dataclass(frozen=True, slots=True)
class PartView:
    """A sub-criterion, or a criterion without any: its id, and the ids of its areas, as files write them."""

    name: Ref
    id: str
    areas: tuple[tuple[str, str], ...]


@dataclass(frozen=True, slots=True)
class CriterionView:
    """A criterion with its definition and its parts."""

    name: Ref
    id: str
    definition: str
    parts: tuple[PartView, ...]


@dataclass(frozen=True, slots=True)
class LensView:
    """A lens with its groups and the nodes in each."""

    title: str
    description: str
    groups: tuple[tuple[str, str, tuple[Ref, ...]], ...]


def page(book: Book) -> Page:
    """The page on levels and methodology."""
    sheet = Sheet(book, METHODOLOGY)
    model, policy = book.model, book.assessment.policy
    context: dict[str, object] = {
        "about": sheet.about(),
        "model": f"{model.title} {model.version}",
        "subtitle": model.subtitle,
        "source": model.source,
        "digest": model.digest,
        "levels": [
            LevelView(book.chip(level.number), level.id, level.description,
                      tuple((mark, mark in level.ours) for mark in level.marks), level.next)
            for level in model.levels
        ],
        "attributes": _attributes(book),
        "tree": [_criterion(sheet, book.node(node)) for node in model.criterion_ids],
        "levels_file": sheet.to(LEVELS_FILE),
        "rule_found": rule_view(book, model.scoring.level),
        "rows_rule": rule_view(book, model.scoring.rows) if model.scoring.rows else None,
        "score": score_view(model.rules[OVERALL].score),
        "own_rules": _own_rules(sheet),
        "unrated": sorted({model.rules[node].unrated for node, _ in model.cells}),
        "not_applicable": {model.not_applicable(*cell) for cell in model.cells},
        "assessors": model.scoring.assessors,
        "units_rule": rule_view(book, model.scoring.units) if book.assessment.units else None,
        "leaves": _leaves(book),
        "extends": model.extends,
        "changes": model.changes,
        "max_spread": numbers.grade_text(model.scoring.max_spread),
        "digits": model.scoring.digits,
        "equal_weights": len({node.weight for node in model.nodes.values()}) == 1,
        "weights": [(sheet.node(node.id), numbers.grade_text(node.weight)) for node in model.nodes.values()
                    if node.weight != Fraction(1)],
        "forbids": [sheet.node(node.id) for node in model.criteria if node.not_applicable == "forbid"],
        "choices": model.choices,
        "lenses": [_lens(sheet, index) for index in range(len(model.lenses))],
        "policy": policy.evidence,
        "max_age": sorted((kind, age.months, age.days) for kind, age in policy.max_age.items()),
        "warn_before": (policy.warn_before.months, policy.warn_before.days),
        "head": sheet.commit(book.site.history.head) if book.site.history.head else None,
        "head_id": book.site.history.head or "",
        "uncommitted": sorted(book.site.history.uncommitted)[:20],
        "uncommitted_count": len(book.site.history.uncommitted),
        "shallow": book.site.history.shallow,
        "people": [(person.name, person.roles) for person in book.assessment.people.values()],
        "scope": book.assessment.scope,
        "cycles": [(Ref(result.cycle.title, sheet.to(card_path(result.cycle.id))), result)
                   for result in book.newest_first],
    }  # fmt: skip
    return Page(METHODOLOGY, "Levels and methodology", "pages/methodology.md.jinja", context, (), hide=())


def _criterion(sheet: Sheet, node: Node) -> CriterionView:
    parts = tuple(
        PartView(sheet.node(leaf.id), leaf.id, tuple((area.id, area.title) for area in leaf.areas))
        for leaf in node.leaves()
    )
    return CriterionView(sheet.node(node.id), node.id, node.definition, parts if node.children else ())


def _attributes(book: Book) -> list[AttributeGroup]:
    """The attributes by the groups at the top of the model that use them."""
    groups: dict[tuple[str, ...], list[str]] = {}
    for top in book.model.criteria:
        used = tuple(dict.fromkeys(attribute for leaf in top.leaves() for attribute in leaf.attributes))
        groups.setdefault(used, []).append(top.title)
    return [
        AttributeGroup(
            ", ".join(titles) if len(groups) > 1 else "", tuple(_attribute(book, name) for name in used)
        )
        for used, titles in groups.items()
    ]


def _attribute(book: Book, name: str) -> AttributeView:
    found = book.model.attributes[name]
    leaf = next(node for node, attribute in book.model.cells if attribute == name)
    return AttributeView(
        f"attribute-{name}", found.title, found.question, _rubric(book, (leaf, name), found.rubric)
    )


def _leaves(book: Book) -> list[AttributeView]:
    """The criteria that are graded on themselves, where their questions or rubrics are given."""
    return [
        AttributeView(
            f"graded-{leaf.id}", leaf.title, leaf.question, _rubric(book, (leaf.id, ITSELF), leaf.rubric)
        )
        for top in book.model.criteria
        for leaf in top.leaves()
        if leaf.scale and (leaf.rubric.lines or leaf.question)
    ]


def _rubric(book: Book, key: CellKey, rubric: Rubric) -> tuple[tuple[Chip | None, str, bool], ...]:
    return tuple(
        (book.grade(grade, key), text, grade in rubric.ours) for grade, text in sorted(rubric.lines.items())
    )


@dataclass(frozen=True, slots=True)
class ScoreView:
    """A score rule; the template has its words."""

    combine: str
    out_of: str


def score_view(rule: ScoreRule) -> ScoreView:
    """A score rule ready to print."""
    return ScoreView(rule.combine, numbers.grade_text(rule.out_of) if rule.out_of is not None else "")


@dataclass(frozen=True, slots=True)
class OwnRule:
    """A rule that differs from the model's: of a kind of criterion, or of single ones."""

    names: tuple[Ref, ...]
    level: Rule
    score: ScoreView


def _own_rules(sheet: Sheet) -> list[OwnRule]:
    """The rules of criteria that differ from those of the model, each with the criteria that have it."""
    book, model = sheet.book, sheet.book.model
    found: dict[tuple[str, str], tuple[list[Ref], NodeRules]] = {}
    for name in (OVERALL, *model.nodes):
        rules = model.rules[name]
        same = rules.level == model.scoring.level and rules.score == model.scoring.score
        if same or rules.level.combine == "grade":
            continue
        entry = found.setdefault((repr(rules.level), repr(rules.score)), ([], rules))
        entry[0].append(sheet.node(name))
    return [
        OwnRule(tuple(names), rule_view(book, rules.level), score_view(rules.score))
        for names, rules in found.values()
    ]


def _lens(sheet: Sheet, index: int) -> LensView:
    lens = sheet.book.model.lenses[index]
    groups = tuple(
        (group.title, group.description, tuple(sheet.node(node) for node in group.nodes))
        for group in lens.groups
    )
    return LensView(lens.title, lens.description, groups)
