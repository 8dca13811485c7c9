"""Changes in words, in any language of the interface."""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from itertools import groupby

from assay.git import Signature, Signed
from assay.languages import Words, marked
from assay.problems import At
from assay.trail.changes import TEXTS, Change, Kind
from assay.trail.labels import FIELDS, GENERAL, NAMED, PHRASES, WHOLE
from assay.trail.parts import ENTRY_KEYS, NOT_APPLICABLE, TO_CONFIRM
from assay.trail.steps import Step

_DATE = re.compile(r"\d{4}-\d{2}-\d{2}", re.ASCII)


@dataclass(frozen=True, slots=True)
class Telling:
    """How changes are told: in which language, with which names for cells, with which form of dates.

    `cell` takes a node and an attribute ("" for none) and gives their name.
    """

    words: Words
    cell: Callable[[str, str], str]
    iso: bool = False

    def tell(self, change: Change) -> str:
        """One change as a short text, such as `valid until moved from 31 Dec 2026 to 30 Jun 2027`."""
        if not change.at:
            return self._whole(change)
        top, rest = change.at[0], change.at[1:]
        if cell := self._cell(change):
            return self.words.gettext("%(cell)s: %(change)s", cell=cell, change=self._inside(change))
        if top == "cell":  # of a consensus file for a node that is graded on itself
            return self.tell(Change(change.kind, rest or ("grade",), change.before, change.after))
        return self._field(change)

    def tell_step(self, step: Step) -> tuple[str, tuple[str, ...]]:
        """What a commit did to a file or a judgement: as a whole, and one by one."""
        done = tell_done(self.words, step.change, len(step.commit.parents))
        told = tuple(self._tell_all(step.changes))
        plainly = len(step.commit.parents) < 2 and step.changes and not step.changes[0].at
        return (told[0], told[1:]) if plainly else (done, told)

    def _values(self, change: Change) -> dict[str, str]:
        return {"before": self._value(change.before), "after": self._value(change.after)}

    def _value(self, text: str | None) -> str:
        """A value as it is written; of a date that is the form of the language."""
        if text is None:
            return ""
        if text == NOT_APPLICABLE:
            return self.words.gettext("not applicable")
        if text.endswith(TO_CONFIRM):
            return self.words.gettext("%(grade)s (to be confirmed)", grade=text.removesuffix(TO_CONFIRM))
        if self.iso or not _DATE.match(text):
            return text
        try:
            day = dt.date.fromisoformat(text[:10])
        except ValueError:
            return text
        return self.words.date(day) + text[10:]

    def _field(self, change: Change) -> str:
        """A change of what stands in a file under its own name."""
        words, pattern, name = self.words, *_pattern(change.at)
        values = {"name": name, **self._values(change)}
        if phrase := PHRASES.get((change.kind, pattern)):
            return words.gettext(phrase, **values)
        label = FIELDS.get(pattern)
        what = words.gettext(label, name=name) if label else ".".join(str(part) for part in change.at)
        if change.kind in (Kind.ADDED, Kind.REMOVED) and pattern.rpartition(".")[2] in TEXTS:
            short = marked("%(what)s added") if change.kind is Kind.ADDED else marked("%(what)s removed")
            return words.gettext(short, what=what)
        return words.gettext(GENERAL[change.kind], what=what, **values)

    def _tell_all(self, changes: Sequence[Change]) -> Iterator[str]:
        """Changes in words; those of one grade together."""
        for cell, inside in groupby(changes, self._cell):
            if cell:
                told = ", ".join(self._inside(change) for change in inside)
                yield self.words.gettext("%(cell)s: %(change)s", cell=cell, change=told)
            else:
                yield from map(self.tell, inside)

    def _cell(self, change: Change) -> str:
        """The name of the cell that a change is of, in a file that holds several; else ""."""
        if len(change.at) < 2 or change.at[0] not in ("grades", "cells"):
            return ""
        names = [str(part) for part in change.at[1:]]
        if change.at[0] == "cells":
            return self.cell("", names[0])
        return self.cell(names[0], names[1] if _depth(change.at) > 2 else "")

    def _inside(self, change: Change) -> str:
        """A change of one grade, without the name of its cell."""
        words, rest = self.words, change.at[_depth(change.at) :]
        if change.kind is Kind.RELOCATED:
            return words.gettext("the same in another file")
        if rest == ("grade",) and change.kind is Kind.CHANGED:
            return words.gettext("%(before)s → %(after)s", **self._values(change))
        return self.tell(Change(change.kind, rest or ("grade",), change.before, change.after))

    def _whole(self, change: Change) -> str:
        """A change of a file, or of one judgement, as a whole."""
        words = self.words
        if change.kind is Kind.MORE:
            return words.ngettext("and %(num)s more", "and %(num)s more", int(change.after or 0))
        if change.kind is Kind.UNREADABLE:
            if change.after:
                return words.gettext("not readable at this commit (%(fault)s)", fault=change.after)
            return words.gettext("readable again")
        if change.kind in WHOLE:
            return words.gettext(WHOLE[change.kind], **self._values(change))
        return self._size(change)

    def _size(self, change: Change) -> str:
        """The change of a file that is no YAML: its sizes before and after."""
        words = self.words
        before, after = (
            words.size(int(size)) if size else words.gettext("unknown size")
            for size in (change.before, change.after)
        )
        if change.kind is Kind.ADDED:
            return words.gettext("added (%(size)s)", size=after)
        if change.kind is Kind.REMOVED:
            return words.gettext("removed (%(size)s)", size=before)
        return words.gettext("replaced (%(before)s → %(after)s)", before=before, after=after)


def _depth(at: At) -> int:
    """How many keys lead to the judgement that a place is in.

    It stands under its attribute, or under its node where that is graded on itself.
    """
    return 3 if at[0] == "grades" and len(at) > 2 and at[2] not in ENTRY_KEYS else 2


def _pattern(at: At) -> tuple[str, str]:
    """A place with its entry of a list or map left open, and the name of that entry."""
    names = [str(part) for part in at]
    place = next((place for place, name in enumerate(names[:-1]) if name in NAMED), None)
    if place is None:
        return ".".join(names), ""
    return ".".join([*names[: place + 1], "*", *names[place + 2 :]]), names[place + 1]


_SIGNATURES = {
    Signed.AUTHOR: marked("signed by the author"),
    Signed.OTHER: marked("signed, but not by the author’s key"),
    Signed.FORGE: marked("signed by the forge"),
    Signed.BAD: marked("the signature is wrong"),
    Signed.EXPIRED: marked("signed with a key that had expired"),
    Signed.REVOKED: marked("signed with a key that was revoked"),
    Signed.UNKNOWN: marked("signed with an unknown key"),
    Signed.UNCHECKED: marked("signed, not checked"),
    Signed.NONE: marked("not signed"),
}


def tell_signature(words: Words, signature: Signature, signer: str = "") -> str:
    """What a commit's signature is worth, in words. `signer`: the name of whose key it is, if known."""
    if signature.state is Signed.OTHER and signer:
        return words.gettext("signed by %(person)s, not by the author", person=signer)
    return words.gettext(_SIGNATURES[signature.state])


_DONE = {
    "added": marked("added"),
    "changed": marked("changed"),
    "renamed": marked("moved"),
    "removed": marked("removed"),
    "merged": marked("brought in by a merge"),
    "discarded": marked("a merge dropped another version"),
}


def tell_done(words: Words, change: str, parents: int) -> str:
    """What a commit did to a file or a judgement as a whole, in words."""
    if parents > 1 and change not in ("merged", "discarded"):
        return words.gettext("%(done)s by a merge itself", done=words.gettext(_DONE[change]))
    return words.gettext(_DONE[change])
