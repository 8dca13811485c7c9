"""Results as an audience may see them: all numbers, but nothing that tells of a withheld item's own dates."""

from __future__ import annotations

import dataclasses
from typing import Any

from assay.assessment import Seal
from assay.audience.editor import Changes, Editor
from assay.cards import CalendarDay, Cards
from assay.levels import Result
from assay.support import Standing, State, Support
from assay.whatif import Drop

_RESULTS = "results"
"""Under which name a seal has the digest of its results, which everybody may read."""


class ResultChanges:
    """What becomes of computed results, and of the seals that hold them."""

    def __init__(self, editor: Editor) -> None:
        self._editor = editor
        self._names = editor.hidden.names
        self.changes: Changes = {
            CalendarDay: self._with_items,
            Cards: self._cards,
            Drop: self._with_items,
            Result: self._result,
            Seal: self._seal,
            Support: self._support,
        }

    def _cards(self, cards: Cards) -> Cards:
        """What became of evidence since a grade, and when it has to be reviewed, tells of its dates."""
        names, walk = self._names, self._editor.walk
        return self._editor.rest(
            cards,
            outdated=walk(tuple(one for one in cards.outdated if one.item not in names)),
            reviews=walk(tuple(one for one in cards.reviews if one.item not in names)),
        )

    def _result(self, result: Result) -> Result:
        names = self._names
        return self._editor.rest(
            result,
            standings={
                names.get(item, item): _only_counts(found) if item in names else found
                for item, found in result.standings.items()
            },
            cited={names.get(item, item): keys for item, keys in result.cited.items()},
        )

    def _seal(self, seal: Seal) -> Seal:
        """Of its digests only how many there are of each kind: a name or a checksum tells of its file."""
        found = {
            name if name == _RESULTS else f"{name.partition('/')[0]}/{number}": value
            if name == _RESULTS
            else ""
            for number, (name, value) in enumerate(seal.digests.items())
        }
        return self._editor.rest(seal, digests=found)

    def _support(self, found: Support) -> Support:
        new = self._names.get(found.item)
        if new is None:
            return found
        return dataclasses.replace(found, item=new, standing=_only_counts(found.standing))

    def _with_items(self, found: Drop | CalendarDay) -> Any:
        items = tuple(sorted(self._names.get(item, item) for item in found.items))
        return self._editor.rest(found, items=items)


def _only_counts(standing: Standing) -> Standing:
    """Whether an item counts, and no more: not until when it holds, nor why it does not.

    What requirements ask of it stays, for what a cell lacks; nothing prints that of an item.
    """
    state = State.CURRENT if standing.counts else State.WITHHELD
    return Standing(state, None, standing.item, standing.accepted, withheld=True)
