"""`assay serve`: a live preview of the site, made again whenever the evidence changes."""

from __future__ import annotations

import dataclasses
import datetime as dt
import sys
import tempfile
import time
from pathlib import Path

from assay.commands.cards_text import CardsText
from assay.commands.content import Content, Wanted, find_own_settings, site_content
from assay.commands.gather import OK, CannotContinueError
from assay.folder import PARTS, scan
from assay.git import read_head
from assay.preview import serving, watch
from assay.problems import plain
from assay.site import SiteError, write_project

HOST = "127.0.0.1"
PORT = 8000


def serve(folder: Path, as_of: dt.date, wanted: Wanted, *, host: str = HOST, port: int = PORT) -> int:
    """Serve the site of the evidence repository in `folder` until interrupted.

    A change in the evidence shows within seconds. While a file is broken, its problems are printed and the
    last good preview stays.
    """

    def emit(project: Path) -> Content:
        content = site_content(folder, as_of, wanted)
        # The server's addresses start at its root, wherever the published site will be.
        settings = dataclasses.replace(content.settings, site_url="")
        write_project(content.editions[0], settings, project)
        return content

    def again() -> None:
        started = time.monotonic()
        try:
            content = emit(project)
        except (CannotContinueError, SiteError) as error:
            _say(f"{error}; the preview stays as it was")
        else:
            _say(f"{CardsText(content.shown).overall()} ({time.monotonic() - started:.1f} s)")

    with tempfile.TemporaryDirectory(prefix="assay-preview-") as place:
        project = Path(place)
        try:
            content = emit(project)
            with serving(project, host, port, content.epoch) as server:
                _say(CardsText(content.shown).overall())
                _say(f"preview on http://{host}:{port}/ (Ctrl-C ends it)")
                watch(server, lambda: _state(folder), again)
        except SiteError as error:
            raise CannotContinueError(str(error), error.code) from error
    return OK


def _state(folder: Path) -> object:
    """What the preview depends on, as far as a look at the file system tells."""
    files = scan(folder).files.values() if folder.is_dir() else ()
    evidence = [(entry.file, entry.stamp) for entry in files if entry.file.partition("/")[0] in PARTS]
    source = find_own_settings(folder)
    return evidence, source and source.stat().st_mtime_ns, read_head(folder)


def _say(text: str) -> None:
    sys.stderr.write(f"assay: {plain(text)}\n")
