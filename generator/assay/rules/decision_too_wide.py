"""A decision accepts a lower level than there is: nobody needs it, or not so much of it.

It would explain the next fall before anybody has looked at it. Sealed cycles keep the decisions that they
had.
"""

from collections.abc import Iterator

from assay.assessment import Acceptable, Cycle
from assay.levels import Roll
from assay.model import outcome_named
from assay.numbers import grade_text
from assay.problems import At, Severity
from assay.rules.view import Raised, View
from assay.seals import results_of

ID = "decision-too-wide"
SEVERITY = Severity.WARNING


def check(view: View) -> Iterator[Raised]:
    """Raise what decisions in force accept that lies below what an open cycle comes to.

    Levels cannot be computed while files are unread: then nothing is said.
    """
    if view.unread:
        return
    for cycle in view.open_cycles():
        found: list[tuple[str, At, Acceptable]] = [
            (decision.file, ("accepts", index), one)
            for decision in view.assessment.decisions.values()
            for index, one in enumerate(decision.accepts)
            if decision.holds(view.as_of) and one.cycle == cycle.id
        ]
        if found:
            yield from _wide(view, cycle, found)


def _wide(view: View, cycle: Cycle, accepted: list[tuple[str, At, Acceptable]]) -> Iterator[Raised]:
    results, whole = results_of(view.assessment, cycle, view.as_of)
    for file, at, one in accepted:
        found = next((result for result in results if result.unit == one.unit), None)
        if one.node not in view.assessment.model.rules or (found is None and (one.unit or not whole)):
            continue
        roll = found.node(one.node).effective if found else whole.nodes[one.node].effective if whole else None
        if roll and (message := _message(view, one, roll)):
            yield Raised(file, (*at, "level"), message, "Take the level that there is, or remove it.")


def _message(view: View, one: Acceptable, roll: Roll) -> str:
    accepted = outcome_named(view.assessment.model, one.node, one.level)
    if accepted is None or roll.level is None or accepted >= roll.level.low:
        return ""
    where = f"{one.node} in {one.unit}" if one.unit else one.node
    return f"it accepts level {grade_text(accepted)} of {where}, which is at {grade_text(roll.level.low)}"
