"""The two sides, who made the change, problems that come and go: and with these all that differs."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Literal

from assay.assessment import Assessment
from assay.difference.shapes.filed import AttachmentChange, Expiry, FileChange, SealTouch, Unhashed
from assay.difference.shapes.judged import CellAt, CycleChange
from assay.forge import Forge
from assay.problems import Severity


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
