"""`assay levels`: the computed report card in the terminal, as JSON, as CSV, or to paste as Markdown."""

from __future__ import annotations

import dataclasses
import datetime as dt
import sys
from pathlib import Path

from assay.audience import Redaction
from assay.commands.cards_text import CardsText
from assay.commands.gather import OK, Asked, cards_of, gather, pick_cycle, pick_unit, report_errors
from assay.confidentiality import Audience
from assay.exports import cells_csv, markdown_table, markdown_text
from assay.languages import Words
from assay.problems import plain
from assay.report import levels_json


def levels(
    folder: Path,
    as_of: dt.date,
    asked: Asked,
    *,
    form: str,
    language: str | None,
    audience: Audience = "restricted",
) -> int:
    """Print the levels of one cycle, as one audience may see them."""
    gathered = gather(folder, as_of, language, at=asked.at)
    report_errors(gathered, folder)
    assessment = dataclasses.replace(gathered.assessment(), audience=audience)
    chosen = pick_cycle(assessment, asked.cycle)
    only = pick_unit(assessment, asked.unit)
    known = gathered.known(assessment)
    cards = cards_of(assessment, chosen, as_of, known, exactly=asked.exactly)
    words = Words(language or assessment.languages[0])
    cards = Redaction([assessment], words)(cards)
    text = CardsText(cards, only, words)
    match form:
        case "json":
            sys.stdout.write(levels_json(cards, gathered.commit, only))
        case "csv":
            sys.stdout.write(cells_csv(cards, only))
        case "markdown":
            sys.stdout.write(as_markdown(text))
        case _:
            sys.stdout.write("".join(plain(line).rstrip() + "\n" for line in text.lines()))
    return OK


def as_markdown(text: CardsText) -> str:
    """The report card as a table to paste into an issue, a pull request or a page."""
    parts = [
        *(markdown_text(line) for line in text.heading()),
        f"**{markdown_text(text.overall())}**",
        markdown_table(text.rows()),
        *(markdown_text(line.strip()) for line in text.outlook()),
    ]
    return "\n\n".join(parts) + "\n"
