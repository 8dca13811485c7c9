"""What comes of a verification, and how it is printed."""

from __future__ import annotations

import sys
from collections.abc import Iterable
from dataclasses import dataclass, field

from assay.comparing import Difference
from assay.problems import plain
from assay.wording import counted


@dataclass(slots=True)
class Verdict:
    """What comes of it: what differs, what could not be checked, and what is worth knowing."""

    differences: list[Difference] = field(default_factory=list)
    unchecked: list[str] = field(default_factory=list)
    notes: list[str] = field(default_factory=list)
    facts: list[str] = field(default_factory=list)

    def differ(self, found: Iterable[Difference]) -> None:
        """Note differences; one that was found in two ways, as by a pack and by the site in it, is one."""
        self.differences.extend(one for one in found if one not in self.differences)

    @property
    def agrees(self) -> bool:
        """Nothing differs, and everything could be checked."""
        return not (self.differences or self.unchecked)

    def print(self) -> None:
        """Print a line for everything that a reader has to know."""
        for line in (
            *map(str, self.differences),
            *(f"not checked: {one}" for one in self.unchecked),
            *(f"note: {one}" for one in self.notes),
        ):
            sys.stdout.write(plain(line) + "\n")

    def summary(self) -> str:
        """All of it on one line."""
        facts = "; ".join(self.facts)
        if self.differences:
            return f"{counted(len(self.differences), 'difference')}; {facts}"
        return f"{'what could be checked agrees' if self.unchecked else 'all agree'}: {facts}"
