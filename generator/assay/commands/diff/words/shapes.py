"""What every part of the words is made from, and what they come to: entries under titles."""

from __future__ import annotations

from dataclasses import dataclass

from assay.commands.diff.cells import CycleWords
from assay.difference import CycleChange, Difference

MOST_CELLS = 8
"""How many cells are named under a level."""


@dataclass(frozen=True, slots=True)
class Entry:
    """One thing of a section: its name, what is said of it, lines below.

    `path` and `line`: where it stands, in BASE if it is `gone`; `paste`: some YAML to copy.
    """

    name: str
    text: str = ""
    lines: tuple[str, ...] = ()
    path: str = ""
    line: int = 0
    gone: bool = False
    paste: str = ""


@dataclass(frozen=True, slots=True)
class Section:
    """Entries under a title. `first`: to be seen without unfolding anything."""

    title: str
    entries: tuple[Entry, ...]
    first: bool = False


class Words:
    """A difference, with the names of what it is about. `root`: what to put before the paths of files."""

    def __init__(self, found: Difference, root: str = "") -> None:
        self.found = found
        self.root = root
        self.shown = self.of_cycle(found.shown)

    def of_cycle(self, cycle: CycleChange | None) -> CycleWords | None:
        """The changes of a cycle in words; None where there is nothing to name them by."""
        return CycleWords(cycle, self.found.assessment) if cycle and self.found.assessment else None

    def person(self, person: str) -> str:
        """The name of a person by their id."""
        return self.found.assessment.person_name(person) if self.found.assessment else person
