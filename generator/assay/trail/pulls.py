"""The pull request that a commit came in by."""

from __future__ import annotations

import re

from assay.git import Commit, History

_NUMBER = re.compile(r"Merge pull request #(\d+) from .*|.*\(#(\d+)\)", re.ASCII)


def pull_request(history: History, commit: Commit) -> str:
    """Its number as the message states it, such as `#31`; "" for none."""
    found = _NUMBER.fullmatch(commit.subject)
    return f"#{found[1] or found[2]}" if found else ""
