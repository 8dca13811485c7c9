"""Which old versions of files were too confidential for an audience that may see what they have become."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from pathlib import Path

from assay import yamlfile
from assay.confidentiality import AUDIENCES, UNMARKED, Audience, sees
from assay.git import GitError, History, read_blobs
from assay.layout import place_of

_KINDS = frozenset(("item", "finding", "request", "action", "metric"))
"""The kinds of files that say as a whole how confidential they are."""


def closed_versions(folder: Path, history: History, audience: Audience) -> frozenset[str]:
    """The contents (their ids in git) of such files that `audience` may not see, by what they say themselves.

    What cannot be read is taken for restricted.
    """
    if audience == "restricted":
        return frozenset()
    wanted = sorted(set(_versions(history)))
    try:
        contents = dict(read_blobs(folder, wanted, yamlfile.MAX_BYTES))
    except (OSError, ValueError, GitError):
        contents = {}
    return frozenset(one for one in wanted if not sees(audience, said_by(contents.get(one))))


def said_by(content: bytes | None) -> Audience:
    """How confidential a file says that it is; `restricted` where that cannot be read."""
    document = yamlfile.read(content) if content is not None else None
    if document is None or document.faults or not isinstance(document.data, Mapping):
        return "restricted"
    said = document.data.get("confidentiality", UNMARKED)
    return next((one for one in AUDIENCES if one == said), "restricted")


def _versions(history: History) -> Iterator[str]:
    for file, trail in history.trails.items():
        if len(trail) == 1 and trail[0].change == "added" and file not in history.uncommitted:
            continue  # it has only ever said what it says now
        place = place_of(file)
        if place and place.kind in _KINDS:
            yield from (blob for commit in trail for blob in (commit.old, commit.new) if blob)
