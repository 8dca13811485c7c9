"""The trail of every file: the commits that made it what it is, from one `git log`.

The log is read from the newest commit to the oldest, and a rename turns the older name into the newer one on
the way. A merge is listed against each parent, so that what was changed or lost inside it comes to light.
"""

from __future__ import annotations

import datetime as dt
import re
from collections import Counter
from collections.abc import Collection, Iterator, Mapping
from dataclasses import dataclass

from assay.problems import plain

# `raw` shows a commit as it is stored: a false `encoding` in it cannot hide its author, no mail map renames
# him, and no line of a message can be taken for another field (each is indented).
LOG = (
    *("log", "--format=raw", "--encoding=none", "--date-order", "--full-history", "--diff-merges=separate"),
    *("--raw", "-z", "--relative", "-M50%", "-l1000", "--no-abbrev", "--no-abbrev-commit", "--no-ext-diff"),
    *("--no-textconv", "--no-color", "--no-decorate", "--no-notes", "--no-mailmap", "--no-show-signature"),
    *("--end-of-options", "HEAD", "--"),
)
# A partial clone lacks old contents, so there only a file that was renamed unchanged can be recognised.
EXACT_LOG = tuple("-M100%" if word == "-M50%" else word for word in LOG)
_LONGEST = 300
_MOST_LINES = 60


@dataclass(frozen=True, slots=True)
class Commit:
    """What one commit did to one file.

    `change`: `added`, `changed`, `renamed` or `removed`; for a merge that took one side's version as it was,
    `merged`, or `discarded` where the other side's version was lost by it. The dates are None where the
    commit holds none that exists. `body` is the message below its first paragraph; `signed` says that there
    is a signature (what it is worth is another question). `file` is the name that the file has after the
    commit (before it, where it was removed); `old` and `new` are the ids of its contents, "" for none.
    """

    id: str
    parents: tuple[str, ...]
    author: str
    author_email: str
    authored: dt.datetime | None
    committer: str
    committer_email: str
    committed: dt.datetime | None
    subject: str
    change: str
    body: str = ""
    signed: bool = False
    file: str = ""
    old: str = ""
    new: str = ""


@dataclass(frozen=True, slots=True)
class _Signature:
    """Who and when, as a commit states it."""

    name: str
    email: str
    time: dt.datetime | None

    @classmethod
    def parse(cls, raw: bytes, encoding: str) -> _Signature:
        """Read `Name <email> seconds zone`; whatever is malformed is empty, or None for the time."""
        who, _, when = raw.rpartition(b">")
        name, _, email = who.partition(b"<")
        return cls(_text(name, encoding), _text(email, encoding), _moment(when.decode("ascii", "replace")))


_NOBODY = _Signature("", "", None)
_WHEN = re.compile(r" *(\d{1,13}) ([+-])(\d{2})(\d{2}) *", re.ASCII)


def _moment(text: str) -> dt.datetime | None:
    """A time such as `1700000000 +0100`; None where the calendar has no such time."""
    match = _WHEN.fullmatch(text)
    if not match:
        return None
    seconds, sign, hours, minutes = match.groups()
    offset = dt.timedelta(hours=int(hours), minutes=int(minutes))
    try:
        return dt.datetime.fromtimestamp(int(seconds), dt.timezone(-offset if sign == "-" else offset))
    except (ValueError, OverflowError, OSError):
        return None


# The encodings that a commit may name and that keep ASCII as it is, so that none of them can hide a name.
_ENCODING = re.compile(
    r"iso-?8859-\d{1,2}|latin-?\d|windows-125\d|cp125\d|koi8-[ru]", re.ASCII | re.IGNORECASE
)


def _text(raw: bytes, encoding: str) -> str:
    try:
        text = raw.decode("utf-8")
    except UnicodeDecodeError:
        try:
            text = raw.decode(encoding, "replace")
        except LookupError:
            text = raw.decode("utf-8", "replace")
    text = plain(text).strip()
    return text if len(text) <= _LONGEST else text[: _LONGEST - 1] + "…"


@dataclass(frozen=True, slots=True)
class Stored:
    """A commit as it is stored, without what it did."""

    parents: tuple[str, ...]
    author: _Signature
    committer: _Signature
    subject: str
    body: str
    signed: bool

    @classmethod
    def parse(cls, raw: bytes) -> Stored:
        """Read a commit's header lines and its message."""
        header, _, message = raw.partition(b"\n\n")
        parents: list[str] = []
        fields: dict[bytes, bytes] = {}
        for line in header.split(b"\n"):
            key, _, value = line.partition(b" ")
            if key == b"parent":
                parents.append(value.decode("ascii", "replace"))
            else:
                fields.setdefault(key, value)
        named = fields.get(b"encoding", b"").decode("ascii", "replace")
        encoding = named if _ENCODING.fullmatch(named) else "utf-8"
        lines = [line.strip() for line in message.strip().split(b"\n")]
        end = lines.index(b"") if b"" in lines else len(lines)
        return cls(
            tuple(parents),
            _Signature.parse(fields[b"author"], encoding) if b"author" in fields else _NOBODY,
            _Signature.parse(fields[b"committer"], encoding) if b"committer" in fields else _NOBODY,
            _text(b" ".join(lines[:end]), encoding),
            "\n".join(_text(line, encoding) for line in lines[end + 1 : end + 1 + _MOST_LINES]).rstrip(),
            any(key.startswith(b"gpgsig") for key in fields),
        )


@dataclass(frozen=True, slots=True)
class _Event:
    """How a commit differs from one of its parents in a file: git's letter, the two blobs, its name then."""

    commit: str
    parent: int
    status: str
    old: str
    new: str
    file: str


def read_trails(parts: Iterator[bytes], boundary: frozenset[str]) -> dict[str, tuple[Commit, ...]]:
    """The log's parts, newest commit first, to the commits of each file under its newest name."""
    stored: dict[str, Stored] = {}
    events: dict[str, list[_Event]] = {}
    names: dict[bytes, bytes] = {}  # a name that a file has at this point of the history -> its newest name
    renamed: dict[bytes, bytes] = {}
    commit, parent = "", 0
    for part in parts:
        if part.startswith(b"commit "):
            names |= renamed
            renamed = {}
            text, _, meta = part.rpartition(b"\n")
            title, _, raw = text.partition(b"\n")
            words = title.decode("ascii", "replace").rstrip(")").split()
            commit = words[1]
            if commit not in stored:
                stored[commit] = Stored.parse(raw)
            parent = stored[commit].parents.index(words[3]) if len(words) > 3 else 0
        else:
            meta = part
        if not meta.startswith(b":"):
            continue
        _, _, old, new, status = meta[1:].decode("ascii", "replace").split()
        path = next(parts, b"")
        if status[0] in "RC":
            before, path = path, next(parts, b"")
            renamed[before] = names.get(path, path)
        today = names.get(path, path).decode("utf-8", "replace")
        event = _Event(commit, parent, status[0], old, new, path.decode("utf-8", "replace"))
        events.setdefault(today, []).append(event)
    return {file: tuple(_trail(found, stored, boundary)) for file, found in sorted(events.items())}


_CHANGES = {"A": "added", "D": "removed", "R": "renamed"}


def _trail(events: list[_Event], stored: Mapping[str, Stored], boundary: frozenset[str]) -> Iterator[Commit]:
    """The commits of one file. Of merges only those that say something: see `_choice`."""
    sides: dict[str, dict[int, _Event]] = {}
    for event in events:
        known = sides.setdefault(event.commit, {})
        # Two names of one file in one commit: a removal under the one is no news beside the other.
        if event.parent not in known or known[event.parent].status == "D":
            known[event.parent] = event
    steps = {commit: list(known.values()) for commit, known in sides.items()}
    # A step that differs from all its parents makes a version and replaces theirs; other merges only choose.
    makes = {
        name: step
        for name, step in steps.items()
        if name in boundary or len(step) >= len(stored[name].parents)
    }
    versions = [event for step in makes.values() for event in step if event.old != event.new]
    made = Counter(step[0].new for step in makes.values() if step[0].old != step[0].new)
    made["0" * len(events[0].old)] += 1  # before all commits there is no file
    replaced = {event.old for event in versions}
    for name, step in steps.items():
        if name in boundary:
            continue  # its parents are missing here, so it seems to add every file
        change = _CHANGES.get(step[0].status, "changed") if name in makes else _choice(step, made, replaced)
        if change:
            yield _commit(name, stored[name], change, step[0])


def _commit(name: str, found: Stored, change: str, event: _Event) -> Commit:
    return Commit(
        id=name,
        parents=found.parents,
        author=found.author.name,
        author_email=found.author.email,
        authored=found.author.time,
        committer=found.committer.name,
        committer_email=found.committer.email,
        committed=found.committer.time,
        subject=found.subject,
        change=change,
        body=found.body,
        signed=found.signed,
        file=event.file,
        old="" if set(event.old) == {"0"} else event.old,
        new="" if set(event.new) == {"0"} else event.new,
    )


def _choice(step: list[_Event], made: Mapping[str, int], replaced: Collection[str]) -> str:
    """What a merge did that took the file from one side as it was; empty where it says nothing.

    It discarded a version that no commit ever replaced. It says nothing where it kept its first parent's
    version, and all that the other side had was an older one.
    """
    left = [event.old for event in step if event.old != event.new]
    if any(version not in replaced for version in left):
        return "discarded"
    kept_first = all(event.parent for event in step)
    return "" if kept_first and all(made[version] == 1 for version in left) else "merged"
