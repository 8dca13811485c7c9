"""What pages know of the past: the pages of the audit log, who somebody is there, a commit ready to print."""

from __future__ import annotations

import datetime as dt
import hashlib
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cached_property

from assay.assessment import Assessment
from assay.git import Commit, Signed
from assay.pages.base import SiteData
from assay.trail import Event, together

AUDIT_LOG = "audit-log.md"
ROOM = 400
"""How many commits one page of the audit log has room for."""

_GOOD = frozenset((Signed.AUTHOR, Signed.FORGE))
_QUIET = frozenset((Signed.NONE, Signed.UNCHECKED))


@dataclass(frozen=True, slots=True)
class Period:
    """One page of the audit log: its path, the year, month (0: all of it) and part that it is for."""

    path: str
    year: int
    month: int
    part: int
    events: tuple[Event, ...]


class Past:
    """The history behind a site, looked up by its pages."""

    def __init__(self, site: SiteData) -> None:
        self.site = site

    @cached_property
    def periods(self) -> tuple[Period, ...]:
        """The pages of the audit log, newest first: a year each, or a month of a year with too many."""
        years: dict[int, list[Event]] = {}
        for event in together(self.site.trails, self.site.trails.files):
            years.setdefault(_day(event.commit).year, []).append(event)
        found = [period for year in sorted(years, reverse=True) for period in _periods(year, years[year])]
        # The newest stands on the page that the navigation leads to.
        return tuple(
            Period(AUDIT_LOG if not place else one.path, one.year, one.month, one.part, one.events)
            for place, one in enumerate(found)
        )

    @cached_property
    def places(self) -> Mapping[str, str]:
        """The page of the audit log that has each commit."""
        return {event.commit.id: period.path for period in self.periods for event in period.events}

    def person(self, assessment: Assessment, name: str, email: str) -> tuple[str, str]:
        """Who somebody in a commit is: a key for filters and a name.

        A name proves nothing, so a person of the assessment is known by an address that `people` lists.
        """
        known = next((one for one in assessment.people.values() if email and email in one.git), None)
        if known:
            return known.id, known.name
        key = hashlib.sha256(f"{name}\n{email}".encode()).hexdigest()[:10]
        return f"git-{key}", name or email or "?"


def _day(commit: Commit) -> dt.date:
    """The day of a commit, as recorded; the first of all days where it has none."""
    moment = commit.committed or commit.authored
    return moment.date() if moment else dt.date.min


def _periods(year: int, events: list[Event]) -> list[Period]:
    if len(events) <= ROOM:
        return [Period(f"audit-log/{year:04}.md", year, 0, 0, tuple(events))]
    found = []
    for month in range(12, 0, -1):
        inside = [event for event in events if _day(event.commit).month == month]
        pages = -(-len(inside) // ROOM)
        for part in range(pages):
            mark = f"-{part + 1}" if pages > 1 else ""
            path = f"audit-log/{year:04}-{month:02}{mark}.md"
            these = tuple(inside[part * ROOM : (part + 1) * ROOM])
            found.append(Period(path, year, month, part + 1 if pages > 1 else 0, these))
    return found


def anchor(commit: str) -> str:
    """The anchor of a commit's row in the audit log."""
    return f"c-{commit[:12]}"


def mark_of(state: Signed) -> str:
    """The mark of a signature: `ok`, `na` for none or one that nobody checked, `warn` for what is wrong."""
    return "ok" if state in _GOOD else "na" if state in _QUIET else "warn"
