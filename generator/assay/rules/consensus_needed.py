"""Assessors are further apart on a cell than the model allows, or disagree on whether it applies.

The cell stays open, and so do the levels above it, until a consensus file settles it with a reason.
Everyone's own grade is kept.
"""

from collections.abc import Iterator, Sequence

from assay.assessment import Cycle, Grade
from assay.levels import Status, cell_grades, claim_of
from assay.problems import At, Severity, shorten
from assay.rules.view import Raised, View
from assay.wording import counted, listed

ID = "consensus-needed"
SEVERITY = Severity.INFO


def check(view: View) -> Iterator[Raised]:
    """Raise every cell of an open cycle that has to be settled, those with the same grades together."""
    for cycle in view.open_cycles():
        for unit in view.units():
            yield from _disputes(view, cycle, unit)


def _disputes(view: View, cycle: Cycle, unit: str | None) -> Iterator[Raised]:
    model = view.assessment.model
    folder = f"cycles/{cycle.id}/consensus/" + (f"{unit}/" if unit else "")
    settled = {(found.node, found.attribute) for found in cycle.consensus if found.unit == unit}
    # Grades on a criterion meet in each cell below it: that is one thing to talk about, not many.
    disputes: dict[tuple[tuple[str, At], ...], tuple[tuple[Grade, ...], list[str]]] = {}
    for (node, attribute), found in cell_grades(model, cycle, unit).items():
        grades = tuple(grade for grade in found if not _unreadable(grade))
        if len({grade.assessor for grade in grades}) < 2 or (node, attribute) in settled:
            continue
        status = claim_of(model, grades, model.scale(node, attribute)).status
        if status is Status.CONSENSUS_NEEDED and f"{folder}{node}.yaml" not in view.unread:
            places = tuple((grade.file, grade.at) for grade in grades)
            disputes.setdefault(places, (grades, []))[1].append(node)
    for grades, nodes in disputes.values():
        yield _raised(view, folder, grades, nodes)


def _unreadable(grade: Grade) -> bool:
    """Whether what it says is not known, as it is not on the scale; another rule says so."""
    return grade.grade is None and not grade.open and not grade.not_applicable


def _raised(view: View, folder: str, grades: Sequence[Grade], nodes: Sequence[str]) -> Raised:
    """Placed at the lowest grade, or at the judgement that the cell does not apply."""
    given = [grade for grade in grades if not grade.open]
    lowest = min(given, key=lambda one: (one.grade is not None, one.grade or 0))
    where = view.cell_name(nodes[0] if len(nodes) == 1 else lowest.node, lowest.attribute)
    said = listed(f"{one.assessor} {_said(one)}" for one in given)
    below = "" if len(nodes) == 1 else f" in {counted(len(nodes), 'cell')}"
    file = f"{folder}{nodes[0]}.yaml" if len(nodes) == 1 else f"files {folder}NODE.yaml"
    return Raised(
        lowest.file,
        (*lowest.at, "not_applicable" if lowest.grade is None else "grade"),
        f"{where} needs consensus{below}: {said}",
        f"Talk about it, and settle it in {file} with the reason and the dissent.",
    )


def _said(grade: Grade) -> str:
    return "not applicable" if grade.grade is None else shorten(grade.written)
