"""The evidence of a cell lacks what its grade requires: items, independent sources, a type, acceptance.

What is required stands in the model and in the policy (`requires`), or comes with the cycle's rigour. Without
it the cell is carried only as far as the evidence meets what is asked: a waiver does not change that.
"""

from collections.abc import Iterator

from assay.assessment import Consensus, Cycle, Grade
from assay.levels import CellResult, Status, cell_results
from assay.numbers import grades
from assay.problems import At, Severity, Subject
from assay.rules.view import Raised, View
from assay.sufficiency import Lack, in_words
from assay.wording import listed

ID = "requirement-unmet"
SEVERITY = Severity.WARNING


def check(view: View) -> Iterator[Raised]:
    """Raise every cell whose grade needs more evidence than there is, at the judgement that gives it."""
    for cycle in view.assessment.cycles.values():
        if view.duties(cycle).requires:
            for unit in view.units():
                yield from _of_unit(view, cycle, unit)


def _of_unit(view: View, cycle: Cycle, unit: str | None) -> Iterator[Raised]:
    standings = view.standings(cycle)
    known = standings.keys()
    # A grade on a criterion meets in each cell below it: it is said once for those that lack the same.
    said: set[tuple[str, At, tuple[Lack, ...]]] = set()
    for cell in cell_results(view.assessment, cycle, unit, standings).values():
        scale = view.assessment.model.scale(*cell.key)
        cited = {citation.item for judged in _judged(cell) for citation in judged.evidence}
        if cell.status is not Status.RATED or not cited <= known:
            continue
        lacking = cell.lacks(scale)
        judged = max(_judged(cell), key=lambda one: one.grade if one.grade is not None else scale.low)
        place = (judged.file, judged.at, lacking)
        if lacking and place not in said:
            said.add(place)
            yield _raised(view, cycle, unit, cell, judged, lacking)


def _judged(cell: CellResult) -> tuple[Grade | Consensus, ...]:
    """What a cell's grade comes from."""
    return (cell.consensus,) if cell.consensus else cell.grades


def _raised(
    view: View,
    cycle: Cycle,
    unit: str | None,
    cell: CellResult,
    judged: Grade | Consensus,
    lacking: tuple[Lack, ...],
) -> Raised:
    where = view.cell_name(judged.node, judged.attribute)
    missing = listed(in_words(lack) for lack in lacking)
    message = f"{where} is carried as {grades(cell.supported)}: for {grades(cell.claimed)} it lacks {missing}"
    people = judged.by if isinstance(judged, Consensus) else tuple(grade.assessor for grade in cell.grades)
    about = Subject(cycle.id, unit, judged.node, judged.attribute, None, people)
    hint = "Cite what is missing, or grade lower."
    return Raised(judged.file, (*judged.at, "grade"), message, hint, about=about)
