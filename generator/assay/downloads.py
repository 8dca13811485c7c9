"""Attachments as the site publishes them: files that a browser shows or saves, never pages that it runs."""

from __future__ import annotations

import hashlib
import os
import re
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
_RUN = frozenset(
    (
        *(".html", ".htm", ".xhtml", ".xht", ".shtml", ".mhtml", ".mht"),
        *(".svg", ".svgz", ".xml", ".xsl", ".xslt"),
        *(".js", ".mjs", ".css", ".php", ".cgi", ".asp", ".aspx", ".jsp"),
    )
)
"""Endings that a server may go by even where another follows: Apache takes `x.html.log` for HTML."""

PLAIN = ".plain.txt"
_LONGEST = 255
_KEPT = 150
_DIGEST = re.compile(r"-[0-9a-f]{64}\Z")


def published_name(file: str) -> str:
    """Where the site has the file that the evidence folder has at `file`.

    A file of any other kind (HTML, SVG, script, Markdown, unknown) gets the ending `.plain.txt`, with which a
    browser shows its text: as a page of the site it could act in the reader's name. No two files get the same
    name: a file that has that ending already gets it once more, and the digest of the name stands in for what
    a file system has no room for.
    """
    endings = [ending.lower() for ending in PurePosixPath(file).suffixes]
    inert = bool(endings) and endings[-1] in INERT and not _RUN.intersection(endings)
    if inert and not file.lower().endswith(PLAIN):
        return file
    folder, slash, name = file.rpartition("/")
    raw = os.fsencode(name)
    if len(raw) + len(PLAIN) > _LONGEST or _DIGEST.search(name):
        digest = hashlib.sha256(raw).hexdigest()
        name = f"{raw[:_KEPT].decode('utf-8', 'ignore')}-{digest}"
    return f"{folder}{slash}{name}{PLAIN}"
