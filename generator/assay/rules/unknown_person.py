"""A file names somebody who is not listed under `people` in assessment.yaml.

The name of a grades file (or of its folder) is the assessor's id.
"""

from collections.abc import Iterator

from assay.problems import At, Severity
from assay.rules.view import Raised, View
from assay.wording import did_you_mean

ID = "unknown-person"
SEVERITY = Severity.ERROR


def check(view: View) -> Iterator[Raised]:
    """Raise every person's id that assessment.yaml does not list."""
    people = view.assessment.people
    hint = "Add the person to 'people' in assessment.yaml, or correct the id."

    def raised(file: str, at: At, person: str) -> Iterator[Raised]:
        if person and person not in people:
            yield Raised(file, at, f"unknown person '{person}'{did_you_mean(person, people)}", hint)

    for item in view.assessment.items.values():
        yield from raised(item.file, ("collected", "by"), item.collected_by)
        for index, review in enumerate(item.reviews):
            yield from raised(item.file, ("reviews", index, "by"), review.by)
        for key, ending in (("withdrawn", item.withdrawn), ("superseded", item.superseded)):
            yield from raised(item.file, (key, "by"), ending.by if ending else "")
    named = set()
    for cycle, grade in view.grades():
        if grade.file not in named:
            named.add(grade.file)
            yield from raised(grade.file, (), grade.assessor)
        yield from raised(grade.file, (*grade.at, "approved_by"), grade.approved_by)
        if cycle.id not in named and cycle.seal:
            named.add(cycle.id)
            yield from raised(cycle.file, ("seal", "by"), cycle.seal.by)
