"""An item that open grades rest on runs out within the policy's warning window (`warn_before`).

Where a review renews it, `review-due` says so.
"""

from collections.abc import Iterator

from assay.freshness import reviewed_until
from assay.problems import Severity
from assay.rules.view import Raised, View
from assay.wording import counted

ID = "evidence-expiring"
SEVERITY = Severity.INFO


def check(view: View) -> Iterator[Raised]:
    """Raise every cited, counting item that ends soon after the date."""
    limit = view.assessment.policy.warn_before.after(view.as_of)
    cited = {
        citation.item
        for cycle in view.open_cycles()
        for judged in cycle.judgements
        for citation in judged.evidence
    }
    for cycle in view.open_cycles():
        for name, found in view.standings(cycle).items():
            if name in cited and found.counts and found.until and found.until <= limit:
                cited.discard(name)
                left = (found.until - view.as_of).days
                when = f"in {counted(left, 'day')}" if left else "today"
                item = view.assessment.items[name]
                if found.until == reviewed_until(item, view.assessment.policy, view.as_of):
                    continue
                message = f"'{name}' runs out on {found.until}, {when}"
                at = ("valid_until",) if item.valid_until else ("collected",)
                yield Raised(item.file, at, message, "Renew it in time: levels that rest on it will fall.")
