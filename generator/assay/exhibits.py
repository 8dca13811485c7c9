"""The exhibit index: every evidence item with its number, its sources and what rests on it."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from assay.assessment import About, Item, Source
from assay.cards import Cards
from assay.exports import csv_text
from assay.support import Standing

COLUMNS = (
    "number", "id", "title", "type", "about", "units", "collected_on", "collected_by", "valid_until", "state",
    "cited_by_cells", "cells", "confidentiality", "sources", "sha256_recorded", "sha256_found",
)  # fmt: skip


def exhibit_numbers(items: Mapping[str, Item]) -> dict[str, int]:
    """The number of each item, by the day of collection: a new one comes last, the others keep theirs.

    Where withheld ones stood among them would tell when they were collected: these come after all others.
    """
    order = sorted(
        (item for item in items if not items[item].withheld),
        key=lambda item: (items[item].collected_on, item),
    )
    order += [item for item in items if items[item].withheld]
    return {item: number for number, item in enumerate(order, 1)}


@dataclass(frozen=True, slots=True)
class ExhibitSource:
    """Where an item's fact comes from. `found`: the checksum of the file as it is now, "" where none is."""

    title: str
    place: str
    recorded: str
    found: str


@dataclass(frozen=True, slots=True)
class IndexEntry:
    """One item of the index. `cells`: those that rest on it, as NODE/ATTRIBUTE or UNIT/NODE/ATTRIBUTE."""

    number: int
    item: Item
    standing: Standing
    cells: tuple[str, ...]
    sources: tuple[ExhibitSource, ...]


def exhibit_index(cards: Cards) -> tuple[IndexEntry, ...]:
    """Every item, in the order of numbers, as it stands in a cycle."""
    assessment, standings = cards.assessment, cards.results[0].standings
    numbers = exhibit_numbers(assessment.items)
    cells: dict[str, list[str]] = {}
    for result in cards.results:
        for item, keys in result.cited.items():
            cells.setdefault(item, []).extend(
                "/".join(filter(None, (result.unit, node, attribute))) for node, attribute in keys
            )
    return tuple(
        IndexEntry(
            number,
            assessment.items[name],
            standings[name],
            tuple(cells.get(name, ())),
            tuple(_source(cards, source) for source in assessment.items[name].sources),
        )
        for name, number in numbers.items()
    )


def _source(cards: Cards, source: Source) -> ExhibitSource:
    found = cards.assessment.attachments.get(source.file or "")
    place = source.file or source.url or f"held by {source.held_by}"
    return ExhibitSource(source.title, place, source.sha256 or "", found.sha256 if found else "")


def about_words(about: About) -> str:
    """What an item is about, in a word: `NODE/ATTRIBUTE`, with `not` before where it speaks against it."""
    name = f"{about.node}/{about.attribute}" if about.attribute else about.node
    return f"not {name}" if about.contradicts else name


def exhibits_csv(cards: Cards) -> str:
    """The index, a row for each item. Several values in one field have `; ` between them."""
    return csv_text(COLUMNS, (tuple(_row(entry)) for entry in exhibit_index(cards)))


def _row(entry: IndexEntry) -> Iterator[str]:
    item = entry.item
    yield from (str(entry.number), item.id, item.title, item.type)
    yield "; ".join(about_words(about) for about in item.about)
    yield "; ".join(item.units)
    yield from ("" if item.withheld else item.collected_on.isoformat(), item.collected_by)
    yield _date(entry.standing.until)
    yield entry.standing.state.value
    yield "; ".join(entry.cells)
    yield str(len(entry.cells))
    yield item.confidentiality
    yield "; ".join(f"{source.title}: {source.place}" for source in entry.sources)
    yield "; ".join(source.recorded or "none" for source in entry.sources)
    yield "; ".join(source.found or "none" for source in entry.sources)


def _date(date: dt.date | None) -> str:
    return date.isoformat() if date else ""


def exhibits_data(cards: Cards, commit: str | None) -> dict[str, Any]:
    """The index as plain data, with the cycle and the date that it was made for."""
    return {
        "assessment": cards.assessment.title,
        "cycle": cards.cycle.id,
        "as_of": cards.as_of.isoformat(),
        "commit": commit,
        "exhibits": [_data(entry) for entry in exhibit_index(cards)],
    }


def _data(entry: IndexEntry) -> dict[str, Any]:
    item, until = entry.item, entry.standing.until
    return {
        "number": entry.number,
        "id": item.id,
        "title": item.title,
        "type": item.type,
        "about": [
            {"node": about.node, "attribute": about.attribute, "contradicts": about.contradicts}
            for about in item.about
        ],
        "units": list(item.units),
        "collected_on": None if item.withheld else item.collected_on.isoformat(),
        "collected_by": item.collected_by,
        "valid_until": until.isoformat() if until else None,
        "state": entry.standing.state.value,
        "cells": list(entry.cells),
        "confidentiality": item.confidentiality,
        "sources": [
            {
                "title": source.title,
                "place": source.place,
                "sha256_recorded": source.recorded or None,
                "sha256_found": source.found or None,
            }
            for source in entry.sources
        ],
    }
