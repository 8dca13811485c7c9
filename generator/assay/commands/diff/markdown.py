"""A difference as a comment on a pull or merge request: short on top, details folded, safe to post.

Everything that comes from the data goes through `_text`: it marks nothing up, links nowhere and
mentions nobody. The only addresses are those of files on the forge, and these come from BASE: a change that
names another forge cannot lead readers there.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from assay.commands.diff.cells import ARROW, FALLS, OTHER, RISES
from assay.commands.diff.words import Entry, Section, Words, ends, headline, rows, sections
from assay.difference import Difference
from assay.exports import markdown_table, markdown_text
from assay.problems import shorten

MOST_CHARACTERS = 60_000
"""Forges take some 65,000 characters; what comes after the end is lost, the end of the folding with it."""
MOST_ROWS = 12
"""Rows of the table on top; all of them stand below."""
MOST_ENTRIES = 100
LONGEST = 400
"""Characters of one text."""

_CODE = re.compile(r"[a-z0-9][A-Za-z0-9._/:-]*", re.ASCII)
_SIGN = re.compile(f" (?=[{RISES}{FALLS}{OTHER}])")
_LEFT_OUT = 1_500
"""Room for what is said of what was left out."""


def as_markdown(found: Difference, prefix: str = "") -> str:
    """The comment. `prefix`: the path of the evidence folder in its repository, for links."""
    words = Words(found, prefix)
    comment = _Comment(found, words, prefix)
    parts = [marker(found.evidence), *comment.top()]
    size = sum(len(part) + 2 for part in parts) + _LEFT_OUT
    left: list[str] = []
    for title, told in comment.folded():
        if size + len(told) + 2 > MOST_CHARACTERS:
            left.append(title)
            continue
        parts.append(told)
        size += len(told) + 2
    if left:
        parts.append(
            f"Left out, for a comment has no room for it: {', '.join(left)}. `assay diff` prints everything."
        )
    return "\n\n".join((*parts, comment.foot())) + "\n"


def marker(evidence: str) -> str:
    """The first line, by which a bot knows its own comment; nothing in it ends the HTML comment."""
    harmless = "".join(sign if sign.isalnum() or sign in "/._ " else "_" for sign in shorten(evidence, 100))
    return f"<!-- assay-diff: {harmless.strip()} -->"


class _Comment:
    def __init__(self, found: Difference, words: Words, prefix: str) -> None:
        self.found = found
        self.words = words
        self.prefix = prefix

    def top(self) -> Iterator[str]:
        """What a reader sees first."""
        first, *rest = headline(self.words)
        yield f"### {_text(first.rstrip('.'))}"
        if rest:
            yield " ".join(_text(one) for one in rest)
        if found := rows(self.words):
            yield _together(markdown_table([found[0], *_most_telling(found[1:])]))

    def table(self) -> str:
        """All rows of the table, folded, where the one on top has not all of them."""
        found = rows(self.words)
        if len(found) - 1 <= MOST_ROWS:
            return ""
        shown = found[: 1 + MOST_ENTRIES]
        more = f"\n\nand {len(found) - len(shown):,} more" if len(found) > len(shown) else ""
        title = f"All levels and scores that change: {len(found) - 1:,}"
        return _folded(title, _together(markdown_table(shown)) + more)

    def folded(self) -> Iterator[tuple[str, str]]:
        """Everything below the top, each with its title and how much it is."""
        if table := self.table():
            yield "all levels and scores", table
        for section in sections(self.words) if self.found else ():
            yield f"{section.title.lower()} ({len(section.entries):,})", self.section(section)

    def section(self, section: Section) -> str:
        """A section: open where it must not be overlooked, else folded."""
        lines = [line for entry in section.entries[:MOST_ENTRIES] for line in self._entry(entry)]
        if len(section.entries) > MOST_ENTRIES:
            lines.append(f"- and {len(section.entries) - MOST_ENTRIES:,} more")
        text = "\n".join(lines)
        if section.first:
            return f"#### {section.title}\n\n{text}"
        return _folded(f"{section.title}: {len(section.entries):,}", text)

    def _entry(self, entry: Entry) -> Iterator[str]:
        name = _name(entry.name)
        if url := self._address(entry):
            name = f"[{name}](<{url}>)"
        yield f"- {name}: {_text(entry.text)}" if entry.text else f"- {name}"
        yield from (f"  - {_text(line)}" for line in entry.lines)
        if entry.paste:
            yield f"\n  ```yaml\n  {entry.paste}\n  ```\n"

    def _address(self, entry: Entry) -> str:
        commit = (self.found.base if entry.gone else self.found.head).commit
        if not (entry.path and commit):
            return ""
        folder = self.found.base.elsewhere or self.prefix if entry.gone else self.prefix
        return self.found.forge.file(commit, f"{folder}{entry.path}", entry.line)

    def foot(self) -> str:
        """Which two revisions were compared."""
        return f"<sub>{_text(ends(self.words))}</sub>"


def _text(text: str) -> str:
    """A text of the data, or one that holds some, so that it is text and nothing else."""
    return _together(markdown_text(shorten(text, LONGEST)))


def _together(text: str) -> str:
    """The signs for up and down stay with their number where a line breaks."""
    return _SIGN.sub("\u00a0", text)


def _name(name: str) -> str:
    """A name to look for: as code where it can be, so that it may be copied; else in bold."""
    return f"`{name}`" if len(name) <= LONGEST and _CODE.fullmatch(name) else f"**{_text(name)}**"


def _folded(title: str, text: str) -> str:
    return f"<details><summary>{title}</summary>\n\n{text}\n\n</details>"


def _most_telling(rows: Sequence[tuple[str, ...]]) -> list[tuple[str, ...]]:
    """The rows for the top: the whole, then those whose level changes, then others; in their own order."""
    order = sorted(range(len(rows)), key=lambda place: (place > 0, ARROW not in rows[place][1], place))
    return [rows[place] for place in sorted(order[:MOST_ROWS])]
