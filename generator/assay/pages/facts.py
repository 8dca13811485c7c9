"""How complete the assessment is, and how fresh its evidence."""

from __future__ import annotations

import datetime as dt
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass

from assay.levels import Result, Status
from assay.pages.book import Book
from assay.support import State


@dataclass(frozen=True, slots=True)
class Facts:
    """How complete the assessment is and how fresh its evidence."""

    rated: int
    cells: int
    disputed: int
    ungraded: int
    not_applicable: int
    carried: int
    items: int
    current: int
    states: tuple[tuple[str, int], ...]
    running_out: int
    warn_before: dt.date
    uncited: int
    median_age: int | None
    areas: int
    areas_evidenced: int
    files: int
    files_matching: int
    files_unhashed: int
    files_wrong: int
    links: int
    held: int

    @property
    def open(self) -> int:
        """Cells without a settled grade."""
        return self.disputed + self.ungraded


def facts(book: Book, result: Result) -> Facts:
    """What can be counted of a result and its evidence."""
    statuses = Counter(cell.status for cell in result.cells.values())
    items = book.items
    standings = result.standings
    states = Counter(standings[item].state for item in items)
    soon = book.assessment.policy.warn_before.after(result.as_of)
    current = [item for item in items if standings[item].counts]
    ages = sorted(
        (result.as_of - items[item].collected_on).days for item in current if not items[item].withheld
    )
    areas = {(node.id, area.id) for node in book.model.nodes.values() for area in node.areas}
    shown = {(about.node, area) for item in current for about in items[item].about for area in about.areas}
    checks = Counter(checksum_state(book, source.file, source.sha256) for item in items.values()
                     for source in item.sources if source.file)  # fmt: skip
    rated = [cell for cell in result.cells.values() if cell.status is Status.RATED]
    return Facts(
        rated=statuses[Status.RATED],
        cells=len(result.cells) - statuses[Status.NOT_APPLICABLE],
        disputed=statuses[Status.CONSENSUS_NEEDED],
        ungraded=statuses[Status.UNRATED],
        not_applicable=statuses[Status.NOT_APPLICABLE],
        carried=sum(
            1 for cell in rated if cell.claimed and cell.supported and cell.supported.low >= cell.claimed.low
        ),
        items=len(items),
        current=len(current),
        states=tuple(
            (state.value, states[state]) for state in State if state is not State.CURRENT and states[state]
        ),
        running_out=sum(1 for item in current if (until := standings[item].until) and until <= soon),
        warn_before=soon,
        uncited=sum(1 for item in current if item not in book.used),
        median_age=_median(ages),
        areas=len(areas),
        areas_evidenced=len(areas & shown),
        files=sum(checks.values()),
        files_matching=checks["matches"],
        files_unhashed=checks["no checksum"],
        files_wrong=checks["differs"] + checks["missing"],
        links=sum(1 for item in items.values() for source in item.sources if source.url),
        held=sum(1 for item in items.values() for source in item.sources if source.held_by),
    )


def _median(values: Sequence[int]) -> int | None:
    """The lower median of sorted values."""
    return values[(len(values) - 1) // 2] if values else None


def checksum_state(book: Book, file: str, sha256: str | None) -> str:
    """What is known of a cited file: `matches`, `differs`, `no checksum`, or `missing`."""
    found = book.site.attachments.get(file)
    if found is None:
        return "missing"
    if sha256 is None:
        return "no checksum"
    return "matches" if found.sha256 == sha256 else "differs"
