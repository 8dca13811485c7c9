"""Texts and names as an audience may read them, and how many of them it may not."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any, TypeVar

from assay.audience.hidden import Hidden
from assay.audience.phrases import Phrases
from assay.audience.walk import Change, Walk
from assay.confidentiality import UNMARKED, Audience, sees, strictest

T = TypeVar("T")


class Editor:
    """Decides on single texts and names; what to do with whole records stands in its walk's changes.

    `walk` copies data through this editor; `partly`: the files some texts of which are withheld; `naming`:
    those of them where that is only because they name what is; `texts`: how many texts are withheld so far.
    """

    def __init__(self, audience: Audience, hidden: Hidden, phrases: Phrases) -> None:
        self.audience = audience
        self.hidden = hidden
        self.phrases = phrases
        self.walk = Walk(self.text, self.name)
        self.partly: set[str] = set()
        self.naming: set[str] = set()
        self.texts = 0

    def name(self, name: str) -> str:
        """An id as this audience knows it."""
        return name if name in self.hidden.reserved else self.hidden.names.get(name, name)

    def is_named(self, text: str) -> bool:
        """Whether a text is the name of something withheld, or holds one."""
        return text in self.hidden.names or text in self.hidden.mentions

    def tells(self, text: str) -> bool:
        """Whether a value from a trail names something withheld: an id may be one plain word there."""
        return self.is_named(text) or self.hidden.mentions.lists(text)

    def text(self, text: str) -> str:
        """A text, unless it names what is withheld; a withheld id, where it stands alone, by its name."""
        if (named := self.name(text)) != text:
            return named
        if text not in self.hidden.mentions:
            return text
        self.naming.add(self.walk.owner or "assessment.yaml")
        return self.instead(text, self.phrases.names)

    def instead(self, text: str, phrase: str) -> str:
        """What stands where a text is withheld; nothing where there was none."""
        if text:
            self.texts += 1
            self.partly.add(self.walk.owner)
        return phrase if text else ""

    def reads(self, own: Audience | None, items: Iterable[str]) -> bool:
        """Whether texts may be read that say how confidential they are, or else rest on these items."""
        known = self.hidden.confidentiality
        found = own or strictest(known.get(item, "restricted") for item in items)
        return sees(self.audience, found)

    def reads_file(self, own: Audience | None, items: Iterable[str]) -> bool:
        """The same of a whole file: one that does not say how confidential it is, is not for everybody."""
        return self.reads(own, items) and (own is not None or sees(self.audience, UNMARKED))

    def rest(self, value: T, **given: Any) -> T:
        """A copy of a record with what its own change does not decide copied like everything else."""
        copy: T = self.walk.fields(value, **given)
        return copy


Changes = Mapping[type, Change]
"""What becomes of the records of a class, for the walk of an editor."""
