"""An item that open grades rest on has to be reviewed within the policy's warning window (`warn_before`)."""

from collections.abc import Iterator

from assay.freshness import ReviewDue, reviews_due
from assay.problems import Severity, Subject
from assay.rules.view import Raised, View
from assay.wording import counted

ID = "review-due"
SEVERITY = Severity.INFO


def check(view: View) -> Iterator[Raised]:
    """Raise every cited item whose review comes soon."""
    for found in due(view):
        if not found.overdue:
            left = (found.due - view.as_of).days
            when = f"in {counted(left, 'day')}" if left else "today"
            message = f"'{found.item}' has to be reviewed by {found.due}, {when}"
            hint = "Look at it again, and add what you found to reviews: it carries nothing after that day."
            yield raised(view, found, message, hint)


def due(view: View) -> tuple[ReviewDue, ...]:
    """The items that open cycles cite and whose review is overdue, or due within the warning window."""
    until = view.assessment.policy.warn_before.after(view.as_of)
    cited = {
        citation.item: None
        for cycle in view.open_cycles()
        for judged in cycle.judgements
        for citation in judged.evidence
        if citation.item in view.assessment.items
    }
    standings = next((view.standings(cycle) for cycle in view.open_cycles()), {})
    return reviews_due(view.assessment, cited, standings, view.as_of, until)


def raised(view: View, found: ReviewDue, message: str, hint: str) -> Raised:
    """A problem of an item's reviews, at its place."""
    item = view.assessment.items[found.item]
    about = Subject(item=item.id, persons=(item.collected_by,))
    return Raised(item.file, ("review_every",), message, hint, about=about)
