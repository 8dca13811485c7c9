"""No grade, consensus or answer to a check of any cycle cites this item. It carries nothing."""

from collections.abc import Iterator

from assay.problems import Severity
from assay.rules.view import Raised, View

ID = "evidence-unused"
SEVERITY = Severity.INFO


def check(view: View) -> Iterator[Raised]:
    """Raise every item that counts and that nothing cites or answers."""
    if any(file.startswith("cycles/") for file in view.unread):
        return
    used = {citation.item for _, judged in view.judgements() for citation in judged.evidence}
    used |= {answer.item for _, grade in view.grades() for answer in grade.against}
    for cycle in view.assessment.cycles.values():
        for found in cycle.checks.answers.values() if cycle.checks else ():
            used |= set(found.evidence)
    for item in view.assessment.items.values():
        if item.id not in used and not item.withdrawn and not item.superseded:
            yield Raised(
                item.file, ("title",), f"nothing cites '{item.id}'", "Cite it in a grade, or withdraw it."
            )
