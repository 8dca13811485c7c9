"""checks.yaml answers a question that the model does not ask."""

from collections.abc import Iterator

from assay.problems import Severity
from assay.rules.view import Raised, View
from assay.wording import did_you_mean

ID = "unknown-question"
SEVERITY = Severity.ERROR


def check(view: View) -> Iterator[Raised]:
    """Raise every answer without a question."""
    known = [question.id for check in view.assessment.model.checks for question in check.questions]
    for cycle in view.assessment.cycles.values():
        for name in cycle.checks.answers if cycle.checks else ():
            if cycle.checks and name not in known:
                message = f"unknown question '{name}'{did_you_mean(name, known)}"
                hint = "assay model show lists the questions." if known else "The model has no checks."
                yield Raised(cycle.checks.file, ("answers", name), message, hint, key=True)
