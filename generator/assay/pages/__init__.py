"""Results to pages: which pages there are, and what each of them prints.

Every page is a template with a context of plain texts, numbers and small records. Templates hold words and
markup; whatever has to be worked out is worked out here.
"""

from __future__ import annotations

from assay.pages import criterion, dashboard, exhibits, item, methodology, report_card
from assay.pages.base import Page, SiteData, link
from assay.pages.book import Book

__all__ = ["Page", "SiteData", "build_pages", "link"]


def build_pages(site: SiteData) -> tuple[Page, ...]:
    """Every page of the site, in the order of its navigation."""
    book = Book(site)
    return (
        dashboard.page(book),
        *report_card.pages(book),
        *(criterion.page(book, node) for node in book.model.criterion_ids),
        exhibits.page(book),
        methodology.page(book),
        *(item.page(book, name) for name in book.numbers),
    )
