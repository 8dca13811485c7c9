"""All that differs between two revisions, put together: what was read goes in, what differs comes out."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator, Mapping, Set
from dataclasses import dataclass, field
from typing import Any

from assay.assessment import Assessment
from assay.cards import Cards
from assay.difference.files import Filed, compare_attachments, compare_files
from assay.difference.problems import Moved, compare_problems
from assay.difference.rollups import compare_cycle
from assay.difference.shapes import (
    Committer,
    CycleChange,
    Difference,
    Expiry,
    FileChange,
    Problems,
    SealTouch,
    Side,
    Unhashed,
)
from assay.difference.withheld import Eyes, all_told
from assay.forge import forge_of
from assay.layout import place_of
from assay.problems import Problem
from assay.support import Standing

_CYCLE_FILES = frozenset(("cycle", "grades", "consensus", "checks"))


@dataclass(frozen=True)
class Revision:
    """One side, as it was read.

    `cards`: the results of its cycles, {} where none can be computed; `filed`: its files by kind and id;
    `data`: what they say; `files`: the names of all that there are.
    """

    side: Side
    assessment: Assessment | None = None
    cards: Mapping[str, Cards] = field(default_factory=dict)
    filed: Mapping[tuple[str, str], Filed] = field(default_factory=dict)
    data: Mapping[str, Mapping[str, Any]] = field(default_factory=dict)
    problems: tuple[Problem, ...] = ()
    files: Set[str] = frozenset()

    @property
    def kinds(self) -> dict[str, str]:
        """`KIND/ID` of each file."""
        return {one.file: f"{one.kind}/{one.id}" for one in self.filed.values()}


@dataclass(frozen=True, slots=True)
class Asked:
    """What is asked beside the two sides: the folder as named, the date, the cycle to show ("" for none)."""

    evidence: str
    as_of: dt.date
    cycle: str
    audience: str = "restricted"


def compare(
    base: Revision, head: Revision, asked: Asked, eyes: Eyes, committers: tuple[Committer, ...] = ()
) -> Difference:
    """What `head` does to `base`, as `eyes` see it."""
    before, after = eyes(base.assessment), eyes(head.assessment)
    changes = list(compare_files(base.filed, head.filed))
    files = tuple(seen for one in changes if (seen := eyes.file(one)))
    items = {one.former: one.id for one in changes if one.kind == "item" and one.former}
    renamed = {eyes.name(old): eyes.name(new) for old, new in items.items()}
    cycles = tuple(_cycles(base, head, asked, eyes, renamed))
    moved = Moved({one.former_file: one.file for one in changes if one.former_file}, items)
    kinds = base.kinds | head.kinds
    problems = compare_problems(base.problems, head.problems, moved)
    shown = cycles[0] if cycles else None
    horizon = _horizon(after or before, asked.as_of)
    return Difference(
        evidence=asked.evidence,
        base=base.side,
        head=head.side,
        as_of=asked.as_of,
        horizon=horizon,
        audience=asked.audience,
        assessment=after or before,
        cycles=cycles,
        files=files,
        attachments=tuple(compare_attachments((before, base.files), (after, head.files))),
        expiring=tuple(_expiring(shown, horizon, renamed)) if shown else (),
        problems=Problems(
            *(all_told(eyes, some, kinds) for some in (problems.added, problems.fixed, problems.standing))
        ),
        seals=tuple(_seals(base, head)),
        committers=committers,
        withheld=len(changes) - len(files),
        forge=forge_of(before.repository_url or "", before.forge) if before else forge_of(""),
    )


def _cycles(
    base: Revision, head: Revision, asked: Asked, eyes: Eyes, renamed: Mapping[str, str]
) -> Iterator[CycleChange]:
    """The shown cycle, then the others that change, new to old; none where HEAD has errors."""
    if head.side.state == "errors":
        return
    names = list(dict.fromkeys((asked.cycle, *_newest_first(head.cards), *_newest_first(base.cards))))
    for name in filter(None, names):
        found = compare_cycle(name, eyes(base.cards.get(name)), eyes(head.cards.get(name)), renamed)
        if name == asked.cycle or found.changed:
            yield found


def _newest_first(cards: Mapping[str, Cards]) -> list[str]:
    return sorted(cards, key=lambda name: (cards[name].cycle.period[1], name), reverse=True)


def _horizon(assessment: Assessment | None, as_of: dt.date) -> dt.date:
    """The last day that the policy calls soon."""
    return assessment.policy.warn_before.after(as_of) if assessment else as_of


def _expiring(shown: CycleChange, horizon: dt.date, renamed: Mapping[str, str]) -> Iterator[Expiry]:
    """The cited items of the shown cycle that run out soon, and did not before this change."""
    if shown.after is None or shown.after.cycle.seal:
        return
    old = {renamed.get(item, item): one for item, one in _cited(shown.before).items()}
    new = _cited(shown.after)
    for item, standing in new.items():
        before = old.get(item)
        soon = standing.counts and standing.until is not None and standing.until <= horizon
        if soon and standing.until and (before is None or before.until != standing.until):
            yield Expiry(item, standing.until, before.until if before else None)


def _cited(cards: Cards | None) -> dict[str, Standing]:
    """How the items stand that any cell rests on."""
    if cards is None:
        return {}
    return {
        item: result.standings[item]
        for result in cards.results
        for item in result.cited
        if item in result.standings
    }


# Seals


def _seals(base: Revision, head: Revision) -> Iterator[SealTouch]:
    """What the change does to cycles that were sealed."""
    if base.assessment is None:
        return
    for cycle in base.assessment.cycles.values():
        if cycle.seal is None:
            continue
        now = head.filed.get(("cycle", cycle.id))
        files = tuple(sorted(_touched(base.data, head.data, cycle.id)))
        if now is None:
            yield SealTouch(cycle.id, "removed", files)
        elif now.data is not None and "seal" not in now.data:
            yield SealTouch(cycle.id, "opened", files)
        elif now.data is not None and now.data["seal"] != base.data[cycle.file].get("seal"):
            yield SealTouch(cycle.id, "replaced", files)
        elif files:
            yield SealTouch(cycle.id, "changed", files)


def _touched(
    before: Mapping[str, Mapping[str, Any]], after: Mapping[str, Mapping[str, Any]], cycle: str
) -> Iterator[str]:
    """The files of a cycle that differ."""
    for file in before.keys() | after.keys():
        place = place_of(file)
        if (
            place
            and place.kind in _CYCLE_FILES
            and place.cycle == cycle
            and before.get(file) != after.get(file)
        ):
            yield file


# What is missing


def unhashed(
    assessment: Assessment, changed: tuple[FileChange, ...], lines: Mapping[tuple[str, int], tuple[int, bool]]
) -> Iterator[Unhashed]:
    """The files that new or changed items cite without a checksum.

    `lines`: by file and number the line of each source, and whether it stands between braces.
    """
    files = {one.file for one in changed if one.kind == "item"}
    for item in assessment.items.values():
        for number, source in enumerate(item.sources):
            found = assessment.attachments.get(source.file or "")
            if item.file in files and found and not source.sha256:
                line, flow = lines.get((item.file, number), (1, False))
                yield Unhashed(item.id, item.file, line, flow, found.file, found.sha256)
