"""The policy requires something of an attribute or from a label that the model does not have."""

from collections.abc import Iterator, Sequence

from assay.model import Requirement
from assay.problems import At, Severity
from assay.rules.view import Raised, View
from assay.wording import did_you_mean

ID = "unknown-requirement"
SEVERITY = Severity.ERROR


def check(view: View) -> Iterator[Raised]:
    """Raise every such attribute, every unknown label, and every grade that no scale reaches."""
    policy = view.assessment.policy
    yield from _checked(view, policy.duties.requires, ("policy", "requires"))
    for name, duties in policy.rigours.items():
        yield from _checked(view, duties.requires, ("policy", "rigour", name, "requires"))


def _checked(view: View, requirements: Sequence[Requirement], place: At) -> Iterator[Raised]:
    model = view.assessment.model
    scales = {scale.id: scale for scale in (model.scale(*key) for key in model.cells)}.values()
    labels = [label for scale in scales for label in scale.values]
    for index, one in enumerate(requirements):
        for number, name in enumerate(one.attributes):
            if name not in model.attributes:
                message = f"the model has no attribute '{name}'{did_you_mean(name, model.attributes)}"
                at = (*place, index, "attributes", number)
                yield Raised("assessment.yaml", at, message, "Name attributes of the model, or none for all.")
        at = (*place, index, "from")
        if one.label and one.label not in labels:
            message = f"no scale of the model has the label '{one.label}'{did_you_mean(one.label, labels)}"
            yield Raised("assessment.yaml", at, message, f"Known: {', '.join(dict.fromkeys(labels))}.")
        elif one.start is not None and all(one.spares(scale) >= scale.high for scale in scales):
            hint = "Take a grade of the scale, or a part of the way such as 75%."
            yield Raised("assessment.yaml", at, f"no scale has a grade from {one.start} on", hint)
