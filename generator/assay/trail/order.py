"""One order for all commits of a history, from the orders that the trails of its files give."""

from __future__ import annotations

import heapq
from collections.abc import Iterable, Mapping, Sequence
from itertools import pairwise

from assay.git import Commit


def newest_first(trails: Iterable[Sequence[Commit]]) -> dict[str, int]:
    """The place of each commit, 0 for the newest, so that every trail stays in its own order.

    A date alone does not say it: it is whatever the clock of whoever committed said. It decides between
    commits that no trail puts in an order.
    """
    commits: dict[str, Commit] = {}
    after: dict[str, set[str]] = {}  # commit -> those that come later in this order
    for trail in trails:
        for commit in trail:
            commits[commit.id] = commit
            after.setdefault(commit.id, set())
        for newer, next_one in pairwise(trail):
            after[newer.id].add(next_one.id)
    waiting = _waiting(after)
    ready = [(-_time(commits[name]), name) for name, count in waiting.items() if not count]
    heapq.heapify(ready)
    places: dict[str, int] = {}
    while ready:
        _, name = heapq.heappop(ready)
        places[name] = len(places)
        for older in after[name]:
            waiting[older] -= 1
            if not waiting[older]:
                heapq.heappush(ready, (-_time(commits[older]), older))
    return places


def _waiting(after: Mapping[str, set[str]]) -> dict[str, int]:
    """How many commits have to come before each."""
    waiting = dict.fromkeys(after, 0)
    for others in after.values():
        for name in others:
            waiting[name] += 1
    return waiting


def _time(commit: Commit) -> float:
    moment = commit.committed or commit.authored
    return moment.timestamp() if moment else 0.0
