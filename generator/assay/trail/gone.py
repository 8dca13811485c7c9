"""Items that were there once: what they were, and the commit that removed them."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from assay import yamlfile
from assay.git import read_blobs
from assay.layout import place_of
from assay.trail.steps import Step
from assay.trail.trails import Trails


@dataclass(frozen=True, slots=True)
class Gone:
    """An item whose file is no longer there.

    `data` is its last version, as far as that can be read; `removed` is the step that removed it, None where
    the removal is not committed yet.
    """

    id: str
    file: str
    data: Mapping[str, Any]
    removed: Step | None

    @property
    def nodes(self) -> tuple[str, ...]:
        """The nodes that it was about."""
        about = self.data.get("about")
        entries = about if isinstance(about, list) else []
        return tuple(
            str(entry["node"]) for entry in entries if isinstance(entry, Mapping) and "node" in entry
        )


def gone_items(folder: Path, trails: Trails, files: Collection[str]) -> dict[str, tuple[Gone, ...]]:
    """The items that are gone, by id, oldest removal last. `files`: those that the folder holds now."""
    lost: dict[str, tuple[str, Step | None, str]] = {}
    for file, steps in trails.files.items():
        place = place_of(file)
        if not steps or file in files or place is None or place.kind != "item":
            continue
        removal = None if steps[0].commit.new else _removal(steps)
        last = removal.commit.old if removal else steps[0].commit.new
        lost[file] = place.id, removal, last
    wanted = {last: None for _, _, last in lost.values() if last}
    contents = dict(read_blobs(folder, wanted, yamlfile.MAX_BYTES))
    found: dict[str, list[Gone]] = {}
    for file, (name, removal, last) in lost.items():
        content = contents.get(last)
        data = yamlfile.read(content).data if content is not None else None
        found.setdefault(name, []).append(Gone(name, file, data if isinstance(data, dict) else {}, removal))
    return {
        name: tuple(sorted(lives, key=lambda one: trails.order[one.removed.commit.id] if one.removed else -1))
        for name, lives in sorted(found.items())
    }


def _removal(steps: tuple[Step, ...]) -> Step:
    """The newest step that removed the file: not the merge that brought it, if that did no more."""
    return next((step for step in steps if step.change == "removed"), steps[0])
