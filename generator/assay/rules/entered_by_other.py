"""An acceptance, settlement, decision or waiver was committed by somebody it does not name (`identity`)."""

from collections.abc import Iterator

from assay.authorship import same_person
from assay.problems import At, Severity, Subject
from assay.rules.duty import strength, who
from assay.rules.view import Raised, View
from assay.wording import listed

ID = "entered-by-other"
SEVERITY = Severity.WARNING


def check(view: View) -> Iterator[Raised]:
    """Raise every such entry, where git knows the commit that wrote it and whose it is."""
    identity = view.strictest().identity
    for file, at, what, people, about in _entries(view) if identity != "off" else ():
        commit = view.authorship.writer(file, at)
        author = view.authorship.author(commit) if commit else None
        if not commit or not author or not author.person:
            continue
        if not any(same_person(view.assessment, author.person, person) for person in people):
            message = f"{what} of {listed(people)} was committed by {who(view, author)} ({commit.id[:7]})"
            hint = "Let one of those whom it names commit it."
            yield Raised(file, at, message, hint, True, about, strength(identity))


def _entries(view: View) -> Iterator[tuple[str, At, str, tuple[str, ...], Subject]]:
    """File, place, what it is, the people it names, and what it is about."""
    for item in view.assessment.items.values():
        if item.accepted:
            by = (item.accepted.by,)
            yield item.file, ("accepted",), "the acceptance", by, Subject(item=item.id, persons=by)
    for cycle in view.assessment.cycles.values():
        for one in cycle.consensus:
            about = Subject(cycle.id, one.unit, one.node, one.attribute, None, one.by)
            yield one.file, one.at, "what was settled", one.by, about
    for decision in view.assessment.decisions.values():
        two = (decision.by, decision.approved_by)
        yield decision.file, ("accepts",), "the decision", two, Subject(persons=two)
    for waiver in view.assessment.waivers.values():
        by = (waiver.by,)
        yield waiver.file, ("approved",), "the approval", by, Subject(persons=by)
