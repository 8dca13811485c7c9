"""The cells: what assessors gave each of them, and what evidence carries."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum
from fractions import Fraction

from assay.assessment import Assessment, Cycle, Grade
from assay.levels.plan import CellKey
from assay.ranges import Range
from assay.support import Standing, Support, cell_support, supported_grade


class Status(StrEnum):
    """What is known of a cell."""

    RATED = "rated"
    UNRATED = "unrated"
    NOT_APPLICABLE = "not_applicable"
    CONSENSUS_NEEDED = "consensus_needed"


@dataclass(frozen=True, slots=True)
class CellResult:
    """One cell. The three grades are None where it is not applicable, intervals where it is open."""

    node: str
    attribute: str
    status: Status
    claimed: Range | None
    supported: Range | None
    effective: Range | None
    grades: tuple[Grade, ...]
    supports: tuple[Support, ...]

    @property
    def key(self) -> CellKey:
        """(node, attribute)"""
        return self.node, self.attribute

    @property
    def claims_more(self) -> bool:
        """True where the assessors claim more than counts."""
        return bool(self.claimed and self.effective and self.claimed.high > self.effective.high)


def cell_results(
    assessment: Assessment, cycle: Cycle, standings: Mapping[str, Standing]
) -> dict[CellKey, CellResult]:
    """Every cell of the model as `cycle` grades it, with evidence as it stands."""
    model = assessment.model
    given: dict[tuple[str, str], list[Grade]] = {}
    for grade in cycle.grades:
        given.setdefault((grade.node, grade.attribute), []).append(grade)
    found = {}
    for node, attribute in model.cells:
        grades = [grade for at in (node, *model.ancestors(node)) for grade in given.get((at, attribute), ())]
        grades.sort(key=lambda grade: grade.assessor)
        found[node, attribute] = cell_result(assessment, (node, attribute), tuple(grades), standings)
    return found


def cell_result(
    assessment: Assessment, key: CellKey, grades: tuple[Grade, ...], standings: Mapping[str, Standing]
) -> CellResult:
    """One cell as `grades` judge it, with evidence as it stands."""
    scale = assessment.model.attributes[key[1]].scale
    supports = cell_support(grades, standings)
    status, claimed = _claim(grades, Range(scale.low, scale.high), assessment.model.scoring.max_spread)
    if claimed is None:
        return CellResult(*key, status, None, None, None, grades, supports)
    if not grades or any(grade.grade is None for grade in grades):
        # Without a grade, or with one against a not-applicable, the cell may yet come out anywhere, or be
        # left out: evidence as it stands sets no bound.
        return CellResult(*key, status, claimed, claimed, claimed, grades, supports)
    supported = Range.point(supported_grade(supports, scale))
    effective = claimed.at_most(supported) if assessment.policy.evidence == "cap" else claimed
    return CellResult(*key, status, claimed, supported, effective, grades, supports)


def _claim(grades: Sequence[Grade], scale: Range, max_spread: Fraction) -> tuple[Status, Range | None]:
    """What the assessors say together: the lower median of grades that lie close enough together."""
    if not grades:
        return Status.UNRATED, scale
    values = sorted(grade.grade for grade in grades if grade.grade is not None)
    if not values:
        return Status.NOT_APPLICABLE, None
    if len(values) < len(grades):
        return Status.CONSENSUS_NEEDED, scale  # a grade against a not-applicable: anything may come of it
    if values[-1] - values[0] > max_spread:
        return Status.CONSENSUS_NEEDED, Range(values[0], values[-1])
    return Status.RATED, Range.point(values[(len(values) - 1) // 2])
