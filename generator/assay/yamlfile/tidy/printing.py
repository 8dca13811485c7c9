"""The tree of a layout to text."""

from __future__ import annotations

from collections.abc import Iterable

from assay.yamlfile.tidy.atoms import STEP
from assay.yamlfile.tidy.tree import ITEM, Atom, Block, Entry, Page


def printed(page: Page) -> str:
    """The text of a page: no two empty lines in a row, no blanks at the ends of lines, a last line break."""
    lines = _Lines()
    lines.comments(page.header, 0)
    if isinstance(page.value, Block):
        lines.block(page.value, 0)
    elif page.value:
        lines.atom("", page.value, 0, page.end)
    lines.comments(page.tail, 0)
    return "".join(f"{line}\n" for line in lines.lines)


class _Lines:
    """The lines of a file that is being written."""

    def __init__(self) -> None:
        self.lines: list[str] = []
        self.skip = False
        """Whether an empty line comes before the next: it is written only where something follows."""
        self.kept = True
        """Whether none may come: at the top, and below a text that empty lines would be part of."""

    def line(self, line: str) -> None:
        if self.skip and not self.kept:
            self.lines.append("")
        self.lines.append(line)
        self.skip = self.kept = False

    def comments(self, comments: Iterable[str], indent: int) -> None:
        for comment in comments:
            if comment:
                self.line(" " * indent + comment)
            else:
                self.skip = True

    def block(self, block: Block, indent: int) -> None:
        for entry in block.entries:
            self.comments(entry.lead, indent)
            self.entry(entry, indent)
        self.comments(block.tail, indent)

    def entry(self, entry: Entry, indent: int) -> None:
        key = " " * indent + entry.key + ("" if entry.key == ITEM else ":")
        inner = indent + STEP
        match entry.value:
            case Block() if entry.key == ITEM and not entry.head:
                # Its first line begins with the dash in place of the blanks.
                at = len(self.lines) + (self.skip and not self.kept)
                self.block(entry.value, inner)
                self.lines[at] = f"{key} {self.lines[at][inner:]}"
            case Atom() if not entry.below:
                self.atom(f"{key} ", entry.value, indent, entry.end)
            case Atom():
                self.line(key + entry.head)
                self.comments(entry.inner, inner)
                self.atom(" " * inner, entry.value, indent, entry.end)
            case Block():
                self.line(key + entry.head)
                self.block(entry.value, inner)
            case None:
                self.line(key + entry.head)
        self.comments(entry.tail, inner)

    def atom(self, before: str, atom: Atom, indent: int, end: str) -> None:
        self.line(before + atom.first)
        # What lies inside a value is part of it, empty lines and all.
        self.lines += [" " * (indent + offset) + line if line else "" for offset, line in atom.rest]
        self.lines[-1] += end
        self.kept = atom.keeps
