"""Results to pages: which pages there are, and what each of them prints.

Every page is a template with a context of plain texts, numbers and small records. Templates hold words and
markup; whatever has to be worked out is worked out here.
"""

from __future__ import annotations

from collections.abc import Iterator

from assay.pages import (
    audit_log,
    checks,
    consensus,
    criterion,
    dashboard,
    exhibits,
    findings,
    item,
    methodology,
    metrics,
    profile,
    raising,
    removed,
    report_card,
    roadmap,
    traceability,
    whole,
)
from assay.pages.base import Edition, Page, SiteData, link
from assay.pages.book import Book

__all__ = ["Edition", "Page", "SiteData", "build_pages", "link"]


def build_pages(site: SiteData) -> tuple[Page, ...]:
    """Every page of the site, in the order of its navigation."""
    return tuple(_pages(Book(site)))


def _pages(book: Book) -> Iterator[Page]:
    """The pages that units share around those of each unit."""
    yield from whole.pages(book)
    for part in book.parts:
        yield from _unit_pages(part)
    yield from consensus.pages(book)
    yield from checks.pages(book)
    yield exhibits.page(book)
    yield from metrics.pages(book)
    yield from findings.pages(book)
    yield from audit_log.pages(book)
    yield methodology.page(book)
    yield raising.page(book)
    for name in book.numbers:
        if not book.assessment.items[name].withheld:
            yield item.page(book, name)
    yield from removed.removed_pages(book)


def _unit_pages(book: Book) -> Iterator[Page]:
    """The pages of one unit, or of an assessment without units."""
    yield dashboard.page(book)
    yield from report_card.pages(book)
    for node in book.model.nodes:  # the groups above criteria have a page as well
        if book.homes.get(node, node) == node:
            yield criterion.page(book, node)
    yield from profile.lens_pages(book)
    yield from profile.position_pages(book)
    yield roadmap.page(book)
    yield traceability.page(book)
