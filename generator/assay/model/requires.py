"""What the evidence of a cell must be before it carries a grade: requirements of a model or a policy."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from fractions import Fraction
from typing import Any

from assay.model.scales import Scale, exact

_SHARE = re.compile(r"([0-9]{1,3}) ?%", re.ASCII)


@dataclass(frozen=True, slots=True)
class Requirement:
    """What the items that carry a grade have to be together, from a grade on.

    `start`: that grade as it is written: a number or a label of the cell's scale, a part of the way up it
    (`75%`), or None for every grade above the lowest. `items`: how many items; `sources`: of how many
    different origins; `types`: one of them is of one of these types (() for any); `accepted`: of all these
    only items count that somebody has accepted who did not collect them. `attributes`: those that it is
    asked of (() for all).
    """

    start: str | int | float | None = None
    items: int = 1
    sources: int = 1
    types: tuple[str, ...] = ()
    accepted: bool = False
    attributes: tuple[str, ...] = ()

    def spares(self, scale: Scale) -> Fraction:
        """The highest grade of a scale that it does not touch; the scale's end where it touches none.

        On bands it is asked from the band of `start` on. Where any number is a grade there is no next lower
        one, so it is asked of what lies above `start`.
        """
        start = self._start(scale)
        if start is None:
            return scale.high
        if scale.bands:
            bound = scale.rank(start)
            if scale.continuous:
                return max((upper for _, upper in scale.bands if upper < bound), default=scale.low)
            return max((grade for grade in scale.grades if scale.rank(grade) < bound), default=scale.low)
        if scale.continuous:
            return min(max(start, scale.low), scale.high)
        return max((grade for grade in scale.grades if grade < start), default=scale.low)

    def _start(self, scale: Scale) -> Fraction | None:
        """`start` as a number of the scale; None where the scale has no such label."""
        if self.start is None:
            return scale.low
        if not isinstance(self.start, str):
            return exact(self.start)
        if self.start in scale.values:
            return scale.values[self.start]
        if found := _SHARE.fullmatch(self.start):
            return scale.low + (scale.high - scale.low) * Fraction(int(found[1]), 100)
        return None

    @property
    def label(self) -> str:
        """`start` where it is a label, which some scale has to have; "" where it is none."""
        return self.start if isinstance(self.start, str) and not _SHARE.fullmatch(self.start) else ""


def read_requirements(entries: Sequence[Mapping[str, Any]]) -> tuple[Requirement, ...]:
    """The entries of `requires`, as they stand in a model or in a policy."""
    return tuple(
        Requirement(
            entry.get("from"),
            entry.get("items", 1),
            entry.get("sources", 1),
            tuple(entry.get("types", ())),
            entry.get("accepted", False),
            tuple(entry.get("attributes", ())),
        )
        for entry in entries
    )
