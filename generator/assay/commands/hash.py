"""`assay hash`: the checksums of attachments, written into the items that cite them."""

from __future__ import annotations

import sys
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

from assay.assessment import Assessment, Item
from assay.commands.gather import DATA_ERROR, OK, USAGE_ERROR, CannotContinueError, require_folder, shown_root
from assay.folder import Folder
from assay.problems import Severity, as_text, plain
from assay.repository import load
from assay.wording import counted, did_you_mean
from assay.yamlfile.editing import EditError, edited, set_beside


@dataclass(frozen=True, slots=True)
class Stale:
    """A source whose checksum is missing or differs: its item, which one it is, its file, what is right."""

    item: Item
    source: int
    file: str
    stated: str | None
    actual: str


def hash_files(folder: Path, names: Sequence[str], *, update: bool, check: bool, quiet: bool) -> int:
    """Write the checksums that are missing, and with `update` those that differ, of all items or the named.

    `check`: write nothing. 1 where a checksum is missing or differs afterwards, or an item cannot be read.
    """
    require_folder(folder)
    loaded = load(folder)
    root = shown_root(folder)
    assessment = loaded.assessment
    unread = any(file.startswith("items/") for file in loaded.unread)
    if assessment is None or unread:
        errors = [problem for problem in loaded.problems if problem.severity is Severity.ERROR]
        sys.stderr.write(as_text(errors, root))
    if assessment is None:
        raise CannotContinueError("the items cannot be read while assessment.yaml has errors", DATA_ERROR)
    chosen = _chosen(assessment, names, root)
    found = [stale for item in chosen for stale in _stale(assessment, item)]
    written = 0
    left = []
    for stale in found:
        place = plain(f"{root}{stale.item.file}: {stale.file}")
        what = "no checksum" if stale.stated is None else "the checksum differs: the file has changed"
        if check or (stale.stated is not None and not update):
            left.append(stale)
            sys.stdout.write(f"{place}: {what}\n")
        elif _write(loaded.folder, stale, root):
            written += 1
            sys.stdout.write(f"{place}: sha256: {stale.actual}\n")
        else:
            left.append(stale)
    if not quiet:
        _report(chosen, written, left, check=check)
    return DATA_ERROR if left or unread else OK


def _chosen(assessment: Assessment, names: Sequence[str], root: str) -> list[Item]:
    """The items that are named by id, by file, or by an attachment; all of them where none is named."""
    items = assessment.items
    if not names:
        return list(items.values())
    files = {item.file: [item] for item in items.values()}
    for item in items.values():
        for source in item.sources:
            if source.file:
                files.setdefault(source.file, []).append(item)
    found: dict[str, Item] = {}
    for name in names:
        inside = name.removeprefix("./").removeprefix(root)
        named = [items[name]] if name in items else files.get(inside, [])
        if not named:
            guess = did_you_mean(inside, [*items, *files])
            message = f"no item, and no file that an item cites: '{plain(name)}'{guess}"
            raise CannotContinueError(message, USAGE_ERROR)
        found |= {item.id: item for item in named}
    return list(found.values())


def _stale(assessment: Assessment, item: Item) -> Iterator[Stale]:
    for index, source in enumerate(item.sources):
        found = assessment.attachments.get(source.file or "")
        if found and found.sha256 != source.sha256:
            yield Stale(item, index, found.file, source.sha256, found.sha256)


def _write(folder: Folder, stale: Stale, root: str) -> bool:
    """Write one checksum; where the layout does not allow it, print the line to paste, and False."""
    file = stale.item.file
    try:
        at = ("sources", stale.source)
        content = edited(folder.read(file), lambda text: set_beside(text, at, "file", "sha256", stale.actual))
    except EditError as error:
        line = f"{root}{file}: left alone: {error}. Beside the file {stale.file}, write"
        sys.stdout.write(f"{plain(line)}\n    sha256: {stale.actual}\n")
        return False
    folder.write(file, content)
    return True


def _report(chosen: Sequence[Item], written: int, left: Sequence[Stale], *, check: bool) -> None:
    parts = [f"{counted(written, 'checksum')} written"] if written else []
    missing = sum(stale.stated is None for stale in left)
    if missing:
        parts.append(f"{missing} missing" + (" (assay hash writes them)" if check else ""))
    if changed := len(left) - missing:
        parts.append(f"{changed} of changed files (if the change is right: assay hash --update)")
    if not parts:
        parts = [f"all checksums of {counted(len(chosen), 'item')} are there and right"]
    sys.stderr.write(f"assay: {', '.join(parts)}\n")
