"""A grade or consensus of an open cycle cites evidence that has run out, was withdrawn or was superseded."""

from collections.abc import Iterator

from assay.problems import Severity
from assay.rules.view import Raised, View
from assay.support import State

ID = "evidence-ended"
SEVERITY = Severity.WARNING


def check(view: View) -> Iterator[Raised]:
    """Raise every citation of an item that no longer counts (or not yet) on the date."""
    for cycle in view.open_cycles():
        standings = view.standings(cycle)
        for grade in cycle.judgements:
            for index, citation in enumerate(grade.evidence):
                found = standings.get(citation.item)
                if found is None or found.counts:
                    continue
                item = view.assessment.items[citation.item]
                hint = "Renew the item, or cite evidence that holds."
                if found.state is State.NOT_YET:
                    message = f"'{item.id}' is dated {item.collected_on}, after {view.as_of}"
                    hint = "It counts from that day on. Correct the date, or cite evidence that is there."
                elif found.state is State.SUPERSEDED and item.superseded:
                    message = (
                        f"'{item.id}' was superseded by '{item.superseded.by_item}' on {item.superseded.on}"
                    )
                elif found.state is State.WITHDRAWN and item.withdrawn:
                    message = f"'{item.id}' was withdrawn on {item.withdrawn.on}"
                else:
                    message = f"'{item.id}' ran out on {found.until}"
                yield Raised(grade.file, (*grade.at, "evidence", index), message, hint)
