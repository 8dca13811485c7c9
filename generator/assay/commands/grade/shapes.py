"""One cell that somebody grades: what there is to judge it by, and what has been said of it so far."""

from __future__ import annotations

from dataclasses import dataclass
from enum import Enum

from assay.assessment import Assessment, Grade
from assay.grading import AtHand, Judgement, judgement_of
from assay.levels import CellKey
from assay.metrics import Metric
from assay.model import Scale


class Step(Enum):
    """What somebody wants who gives no grade."""

    SKIP = "skip"
    BACK = "back"
    QUIT = "quit"
    AGAIN = "again"


@dataclass(frozen=True, slots=True)
class Given:
    """What options say of a cell; None, or nothing, for what is to stay as it is, or is to be asked."""

    grade: str | None = None
    rationale: str | None = None
    evidence: tuple[str, ...] = ()
    metrics: tuple[str, ...] = ()
    answers: tuple[str, ...] = ()
    not_applicable: str | None = None
    approved_by: str | None = None

    @property
    def whole(self) -> bool:
        """Whether it says what the judgement is, so that nobody has to be asked."""
        return self.grade is not None or self.not_applicable is not None


@dataclass(frozen=True, slots=True)
class Cell:
    """One cell with what there is to judge it by; `own`: its assessor's judgement so far."""

    assessment: Assessment
    key: CellKey
    found: tuple[AtHand, ...]
    metrics: tuple[Metric, ...]
    own: Grade | None

    @property
    def scale(self) -> Scale:
        """The grades that there are."""
        return self.assessment.model.scale(*self.key)

    @property
    def may_be_not_applicable(self) -> bool:
        """Whether the model allows that it is not applicable."""
        return self.assessment.model.not_applicable(*self.key) != "forbid"

    @property
    def before(self) -> Judgement:
        """The judgement so far; an empty one where there is none."""
        return judgement_of(self.own) if self.own else Judgement()


class Draft:
    """What has been typed of a cell: offered again after a step back, and told where it is not saved."""

    def __init__(self, cell: Cell) -> None:
        self._saved = self.judged = cell.before

    @property
    def unsaved(self) -> str:
        """The reason that is in no file yet; "" for none."""
        text = self.judged.rationale
        return text if text != self._saved.rationale else ""


def contradicting(cell: Cell) -> list[AtHand]:
    """The items that speak against a cell, and count."""
    return [
        one
        for one in cell.found
        if one.standing.counts
        and any(
            about.contradicts and cell.assessment.bears_on([about], *cell.key) for about in one.item.about
        )
    ]
