"""Decisions: that levels may fall, why, and who says so."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass
from fractions import Fraction

from assay.assessment.judgements import Written
from assay.confidentiality import Audience


@dataclass(frozen=True, slots=True)
class Acceptable:
    """What a node may fall to in a cycle, in one unit or (None) in the assessment as a whole.

    `level`: as the file has it; `score`: None where a falling score is not accepted.
    """

    cycle: str
    node: str
    unit: str | None = None
    level: Written = None
    score: Fraction | None = None


@dataclass(frozen=True, slots=True)
class Decision:
    """A recorded decision to accept lower levels. It explains them in a gate; no level is higher for it.

    `by` proposed it, `approved_by` is the other person who agreed. `until`: the last day on which it counts,
    None for as long as the cycles do that it names. `confidentiality`: None where the file does not say.
    """

    id: str
    file: str
    title: str
    reason: str
    on: dt.date
    by: str
    approved_by: str
    accepts: tuple[Acceptable, ...]
    until: dt.date | None = None
    confidentiality: Audience | None = None

    def holds(self, date: dt.date) -> bool:
        """Whether it counts on a date."""
        return self.on <= date and (self.until is None or date <= self.until)
