"""What `assay explain` says beside levels: grades that are older than their evidence, and what is waived."""

from __future__ import annotations

from collections.abc import Iterator

from assay.cards import Cards
from assay.commands.naming import step_name
from assay.freshness import Outdated, Since
from assay.levels import Result
from assay.model import ITSELF
from assay.wording import listed

_SINCE = {
    Since.COLLECTED: "was collected",
    Since.COVERS: "covers the time until",
    Since.REVIEWED: "was reviewed",
    Since.CHANGED: "was changed",
    Since.FILE: "had a file changed",
}


def duty_lines(cards: Cards, result: Result, node: str, attribute: str | None) -> Iterator[str]:
    """What has to be looked at again, and what is waived, in the cells of a node, a row, or one cell."""
    unit = f" in {result.assessment.unit_title(result.unit)}" if result.unit else ""
    own = (node, attribute or ITSELF)
    step = result.steps.get((node, attribute))
    cells = frozenset([own] if own in result.cells or step is None else step.step.cells)
    if again := cards.outdated_in(result, cells):
        yield ""
        yield f"To grade again{unit}: older than their evidence"
        yield from (f"  {_again(result, one)}" for one in again)
    if excused := cards.waived_in(result, cells):
        yield ""
        yield f"Waived{unit}"
        yield from dict.fromkeys(f"  {one.rule}: {one.waived}" for one in excused)


def _again(result: Result, one: Outdated) -> str:
    by = listed(result.assessment.person_name(person) for person in one.by)
    given = f" (graded on {one.judged} by {by})" if one.judged else f" (graded by {by})"
    name = step_name(result, (one.node, one.attribute))
    return (
        f"{name}: {one.item} {_SINCE[one.since]} {'' if one.since is Since.COVERS else 'on '}{one.on}{given}"
    )
