"""A consensus was settled by one person alone, under one id or under several that share an address."""

from collections.abc import Iterator

from assay.authorship import same_person
from assay.problems import Severity, Subject
from assay.rules.view import Raised, View

ID = "consensus-by-one"
SEVERITY = Severity.WARNING


def check(view: View) -> Iterator[Raised]:
    """Raise every file of consensus that does not name two people."""
    for cycle in view.assessment.cycles.values():
        for file, (node, unit, people) in {
            one.file: (one.node, one.unit, one.by) for one in cycle.consensus
        }.items():
            if all(same_person(view.assessment, people[0], person) for person in people):
                message = f"{people[0]} settled '{node}' alone"
                hint = "Consensus takes two: name everybody who agreed."
                about = Subject(cycle.id, unit, node, persons=people)
                yield Raised(file, ("settled", "by"), message, hint, about=about)
