"""A waiver names a rule that is none or cannot be waived, or something that there is not.

Only duties can be waived, and what is said of things that grow old. Errors in the data cannot.
"""

from collections.abc import Iterable, Iterator

from assay.assessment import Waiver
from assay.model import OVERALL
from assay.problems import Severity
from assay.rules.view import Raised, View
from assay.wording import did_you_mean, listed

ID = "waiver-unknown"
SEVERITY = Severity.ERROR


def check(view: View) -> Iterator[Raised]:
    """Raise every name in a waiver that stands for nothing."""
    for waiver in view.assessment.waivers.values():
        if waiver.rule not in view.waivable:
            message = f"there is no duty '{waiver.rule}' to waive{did_you_mean(waiver.rule, view.waivable)}"
            yield Raised(waiver.file, ("rule",), message, f"Duties are {listed(sorted(view.waivable))}.")
        for key, name, known in _names(view, waiver):
            if name is not None and name not in known:
                message = f"unknown {key} '{name}'{did_you_mean(name, known)}"
                yield Raised(waiver.file, ("where", key), message, "Correct the id, or remove the waiver.")


def _names(view: View, waiver: Waiver) -> Iterator[tuple[str, str | None, Iterable[str]]]:
    assessment, where = view.assessment, waiver.where
    yield "cycle", where.cycle, {*assessment.cycles, *view.unread_cycles}
    yield "unit", where.unit, [unit.id for unit in assessment.units]
    yield "node", where.node, [*assessment.model.nodes, OVERALL]
    yield "attribute", where.attribute, assessment.model.attributes
    yield "item", where.item, {*assessment.items, *view.unread_items}
    yield "person", where.person, assessment.people
