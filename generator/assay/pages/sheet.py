"""One page of the site: how it names what it is about, and how it leads to everything else."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from assay.assessment import Cycle
from assay.languages import Words
from assay.levels import CellKey, Result, StepKey
from assay.model import OVERALL, Model
from assay.pages.base import (
    DASHBOARD,
    METHODOLOGY,
    cell_anchor,
    item_path,
    link,
)
from assay.pages.book import Book
from assay.pages.views import CommitRef, Exhibit, Provenance, Ref, Tongue
from assay.support import Standing


@dataclass(frozen=True, slots=True)
class Sheet:
    """One page's view of the book: the same names, with addresses as that page has to write them."""

    book: Book
    path: str

    def to(self, path: str, anchor: str = "") -> str:
        """The address of another file of the site."""
        return link(self.path, path, anchor)

    def node(self, node: str) -> Ref:
        """A node by its title: its page, or its section on that of its criterion.

        On pages that units share it is the node's line where they stand side by side.
        """
        book = self.book
        if node == OVERALL:
            return Ref(book.full_title(node), self.to(book.path(DASHBOARD)))
        if book.shared:
            return Ref(book.full_title(node), self.to(DASHBOARD, book.line_of(node)))
        home = book.homes.get(node, node)
        # What lies between a criterion and its sub-criteria has no section: its first leaf stands in.
        place = "" if home == node else next(iter(book.node(node).leaves())).id
        return Ref(book.full_title(node), self.to(book.criterion_path(home), place))

    def cell(self, key: StepKey) -> Ref:
        """A cell or a row by its full name, with its place on the criterion's page."""
        node, attribute = key
        home = self.book.homes.get(node)
        if attribute is None or home is None:
            return self.node(node)
        inside = attribute in self.book.model.groups and node != home  # a group of attributes has no place
        if self.book.shared or inside:
            return Ref(self.book.name(key), self.node(node).href)
        return Ref(self.book.name(key), self.to(self.book.criterion_path(home), cell_anchor(node, attribute)))

    def file(self, name: str) -> str:
        """The address of a file that all languages of the site share."""
        return link(self.path, f"{self.book.site.up}{name}")

    def cells(self, keys: Iterable[CellKey]) -> tuple[Ref, ...]:
        """Several cells."""
        return tuple(self.cell(key) for key in keys)

    def exhibit(self, item: str, standing: Standing | None = None, contradicts: bool = False) -> Exhibit:
        """An item by its number and title, as it stands in the shown cycle (or as `standing` says)."""
        book = self.book
        stands = standing or book.result.standings[item]
        withheld = book.assessment.items[item].withheld
        return Exhibit(
            number=book.numbers[item],
            title=book.assessment.items[item].title,
            href="" if withheld else self.to(item_path(item)),
            state=stands.state.value,
            counts=stands.counts,
            until=stands.until,
            contradicts=contradicts,
            withheld=withheld,
        )

    def commit(self, commit: str) -> CommitRef:
        """A commit by its id."""
        return CommitRef(commit[:7], self.book.forge.commit(commit))

    def about(self, result: Result | None = None) -> Provenance:
        """The provenance line, for the shown cycle or another."""
        book = self.book
        result = result or book.result
        history = book.site.history
        cycle = result.cycle
        card = "" if book.shared else book.card_path(cycle.id)
        return Provenance(
            as_of=result.as_of,
            holds_until=book.cards.holds_until if book.shared else result.holds_until,
            cycle=Ref(cycle.title, self.to(card) if card not in ("", self.path) else ""),
            sealed_on=cycle.seal.on if cycle.seal else None,
            sealed_by=book.assessment.person_name(cycle.seal.by) if cycle.seal else "",
            commit=self.commit(history.head) if history.head else None,
            uncommitted=bool(history.uncommitted),
            model=f"{result.model.title} {result.model.version}",
            version=book.site.version,
            fictional=book.assessment.fictional,
            draft=book.site.draft,
            has_levels=any(
                rules.level.combine not in ("none", "grade") for rules in book.model.rules.values()
            ),
            graded_by=_other_model(book.model, cycle),
            above=self._above(),
            languages=self._languages(),
            made_for=book.assessment.audience if book.site.withheld else "",
            withheld=self.to(METHODOLOGY, "withheld"),
        )

    def _above(self) -> tuple[Ref, ...]:
        """The front page and the unit that a page of a unit belongs to."""
        book = self.book
        if book.unit is None:
            return ()
        front = Ref(book.assessment.title, self.to(DASHBOARD))
        own = book.path(DASHBOARD)
        return (front,) if self.path == own else (front, Ref(book.unit_title, self.to(own)))

    def _languages(self) -> tuple[Tongue, ...]:
        """This page in every language of the site; nothing where there is only one."""
        site = self.book.site
        if len(site.editions) < 2:
            return ()
        return tuple(
            Tongue(
                edition.language,
                Words(edition.language).name,
                ""
                if edition.language == site.words.language
                else link(self.path, f"{site.up}{edition.folder}{self.path}"),
            )
            for edition in site.editions
        )


def _other_model(model: Model, cycle: Cycle) -> str:
    """The model that a cycle says it was graded by, where it is not the one that it is computed with."""
    if cycle.model is None or not cycle.graded_by_other(model):
        return ""
    return f"{cycle.model.id} {cycle.model.version}".strip()
