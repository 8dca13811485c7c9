"""What each commit did to each file: which versions to compare, and the steps that come out."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from assay.git import Commit
from assay.trail.changes import Change, Kind, bounded
from assay.trail.pairs import FILE, JUDGING, Entry, Judged, Outcome, Pair, kind_of
from assay.trail.versions import Compared, compare_versions


@dataclass(frozen=True, slots=True)
class Step:
    """What one commit did to a file, or to one judgement of it.

    `change`: a word of `Commit.change`, for the file or for the judgement; `former_file`: the name that the
    file had before, where this commit renamed it; `changes`: what became different in it.
    """

    commit: Commit
    change: str
    former_file: str = ""
    changes: tuple[Change, ...] = ()


# Which versions to compare


def compared(folder: Path, trails: Mapping[str, Sequence[Commit]]) -> Contents:
    """What the versions behind some trails differ in, with the repository's contents in `folder`."""
    found = compare_versions(folder, _pairs(trails))
    # After a version that cannot be read comes one that can: it is compared with the last that could.
    bridges = {
        commit.id + commit.old: Pair(kind_of(commit.file), readable, commit.new)
        for commits in trails.values() if found.unreadable
        for place, commit in enumerate(commits)
        if commit.old in found.unreadable and commit.new not in found.unreadable
        for readable in [_last_readable(commits[place:], found.unreadable)]
    }  # fmt: skip
    again = compare_versions(folder, bridges.values(), "trail-bridges")
    return Contents(found, {name: again.outcomes[pair] for name, pair in bridges.items()})


@dataclass(frozen=True, slots=True)
class Contents:
    """The outcomes of all pairs, and those of steps that end a time of versions that cannot be read."""

    compared: Compared
    bridged: Mapping[str, Outcome]

    def of(self, commit: Commit) -> Outcome:
        """What a commit did to its file."""
        found = self.compared.outcomes.get(_pair(commit), Outcome())
        if (bridged := self.bridged.get(commit.id + commit.old)) is None:
            return found
        return Outcome((*found.changes, *bridged.changes), bridged.judged)

    def whole(self, commit: Commit, before: bool = False) -> Mapping[Judged, Entry]:
        """All judgements of the version that a commit left, or of the one that it found."""
        pair = Pair(kind_of(commit.file), "", commit.old if before else commit.new)
        found = self.compared.outcomes.get(pair, Outcome()).judged
        return {judged: entry for judged, (_, entry) in found.items()}

    def lines(self, commit: Commit) -> Mapping[Judged, int]:
        """Where the judgements stand in the version that a commit left."""
        return self.compared.outcomes.get(Pair(kind_of(commit.file), "", commit.new), Outcome()).lines


def _pair(commit: Commit) -> Pair:
    return Pair(kind_of(commit.file), commit.old, commit.new)


def _pairs(trails: Mapping[str, Sequence[Commit]]) -> Iterator[Pair]:
    for commits in trails.values():
        for commit in commits:
            pair = _pair(commit)
            if commit.kind == "file" and pair.old != pair.new and _says_something(pair, commit.change):
                yield pair
            if commit.change == "renamed" and pair.kind in JUDGING:  # it may have been somebody else's
                yield from (Pair(pair.kind, "", pair.old), Pair(pair.kind, "", pair.new))
        if commits and commits[0].new and kind_of(commits[0].file) in JUDGING:
            yield Pair(kind_of(commits[0].file), "", commits[0].new)


def _says_something(pair: Pair, change: str) -> bool:
    """Whether the difference of a pair is to be told: that a whole item came or went says enough."""
    if pair.kind in JUDGING:
        return True
    return change != "merged" and (pair.kind == FILE or bool(pair.old and pair.new))


def _last_readable(commits: Sequence[Commit], unreadable: Mapping[str, str]) -> str:
    """The newest version before the first of these commits that can be read; "" for none."""
    version = commits[0].old
    for commit in commits[1:]:
        if version not in unreadable:
            break
        if commit.new == version:
            version = commit.old
    return "" if version in unreadable else version


# Files


def steps_of(commits: Sequence[Commit], contents: Contents) -> Iterator[Step]:
    """The steps of one file, newest first as its commits are."""
    for place, commit in enumerate(commits):
        former = _former_file(commits, place) if commit.change == "renamed" else ""
        # A merge that took one side's version as it was brings nothing that is not said of that side.
        changes = contents.of(commit).changes if commit.change != "merged" else ()
        if former:
            changes = (Change(Kind.RELOCATED, (), former, commit.file), *changes)
        yield Step(commit, commit.change, former, bounded(changes))


def _former_file(commits: Sequence[Commit], place: int) -> str:
    """The name of a file before the commit that renamed it; "" where it is not known."""
    older = [commit for commit in commits[place + 1 :] if commit.file != commits[place].file]
    made_it = (commit.file for commit in older if commit.new == commits[place].old)
    return next(made_it, older[0].file if older else "")
