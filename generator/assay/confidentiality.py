"""Who may see what: the three audiences, and what each of them may see."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Literal, TypeAlias

Audience: TypeAlias = Literal["public", "internal", "restricted"]
"""Who may see something, or whom something is made for: everybody, the organisation, only some."""

AUDIENCES: tuple[Audience, ...] = ("public", "internal", "restricted")
"""From the widest, which sees least, to the narrowest, which sees all."""

UNMARKED: Audience = "internal"
"""What is as confidential as files say that do not say how confidential they are."""


def sees(audience: Audience, confidentiality: Audience) -> bool:
    """Whether an audience may see what is so confidential."""
    return AUDIENCES.index(audience) >= AUDIENCES.index(confidentiality)


def strictest(found: Iterable[Audience]) -> Audience:
    """The most confidential of several; `UNMARKED` of none."""
    return max(found, key=AUDIENCES.index, default=UNMARKED)
