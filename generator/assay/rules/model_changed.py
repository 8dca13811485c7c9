"""A cycle was graded by another version of the model than the one it is computed with now.

Its levels may differ from those reported then, and comparing it with other cycles compares two versions.
"""

from collections.abc import Iterator

from assay.problems import Severity
from assay.rules.view import Raised, View

ID = "model-changed"
SEVERITY = Severity.WARNING


def check(view: View) -> Iterator[Raised]:
    """Raise every cycle whose recorded model is not the one in use."""
    model = view.assessment.model
    for cycle in view.assessment.cycles.values():
        stamp = cycle.model
        if stamp is None or not cycle.graded_by_other(model):
            continue
        was = " ".join(part for part in (stamp.id, stamp.version) if part) or "another model"
        digest = " (its file has changed)" if (stamp.id, stamp.version) == (model.id, model.version) else ""
        message = f"graded by {was}, computed with {model.id} {model.version}{digest}"
        hint = "Look at its grades again, then write down the new version; or keep the old model as a file."
        yield Raised(cycle.file, ("model",), message, hint, key=True)
