"""Which problems a change causes: those on lines that it touches, and those that were not there before."""

from __future__ import annotations

from bisect import bisect_left
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from difflib import SequenceMatcher
from itertools import pairwise

from assay.folder import Folder
from assay.layout import place_of
from assay.problems import Problem, identity
from assay.yamlfile import MAX_BYTES

_MOST_PAIRS = 60_000


@dataclass(frozen=True, slots=True)
class Caused:
    """The problems that a change causes or touches, and how many others there are."""

    problems: tuple[Problem, ...]
    others: int


def caused(before: Folder, was: Iterable[Problem], after: Folder, now: Sequence[Problem]) -> Caused:
    """Of the problems `now` in the folder `after`, those that have to do with what changed since `before`.

    A problem is kept where its line was changed or added, and where there was none like it: of that rule, in
    that file, of that text. A line that nobody touched may be wrong now, because what it names is gone. A
    file that only went to another folder is the same file; of a new one everything is kept.
    """
    former = _former_names(before, after)
    left = Counter(identity(problem) for problem in was)
    lines: dict[str, frozenset[int] | None] = {}
    kept = []
    for problem in now:
        file = problem.path
        key = identity(problem, former.get(file, file))
        left[key] -= 1
        if file not in lines:
            lines[file] = _touched(before, former.get(file, file), after, file)
        touched = lines[file]
        if left[key] < 0 or touched is None or problem.line in touched:
            kept.append(problem)
    return Caused(tuple(kept), len(now) - len(kept))


def _former_names(before: Folder, after: Folder) -> dict[str, str]:
    """What files were called that moved, and are known by their ids whatever folder they are in."""
    gone = {place_of(file): file for file in before.files.keys() - after.files.keys()}
    gone.pop(None, None)
    new = ((file, place_of(file)) for file in after.files.keys() - before.files.keys())
    return {file: gone[place] for file, place in new if place in gone}


def _touched(before: Folder, old: str, after: Folder, new: str) -> frozenset[int] | None:
    """The lines of a file that are not as they were; None: all of them."""
    if new not in after.files:
        return frozenset()  # a folder, or something that is missing, has no lines
    if old not in before.files:
        return None
    try:
        if not new.endswith(
            ".yaml"
        ):  # an attachment, which may be large and has no lines: it is the same or not
            return frozenset() if before.sha256(old) == after.sha256(new) else None
        if max(before.files[old].size, after.files[new].size) > MAX_BYTES:
            return None
        return changed_lines(before.read(old), after.read(new))
    except OSError:
        return None


def changed_lines(before: bytes, after: bytes) -> frozenset[int]:
    """The numbers (from 1) of the lines of `after` that do not stand in `before` in the same order.

    Lines that occur once in both are matched first (patience diff), then what stands between them. Where
    that is long and without any, all of it counts as changed: so the time grows with the length of the files
    alone, whatever is in them.
    """
    old, new = _lines(before), _lines(after)
    anchors = [(-1, -1), *_anchors(old, new), (len(old), len(new))]
    same = {place for _, place in anchors}
    for (old_start, new_start), (old_end, new_end) in pairwise(anchors):
        same.update(_between(old, new, slice(old_start + 1, old_end), slice(new_start + 1, new_end)))
    return frozenset(number + 1 for number in range(len(new)) if number not in same)


def _between(old: Sequence[bytes], new: Sequence[bytes], here: slice, there: slice) -> Iterator[int]:
    """The places of the lines of `new` in a part of it that stand in the same part of `old`, in order."""
    one, other = old[here], new[there]
    start = next(
        (n for n, (a, b) in enumerate(zip(one, other, strict=False)) if a != b), min(len(one), len(other))
    )
    one, other = one[start:], other[start:]
    end = next(
        (n for n, (a, b) in enumerate(zip(one[::-1], other[::-1], strict=False)) if a != b),
        min(len(one), len(other)),
    )
    first, last = there.start + start, there.stop - end
    yield from range(there.start, first)
    yield from range(last, there.stop)
    one, other = one[: len(one) - end], other[: len(other) - end]
    if len(one) * len(other) <= _MOST_PAIRS:
        for block in SequenceMatcher(None, one, other, autojunk=False).get_matching_blocks():
            yield from range(first + block.b, first + block.b + block.size)


def _lines(data: bytes) -> list[bytes]:
    return data.replace(b"\r\n", b"\n").split(b"\n")


def _anchors(old: Sequence[bytes], new: Sequence[bytes]) -> list[tuple[int, int]]:
    """The longest run of lines that occur once in both, in the order of both: their places there."""
    once_old, once_new = _once(old), _once(new)
    pairs = sorted((place, once_new[line]) for line, place in once_old.items() if line in once_new)
    ends: list[int] = []  # the lowest end of a run of each length, as in patience sorting
    tops: list[int] = []
    before: list[int] = []
    for index, (_, place) in enumerate(pairs):
        pile = bisect_left(ends, place)
        before.append(tops[pile - 1] if pile else -1)
        ends[pile : pile + 1] = [place]
        tops[pile : pile + 1] = [index]
    found = []
    at = tops[-1] if tops else -1
    while at >= 0:
        found.append(pairs[at])
        at = before[at]
    return found[::-1]


def _once(lines: Sequence[bytes]) -> dict[bytes, int]:
    count = Counter(lines)
    return {line: place for place, line in enumerate(lines) if count[line] == 1}
