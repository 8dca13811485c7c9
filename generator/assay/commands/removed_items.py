"""The items that only the history still has, with how confidential they were when they were removed."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any

from assay import yamlfile
from assay.audience import Removed
from assay.commands.closed_versions import said_by
from assay.git import GitError, History, read_blobs
from assay.layout import place_of
from assay.repository import Loaded


def removed_items(folder: Path, history: History, loaded: Loaded) -> tuple[Removed, ...]:
    """What `history` knows of items that `loaded` lacks. What cannot be read is taken for restricted."""
    items = loaded.assessment.items.values() if loaded.assessment else ()
    there = {item.file for item in items}
    last = dict.fromkeys(filter(_is_item, loaded.unread - there), "")  # in a draft
    for file, trail in history.trails.items():
        if _is_item(file) and file not in there:
            last[file] = next((blob for commit in trail for blob in (commit.new, commit.old) if blob), "")
    contents = _contents(folder, sorted(set(last.values()) - {""}))
    return tuple(_removed(file, contents.get(blob)) for file, blob in last.items())


def _is_item(file: str) -> bool:
    place = place_of(file)
    return place is not None and place.kind == "item"


def _contents(folder: Path, blobs: list[str]) -> Mapping[str, bytes | None]:
    try:
        return dict(read_blobs(folder, blobs, yamlfile.MAX_BYTES))
    except (OSError, ValueError, GitError):
        return {}


def _removed(file: str, content: bytes | None) -> Removed:
    document = yamlfile.read(content) if content is not None else None
    data: Any = document.data if document and not document.faults else None
    titles = tuple(_texts(data.get("title"))) if isinstance(data, Mapping) else ()
    place = place_of(file)
    return Removed(file, place.id if place else "", titles, said_by(content))


def _texts(value: object) -> Iterator[str]:
    if isinstance(value, str):
        yield value
    elif isinstance(value, Mapping):
        yield from (text for text in value.values() if isinstance(text, str))
