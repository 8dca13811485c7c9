"""Levels and methodology: the model in words, its rules, our own choices, and what made this site."""

from __future__ import annotations

from assay.manifest import MANIFEST
from assay.pages.badges import badge_views
from assay.pages.base import LEVELS_FILE, METHODOLOGY, Page
from assay.pages.book import Book
from assay.pages.duties import asked
from assay.pages.methodology.gate import gate_of
from assay.pages.methodology.rules import rules_of
from assay.pages.methodology.words import words_of
from assay.pages.sheet import Sheet
from assay.pages.views import Ref

_SHOWN = 20
"""How many files that are not committed are named."""


def page(book: Book) -> Page:
    """The page on levels and methodology."""
    sheet = Sheet(book, METHODOLOGY)
    title = book.words.gettext("Levels and methodology")
    context = {
        "about": sheet.about(),
        **words_of(sheet),
        **rules_of(sheet),
        **_evidence(book),
        **_duties(sheet),
        **gate_of(sheet),
        **_made(sheet),
        "badges": badge_views(sheet) if book.site.manifest else (),
        "address": book.site.address,
    }
    return Page(METHODOLOGY, title, "pages/methodology.md.jinja", context, (), hide=())


def _evidence(book: Book) -> dict[str, object]:
    policy = book.assessment.policy
    return {
        "policy": policy.evidence,
        "max_age": sorted((kind, age.months, age.days) for kind, age in policy.max_age.items()),
        "warn_before": (policy.warn_before.months, policy.warn_before.days),
    }


def _duties(sheet: Sheet) -> dict[str, object]:
    book = sheet.book
    found = book.assessment.duties(book.result.cycle)
    names = {waiver.by: None for waiver in book.assessment.waivers.values()}
    return {
        "duties": found,
        "rigour": book.result.cycle.rigour,
        "requires": [asked(book, one) for one in found.requires],
        "waivers": sorted(book.assessment.waivers.values(), key=lambda waiver: (waiver.until, waiver.id)),
        "approvers": {person: book.assessment.person_name(person) for person in names},
        "in_force": {name for name, one in book.assessment.waivers.items() if one.holds(book.result.as_of)},
    }


def _made(sheet: Sheet) -> dict[str, object]:
    book, history = sheet.book, sheet.book.site.history
    uncommitted = sorted(history.uncommitted)
    return {
        "model": f"{book.model.title} {book.model.version}",
        "source": book.model.source,
        "digest": book.model.digest,
        "levels_file": sheet.file(LEVELS_FILE),
        "manifest_file": sheet.file(MANIFEST) if book.site.manifest else "",
        "head": sheet.commit(history.head) if history.head else None,
        "head_id": history.head or "",
        "uncommitted": uncommitted[:_SHOWN],
        "uncommitted_count": len(uncommitted),
        "shallow": history.shallow,
        "withheld": book.site.withheld or None,
        "people": [(person.name, person.roles) for person in book.assessment.people.values()],
        "scope": book.assessment.scope,
        "cycles": [
            (
                Ref(result.cycle.title, "" if book.shared else sheet.to(book.card_path(result.cycle.id))),
                result,
            )
            for result in book.newest_first
        ],
    }
