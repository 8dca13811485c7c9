"""The site: writes the MkDocs project, runs the engine, swaps the result in."""

from __future__ import annotations

import os
import shutil
from collections.abc import Iterable, Mapping, Sequence
from pathlib import Path

from assay import resources
from assay.pages import Page
from assay.site.engine import run_build
from assay.site.errors import FAULT, SiteError
from assay.site.project import SITE, write_project
from assay.site.settings import Settings, find_settings, read_settings
from assay.site.swap import check_output, put_in_place, staged

__all__ = [
    "Settings",
    "SiteError",
    "build",
    "check_output",
    "find_settings",
    "read_settings",
    "write_project",
]


def build(
    pages: Sequence[Page],
    downloads: Mapping[str, Path | bytes],
    settings: Settings,
    output: Path,
    epoch: int,
    keep: Iterable[Path] = (),
) -> None:
    """Build the site into `output`, which is replaced whole, or stays as it was where a SiteError is raised.

    `downloads`: file of the site -> the file to copy, or its content; `epoch`: the site's date in seconds
    since 1970; `keep`: folders that `output` must not hold.
    """
    target = check_output(output, keep)
    try:
        with staged(target) as staging:
            write_project(pages, downloads, settings, staging.path)
            run_build(staging.path, epoch, (staging.lock,))
            if not settings.site_url:
                _replace_not_found(staging.path / SITE)
            _check_whole(staging.path / SITE, pages)
            check_output(output, keep)  # while this build waited, somebody may have put files there
            put_in_place(staging.path / SITE, target)
    except OSError as error:
        place = f"{os.fspath(error.filename)}: " if error.filename else ""
        raise SiteError(f"the site cannot be written: {place}{error.strerror}", FAULT) from error


def _replace_not_found(site: Path) -> None:
    """The engine's page for wrong addresses loads its style from the root of the server.

    Where the site stands in a folder there, that page is without form: ours needs no other file.
    """
    shutil.copyfile(resources.TEMPLATES / "404.html", site / "404.html")


def _check_whole(site: Path, pages: Sequence[Page]) -> None:
    """A last look before the swap: every page and the search index are there."""
    expected = [f"{page.path.removesuffix('.md')}.html" for page in pages] + ["search/search_index.js"]
    for file in expected:
        if not (site / file).is_file():
            raise SiteError(f"the site engine succeeded but left out {file}", FAULT)
