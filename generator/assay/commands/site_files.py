"""What a site holds beside its pages: its data for other programs, and the attachments."""

from __future__ import annotations

from pathlib import Path

from assay.assessment import Assessment
from assay.cards import Cards
from assay.downloads import published_name
from assay.exhibits import exhibits_csv
from assay.git import History
from assay.pages.base import EXHIBITS_FILE, LEVELS_FILE, TRACEABILITY_FILE
from assay.report import levels_json
from assay.traceability import traceability_csv


def site_files(folder: Path, shown: Cards, history: History) -> dict[str, Path | bytes]:
    """What to copy, or to write, by its name in the site. `shown`: what its audience may see."""
    return {
        EXHIBITS_FILE: exhibits_csv(shown).encode(),
        LEVELS_FILE: levels_json(shown, history.head).encode(),
        TRACEABILITY_FILE: traceability_csv(shown).encode(),
        **_attachments(folder, shown.assessment),
    }


def _attachments(folder: Path, assessment: Assessment) -> dict[str, Path]:
    return {
        published_name(file): folder / file
        for file in assessment.attachments
        if file.startswith("attachments/")
    }
