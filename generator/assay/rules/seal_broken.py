"""Something that decides in a sealed cycle is not as it was sealed: a grade, a cited item, a result.

Each is named where it stands now. What may change later without breaking a seal:
[integrity.md](integrity.md#what-may-change-after-a-seal).
"""

from collections.abc import Iterator

from assay.assessment import Cycle
from assay.problems import At, Severity
from assay.rules.attachment_changed import LINE_ENDS
from assay.rules.view import Raised, View
from assay.seals import Difference, places

ID = "seal-broken"
SEVERITY = Severity.ERROR


def check(view: View) -> Iterator[Raised]:
    """Raise every difference to a seal that changes what was sealed."""
    for cycle in view.assessment.cycles.values():
        known = places(view.assessment, cycle)
        for found in view.since_seal(cycle):
            if found.decides:
                yield _raised(view, cycle, found, known.get(f"{found.kind}/{found.name}"))


def _raised(view: View, cycle: Cycle, found: Difference, place: tuple[str, At] | None) -> Raised:
    file, at = place or (cycle.file, ("seal",))
    message = f"{found.message} since the cycle {cycle.id} was sealed"
    if found.kind == "results":
        message = f"the sealed cycle {cycle.id}: {found.message}"
    again = f'assay cycle reopen {cycle.id} --reason "...", then assay cycle close {cycle.id}.'
    hint = f"Undo the change. If it is right: {again}"
    if found.kind == "attachments" and cycle.seal:
        sealed = cycle.seal.digests.get(f"{found.kind}/{found.name}", "")
        if view.folder.differs_in_line_ends(f"attachments/{found.name}", sealed):
            hint = LINE_ENDS
    return Raised(file, at, message, hint, key=place is None or bool(at))
