"""The chain of custody of an item: the commits that made it what it is, and the end of its validity."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable
from dataclasses import dataclass

from assay.assessment import Item
from assay.pages.commits import CommitView, commit_view, deed
from assay.pages.sheet import Sheet
from assay.pages.views import Ref
from assay.support import State, last_review
from assay.trail import together


@dataclass(frozen=True, slots=True)
class Moment:
    """A commit that touched the item or one of its files, or (without one) the end of its validity.

    `end` is then `ended`, `withdrawn`, `superseded` or `no longer holds`, `by` who said so.
    """

    on: dt.date | None
    commit: CommitView | None
    end: str = ""
    by: str = ""


@dataclass(frozen=True, slots=True)
class Custody:
    """The commits behind an item, oldest first, and what they cannot tell.

    `cut`: the oldest are missing in this copy of the repository.
    """

    in_git: bool
    commits: int
    moments: tuple[Moment, ...]
    uncommitted: tuple[str, ...]
    cut: bool


def custody(sheet: Sheet, item: Item) -> Custody:
    """The trail of an item and of the files that it cites, with those that it had under other ids."""
    site = sheet.book.site
    former = [life.file for name in item.former_ids for life in site.gone.get(name, ())]
    cited = [source.file for source in item.sources if source.file]
    return _custody(sheet, [item.file, *former], cited, _end(sheet, item))


def custody_of_gone(sheet: Sheet, files: Iterable[str]) -> Custody:
    """The trail of an item that is no longer there."""
    return _custody(sheet, list(files), [], None)


def _custody(sheet: Sheet, own: list[str], cited: list[str], end: Moment | None) -> Custody:
    site = sheet.book.site
    events = together(site.trails, [*own, *cited])[::-1]
    moments = []
    for event in events:
        deeds = [
            deed(sheet.book, step, Ref("" if file in own else file.rpartition("/")[2]))
            for file, step in event.steps
        ]
        view = commit_view(sheet, event.commit, deeds)
        moments.append(Moment(view.on, view))
    return Custody(
        site.history.head is not None,
        len(events),
        tuple(_with_end(moments, end)),
        tuple(file.rpartition("/")[2] for file in (*own, *cited) if file in site.history.uncommitted),
        any(file in site.history.cut for file in (*own, *cited)),
    )


def _end(sheet: Sheet, item: Item) -> Moment | None:
    """The end of the item's validity, if that has come."""
    standing = sheet.book.result.standings[item.id]
    review = last_review(item, sheet.book.result.as_of)
    if review and standing.state is State.REFUTED:
        by = sheet.book.assessment.person_name(review.by)
        return Moment(review.on, None, standing.state.value, by)
    ending = {State.WITHDRAWN: item.withdrawn, State.SUPERSEDED: item.superseded}.get(standing.state)
    if ending:
        return Moment(ending.on, None, standing.state.value, sheet.book.assessment.person_name(ending.by))
    return Moment(standing.until, None, "ended") if standing.state is State.ENDED else None


def _with_end(moments: list[Moment], end: Moment | None) -> list[Moment]:
    """The moments with the end at its place in time: after all that came no later."""
    if end is None or end.on is None:
        return moments
    later = (place for place, one in enumerate(moments) if one.on and one.on > end.on)
    place = next(later, len(moments))
    return [*moments[:place], end, *moments[place:]]
