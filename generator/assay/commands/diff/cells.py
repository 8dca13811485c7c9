"""Changed cells and levels in words."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from assay.assessment import Assessment, Item
from assay.commands.naming import IN_ENGLISH, cell_name, grade_name, level_name, outcomes
from assay.difference import Cause, CellAt, CellChange, CycleChange, Event, NodeChange, Why
from assay.difference.data import node_title, scale_of
from assay.levels import CellResult, Status
from assay.model import OVERALL, LevelRule, Model
from assay.numbers import DASH, DECIMALS, spread
from assay.ranges import Range, towards
from assay.trail import Change
from assay.trail.words import Telling
from assay.wording import listed

ARROW = "→"
RISES, FALLS, OTHER = "▲", "▼", "◆"
"""Which way something goes, by shape as well as by what is said of it."""

_PRIVATE = frozenset(("git", "keys", "forge_keys"))
_STATUSES = {
    Status.UNRATED: "unrated",
    Status.NOT_APPLICABLE: "not applicable",
    Status.CONSENSUS_NEEDED: "consensus needed",
}
_EVENTS = {
    Event.ADDED: "it is new",
    Event.REMOVED: "it was removed",
    Event.RESTORED: "it is no longer withdrawn or superseded",
    Event.REFUTED: "a review found that it holds no longer",
    Event.REVIEWED: "it was reviewed",
    Event.VALIDITY: "how long it holds was changed",
    Event.COLLECTED: "the date of its collection was changed",
    Event.MAX_AGE: "policy.max_age was changed",
    Event.DATE: "the cycle is computed for another date",
}
_CAUSES = {
    Why.GRADED: "graded {after} by {by}",
    Why.REGRADED: "regraded {before} → {after} by {by}",
    Why.UNGRADED: "the grade of {by} is gone, it was {before}",
    Why.REWORDED: "{by}",
    Why.SETTLED: "settled at {after} by {by}",
    Why.RESETTLED: "settled at {after} instead of {before} by {by}",
    Why.UNSETTLED: "the consensus is gone, it was {before}",
    Why.CITED: "rests on {item} now, which {new}carries {after}",
    Why.UNCITED: "no longer rests on {item}, which carried {before}",
    Why.CARRIES: "{item} carries {after} instead of {before}",
    Why.COUNTS: "{item} counts now",
    Why.STOPS: "{item} no longer counts",
    Why.ACCEPTED: "{item} is accepted by a second person",
    Why.UNACCEPTED: "{item} is no longer accepted by a second person",
    Why.REQUIREMENTS: "other requirements on its evidence",
    Why.POLICY: "policy.evidence: {before} → {after}",
    Why.MODEL: "because of the model",
    Why.UNITS: "because of the units and their weights",
    Why.DATE: "because of the date that the cycle is computed for",
}


def direction(before: Range | None, after: Range | None) -> str:
    """The sign for a change: it rises, it falls, or neither can be said; "" for none."""
    return "" if before == after else {1: RISES, -1: FALLS, 0: OTHER}[towards(before, after)]


def tell_change(change: Change) -> str:
    """A changed field as the trail tells it; of addresses and keys only that they differ."""
    if not _PRIVATE.isdisjoint(map(str, change.at)):
        return f"{' · '.join(map(str, change.at))} changed"
    return _TELLING.tell(change)


_TELLING = Telling(IN_ENGLISH, lambda node, attribute: cell_name((node, attribute)), iso=True)


@dataclass(frozen=True, slots=True)
class CycleWords:
    """The changes of one cycle in words."""

    cycle: CycleChange
    assessment: Assessment

    def _model(self, *, after: bool) -> Model:
        cards = self.cycle.after if after else self.cycle.before
        return cards.assessment.model if cards else self.assessment.model

    # Nodes

    def node(self, node: NodeChange) -> str:
        """`Leadership`, `North · Leadership`."""
        title = "Overall" if node.node == OVERALL else node_title(self.cycle, node.node)
        unit = self.unit(node.unit)
        return f"{unit} · {title}" if unit else title

    def unit(self, unit: str | None) -> str:
        """The title of a unit on either side; "" for none."""
        for cards in (self.cycle.after, self.cycle.before):
            found = cards.assessment.unit_title(unit) if cards else ""
            if found and found != unit:
                return found
        return unit or ""

    def level(self, node: NodeChange, *, named: bool = False, which: str = "effective") -> str:
        """`1 → 2 ▲`, or with their names `1 Reactive → 2 Proactive`; `1` where it stays."""
        ends: list[tuple[LevelRule | None, Range | None]] = [
            (one.rule, getattr(one, which).level) if one else (None, None)
            for one in (node.before, node.after)
        ]
        names = [
            level_name(self._model(after=bool(place)), rule, held) if named else outcomes(rule, held)
            for place, (rule, held) in enumerate(ends)
        ]
        return self._ends(node, names, direction(ends[0][1], ends[1][1]), sign=not named)

    def score(self, node: NodeChange) -> str:
        """`54 → 56 ▲`, with as many digits as it takes to tell them apart."""
        before, after = (one.effective.score if one else None for one in (node.before, node.after))
        digits = self._model(after=node.after is not None).scoring.digits
        while before and after and before != after and digits < DECIMALS:
            if spread(before, digits) != spread(after, digits):
                break
            digits += 1
        names = [spread(one, digits) for one in (before, after)]
        return self._ends(node, names, direction(before, after))

    def _ends(self, node: NodeChange, names: Sequence[str], way: str, *, sign: bool = True) -> str:
        if node.before is None or node.after is None:
            here = names[0] if node.after is None else names[1]
            if not (self.cycle.before and self.cycle.after):  # all of it is new, or gone
                return here
            return f"{'new' if node.after else 'gone'}: {here}"
        if not way:
            return names[1]
        return f"{names[0]} {ARROW} {names[1]}" + (f" {way}" if sign else "")

    def because(self, node: NodeChange, most: int) -> Iterator[str]:
        """The cells that a node changes because of, each with its grades, and what else does it."""
        told = {cell.at: cell for cell in self.cycle.cells}
        for at in node.cells[:most]:
            yield f"{self.cell(at)}: {self.figures(told[at])}"
        if len(node.cells) > most:
            yield f"and {len(node.cells) - most:,} more grades"
        for why in node.other:
            yield _CAUSES[why]

    # Cells

    def cell(self, at: CellAt) -> str:
        """`leadership-vision · approach`, with the unit where there are several."""
        unit = self.unit(at.unit)
        name = cell_name((at.node, at.attribute))
        return f"{unit} · {name}" if unit else name

    def figures(self, cell: CellChange) -> str:
        """What a cell was and is: what counts first, what is claimed and supported where that differs."""
        before, after = cell.before, cell.after
        if before is None or after is None:
            here = after or before
            return f"{'new' if after else 'gone'}: {self._counted(here, after=bool(after))}" if here else ""
        ends = [self._counted(before, after=False), self._counted(after, after=True)]
        parts = [" → ".join(dict.fromkeys(ends))]
        for word in ("claimed", "supported"):
            one, other = getattr(before, word), getattr(after, word)
            if one and other and one != other and before.grades and after.grades:
                names = [self._grade(cell.at, one, after=False), self._grade(cell.at, other, after=True)]
                parts.append(f"{word} {names[0]} → {names[1]}")
        same = before.status is after.status
        way = direction(before.effective, after.effective) if same else OTHER
        return f"{parts[0]} {way}".rstrip() + (f" ({', '.join(parts[1:])})" if parts[1:] else "")

    def _counted(self, cell: CellResult, *, after: bool) -> str:
        if status := _STATUSES.get(cell.status):
            return status
        return self._grade(CellAt(None, cell.node, cell.attribute), cell.effective, after=after)

    def _grade(self, at: CellAt, held: Range | None, *, after: bool) -> str:
        scale = scale_of(self.cycle.after if after else self.cycle.before, at)
        return grade_name(scale, held) if scale else DASH

    def causes(self, cell: CellChange) -> Iterator[str]:
        """Why a cell differs, one line a cause."""
        cited = any(one.why in (Why.CITED, Why.UNCITED, Why.CARRIES) for one in cell.causes)
        for cause in cell.causes:
            if line := self._cause(cause, cited=cited):
                yield line

    def _cause(self, cause: Cause, *, cited: bool) -> str:
        """One cause; nothing for a judgement that only rests on other items: these have their own lines."""
        rest = [tell_change(one) for one in cause.changes if not (cited and _is_citation(one))]
        if cause.why is Why.REWORDED and not rest:
            return ""
        told = _CAUSES[cause.why].format(
            by=listed(self.assessment.person_name(person) for person in cause.by),
            item=cause.item,
            before=cause.before,
            after=cause.after,
            new="is new and " if cause.event is Event.ADDED else "",
        )
        return told + _joined(cause.why, rest) + self._event(cause)

    def _event(self, cause: Cause) -> str:
        """What became of an item, as the end of a sentence; of one cited anew only whether it counts."""
        if cause.why is Why.CITED:
            return "" if cause.counts else ", and does not count"
        item = self.assessment.items.get(cause.item)
        said = _ending(item, cause.event, self.assessment) if item else ""
        said = said or _EVENTS.get(cause.event, "")
        return f": {said}" if said else ""


def _joined(why: Why, rest: Sequence[str]) -> str:
    """What else differs in a judgement, after what is said of it."""
    if not rest:
        return ""
    return (": " if why is Why.REWORDED else "; ") + ", ".join(rest)


def _is_citation(change: Change) -> bool:
    return change.at[:1] == ("evidence",) and (len(change.at) == 1 or change.at[-1] == "carries")


def _ending(item: Item, event: Event, assessment: Assessment) -> str:
    if event is Event.WITHDRAWN and item.withdrawn:
        by = assessment.person_name(item.withdrawn.by)
        return f"withdrawn on {item.withdrawn.on} by {by} ({item.withdrawn.reason})"
    if event is Event.SUPERSEDED and item.superseded:
        heir = item.superseded.by_item
        return f"superseded on {item.superseded.on}" + (f" by {heir}" if heir else "")
    return ""


def goes_its_own_way(node: NodeChange, which: str) -> bool:
    """Whether the claimed or supported level of a node differs, and not as the level itself does."""
    ends = {word: _levels(node, word) for word in ("effective", which)}
    return ends[which][0] != ends[which][1] and ends[which] != ends["effective"]


def _levels(node: NodeChange, which: str) -> tuple[Range | None, Range | None]:
    before, after = (getattr(one, which).level if one else None for one in (node.before, node.after))
    return before, after
