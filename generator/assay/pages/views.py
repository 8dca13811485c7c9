"""The small records that templates print on many pages: levels, marks, exhibits, links, commits."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Chip:
    """A level or a grade: its number, its name, and its place on the ramp of tones (0: none, 1 to 7).

    Where it is still open, these are of its lower end, and `high` is the text of the upper one.
    """

    text: str
    name: str
    tone: int
    high: str = ""

    @property
    def open(self) -> bool:
        """True where only a range is known."""
        return bool(self.high)


@dataclass(frozen=True, slots=True)
class Ref:
    """A name that leads somewhere; no address, no link."""

    name: str
    href: str = ""


@dataclass(frozen=True, slots=True)
class Exhibit:
    """An evidence item as other pages name it. `state` is a word of `support.State`.

    `withheld`: it is not for the audience of the site. Then its title says so, and it has no page.
    """

    number: int
    title: str
    href: str
    state: str
    counts: bool
    until: dt.date | None
    contradicts: bool = False
    withheld: bool = False


@dataclass(frozen=True, slots=True)
class CommitRef:
    """A commit: its short id, linked where the repository's address is known."""

    short: str
    href: str


@dataclass(frozen=True, slots=True)
class Tongue:
    """A language of the site, by its own name; no address for the one that the page is in."""

    code: str
    name: str
    href: str


@dataclass(frozen=True, slots=True)
class Provenance:
    """The line that stands on every page: as of when, from what, by which versions.

    `has_levels`: the model has levels, which can fall. `graded_by`: the model that the cycle says it was
    graded by, where that is another than the model. `above`: what the page of a unit belongs to, from the
    front page down. `languages`: the same page in each, where there are several. `made_for`: the audience,
    where something is withheld from it; `withheld`: the address of the section that says what that is.
    """

    as_of: dt.date
    holds_until: dt.date | None
    cycle: Ref
    sealed_on: dt.date | None
    sealed_by: str
    commit: CommitRef | None
    uncommitted: bool
    model: str
    version: str
    fictional: bool
    draft: bool
    has_levels: bool = True
    graded_by: str = ""
    above: tuple[Ref, ...] = ()
    languages: tuple[Tongue, ...] = ()
    made_for: str = ""
    withheld: str = ""


@dataclass(frozen=True, slots=True)
class Rung:
    """A level on the ladder, with the marks that stand at it. `unnamed`: it lies below the model's levels."""

    chip: Chip
    tags: tuple[str, ...]
    unnamed: bool = False


@dataclass(frozen=True, slots=True)
class Move:
    """A value before and after."""

    before: Chip | None
    after: Chip | None
