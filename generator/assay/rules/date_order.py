"""Two dates stand in an order that cannot be: a period that ends before it begins, and the like."""

import datetime as dt
from collections.abc import Iterator
from itertools import chain

from assay.assessment import Cycle, Item
from assay.audit import Action, AuditFile, Finding, Request
from assay.metrics import Metric
from assay.problems import At, Severity
from assay.rules.view import Raised, View

ID = "date-order"
SEVERITY = Severity.ERROR


_HINT = "Correct one of the two dates."


def check(view: View) -> Iterator[Raised]:
    """Raise periods, seals, validities, reviews, answers, due days and endings that are out of order."""
    for cycle in view.assessment.cycles.values():
        if cycle.period[1] < cycle.period[0]:
            message = f"the period ends ({cycle.period[1]}) before it begins ({cycle.period[0]})"
            yield Raised(cycle.file, ("period", "to"), message, _HINT)
        if cycle.seal and cycle.seal.on < cycle.period[0]:
            message = f"sealed on {cycle.seal.on}, which is before the cycle begins ({cycle.period[0]})"
            yield Raised(cycle.file, ("seal", "on"), message, _HINT)
        yield from _after_the_seal(cycle)
    for item in view.assessment.items.values():
        yield from _of_item(item)
    for found in view.audit_files():
        yield from _after_the_start(found)
    yield from chain.from_iterable(map(_of_metric, view.assessment.metrics.values()))
    for decision in view.assessment.decisions.values():
        if decision.until and decision.until < decision.on:
            message = f"until {decision.until}, which is before it was made ({decision.on})"
            yield Raised(decision.file, ("until",), message, _HINT)
    for waiver in view.assessment.waivers.values():
        if waiver.until < waiver.on:
            message = f"until {waiver.until}, which is before it was approved ({waiver.on})"
            yield Raised(waiver.file, ("until",), message, _HINT)


def _of_metric(metric: Metric) -> Iterator[Raised]:
    """Raise periods of values that end before they begin."""
    compared = metric.comparison.values if metric.comparison else ()
    for at, values in ((("values",), metric.values), (("comparison", "values"), compared)):
        for index, one in enumerate(values):
            if one.first and one.on < one.first:
                message = f"the period ends ({one.on}) before it begins ({one.first})"
                yield Raised(metric.file, (*at, index, "period", "to"), message, _HINT)


def _of_item(item: Item) -> Iterator[Raised]:
    """Raise what an item says happened in another order than it can have."""
    if item.period and item.period[1] < item.period[0]:
        message = f"the period ends ({item.period[1]}) before it begins ({item.period[0]})"
        yield Raised(item.file, ("period", "to"), message, _HINT)
    later: list[tuple[At, dt.date | None, str]] = [(("valid_until",), item.valid_until, "valid until")]
    later += [
        (("reviews", index, "on"), review.on, "reviewed on") for index, review in enumerate(item.reviews)
    ]
    later += [(("accepted", "on"), item.accepted.on, "accepted on")] if item.accepted else []
    for key, ending in (("withdrawn", item.withdrawn), ("superseded", item.superseded)):
        later.append(((key, "on"), ending.on if ending else None, f"{key} on"))
    for at, date, words in later:
        if date and date < item.collected_on:
            message = f"{words} {date}, which is before the item was collected ({item.collected_on})"
            yield Raised(item.file, at, message, _HINT)


def _after_the_start(found: AuditFile) -> Iterator[Raised]:
    """Raise answers, due days and endings that come before what they belong to."""
    dated: list[tuple[At, dt.date, str]] = [
        ((word, "on"), end.on, f"{word} on") for word, end in found.endings()
    ]
    match found:
        case Finding():
            start, what = found.raised_on, "the finding was raised"
            answers = [(("responses", index, "on"), one.on) for index, one in enumerate(found.responses)]
            dated += [(at, on, "answered on") for at, on in answers]
            dated += [(("due",), found.due, "due on")] if found.due else []
        case Request():
            start, what = found.asked_on, "the evidence was asked for"
            dated += [(("due",), found.due, "due on")] if found.due else []
        case Action():
            return
    if isinstance(found, Finding):
        yield from _before_the_answers(found)
    for at, date, words in dated:
        if date < start:
            message = f"{words} {date}, which is before {what} ({start})"
            yield Raised(found.file, at, message, _HINT)


def _before_the_answers(finding: Finding) -> Iterator[Raised]:
    """Raise an ending that was decided before the last answer."""
    last = max((response.on for response in finding.responses), default=dt.date.min)
    for word, ending in finding.endings():
        if ending.on < last:
            message = f"{word} on {ending.on}, which is before the last answer ({last})"
            yield Raised(finding.file, (word, "on"), message, "Correct one of the two dates.")


def _after_the_seal(cycle: Cycle) -> Iterator[Raised]:
    """Raise grades, settlements and answers that are younger than the seal of their cycle, each date once."""
    if cycle.seal is None:
        return
    dated: dict[tuple[str, At], tuple[dt.date | None, str]] = {
        (grade.file, grade.dated_at): (grade.graded_on, "graded on") for grade in cycle.grades
    }
    dated |= {(one.file, ("settled", "on")): (one.on, "settled on") for one in cycle.consensus}
    if cycle.checks:
        dated[cycle.checks.file, ("answered", "on")] = (cycle.checks.on, "answered on")
    for (file, at), (date, words) in dated.items():
        if date and date > cycle.seal.on:
            message = f"{words} {date}, which is after the cycle was sealed ({cycle.seal.on})"
            yield Raised(
                file, at, message, "A sealed cycle stays as it is: correct the date, or seal it anew."
            )
