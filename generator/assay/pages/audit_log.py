"""The audit log: every commit that touched the evidence, newest first, with what it changed in words."""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection, Iterator, Mapping
from dataclasses import dataclass

from assay.pages.base import Page
from assay.pages.book import Book
from assay.pages.commits import CommitView, commit_view, deed
from assay.pages.past import AUDIT_LOG, Period, anchor
from assay.pages.sheet import Sheet
from assay.pages.touched import Touched
from assay.pages.views import Ref
from assay.trail import Event

SCRIPT = "audit-log.js"
_MOST_FILES = 10
_MOST_CHANGES = 6


@dataclass(frozen=True, slots=True)
class Row:
    """A commit in the log. The last three say what it is found by: ids, with blanks between them."""

    anchor: str
    commit: CommitView
    more_files: int
    cycles: str
    criteria: str
    people: str


@dataclass(frozen=True, slots=True)
class Choice:
    """One value that the log can be filtered by."""

    value: str
    name: str


@dataclass(frozen=True, slots=True)
class Link:
    """A page of the log, with how many commits it has, and what they can be found by, such as `person=ana`.

    The one that is open has no address.
    """

    name: Ref
    commits: int
    has: str


def pages(book: Book) -> Iterator[Page]:
    """The pages of the log; none where no commit is known."""
    touched = Touched(book)
    logs = [_log(book, period, touched) for period in book.past.periods]
    used = frozenset().union(*(log.used for log in logs))
    choices = {
        "cycles": _choices("cycle", touched.cycles, used),
        "criteria": _choices("criterion", touched.criteria, used),
        "people": _people(book),
    }
    for log in logs:
        yield _page(book, log, logs, choices)


@dataclass(frozen=True, slots=True)
class _Log:
    """One page's rows, and all that they can be found by, such as `person=ana`."""

    period: Period
    rows: tuple[Row, ...]
    used: frozenset[str]


def _log(book: Book, period: Period, touched: Touched) -> _Log:
    sheet = Sheet(book, period.path)
    rows = tuple(_row(sheet, event, touched) for event in period.events)
    used = {
        f"{by}={value}"
        for row in rows
        for by, held in (("cycle", row.cycles), ("criterion", row.criteria), ("person", row.people))
        for value in held.split()
    }
    return _Log(period, rows, frozenset(used))


def _page(book: Book, log: _Log, logs: list[_Log], choices: Mapping[str, object]) -> Page:
    sheet, words, history = Sheet(book, log.period.path), book.words, book.site.history
    first = log.period.path == AUDIT_LOG
    links = [
        Link(
            Ref(_name(book, one.period), "" if one is log else sheet.to(one.period.path)),
            len(one.rows),
            " ".join(sorted(one.used)),
        )
        for one in logs
    ]
    context: dict[str, object] = {
        "about": sheet.about(),
        "rows": log.rows,
        "total": sum(len(one.rows) for one in logs),
        "periods": links if len(links) > 1 else [],
        "shallow": history.shallow,
        "uncommitted": sorted(history.uncommitted)[:_MOST_FILES],
        "uncommitted_more": max(0, len(history.uncommitted) - _MOST_FILES),
        **choices,
    }
    title = words.gettext("Audit log")
    if not first:
        title = words.gettext("Audit log, %(period)s", period=_name(book, log.period))
    nav = () if first else None
    return Page(
        log.period.path, title, "pages/audit-log.md.jinja", context, nav, searchable=False, script=SCRIPT
    )


def _name(book: Book, period: Period) -> str:
    """`2026`, `Mar 2026`, or `Mar 2026 (2)`."""
    words = book.words
    if period.year == 1:
        return words.gettext("without a valid date")
    if not period.month:
        return str(period.year)
    month = words.months()[period.month - 1]
    name = words.pgettext("month", "%(month)s %(year)s", month=month, year=str(period.year))
    return f"{name} ({period.part})" if period.part else name


def _row(sheet: Sheet, event: Event, touched: Touched) -> Row:
    book, commit = sheet.book, event.commit
    deeds = [
        deed(book, step, touched.name(sheet, file, step), _MOST_CHANGES)
        for file, step in event.steps[:_MOST_FILES]
    ]
    cycles: set[str] = set()
    criteria: set[str] = set()
    for file, step in event.steps:
        cycles |= touched.cycles_of(file, step)
        criteria |= touched.criteria_of(file, step)
    people = {key for key, _ in _both(book, event)}
    return Row(
        anchor(commit.id),
        commit_view(sheet, commit, deeds),
        max(0, len(event.steps) - _MOST_FILES),
        " ".join(sorted(cycles)),
        " ".join(sorted(criteria)),
        " ".join(sorted(people)),
    )


def _both(book: Book, event: Event) -> tuple[tuple[str, str], tuple[str, str]]:
    """Author and committer: key and name."""
    commit = event.commit
    return (
        book.past.person(book.assessment, commit.author, commit.author_email),
        book.past.person(book.assessment, commit.committer, commit.committer_email),
    )


def _choices(by: str, names: Mapping[str, str], used: Collection[str]) -> list[Choice]:
    """The values that some row has, in the order of their names' table."""
    return [Choice(value, name) for value, name in names.items() if f"{by}={value}" in used]


def _people(book: Book) -> list[Choice]:
    """Everybody in the log, by name; of several of one name each with the beginning of their key."""
    events = (event for period in book.past.periods for event in period.events)
    found = dict(person for event in events for person in _both(book, event))
    alike = Counter(found.values())
    choices = [
        Choice(key, f"{name} ({key.removeprefix('git-')[:4]})" if alike[name] > 1 else name)
        for key, name in found.items()
    ]
    return sorted(choices, key=lambda choice: (choice.name.casefold(), choice.value))
