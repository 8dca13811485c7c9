"""Commits and what they did, as pages print them."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable
from dataclasses import dataclass

from assay.git import Commit
from assay.pages.book import Book
from assay.pages.past import AUDIT_LOG, anchor, mark_of
from assay.pages.sheet import Sheet
from assay.pages.views import CommitRef, Ref
from assay.trail import JudgementKey, Owner, Step
from assay.trail.words import tell_signature

MOST_CHANGES = 12
"""How many changes of one file a page prints; the audit log has fewer."""


@dataclass(frozen=True, slots=True)
class Deed:
    """What a commit did to one file or judgement. `name` is empty where the page is about just that."""

    name: Ref
    done: str
    changes: tuple[str, ...]
    more: int


@dataclass(frozen=True, slots=True)
class CommitView:
    """A commit: its day, its id, its row in the audit log, what it says, who made it, how it is signed.

    `committer` is empty where it is the author; `mark` is that of the signature (see `past.mark_of`).
    """

    on: dt.date | None
    ref: CommitRef
    log: str
    pull: Ref
    subject: str
    body: str
    author: Ref
    committer: str
    mark: str
    signature: str
    deeds: tuple[Deed, ...]


def commit_view(sheet: Sheet, commit: Commit, deeds: Iterable[Deed] = ()) -> CommitView:
    """A commit with some of what it did."""
    book = sheet.book
    pull = book.site.history.pull_request(commit)
    moment = commit.committed or commit.authored
    signature = book.site.history.signature(commit)
    key, name = book.past.person(book.assessment, commit.author, commit.author_email)
    same = (commit.author, commit.author_email) == (commit.committer, commit.committer_email)
    place = book.past.places.get(commit.id, "")
    return CommitView(
        moment.date() if moment else None,
        sheet.commit(commit.id),
        sheet.to(place, anchor(commit.id)) if place else "",
        Ref(pull, book.forge.pull_request(pull)),
        commit.subject,
        commit.body,
        Ref(name, log_address(sheet, "person", key) if place else ""),
        "" if same else book.past.person(book.assessment, commit.committer, commit.committer_email)[1],
        mark_of(signature.state),
        tell_signature(book.words, signature, book.assessment.person_name(signature.signer)),
        tuple(deeds),
    )


def deed(book: Book, step: Step, name: Ref | None = None, most: int = MOST_CHANGES) -> Deed:
    """What a step did, in words."""
    done, changes = book.telling.tell_step(step)
    if changes and step.change == "changed" and len(step.commit.parents) < 2:
        done = done if not step.changes[0].at else ""  # what it changed says that it did
    return Deed(name or Ref(""), done, changes[:most], max(0, len(changes) - most))


def log_address(sheet: Sheet, by: str, value: str) -> str:
    """The audit log, filtered by one of `cycle`, `criterion` and `person`."""
    return f"{sheet.to(AUDIT_LOG)}?{by}={value}"


def file_address(book: Book, file: str, line: int = 0) -> str:
    """A file (or a line of it) as it is after the last commit, on the forge; "" if not known."""
    history = book.site.history
    return book.forge.file(history.head, f"{history.prefix}{file}", line) if history.head and file else ""


@dataclass(frozen=True, slots=True)
class FilePast:
    """The commits behind a file, newest first. `uncommitted`: it differs from the last of them."""

    steps: tuple[CommitView, ...]
    uncommitted: bool


def file_past(sheet: Sheet, file: str) -> FilePast:
    """What became of a file that is shown as a whole, such as a finding or an action."""
    site = sheet.book.site
    steps = site.trails.files.get(file, ())
    views = tuple(commit_view(sheet, step.commit, [deed(sheet.book, step)]) for step in steps)
    return FilePast(views, file in site.history.uncommitted)


# Judgements


@dataclass(frozen=True, slots=True)
class JudgementPast:
    """Where a judgement comes from: the commit that made it, and all that changed it, newest first.

    `line` is its line in its file, and that on the forge; `steps` is empty where one commit says it all;
    `uncommitted`: its file differs from the last commit.
    """

    made: CommitView | None
    line: Ref
    steps: tuple[CommitView, ...]
    uncommitted: bool


def judgement_past(sheet: Sheet, owner: Owner, node: str, attribute: str, file: str) -> JudgementPast:
    """The past of a grade, or of what was settled for a cell."""
    site = sheet.book.site
    key: JudgementKey = (owner, node, attribute)
    trail = site.trails.judgements.get(key)
    uncommitted = file in site.history.uncommitted
    if trail is None:
        return JudgementPast(None, Ref(""), (), uncommitted)
    steps = [commit_view(sheet, step.commit, [deed(sheet.book, step)]) for step in trail.steps]
    made = steps[trail.steps.index(trail.made)] if trail.made else None
    href = file_address(sheet.book, trail.file, trail.line)
    line = Ref(sheet.book.words.gettext("line %(number)s", number=trail.line) if href else "", href)
    several = sum(step.change != "merged" for step in trail.steps) > 1
    return JudgementPast(made, line, tuple(steps) if several else (), uncommitted)
