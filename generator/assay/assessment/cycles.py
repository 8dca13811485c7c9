"""Assessment rounds: their targets, their seals, and all that was judged in them."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from dataclasses import dataclass, field
from fractions import Fraction

from assay.assessment.judgements import CheckAnswers, Consensus, Grade, Written
from assay.model import Model


@dataclass(frozen=True, slots=True)
class Stamp:
    """The model that a cycle was graded by, as its file says. "" for what it does not say."""

    id: str
    version: str
    digest: str


@dataclass(frozen=True, slots=True)
class Target:
    """How much is enough for a node, and why.

    A level; for a leaf that is graded on itself, a grade of its scale. `level` is None where what is written
    is neither.
    """

    level: Fraction | None
    why: str
    written: Written = None


@dataclass(frozen=True, slots=True)
class Seal:
    """A closed cycle: it is computed as of this date, whatever the date is now.

    `tool`: what sealed it; `digests`: those of all that decides, `KIND` or `KIND/NAME` -> SHA-256; `levels`:
    what its nodes came to, as they are written. All empty in a seal that somebody wrote by hand.
    """

    on: dt.date
    by: str
    tool: str = ""
    digests: Mapping[str, str] = field(default_factory=dict)
    levels: Mapping[str, str] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Reopening:
    """A seal that was taken off: when, by whom and why, and what it had been."""

    on: dt.date
    by: str
    reason: str
    sealed_on: dt.date
    sealed_by: str
    results: str


@dataclass(frozen=True, slots=True)
class Cycle:
    """One assessment round.

    `to_confirm`: what was carried over from an earlier cycle and nobody has confirmed yet. It stands apart
    from the grades, so that it counts for nothing.
    """

    id: str
    file: str
    title: str
    period: tuple[dt.date, dt.date]
    compare_with: str | None
    targets: Mapping[str, Target]
    seal: Seal | None
    grades: tuple[Grade, ...] = ()
    consensus: tuple[Consensus, ...] = ()
    checks: CheckAnswers | None = None
    model: Stamp | None = None
    rigour: str = ""
    reopened: tuple[Reopening, ...] = ()
    to_confirm: tuple[Grade, ...] = ()

    @property
    def judgements(self) -> tuple[Grade | Consensus, ...]:
        """Every grade and everything settled."""
        return (*self.grades, *self.consensus)

    def graded_by_other(self, model: Model) -> bool:
        """Whether the file says that the cycle was graded by another model or version than `model`."""
        known = (model.id, model.version, model.digest)
        said = (self.model.id, self.model.version, self.model.digest) if self.model else ("", "", "")
        return any(one and one != other for one, other in zip(said, known, strict=True))

    def as_of(self, date: dt.date) -> dt.date:
        """The date that this cycle is computed for: its seal's, or `date` while it is open."""
        return self.seal.on if self.seal else date
