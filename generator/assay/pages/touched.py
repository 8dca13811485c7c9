"""What a commit touched: files by the names that people know, and the cycles and criteria they belong to."""

from __future__ import annotations

from collections.abc import Iterator

from assay.layout import Place, place_of
from assay.pages.base import ACTIONS, FINDINGS, METRICS, item_path
from assay.pages.book import Book
from assay.pages.removed import has_page, last_title
from assay.pages.sheet import Sheet
from assay.pages.views import Ref
from assay.trail import Gone, Step, owner_of


class Touched:
    """The files of an evidence repository by what they are about, as it is now."""

    def __init__(self, book: Book) -> None:
        self.book = book
        assessment = book.assessment
        self.units = frozenset(unit.id for unit in assessment.units)
        self.items = {item.file: item for item in assessment.items.values()}
        self.gone: dict[str, Gone] = {one.file: one for lives in book.site.gone.values() for one in lives}
        audited = book.audited
        self.audits = {one.file: (one.title, FINDINGS, f"finding-{one.id}") for one in audited.findings}
        metrics = audited.assessment.metrics.values()
        self.audits |= {one.file: (one.title, METRICS, f"metric-{one.id}") for one in metrics}
        self.audits |= {one.file: (one.title, FINDINGS, f"request-{one.id}") for one in audited.requests}
        self.audits |= {one.file: (one.title, ACTIONS, f"action-{one.id}") for one in audited.actions}
        self.cited: dict[str, list[str]] = {}
        for item in assessment.items.values():
            for source in item.sources:
                if source.file:
                    self.cited.setdefault(source.file, []).append(item.id)
        self.used: dict[str, set[str]] = {}
        for cycle in assessment.cycles.values():
            for judgement in cycle.judgements:
                for citation in judgement.evidence:
                    self.used.setdefault(citation.item, set()).add(cycle.id)
        self.judged: dict[str, set[str]] = {}
        for (_, node, _), trail in book.site.trails.judgements.items():
            for step in trail.steps:
                self.judged.setdefault(step.commit.id, set()).add(node)
        newest_first = [cards.cycle for cards in book.site.cards.values()][::-1]
        self.cycles = {cycle.id: cycle.title for cycle in newest_first}
        self.criteria = {node: book.full_title(node) for node in book.model.nodes if self._is_home(node)}

    def _is_home(self, node: str) -> bool:
        return self.book.homes.get(node, node) == node

    def name(self, sheet: Sheet, file: str, step: Step) -> Ref:
        """A file as a reader knows it, with the page that shows it."""
        book = sheet.book
        if item := self.items.get(file):
            return Ref(item.title, sheet.to(item_path(item.id)))
        if gone := self.gone.get(file):
            there = has_page(book, gone.id) or gone.id in book.numbers
            return Ref(last_title(book, gone), sheet.to(item_path(gone.id)) if there else "")
        place = place_of(file)
        if place is None:
            return Ref(file)
        if place.cycle:
            return self._of_cycle(sheet, file, place)
        title, path, anchor = self.audits.get(file, ("", "", ""))
        return Ref(title, sheet.to(path, anchor)) if title else Ref(file)

    def _of_cycle(self, sheet: Sheet, file: str, place: Place) -> Ref:
        """A file of a cycle."""
        book, words = self.book, self.book.words
        cycle = self.cycles.get(place.cycle, place.cycle)
        known = place.cycle in self.cycles and not book.shared
        href = sheet.to(book.card_path(place.cycle)) if known else ""
        owner = owner_of(file, self.units)
        if owner and owner.kind == "grades":
            name = book.assessment.person_name(owner.name)
            text = words.gettext("Grades by %(person)s, %(cycle)s", person=name, cycle=cycle)
        elif owner:
            name = book.full_title(owner.name) if owner.name in book.model.nodes else owner.name
            text = words.gettext("Consensus on %(criterion)s, %(cycle)s", criterion=name, cycle=cycle)
        elif place.kind == "checks":
            text = words.gettext("Checks, %(cycle)s", cycle=cycle)
        else:
            text = cycle
        unit = book.assessment.unit_title(owner.unit) if owner else ""
        return Ref(f"{text} · {unit}" if unit else text, href)

    def cycles_of(self, file: str, step: Step) -> set[str]:
        """The cycles that a file belongs to: its own, or those in which grades rest on its item."""
        found = {
            place.cycle for name in (file, step.commit.file) if (place := place_of(name)) and place.cycle
        }
        for item in self._items(file):
            found |= self.used.get(item, set())
        return found & self.cycles.keys()

    def criteria_of(self, file: str, step: Step) -> set[str]:
        """The criteria that a step bears on: of the grades that changed, or what an item is about."""
        nodes = set(self.judged.get(step.commit.id, ())) if owner_of(file, self.units) else set()
        for item in self._items(file):
            nodes |= {about.node for about in self.book.assessment.items[item].about}
        if gone := self.gone.get(file):
            nodes |= set(gone.nodes)
        return {self.book.homes.get(node, node) for node in nodes} & self.criteria.keys()

    def _items(self, file: str) -> Iterator[str]:
        """The item of a file, or those that cite it."""
        if item := self.items.get(file):
            yield item.id
        yield from self.cited.get(file, ())
