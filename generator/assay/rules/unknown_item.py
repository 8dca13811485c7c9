"""A grade or an item refers to an evidence item that does not exist."""

from collections.abc import Iterator

from assay.problems import At, Severity
from assay.rules.view import Raised, View
from assay.wording import did_you_mean

ID = "unknown-item"
SEVERITY = Severity.ERROR


def check(view: View) -> Iterator[Raised]:
    """Raise every citation, answer or replacement that names no item."""
    items = view.assessment.items
    known = {*items, *view.unread_items}
    former = {old: item.id for item in items.values() for old in item.former_ids}

    def raised(file: str, name: str, at: At) -> Raised:
        if name in former:
            return Raised(
                file, at, f"the item '{name}' is now called '{former[name]}'", f"Write {former[name]}."
            )
        hint = "An item is a file items/NAME.yaml; it is cited by NAME."
        return Raised(file, at, f"unknown item '{name}'{did_you_mean(name, known)}", hint)

    for _, grade in view.grades():
        for index, citation in enumerate(grade.evidence):
            if citation.item not in known:
                yield raised(grade.file, citation.item, (*grade.at, "evidence", index))
        for index, answer in enumerate(grade.against):
            if answer.item not in known:
                yield raised(grade.file, answer.item, (*grade.at, "against", index, "item"))
    for item in items.values():
        if item.superseded and item.superseded.by_item not in known:
            yield raised(item.file, str(item.superseded.by_item), ("superseded", "by_item"))
