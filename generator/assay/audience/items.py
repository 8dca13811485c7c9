"""Evidence items as an audience may see them: a withheld one is a stand-in that says who holds it."""

from __future__ import annotations

import dataclasses
import datetime as dt
from collections.abc import Mapping

from assay.assessment import Ending, Item, Source
from assay.audience.editor import Changes, Editor
from assay.audience.hidden import Uses

NO_DAY = dt.date.min
"""When a withheld item was collected: no day. Who prints one asks `Item.withheld` first."""


class ItemChanges:
    """What becomes of items, of their sources, and of what ended them."""

    def __init__(self, editor: Editor) -> None:
        self._editor = editor
        self._hidden = editor.hidden
        self.changes: Changes = {Ending: self._ending, Item: self._item, Source: self._source}

    def all_of(self, items: Mapping[str, Item]) -> dict[str, Item]:
        """The items that may be seen, then what stands in for the others, in the order of their use."""
        names, walk = self._hidden.names, self._editor.walk
        shown = {name: walk(item) for name, item in items.items() if name not in names}
        return shown | {new: walk(items[name]) for name, new in names.items() if name in items}

    def _item(self, item: Item) -> Item:
        new = self._hidden.names.get(item.id)
        if new is None:
            return self._editor.rest(item)
        uses = self._hidden.uses.get(item.id, Uses())
        return Item(
            id=new, file="", title=self._editor.phrases.item(item), type="", summary="", about=uses.about,
            collected_on=NO_DAY, collected_by="", method="", period=None, sample={}, valid_until=None,
            review_every=None, reviews=(), sources=(), confidentiality="restricted", withdrawn=None,
            superseded=None, former_ids=(), units=uses.units, withheld=True,
        )  # fmt: skip

    def _source(self, source: Source) -> Source:
        """A file that a withheld item cites as well is withheld here too."""
        if source.file not in self._hidden.files:
            return self._editor.rest(source)
        return dataclasses.replace(
            source,
            title=self._editor.walk(source.title),
            file=None,
            held_by=self._editor.instead(source.title, self._editor.phrases.file),
            sha256=None,
            excerpt="",
        )

    def _ending(self, ending: Ending) -> Ending:
        gone = ending.by_item in self._hidden.names
        return self._editor.rest(ending, by_item=None if gone else ending.by_item)
