"""A waiver was approved by somebody whom it would excuse. It does not excuse them."""

from collections.abc import Iterator

from assay.problems import Severity
from assay.rules.view import Raised, View
from assay.wording import counted

ID = "waiver-self-approved"
SEVERITY = Severity.WARNING


def check(view: View) -> Iterator[Raised]:
    """Raise every waiver that fits problems of those who approved it."""
    for waiver in view.assessment.waivers.values():
        if found := view.applied.own[waiver.id]:
            message = f"{waiver.by} approved what excuses {waiver.by}: not waived in {counted(found, 'case')}"
            yield Raised(waiver.file, ("approved", "by"), message, "Let somebody else approve it.")
