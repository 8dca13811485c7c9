"""What every page looks things up in: numbers of exhibits, names, addresses, levels ready to print."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from fractions import Fraction

from assay import numbers
from assay.assessment import About, Grade
from assay.levels import CellKey, Result, StepKey, StepResult
from assay.model import OVERALL, Model, Node
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
from assay.pages.views import Chip, CommitRef, Exhibit, Provenance, Ref, Rung
from assay.ranges import Range
from assay.support import Standing

TONES = 7
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

    def attribute_titles(self, attributes: Iterable[str]) -> tuple[str, ...]:
        """The titles of attributes."""
        return tuple(self.model.attributes[attribute].title for attribute in attributes)

    def name(self, key: StepKey) -> str:
        """`Leadership · Approach`, or just the node's title."""
        node, attribute = key
        return (
            f"{self.title(node)} · {self.model.attributes[attribute].title}"
            if attribute
            else self.title(node)
        )

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

    def grade(self, value: Range | Fraction | None, attribute: str) -> Chip | None:
        """A grade of one attribute; named where the scale's grades are the model's levels."""
        top = self.model.attributes[attribute].scale.high
        found = self.chip(value, top)
        if found and top != self.model.top_level:
            return Chip(found.text, "", found.tone, found.high)
        return found

    def score(self, value: Range | None) -> str:
        """A score as it is printed."""
        return numbers.spread(value, self.model.scoring.digits)

    def ladder(self, found: StepResult, baseline: StepResult | None) -> tuple[Rung, ...]:
        """The levels from the highest down to the lowest that has a mark, each with its marks."""
        at: dict[int, list[str]] = {}
        marks: list[tuple[str, Range | None]] = [
            ("target", Range.point(found.target.level) if found.target else None),
            ("claimed", found.claimed.level),
            ("supported", found.supported.level),
            ("baseline", baseline.effective.level if baseline else None),
        ]
        for name, value in marks:
            if value is not None:
                at.setdefault(int(value.low), []).append(name)
        levels = sorted({level.number for level in self.model.levels} | set(at), reverse=True)
        return tuple(
            Rung(chip, tuple(at.get(number, ()))) for number in levels if (chip := self.chip(number))
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
