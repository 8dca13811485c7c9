"""What the forms of problems have to know of an evidence folder and its repository."""

from __future__ import annotations

from pathlib import Path

from assay.commands.gather import Gathered, shown_root
from assay.forge import forge_of
from assay.git import prefix_of, unchanged_head
from assay.problems import Setting
from assay.rule_help import described_rules


def setting_of(folder: Path, gathered: Gathered, form: str, at: str | None = None) -> Setting:
    """How the problems of an evidence folder are told in a form; git is asked only for those that need it.

    `at`: the revision that was read; None: the files on disk were.
    """
    here = shown_root(folder)
    if form in ("text", "json"):
        return Setting(here)
    prefix = prefix_of(folder)
    root = here if prefix is None else prefix
    if form != "sarif":
        return Setting(here, root)
    assessment = gathered.loaded.assessment
    forge = forge_of(assessment.repository_url or "", assessment.forge) if assessment else forge_of("")
    return Setting(
        here,
        root,
        frozenset(gathered.loaded.folder.files),
        described_rules(),
        forge.base,
        (gathered.commit if at else unchanged_head(folder)) or "",
    )


def setting_here(form: str) -> Setting:
    """The same for files that are named by their paths from the current folder."""
    root = "" if form in ("text", "json") else prefix_of(Path()) or ""
    return Setting("", root, None, described_rules() if form == "sarif" else {})
