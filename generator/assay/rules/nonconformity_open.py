"""A nonconformity that an auditor raised is not closed yet."""

from collections.abc import Iterator

from assay.audit import Kind
from assay.problems import Severity
from assay.rules.finding_open import unresolved
from assay.rules.view import Raised, View

ID = "nonconformity-open"
SEVERITY = Severity.WARNING


def check(view: View) -> Iterator[Raised]:
    """Raise nonconformities without an end."""
    return (raised for raised, kind in unresolved(view) if kind is Kind.NONCONFORMITY)
