"""YAML by chance, laid out as people (and their editors) do: every style, comments and blanks anywhere."""

from __future__ import annotations

from collections.abc import Callable

from hypothesis import strategies as st

KEYS = ("title", "id", "about", "node", "sources", "x-note", "no", "é", '"q: d"', "'s'", "12a", "grade")
PLAIN = (
    "text", "no", "010", "1:30", "2026-03-11", "true", "null", "~", "3", "-2.50", "a b c", "http://x.org/#a",
    "long " * 40 + "end", "ünï code", "😀", "<<<", "a:b", "", "yes",
)  # fmt: skip
QUOTED = (
    '"double"', "'single'", '"with # sign"', "'it\'\'s: x'", '"tab\\t\\u2028"', '""', "''", '"trailing \\"',
    '"\\U0001F600"', '" blanks "',
)  # fmt: skip
LINES = ("text", "  deeper", "# no comment", "end  ", "- item", "key: value", "", "", "\ttab", "   ", "---")
COMMENTS = ("# one", "# two: x", "#three", "# - not an item", "#", "# 'quote", "# ünï", "# end  ")


class _Writer:
    """Draws one document; `draw` makes every choice."""

    def __init__(self, draw: Callable[[st.SearchStrategy[int]], int]) -> None:
        self.draw = draw

    def upto(self, most: int) -> int:
        return self.draw(st.integers(0, most))

    def one(self, choices: tuple[str, ...]) -> str:
        return choices[self.upto(len(choices) - 1)]

    def seldom(self, one_in: int = 4) -> bool:
        return self.upto(one_in - 1) == 0

    def document(self) -> str:
        text = ("\ufeff" if self.seldom(12) else "") + self.noise(0)
        if self.seldom(8):
            text += "---\n"
        text += self.map(self.upto(1), 3) if not self.seldom(6) else self.list(0, 3)
        text += self.noise(0)
        if self.seldom(10):
            text += "...\n" + self.noise(0)
        if self.seldom(6):
            text = text.removesuffix("\n")
        return text.replace("\n", "\r\n") if self.seldom(10) else text

    def noise(self, indent: int) -> str:
        """Empty lines and comments, which stand at whatever column."""
        text = ""
        while self.seldom(3):
            text += "  \n" if self.seldom() else "\n" if self.seldom(2) else ""
            if self.seldom(2):
                text += " " * max(0, indent + self.upto(4) - 2) + self.one(COMMENTS) + "\n"
        return text

    def end(self) -> str:
        """The end of a line: a comment at times, blanks at times."""
        if self.seldom(5):
            return self.one((" ", "  ", " \t", "       ")) + self.one(COMMENTS) + "\n"
        return "  \n" if self.seldom(8) else "\n"

    def map(self, indent: int, depth: int) -> str:
        keys = list(dict.fromkeys(self.one(KEYS) for _ in range(1 + self.upto(4))))
        return "".join(
            (self.noise(indent) if place else "") + " " * indent + self.pair(key, indent, depth)
            for place, key in enumerate(keys)
        )

    def pair(self, key: str, indent: int, depth: int) -> str:
        before = "? " if self.seldom(25) else ""
        colon = "\n" + " " * indent + ":" if before else (" :" if self.seldom(12) else ":")
        return before + key + colon + self.value(indent, depth, in_map=True)

    def list(self, indent: int, depth: int) -> str:
        return "".join(
            (self.noise(indent) if place else "")
            + " " * indent
            + "-"
            + self.value(indent, depth, in_map=False)
            for place in range(1 + self.upto(3))
        )

    def value(self, indent: int, depth: int, *, in_map: bool) -> str:
        kind = self.upto(9)
        deeper = indent + 1 + self.upto(4)
        blank = "\t" if self.seldom(60) else self.one((" ", " ", "   "))
        if kind < 3 and depth:
            if not in_map and self.seldom(2):
                blanks = 1 + self.upto(2)
                inner = indent + 1 + blanks
                text = self.map(inner, depth - 1) if kind else self.list(inner, depth - 1)
                return " " * blanks + text[inner:]
            where = indent if in_map and self.seldom(2) and not kind else deeper
            block = self.map(deeper, depth - 1) if kind else self.list(where, depth - 1)
            return self.end() + self.noise(deeper) + block
        if kind == 3:
            return blank + self.block(indent, deeper)
        if kind == 4:
            return blank + self.flow(2, deeper) + self.end()
        if kind == 5:
            return self.end() + self.noise(deeper) + " " * deeper + self.scalar(deeper) + self.end()
        written = self.scalar(deeper)
        return (blank + written if written else "") + self.end()

    def scalar(self, deeper: int) -> str:
        line = "\n" * (1 + self.upto(2)) + " " * deeper
        several = (f"several{line}lines", f"'several{line}lines'", f'"\\{line}x"', f'"end\\ {line} y"')
        return self.one((*PLAIN, *QUOTED, *several))

    def block(self, indent: int, deeper: int) -> str:
        header = self.one(("|", ">")) + self.one(("", "-", "+"))
        if self.seldom(5):
            header += str(deeper - indent)
        lines = [self.one(LINES) for _ in range(self.upto(4))]
        text = "".join(
            (" " * deeper + line if line.strip() or self.seldom(2) else line) + "\n" for line in lines
        )
        return header + self.end() + text

    def flow(self, depth: int, indent: int) -> str:
        if not depth or self.seldom(3):
            return self.one(tuple(one for one in (*PLAIN, *QUOTED) if one and "[" not in one))
        gap = self.one((" ", "", "  ", "\n" + " " * indent, " # in brackets\n" + " " * indent))
        inner = [self.flow(depth - 1, indent) for _ in range(self.upto(3))]
        if self.seldom(2):
            return "[" + gap + ("," + (gap or " ")).join(inner) + gap + "]"
        pairs = [f"{key}: {value}" for key, value in zip(KEYS, inner, strict=False)]
        return "{" + gap + ("," + (gap or " ")).join(reversed(pairs)) + gap + "}"


@st.composite
def documents(draw: st.DrawFn) -> str:
    """A file; most read well, some do not."""
    return _Writer(draw).document()
