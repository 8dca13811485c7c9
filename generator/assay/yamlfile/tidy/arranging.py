"""The tree of a layout with its keys in order, and comments where the layout has a place for them."""

from __future__ import annotations

from dataclasses import replace

from assay.problems import At
from assay.yamlfile.tidy.order import KeyOrder, rank
from assay.yamlfile.tidy.tree import ITEM, Atom, Block, Entry, Page


def arranged(page: Page, order: KeyOrder) -> Page:
    """The page with the keys of every map in order; entries take their comments along."""
    return replace(page, value=_value(page.value, (), order))


def _value(value: Atom | Block | None, at: At, order: KeyOrder) -> Atom | Block | None:
    if not isinstance(value, Block):
        return value
    entries = [_entry(entry, (*at, entry.name), order) for entry in value.entries]
    if entries[0].key != ITEM:
        names = [str(entry.name) for entry in entries]
        entries = [entries[index] for index in rank(order(at), names)]
    entries[0] = replace(entries[0], lead=_from_first_comment(entries[0].lead))
    return replace(value, entries=tuple(entries))


def _entry(entry: Entry, at: At, order: KeyOrder) -> Entry:
    value = _value(entry.value, at, order)
    if entry.key == ITEM and isinstance(value, Block) and not entry.head:
        # The first key stands beside the dash: a comment above it goes above the dash.
        first, *others = value.entries
        value = replace(value, entries=(replace(first, lead=()), *others))
        return replace(entry, lead=(*entry.lead, *first.lead), value=value)
    return replace(entry, value=value)


def _from_first_comment(lead: tuple[str, ...]) -> tuple[str, ...]:
    return lead[next((index for index, line in enumerate(lead) if line), len(lead)) :]
