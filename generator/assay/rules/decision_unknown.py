"""A decision names a cycle, a unit, a criterion or a level that there is not."""

from collections.abc import Iterable, Iterator

from assay.assessment import Acceptable
from assay.model import OVERALL, outcome_named
from assay.problems import Severity, shorten
from assay.rules.view import Raised, View
from assay.wording import did_you_mean

ID = "decision-unknown"
SEVERITY = Severity.ERROR


def check(view: View) -> Iterator[Raised]:
    """Raise every name in a decision that stands for nothing."""
    model = view.assessment.model
    for decision in view.assessment.decisions.values():
        for index, one in enumerate(decision.accepts):
            for key, name, known in _names(view, one):
                if name is not None and name not in known:
                    message = f"unknown {key} '{name}'{did_you_mean(name, known)}"
                    hint = "Correct the id, or remove what it accepts."
                    yield Raised(decision.file, ("accepts", index, key), message, hint)
            known_node = one.node in model.rules
            if one.level is not None and known_node and outcome_named(model, one.node, one.level) is None:
                message = f"there is no level {shorten(one.level)}"
                yield Raised(decision.file, ("accepts", index, "level"), message, levels_hint(view))


def levels_hint(view: View) -> str:
    """Which levels there are, as a hint."""
    levels = view.assessment.model.levels
    names = ", ".join(f"{level.number} ({level.title})" for level in levels)
    return f"The levels are: {names}." if names else "The model has no levels: name a score."


def _names(view: View, one: Acceptable) -> Iterator[tuple[str, str | None, Iterable[str]]]:
    assessment = view.assessment
    yield "cycle", one.cycle, {*assessment.cycles, *view.unread_cycles}
    yield "unit", one.unit, [unit.id for unit in assessment.units]
    yield "node", one.node, [*assessment.model.nodes, OVERALL]
