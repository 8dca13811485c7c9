"""An item is limited to a unit, or a file is about one, that assessment.yaml does not list."""

from collections.abc import Iterator

from assay.problems import At, Severity
from assay.rules.view import Raised, View
from assay.wording import did_you_mean

ID = "unknown-unit"
SEVERITY = Severity.ERROR


def check(view: View) -> Iterator[Raised]:
    """Raise every unit that is not a unit of the assessment."""
    known = [unit.id for unit in view.assessment.units]
    hint = f"The units are: {', '.join(known)}." if known else "Units are listed in assessment.yaml."
    for file, at, unit in _named(view):
        if unit not in known:
            yield Raised(file, at, f"unknown unit '{unit}'{did_you_mean(unit, known)}", hint)


def _named(view: View) -> Iterator[tuple[str, At, str]]:
    for item in view.assessment.items.values():
        yield from ((item.file, ("units", index), unit) for index, unit in enumerate(item.units))
    for file, at, subject in view.subjects():
        if subject.unit is not None:
            yield file, (*at, "unit"), subject.unit
