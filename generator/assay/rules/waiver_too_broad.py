"""A waiver covers more than one could have looked at, or lasts longer than a year.

It names neither an item, nor a person, nor a criterion; or a criterion that holds more than half of the
cells; or its last day is more than a year after its approval.
"""

from collections.abc import Iterator

from assay.assessment import Waiver
from assay.durations import parse_duration
from assay.model import OVERALL
from assay.problems import Severity
from assay.rules.view import Raised, View
from assay.wording import counted

ID = "waiver-too-broad"
SEVERITY = Severity.WARNING

_LONGEST = parse_duration("P1Y")


def check(view: View) -> Iterator[Raised]:
    """Raise every waiver that is too broad or too long."""
    for waiver in view.assessment.waivers.values():
        if why := _breadth(view, waiver):
            yield Raised(
                waiver.file, ("where",), why, "Name the item, the person or the criterion.", key=True
            )
        if waiver.until > (last := _LONGEST.after(waiver.on)):
            message = f"it lasts until {waiver.until}, more than a year after its approval on {waiver.on}"
            yield Raised(waiver.file, ("until",), message, f"Take {last} at most, and look at it again then.")


def _breadth(view: View, waiver: Waiver) -> str:
    where, model = waiver.where, view.assessment.model
    if where.item or where.person or (where.attribute and where.node):
        return ""
    if where.node is None:
        return "it names neither an item, nor a person, nor a criterion"
    below = [key for key in model.cells if where.node in (OVERALL, key[0], *model.ancestors(key[0]))]
    if 2 * len(below) > len(model.cells) > 1:
        return f"'{where.node}' holds {counted(len(below), 'cell')} of {len(model.cells)}"
    return ""
