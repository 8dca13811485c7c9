"""A waiver has run out: what it excused stands again."""

from collections.abc import Iterator

from assay.problems import Severity
from assay.rules.view import Raised, View
from assay.wording import counted

ID = "waiver-expired"
SEVERITY = Severity.WARNING


def check(view: View) -> Iterator[Raised]:
    """Raise every waiver whose last day has passed; as an info where nothing would need it."""
    for waiver in view.assessment.waivers.values():
        if waiver.until >= view.as_of or view.applied.used[waiver.id]:
            continue
        if found := view.applied.expired[waiver.id]:
            message = f"the waiver ran out on {waiver.until}: waived no more in {counted(found, 'case')}"
            hint = "Mend them, or have it approved anew, with another last day."
            yield Raised(waiver.file, ("until",), message, hint)
        else:
            message = f"the waiver ran out on {waiver.until}, and nothing needs it any more"
            hint = "Remove the file: git keeps it."
            yield Raised(waiver.file, ("until",), message, hint, severity=Severity.INFO)
