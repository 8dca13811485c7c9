"""What every page looks things up in: numbers of exhibits, names, addresses, levels ready to print."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from fractions import Fraction
from functools import cached_property

from assay import numbers
from assay.assessment import About, Grade
from assay.levels import CellKey, Result, StepKey, StepResult
from assay.model import ITSELF, OVERALL, LevelRule, Model, Node, Scale
from assay.pages.base import (
    DASHBOARD,
    SiteData,
    absolute,
    card_path,
    cell_anchor,
    criterion_path,
    item_path,
    link,
)
from assay.pages.lines import Line
from assay.pages.views import Chip, CommitRef, Exhibit, Provenance, Ref, Rung
from assay.ranges import Range
from assay.support import Standing

TONES = 7
SHORT = 4
"""How many tones the ramp of the style sheet has; a model's levels are spread over it."""


class Book:
    """The site's data with its indexes. One for all pages."""

    def __init__(self, site: SiteData) -> None:
        self.site = site
        self.result = site.results[site.shown]
        self.assessment = self.result.assessment
        self.model: Model = self.result.model
        self.baseline = site.results.get(self.result.cycle.compare_with or "")
        self.numbers: Mapping[str, int] = {
            item: number for number, item in enumerate(self._exhibit_order(), 1)
        }
        self.order = {node: place for place, node in enumerate(self.model.nodes)}
        self.about: dict[str, list[tuple[str, About]]] = {}
        for item in self.numbers:
            for about in self.assessment.items[item].about:
                self.about.setdefault(about.node, []).append((item, about))
        self.answers: dict[str, list[tuple[CellKey, Grade, str]]] = {}
        for cell in self.result.cells.values():
            for grade in cell.grades:
                for answer in grade.against:
                    self.answers.setdefault(answer.item, []).append((cell.key, grade, answer.answer))
        self._chips: dict[tuple[Range, Fraction | None], Chip] = {}
        self.used = frozenset(self._used())
        self.homes: Mapping[str, str] = dict(self._find_homes())

    def _exhibit_order(self) -> list[str]:
        """The items by the day of collection: a new one comes last, and the others keep their numbers."""
        items = self.assessment.items
        return sorted(items, key=lambda item: (items[item].collected_on, item))

    def _used(self) -> Iterator[str]:
        """The items that some cycle's grades cite or answer."""
        for result in self.site.results.values():
            yield from result.cited
            for grade in result.cycle.grades:
                yield from (answer.item for answer in grade.against)

    def _find_homes(self) -> Iterator[tuple[str, str]]:
        """Each node that is on a criterion's page, with that criterion."""
        for criterion in self.model.criterion_ids:
            for node in self.model.nodes[criterion].walk():
                yield node.id, criterion

    @property
    def newest_first(self) -> tuple[Result, ...]:
        """The cycles, the newest first."""
        return tuple(self.site.results.values())[::-1]

    def node(self, node: str) -> Node:
        """A node of the model."""
        return self.model.nodes[node]

    def title(self, node: str) -> str:
        """A node's title."""
        return "Overall" if node == OVERALL else self.model.nodes[node].title

    def attribute_title(self, attribute: str) -> str:
        """The title of an attribute or of a group of them."""
        if attribute in self.model.groups:
            return self.model.groups[attribute].title
        return self.model.attributes[attribute].title if attribute != ITSELF else "Grade"

    def attribute_titles(self, attributes: Iterable[str]) -> tuple[str, ...]:
        """The titles of attributes."""
        return tuple(self.attribute_title(attribute) for attribute in attributes)

    def name(self, key: StepKey) -> str:
        """`Leadership · Approach`, or just the node's title."""
        node, attribute = key
        return f"{self.title(node)} · {self.attribute_title(attribute)}" if attribute else self.title(node)

    # Levels, grades, scores

    def tone(self, value: Fraction, top: Fraction) -> int:
        """A value's place on the ramp: 0 below level 1, then spread evenly from the lowest to the highest."""
        if value <= 0:
            return 0
        if top <= 1:
            return max(1, min(TONES, int(value / top * TONES + Fraction(1, 2)))) if top else TONES
        return 1 + int(max(Fraction(0), value - 1) / (top - 1) * (TONES - 1) + Fraction(1, 2))

    def chip(self, value: Range | Fraction | int | None, top: Fraction | None = None) -> Chip | None:
        """A level, or a grade on a scale that ends at `top`; None stays None."""
        if value is None:
            return None
        held = value if isinstance(value, Range) else Range.point(value)
        known = held, top
        if known not in self._chips:
            self._chips[known] = self._chip(held, top)
        return self._chips[known]

    def _chip(self, held: Range, top: Fraction | None) -> Chip:
        level = self.model.level(held.low)
        tone = self.tone(held.low, top or Fraction(self.model.top_level))
        high = "" if held.exact is not None else numbers.grade_text(held.high)
        return Chip(numbers.grade_text(held.low), level.title if level else "", tone, high)

    def outcome(self, value: Range | Fraction | None, rule: LevelRule | None) -> Chip | None:
        """What comes out of a rule: a level, or a grade of the scale that the rule names."""
        if value is None or rule is None or rule.scale is None:
            return self.chip(value)
        return self.marked(value, rule.scale)

    def grade(self, value: Range | Fraction | None, key: CellKey) -> Chip | None:
        """A grade of a cell; named where the scale's grades are the model's levels."""
        scale = self.model.scale(*key)
        if value is None:
            return None
        if not self.model.grades_are_levels(key[0]) and scale.shows_labels:
            return self.marked(value, scale)
        found = self.chip(value, scale.high)
        named = found and scale.high == self.model.top_level and self.model.grades_are_levels(key[0])
        return found if named or found is None else Chip(found.text, "", found.tone, found.high)

    def marked(self, value: Range | Fraction, scale: Scale) -> Chip:
        """A grade by its label: short labels as they are, long ones as the name beside the number."""
        held = value if isinstance(value, Range) else Range.point(value)
        low, high = self._label(held.low, scale), self._label(held.high, scale)
        label = scale.label(held.low) or ""
        name = scale.titles.get(label, "" if label == low else label)
        steps = scale.grades
        place = sum(scale.rank(held.low) > scale.rank(step) for step in steps)
        tone = 0 if not place else max(1, round(place / max(1, len(steps) - 1) * TONES))
        return Chip(low, name, min(tone, TONES), "" if held.exact is not None else high)

    def _label(self, grade: Fraction, scale: Scale) -> str:
        label = scale.label(grade) or ""
        return label if 0 < len(label) <= SHORT else numbers.grade_text(grade)

    def line(self, found: Line, value: Range | None) -> Chip | None:
        """A value of a line: a level, a grade, or a score."""
        if found.kind == "score":
            return self.share(value, found.full)
        if found.kind == "cell":
            return self.grade(value, found.cells[0])
        return self.outcome(value, found.rule)

    @cached_property
    def _named_scale(self) -> Scale | None:
        """The scale of all cells, where they share one whose labels say more than its numbers."""
        scales = {scale.id: scale for scale in (self.model.scale(*cell) for cell in self.model.cells)}
        found = next(iter(scales.values()))
        return found if len(scales) == 1 and found.shows_labels else None

    def need(self, value: Fraction) -> str:
        """What a rule asks of a part, by the name that the scale of its cells has for it."""
        label = self._named_scale.label(value) if self._named_scale else None
        return label or numbers.grade_text(value)

    def path(self, path: str) -> str:
        """Where a page of this book stands in the site."""
        return f"{self.site.prefix}{path}"

    def out_of(self, found: StepResult) -> str:
        """What a score is given out of."""
        return numbers.grade_text(found.effective.full)

    def share(self, value: Range | None, full: Fraction) -> Chip | None:
        """A score as a chip, its tone by the part of the highest that it is."""
        if value is None or not full:
            return None
        tone = min(TONES, int(value.low / full * TONES + Fraction(1, 2)))
        digits = self.model.scoring.digits
        high = "" if value.exact is not None else numbers.rounded(value.high, digits)
        return Chip(numbers.rounded(value.low, digits), "", tone, high)

    def score(self, value: Range | None) -> str:
        """A score as it is printed."""
        return numbers.spread(value, self.model.scoring.digits)

    def ladder(self, found: StepResult, baseline: StepResult | None) -> tuple[Rung, ...]:
        """The levels from the highest down to the lowest that has a mark, each with its marks."""
        rule = found.step.rule
        if rule is None or rule.combine == "none":
            return ()
        at: dict[Fraction, list[str]] = {}
        aim = found.target.level if found.target else None
        marks: list[tuple[str, Range | None]] = [
            ("target", Range.point(aim) if aim is not None else None),
            ("claimed", found.claimed.level),
            ("supported", found.supported.level),
            ("baseline", baseline.effective.level if baseline else None),
        ]
        for name, value in marks:
            if value is not None:
                at.setdefault(value.low, []).append(name)
        named = rule.scale.grades if rule.scale else [Fraction(one.number) for one in self.model.levels]
        levels = sorted({*named, *at}, reverse=True)
        return tuple(
            Rung(chip, tuple(at.get(number, ()))) for number in levels if (chip := self.outcome(number, rule))
        )


@dataclass(frozen=True, slots=True)
class Sheet:
    """One page's view of the book: the same names, with addresses as that page has to write them."""

    book: Book
    path: str

    def to(self, path: str, anchor: str = "") -> str:
        """The address of another file of the site."""
        return link(self.path, path, anchor)

    def node(self, node: str) -> Ref:
        """A node by its title: its page, its section, or (for a group) its part of the report card."""
        book = self.book
        if node == OVERALL:
            return Ref(book.title(node), self.to(DASHBOARD))
        home = book.homes.get(node)
        if home is None:
            return Ref(book.title(node), self.to(card_path(book.site.shown), node))
        # What lies between a criterion and its sub-criteria has no section: its first leaf stands in.
        place = next(iter(book.node(node).leaves())).id
        return Ref(book.title(node), self.to(criterion_path(home), "" if home == node else place))

    def cell(self, key: StepKey) -> Ref:
        """A cell or a row by its full name, with its place on the criterion's page."""
        node, attribute = key
        home = self.book.homes.get(node)
        if attribute is None or home is None:
            return self.node(node)
        return Ref(self.book.name(key), self.to(criterion_path(home), cell_anchor(node, attribute)))

    def cells(self, keys: Iterable[CellKey]) -> tuple[Ref, ...]:
        """Several cells."""
        return tuple(self.cell(key) for key in keys)

    def exhibit(self, item: str, standing: Standing | None = None, contradicts: bool = False) -> Exhibit:
        """An item by its number and title, as it stands in the shown cycle (or as `standing` says)."""
        book = self.book
        stands = standing or book.result.standings[item]
        return Exhibit(
            number=book.numbers[item],
            title=book.assessment.items[item].title,
            href=self.to(item_path(item)),
            state=stands.state.value,
            counts=stands.counts,
            until=stands.until,
            contradicts=contradicts,
        )

    def commit(self, commit: str) -> CommitRef:
        """A commit by its id."""
        base = absolute(self.book.assessment.repository_url or "").rstrip("/").removesuffix(".git")
        return CommitRef(commit[:7], f"{base}/commit/{commit}" if base else "")

    def about(self, result: Result | None = None) -> Provenance:
        """The provenance line, for the shown cycle or another."""
        result = result or self.book.result
        history = self.book.site.history
        cycle, card = result.cycle, card_path(result.cycle.id)
        return Provenance(
            as_of=result.as_of,
            holds_until=result.holds_until,
            cycle=Ref(cycle.title, self.to(card) if card != self.path else ""),
            sealed_on=cycle.seal.on if cycle.seal else None,
            sealed_by=self.book.assessment.person_name(cycle.seal.by) if cycle.seal else "",
            commit=self.commit(history.head) if history.head else None,
            uncommitted=bool(history.uncommitted),
            model=f"{result.model.title} {result.model.version}",
            version=self.book.site.version,
            fictional=self.book.assessment.fictional,
            draft=self.book.site.draft,
        )
