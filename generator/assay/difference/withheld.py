"""Two revisions as one audience may see them: what either of them withholds, neither tells.

Both sides go through the same redaction, so that a withheld item has one name in both.
"""

from __future__ import annotations

import dataclasses
from collections.abc import Iterable, Mapping
from typing import TypeVar

from assay.assessment import Assessment, Decision, Item
from assay.audience import Redaction
from assay.audit import Action, Finding, Request
from assay.confidentiality import Audience, sees, strictest
from assay.difference.shapes import FileChange, Told
from assay.languages import Words
from assay.metrics import Metric
from assay.trail.changes import TEXTS, Change

T = TypeVar("T")
Audited = TypeVar("Audited", Finding, Request, Action, Decision)

_UNTOLD = "a problem in a file that is not for this audience"
_PRIVATE = frozenset(("git", "keys", "forge_keys"))
"""Keys of assessment.yaml whose values are not repeated where everybody reads them: addresses and keys."""


class Eyes:
    """What an audience sees of two assessments, either of which may be None.

    `unread`: how confidential files are that cannot be read, as far as they say. An assessment that cannot be
    read leaves open what may be seen: then nothing of its files is told.
    """

    def __init__(
        self,
        audience: Audience,
        sides: tuple[Assessment | None, Assessment | None],
        unread: Mapping[str, Audience],
        *,
        blind: bool,
    ) -> None:
        self._audience = audience
        self._unread = unread
        self._blind = blind and audience != "restricted"
        there = [side for side in sides if side]
        self._redaction: Redaction | None = None
        if there:
            both = dataclasses.replace(_both(there[0], there[-1]), audience=audience)
            spoken = [both, *(dataclasses.replace(side, audience=audience) for side in there)]
            self._redaction = Redaction(spoken, Words())
            visible = self._redaction(both)
            self._closed = self._closed_files(both, visible)
        else:
            self._closed = frozenset[str]()

    def _closed_files(self, both: Assessment, visible: Assessment) -> frozenset[str]:
        """The files that nothing is told of, by kind and id: `item/ID`, and attachments by their names."""
        names = self._redaction.hidden.names if self._redaction else {}
        found = {f"item/{name}" for name in names}
        for kind, held, seen in (
            ("finding", both.findings, visible.findings),
            ("action", both.actions, visible.actions),
            ("request", both.requests, visible.requests),
            ("waiver", both.waivers, visible.waivers),
            ("decision", both.decisions, visible.decisions),
            ("metric", both.metrics, visible.metrics),
        ):
            found |= {f"{kind}/{name}" for name in held.keys() - seen.keys()}
        return frozenset(found)

    def __call__(self, value: T) -> T:
        """Data of either side, without what this audience may not see."""
        return self._redaction(value) if self._redaction else value

    def name(self, item: str) -> str:
        """The id of an item as this audience knows it."""
        return self._redaction.hidden.names.get(item, item) if self._redaction else item

    def file(self, change: FileChange) -> FileChange | None:
        """A changed file as it may be told of; None where it is not for this audience."""
        if self._audience == "restricted":
            return change
        ids = {f"{change.kind}/{name}" for name in (change.id, change.former)}
        if self._blind or ids & self._closed or not self._redaction:
            return None
        tells = self._redaction.tells
        shown = tuple(_without_texts(one) for one in change.changes if not tells(one))
        return self(dataclasses.replace(change, changes=shown))

    def told(self, found: Told, kinds: Mapping[str, str]) -> Told:
        """A problem as it may be told of. `kinds`: `KIND/ID` of each file of either side."""
        if self._audience == "restricted":
            return found
        stated = self._unread.get(found.path)
        closed = kinds.get(found.path, "") in self._closed
        if closed or (stated and not sees(self._audience, stated)) or self._is_blind_to(found.path):
            return dataclasses.replace(found, path="", line=0, column=0, message=_UNTOLD, hint="")
        return self(found)

    def _is_blind_to(self, file: str) -> bool:
        return self._blind and file != "assessment.yaml" and not file.startswith("models/")


def _without_texts(change: Change) -> Change:
    """A change without texts and addresses: that they differ is told, not what they say."""
    texts = change.at and str(change.at[-1]) in TEXTS
    if texts or not _PRIVATE.isdisjoint(map(str, change.at)):
        return dataclasses.replace(change, before=change.before and "", after=change.after and "")
    return change


def _both(before: Assessment, after: Assessment) -> Assessment:
    """One assessment with all that is in either of two, each thing as confidential as the stricter says."""
    if before is after:
        return after
    return dataclasses.replace(
        after,
        items={
            **before.items,
            **{name: _item(before.items.get(name), one) for name, one in after.items.items()},
        },
        cycles={**before.cycles, **after.cycles},
        attachments={**before.attachments, **after.attachments},
        findings=_stricter(before.findings, after.findings),
        actions=_stricter(before.actions, after.actions),
        requests=_stricter(before.requests, after.requests),
        waivers={**before.waivers, **after.waivers},
        decisions=_stricter(before.decisions, after.decisions),
        metrics={
            **before.metrics,
            **{name: _metric(before.metrics.get(name), one) for name, one in after.metrics.items()},
        },
    )


def _item(before: Item | None, after: Item) -> Item:
    if before is None:
        return after
    return dataclasses.replace(
        after,
        confidentiality=strictest((before.confidentiality, after.confidentiality)),
        sources=(*after.sources, *(one for one in before.sources if one not in after.sources)),
        former_ids=tuple(dict.fromkeys((*after.former_ids, *before.former_ids))),
    )


def _metric(before: Metric | None, after: Metric) -> Metric:
    """A metric of both sides: it rests on the evidence of either, and says what the stricter of them says.

    One that says nothing is as confidential as its evidence, and never for everybody.
    """
    if before is None:
        return after
    stated = {before.confidentiality, after.confidentiality} - {None}
    unmarked = None in (before.confidentiality, after.confidentiality) and "restricted" not in stated
    confidentiality = None if unmarked else strictest(one for one in stated if one)
    values = (*after.values, *before.values)
    return dataclasses.replace(after, values=values, confidentiality=confidentiality)


def _stricter(before: Mapping[str, Audited], after: Mapping[str, Audited]) -> dict[str, Audited]:
    """Findings and the like of both sides. One that is restricted on either side is so."""
    found = {**before, **after}
    return found | {
        name: one for name, one in before.items() if name in after and one.confidentiality == "restricted"
    }


def all_told(eyes: Eyes, found: Iterable[Told], kinds: Mapping[str, str]) -> tuple[Told, ...]:
    """Problems as they may be told of."""
    return tuple(eyes.told(one, kinds) for one in found)
