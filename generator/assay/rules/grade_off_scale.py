"""A grade, or how far an item carries, is not on the attribute's scale.

Write a number of the scale (such as 2) or one of its labels (such as L2).
"""

from collections.abc import Iterator

from assay.assessment import Grade, Written
from assay.model import Scale
from assay.numbers import grade_text
from assay.problems import At, Severity, shorten
from assay.rules.view import Raised, View

ID = "grade-off-scale"
SEVERITY = Severity.ERROR


def check(view: View) -> Iterator[Raised]:
    """Raise whatever an assessor wrote that the scale does not hold."""
    for _, grade in view.judgements():
        scale = view.scale(grade)
        if scale is None:
            continue
        hint = _what_it_has(scale)

        def off(
            written: Written, at: At, file: str = grade.file, scale_id: str = scale.id, hint: str = hint
        ) -> Raised:
            return Raised(file, at, f"'{shorten(written)}' is not on the scale '{scale_id}'", hint)

        is_open = isinstance(grade, Grade) and grade.open
        if grade.written is not None and grade.grade is None and not is_open:
            yield off(grade.written, (*grade.at, "grade"))
        for index, citation in enumerate(grade.evidence):
            if citation.written is not None and citation.carries is None:
                yield off(citation.written, (*grade.at, "evidence", index, "carries"))


def _what_it_has(scale: Scale) -> str:
    labels = [f"{label} ({grade_text(number)})" for label, number in scale.values.items()]
    labels += sorted(scale.unrated)
    if scale.bands:
        bands = ", ".join(label for label, _ in scale.bands)
        return f"The scale has {bands}, or a percentage up to {grade_text(scale.high)}."
    if scale.numbers:
        step = f", in steps of {grade_text(scale.step)}" if scale.step else ""
        return f"The scale goes from {grade_text(scale.low)} to {grade_text(scale.high)}{step}."
    return f"The scale has {', '.join(labels)}."
