"""The repository has no cycle yet. Without one there is nothing to compute and no site to build."""

from collections.abc import Iterator

from assay.problems import Severity
from assay.rules.view import Raised, View

ID = "without-cycle"
SEVERITY = Severity.WARNING


def check(view: View) -> Iterator[Raised]:
    """Raise the lack of any cycle, unless one could not be read."""
    if not view.assessment.cycles and not any(file.startswith("cycles/") for file in view.unread):
        hint = "Write cycles/NAME/cycle.yaml with a title and a period: {from: 2026-01-01, to: 2026-12-31}."
        yield Raised("assessment.yaml", (), "there is no cycle yet", hint)
