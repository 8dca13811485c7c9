"""The chain of custody of an item: the commits that made it what it is, and the end of its validity."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass

from assay.assessment import Item
from assay.git import Commit
from assay.pages.book import Sheet
from assay.pages.views import CommitRef
from assay.support import State, last_review


@dataclass(frozen=True, slots=True)
class Event:
    """A commit that touched the item or one of its files, or (without a commit) the end of its validity.

    `change` is what the commit did to the item's own file; `ended`, `withdrawn`, `superseded` or
    `no longer holds` for an end.
    """

    on: dt.date | None
    commit: CommitRef | None
    subject: str
    author: str
    committer: str
    change: str
    files: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Trail:
    """The commits behind an item, oldest first, and what they cannot tell."""

    in_git: bool
    commits: int
    events: tuple[Event, ...]
    uncommitted: tuple[str, ...]
    shallow: bool
    last: dt.date | None


def trail(sheet: Sheet, item: Item) -> Trail:
    """The trail of an item and of the files that it cites."""
    history = sheet.book.site.history
    files = [item.file, *dict.fromkeys(source.file for source in item.sources if source.file)]
    touched: dict[str, list[str]] = {}
    commits: dict[str, Commit] = {}
    for file in files:
        for commit in history.trails.get(file, ()):
            if commit.id not in commits or file == item.file:
                commits[commit.id] = commit
            touched.setdefault(commit.id, []).append(file)
    order = [commit.id for commit in history.trails.get(item.file, ())]
    events = [_event(sheet, item, commit, touched[commit.id]) for commit in _in_order(commits, order)]
    last = events[-1].on if events else None
    return Trail(
        history.head is not None,
        len(events),
        tuple(_with_end(events, _end(sheet, item))),
        tuple(file.rpartition("/")[2] for file in files if file in history.uncommitted),
        history.shallow,
        last,
    )


def _event(sheet: Sheet, item: Item, commit: Commit, touched: list[str]) -> Event:
    moment = commit.committed or commit.authored
    return Event(
        moment.date() if moment else None,
        sheet.commit(commit.id),
        commit.subject,
        commit.author,
        commit.committer if commit.committer != commit.author else "",
        commit.change if item.file in touched else "",
        tuple(file.rpartition("/")[2] for file in touched if file != item.file),
    )


def _end(sheet: Sheet, item: Item) -> Event | None:
    """The end of the item's validity, if that has come."""
    standing = sheet.book.result.standings[item.id]
    review = last_review(item, sheet.book.result.as_of)
    if review and standing.state is State.REFUTED:
        by = sheet.book.assessment.person_name(review.by)
        return Event(review.on, None, review.result, by, "", standing.state.value, ())
    ending = {State.WITHDRAWN: item.withdrawn, State.SUPERSEDED: item.superseded}.get(standing.state)
    if ending:
        by = sheet.book.assessment.person_name(ending.by)
        return Event(ending.on, None, "", by, "", standing.state.value, ())
    return Event(standing.until, None, "", "", "", "ended", ()) if standing.state is State.ENDED else None


def _with_end(events: list[Event], end: Event | None) -> list[Event]:
    """The events with the end at its place in time: after all that came no later."""
    if end is None or end.on is None:
        return events
    place = next((index for index, event in enumerate(events) if event.on and event.on > end.on), len(events))
    return [*events[:place], end, *events[place:]]


def _in_order(commits: dict[str, Commit], order: list[str]) -> list[Commit]:
    """Oldest first: by commit date, commits of one second in the order of history."""
    places = {name: -place for place, name in enumerate(order)}

    def when(commit: Commit) -> tuple[float, int]:
        moment = commit.committed or commit.authored
        return moment.timestamp() if moment else 0.0, places.get(commit.id, 0)

    return sorted(commits.values(), key=when)
