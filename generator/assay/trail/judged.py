"""The trail of each judgement: an entry of a file that holds several, also as it moves between files."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import TypeAlias

from assay.git import Commit
from assay.trail.changes import Kind, compare_judgements
from assay.trail.pairs import Entry, Judged, Owner, owner_of
from assay.trail.steps import Contents, Step

JudgementKey: TypeAlias = tuple[Owner, str, str]
"""Whose judgement, the node and the attribute ("" for what is graded on itself)."""


@dataclass(frozen=True, slots=True)
class JudgementTrail:
    """The steps of a judgement, newest first, and the one that made it what it is (None: none is known).

    `file` and `line`: where it stands after the last commit; "" and 0 where it is gone.
    """

    steps: tuple[Step, ...]
    made: Step | None
    file: str = ""
    line: int = 0


@dataclass(frozen=True, slots=True)
class Standing:
    """A judgement as it is after the last commit, and where it stands."""

    entry: Entry
    file: str
    line: int


@dataclass(slots=True)
class _Moment:
    """What one commit did to the judgements of one owner, over all files that it touched."""

    commit: Commit
    before: dict[Judged, Entry]
    after: dict[Judged, Entry]


Moments: TypeAlias = Mapping[tuple[Owner, str], _Moment]


def moments_of(
    files: Mapping[str, Sequence[Step]], contents: Contents, units: frozenset[str]
) -> tuple[Moments, Mapping[JudgementKey, Standing]]:
    """What each commit did to each owner's judgements, and what these are after the last commit."""
    moments: dict[tuple[Owner, str], _Moment] = {}
    now: dict[JudgementKey, Standing] = {}
    for steps in files.values():
        last = owner_of(steps[0].commit.file, units) if steps else None
        for step in steps:
            commit = step.commit
            owner = _owner(commit.file, units, last)
            if owner is None:
                continue
            earlier = _owner(step.former_file, units, last) if step.former_file else owner
            moment = moments.setdefault((owner, commit.id), _Moment(commit, {}, {}))
            if earlier == owner:
                for key, (before, after) in contents.of(commit).judged.items():
                    _note(moment.before, moment.after, key, (before, after))
                continue
            # The file was somebody else's: what is in it is new here, and gone there.
            for key, after in contents.whole(commit).items():
                _note(moment.before, moment.after, key, (None, after))
            if earlier:
                lost = moments.setdefault((earlier, commit.id), _Moment(commit, {}, {}))
                for key, before in contents.whole(commit, before=True).items():
                    _note(lost.before, lost.after, key, (before, None))
        if last and steps[0].commit.new:
            newest = steps[0].commit
            lines = contents.lines(newest)
            now |= {
                _key(last, judged): Standing(entry, newest.file, lines.get(judged, 0))
                for judged, entry in contents.whole(newest).items()
            }
    return moments, now


def without_moves(step: Step, moments: Moments, units: Collection[str]) -> Step:
    """The step of a file with the judgements that only went to another file, or came from one, as that."""
    owner = owner_of(step.commit.file, units)
    moment = moments.get((owner, step.commit.id)) if owner else None
    if moment is None or not step.changes:
        return step
    changes = []
    for change in step.changes:
        names = [str(part) for part in change.at[1:]]
        judged = (names[0], names[1] if len(names) > 1 else "") if names else ("", "")
        whole = change.kind in (Kind.ADDED, Kind.REMOVED) and change.at[:1] == ("grades",)
        if whole and moment.after.get(judged) is not None and moment.after[judged] == moment.before[judged]:
            changes.append(replace(change, kind=Kind.RELOCATED))
        else:
            changes.append(change)
    return replace(step, changes=tuple(changes))


def _owner(file: str, units: Collection[str], last: Owner | None) -> Owner | None:
    """Whose judgements a file held. An assessor's grades stay the same where a unit's folder comes in."""
    owner = owner_of(file, units)
    same = owner and last and (owner.kind, owner.cycle, owner.name) == (last.kind, last.cycle, last.name)
    return last if same else owner


def _note(
    before: dict[Judged, Entry], after: dict[Judged, Entry], key: Judged, entries: tuple[Entry, Entry]
) -> None:
    """What one file says of a judgement, before and after; where it says nothing, another may."""
    for side, entry in ((before, entries[0]), (after, entries[1])):
        if entry is not None or key not in side:
            side[key] = entry


def _key(owner: Owner, judged: Judged) -> JudgementKey:
    node, attribute = judged
    return owner, node or owner.name, attribute


def by_judgement(
    moments: Moments, now: Mapping[JudgementKey, Standing], order: Mapping[str, int]
) -> dict[JudgementKey, JudgementTrail]:
    """The trail of each judgement. `now`: what it is after the last commit; `order`: each commit's place."""
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


def _trail(steps: list[tuple[Step, Entry]], now: Standing | None) -> JudgementTrail:
    told = tuple(step for step, _ in reversed(steps))
    if now is None:
        return JudgementTrail(told, None)
    makers = (
        step
        for step, after in reversed(steps)
        if after == now.entry and step.change not in ("merged", "discarded")
    )
    return JudgementTrail(told, next(makers, None), now.file, now.line)
