"""The cells: what assessors gave each of them, and what evidence carries."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum
from fractions import Fraction

from assay.assessment import Assessment, Consensus, Cycle, Grade
from assay.levels.plan import CellKey
from assay.levels.rollup import CellValue
from assay.model import Model, Scale
from assay.ranges import Range
from assay.sufficiency import NOTHING, Asked, Lack, asked_of, lacks, supported_grade
from assay.support import Standing, Support, cell_support


class Status(StrEnum):
    """What is known of a cell."""

    RATED = "rated"
    UNRATED = "unrated"
    NOT_APPLICABLE = "not_applicable"
    CONSENSUS_NEEDED = "consensus_needed"


@dataclass(frozen=True, slots=True)
class CellResult:
    """One cell. The three grades are None where it is left out, intervals where it is open.

    `loose`: it may yet be left out. `consensus`: what settled it, where several assessors had to. `asked`:
    what is required of its evidence beyond one item.
    """

    node: str
    attribute: str
    status: Status
    claimed: Range | None
    supported: Range | None
    effective: Range | None
    grades: tuple[Grade, ...]
    supports: tuple[Support, ...]
    loose: bool = False
    consensus: Consensus | None = None
    asked: Asked = NOTHING

    def lacks(self, scale: Scale) -> tuple[Lack, ...]:
        """What its evidence lacks, of what is required, to carry what is claimed."""
        if not self.asked or not self.claimed or not self.supported:
            return ()
        return lacks(self.supports, scale, self.asked, self.claimed.high)

    @property
    def key(self) -> CellKey:
        """(node, attribute)"""
        return self.node, self.attribute

    @property
    def claims_more(self) -> bool:
        """True where the assessors claim more than counts."""
        return bool(self.claimed and self.effective and self.claimed.high > self.effective.high)

    def value(self, grade: Range | None) -> CellValue | None:
        """One of its three grades as a roll-up takes it."""
        if grade is None:
            return None
        return CellValue(grade, self.loose, self.status is Status.CONSENSUS_NEEDED)


def cell_results(
    assessment: Assessment, cycle: Cycle, unit: str | None, standings: Mapping[str, Standing]
) -> dict[CellKey, CellResult]:
    """Every cell of the model as `cycle` grades it in one unit, with evidence as it stands."""
    settled = {(found.node, found.attribute): found for found in cycle.consensus if found.unit == unit}
    required = assessment.duties(cycle).requires
    return {
        key: cell_result(
            assessment,
            key,
            grades,
            standings,
            settled.get(key),
            asked_of(required, key[1]) if required else (),
        )
        for key, grades in cell_grades(assessment.model, cycle, unit).items()
    }


def cell_grades(model: Model, cycle: Cycle, unit: str | None) -> dict[CellKey, tuple[Grade, ...]]:
    """What everybody gave each cell of one unit, on itself or on a criterion above, by assessor."""
    given: dict[CellKey, list[Grade]] = {}
    for grade in cycle.grades:
        if grade.unit == unit:
            given.setdefault((grade.node, grade.attribute), []).append(grade)
    found = {}
    for node, attribute in model.cells:
        grades = [grade for at in (node, *model.ancestors(node)) for grade in given.get((at, attribute), ())]
        found[node, attribute] = tuple(sorted(grades, key=lambda grade: grade.assessor))
    return found


def cell_result(
    assessment: Assessment,
    key: CellKey,
    grades: tuple[Grade, ...],
    standings: Mapping[str, Standing],
    consensus: Consensus | None = None,
    asked: Asked = NOTHING,
) -> CellResult:
    """One cell as `grades` judge it and `consensus` settles it, with evidence as it stands.

    `asked`: what is required of the evidence before it carries a grade.
    """
    model = assessment.model
    scale = model.scale(*key)
    supports = cell_support(grades, standings, consensus)
    claim = _settled(consensus) if consensus else claim_of(model, grades, scale)
    if claim.status is Status.UNRATED:
        return _unrated(model, key, scale, grades, supports)
    rule = model.not_applicable(*key)
    if claim.status is Status.NOT_APPLICABLE:
        held = Range.point(scale.high) if rule == "satisfied" else None
        return CellResult(*key, claim.status, held, held, held, grades, supports, False, consensus)
    claimed = claim.held or Range(scale.low, scale.high)
    if claim.against:
        # A grade against a not-applicable: the cell may yet come out anywhere, or be left out. Evidence as it
        # stands sets no bound.
        return CellResult(*key, claim.status, claimed, claimed, claimed, grades, supports, rule == "exclude")
    supported = Range.point(supported_grade(supports, scale, asked))
    effective = claimed.at_most(supported) if assessment.policy.evidence == "cap" else claimed
    return CellResult(
        *key, claim.status, claimed, supported, effective, grades, supports, False, consensus, asked
    )


@dataclass(frozen=True, slots=True)
class Claim:
    """What the assessors say together. `against`: some of them say that it is not applicable."""

    status: Status
    held: Range | None = None
    against: bool = False


def claim_of(model: Model, grades: Sequence[Grade], scale: Scale) -> Claim:
    """What grades that lie close enough together come to; else the interval from lowest to highest."""
    given = [grade for grade in grades if not grade.open]
    values = sorted(grade.grade for grade in given if grade.grade is not None)
    if not given:
        return Claim(Status.UNRATED)
    if not values:
        return Claim(Status.NOT_APPLICABLE)
    if len(values) < len(given):
        return Claim(Status.CONSENSUS_NEEDED, against=True)
    if scale.distance(values[0], values[-1]) > spread_limit(model, scale):
        return Claim(Status.CONSENSUS_NEEDED, Range(values[0], values[-1]))
    return Claim(Status.RATED, Range.point(_together(model.scoring.assessors, values)))


def spread_limit(model: Model, scale: Scale) -> Fraction:
    """How far grades of several assessors may be apart: what the scale says, else the model."""
    return model.scoring.max_spread if scale.max_spread is None else scale.max_spread


def _together(combine: str, values: Sequence[Fraction]) -> Fraction:
    """What grades, lowest first, come to by the model's rule."""
    match combine:
        case "min":
            return values[0]
        case "max":
            return values[-1]
        case "mean":
            return sum(values, Fraction(0)) / len(values)
        case _:
            return values[(len(values) - 1) // 2]


def _settled(consensus: Consensus) -> Claim:
    if consensus.grade is None:
        return Claim(Status.NOT_APPLICABLE)
    return Claim(Status.RATED, Range.point(consensus.grade))


def _unrated(
    model: Model, key: CellKey, scale: Scale, grades: tuple[Grade, ...], supports: tuple[Support, ...]
) -> CellResult:
    """A cell without a grade: open, or whatever else the model makes of it."""
    rule = model.rules[key[0]].unrated
    held: Range | None = Range(scale.low, scale.high)
    if rule == "exclude":
        held = None
    elif rule == "zero":
        held = Range.point(scale.low)
    loose = rule in ("block", "withhold") and model.not_applicable(*key) == "exclude"
    return CellResult(*key, Status.UNRATED, held, held, held, grades, supports, loose)
