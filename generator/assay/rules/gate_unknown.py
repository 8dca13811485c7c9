"""The gate in assessment.yaml names a unit, a criterion or a level that there is not."""

from collections.abc import Iterator

from assay.model import OVERALL, outcome_named
from assay.problems import Severity, shorten
from assay.rules.decision_unknown import levels_hint
from assay.rules.view import Raised, View
from assay.wording import did_you_mean

ID = "gate-unknown"
SEVERITY = Severity.ERROR


def check(view: View) -> Iterator[Raised]:
    """Raise every name in `policy.gate` that stands for nothing."""
    assessment = view.assessment
    units = [unit.id for unit in assessment.units]
    nodes = [*assessment.model.nodes, OVERALL]
    seen: set[str] = set()
    for one in assessment.policy.gate.minimums:
        if one.unit is not None and one.unit not in units:
            if one.unit not in seen:
                seen.add(one.unit)
                message = f"unknown unit '{one.unit}'{did_you_mean(one.unit, units)}"
                hint = f"The units are: {', '.join(units)}." if units else "The assessment has no units."
                yield Raised(
                    "assessment.yaml", ("policy", "gate", "units", one.unit), message, hint, key=True
                )
        elif one.node not in nodes:
            message = f"unknown node '{one.node}'{did_you_mean(one.node, nodes)}"
            hint = "assay explain NODE prints the nodes below one."
            yield Raised("assessment.yaml", one.at, message, hint, key=True)
        elif one.level is not None and outcome_named(assessment.model, one.node, one.level) is None:
            message = f"there is no level {shorten(one.level)}"
            yield Raised("assessment.yaml", one.at, message, levels_hint(view), key=True)
