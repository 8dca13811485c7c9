"""A grade or consensus of an open cycle cites evidence that holds no longer.

It has run out, was not reviewed in time, was reviewed and found untrue, was withdrawn, or was superseded.
"""

from collections.abc import Iterator

from assay.assessment import Item
from assay.freshness import successors
from assay.problems import Severity
from assay.rules.view import Raised, View
from assay.support import Standing, State, last_review

ID = "evidence-ended"
SEVERITY = Severity.WARNING


def check(view: View) -> Iterator[Raised]:
    """Raise every citation of an item that no longer counts (or not yet) on the date."""
    for cycle in view.open_cycles():
        standings = view.standings(cycle)
        for grade in cycle.judgements:
            for index, citation in enumerate(grade.evidence):
                found = standings.get(citation.item)
                if found is None or found.counts:
                    continue
                message, hint = _why(view, view.assessment.items[citation.item], found)
                yield Raised(grade.file, (*grade.at, "evidence", index), message, hint)


def _why(view: View, item: Item, found: Standing) -> tuple[str, str]:
    """Why an item does not count, and what to do."""
    hint = "Renew the item, or cite evidence that holds."
    if found.state is State.NOT_YET:
        message = f"'{item.id}' is dated {item.collected_on}, after {view.as_of}"
        return message, "It counts from that day on. Correct the date, or cite evidence that is there."
    if found.state is State.SUPERSEDED and item.superseded:
        message = f"'{item.id}' was superseded by '{item.superseded.by_item}' on {item.superseded.on}"
        return message, _successor(view, item) or hint
    if found.state is State.WITHDRAWN and item.withdrawn:
        return f"'{item.id}' was withdrawn on {item.withdrawn.on}", hint
    review = last_review(item, view.as_of)
    if found.state is State.REFUTED and review:
        message = f"a review on {review.on} found that '{item.id}' no longer holds"
        return message, "Grade again without it; withdraw it, if it was never true."
    if item.review_every and not item.valid_until:
        return (
            f"'{item.id}' should have been reviewed by {found.until}",
            "Review it, or cite evidence that holds.",
        )
    return f"'{item.id}' ran out on {found.until}", hint


def _successor(view: View, item: Item) -> str:
    """What to cite in place of a superseded item: the last of those that took its place, if it counts."""
    chain = successors(view.assessment.items, item.id)
    cycle = next(view.open_cycles())
    standings = view.standings(cycle)
    if chain and chain[-1] in standings:
        if standings[chain[-1]].counts:
            return f"Cite '{chain[-1]}' in its place, if it carries the grade."
        return f"'{chain[-1]}', which took its place, does not count either: cite evidence that holds."
    return ""
