"""The trail of every file: the commits that made it what it is.

The history is gone through from the newest commit to the oldest, and a rename turns the older name into the
newer one on the way. A merge is compared with each parent, so that what was changed or lost inside it comes
to light.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass

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
    trails = {
        shown_name(file): tuple(
            _trail_with_merges(found[file], steps, boundary)
            if file in merged or file in cut
            else _trail(found[file], steps)
        )
        for file in sorted(found)
    }
    return Trails(trails, {shown_name(file): commit for file, commit in sorted(cut.items())})


def shown_name(file: str) -> str:
    """A file's name as it may be printed: what is not UTF-8 in it gives way to a sign that says so."""
    return file if file.isascii() else file.encode("utf-8", "surrogateescape").decode("utf-8", "replace")


_CHANGES = {"A": "added", "D": "removed", "R": "renamed"}
_KINDS = {"120000": "link", "160000": "submodule"}


def _trail(found: list[_Found], steps: Mapping[str, Step]) -> Iterator[Commit]:
    """The commits of a file that has met no merge."""
    news: dict[str, Event] = {}
    for commit, event in found:
        # Two names of one file in one commit: a removal under the one is no news beside the other.
        if commit not in news or news[commit].status == "D":
            news[commit] = event
    for commit, event in news.items():
        yield _commit(commit, steps[commit].stored, _CHANGES.get(event.status, "changed"), event)


def _trail_with_merges(
    found: list[_Found], steps: Mapping[str, Step], boundary: frozenset[str]
) -> Iterator[Commit]:
    """The commits of one file. Of merges only those that say something: see `_choice`."""
    sides: dict[str, dict[int, Event]] = {}
    for commit, event in found:
        known = sides.setdefault(commit, {})
        if event.parent not in known or known[event.parent].status == "D":
            known[event.parent] = event
    # A step that differs from all its parents makes a version and replaces theirs; other merges only choose.
    makes = {
        commit
        for commit, known in sides.items()
        if commit in boundary or len(known) >= len(steps[commit].stored.parents)
    }
    made: Counter[str] = Counter()
    replaced: set[str] = set()
    for commit in makes:
        first, *_ = step = list(sides[commit].values())
        replaced.update(event.old for event in step if event.old != event.new)
        if first.old != first.new:
            made[first.new] += 1
    made["0" * len(found[0][1].old)] += 1  # before all commits there is no file
    for commit, by_parent in sides.items():
        if commit in boundary:
            continue
        event, *_ = step = list(by_parent.values())
        change = _CHANGES.get(event.status, "changed") if commit in makes else _choice(step, made, replaced)
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
