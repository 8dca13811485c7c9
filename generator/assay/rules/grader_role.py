"""Somebody grades who has none of the roles that may grade (`graders`)."""

from collections.abc import Iterator

from assay.problems import At, Severity, Subject
from assay.rules.view import Raised, View
from assay.wording import listed

ID = "grader-role"
SEVERITY = Severity.ERROR


def check(view: View) -> Iterator[Raised]:
    """Raise every file of grades by somebody without such a role, and whoever settled a cell without one."""
    people = view.assessment.people
    for cycle in view.assessment.cycles.values():
        asked = view.duties(cycle).graders
        given: dict[tuple[str, At, str, str | None], None]
        given = {(one.file, (), one.assessor, one.unit): None for one in cycle.grades}
        given |= {
            (one.file, ("settled", "by", index), person, one.unit): None
            for one in cycle.consensus
            for index, person in enumerate(one.by)
        }
        for file, at, person, unit in given if asked else ():
            found = people.get(person)
            lacking = [roles for roles in asked if found and set(roles).isdisjoint(found.roles)]
            if lacking:
                message = f"{person} has no role that may grade: {listed(lacking[0], 'or')}"
                hint = "Give the person such a role in assessment.yaml, or let somebody grade who has one."
                about = Subject(cycle.id, unit, persons=(person,))
                yield Raised(file, at, message, hint, about=about)
