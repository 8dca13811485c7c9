"""What differs in judgements: cells and why, the levels that follow from them, cycles."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass
from enum import StrEnum
from typing import NamedTuple

from assay.cards import Cards
from assay.levels import CellResult, Roll
from assay.model import LevelRule
from assay.trail import Change


class CellAt(NamedTuple):
    """A cell: its unit (None without units), node and attribute ("" for what is graded on itself)."""

    unit: str | None
    node: str
    attribute: str


class Why(StrEnum):
    """Because of what a cell changed.

    Judgements: GRADED, REGRADED, UNGRADED; REWORDED where the grade itself stays; SETTLED, RESETTLED,
    UNSETTLED by consensus. Evidence: CITED, UNCITED; CARRIES where it carries another grade; COUNTS and STOPS
    where it begins and ceases to count; ACCEPTED, UNACCEPTED by a second person. The rest: what is required
    of evidence, whether evidence caps grades, the model, the cycle's units, the date alone.
    """

    GRADED = "graded"
    REGRADED = "regraded"
    UNGRADED = "ungraded"
    REWORDED = "reworded"
    SETTLED = "settled"
    RESETTLED = "resettled"
    UNSETTLED = "unsettled"
    CITED = "cited"
    UNCITED = "uncited"
    CARRIES = "carries"
    COUNTS = "counts"
    STOPS = "stops"
    ACCEPTED = "accepted"
    UNACCEPTED = "unaccepted"
    REQUIREMENTS = "requirements"
    POLICY = "policy"
    MODEL = "model"
    UNITS = "units"
    DATE = "date"


class Event(StrEnum):
    """What became of an item, so that it counts otherwise than it did. NONE: nothing, or it is withheld."""

    ADDED = "added"
    REMOVED = "removed"
    WITHDRAWN = "withdrawn"
    RESTORED = "restored"
    SUPERSEDED = "superseded"
    REFUTED = "refuted"
    REVIEWED = "reviewed"
    VALIDITY = "validity"
    COLLECTED = "collected"
    MAX_AGE = "max_age"
    DATE = "date"
    NONE = ""


@dataclass(frozen=True, slots=True)
class Cause:
    """One reason why a cell changed.

    `by`: the people whose judgement it is; `item` and `event`: the evidence, and what became of it; `before`
    and `after`: grades as they are written, or how far an item carries; `changes`: what else is different in
    a judgement; `counts`: whether an item that is cited anew counts.
    """

    why: Why
    by: tuple[str, ...] = ()
    item: str = ""
    event: Event = Event.NONE
    before: str = ""
    after: str = ""
    changes: tuple[Change, ...] = ()
    counts: bool = True


@dataclass(frozen=True, slots=True)
class Rolls:
    """The three roll-ups of a node, and the rule that its level follows from."""

    effective: Roll
    claimed: Roll
    supported: Roll
    rule: LevelRule | None


@dataclass(frozen=True, slots=True)
class NodeChange:
    """A node whose levels or scores differ, in a unit or in all together (None).

    `before` or `after` is None where the model or the units do not have it on that side. `cells`: those that
    it changes because of; `other`: what changes it beside cells, or where no cell of it differs.
    """

    unit: str | None
    node: str
    depth: int
    before: Rolls | None
    after: Rolls | None
    cells: tuple[CellAt, ...] = ()
    other: tuple[Why, ...] = ()

    @property
    def levels(self) -> bool:
        """Whether the level itself differs; else only the score, or what is claimed or supported."""
        return level_of(self.before) != level_of(self.after)


def level_of(rolls: Rolls | None) -> object:
    """The range of the effective level, for comparing."""
    return rolls.effective.level if rolls else None


@dataclass(frozen=True, slots=True)
class CellChange:
    """A cell that differs, and why. `moves`: the nodes whose levels change because of it."""

    at: CellAt
    before: CellResult | None
    after: CellResult | None
    causes: tuple[Cause, ...]
    moves: tuple[str, ...] = ()

    @property
    def counts_otherwise(self) -> bool:
        """Whether its grades or its status differ, not only what they rest on."""
        return figures(self.before) != figures(self.after)


def figures(cell: CellResult | None) -> object:
    """What a cell comes to, for comparing."""
    return cell and (cell.status, cell.claimed, cell.supported, cell.effective, cell.loose)


@dataclass(frozen=True, slots=True)
class Confirmed:
    """Somebody dated so many grades anew without changing them."""

    by: str
    count: int
    before: dt.date | None
    after: dt.date | None


@dataclass(frozen=True, slots=True)
class CycleChange:
    """What changes in one cycle. `before` or `after` is None where it is not there, or cannot be computed."""

    id: str
    title: str
    before: Cards | None
    after: Cards | None
    nodes: tuple[NodeChange, ...] = ()
    cells: tuple[CellChange, ...] = ()
    confirmed: tuple[Confirmed, ...] = ()

    @property
    def changed(self) -> bool:
        """Whether anything of it differs."""
        one_sided = (self.before is None) != (self.after is None)
        return bool(self.nodes or self.cells or self.confirmed) or one_sided
