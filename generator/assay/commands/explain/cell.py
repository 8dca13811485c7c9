"""How one cell gets its grade: a part of `assay explain`."""

from __future__ import annotations

from collections.abc import Iterator

from assay.assessment import Consensus, Grade
from assay.commands.naming import grade_name, step_name
from assay.levels import CellResult, Result, Status
from assay.ranges import Range
from assay.sufficiency import in_words
from assay.support import Standing, State
from assay.wording import listed


def cell_derivation(result: Result, cell: CellResult) -> Iterator[str]:
    """How one cell gets its grade: who graded it, what the evidence carries, which of the two counts."""
    scale = result.model.scale(*cell.key)
    status = cell.status.value.replace("_", " ")
    yield f"{step_name(result, cell.key)}: {grade_name(scale, cell.effective)} ({status})"
    yield f"  claimed {grade_name(scale, cell.claimed)}: " + _claim_in_words(result, cell)
    for grade in cell.grades:
        yield f"    {_grade_line(result, cell, grade)}"
    if cell.consensus:
        yield from (f"    {line}" for line in _consensus_lines(result, cell, cell.consensus))
    if cell.supports:
        yield f"  supported {grade_name(scale, cell.supported)}: {_support_in_words(cell)}"
        for support in cell.supports:
            carries = grade_name(scale, Range.point(support.carries))
            yield f"    {support.item} carries {carries}; {_standing_in_words(support.standing)}"
        if lacking := cell.lacks(scale):
            missing = listed(in_words(lack) for lack in lacking)
            yield f"    for {grade_name(scale, cell.claimed)} it lacks {missing}"
    elif cell.status is not Status.NOT_APPLICABLE and cell.grades:
        yield f"  supported {grade_name(scale, cell.supported)}: no evidence is cited"
    if cell.status is Status.NOT_APPLICABLE:
        return
    rule = (
        "the smaller of the two (policy cap)"
        if result.assessment.policy.evidence == "cap"
        else "claimed (policy report)"
    )
    yield f"  effective {grade_name(scale, cell.effective)}: {rule}"


def _standing_in_words(found: Standing) -> str:
    if found.counts:
        return f"counts, until {found.until}" if found.until else "counts"
    last = f" on {found.until}" if found.state is State.ENDED else ""
    return f"does not count: {found.state.value}{last}"


def _support_in_words(cell: CellResult) -> str:
    if cell.supported and cell.supported.exact is None:
        return "open until the assessors agree"
    return "the highest grade that counting evidence carries"


_TOGETHER = {
    "median_low": "the lower median of the grades given",
    "min": "the lowest of the grades given",
    "max": "the highest of the grades given",
    "mean": "the mean of the grades given",
}


def _claim_in_words(result: Result, cell: CellResult) -> str:
    if cell.consensus:
        return f"settled on {cell.consensus.on}"
    match cell.status:
        case Status.UNRATED:
            return _unrated_in_words(result, cell)
        case Status.NOT_APPLICABLE:
            return "not applicable, " + (
                "left out" if cell.effective is None else "counts as the highest grade"
            )
        case Status.CONSENSUS_NEEDED if any(grade.grade is None and not grade.open for grade in cell.grades):
            return "some grade it, others call it not applicable; the assessors have to agree"
        case Status.CONSENSUS_NEEDED:
            return "the grades are too far apart; the assessors have to agree"
    return "the grade given" if len(cell.grades) == 1 else _TOGETHER[result.model.scoring.assessors]


def _unrated_in_words(result: Result, cell: CellResult) -> str:
    match result.model.rules[cell.node].unrated:
        case "zero":
            return "nobody graded it, so it counts as the lowest grade"
        case "exclude":
            return "nobody graded it, so it is left out"
        case _:
            return "nobody graded it, so anything on the scale is possible"


def _grade_line(result: Result, cell: CellResult, grade: Grade) -> str:
    name = result.assessment.person_name(grade.assessor)
    through = "" if grade.node == cell.node else f" (given for {grade.node})"
    value = "not applicable"
    if grade.open:
        value = str(grade.written)
    elif grade.grade is not None:
        value = grade_name(result.model.scale(*cell.key), Range.point(grade.grade))
    approved = (
        f" (approved by {result.assessment.person_name(grade.approved_by)})" if grade.approved_by else ""
    )
    return f"{name}: {value}{through}. {grade.rationale or grade.not_applicable}{approved}"


def _consensus_lines(result: Result, cell: CellResult, settled: Consensus) -> Iterator[str]:
    people = listed(result.assessment.person_name(person) for person in settled.by)
    value = "not applicable"
    if settled.grade is not None:
        value = grade_name(result.model.scale(*cell.key), Range.point(settled.grade))
    yield f"Settled by {people}: {value}. {settled.reason or settled.not_applicable}"
    for dissent in settled.dissent:
        yield f"{result.assessment.person_name(dissent.by)} dissents: {dissent.reason}"
