"""The site: writes the MkDocs project, runs the engine, swaps the result in."""

from __future__ import annotations

import hashlib
import os
from collections.abc import Callable, Iterable, Mapping, Sequence
from pathlib import Path

from assay.pages import Page
from assay.render import Renderer
from assay.site.engine import run_builds
from assay.site.errors import FAULT, SiteError
from assay.site.project import SITE, Edition, write_project
from assay.site.settings import Settings, find_settings, read_settings
from assay.site.swap import check_output, put_in_place, staged

__all__ = [
    "Edition",
    "Settings",
    "SiteError",
    "build",
    "check_output",
    "digests_of",
    "find_settings",
    "read_settings",
    "write_project",
]


def build(
    editions: Sequence[Edition],
    settings: Settings,
    output: Path,
    epoch: int,
    keep: Iterable[Path] = (),
    manifest: tuple[str, Callable[[Mapping[str, str]], bytes]] | None = None,
) -> None:
    """Build the site into `output`, which is replaced whole, or stays as it was where a SiteError is raised.

    `editions`: the languages of the site, the first one at its top; `epoch`: the site's date in seconds since
    1970; `keep`: folders that `output` must not hold; `manifest`: the name of a last file, and what makes its
    content from the SHA-256 of all others.
    """
    target = check_output(output, keep)
    try:
        with staged(target) as staging:
            projects = [staging.path / edition.words.language for edition in editions]
            for edition, project in zip(editions, projects, strict=True):
                project.mkdir()
                write_project(edition, settings, project)
            run_builds(projects, epoch, (staging.lock,))
            site = projects[0] / SITE
            if not settings.site_url:
                # The engine's page for wrong addresses loads its style from the root of the server. Where the
                # site stands in a folder there, that page is without form: ours needs no other file.
                (site / "404.html").write_text(Renderer(editions[0].words).not_found(), "utf-8")
            for edition, project in zip(editions[1:], projects[1:], strict=True):
                (project / SITE / "404.html").unlink(missing_ok=True)  # a server knows one, at the top
                (project / SITE).rename(site / edition.folder)
            for edition in editions:
                _check_whole(site / edition.folder, edition.pages)
            if manifest:
                name, content = manifest
                (site / name).write_bytes(content(digests_of(site)))
            check_output(output, keep)  # while this build waited, somebody may have put files there
            put_in_place(site, target)
    except OSError as error:
        place = f"{os.fspath(error.filename)}: " if error.filename else ""
        raise SiteError(f"the site cannot be written: {place}{error.strerror}", FAULT) from error


def digests_of(site: Path) -> dict[str, str]:
    """The SHA-256 of every file of a site, by its name."""
    found = {}
    for file in sorted(site.rglob("*")):
        if file.is_file():
            with file.open("rb") as stream:
                found[file.relative_to(site).as_posix()] = hashlib.file_digest(stream, "sha256").hexdigest()
    return found


def _check_whole(site: Path, pages: Sequence[Page]) -> None:
    """A last look before the swap: every page and the search index are there."""
    expected = [f"{page.path.removesuffix('.md')}.html" for page in pages] + ["search/search_index.js"]
    for file in expected:
        if not (site / file).is_file():
            raise SiteError(f"the site engine succeeded but left out {file}", FAULT)
