"""An exhibit: what it shows, how long it holds, where it came from, what rests on it, its trail."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass, replace
from urllib.parse import quote

from assay import charts
from assay.assessment import Item, Source
from assay.downloads import published_name
from assay.freshness import reviewed_until
from assay.levels import Result
from assay.pages.base import RAISE, Page, absolute, item_path
from assay.pages.book import Book
from assay.pages.commits import file_address
from assay.pages.concerns import about_item
from assay.pages.custody import custody
from assay.pages.duties import excuses_of_item
from assay.pages.facts import checksum_state
from assay.pages.removed import lives
from assay.pages.rests import answers, elsewhere, rests
from assay.pages.sheet import Sheet
from assay.pages.views import Exhibit, Ref
from assay.support import State, last_review


def page(book: Book, name: str) -> Page:
    """The page of one evidence item."""
    sheet = Sheet(book, item_path(name))
    item, result = book.assessment.items[name], book.result
    number = book.numbers[name]
    uncommitted = book.site.history.uncommitted
    sources = [source_view(sheet, source) for source in item.sources]
    context: dict[str, object] = {
        "about": sheet.about(),
        "id": name,
        "number": number,
        "summary": item.summary,
        "state": result.standings[name].state.value,
        "status": _status(sheet, item, result),
        "validity": _validity(item, result),
        "sources": sources,
        "says": any(source.sha256 or source.excerpt for source in sources),
        "rests": rests(sheet, name),
        "answers": answers(sheet, name),
        "elsewhere": elsewhere(sheet, name),
        "facts": _facts(sheet, item),
        "follow_up": about_item(sheet, name),
        "raise_at": f"{sheet.to(RAISE)}?item={name}",
        "excuses": excuses_of_item(book, name),
        "custody": custody(sheet, item),
        "file": Ref(item.file, "" if item.file in uncommitted else file_address(book, item.file)),
        "lives": lives(sheet, name),
    }
    title = book.words.gettext("Exhibit %(number)s: %(title)s", number=str(number), title=item.title)
    return Page(item_path(name), title, "pages/item.md.jinja", context, None)


@dataclass(frozen=True, slots=True)
class Status:
    """What an item is on the as-of date: since when, for how long, by whom ended, by what replaced.

    `review`: whether a review would renew it. `reason`: of the withdrawal, or what a review found.
    """

    until: dt.date | None
    days: int
    by: str
    on: dt.date | None
    reason: str
    successor: Exhibit | None
    soon: bool
    cited: bool
    review: bool


def _status(sheet: Sheet, item: Item, result: Result) -> Status:
    standing = result.standings[item.id]
    ending = {State.WITHDRAWN: item.withdrawn, State.SUPERSEDED: item.superseded}.get(standing.state)
    refuted = last_review(item, result.as_of) if standing.state is State.REFUTED else None
    due = reviewed_until(item, sheet.book.assessment.policy, result.as_of)
    soon = sheet.book.assessment.policy.warn_before.after(result.as_of)
    successor = ending.by_item if ending else None
    by = refuted.by if refuted else ending.by if ending else ""
    return Status(
        standing.until,
        abs((standing.until - result.as_of).days) if standing.until else 0,
        sheet.book.assessment.person_name(by) if by else "",
        refuted.on if refuted else ending.on if ending else None,
        refuted.result if refuted else ending.reason if ending else "",
        sheet.exhibit(successor) if successor in sheet.book.numbers and successor else None,
        standing.counts and standing.until is not None and standing.until <= soon,
        any(item.id in part.result.cited for part in sheet.book.parts),
        due is not None and due == standing.until,
    )


# How long it holds


@dataclass(frozen=True, slots=True)
class Validity:
    """An item's time: what it covers, how long it is valid, its reviews, the as-of date."""

    axis: charts.TimeAxis
    covers: charts.Bar | None
    covers_from: dt.date | None
    covers_to: dt.date | None
    holds: charts.Bar
    gap: charts.Bar | None
    valid_from: dt.date
    valid_until: dt.date | None
    reviews: tuple[float, ...]
    counts: bool

    @property
    def covers_end(self) -> bool:
        """True where the text above the period has to end with it, for want of room on its right."""
        return bool(self.covers and self.covers.x > 60)

    @property
    def covers_text(self) -> float:
        """Where the text above the period is set."""
        return (
            (min(self.covers.x + self.covers.width, 100.0) if self.covers_end else self.covers.x)
            if self.covers
            else 0.0
        )

    @property
    def holds_end(self) -> bool:
        """True where the text above the validity has to end with it."""
        return self.holds.x > 60

    @property
    def holds_text(self) -> float:
        """Where the text above the validity is set."""
        return min(self.holds.x + self.holds.width, 100.0) if self.holds_end else self.holds.x


def _validity(item: Item, result: Result) -> Validity:
    standing = result.standings[item.id]
    until, as_of = standing.until, result.as_of
    far = as_of + dt.timedelta(days=3660) if as_of.year < dt.MAXYEAR - 11 else dt.date.max
    dates = [
        item.collected_on,
        *(item.period or ()),
        *(review.on for review in item.reviews if review.on <= as_of),
    ]
    dates += [until] if until and until < far else []
    axis = charts.time_axis(dates, as_of)
    gap = axis.bar(until + dt.timedelta(days=1), as_of) if until and until < as_of else None
    return Validity(
        axis,
        axis.bar(*item.period) if item.period else None,
        item.period[0] if item.period else None,
        item.period[1] if item.period else None,
        axis.bar(item.collected_on, until),
        gap,
        item.collected_on,
        until,
        tuple(axis.at(review.on) for review in item.reviews if review.on <= as_of),
        standing.counts,
    )


# Sources


@dataclass(frozen=True, slots=True)
class SourceView:
    """A source. `kind`: `file`, `url` or `held`; `state` is what is known of a file's checksum."""

    kind: str
    title: str
    href: str
    name: str
    size: int | None
    sha256: str
    state: str
    retrieved: dt.date | None
    excerpt: str
    origin: str = ""


def source_view(sheet: Sheet, source: Source) -> SourceView:
    """A source of an item, as its page and the page for paper name it."""
    return replace(_where(sheet, source), origin=source.origin)


def _where(sheet: Sheet, source: Source) -> SourceView:
    if source.file:
        found = sheet.book.site.attachments.get(source.file)
        state = checksum_state(sheet.book, source.file, source.sha256)
        href = sheet.file(quote(published_name(source.file))) if found else ""
        digest = source.sha256 or (found.sha256 if found else "")
        name = source.file.rpartition("/")[2]
        return SourceView(
            "file",
            source.title,
            href,
            name,
            found.size if found else None,
            digest,
            state,
            source.retrieved,
            source.excerpt,
        )
    if source.url:
        return SourceView(
            "url",
            source.title,
            absolute(source.url),
            source.url,
            None,
            "",
            "",
            source.retrieved,
            source.excerpt,
        )
    return SourceView(
        "held", source.title, "", source.held_by or "", None, "", "", source.retrieved, source.excerpt
    )


# Facts


@dataclass(frozen=True, slots=True)
class Facts:
    """What is recorded of an item beside its summary."""

    type: str
    period: tuple[dt.date, dt.date] | None
    collected_on: dt.date
    collected_by: str
    method: str
    sample: tuple[tuple[str, str], ...]
    reviews: tuple[tuple[dt.date, str, str], ...]
    about: tuple[tuple[Ref, tuple[str, ...], bool], ...]
    units: tuple[str, ...]
    access: str
    former_ids: tuple[str, ...]
    accepted: tuple[dt.date, str] | None


def _facts(sheet: Sheet, item: Item) -> Facts:
    book = sheet.book
    about = []
    for entry in item.about:
        titles = (
            {area.id: area.title for area in book.node(entry.node).areas}
            if entry.node in book.model.nodes
            else {}
        )
        if entry.node not in book.model.nodes:  # in a draft
            ref = Ref(entry.node)
        elif entry.attribute is None or entry.attribute in book.model.attributes:
            ref = sheet.cell((entry.node, entry.attribute))
        else:
            ref = Ref(f"{book.title(entry.node)} · {entry.attribute}")
        about.append((ref, tuple(titles.get(area, area) for area in entry.areas), entry.contradicts))
    return Facts(
        item.type,
        item.period,
        item.collected_on,
        book.assessment.person_name(item.collected_by),
        item.method,
        _sample(book, item),
        tuple((review.on, book.assessment.person_name(review.by), review.result) for review in item.reviews),
        tuple(about),
        tuple(book.assessment.unit_title(unit) for unit in item.units),
        item.confidentiality,
        item.former_ids,
        (item.accepted.on, book.assessment.person_name(item.accepted.by)) if item.accepted else None,
    )


def _sample(book: Book, item: Item) -> tuple[tuple[str, str], ...]:
    """How many of how many were looked at, and how they were chosen: whatever of it is recorded."""
    found = [(name, item.sample[name]) for name in ("population", "size", "method") if name in item.sample]
    return tuple(
        (name, value if name == "method" else book.words.integer(int(value))) for name, value in found
    )
