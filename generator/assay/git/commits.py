"""Commits: what one says of itself, read from its stored bytes, and what it did to one file.

Everything in a commit is written by whoever made it: names, dates, texts, even the encoding that it names.
"""

from __future__ import annotations

import datetime as dt
import re
from dataclasses import dataclass
from functools import lru_cache
from itertools import takewhile

from assay.git.pulls import pull_request
from assay.problems import plain

_LONGEST = 300
_MOST_LINES = 60
_MOST_BYTES = 1 << 15


@dataclass(frozen=True, slots=True)
class Commit:
    """What one commit did to one file.

    `change`: `added`, `changed`, `renamed` or `removed`; for a merge that took one side's version as it was,
    `merged`, or `discarded` where the other side's version was lost by it. The dates are None where the
    commit holds none that exists. `body` is the message below its first paragraph; `signed` says that there
    is a signature (what it is worth is another question). `file` is the name that the file has after the
    commit (before it, where it was removed); `old` and `new` are the ids of its contents, "" for none.
    `kind` is what it is after the commit (before it, where it was removed): `file`, `link` (its contents are
    the path that it leads to) or `submodule` (its contents are the id of a commit elsewhere). `pull_request`
    is the number that the commit's own message states, such as `#31` or `!31`.
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
    kind: str = "file"
    pull_request: str = ""


@dataclass(frozen=True, slots=True)
class Who:
    """Who and when, as a commit states it. `when` is `seconds zone`, as written."""

    name: str
    email: str
    when: str

    @property
    def seconds(self) -> int:
        """The time in seconds since 1970, to put commits in order; 0 where none is written."""
        match = _WHEN.fullmatch(self.when)
        return int(match[1]) if match else 0

    @property
    def time(self) -> dt.datetime | None:
        """The time with its zone; None where the calendar has no such time."""
        return _moment(self.when)


NOBODY = Who("", "", "")
_WHEN = re.compile(r" *(\d{1,13}) ([+-])(\d{2})(\d{2}) *", re.ASCII)


@lru_cache(maxsize=1 << 16)
def _moment(text: str) -> dt.datetime | None:
    match = _WHEN.fullmatch(text)
    if not match:
        return None
    seconds, sign, hours, minutes = match.groups()
    offset = dt.timedelta(hours=int(hours), minutes=int(minutes))
    try:
        return dt.datetime.fromtimestamp(int(seconds), dt.timezone(-offset if sign == "-" else offset))
    except (ValueError, OverflowError, OSError):
        return None


@dataclass(frozen=True, slots=True)
class Stored:
    """A commit as it is stored, without its tree.

    `signature` is what kind of signature it has: `pgp`, `ssh`, `x509`, `other` for what none of these starts
    with, `foreign` for one of the commit under the other kind of ids, "" for none.
    """

    parents: tuple[str, ...]
    author: Who
    committer: Who
    subject: str
    body: str
    signature: str
    pull_request: str

    @classmethod
    def parse(cls, raw: bytes) -> Stored:
        """Read a commit's header lines and its message; each line of the message may be indented."""
        header, _, message = raw.partition(b"\n\n")
        tree, *fields = header.split(b"\n")
        signed = b"gpgsig" if len(tree) == len(b"tree ") + 40 else b"gpgsig-sha256"
        # Git takes for parents what stands right below the tree, and nothing further down.
        parents = [
            line[7:].decode("ascii", "replace")
            for line in takewhile(lambda line: line.startswith(b"parent "), fields)
        ]
        author = committer = encoding = signature = b""
        foreign = False
        for line in fields[len(parents) :]:
            key, _, value = line.partition(b" ")
            if key == b"author":
                author = author or value
            elif key == b"committer":
                committer = committer or value
            elif key == b"encoding":
                encoding = encoding or value
            elif key.startswith(b"gpgsig"):
                foreign = foreign or key != signed
                signature = signature or (value or b"?" if key == signed else b"")
        named = encoding.decode("ascii", "replace")
        charset = named if _ENCODING.fullmatch(named) else "utf-8"
        message = message.strip()
        if len(message) > 2 * _MOST_BYTES:  # the beginning is shown; the end may name a merge request
            message = message[:_MOST_BYTES] + b"\n" + message[-_MOST_BYTES:]
        lines = [_text(line, charset) for line in message.split(b"\n")]
        end = lines.index("") if "" in lines else len(lines)
        subject, rest = " ".join(lines[:end]), lines[end + 1 :]
        return cls(
            tuple(dict.fromkeys(parents)),  # nobody is his own brother, even where a commit says so
            _who(author, charset),
            _who(committer, charset),
            _short(subject),
            "\n".join([_short(line) for line in rest[:_MOST_LINES]]).rstrip(),
            _kind_of_signature(signature) if signature else "foreign" if foreign else "",
            pull_request(subject, rest),
        )


_SIGNATURES = {
    b"-----BEGIN PGP SIGNATURE-----": "pgp",
    b"-----BEGIN PGP MESSAGE-----": "pgp",
    b"-----BEGIN SSH SIGNATURE-----": "ssh",
    b"-----BEGIN SIGNED MESSAGE-----": "x509",
}


def _kind_of_signature(first_line: bytes) -> str:
    # As git does it: where it knows none, it gives up altogether.
    return next((kind for start, kind in _SIGNATURES.items() if first_line.startswith(start)), "other")


def _who(raw: bytes, encoding: str) -> Who:
    """Read `Name <email> seconds zone`; whatever is malformed is empty."""
    who, _, when = raw.rpartition(b">")
    name, email = _named(who, encoding)
    return Who(name, email, when.decode("ascii", "replace")[:40])


@lru_cache(maxsize=1 << 12)
def _named(raw: bytes, encoding: str) -> tuple[str, str]:
    name, _, email = raw.partition(b"<")
    return _short(_text(name, encoding)), _short(_text(email, encoding))


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
    return plain(text).strip()


def _short(text: str) -> str:
    return text if len(text) <= _LONGEST else text[: _LONGEST - 1] + "…"
