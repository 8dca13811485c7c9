"""The order of commits, and which merge brought which: worked out from the parents, in linear time."""

from __future__ import annotations

import heapq
from collections.abc import Mapping

from assay.git.log import Step


def reachable(steps: Mapping[str, Step], head: str) -> set[str]:
    """The commits that lead to `head`, with it; what `steps` lacks is among them, too."""
    found = {head}
    waiting = [head]
    while waiting:
        step = steps.get(waiting.pop())
        for parent in step.stored.parents if step else ():
            if parent not in found:
                found.add(parent)
                waiting.append(parent)
    return found


def newest_first(steps: Mapping[str, Step]) -> list[str]:
    """The commits with every one before its parents, and otherwise by date.

    It follows from the commits alone, whatever order they were read in.
    """
    children = dict.fromkeys(steps, 0)
    for step in steps.values():
        for parent in step.stored.parents:
            if parent in children:
                children[parent] += 1
    ready = [(-steps[name].stored.committer.seconds, name) for name, count in children.items() if not count]
    heapq.heapify(ready)
    order: list[str] = []
    while ready:
        _, name = heapq.heappop(ready)
        order.append(name)
        for parent in steps[name].stored.parents:
            if parent in children:
                children[parent] -= 1
                if not children[parent]:
                    heapq.heappush(ready, (-steps[parent].stored.committer.seconds, parent))
    return order


def brought_by(steps: Mapping[str, Step], head: str) -> dict[str, str]:
    """For each commit that came in through a merge: that merge.

    A branch may have merged others: their commits came in through those merges, and the merges themselves
    through the merge of the branch.
    """
    merges: dict[str, str] = {}
    seen: set[str] = set()
    waiting = [(head, "")]  # the tips of lines still to be walked, each with the merge that brought it
    while waiting:
        tip, merge = waiting.pop()
        if merge and tip in seen:
            continue
        line = _line(steps, tip, seen)
        if merge:
            merges |= dict.fromkeys(line, merge)
        # The oldest merge of a line has to come first: what it brought is not brought again by a later one.
        for name in line:
            sides = steps[name].stored.parents[1:]
            waiting += ((side, name) for side in reversed(sides) if side in steps)
    return merges


def _line(steps: Mapping[str, Step], tip: str, seen: set[str]) -> list[str]:
    """The line of first parents from `tip`, newest first, down to what was seen before; now it is seen."""
    line = []
    while tip in steps and tip not in seen:
        seen.add(tip)
        line.append(tip)
        parents = steps[tip].stored.parents
        tip = parents[0] if parents else ""
    return line
