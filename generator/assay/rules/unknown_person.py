"""A file names somebody who is not listed under `people` in assessment.yaml.

The name of a grades file (or of its folder) is the assessor's id.
"""

from collections.abc import Iterator

from assay.problems import At, Severity
from assay.rules.view import Raised, View
from assay.wording import did_you_mean

ID = "unknown-person"
SEVERITY = Severity.ERROR


def check(view: View) -> Iterator[Raised]:
    """Raise every person's id that assessment.yaml does not list."""
    people = view.assessment.people
    hint = "Add the person to 'people' in assessment.yaml, or correct the id."
    found = (_of_items, _of_grades, _of_cycles, _of_audits, _of_decisions, _of_metrics, _of_waivers)
    for file, at, person in (one for each in found for one in each(view)):
        if person and person not in people:
            yield Raised(file, at, f"unknown person '{person}'{did_you_mean(person, people)}", hint)


def _of_items(view: View) -> Iterator[tuple[str, At, str]]:
    for item in view.assessment.items.values():
        yield item.file, ("collected", "by"), item.collected_by
        yield item.file, ("accepted", "by"), item.accepted.by if item.accepted else ""
        for index, review in enumerate(item.reviews):
            yield item.file, ("reviews", index, "by"), review.by
        for key, ending in (("withdrawn", item.withdrawn), ("superseded", item.superseded)):
            yield item.file, (key, "by"), ending.by if ending else ""


def _of_grades(view: View) -> Iterator[tuple[str, At, str]]:
    named = set()
    for _, grade in view.grades():
        if grade.file not in named:
            named.add(grade.file)
            yield grade.file, (), grade.assessor
        yield grade.file, (*grade.at, "approved_by"), grade.approved_by


def _of_cycles(view: View) -> Iterator[tuple[str, At, str]]:
    named = set()
    for cycle in view.assessment.cycles.values():
        if cycle.seal:
            yield cycle.file, ("seal", "by"), cycle.seal.by
        for index, opened in enumerate(cycle.reopened):
            yield cycle.file, ("reopened", index, "by"), opened.by
        if cycle.checks and cycle.checks.by:
            yield cycle.checks.file, ("answered", "by"), cycle.checks.by
        for settled in cycle.consensus:
            if settled.file not in named:
                named.add(settled.file)
                yield from (
                    (settled.file, ("settled", "by", index), person)
                    for index, person in enumerate(settled.by)
                )
            yield settled.file, (*settled.at, "approved_by"), settled.approved_by
            for index, dissent in enumerate(settled.dissent):
                yield settled.file, (*settled.at, "dissent", index, "by"), dissent.by


def _of_audits(view: View) -> Iterator[tuple[str, At, str]]:
    for finding in view.assessment.findings.values():
        yield finding.file, ("raised", "by"), finding.raised_by
        for index, response in enumerate(finding.responses):
            yield finding.file, ("responses", index, "by"), response.by
    for request in view.assessment.requests.values():
        yield request.file, ("asked", "by"), request.asked_by
        yield request.file, ("asked", "of"), request.asked_of
    for action in view.assessment.actions.values():
        yield action.file, ("owner",), action.owner
    for found in view.audit_files():
        for word, ending in found.endings():
            yield found.file, (word, "by"), ending.by


def _of_metrics(view: View) -> Iterator[tuple[str, At, str]]:
    return ((metric.file, ("owner",), metric.owner) for metric in view.assessment.metrics.values())


def _of_decisions(view: View) -> Iterator[tuple[str, At, str]]:
    for decision in view.assessment.decisions.values():
        yield decision.file, ("by",), decision.by
        yield decision.file, ("approved_by",), decision.approved_by


def _of_waivers(view: View) -> Iterator[tuple[str, At, str]]:
    return ((waiver.file, ("approved", "by"), waiver.by) for waiver in view.assessment.waivers.values())
