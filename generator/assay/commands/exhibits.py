"""`assay exhibits`: the exhibit index in the terminal, as CSV, or as JSON."""

from __future__ import annotations

import datetime as dt
import json
import sys
from collections.abc import Iterator
from pathlib import Path

from assay.cards import Cards
from assay.commands.gather import OK, cards_of, gather, pick_cycle, report_errors
from assay.commands.naming import table
from assay.exhibits import exhibit_index, exhibits_csv, exhibits_data
from assay.git import read_head
from assay.numbers import DASH
from assay.problems import plain, shorten
from assay.wording import counted

_HEADER = ("no", "id", "type", "collected", "holds until", "state", "cells", "title")


def exhibits(folder: Path, as_of: dt.date, *, cycle: str | None, form: str, dated: bool) -> int:
    """Print every evidence item as it stands in a cycle. `dated`: the date was asked for."""
    gathered = gather(folder, as_of)
    report_errors(gathered, folder)
    assessment = gathered.assessment()
    chosen = pick_cycle(assessment, cycle)
    cards = cards_of(
        assessment, chosen, as_of, gathered.known(assessment), exactly=dated and cycle is not None
    )
    match form:
        case "json":
            sys.stdout.write(json.dumps(exhibits_data(cards, read_head(folder)), indent=2) + "\n")
        case "csv":
            sys.stdout.write(exhibits_csv(cards))
        case _:
            sys.stdout.write("".join(plain(line).rstrip() + "\n" for line in _lines(cards)))
    return OK


def _lines(cards: Cards) -> Iterator[str]:
    index = exhibit_index(cards)
    current = sum(entry.standing.counts for entry in index)
    heading = f"{counted(len(index), 'exhibit')}, {current} of them current, as of {cards.as_of}"
    yield f"{heading} ({cards.cycle.id})"
    if not index:
        return
    yield ""
    rows = [_HEADER]
    for entry in index:
        item, until = entry.item, entry.standing.until
        rows.append(
            (
                str(entry.number),
                item.id,
                item.type,
                item.collected_on.isoformat(),
                until.isoformat() if until else DASH,
                entry.standing.state.value,
                str(len(entry.cells)) if entry.cells else DASH,
                shorten(item.title),
            )
        )
    yield from table(rows)
