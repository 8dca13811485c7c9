"""Staging and swapping: a site is built beside its place and put there whole, or not at all."""

from __future__ import annotations

import contextlib
import ctypes
import errno
import fcntl
import os
import shutil
import sys
import tempfile
import time
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path

from assay.folder import SITE_MARKER
from assay.site.errors import FAULT, SiteError

_MARKER_TEXT = "This folder was made by Assay. Every build replaces it: keep nothing of your own here.\n"
_PATIENCE = 300.0
_AT_FDCWD = -100
_RENAME_EXCHANGE = 2


@dataclass(frozen=True, slots=True)
class Staging:
    """A folder beside the output, on the same file system, and the lock that this build holds."""

    path: Path
    lock: int


def check_output(output: Path, keep: Iterable[Path] = ()) -> Path:
    """The output folder with links resolved; a SiteError where a build must not replace it.

    A build replaces what Assay made before, and nothing else: no folder that holds one of `keep` (the
    evidence, the current folder), no git repository, no other folder that is not empty.
    """
    if output.is_symlink():
        # A change under review could bring the link along, and so choose what a build replaces.
        raise SiteError(f"{output} is a link: name the folder itself with -o")
    try:
        target = output.resolve()
    except (OSError, RuntimeError) as error:
        raise SiteError(f"{output} lies behind a link that leads nowhere: choose another folder") from error
    if ".git" in target.parts:
        raise SiteError(f"{output} lies inside a git repository's own folder: choose another output folder")
    for folder in keep:
        if folder.resolve().is_relative_to(target):
            raise SiteError(
                f"{output} holds {folder}, which a build would remove: choose another output folder"
            )
    if target.parent == target:
        raise SiteError(f"{output} cannot be an output folder")
    if (target / ".git").exists():
        raise SiteError(f"{output} is a git repository: choose another output folder")
    if target.exists() and not target.is_dir():
        raise SiteError(f"{output} is a file: choose a folder for the site")
    if target.is_dir() and not (target / SITE_MARKER).is_file() and any(target.iterdir()):
        raise SiteError(
            f"{output} has files in it that Assay did not make: choose another output folder, or empty it"
        )
    return target


@contextlib.contextmanager
def staged(target: Path, patience: float = _PATIENCE) -> Iterator[Staging]:
    """A fresh folder to build in, while no other build beside it runs; it is removed afterwards.

    Waits up to `patience` seconds for another build to end.
    """
    prefix = f".{target.name}.assay-"
    try:
        target.parent.mkdir(parents=True, exist_ok=True)
        # The lock is on the parent folder itself: it leaves no file behind.
        lock = os.open(target.parent, os.O_RDONLY)
    except OSError as error:
        raise SiteError(f"{target.parent} cannot hold the site: {error.strerror}") from error
    try:
        _lock(lock, target, patience)
        for stale in target.parent.iterdir():  # of builds that were killed
            if stale.name.startswith(prefix):
                shutil.rmtree(stale, ignore_errors=True)
        try:
            path = Path(tempfile.mkdtemp(prefix=prefix, dir=target.parent))
        except OSError as error:
            raise SiteError(f"{target.parent} cannot be written to: {error.strerror}") from error
        try:
            yield Staging(path, lock)
        finally:
            shutil.rmtree(path, ignore_errors=True)
    finally:
        os.close(lock)


def _lock(lock: int, target: Path, patience: float) -> None:
    give_up = time.monotonic() + patience
    while True:
        try:
            fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            if time.monotonic() > give_up:
                raise SiteError(
                    f"another build beside {target} is still running: try again when it has ended"
                ) from None
            time.sleep(0.05)
        except OSError:
            return  # a file system without locks
        else:
            return


def put_in_place(site: Path, target: Path) -> None:
    """Put the complete `site` where `target` is; what was there goes to where `site` was. Both stay whole."""
    (site / SITE_MARKER).write_text(_MARKER_TEXT, "utf-8")
    try:
        if not target.exists():
            site.rename(target)
        elif not _exchange(site, target):
            aside = site.with_name(f"{site.name}-before")
            target.rename(aside)
            try:
                site.rename(target)
            except OSError:
                aside.rename(target)
                raise
    except OSError as error:
        hint = (
            " (is it a mount point? give a folder inside it)"
            if error.errno in (errno.EBUSY, errno.EXDEV)
            else ""
        )
        raise SiteError(f"{target} cannot be replaced: {error.strerror}{hint}", FAULT) from error


def _exchange(one: Path, other: Path) -> bool:
    """Exchange two folders in one step, where the system can; True where it did."""
    if sys.platform != "linux":
        return False
    rename = getattr(ctypes.CDLL(None, use_errno=True), "renameat2", None)
    if rename is None:
        return False
    if rename(_AT_FDCWD, os.fsencode(one), _AT_FDCWD, os.fsencode(other), _RENAME_EXCHANGE) == 0:
        return True
    code = ctypes.get_errno()
    if code in (errno.ENOSYS, errno.EINVAL, errno.ENOTSUP):
        return False
    raise OSError(code, os.strerror(code))
