"""An item names an area to address that its node does not have."""

from collections.abc import Iterator

from assay.problems import Severity
from assay.rules.view import Raised, View
from assay.wording import did_you_mean

ID = "unknown-area"
SEVERITY = Severity.ERROR


def check(view: View) -> Iterator[Raised]:
    """Raise every area that is not an area of the item's node or of one below it."""
    nodes = view.assessment.model.nodes
    for item in view.assessment.items.values():
        for index, about in enumerate(item.about):
            if about.node not in nodes:
                continue
            known = [area.id for node in nodes[about.node].walk() for area in node.areas]
            for number, area in enumerate(about.areas):
                if area not in known:
                    message = f"'{about.node}' has no area '{area}'{did_you_mean(area, known)}"
                    hint = f"Its areas are: {', '.join(known)}." if known else "It has no areas."
                    yield Raised(item.file, ("about", index, "areas", number), message, hint)
