"""The trail of every file: the commits that made it what it is.

The history is gone through from the newest commit to the oldest, and a rename turns the older name into the
newer one on the way. A merge is compared with each parent, so that what was changed or lost inside it comes
to light.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import groupby
from operator import itemgetter

from assay.git.commits import Commit, Stored
from assay.git.log import Event, Step


@dataclass(frozen=True, slots=True)
class Trails:
    """The commits of each file under its newest name; `cut`: the files whose older commits are missing here,
    each with the commit where its trail is cut off."""

    commits: Mapping[str, tuple[Commit, ...]]
    cut: Mapping[str, str]


_Found = tuple[str, Event]
"""The id of a commit, and one of its events."""


def find_trails(steps: Mapping[str, Step], order: Sequence[str], boundary: frozenset[str]) -> Trails:
    """The trails of a history whose commits `order` names, newest first.

    The parents of the commits at the `boundary` are missing, so these seem to add every file.
    """
    found: dict[str, list[_Found]] = {}
    names: dict[str, str] = {}  # a name that a file has at this point of the history -> its newest name
    merged: set[str] = set()
    cut: dict[str, str] = {}
    for commit in order:
        step = steps[commit]
        renamed: dict[str, str] = {}
        for event in step.events:
            today = names.get(event.file, event.file)
            if event.before:
                renamed[event.before] = today
            found.setdefault(today, []).append((commit, event))
            if len(step.stored.parents) > 1:
                merged.add(today)
            if commit in boundary:
                cut.setdefault(today, commit)
        names |= renamed
    begins = max((steps[commit].stored.committer.seconds for commit in boundary & steps.keys()), default=-1)
    trails = {
        shown_name(file): tuple(
            _trail_with_merges(_removals_last(found[file]), steps, boundary, begins)
            if file in merged or file in cut
            else _trail(_removals_last(found[file]), steps)
        )
        for file in sorted(found)
    }
    return Trails(trails, {shown_name(file): commit for file, commit in sorted(cut.items())})


def shown_name(file: str) -> str:
    """A file's name as it may be printed: what is not UTF-8 in it gives way to a sign that says so."""
    return file if file.isascii() else file.encode("utf-8", "surrogateescape").decode("utf-8", "replace")


_CHANGES = {"A": "added", "D": "removed", "R": "renamed"}
_KINDS = {"120000": "link", "160000": "submodule"}


def _removals_last(found: list[_Found]) -> list[_Found]:
    """The same, with what a commit removed after what it did to other files of this trail.

    One commit may have several: a file that takes the name of one that is gone has both pasts.
    """
    if len(found) == len({commit for commit, _ in found}):
        return found
    groups = (list(group) for _, group in groupby(found, key=itemgetter(0)))
    return [one for group in groups for one in sorted(group, key=lambda one: one[1].status == "D")]


def _trail(found: list[_Found], steps: Mapping[str, Step]) -> Iterator[Commit]:
    """The commits of a file that has met no merge."""
    news: dict[tuple[str, str], Event] = {}
    for commit, event in found:
        news.setdefault((commit, event.file), event)
    for (commit, _), event in news.items():
        yield _commit(commit, steps[commit].stored, _CHANGES.get(event.status, "changed"), event)


def _trail_with_merges(
    found: list[_Found], steps: Mapping[str, Step], boundary: frozenset[str], begins: int
) -> Iterator[Commit]:
    """The commits of one file. Of merges only those that say something: see `_choice`.

    `begins`: when the newest commit at the boundary was made.
    """
    sides: dict[tuple[str, str], dict[int, Event]] = {}
    for commit, event in found:
        merge = len(steps[commit].stored.parents) > 1
        # Two names of one file in a merge: a removal under the one is no news beside the other.
        sides.setdefault((commit, "" if merge else event.file), {}).setdefault(event.parent, event)
    # A step that differs from all its parents makes a version and replaces theirs; other merges only choose.
    makes = {
        (commit, name)
        for (commit, name), known in sides.items()
        if commit in boundary or len(known) >= len(steps[commit].stored.parents)
    }
    made: Counter[str] = Counter()
    replaced: set[str] = set()
    for key in makes:
        first, *_ = step = list(sides[key].values())
        replaced.update(event.old for event in step if event.old != event.new)
        if first.old != first.new:
            made[first.new] += 1
        # What is no newer may have been replaced before the history begins: nobody here can tell.
        if steps[key[0]].stored.committer.seconds <= begins:
            replaced.update(event.new for event in step)
    made["0" * len(found[0][1].old)] += 1  # before all commits there is no file
    for (commit, name), by_parent in sides.items():
        if commit in boundary:
            continue
        event, *_ = step = list(by_parent.values())
        made_here = (commit, name) in makes
        change = _CHANGES.get(event.status, "changed") if made_here else _choice(step, made, replaced)
        if change:
            yield _commit(commit, steps[commit].stored, change, event)


def _commit(name: str, stored: Stored, change: str, event: Event) -> Commit:
    author, committer = stored.author, stored.committer
    return Commit(
        id=name,
        parents=stored.parents,
        author=author.name,
        author_email=author.email,
        authored=author.time,
        committer=committer.name,
        committer_email=committer.email,
        committed=committer.time,
        subject=stored.subject,
        change=change,
        body=stored.body,
        signed=bool(stored.signature),
        file=shown_name(event.file),
        old=event.old.strip("0") and event.old,
        new=event.new.strip("0") and event.new,
        kind=_KINDS.get(event.mode, "file"),
        pull_request=stored.pull_request,
    )


def _choice(step: list[Event], made: Mapping[str, int], replaced: Collection[str]) -> str:
    """What a merge did that took the file from one side as it was; empty where it says nothing.

    It discarded a version that no commit ever replaced. It says nothing where it kept its first parent's
    version, and all that the other side had was an older one.
    """
    left = [event.old for event in step if event.old != event.new]
    if any(version not in replaced for version in left):
        return "discarded"
    kept_first = all(event.parent for event in step)
    return "" if kept_first and all(made[version] == 1 for version in left) else "merged"
