"""A finding was closed or rejected by somebody whom it concerns.

These are the people who answered it, who collected the item that it is about, or who graded the cells that it
is about. Whether they dealt with it is for somebody else to say.
"""

from collections.abc import Iterator

from assay.audit import Concern, Finding
from assay.problems import Severity
from assay.rules.view import Raised, View

ID = "finding-closed-by-concerned"
SEVERITY = Severity.WARNING


def check(view: View) -> Iterator[Raised]:
    """Raise endings by those who are concerned, with why they are."""
    for finding in view.assessment.findings.values():
        for word, ending in finding.endings():
            if why := _concern(view, finding, ending.by):
                message = f"{word} by '{ending.by}', who {why}"
                hint = "Let the auditor who raised it, or somebody else, look at it and say how it ended."
                yield Raised(finding.file, (word, "by"), message, hint)


def _concern(view: View, finding: Finding, person: str) -> str:
    """What somebody has to do with a finding; "" for nothing."""
    if any(response.by == person for response in finding.responses):
        return "answered it"
    items = view.assessment.items
    for subject in finding.about:
        if subject.item in items and items[subject.item].collected_by == person:
            return f"collected '{subject.item}'"
        if subject.node and _graded(view, subject, person):
            return f"graded {view.cell_name(subject.node, subject.attribute or '')}"
    return ""


def _graded(view: View, subject: Concern, person: str) -> bool:
    model = view.assessment.model
    return any(
        grade.assessor == person
        and subject.cycle in (None, cycle.id)
        and subject.unit in (None, grade.unit)
        and subject.attribute in (None, grade.attribute)
        and model.related(grade.node, subject.node)
        for cycle, grade in view.grades()
    )
