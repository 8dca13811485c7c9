"""Evidence and other files that change, seals, and problems that come and go."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from assay.commands.diff.cells import tell_change
from assay.commands.diff.words.shapes import MOST_CELLS, Entry, Words
from assay.difference import Fate, FileChange, Told
from assay.wording import listed


def problems(words: Words, problems: Iterable[Told], *, gone: bool = False) -> Iterator[Entry]:
    """Problems with what to do about them; the same advice only once."""
    known: set[str] = set()
    for one in problems:
        name = f"{words.root}{one.path}:{one.line}:{one.column}" if one.path else one.rule
        hint = () if gone or not one.hint or one.hint in known else (one.hint,)
        known.add(one.hint)
        yield Entry(name, f"{one.severity}: {one.message}", hint, one.path, one.line, gone)


def seals(words: Words) -> Iterator[Entry]:
    """What becomes of sealed cycles."""
    said = {
        "removed": "sealed, and removed by this change",
        "opened": "its seal is taken off",
        "replaced": "its seal is replaced",
        "changed": "files below its seal are changed",
    }
    for one in words.found.seals:
        yield Entry(one.cycle, said[one.what], tuple(words.root + file for file in one.files[:MOST_CELLS]))


def items(words: Words) -> Iterator[Entry]:
    """Evidence that comes, changes or goes."""
    order = list(Fate)
    for one in sorted(words.found.of_kind("item"), key=lambda one: (order.index(one.fate), one.id)):
        lines = (*_item_facts(words, one), *_told(one))
        yield Entry(one.id, f"{_fate(one)}: {one.title}", lines, one.file, gone=one.fate is Fate.REMOVED)


def _item_facts(words: Words, change: FileChange) -> Iterator[str]:
    assessment = words.found.assessment
    item = assessment.items.get(change.id) if assessment else None
    if item is None or change.fate is not Fate.ADDED or words.shown is None:
        return
    yield f"{item.type}, collected on {item.collected_on} by {words.person(item.collected_by)}"
    cards = words.shown.cycle.after
    cited = (
        [
            f"{node} · {attribute}".rstrip(" ·")
            for result in cards.results
            for node, attribute in result.cited.get(item.id, ())
        ]
        if cards
        else []
    )
    names = listed([*cited[:MOST_CELLS], *(["others"] if len(cited) > MOST_CELLS else [])])
    yield f"cited for {names}" if cited else "no grade rests on it yet"


def checksums(words: Words) -> Iterator[Entry]:
    """The lines to paste where an attached file has no checksum yet."""
    for one in words.found.unhashed:
        how = "before the } that ends its source" if one.flow else "on a line of its own below it"
        where = f"in {words.root}{one.file}, line {one.line}, for {one.attachment}: write this {how}"
        paste = f"{', ' if one.flow else ''}sha256: {one.sha256}"
        yield Entry(one.item, where, path=one.file, line=one.line, paste=paste)


def expiring(words: Words) -> Iterator[Entry]:
    """How long levels hold, and what runs out soon."""
    shown = words.shown
    if shown and shown.cycle.before and shown.cycle.after:
        was, until = shown.cycle.before.holds_until, shown.cycle.after.holds_until
        if until and until != was:
            earlier = f", not {was}" if was else ""
            yield Entry("Levels", f"hold until {until}{earlier}, if nothing is renewed")
    for one in words.found.expiring:
        before = f", before this change {one.before}" if one.before else ""
        yield Entry(one.item, f"holds until {one.until}{before}")


def files(words: Words, *kinds: str) -> Iterator[Entry]:
    """Files of some kinds that come, change or go."""
    for one in words.found.of_kind(*kinds):
        yield Entry(
            f"{one.kind} {one.id}", f"{_fate(one)}: {one.title}".rstrip(": "), tuple(_told(one)), one.file
        )


def settings(words: Words) -> Iterator[Entry]:
    """What everything is judged by: the assessment, its cycles, its model."""
    base, head = words.found.base.model, words.found.head.model
    if base != head and base[0] and head[0]:
        yield Entry("Model", f"{' '.join(base)} → {' '.join(head)}")
    for one in words.found.of_kind("assessment", "cycle", "checks", "model"):
        name = one.kind if one.kind == "assessment" else f"{one.kind} {one.id}"
        yield Entry(name, _fate(one), tuple(_told(one)), one.file, gone=one.fate is Fate.REMOVED)


def _fate(one: FileChange) -> str:
    word = one.fate.value
    if one.former:
        word = (
            f"{word}, it was {one.former}"
            if one.fate is Fate.RENAMED
            else f"{word}, renamed from {one.former}"
        )
    elif one.fate is Fate.MOVED:
        word = f"moved from {one.former_file}"
    before, after = one.states
    if before and after and before != after:
        return f"{word}, {before} → {after}"
    return f"{word}, {after or before}" if after or before else word


def _told(one: FileChange) -> Iterator[str]:
    """What changed in a file, in words; the same words once."""
    yield from dict.fromkeys(map(tell_change, one.changes))
