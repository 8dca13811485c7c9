"""An item was accepted by whoever collected it. Only a second person can: this acceptance counts for nothing.

Where the policy compares people with commits (`identity`), whoever committed what an item says of its
collection, or of its acceptance, is meant as well.
"""

from collections.abc import Iterator

from assay.authorship import same_person
from assay.problems import Severity, Subject
from assay.rules.duty import strength, written_by
from assay.rules.view import Raised, View

ID = "accepted-by-collector"
SEVERITY = Severity.WARNING


def check(view: View) -> Iterator[Raised]:
    """Raise every acceptance that is not one of a second person."""
    identity = view.strictest().identity
    for item in view.assessment.items.values():
        if item.accepted is None:
            continue
        about = Subject(item=item.id, persons=tuple(dict.fromkeys((item.collected_by, item.accepted.by))))
        hint = "Let somebody else look at it and accept it."
        at = ("accepted", "by")
        if same_person(view.assessment, item.accepted.by, item.collected_by):
            message = f"'{item.id}' was accepted by {item.accepted.by}, who collected it"
            yield Raised(item.file, at, message, hint, about=about)
        elif identity != "off":
            accepting = written_by(view, item.file, ("accepted",))
            collecting = written_by(view, item.file, ("collected",))
            collectors = {item.collected_by, collecting.person if collecting else ""} - {""}
            if accepting and accepting.person in collectors:
                message = (
                    f"the acceptance of '{item.id}' was committed by {accepting.person}, who collected it"
                )
                yield Raised(item.file, at, message, hint, about=about, severity=strength(identity))
