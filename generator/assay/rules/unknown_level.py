"""A target asks for a level that the model does not have."""

from collections.abc import Iterator

from assay.problems import Severity
from assay.rules.view import Raised, View

ID = "unknown-level"
SEVERITY = Severity.ERROR


def check(view: View) -> Iterator[Raised]:
    """Raise every target whose level is not one of the model's."""
    levels = view.assessment.model.levels
    names = ", ".join(f"{level.number} ({level.title})" for level in levels)
    for cycle in view.assessment.cycles.values():
        for node, target in cycle.targets.items():
            if view.assessment.model.level(target.level) is None:
                yield Raised(
                    cycle.file,
                    ("targets", node),
                    f"there is no level {target.level}",
                    f"The levels are: {names}.",
                )
