"""What a rule is for, as a reader of its problems may want to know."""

from __future__ import annotations

from dataclasses import dataclass

from assay.problems.problem import Severity


@dataclass(frozen=True, slots=True)
class Described:
    """A rule: its severity, what it is for (`text`: Markdown, the first paragraph a summary), its group.

    `group`: the part of docs/rules.md that it stands in.
    """

    severity: Severity
    text: str
    group: str

    @property
    def summary(self) -> str:
        """The first paragraph, on one line."""
        return " ".join(self.text.partition("\n\n")[0].split())
