"""An evidence folder to an assessment and the problems found on the way.

The folder decides the kind of a file, the file's stem is its id. A file that cannot be read, or does not
fit its schema, is a problem and is left out; everything else is still read, so that all problems are found
at once. Rules that look across files are in `rules/`.
"""

from __future__ import annotations

from pathlib import Path

from assay.cache import Cache
from assay.folder import PARTS, Folder, scan
from assay.problems import Problem, Severity
from assay.repository.alike import Alike
from assay.repository.files import Files
from assay.repository.loaded import Loaded
from assay.repository.reading import Reader
from assay.wording import did_you_mean

__all__ = ["Loaded", "load", "load_folder"]


def load(path: Path, *, use_cache: bool = True, language: str | None = None) -> Loaded:
    """Read the evidence repository in the folder `path`, with its texts in `language`.

    Without one it is the first of the assessment's languages.
    """
    if not any((path / part).exists() for part in ("assessment.yaml", *PARTS)):
        return _nothing_here(path)
    return Reader(Files(scan(path), Cache(path, use_cache)), language).load()


def load_folder(folder: Folder, *, language: str | None = None, like: Loaded | None = None) -> Loaded:
    """The same for a folder whose files are known already, such as that of a commit. Nothing is cached.

    `like`: another folder that was read; what is the same there is not checked again.
    """
    cache = Alike(folder, like) if like else Cache(folder.path, enabled=False)
    return Reader(Files(folder, cache), language).load()


def _nothing_here(path: Path) -> Loaded:
    """What is said of a folder without any part of an evidence repository: no more is read of it."""
    entries = sorted(entry.name for entry in path.iterdir())
    inside = next((name for name in entries if (path / name / "assessment.yaml").is_file()), None)
    hint = "An evidence repository starts with this file: assay init writes one."
    if inside:
        hint = f"There is one in the folder {inside}: run assay -e {(path / inside).as_posix()} ..."
    message = f"there is no assessment.yaml{did_you_mean('assessment.yaml', entries)}"
    problem = Problem("assessment.yaml", 1, 1, "no-assessment", Severity.ERROR, message, hint)
    return Loaded(Folder(path, {}, ()), None, (problem,))
