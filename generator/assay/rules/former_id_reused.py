"""A former id of an item is in use again. Ids are never reused: an old citation must mean one thing only."""

from collections.abc import Iterator

from assay.problems import Severity
from assay.rules.view import Raised, View

ID = "former-id-reused"
SEVERITY = Severity.ERROR


def check(view: View) -> Iterator[Raised]:
    """Raise every former id that an item has, or that another item had too."""
    items = view.assessment.items
    first: dict[str, str] = {}
    for item in items.values():
        for index, former in enumerate(item.former_ids):
            owner = first.setdefault(former, item.id)
            if former in items or owner != item.id:
                message = (
                    f"'{former}' is the id of {'an item' if former in items else f'{owner} in the past, too'}"
                )
                hint = "Give the item that took the id another one, or remove the former id."
                yield Raised(item.file, ("former_ids", index), message, hint)
