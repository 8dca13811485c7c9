"""An item is said to be superseded by itself, at once or over others."""

from collections.abc import Iterator

from assay.freshness import successors
from assay.problems import Severity
from assay.rules.view import Raised, View
from assay.wording import listed

ID = "superseded-by-itself"
SEVERITY = Severity.ERROR


def check(view: View) -> Iterator[Raised]:
    """Raise every item whose replacement leads back to the item."""
    items = view.assessment.items
    for item in items.values():
        if item.superseded is None:
            continue
        chain = successors(items, item.id)
        last = items.get(chain[-1]) if chain else item
        if last and last.superseded and last.superseded.by_item == item.id:
            over = f", over {listed(chain)}" if chain else ""
            message = f"'{item.id}' cannot be superseded by itself{over}"
            yield Raised(item.file, ("superseded", "by_item"), message, "Name the item that took its place.")
