"""A waiver in force excuses nothing: there is no such problem, or it is a slip in what it covers."""

from collections.abc import Iterator

from assay.problems import Severity
from assay.rules.view import Raised, View
from assay.rules.waiving import may_approve

ID = "waiver-unused"
SEVERITY = Severity.WARNING


def check(view: View) -> Iterator[Raised]:
    """Raise every waiver in force that fits no problem."""
    if view.unread:
        return
    for waiver in view.assessment.waivers.values():
        found = view.applied.used[waiver.id] + view.applied.own[waiver.id]
        known = waiver.rule in view.waivable and may_approve(view.assessment, waiver, view.ruling)
        if known and waiver.holds(view.as_of) and not found:
            message = f"it excuses nothing: there is no problem {waiver.rule} there"
            yield Raised(waiver.file, ("where",), message, "Remove it, or correct what it covers.", key=True)
