"""`assay pack`: everything that an auditor needs in one file, which can be checked without a repository."""

from __future__ import annotations

import datetime as dt
import functools
import hashlib
import os
import sys
import tempfile
from collections.abc import Mapping
from pathlib import Path

from assay.archive import ArchiveError, write_archive
from assay.commands.build import find_evidence_part
from assay.commands.content import Content, Wanted, site_content
from assay.commands.gather import DATA_ERROR, OK, USAGE_ERROR, CannotContinueError
from assay.folder import SITE_MARKER
from assay.forge import forge_of
from assay.git.people import read_setting
from assay.manifest import MANIFEST, PACK, SITE, Publication, manifest_json
from assay.packing import README, TRAIL, readme
from assay.problems import plain
from assay.published import EVIDENCE, SIGNATURE, SITE_FOLDER, SUMS
from assay.report import levels_json
from assay.signing import SigningError, sign
from assay.site import SiteError
from assay.site import build as build_site
from assay.sums import sums_text
from assay.trail.data import trail_data, trail_json
from assay.wording import counted

Files = dict[str, Path | bytes]


def pack(
    folder: Path,
    output: Path,
    as_of: dt.date,
    *,
    cycle: str | None = None,
    dated: bool = False,
    signing: bool = False,
    key: Path | None = None,
    quiet: bool = False,
) -> int:
    """Write the audit pack of the evidence repository in `folder` to the file `output`, whole or not at all.

    `dated`: the date was asked for, so a sealed cycle that is named takes it too. `signing`: sign it, by the
    `key` or else by the key that the user signs commits with.
    """
    _check_output(folder, output)
    signer = _key(folder, key) if signing else None
    content = site_content(folder, as_of, Wanted(cycle=cycle, dated=dated, audience="restricted"))
    with tempfile.TemporaryDirectory(prefix="assay-pack-") as place:
        site = Path(place) / "site"
        try:
            _build(content, site)
        except SiteError as error:
            raise CannotContinueError(str(error), error.code) from error
        files = _files(folder, content, site)
        digests = {name: _digest(found) for name, found in files.items()}
        _same_evidence(content.published, digests)
        manifest = manifest_json(content.published, PACK, digests)
        files |= {MANIFEST: manifest, SUMS: sums_text(digests, manifest)}
        if signer:
            try:
                files[SIGNATURE] = sign(manifest, signer)
            except SigningError as error:
                raise CannotContinueError(str(error), USAGE_ERROR) from error
        try:
            _write(output, files)
        except ArchiveError as error:
            raise CannotContinueError(f"nothing was packed: {error}. Rename it", DATA_ERROR) from error
    if not quiet:
        size = output.stat().st_size / 1_000_000
        signed = ", signed" if signer else ""
        held = f"{counted(len(files), 'file')}, {size:.1f} MB{signed}"
        line = f"{output}: {held}. Check it with: assay verify {output}"
        sys.stderr.write(f"assay: {plain(line)}\n")
    return OK


def _check_output(folder: Path, output: Path) -> None:
    if output.is_dir() or output.is_symlink():
        raise CannotContinueError(f"{output} is a folder or a link: name a file with -o", USAGE_ERROR)
    if part := find_evidence_part(folder, output):
        message = f"{output} lies among the evidence, in {part}: choose another place with -o"
        raise CannotContinueError(message, USAGE_ERROR)


def _key(folder: Path, key: Path | None) -> Path:
    """The SSH key to sign with; a CannotContinueError where there is none."""
    hint = "Name one with --key FILE, or set user.signingkey in git (with gpg.format ssh)."
    if key is None:
        named = read_setting(folder, "user.signingkey")
        if not named or read_setting(folder, "gpg.format") != "ssh":
            raise CannotContinueError(f"there is no SSH key to sign with. {hint}", USAGE_ERROR)
        key = Path(named).expanduser()
    if not key.is_file():
        raise CannotContinueError(f"there is no key file {plain(str(key))}. {hint}", USAGE_ERROR)
    return key


def _build(content: Content, site: Path) -> None:
    manifest = (MANIFEST, functools.partial(manifest_json, content.published, SITE))
    build_site(content.editions, content.settings, site, content.epoch, (), manifest)


def _files(folder: Path, content: Content, site: Path) -> Files:
    """What a pack holds: its own texts, the evidence, the levels, the trail, the site."""
    published, assessment = content.published, content.shown.assessment
    history, head = published.history, published.history.head
    forge = forge_of(assessment.repository_url or "", assessment.forge)
    trail = trail_json(trail_data(history, content.trails, forge))
    files: Files = {README: readme(published), TRAIL: trail.encode("utf-8", "replace")}
    files |= {f"{EVIDENCE}{file}": folder / file for file in published.inputs}
    files |= {
        f"levels/{name}.json": levels_json(cards, head).encode() for name, cards in published.cards.items()
    }
    files |= {
        f"{SITE_FOLDER}{file.relative_to(site).as_posix()}": file
        for file in site.rglob("*")
        if file.is_file() and file.name != SITE_MARKER
    }
    return files


def _digest(found: Path | bytes) -> str:
    if isinstance(found, bytes):
        return hashlib.sha256(found).hexdigest()
    with os.fdopen(os.open(found, os.O_RDONLY | getattr(os, "O_NOFOLLOW", 0)), "rb") as stream:
        return hashlib.file_digest(stream, "sha256").hexdigest()


def _same_evidence(published: Publication, digests: Mapping[str, str]) -> None:
    """A CannotContinueError where a file is not what the levels were computed from a moment ago."""
    for file, digest in published.inputs.items():
        if digests[f"{EVIDENCE}{file}"] != digest:
            raise CannotContinueError(f"{file} changed while it was packed: try again", DATA_ERROR)


def _write(output: Path, files: Files) -> None:
    """Write the archive beside its place, then put it there."""
    output.parent.mkdir(parents=True, exist_ok=True)
    handle, name = tempfile.mkstemp(prefix=f".{output.name}.", dir=output.parent)
    try:
        with os.fdopen(handle, "w+b") as stream:
            write_archive(stream, files.items())
        mask = os.umask(0)
        os.umask(mask)
        Path(name).chmod(0o666 & ~mask)
        Path(name).replace(output)
    except BaseException:
        Path(name).unlink(missing_ok=True)
        raise
