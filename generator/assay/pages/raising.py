"""The form that writes a finding, for auditors without git. What it does is in assets/raise-finding.js."""

from __future__ import annotations

from dataclasses import dataclass

from assay.audit import Kind
from assay.pages.base import FINDINGS, RAISE, Page
from assay.pages.book import Book
from assay.pages.sheet import Sheet

SCRIPT = "raise-finding.js"
AUDITOR, KEEPER = "auditor", "lead-assessor"


@dataclass(frozen=True, slots=True)
class Choice:
    """Something that can be chosen: its id, what it is called, and for nodes the ids of its attributes."""

    id: str
    title: str
    attributes: str = ""


def page(book: Book) -> Page:
    """The form, with the ids of this assessment to choose from."""
    sheet = Sheet(book, RAISE)
    assessment, model = book.assessment, book.model
    nodes = tuple(
        Choice(node.id, book.full_title(node.id), " ".join(_attributes(book, node.id)))
        for node in model.nodes.values()
    )
    people = sorted(assessment.people.values(), key=lambda person: AUDITOR not in person.roles)
    items = assessment.items
    context: dict[str, object] = {
        "about": sheet.about(),
        "kinds": tuple(kind.value for kind in Kind),
        "nodes": nodes,
        "attributes": tuple(Choice(one.id, one.title) for one in model.attributes.values()),
        "units": tuple(Choice(unit.id, unit.title) for unit in assessment.units),
        "cycles": tuple(Choice(cycle.id, cycle.title) for cycle in assessment.cycles.values()),
        "items": tuple(
            Choice(name, f"{number}. {items[name].title}")
            for name, number in book.numbers.items()
            if not items[name].withheld  # nobody could tell from the file which one was meant
        ),
        "people": tuple(Choice(person.id, person.name) for person in people),
        "auditors": " ".join(person.id for person in people if AUDITOR in person.roles),
        "keepers": tuple(person.name for person in people if KEEPER in person.roles),
        "taken": " ".join(assessment.findings),
        "repository": book.forge.base,
        "new_file": book.forge.new_file(),
        "prefix": book.site.prefix,
        "findings": sheet.to(FINDINGS) if assessment.findings or assessment.requests else "",
    }
    title = book.words.gettext("Raise a finding")
    return Page(RAISE, title, "pages/raise.md.jinja", context, None, searchable=False, script=SCRIPT)


def _attributes(book: Book, node: str) -> tuple[str, ...]:
    """The attributes that a node, or what is below it, is graded on, in the order of the model."""
    graded = {name for leaf in book.node(node).leaves() for name in leaf.graded_on}
    return tuple(name for name in book.model.attributes if name in graded)
