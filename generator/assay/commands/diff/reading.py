"""The two sides of a difference: read from git or the folder, and computed as of one date."""

from __future__ import annotations

import dataclasses
import datetime as dt
import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path

from assay import yamlfile
from assay.assessment import Assessment
from assay.cards import Cards, Known
from assay.commands.gather import USAGE_ERROR, CannotContinueError, Gathered, cards_of, gather
from assay.commands.since import gather_then
from assay.confidentiality import AUDIENCES, UNMARKED, Audience
from assay.difference import (
    Asked,
    Committer,
    Difference,
    Eyes,
    Revision,
    Side,
    compare,
    filed,
    states_of,
    unhashed,
)
from assay.git.between import contributors
from assay.layout import place_of
from assay.problems import Severity
from assay.repository import Loaded
from assay.wording import did_you_mean, listed


@dataclass(frozen=True, slots=True)
class Ends:
    """What is compared: two revisions as they were named, and the commits that are read for them.

    `head` is "" and `head_commit` None for the working tree.
    """

    base: str
    head: str
    base_commit: str
    head_commit: str | None


def difference(
    folder: Path, as_of: dt.date, ends: Ends, *, cycle: str | None, exactly: bool, audience: Audience
) -> Difference:
    """What differs between two revisions, as an audience may see it."""
    after = gather(folder, as_of, at=ends.head_commit)
    before, elsewhere = gather_then(folder, as_of, ends.base_commit, after)
    if not (before.loaded.folder.holds_evidence or after.loaded.folder.holds_evidence):
        hint = "Name the evidence repository with -e."
        raise CannotContinueError(
            f"there is no evidence in {folder}, in neither revision. {hint}", USAGE_ERROR
        )
    shown = _cycle(before, after, cycle)
    heads, bases = _cards(before, after, shown, exactly=exactly)
    base = _revision(before, ends.base, ends.base_commit, bases, elsewhere)
    head = _revision(after, ends.head, ends.head_commit, heads, "")
    blind = any(one.loaded.assessment is None and one.loaded.folder.holds_evidence for one in (before, after))
    unread = dict(_unread(before.loaded)) | dict(_unread(after.loaded))
    eyes = Eyes(audience, (base.assessment, head.assessment), unread, blind=blind)
    people = head.assessment or base.assessment
    asked = Asked(folder.as_posix(), as_of, shown, audience)
    found = compare(base, head, asked, eyes, _committers(folder, ends, people))
    if head.assessment is None or blind:
        return found
    lines = _lines(after.loaded, head.assessment)
    return dataclasses.replace(found, unhashed=tuple(unhashed(eyes(head.assessment), found.files, lines)))


# Cycles


def _cycle(before: Gathered, after: Gathered, name: str | None) -> str:
    """The cycle to show: the one that was asked for, else HEAD's latest, else BASE's; "" for none."""
    sides = [one.loaded.assessment for one in (after, before) if one.loaded.assessment]
    known = dict.fromkeys(cycle for side in sides for cycle in side.cycles)
    if name is None:
        latest = (side.latest_cycle for side in sides)
        return next((cycle.id for cycle in latest if cycle), "")
    if name not in known:
        there = listed(sorted(known)) or "none"
        message = f"unknown cycle '{name}'{did_you_mean(name, known)}; there are: {there}"
        raise CannotContinueError(message, USAGE_ERROR)
    return name


def _cards(
    before: Gathered, after: Gathered, shown: str, *, exactly: bool
) -> tuple[dict[str, Cards], dict[str, Cards]]:
    """The results of HEAD and of BASE, by cycle: of the shown one, and of those that the change may touch.

    What does not differ in anything that decides is computed once.
    """
    heads: dict[str, Cards] = {}
    bases: dict[str, Cards] = {}
    changed = _changed(before.loaded, after.loaded)
    for gathered, cards in ((after, heads), (before, bases)):
        found = gathered.loaded.assessment
        if found is None or gathered.errors:
            continue
        for cycle in found.cycles.values():
            touched = _decides(changed, cycle.id)
            if cycle.id in heads and not touched:
                bases[cycle.id] = heads[cycle.id]
            elif touched or cycle.id == shown:
                named = exactly and cycle.id == shown
                cards[cycle.id] = cards_of(found, cycle, gathered.as_of, Known(), exactly=named)
    return heads, bases


def _changed(before: Loaded, after: Loaded) -> frozenset[str]:
    """The files whose data differ."""
    return frozenset(
        file
        for file in before.data.keys() | after.data.keys()
        if before.data.get(file) != after.data.get(file)
    )


def _decides(changed: frozenset[str], cycle: str) -> bool:
    """Whether any of the changed files decides on the results of a cycle."""
    return any(
        file == "assessment.yaml" or file.startswith(("items/", "models/", f"cycles/{cycle}/"))
        for file in changed
    )


# One side


def _revision(
    found: Gathered, name: str, commit: str | None, cards: Mapping[str, Cards], elsewhere: str
) -> Revision:
    loaded, assessment = found.loaded, found.loaded.assessment
    language = assessment.languages[0] if assessment else "en"
    states = states_of(assessment, found.as_of) if assessment else {}
    model = (assessment.model.id, assessment.model.version) if assessment else ("", "")
    side = Side(name, commit, "read", found.errors, model, elsewhere)
    if not loaded.folder.holds_evidence:
        return Revision(dataclasses.replace(side, state="none", errors=0))
    if assessment is None or found.errors:
        side = dataclasses.replace(side, state="errors")
    elif not assessment.cycles:
        side = dataclasses.replace(side, state="no-cycle")
    names = loaded.folder.files.keys()
    files = filed(names, loaded.data, language, states)
    return Revision(side, assessment, cards, files, loaded.data, found.problems, names)


_STATED = re.compile(r"^\s*confidentiality\s*:\s*['\"]?(public|internal|restricted)\b", re.MULTILINE)


def _unread(loaded: Loaded) -> Iterator[tuple[str, Audience]]:
    """How confidential the files are that cannot be read, as far as their text says: the strictest counts.

    What rests on evidence, as grades do, says so nowhere: of these nothing is known.
    """
    for file in loaded.unread & loaded.folder.files.keys():
        place = place_of(file)
        if place is None:
            continue
        raw = loaded.folder.read(file, yamlfile.MAX_BYTES + 1).decode("utf-8", "replace")
        stated = _STATED.findall(raw)
        found = max((one for one in AUDIENCES if one in stated), key=AUDIENCES.index, default=None)
        if found or place.kind == "item":
            yield file, found or UNMARKED


def _lines(loaded: Loaded, assessment: Assessment) -> dict[tuple[str, int], tuple[int, bool]]:
    """In which line of an item's file each source stands that has no checksum, and whether between braces."""
    return {
        (item.file, number): _place(loaded, item.file, number)
        for item in assessment.items.values()
        for number, source in enumerate(item.sources)
        if source.file and not source.sha256
    }


def _place(loaded: Loaded, file: str, number: int) -> tuple[int, bool]:
    found = loaded.problem("", Severity.INFO, file, ("sources", number), "", "", key=False)
    lines = loaded.folder.read(file).decode("utf-8", "replace").split("\n")
    return found.line, lines[found.line - 1][found.column - 1 :].startswith("{")


def _committers(folder: Path, ends: Ends, assessment: Assessment | None) -> tuple[Committer, ...]:
    """Who has commits in the change, each person once."""
    people = assessment.people.values() if assessment else ()
    known = {address.casefold(): person.id for person in people for address in person.git}
    found: dict[tuple[str, str], int] = {}
    for one in contributors(folder, ends.base_commit, ends.head_commit or "HEAD"):
        person = known.get(one.address.casefold(), "")
        name = assessment.people[person].name if assessment and person else one.name
        found[name, person] = found.get((name, person), 0) + one.commits
    return tuple(Committer(name, person, count) for (name, person), count in found.items())
