"""What differs between two revisions of an evidence repository, as frozen data."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import StrEnum
from typing import Literal, NamedTuple

from assay.assessment import Assessment
from assay.cards import Cards
from assay.forge import Forge
from assay.levels import CellResult, Roll
from assay.model import LevelRule
from assay.problems import Severity
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


class Fate(StrEnum):
    """What became of a file that stands for one thing: an item, a finding, a cycle, a model."""

    ADDED = "added"
    CHANGED = "changed"
    WITHDRAWN = "withdrawn"
    SUPERSEDED = "superseded"
    RENAMED = "renamed"
    MOVED = "moved"
    REMOVED = "removed"


@dataclass(frozen=True, slots=True)
class FileChange:
    """A file that was added, changed or removed, with what changed in it.

    `kind`: that of its place (`item`, `finding`, `cycle`, ...), or `assessment`. `former`: the id that it
    had, where it was renamed; `former_file` where it was moved. `states`: of findings and the like what they
    were and are on the date, "" for not there.
    """

    kind: str
    id: str
    title: str
    fate: Fate
    file: str
    former: str = ""
    former_file: str = ""
    states: tuple[str, str] = ("", "")
    changes: tuple[Change, ...] = ()


@dataclass(frozen=True, slots=True)
class AttachmentChange:
    """A file that items cite: whether it is new, another than it was, or gone."""

    file: str
    fate: Literal["added", "changed", "removed"]


@dataclass(frozen=True, slots=True)
class Unhashed:
    """A file that an item of the change cites without a checksum: what is missing, and where.

    `flow`: whether the source stands between braces, so that a comma goes before what is added.
    """

    item: str
    file: str
    line: int
    flow: bool
    attachment: str
    sha256: str


@dataclass(frozen=True, slots=True)
class Expiry:
    """An item that a grade rests on, and that runs out soon: `until`, and the day before this change."""

    item: str
    until: dt.date
    before: dt.date | None


@dataclass(frozen=True, slots=True)
class Told:
    """A problem, as a reader may know it."""

    path: str
    line: int
    column: int
    rule: str
    severity: Severity
    message: str
    hint: str


@dataclass(frozen=True, slots=True)
class Problems:
    """Problems that come and go; `standing`: the errors that are there on both sides."""

    added: tuple[Told, ...] = ()
    fixed: tuple[Told, ...] = ()
    standing: tuple[Told, ...] = ()


@dataclass(frozen=True, slots=True)
class SealTouch:
    """A cycle that was sealed before the change, and what the change does to it.

    `what`: `removed` with the cycle, `opened` (the seal is gone), `replaced`, or `changed` (files below the
    seal). `files`: those that differ.
    """

    cycle: str
    what: Literal["removed", "opened", "replaced", "changed"]
    files: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Committer:
    """Somebody with commits in the change: the name that they state, and the person in assessment.yaml."""

    name: str
    person: str
    commits: int


@dataclass(frozen=True, slots=True)
class Side:
    """One of the two revisions. `name`: as it was asked for; `commit`: None for the working tree.

    `state`: `read`; `none`, where the revision has no evidence in this folder; `no-cycle`; `errors`, where
    no levels can be computed. `model`: id and version. `elsewhere`: the folder that it was read from, where
    that had another name.
    """

    name: str
    commit: str | None
    state: Literal["read", "none", "no-cycle", "errors"]
    errors: int = 0
    model: tuple[str, str] = ("", "")
    elsewhere: str = ""


@dataclass(frozen=True, slots=True)
class Difference:
    """What a change does. `assessment`: HEAD's, else BASE's, as the audience may see it; None for neither.

    `cycles`: the shown one first, then the others that change. `withheld`: how many changed files are not for
    this audience. `horizon`: the last day that counts as soon. `forge`: where BASE says that the repository
    is, so that no change can lead its readers elsewhere.
    """

    evidence: str
    base: Side
    head: Side
    as_of: dt.date
    horizon: dt.date
    audience: str
    assessment: Assessment | None = None
    cycles: tuple[CycleChange, ...] = ()
    files: tuple[FileChange, ...] = ()
    attachments: tuple[AttachmentChange, ...] = ()
    unhashed: tuple[Unhashed, ...] = ()
    expiring: tuple[Expiry, ...] = ()
    problems: Problems = field(default_factory=Problems)
    seals: tuple[SealTouch, ...] = ()
    committers: tuple[Committer, ...] = ()
    withheld: int = 0
    forge: Forge = field(default_factory=lambda: Forge("", ""))

    @property
    def computed(self) -> bool:
        """Whether HEAD's levels can be computed."""
        return self.head.state in ("read", "no-cycle")

    @property
    def shown(self) -> CycleChange | None:
        """The cycle that is shown."""
        return self.cycles[0] if self.cycles else None

    def __bool__(self) -> bool:
        """Whether anything differs."""
        return bool(
            any(cycle.changed for cycle in self.cycles)
            or self.files
            or self.attachments
            or self.withheld
            or self.problems.added
            or self.problems.fixed
            or self.base.state != self.head.state
            or self.base.model != self.head.model
        )

    def of_kind(self, *kinds: str) -> tuple[FileChange, ...]:
        """The changed files of some kinds."""
        return tuple(one for one in self.files if one.kind in kinds)

    @property
    def graders(self) -> Mapping[str, int]:
        """In how many cells a person's judgement changed, by id."""
        found: dict[str, set[tuple[str, CellAt]]] = {}
        for cycle in self.cycles:
            for cell in cycle.cells:
                for cause in cell.causes:
                    for person in cause.by:
                        found.setdefault(person, set()).add((cycle.id, cell.at))
        return {person: len(cells) for person, cells in sorted(found.items())}
