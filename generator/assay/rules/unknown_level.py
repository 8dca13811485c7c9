"""A target asks for a level that the model does not have."""

from collections.abc import Iterator

from assay.model import OVERALL
from assay.problems import Severity, shorten
from assay.rules.view import Raised, View

ID = "unknown-level"
SEVERITY = Severity.ERROR


def check(view: View) -> Iterator[Raised]:
    """Raise every target whose level is not one of the model's."""
    model = view.assessment.model
    names = ", ".join(f"{level.number} ({level.title})" for level in model.levels)
    for cycle in view.assessment.cycles.values():
        for node, target in cycle.targets.items():
            if target.level is not None or (node not in model.nodes and node != OVERALL):
                continue
            hint = f"The levels are: {names}." if names else "The model has no levels."
            own = model.nodes[node].scale if node in model.nodes else None
            if scale := own or model.rules[node].level.scale:
                hint = f"The target is a grade of the scale '{scale.id}'."
            message = f"there is no level {shorten(target.written)}"
            yield Raised(cycle.file, ("targets", node), message, hint)
