"""An item is limited to a unit that assessment.yaml does not list."""

from collections.abc import Iterator

from assay.problems import Severity
from assay.rules.view import Raised, View
from assay.wording import did_you_mean

ID = "unknown-unit"
SEVERITY = Severity.ERROR


def check(view: View) -> Iterator[Raised]:
    """Raise every unit of an item that is not a unit of the assessment."""
    known = [unit.id for unit in view.assessment.units]
    hint = f"The units are: {', '.join(known)}." if known else "Units are listed in assessment.yaml."
    for item in view.assessment.items.values():
        for index, unit in enumerate(item.units):
            if unit not in known:
                message = f"unknown unit '{unit}'{did_you_mean(unit, known)}"
                yield Raised(item.file, ("units", index), message, hint)
