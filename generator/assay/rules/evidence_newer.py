"""Newer evidence of the same type about a cell came in after it was graded, and is not cited."""

from collections.abc import Iterator

from assay.assessment import Consensus, Cycle, Grade, Item
from assay.problems import Severity, Subject
from assay.rules.view import Raised, View

ID = "evidence-newer"
SEVERITY = Severity.INFO


def check(view: View) -> Iterator[Raised]:
    """Raise every citation in an open cycle that a newer item of its type may have replaced."""
    for cycle in view.open_cycles():
        if view.duties(cycle).regrade != "off":
            standings = view.standings(cycle)
            counting = [item for item in view.assessment.items.values() if standings[item.id].counts]
            cells: dict[tuple[str, str | None], list[Item]] = {}
            for item in counting:
                for about in item.about:
                    if not about.contradicts:
                        cells.setdefault((about.node, about.attribute), []).append(item)
            for judged in cycle.judgements:
                yield from _overtaken(view, cycle, judged, cells)


def _overtaken(
    view: View, cycle: Cycle, judged: Grade | Consensus, cells: dict[tuple[str, str | None], list[Item]]
) -> Iterator[Raised]:
    day = judged.on if isinstance(judged, Consensus) else judged.graded_on
    by = judged.by if isinstance(judged, Consensus) else (judged.assessor,)
    known = {citation.item for citation in judged.evidence}
    newer = [
        item
        for attribute in dict.fromkeys((judged.attribute, None))
        for item in cells.get((judged.node, attribute), ())
        if day and item.collected_on > day and item.id not in known
        if judged.unit is None or item.serves(judged.unit)
    ]
    for index, citation in enumerate(judged.evidence if newer else ()):
        cited = view.assessment.items.get(citation.item)
        found = next((item for item in newer if cited and item.type == cited.type), None)
        if found:
            message = (
                f"'{found.id}', about the same cell, came in on {found.collected_on}, after this was judged"
            )
            hint = (
                f"Look at it: cite it beside '{citation.item}' or in its place, and write the new graded_on."
            )
            about = Subject(cycle.id, judged.unit, judged.node, judged.attribute, citation.item, by)
            yield Raised(judged.file, (*judged.at, "evidence", index), message, hint, about=about)
