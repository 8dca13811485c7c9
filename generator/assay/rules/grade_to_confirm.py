"""Grades of an open cycle were carried over from an earlier one, and nobody has confirmed them yet.

They count for nothing. Look at each again, correct it, and delete its line `to_confirm: true`.
"""

from collections.abc import Iterator

from assay.assessment import Grade
from assay.problems import Severity
from assay.rules.view import Raised, View
from assay.wording import counted, listed_up_to

ID = "grade-to-confirm"
SEVERITY = Severity.INFO
_NAMED = 4


def check(view: View) -> Iterator[Raised]:
    """Raise, for each assessor and criterion, what is still to be confirmed in an open cycle."""
    parents = view.assessment.model.parents
    for cycle in view.open_cycles():
        waiting: dict[tuple[str, str], list[Grade]] = {}
        for grade in cycle.to_confirm:
            waiting.setdefault((grade.file, parents.get(grade.node, grade.node)), []).append(grade)
        for (file, criterion), grades in waiting.items():
            names = listed_up_to((view.cell_name(grade.node, grade.attribute) for grade in grades), _NAMED)
            said = f"{counted(len(grades), 'grade')} of '{criterion}' to be confirmed by {grades[0].assessor}"
            hint = "Look at each again, correct it, and delete its line to_confirm."
            yield Raised(file, (*grades[0].at, "to_confirm"), f"{said}: {names}", hint, key=True)
