"""Attachments as the site publishes them: files that a browser shows or saves, never pages that it runs."""

from __future__ import annotations

from pathlib import PurePosixPath

INERT = frozenset(
    (
        *(".txt", ".log", ".csv", ".tsv", ".json", ".yaml", ".yml"),
        *(".pdf", ".png", ".jpg", ".jpeg", ".gif", ".webp", ".bmp", ".tif", ".tiff"),
        *(".mp3", ".m4a", ".wav", ".ogg", ".mp4", ".webm", ".mov"),
        *(".docx", ".xlsx", ".pptx", ".doc", ".xls", ".ppt", ".odt", ".ods", ".odp", ".rtf"),
        *(".zip", ".gz", ".7z", ".ics", ".msg"),
    )
)
"""The endings of files that are published under their own name. None of them runs script in a site's name."""


def published_name(file: str) -> str:
    """Where the site has the file that the evidence folder has at `file`.

    A file of any other kind (HTML, SVG, script, Markdown, unknown) gets the ending `.txt`, with which a
    browser shows its text: as a page of the site it could act in the reader's name.
    """
    return file if PurePosixPath(file).suffix.lower() in INERT else f"{file}.txt"
