"""`assay schema`: JSON Schemas for editors, with the model and the names of this repository in them."""

from __future__ import annotations

import json
import os
import sys
import tempfile
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cached_property, partial
from pathlib import Path

from assay import yamlfile
from assay.commands.gather import OK, USAGE_ERROR, CannotContinueError, require_folder, scan_evidence
from assay.editor_schemas import FILES, MARK, Known, editor_schema, known_of
from assay.editor_settings import are_ours, as_text, have_all, schema_file, vscode_settings, with_modeline
from assay.folder import scan
from assay.problems import plain
from assay.repository.outline import Outline, kind_of
from assay.wording import counted
from assay.yamlfile.editing import edited

FOLDER = ".assay"
SCHEMAS = f"{FOLDER}/schemas"
_IGNORE = "# Written by Assay, and made anew by: assay schema --write\n*\n"


def show(folder: Path, kind: str) -> int:
    """Print the schema of one kind of file."""
    require_folder(folder)
    sys.stdout.write(_written(editor_schema(kind, known_of(Outline(scan(folder))))))
    return OK


def write(folder: Path, *, modelines: bool, quiet: bool) -> int:
    """Write the schemas beside the evidence, tell VS Code of them, and with `modelines` every file, too.

    Replaces only what Assay has written. Settings of somebody's own stay, and what to add is printed.
    """
    outline = Outline(scan_evidence(folder))
    known = known_of(outline)
    places = Places(folder)
    _refuse_what_is_not_ours(places)
    places.schemas.mkdir(parents=True, exist_ok=True)
    _replace(places.schemas.parent / ".gitignore", _IGNORE)
    for kind in FILES:
        _replace(places.schemas / schema_file(kind), _written(editor_schema(kind, known)))
    for stale in _ours(places.schemas):
        if stale.name not in {schema_file(kind) for kind in FILES}:
            stale.unlink()
    _tell_vscode(places)
    changed = _add_modelines(outline, places) if modelines else None
    if not quiet:
        _report(known, places, changed)
    return OK


@dataclass(frozen=True)
class Places:
    """Where things go: the schemas beside the evidence, the settings where an editor is opened."""

    folder: Path

    @cached_property
    def evidence(self) -> Path:
        """The evidence folder."""
        return self.folder.resolve()

    @cached_property
    def home(self) -> Path:
        """The folder that an editor opens: the git repository, else the one with the evidence in it."""
        inside = (self.evidence, *self.evidence.parents)
        beside = self.evidence if self.evidence == Path.cwd() else self.evidence.parent
        return next((folder for folder in inside if (folder / ".git").exists()), beside)

    @cached_property
    def schemas(self) -> Path:
        """The folder of the schemas: beside the evidence, or in it where it is a repository by itself."""
        return (self.evidence if self.evidence == self.home else self.evidence.parent) / SCHEMAS

    @cached_property
    def settings(self) -> Path:
        """VS Code's settings."""
        return self.home / ".vscode" / "settings.json"

    def from_home(self, path: Path) -> str:
        """A path as it is written in settings: "" for the folder itself."""
        found = path.relative_to(self.home).as_posix()
        return "" if found == "." else found


def _written(schema: object) -> str:
    return json.dumps(schema, ensure_ascii=False, indent=1) + "\n"


def _refuse_what_is_not_ours(places: Places) -> None:
    """Stop before anything is written where a link, or somebody's own file, is in the way."""
    for path in (places.schemas.parent, places.schemas, places.settings.parent, places.settings):
        if path.is_symlink():
            # A change under review could bring it along, and so choose what is written over.
            raise CannotContinueError(f"{path} is a link: remove it", USAGE_ERROR)
    for path in (places.schemas.parent, places.schemas):
        if path.exists() and not path.is_dir():
            raise CannotContinueError(f"{path} is a file: remove it", USAGE_ERROR)
    ignore = places.schemas.parent / ".gitignore"
    strange = [
        places.schemas / schema_file(kind)
        for kind in FILES
        if (places.schemas / schema_file(kind)).exists()
        and places.schemas / schema_file(kind) not in _ours(places.schemas)
    ]
    if ignore.exists() and ignore.read_text("utf-8", "replace") != _IGNORE:
        strange.append(ignore)
    if strange:
        message = f"{strange[0]} was not written by Assay: move it elsewhere"
        raise CannotContinueError(message, USAGE_ERROR)


def _ours(schemas: Path) -> set[Path]:
    """The schemas that Assay has written."""
    if not schemas.is_dir():
        return set()
    mark = json.dumps(MARK)
    return {
        path
        for path in schemas.glob("*.json")
        if path.is_file() and not path.is_symlink() and mark in path.read_text("utf-8", "replace")[:1000]
    }


def _replace(path: Path, text: str) -> None:
    """Put a text in the place of a file, whole or not at all."""
    path.parent.mkdir(parents=True, exist_ok=True)
    handle, name = tempfile.mkstemp(prefix=".assay-", dir=path.parent)
    try:
        with os.fdopen(handle, "w", encoding="utf-8", newline="\n") as stream:
            stream.write(text)
        Path(name).chmod(0o644)
        Path(name).replace(path)
    except BaseException:
        Path(name).unlink(missing_ok=True)
        raise


def _tell_vscode(places: Places) -> None:
    schemas = places.from_home(places.schemas)
    settings = vscode_settings(schemas, places.from_home(places.evidence))
    there = places.settings.read_text("utf-8", "replace") if places.settings.is_file() else None
    if there is None or are_ours(there, schemas):
        _replace(places.settings, as_text(settings))
    elif not have_all(there, settings):
        said = "settings of your own are there, and stay. Add to them:"
        sys.stderr.write(f"assay: {plain(str(places.settings))}: {said}\n")
        sys.stdout.write(as_text(settings))


def _add_modelines(outline: Outline, places: Places) -> int:
    """Name its schema in the first line of every file that reads well; how many changed. Others are said."""
    changed = 0
    for file, kind in _files(outline):
        raw = outline.folder.read(file)
        before = yamlfile.read(raw)
        here = (places.evidence / file).parent
        schema = os.path.relpath(places.schemas / schema_file(kind), here).replace(os.sep, "/")
        after = raw if before.faults else edited(raw, partial(with_modeline, schema=schema, ours=SCHEMAS))
        again = yamlfile.read(after)
        if again.faults or again.data != before.data:
            sys.stderr.write(f"assay: {plain(file)}: left as it is, for it cannot be read\n")
        elif after != raw:
            outline.folder.write(file, after)
            changed += 1
    return changed


def _files(outline: Outline) -> Iterator[tuple[str, str]]:
    for file in outline.folder.files:
        place = kind_of(file)
        if place and not (place.kind == "model" and place.id in outline.pinned_models):
            yield file, place.kind


def _report(known: Known, places: Places, changed: int | None) -> None:
    names = known.names
    what = (
        f"{counted(len(names['node']), 'criterion', 'criteria')}, {counted(len(names['item']), 'item')}, "
        f"{counted(len(names['person']), 'person', 'people')}"
    )
    where = plain(os.path.relpath(places.schemas).replace(os.sep, "/"))
    sys.stderr.write(f"assay: {counted(len(FILES), 'schema')} in {where}: {what}\n")
    if known.model is None:
        said = "the model cannot be read, so criteria and grades are not offered (assay validate says why)"
        sys.stderr.write(f"assay: {said}\n")
    if changed is not None:
        sys.stderr.write(f"assay: {counted(changed, 'file')} with a new first line\n")
