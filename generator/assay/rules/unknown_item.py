"""A file refers to an evidence item that does not exist."""

from collections.abc import Iterator

from assay.assessment import CheckAnswers
from assay.problems import At, Severity
from assay.rules.view import Raised, View
from assay.wording import did_you_mean

ID = "unknown-item"
SEVERITY = Severity.ERROR


def check(view: View) -> Iterator[Raised]:
    """Raise every citation, answer, replacement or subject that names no item."""
    items = view.assessment.items
    known = {*items, *view.unread_items}
    former = {old: item.id for item in items.values() for old in item.former_ids}
    for file, at, name in _references(view):
        if name in known:
            continue
        if name in former:
            message = f"the item '{name}' is now called '{former[name]}'"
            yield Raised(file, at, message, f"Write {former[name]}.")
        else:
            hint = "An item is a file items/NAME.yaml; it is cited by NAME."
            yield Raised(file, at, f"unknown item '{name}'{did_you_mean(name, known)}", hint)


def _references(view: View) -> Iterator[tuple[str, At, str]]:
    """Every place that names an item: file, place, name."""
    for _, grade in view.judgements():
        for index, citation in enumerate(grade.evidence):
            yield grade.file, (*grade.at, "evidence", index), citation.item
    for _, grade in view.grades():
        for index, answer in enumerate(grade.against):
            yield grade.file, (*grade.at, "against", index, "item"), answer.item
    for item in view.assessment.items.values():
        if item.superseded:
            yield item.file, ("superseded", "by_item"), str(item.superseded.by_item)
    yield from _in_audits(view)
    yield from _in_metrics(view)
    for cycle in view.assessment.cycles.values():
        if cycle.checks:
            yield from _in_checks(cycle.checks)


def _in_checks(checks: CheckAnswers) -> Iterator[tuple[str, At, str]]:
    for question, found in checks.answers.items():
        for index, name in enumerate(found.evidence):
            yield checks.file, ("answers", question, "evidence", index), name


def _in_audits(view: View) -> Iterator[tuple[str, At, str]]:
    for file, at, subject in view.subjects():
        if subject.item:
            yield file, (*at, "item"), subject.item
    for request in view.assessment.requests.values():
        if request.fulfilled_by:
            yield request.file, ("fulfilled_by",), request.fulfilled_by


def _in_metrics(view: View) -> Iterator[tuple[str, At, str]]:
    for metric in view.assessment.metrics.values():
        for index, measure in enumerate(metric.values):
            if measure.item:
                yield metric.file, ("values", index, "item"), measure.item
