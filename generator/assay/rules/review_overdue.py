"""An item that open grades rest on was not reviewed in time (`review_every`). It carries nothing now."""

from collections.abc import Iterator

from assay.problems import Severity
from assay.rules.review_due import due, raised
from assay.rules.view import Raised, View
from assay.wording import counted

ID = "review-overdue"
SEVERITY = Severity.WARNING


def check(view: View) -> Iterator[Raised]:
    """Raise every cited item whose review should have taken place."""
    for found in due(view):
        if found.overdue:
            late = counted((view.as_of - found.due).days, "day")
            message = f"the review of '{found.item}' was due by {found.due}, {late} ago"
            hint = (
                "Look at it again, and add what you found to reviews; holds: false if it is true no longer."
            )
            yield raised(view, found, message, hint)
