"""`assay fmt`: the YAML files of an evidence repository in one order and layout, with their comments."""

from __future__ import annotations

import difflib
import os
import sys
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import cache
from pathlib import Path, PurePosixPath

from assay import yamlfile
from assay.commands.gather import DATA_ERROR, OK, USAGE_ERROR, CannotContinueError, scan_evidence, shown_root
from assay.folder import Folder
from assay.key_order import key_order
from assay.problems import Problem, Severity, as_text, plain
from assay.repository.outline import Outline, kind_of
from assay.wording import counted, did_you_mean
from assay.yamlfile.tidy import KeyOrder, tidied


@dataclass(frozen=True, slots=True)
class Tidied:
    """A file as it is and as it should be; or the problem for which it is left alone."""

    file: str
    before: bytes
    after: bytes | Problem

    @property
    def changes(self) -> bool:
        """Whether there is something to write."""
        return isinstance(self.after, bytes) and self.after != self.before


def fmt(folder: Path, names: Sequence[str], *, check: bool, diff: bool, quiet: bool) -> int:
    """Bring files into the common order and layout: those named, in folders that are named, or all.

    `check` names those that are not in it, `diff` prints what would change: both write nothing. 1 where a
    file cannot be read or laid out, and with `check` where one is not as it should be.
    """
    found = scan_evidence(folder)
    root = shown_root(folder)
    outline = Outline(found)
    order = cache(lambda kind: key_order(kind, outline.model))
    problems: list[Problem] = []
    changed = 0
    files = [(file, kind) for file, kind in _chosen(found, names) if not _pinned(outline, file, kind, root)]
    for file, kind in files:
        one = _tidied(found, file, order(kind))
        if isinstance(one.after, Problem):
            problems.append(one.after)
        elif one.changes:
            changed += 1
            sys.stdout.write(_difference(one, root) if diff else f"{plain(root + file)}\n")
            if not (check or diff):
                found.write(file, one.after)
    sys.stderr.write(as_text(problems, root))
    if not quiet:
        _report(len(files), changed, len(problems), writes=not (check or diff))
    return DATA_ERROR if problems or (check and changed) else OK


def _chosen(folder: Folder, names: Sequence[str]) -> list[tuple[str, str]]:
    """The files to look at with their kinds, each once; those that are no YAML file of ours are none."""
    inside = dict.fromkeys(file for name in names for file in _named(folder, name)) if names else folder.files
    return [(file, place.kind) for file in inside if (place := kind_of(file))]


def _pinned(outline: Outline, file: str, kind: str, root: str) -> bool:
    """Whether a model has to stay as it is, byte for byte; that is said."""
    if kind != "model" or PurePosixPath(file).stem not in outline.pinned_models:
        return False
    sys.stderr.write(f"assay: {plain(root + file)}: left as it is, for a cycle names its digest\n")
    return True


def _named(folder: Folder, name: str) -> Iterator[str]:
    """The file of that name, seen from here or from the evidence folder; or those in such a folder."""
    seen_from_here = os.path.relpath(name or ".", folder.path).replace(os.sep, "/")
    candidates = (seen_from_here, name.removeprefix("./").rstrip("/"))
    for one in candidates:
        if one in folder.files:
            yield one
            return
    for one in candidates:
        within = [file for file in folder.files if one == "." or file.startswith(f"{one}/")]
        if within:
            yield from within
            return
    guess = did_you_mean(seen_from_here, folder.files)
    message = plain(f"no file of the evidence repository: '{name}'{guess}")
    raise CannotContinueError(message, USAGE_ERROR)


def _tidied(folder: Folder, file: str, order: KeyOrder) -> Tidied:
    try:
        before = folder.read(file, yamlfile.MAX_BYTES + 1)
    except OSError as error:
        hint = "Check the permissions of the file."
        message = f"the file cannot be read: {error.strerror}"
        return Tidied(file, b"", Problem(file, 1, 1, "unreadable-file", Severity.ERROR, message, hint))
    after = tidied(before, order)
    if isinstance(after, bytes):
        return Tidied(file, before, after)
    return Tidied(
        file,
        before,
        Problem(file, after.line, after.column, after.rule, Severity.ERROR, after.message, after.hint),
    )


def _difference(one: Tidied, root: str) -> str:
    """What would change in a file, as a unified diff."""
    after = one.after if isinstance(one.after, bytes) else one.before
    before, after_lines = (text.decode("utf-8").split("\n") for text in (one.before, after))
    name = plain(root + one.file)
    lines = difflib.unified_diff(before, after_lines, f"a/{name}", f"b/{name}", lineterm="")
    return "".join(f"{line[:1]}{plain(line[1:])}\n" for line in lines)


def _report(files: int, changed: int, unread: int, *, writes: bool) -> None:
    parts = []
    if changed:
        parts.append(f"{counted(changed, 'file')} {'changed' if writes else 'to be changed by assay fmt'}")
    if unread:
        parts.append(f"{counted(unread, 'file')} left alone")
    if rest := files - changed - unread:
        parts.append(f"{counted(rest, 'file')} as {'it' if rest == 1 else 'they'} should be")
    sys.stderr.write(f"assay: {', '.join(parts) or 'there are no files to look at'}\n")
