"""Levels and grades that change, and who changed them."""

from __future__ import annotations

from collections.abc import Iterator

from assay.commands.diff.cells import CycleWords
from assay.commands.diff.words.headline import level_counts
from assay.commands.diff.words.shapes import MOST_CELLS, Entry, Words
from assay.difference import CellChange
from assay.levels import Status
from assay.wording import counted, listed


def why(words: Words) -> Iterator[Entry]:
    """Levels with the cells that they change because of; those that change alike together."""
    shown = words.shown
    if shown is None or not (shown.cycle.before and shown.cycle.after):
        return
    alike: dict[tuple[str, tuple[str, ...]], list[str]] = {}
    for node in shown.cycle.nodes:
        if node.levels:
            told = shown.level(node), tuple(shown.because(node, MOST_CELLS))
            alike.setdefault(told, []).append(shown.node(node))
    for (level, lines), nodes in alike.items():
        yield Entry(listed(nodes), level, lines)


def cells(words: Words, *, moving: bool) -> Iterator[Entry]:
    """The cells that differ: those that move a level, or the others."""
    shown = words.shown
    for cell in shown.cycle.cells if shown else ():
        if shown and bool(cell.moves) is moving:
            yield _cell(shown, cell)


def states(words: Words, status: Status) -> Iterator[Entry]:
    """The cells that have come to a status."""
    shown = words.shown
    for cell in shown.cycle.cells if shown else ():
        came = cell.after and cell.after.status is status
        if shown and came and not (cell.before and cell.before.status is status):
            reasons = {
                f"{words.person(one.assessor)}: {one.not_applicable}"
                + (f" (approved by {words.person(one.approved_by)})" if one.approved_by else "")
                for one in (cell.after.grades if cell.after else ())
                if one.not_applicable
            }
            yield Entry(shown.cell(cell.at), shown.figures(cell), tuple(sorted(reasons)))


def settled(words: Words) -> Iterator[Entry]:
    """The cells about which nobody disagrees any more."""
    shown, needed = words.shown, Status.CONSENSUS_NEEDED
    for cell in shown.cycle.cells if shown else ():
        was = cell.before and cell.before.status is needed
        if shown and was and cell.after and cell.after.status is not needed:
            why = cell.after.consensus.reason if cell.after.consensus else ""
            yield Entry(shown.cell(cell.at), shown.figures(cell), (why,) if why else ())


def _cell(words: CycleWords, cell: CellChange) -> Entry:
    return Entry(words.cell(cell.at), words.figures(cell), tuple(words.causes(cell)))


def cycles(words: Words) -> Iterator[Entry]:
    """The cycles that change beside the one that is shown."""
    for cycle in words.found.cycles[1:]:
        told = words.of_cycle(cycle)
        if told is None:
            continue
        if not (cycle.before and cycle.after):
            yield Entry(cycle.id, f"{'new' if cycle.after else 'gone'}: {cycle.title}")
            continue
        levels = [one for one in cycle.nodes if one.levels]
        lines = [f"{told.node(one)}: {told.level(one)}" for one in levels[:MOST_CELLS]]
        lines += [line for one in levels[:1] for line in told.because(one, MOST_CELLS)]
        counts = ", ".join(level_counts(cycle, " below the whole"))
        yield Entry(cycle.id, counts or "judgements change", tuple(lines))


def people(words: Words) -> Iterator[Entry]:
    """Who judged, and who has commits: each person once. A commit may bear the name of somebody else."""
    found: dict[tuple[str, str], list[str]] = {}
    for person, number in words.found.graders.items():
        told = f"judged {counted(number, 'grade')} anew"
        found.setdefault((words.person(person), person), []).append(told)
    for cycle in words.found.cycles:
        for one in cycle.confirmed:
            days = f"{one.before or 'no date'} → {one.after or 'no date'}"
            told = f"dated {counted(one.count, 'grade')} anew without changing them: {days}"
            found.setdefault((words.person(one.by), one.by), []).append(told)
    for author in words.found.committers:
        found.setdefault((author.name, author.person), []).append(counted(author.commits, "commit"))
    yield from (Entry(name, ", ".join(told)) for (name, _), told in found.items())
