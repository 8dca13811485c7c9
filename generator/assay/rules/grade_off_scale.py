"""A grade, or how far an item carries, is not on the attribute's scale.

Write a number of the scale (such as 2) or one of its labels (such as L2).
"""

from collections.abc import Iterator

from assay.assessment import Written
from assay.problems import At, Severity, shorten
from assay.rules.view import Raised, View

ID = "grade-off-scale"
SEVERITY = Severity.ERROR


def check(view: View) -> Iterator[Raised]:
    """Raise whatever an assessor wrote that the scale does not hold."""
    for _, grade in view.grades():
        attribute = view.assessment.model.attributes.get(grade.attribute)
        if attribute is None:
            continue
        scale = attribute.scale
        hint = (
            "The scale has "
            + ", ".join(f"{label} ({number})" for label, number in scale.values.items())
            + "."
        )

        def off(
            written: Written, at: At, file: str = grade.file, scale_id: str = scale.id, hint: str = hint
        ) -> Raised:
            return Raised(file, at, f"'{shorten(written)}' is not on the scale '{scale_id}'", hint)

        if grade.written is not None and grade.grade is None:
            yield off(grade.written, (*grade.at, "grade"))
        for index, citation in enumerate(grade.evidence):
            if citation.written is not None and citation.carries is None:
                yield off(citation.written, (*grade.at, "evidence", index, "carries"))
