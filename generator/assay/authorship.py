"""Who made a file, or one entry of it, what it is: commits and the people of an assessment.

A person is known by the key of a signature, else by the address of a commit's author. A file's last commit
says nothing of its other entries, so that versions are compared to find the commit that wrote one of them.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import Any

from assay import yamlfile
from assay.assessment import Assessment, Person
from assay.folder import Folder
from assay.git import Commit, History, Signed, read_blobs
from assay.problems import At
from assay.trail.pairs import Owner, owner_of

MOST_VERSIONS = 200
"""How many versions of a file are compared: what was written before these has no known author."""


@dataclass(frozen=True, slots=True)
class Author:
    """Who made a commit. `person`: an id in assessment.yaml, "" for nobody in it; `name` and `address`: as
    the commit states them."""

    person: str
    name: str
    address: str


def same_person(assessment: Assessment, one: str, other: str) -> bool:
    """Whether two ids stand for one person: the same id, or two that share an address of commits."""
    if one == other:
        return True
    addresses = [_addresses(assessment.people.get(person)) for person in (one, other)]
    return not addresses[0].isdisjoint(addresses[1])


def _addresses(person: Person | None) -> frozenset[str]:
    return frozenset(address.casefold() for address in person.git) if person else frozenset()


class Authorship:
    """Answers who wrote what, from the history of an evidence folder."""

    def __init__(self, assessment: Assessment, folder: Folder, history: History) -> None:
        self.assessment = assessment
        self.folder = folder
        self.history = history
        self._now: dict[str, Any] = {}
        self._people = {
            address: person.id
            for person in reversed(list(assessment.people.values()))
            for address in _addresses(person)
        }

    def author(self, commit: Commit) -> Author:
        """Who made a commit: the owner of the key, where it is signed by a known one, else its author.

        What the forge signs, it signs for the author.
        """
        signature = self.history.signature(commit)
        signer = signature.signer if signature.state in (Signed.AUTHOR, Signed.OTHER) else ""
        person = signer if signer in self.assessment.people else ""
        person = person or self._people.get(commit.author_email.casefold(), "")
        return Author(person, commit.author, commit.author_email)

    def writer(self, file: str, at: At) -> Commit | None:
        """The commit that wrote the entry at a place of a file as it stands there now.

        None where git does not know: it is not committed, its history is cut off, or too long.
        """
        trail = self.history.trails.get(file, ())[:MOST_VERSIONS]
        if not trail:
            return None
        if file not in self._now:
            self._now[file] = yamlfile.read(self.folder.read(file, yamlfile.MAX_BYTES + 1)).data
        now = _entry(self._now[file], at)
        if self._at(trail[0].new, at) != now:
            return None
        return self._search(trail, at, now, self._owner(file))

    def _search(self, trail: Sequence[Commit], at: At, now: object, owner: Owner | None) -> Commit | None:
        """The commit of a trail, newest first, that brought an entry to what it is now."""
        wrote = [
            one
            for place, one in enumerate(trail)
            if self._at(one.new, at) == now
            and self._before(trail, place, at, owner) not in (now, _UNREADABLE)
        ]
        # A merge that joins two versions of a file differs from each of them, but wrote neither.
        found = next((one for one in wrote if len(one.parents) < 2), next(iter(wrote), None))
        if not found or not owner:
            return found
        for file, place in self._touched.get(found.id, ()):
            one, *earlier = self.history.trails[file][place:MOST_VERSIONS]
            moved = self._at(one.old, at) == now != self._at(one.new, at)
            if moved and _same_owner(self._owner(one.file), owner):
                return self._search(earlier, at, now, owner)  # it only went from that file to this one
        return found

    def _before(self, trail: Sequence[Commit], place: int, at: At, owner: Owner | None) -> object:
        """What stood at a place before a commit. In what was somebody else's file there was no such entry."""
        one = trail[place]
        if one.change == "renamed" and owner:
            former = next((older.file for older in trail[place + 1 :] if older.new == one.old), one.file)
            if not _same_owner(self._owner(former), owner):
                return _MISSING
        return self._at(one.old, at)

    def _owner(self, file: str) -> Owner | None:
        return owner_of(file, [unit.id for unit in self.assessment.units])

    @cached_property
    def _touched(self) -> Mapping[str, Sequence[tuple[str, int]]]:
        """For each commit the files of judgements that it touched, with its place in their trails."""
        found: dict[str, list[tuple[str, int]]] = {}
        for file, trail in self.history.trails.items():
            for place, commit in enumerate(trail[:MOST_VERSIONS]):
                if self._owner(commit.file):
                    found.setdefault(commit.id, []).append((file, place))
        return found

    def _at(self, blob: str, at: At) -> object:
        if not blob:
            return _MISSING
        data = self._versions.get(blob)
        # Whoever mended a broken file wrote none of the entries that stood in it.
        return _UNREADABLE if data is None else _entry(data, at)

    @cached_property
    def _versions(self) -> Mapping[str, Any]:
        """The data of every version of files that have entries of people, by the ids of their contents."""
        wanted = dict.fromkeys(self._blobs())
        read = read_blobs(self.folder.path, wanted, yamlfile.MAX_BYTES)
        return {blob: yamlfile.read(raw).data for blob, raw in read if raw is not None}

    def _blobs(self) -> Iterator[str]:
        for file, trail in self.history.trails.items():
            if file.endswith(".yaml") and file.startswith(("items/", "cycles/", "decisions/", "waivers/")):
                for commit in trail[:MOST_VERSIONS]:
                    yield from filter(None, (commit.new, commit.old))


_MISSING, _UNREADABLE = object(), object()


def _same_owner(one: Owner | None, other: Owner) -> bool:
    """Whether two files hold the judgements of one assessor in one cycle; units may have come in between."""
    if one is None or (one.kind, one.cycle, one.name) != (other.kind, other.cycle, other.name):
        return False
    return one.unit == other.unit or not (one.unit and other.unit)


def _entry(data: Any, at: At) -> object:
    """What stands at a place of a file's data."""
    for key in at:
        try:
            data = data[key]
        except (KeyError, IndexError, TypeError):
            return _MISSING
    return data
