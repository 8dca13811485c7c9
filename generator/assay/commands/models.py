"""What the commands `assay model ...` do first: find the models, in an evidence folder or built in."""

from __future__ import annotations

import os
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path

from assay.commands.gather import DATA_ERROR, USAGE_ERROR, CannotContinueError, shown_root
from assay.folder import scan
from assay.layout import why_no_id
from assay.library import Shelf, Whole, built_in_ids, built_in_path, whole_of
from assay.lint import read_model
from assay.problems import Problem, Severity
from assay.wording import did_you_mean
from assay.yamlfile import MAX_BYTES


@dataclass(frozen=True, slots=True)
class Source:
    """The bytes of a model, and the path under which it can be opened from here."""

    where: str
    raw: bytes


@dataclass(frozen=True, slots=True)
class Collection:
    """The models that may be named: `own`, from the evidence folder, and those built in.

    `problems`: files under models/ that cannot be a model, whatever is in them.
    """

    own: Mapping[str, Source]
    shelf: Shelf
    problems: tuple[Problem, ...]

    def source(self, name: str) -> Source:
        """The model of that id; a CannotContinueError says which there are."""
        if name in self.own:
            return self.own[name]
        if name in built_in_ids():
            path = built_in_path(name)
            return Source(shown(path), path.read_bytes())
        known = ", ".join(self.shelf.names)
        hint = f"there are: {known}"
        raise CannotContinueError(
            f"unknown model '{name}'{did_you_mean(name, self.shelf.names)}; {hint}", USAGE_ERROR
        )

    def whole(self, name: str) -> Whole:
        """The whole model of that id; a CannotContinueError where it has errors."""
        self.source(name)
        found = self.find(name)
        if found is None:
            message = f"the model '{name}' has errors: assay model lint {name} lists them"
            raise CannotContinueError(message, DATA_ERROR)
        return found

    def find(self, name: str) -> Whole | None:
        """The whole model of that id; None where it has errors."""
        file = self.shelf.find(name)
        return whole_of(file, self.shelf)[0] if file else None


def shown(path: Path) -> str:
    """A path as one opens it from here: relative where it lies below, else in full."""
    relative = os.path.relpath(path)
    return str(path.resolve()) if relative.startswith("..") else relative.replace(os.sep, "/")


def collect(folder: Path) -> Collection:
    """The models of the evidence folder (which need not be one), and those built in."""
    if not folder.is_dir():
        message = f"there is no folder {folder}. Name it with -e, or leave it out for the built-in models."
        raise CannotContinueError(message, USAGE_ERROR)
    root = f"{shown_root(folder)}models/"
    own: dict[str, Source] = {}
    problems: list[Problem] = []
    place = folder / "models"
    if place.is_symlink():
        hint = "Put the files themselves here: links could lead out of the repository."
        problems.append(Problem(root.rstrip("/"), 1, 1, "symlink", Severity.ERROR, "a symbolic link", hint))
    elif place.is_dir():
        problems += _read(place, root, own)
    # Of own models, the first reading is only for those that extend them: lint reads them again, and speaks.
    shelf = Shelf({name: read_model(name, source.where, source.raw)[0] for name, source in own.items()})
    return Collection(own, shelf, tuple(problems))


def _read(place: Path, root: str, own: dict[str, Source]) -> Iterator[Problem]:
    """Put the models of a folder into `own`; what is wrong with its files comes out."""
    found = scan(place)
    for refused in found.refused:
        yield Problem(root + refused.file, 1, 1, refused.rule, Severity.ERROR, refused.message, refused.hint)
    for file in found.files:
        name = file.removesuffix(".yaml")
        if name == file or "/" in file:
            continue
        if wrong := why_no_id(name):
            hint = "Rename it: lower-case letters, digits and hyphens, at most 64, no other signs."
            yield Problem(root + file, 1, 1, "bad-id", Severity.ERROR, wrong, hint)
            continue
        try:
            own[name] = Source(root + file, found.read(file, MAX_BYTES + 1))
        except OSError as error:
            message = f"the file cannot be read: {error.strerror}"
            hint = "Check the permissions of the file."
            yield Problem(root + file, 1, 1, "unreadable-file", Severity.ERROR, message, hint)


def from_file(path: Path, collection: Collection) -> tuple[Source, Shelf]:
    """A model file anywhere, and what it may extend: files beside it before all others."""
    source = Source(str(path), _bytes(path))
    own = dict(collection.shelf.own)
    own.pop(path.stem, None)  # a draft of it is no other model
    seen = {path.stem}
    file, _ = read_model(path.stem, source.where, source.raw)
    while file.data is not None and (base := str(file.data.get("extends", ""))) not in ("", *seen):
        seen.add(base)
        beside = path.with_name(f"{base}.yaml")
        if not beside.is_file():
            break
        file, _ = read_model(base, str(beside), _bytes(beside))
        own[base] = file
    return source, Shelf(own)


def _bytes(path: Path) -> bytes:
    """The bytes of a file, as far as it may be long; a CannotContinueError where there is none."""
    if path.exists() and not path.is_file():
        raise CannotContinueError(f"{path} is not a file", USAGE_ERROR)
    try:
        with path.open("rb") as stream:
            return stream.read(MAX_BYTES + 1)
    except OSError as error:
        raise CannotContinueError(f"{path}: {error.strerror}", USAGE_ERROR) from error
    except ValueError as error:  # a name with a zero byte
        raise CannotContinueError(f"{str(path)!r} is not a file", USAGE_ERROR) from error
