"""A difference as lines of a terminal."""

from __future__ import annotations

from collections.abc import Iterator

from assay.commands.diff.words import Entry, Words, ends, headline, rows, sections
from assay.commands.naming import table
from assay.difference import Difference
from assay.problems import plain

_MOST = 200
"""How many entries of one section are printed."""


def as_text(found: Difference, root: str) -> str:
    """Everything that differs, ready to print; one line where nothing does.

    `root`: what to put before the paths of files, so that they can be opened.
    """
    words = Words(found, root)
    lines = _lines(words) if found else iter((" ".join(headline(words)),))
    return "".join(plain(line).rstrip() + "\n" for line in lines)


def _lines(words: Words) -> Iterator[str]:
    yield ends(words)
    yield ""
    yield from headline(words)
    if found := rows(words):
        yield ""
        yield from table(found)
    for section in sections(words):
        yield ""
        yield section.title
        for entry in section.entries[:_MOST]:
            yield from _entry(entry)
        if len(section.entries) > _MOST:
            yield f"  and {len(section.entries) - _MOST:,} more (--format json has all)"


def _entry(entry: Entry) -> Iterator[str]:
    yield f"  {entry.name}: {entry.text}" if entry.text else f"  {entry.name}"
    yield from (f"    {line}" for line in entry.lines)
    if entry.paste:
        yield f"    {entry.paste}"
