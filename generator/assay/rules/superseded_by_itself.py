"""An item is said to be superseded by itself."""

from collections.abc import Iterator

from assay.problems import Severity
from assay.rules.view import Raised, View

ID = "superseded-by-itself"
SEVERITY = Severity.ERROR


def check(view: View) -> Iterator[Raised]:
    """Raise every item whose replacement is the item."""
    for item in view.assessment.items.values():
        if item.superseded and item.superseded.by_item == item.id:
            message = f"'{item.id}' cannot be superseded by itself"
            yield Raised(item.file, ("superseded", "by_item"), message, "Name the item that took its place.")
