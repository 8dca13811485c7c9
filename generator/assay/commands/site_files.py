"""What a site holds beside its pages: its data for other programs, and the attachments."""

from __future__ import annotations

from pathlib import Path

from assay.assessment import Assessment
from assay.downloads import published_name
from assay.exhibits import exhibits_csv
from assay.git import History
from assay.pages import SiteData
from assay.pages.badges import badge_json, badges
from assay.pages.base import EXHIBITS_FILE, LEVELS_FILE, TRACEABILITY_FILE
from assay.pages.book import Book
from assay.render import Renderer
from assay.report import levels_json
from assay.traceability import traceability_csv


def site_files(folder: Path, site: SiteData, history: History) -> dict[str, Path | bytes]:
    """What to copy, or to write, by its name in the site. `site`: what its audience may see."""
    shown = site.cards[site.shown]
    return {
        EXHIBITS_FILE: exhibits_csv(shown).encode(),
        LEVELS_FILE: levels_json(shown, history.head).encode(),
        TRACEABILITY_FILE: traceability_csv(shown).encode(),
        **_badges(site),
        **_attachments(folder, shown.assessment),
    }


def _badges(site: SiteData) -> dict[str, Path | bytes]:
    renderer, found = Renderer(site.words), tuple(badges(Book(site)))
    pictures = {badge.svg: renderer.badge(badge).encode() for badge in found}
    return {**pictures, **{badge.json: badge_json(badge).encode() for badge in found}}


def _attachments(folder: Path, assessment: Assessment) -> dict[str, Path]:
    return {
        published_name(file): folder / file
        for file in assessment.attachments
        if file.startswith("attachments/")
    }
