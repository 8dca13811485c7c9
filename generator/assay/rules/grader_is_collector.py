"""A grade rests on evidence that its assessor collected, and nobody else has accepted (`independence`).

Where the policy compares people with commits (`identity`), whoever committed the grade is an assessor of it
too, and whoever committed what an item says of its collection has collected it.
"""

from collections.abc import Iterator

from assay.assessment import Cycle, Grade, Item
from assay.authorship import same_person
from assay.duties import Duties
from assay.problems import Severity, Subject
from assay.rules.duty import strength, written_by
from assay.rules.view import Raised, View
from assay.wording import listed

ID = "grader-is-collector"
SEVERITY = Severity.WARNING


def check(view: View) -> Iterator[Raised]:
    """Raise every grade above the lowest that cites such an item."""
    for cycle in view.assessment.cycles.values():
        duties = view.duties(cycle)
        for grade in cycle.grades if duties.independence != "off" else ():
            yield from _judged(view, cycle, grade, duties)


def _judged(view: View, cycle: Cycle, grade: Grade, duties: Duties) -> Iterator[Raised]:
    scale, standings = view.scale(grade), view.standings(cycle)
    if grade.grade is None or scale is None or grade.grade <= scale.low:
        return
    by_commit = duties.identity != "off"
    graders = _people(view, grade.assessor, grade.file, grade.at, by_commit)
    own = []
    for citation in grade.evidence:
        item = view.assessment.items.get(citation.item)
        if item and not standings[item.id].accepted and _collected(view, item, graders, by_commit):
            own.append(item.id)
    if own:
        message = f"{grade.assessor} grades by what they collected, and nobody else accepted: {listed(own)}"
        hint = "Let a second person accept it (accepted: {on, by} in the item), or let somebody else grade."
        about = Subject(
            cycle.id, grade.unit, grade.node, grade.attribute, own[0] if len(own) == 1 else None, graders
        )
        at = (*grade.at, "grade")
        yield Raised(grade.file, at, message, hint, about=about, severity=strength(duties.independence))


def _collected(view: View, item: Item, graders: tuple[str, ...], by_commit: bool) -> bool:
    collectors = _people(view, item.collected_by, item.file, ("collected",), by_commit)
    return any(same_person(view.assessment, one, other) for one in graders for other in collectors)


def _people(view: View, named: str, file: str, at: tuple[str | int, ...], by_commit: bool) -> tuple[str, ...]:
    """Whom a file names, and who committed it, as far as that is known."""
    author = written_by(view, file, at) if by_commit else None
    return tuple(dict.fromkeys(filter(None, (named, author.person if author else ""))))
