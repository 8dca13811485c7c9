"""The trails of an evidence folder: what each commit did to each file and to each judgement in it."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import TypeAlias

from assay.git import Commit, History
from assay.trail.changes import Change, Kind, bounded, compare_judgements
from assay.trail.order import newest_first
from assay.trail.versions import (
    FILE,
    JUDGING,
    Compared,
    Entry,
    Judged,
    Outcome,
    Owner,
    Pair,
    compare_versions,
    kind_of,
    owner_of,
)


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


JudgementKey: TypeAlias = tuple[Owner, str, str]
"""Whose judgement, the node and the attribute ("" for what is graded on itself)."""


@dataclass(frozen=True, slots=True)
class JudgementTrail:
    """The steps of a judgement, newest first, and the one that made it what it is (None: none is known)."""

    steps: tuple[Step, ...]
    made: Step | None


@dataclass(frozen=True, slots=True)
class Trails:
    """All trails of an evidence folder, newest commit first.

    `order`: the place of each commit among all, 0 for the newest. Files are named as they are called now, or
    were when they were removed.
    """

    files: Mapping[str, tuple[Step, ...]] = field(default_factory=dict)
    judgements: Mapping[JudgementKey, JudgementTrail] = field(default_factory=dict)
    order: Mapping[str, int] = field(default_factory=dict)


def read_trails(folder: Path, history: History, units: Collection[str] = ()) -> Trails:
    """The trails of all files and judgements. `units`: the ids of the assessment's units."""
    compared = _compare(folder, history.trails)
    files = {file: tuple(_steps(commits, compared)) for file, commits in history.trails.items()}
    order = newest_first(history.trails.values())
    judgements = _judgements(history.trails, files, compared, frozenset(units), order)
    return Trails(files, judgements, order)


def read_trail(folder: Path, history: History, file: str) -> tuple[Step, ...]:
    """The trail of one file alone."""
    commits = history.trails.get(file, ())
    return tuple(_steps(commits, _compare(folder, {file: commits})))


# Which versions to compare


def _compare(folder: Path, trails: Mapping[str, Sequence[Commit]]) -> _Contents:
    compared = compare_versions(folder, _pairs(trails))
    # After a version that cannot be read comes one that can: it is compared with the last that could.
    bridges = {
        commit.id + commit.old: Pair(kind_of(commit.file), readable, commit.new)
        for commits in trails.values() if compared.unreadable
        for place, commit in enumerate(commits)
        if commit.old in compared.unreadable and commit.new not in compared.unreadable
        for readable in [_last_readable(commits[place:], compared.unreadable)]
    }  # fmt: skip
    again = compare_versions(folder, bridges.values())
    return _Contents(compared, {name: again.outcomes[pair] for name, pair in bridges.items()})


@dataclass(frozen=True, slots=True)
class _Contents:
    """The outcomes of all pairs, and those of steps that end a time of versions that cannot be read."""

    compared: Compared
    bridged: Mapping[str, Outcome]

    def of(self, commit: Commit) -> Outcome:
        """What a commit did to its file."""
        found = self.compared.outcomes.get(_pair(commit), Outcome())
        if (bridged := self.bridged.get(commit.id + commit.old)) is None:
            return found
        return Outcome((*found.changes, *bridged.changes), bridged.judged)

    def whole(self, commit: Commit) -> Mapping[Judged, tuple[Entry, Entry]]:
        """All judgements of the version that a commit left."""
        pair = Pair(kind_of(commit.file), "", commit.new)
        return self.compared.outcomes.get(pair, Outcome()).judged


def _pair(commit: Commit) -> Pair:
    return Pair(kind_of(commit.file), commit.old, commit.new)


def _pairs(trails: Mapping[str, Sequence[Commit]]) -> Iterator[Pair]:
    for commits in trails.values():
        for commit in commits:
            pair = _pair(commit)
            if pair.old != pair.new and _says_something(pair, commit.change):
                yield pair
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


def _steps(commits: Sequence[Commit], contents: _Contents) -> Iterator[Step]:
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


# Judgements


@dataclass(slots=True)
class _Moment:
    """What one commit did to the judgements of one owner, over all files that it touched."""

    commit: Commit
    before: dict[Judged, Entry]
    after: dict[Judged, Entry]


def _judgements(
    trails: Mapping[str, Sequence[Commit]],
    files: Mapping[str, Sequence[Step]],
    contents: _Contents,
    units: frozenset[str],
    order: Mapping[str, int],
) -> dict[JudgementKey, JudgementTrail]:
    moments: dict[tuple[Owner, str], _Moment] = {}
    now: dict[JudgementKey, Entry] = {}
    for file, commits in trails.items():
        for step, commit in zip(files[file], commits, strict=True):
            owner = owner_of(commit.file, units)
            if owner is None:
                continue
            moment = moments.setdefault((owner, commit.id), _Moment(commit, {}, {}))
            earlier = owner_of(step.former_file, units) if step.former_file else owner
            own = earlier is not None and (earlier.cycle, earlier.name) == (owner.cycle, owner.name)
            for key, (before, after) in contents.of(commit).judged.items():
                _note(moment.before, key, before if own else None)
                _note(moment.after, key, after)
        owner = owner_of(commits[0].file, units) if commits and commits[0].new else None
        if owner:
            found = contents.whole(commits[0])
            now |= {_key(owner, judged): after for judged, (_, after) in found.items()}
    return _by_judgement(moments, now, order)


def _note(side: dict[Judged, Entry], key: Judged, entry: Entry) -> None:
    """What one file says of a judgement; where it says nothing, another may."""
    if entry is not None or key not in side:
        side[key] = entry


def _key(owner: Owner, judged: Judged) -> JudgementKey:
    node, attribute = judged
    return owner, node or owner.name, attribute


def _by_judgement(
    moments: Mapping[tuple[Owner, str], _Moment], now: Mapping[JudgementKey, Entry], order: Mapping[str, int]
) -> dict[JudgementKey, JudgementTrail]:
    found: dict[JudgementKey, list[tuple[Step, Entry]]] = {}
    oldest_first = sorted(moments.items(), key=lambda moment: -order[moment[0][1]])
    for (owner, _), moment in oldest_first:
        for judged, after in moment.after.items():
            before = moment.before[judged]
            if before == after:
                continue
            known = found.setdefault(_key(owner, judged), [])
            change = _change(moment.commit, before, after, (entry for _, entry in known))
            changes = compare_judgements(before, after) if change != "merged" else ()
            known.append((Step(moment.commit, change, "", changes), after))
    return {key: _trail(steps, now.get(key)) for key, steps in found.items()}


def _change(commit: Commit, before: Entry, after: Entry, known: Iterable[Entry]) -> str:
    """What a commit did to a judgement. A merge makes one only where no commit before it did."""
    if commit.change == "discarded":
        return "discarded"
    if len(commit.parents) > 1 and after in known:
        return "merged"
    return "added" if before is None else "removed" if after is None else "changed"


def _trail(steps: list[tuple[Step, Entry]], now: Entry) -> JudgementTrail:
    newest = [
        step for step, after in reversed(steps) if after == now and step.change not in ("merged", "discarded")
    ]
    made = newest[0] if newest and now is not None else None
    return JudgementTrail(tuple(step for step, _ in reversed(steps)), made)
