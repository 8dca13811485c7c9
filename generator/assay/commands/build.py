"""`assay build`: the site, from an evidence repository in a folder to a folder of pages."""

from __future__ import annotations

import dataclasses
import datetime as dt
import functools
import sys
import time
from pathlib import Path

from assay.audience import Withheld
from assay.commands.cards_text import CardsText
from assay.commands.content import Wanted, site_content
from assay.commands.gather import OK, CannotContinueError
from assay.confidentiality import Audience
from assay.folder import PARTS
from assay.manifest import MANIFEST, SITE, Publication, manifest_json, published_before
from assay.problems import plain
from assay.site import SiteError, check_output
from assay.site import build as build_site
from assay.wording import counted, listed


def build(
    folder: Path, output: Path, as_of: dt.date, wanted: Wanted | None = None, *, quiet: bool = False
) -> int:
    """Build the site of the evidence repository in `folder` into `output`."""
    started = time.monotonic()
    try:
        check_place(folder, output)
        content = site_content(folder, as_of, wanted or Wanted())
        published = dataclasses.replace(content.published, previous=_before(output, content.published))
        manifest = (MANIFEST, functools.partial(manifest_json, published, SITE))
        keep = (folder, Path())
        build_site(content.editions, content.settings, output, content.epoch, keep, manifest)
    except SiteError as error:
        raise CannotContinueError(str(error), error.code) from error
    if not quiet:
        pages = counted(sum(len(edition.pages) for edition in content.editions), "page")
        if len(content.editions) > 1:
            pages += f" in {listed(edition.words.language for edition in content.editions)}"
        took = f"{pages} in {time.monotonic() - started:.1f} s"
        mark = f"DRAFT with {counted(content.errors, 'error')}. " if content.errors else ""
        date = f"as of {content.shown.as_of} ({content.shown.cycle.id})"
        line = f"{output / 'index.html'}: {took}. {mark}{CardsText(content.shown).overall()}, {date}"
        sys.stderr.write(f"assay: {plain(line)}\n")
        sys.stderr.write(withheld_text(content.shown.assessment.audience, content.withheld))
    return OK


def withheld_text(audience: Audience, withheld: Withheld) -> str:
    """What a site leaves out, and where texts name it; nothing where it holds everything."""
    if not withheld:
        return ""
    counts = (
        (withheld.items, "exhibit"),
        (withheld.files, "file"),
        (withheld.audits, "finding, request or action", "findings, requests and actions"),
        (withheld.metrics, "metric"),
        (withheld.texts, "text"),
        (withheld.messages, "commit message"),
    )
    what = listed(counted(number, *name) for number, *name in counts if number)
    lines = [f"made for the audience {audience}: withheld are {what}"]
    if withheld.naming:
        lines.append(f"texts are withheld because they name restricted evidence: {listed(withheld.naming)}")
    return "".join(f"assay: {plain(line)}\n" for line in lines)


def _before(output: Path, published: Publication) -> str | None:
    """The commit of the site that stands at `output` now, which is to be replaced."""
    try:
        return published_before((output / MANIFEST).read_bytes(), published.history.head)
    except OSError:
        return None


def check_place(folder: Path, output: Path) -> None:
    """A SiteError where a site in `output` would remove or mix with the evidence."""
    if part := find_evidence_part(folder, check_output(output, (folder, Path()))):
        raise SiteError(f"{output} lies among the evidence, in {part}: choose another output folder")


def find_evidence_part(folder: Path, output: Path) -> Path | None:
    """The part of the evidence in `folder` that `output` lies in, where it does."""
    target = output.resolve()
    return next((folder / part for part in PARTS if target.is_relative_to((folder / part).resolve())), None)
