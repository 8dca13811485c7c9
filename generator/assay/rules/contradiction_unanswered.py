"""An item contradicts a grade, and the grade does not answer it under `against`.

A warning, not an error: evidence that speaks against a grade must be able to enter the repository before
the grader has answered it.
"""

from collections.abc import Iterator

from assay.problems import Severity
from assay.rules.view import Raised, View

ID = "contradiction-unanswered"
SEVERITY = Severity.WARNING


def check(view: View) -> Iterator[Raised]:
    """Raise every grade that says nothing to a counting item with `stance: contradicts`."""
    model = view.assessment.model
    against = [
        (item, about) for item in view.assessment.items.values() for about in item.about if about.contradicts
    ]
    if not against:
        return
    for cycle, grade in view.grades():
        answered = {answer.item for answer in grade.against}
        standings = view.standings(cycle)
        for item, about in against:
            if (
                item.id not in answered
                and grade.grade is not None
                and item.serves(grade.unit)
                and about.attribute in (None, grade.attribute)
                and model.related(about.node, grade.node)
                and standings[item.id].counts
            ):
                message = f"'{item.id}' contradicts this grade and is not answered"
                hint = f"Add against: [{{item: {item.id}, answer: ...}}], or change the grade."
                yield Raised(grade.file, grade.at, message, hint, key=True)
