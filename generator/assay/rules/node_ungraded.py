"""A cell of an open cycle that ends soon has no grade. Levels above it are open until it has one.

Soon is as early as the policy names evidence that runs out (`warn_before`).
"""

from collections.abc import Iterator, Sequence

from assay.assessment import Cycle
from assay.model import Model
from assay.problems import Severity
from assay.rules.view import Raised, View
from assay.wording import counted, listed

ID = "node-ungraded"
SEVERITY = Severity.WARNING


def check(view: View) -> Iterator[Raised]:
    """Raise every criterion of an open cycle with parts that nobody graded, with the parts and attributes."""
    model = view.assessment.model
    for cycle in view.open_cycles():
        soon = view.assessment.policy.warn_before.after(view.as_of)
        if view.unread_grades(cycle) or soon < cycle.period[1]:
            continue
        if not cycle.grades:
            message = f"the cycle has no grades yet: {counted(len(model.cells), 'cell')} to grade"
            yield Raised(cycle.file, (), message, f"Grades are cycles/{cycle.id}/grades/ASSESSOR.yaml.")
            continue
        for unit in view.units():
            yield from _lacking(model, cycle, unit)


def _lacking(model: Model, cycle: Cycle, unit: str | None) -> Iterator[Raised]:
    graded = {
        (grade.node, grade.attribute) for grade in cycle.grades if grade.unit == unit and not grade.open
    }
    graded |= {(found.node, found.attribute) for found in cycle.consensus if found.unit == unit}
    missing: dict[str, dict[str, list[str]]] = {}
    for node, attribute in model.cells:
        blank_counts = model.rules[node].unrated in ("zero", "exclude")
        if not blank_counts and not any((at, attribute) in graded for at in (node, *model.ancestors(node))):
            criterion = model.parents.get(node, node)
            missing.setdefault(criterion, {}).setdefault(node, []).append(attribute)
    folder = f"cycles/{cycle.id}/grades/" + (f"{unit}/" if unit else "")
    for criterion, nodes in missing.items():
        by_attributes: dict[str, list[str]] = {}
        for node, attributes in nodes.items():
            by_attributes.setdefault(listed(name for name in attributes if name), []).append(node)
        parts = "; ".join(
            _missing_in_words(criterion, names, words) for words, names in by_attributes.items()
        )
        where = f" in unit '{unit}'" if unit else ""
        lacks = (
            f"'{criterion}' is not graded"
            if parts == criterion
            else (f"'{criterion}' is not graded whole{where}: it lacks {parts}")
        )
        if parts == criterion:
            lacks += where
        yield Raised(cycle.file, (), lacks, f"Grade them in a file in {folder}.")


def _missing_in_words(criterion: str, names: Sequence[str], attributes: str) -> str:
    """What a criterion lacks: `system on approach and feedback`, or where it has no parts `feedback`."""
    if not attributes:
        return listed(names)
    return attributes if names == [criterion] else f"{listed(names)} on {attributes}"
