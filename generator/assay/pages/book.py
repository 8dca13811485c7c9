"""What every page looks things up in: numbers of exhibits, names, addresses, figures ready to print."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping
from functools import cached_property

from assay.assessment import About, Grade, Item
from assay.cards import Cards
from assay.exhibits import exhibit_numbers
from assay.forge import Forge, forge_of
from assay.levels import CellKey, Result, StepKey
from assay.model import ITSELF, OVERALL, Node
from assay.pages.audited import Audited
from assay.pages.base import (
    SiteData,
    unit_folder,
)
from assay.pages.figures import Figures
from assay.pages.past import Past
from assay.trail.words import Telling
from assay.whatif import Drop

ROOM = 40
"""How many pages of criteria the navigation has room for."""


class Book(Figures):
    """The site's data with its indexes, for the pages of one unit, or for those that all units share.

    Where the organisation has no units, one book serves all pages. Else each unit has one (`parts`), and the
    book without a unit is for the shared pages: its `result` is the first unit's, and only for what is the
    same in all of them (the model, the date, how evidence stands).
    """

    def __init__(self, site: SiteData, unit: str | None = None, past: Past | None = None) -> None:
        self.site = site
        self.past = past or Past(site)
        self.unit = unit
        self.cards = site.cards[site.shown]
        self.assessment = self.cards.assessment
        super().__init__(self.assessment.model, site.words)
        self.shared = bool(self.assessment.units) and unit is None
        self.results: Mapping[str, Result] = {
            name: self._of_unit(cards) for name, cards in site.cards.items()
        }
        self.result = self.results[site.shown]
        self.baseline = self.results.get(self.result.cycle.compare_with or "")
        self.drops: tuple[Drop, ...] = self.cards.drops[self.result.unit]
        self.numbers: Mapping[str, int] = exhibit_numbers(self.assessment.items)
        self.order = {node: place for place, node in enumerate(self.model.nodes)}
        self.about: dict[str, list[tuple[str, About]]] = {}
        self.items: Mapping[str, Item] = {
            name: item for name, item in self.assessment.items.items() if self.shared or item.serves(unit)
        }
        for item in self.items:
            for about in self.assessment.items[item].about:
                self.about.setdefault(about.node, []).append((item, about))
        self.homes: Mapping[str, str] = dict(self._find_homes())

    def _of_unit(self, cards: Cards) -> Result:
        return cards.results[0] if self.shared else cards.unit(self.unit)

    @cached_property
    def parts(self) -> tuple[Book, ...]:
        """The books that together show every cell: this one, or one for each unit."""
        if not self.shared:
            return (self,)
        return tuple(Book(self.site, unit.id, self.past) for unit in self.assessment.units)

    @cached_property
    def audited(self) -> Audited:
        """The findings, requests and actions that concern the unit."""
        return Audited(self.assessment, self.unit, self.site.on or self.result.as_of)

    @cached_property
    def answers(self) -> Mapping[str, list[tuple[CellKey, Grade, str]]]:
        """What graders answered to items that speak against their grades, by item."""
        found: dict[str, list[tuple[CellKey, Grade, str]]] = {}
        for cell in self.result.cells.values():
            for grade in cell.grades:
                for answer in grade.against:
                    found.setdefault(answer.item, []).append((cell.key, grade, answer.answer))
        return found

    @cached_property
    def used(self) -> frozenset[str]:
        """The items that some cycle's grades cite or answer, in any unit."""
        return frozenset(self._used())

    @cached_property
    def forge(self) -> Forge:
        """Where the repository is seen in a browser."""
        return forge_of(self.assessment.repository_url or "", self.assessment.forge)

    def _used(self) -> Iterator[str]:
        for cards in self.site.cards.values():
            for result in cards.results:
                yield from result.cited
            for grade in cards.cycle.grades:
                yield from (answer.item for answer in grade.against)

    def _find_homes(self) -> Iterator[tuple[str, str]]:
        """Each node that is on a criterion's page, with that criterion."""
        for criterion in self.model.criterion_ids:
            for node in self.model.nodes[criterion].walk():
                yield node.id, criterion

    @cached_property
    def telling(self) -> Telling:
        """What tells the changes of commits, with the names of cells as pages have them."""

        def cell(node: str, attribute: str) -> str:
            known = self.model.attributes.keys() | self.model.groups.keys() | {""}
            title = self.full_title(node) if node in self.model.nodes else node
            what = self.attribute_title(attribute) if attribute in known and attribute else attribute
            return " · ".join(part for part in (title, what) if part)

        return Telling(self.words, cell)

    @property
    def newest_first(self) -> tuple[Result, ...]:
        """The cycles, the newest first."""
        return tuple(self.results.values())[::-1]

    def line_of(self, node: str) -> str:
        """The node whose line shows a node where units stand side by side: its criterion, or itself."""
        return self.homes.get(node, node)

    # Where the pages are

    def path(self, path: str) -> str:
        """Where one of this book's own pages stands in the site."""
        return f"{unit_folder(self.unit)}{path}" if self.unit else path

    def criterion_path(self, node: str) -> str:
        """The page of a criterion."""
        return self.path(f"criteria/{node}.md")

    def card_path(self, cycle: str) -> str:
        """The report card of a cycle."""
        return self.path(f"report-cards/{cycle}.md")

    def printed_path(self, cycle: str) -> str:
        """The report card of a cycle with all its grades, for paper."""
        return self.path(f"print/{cycle}.md")

    def nav(self, *sections: str) -> tuple[str, ...]:
        """The sections of the navigation above a page: a unit's pages stand under its name."""
        if self.unit is None:
            return sections
        return (self.words.gettext("Units"), self.unit_title, *sections)

    @property
    def in_nav(self) -> bool:
        """Whether the pages of criteria have a place in the navigation: it has room for a few dozen."""
        return len(self.model.criterion_ids) * max(1, len(self.assessment.units)) <= ROOM

    @property
    def unit_title(self) -> str:
        """The name of the unit; "" for none."""
        return self.assessment.unit_title(self.unit)

    # Names

    def node(self, node: str) -> Node:
        """A node of the model."""
        return self.model.nodes[node]

    def title(self, node: str) -> str:
        """A node's title."""
        return self.words.gettext("Overall") if node == OVERALL else self.model.nodes[node].title

    @cached_property
    def _names(self) -> Mapping[str, str]:
        """Each node's title; where several nodes share one, with those above it until it is told apart."""
        nodes = self.model.nodes
        shared = Counter(node.title for node in nodes.values())
        found = {}
        for node in nodes.values():
            name = node.title
            for above in self.model.ancestors(node.id) if shared[name] > 1 else ():
                name = f"{nodes[above].title} · {name}"
                if shared[nodes[above].title] == 1:
                    break
            found[node.id] = name
        return found

    def full_title(self, node: str) -> str:
        """A node's title for where nothing around it says which one is meant."""
        return self.title(node) if node == OVERALL else self._names[node]

    def attribute_title(self, attribute: str) -> str:
        """The title of an attribute or of a group of them."""
        if attribute in self.model.groups:
            return self.model.groups[attribute].title
        return self.model.attributes[attribute].title if attribute != ITSELF else self.words.gettext("Grade")

    def attribute_titles(self, attributes: Iterable[str]) -> tuple[str, ...]:
        """The titles of attributes."""
        return tuple(self.attribute_title(attribute) for attribute in attributes)

    def name(self, key: StepKey) -> str:
        """`Leadership · Approach`, or just the node's title."""
        node, attribute = key
        title = self.full_title(node)
        return f"{title} · {self.attribute_title(attribute)}" if attribute else title
