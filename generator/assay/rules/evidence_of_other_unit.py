"""A grade of one unit cites evidence that is limited to others."""

from collections.abc import Iterator

from assay.problems import Severity
from assay.rules.view import Raised, View
from assay.wording import listed

ID = "evidence-of-other-unit"
SEVERITY = Severity.ERROR


def check(view: View) -> Iterator[Raised]:
    """Raise every citation of an item in a unit that it does not serve."""
    for _, grade in view.judgements():
        for index, citation in enumerate(grade.evidence):
            item = view.assessment.items.get(citation.item)
            if item and not item.serves(grade.unit):
                message = f"'{item.id}' is evidence of {listed(item.units)}, not of {grade.unit}"
                hint = f"Add the unit to 'units' in {item.file}, or cite other evidence."
                yield Raised(grade.file, (*grade.at, "evidence", index), message, hint)
