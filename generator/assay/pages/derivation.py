"""Why a criterion stands where it stands: its rule, its parts, and what each of them follows from."""

from __future__ import annotations

from dataclasses import dataclass

from assay.levels import Result, StepResult
from assay.model import LevelRule, ScoreRule
from assay.pages.base import cell_anchor
from assay.pages.book import Book
from assay.pages.lines import Line, line, lines
from assay.pages.sheet import Sheet
from assay.pages.views import Chip, Ref


@dataclass(frozen=True, slots=True)
class DerivedPart:
    """A part with its level, as the parts above it use it."""

    name: Ref
    chip: Chip | None
    limits: bool


@dataclass(frozen=True, slots=True)
class Derived:
    """One line of the derivation: a value and the parts it follows from.

    `placed`: the line itself is what `anchor` names; else a section or a cell further down the page is.
    """

    name: str
    href: str
    anchor: str
    placed: bool
    chip: Chip | None
    claimed: Chip | None
    supported: Chip | None
    parts: tuple[DerivedPart, ...]
    score: str
    limits: bool


@dataclass(frozen=True, slots=True)
class TallyView:
    """How the parts stand against one level: the share of weight that is there, and who is too far behind.

    `open`: it is not reached for sure, but may be.
    """

    level: Chip | None
    share: str
    trailing: tuple[str, ...]
    reached: bool
    open: bool


@dataclass(frozen=True, slots=True)
class Rule:
    """A level rule in its numbers; the template has its words.

    `needs`: what each level above the base needs, where this is not its own number. `own`, `below`: of a
    staged rule.
    """

    combine: str
    share: str
    behind: int
    base: Chip | None
    whole: bool
    needs: tuple[tuple[Chip | None, str], ...]
    own: str
    below: str


@dataclass(frozen=True, slots=True)
class ScoreView:
    """A score rule; the template has its words. `out_of`: "" where scores are plain numbers."""

    combine: str
    out_of: str


def score_view(book: Book, rule: ScoreRule) -> ScoreView:
    """A score rule ready to print."""
    return ScoreView(rule.combine, book.number(rule.out_of) if rule.out_of is not None else "")


@dataclass(frozen=True, slots=True)
class Derivation:
    """A criterion's level and score with all that they follow from."""

    rule: Rule
    rows_rule: Rule | None
    tallies: tuple[TallyView, ...]
    level: Chip | None
    claimed: Chip | None
    supported: Chip | None
    lowest: Chip | None
    score: str
    score_rule: ScoreView
    lines: tuple[Derived, ...]

    @property
    def limited(self) -> bool:
        """Whether some line holds the level down."""
        return any(line.limits for line in self.lines)


def _lowest(book: Book, found: StepResult) -> Chip | None:
    """The lowest of the cells, where their grades are levels: what a strict minimum would give."""
    leaves = {node for node, _ in found.step.cells}
    if not all(book.model.grades_are_levels(leaf) for leaf in leaves):
        return None
    return book.chip(found.effective.lowest)


def rule_view(book: Book, rule: LevelRule | None) -> Rule:
    """A level rule ready to print; the model's rule for nodes where a step has none."""
    found = rule or book.model.scoring.level
    return Rule(
        found.combine,
        book.percent(found.share),
        found.behind,
        book.outcome(found.base, found),
        found.share == 1,
        tuple(
            (book.outcome(outcome, found), book.need(found, need))
            for outcome, need in zip(found.above_base, found.needs, strict=False)
        ),
        book.need(found, found.own),
        book.need(found, found.below),
    )


def _place(sheet: Sheet, part: Line) -> str:
    """Where a line is told in full: on the page of its node, where that has one; else on this page."""
    path = sheet.book.criterion_path(part.node)
    own = part.attribute is None and sheet.book.homes.get(part.node, part.node) == part.node
    return sheet.to(path) if own and path != sheet.path else f"#{cell_anchor(part.node, part.attribute)}"


def derivation(sheet: Sheet, result: Result, criterion: str) -> Derivation:
    """The derivation of a criterion's level and score."""
    book = sheet.book
    found = result.node(criterion)
    held = frozenset(found.limited_by)
    level = found.effective.level
    found_lines = []
    for part in lines(result, criterion):
        key = (part.node, part.attribute)
        parts = []
        step = result.steps.get(key)
        for child in step.step.parts if step else ():
            cell = result.cells.get((child.node, child.attribute or ""))
            chip = book.line(part_line := line(result, cell or result.steps[child.key]), part_line.effective)
            inside = child.attribute if child.node == part.node else None
            name = book.attribute_title(inside) if inside else book.title(child.node)
            parts.append(DerivedPart(Ref(name, sheet.cell(child.key).href), chip, child.key in held))
        short = bool(
            level and part.effective and part.effective.low <= level.low and held.intersection(part.cells)
        )
        score = step.effective.score if step else None
        found_lines.append(
            Derived(
                part.title,
                _place(sheet, part),
                cell_anchor(*key),
                bool(book.node(part.node).children) or part.attribute in book.model.groups,
                book.line(part, part.effective),
                book.line(part, part.claimed),
                book.line(part, part.supported),
                tuple(parts),
                book.score(score) if step else "",
                short,
            )
        )
    names = {(part.node, part.attribute): part.title for part in lines(result, criterion)}
    tallies = tuple(
        TallyView(
            book.outcome(tally.level, found.step.rule),
            book.percent(tally.share),
            tuple(names[key] for key in tally.trailing if key in names),
            tally.reached,
            bool(level and level.high >= tally.level and not tally.reached),
        )
        for tally in found.tallies
    )
    unreached = [index for index, tally in enumerate(tallies) if not tally.reached]
    return Derivation(
        rule_view(book, found.step.rule),
        rule_view(book, book.model.scoring.rows) if result.rows(criterion) else None,
        tallies[: unreached[0] + 1] if unreached else tallies,
        book.outcome(level, found.step.rule),
        book.outcome(found.claimed.level, found.step.rule),
        book.outcome(found.supported.level, found.step.rule),
        _lowest(book, found),
        book.score(found.effective.score),
        score_view(book, found.step.score or book.model.scoring.score),
        tuple(found_lines),
    )
