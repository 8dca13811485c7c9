"""The text of a file to the tree of its layout."""

from __future__ import annotations

from collections import deque

from assay.problems import At
from assay.yamlfile.tidy.atoms import atom, is_block_of_text
from assay.yamlfile.tidy.order import KeyOrder
from assay.yamlfile.tidy.tokens import Comment, Empty, Mark, Shape, Value, scan
from assay.yamlfile.tidy.tree import ITEM, Atom, Block, Entry, Page


class NotUnderstoodError(Exception):
    """Something that is allowed in YAML, but has no place in the layout; the text says what."""

    def __init__(self, what: str, line: int) -> None:
        super().__init__(what)
        self.line = line


def parse(text: str, order: KeyOrder) -> Page:
    """The layout of a text that reads well; maps in brackets already have their keys in order."""
    return _Parser(text, order).page()


class _Parser:
    """Goes through tokens and structure side by side."""

    def __init__(self, text: str, order: KeyOrder) -> None:
        self.text = text
        self.order = order
        tokens, shapes = scan(text)
        self.tokens = deque(tokens)
        self.shapes = deque(shapes)

    def page(self) -> Page:
        lead = self._lead()
        if not self.shapes or self.shapes[0].kind == "nothing":
            self._finish()
            return Page((), None, "", lead)
        header, rest = _header(lead)
        shape = self.shapes.popleft()
        if shape.kind == "value":
            value: Atom | Block = self._atom(0, (), fixed=True)
            end = self._comment_behind()
            header = (*header, *rest)
        else:
            value, end = self._block(shape, (), rest, above=-1), ""
        tail = self._lead()
        self._finish()
        return Page(header, value, end, tail)

    # Structure

    def _block(self, shape: Shape, at: At, lead: tuple[str, ...], above: int) -> Block:
        """A map or list; `lead`: what stands above its first entry, `above`: the column of what holds it."""
        entries: list[Entry] = []
        while self.shapes[0].kind != "end":
            if entries:
                lead = self._lead()
            if shape.kind == "map":
                entries.append(self._pair(shape.column, at, lead))
            else:
                self._mark(ITEM)
                name = len(entries)
                entries.append(self._entry(shape.column, (*at, name), lead, ITEM, name))
        self.shapes.popleft()
        # The dashes of a list may stand below its key; a comment there then speaks of the next key.
        return Block(tuple(entries), self._below(max(shape.column, above + 1)))

    def _pair(self, column: int, at: At, lead: tuple[str, ...]) -> Entry:
        if self._next_is("?"):
            self._mark("?")
        key = self._value()
        self.shapes.popleft()
        written = self.text[key.start : key.end]
        if "\n" in written:
            raise self._not_understood("a key of several lines", key.start)
        self._mark(":")
        name: str = getattr(key.events[0], "value", "")
        return self._entry(column, (*at, name), lead, written, name)

    def _entry(self, column: int, at: At, lead: tuple[str, ...], key: str, name: str | int) -> Entry:
        head = self._comment_behind()
        shape = self.shapes.popleft()
        if shape.kind == "nothing":
            return Entry(lead, key, name, head, None, tail=self._below(column + 1))
        inner = self._lead()
        if shape.kind != "value":
            block = self._block(shape, at, inner, above=column)
            return Entry(lead, key, name, head, block, tail=self._below(column + 1))
        value = self.tokens[0]
        below = bool(head or inner) or (isinstance(value, Value) and self._begins_its_line(value))
        found = self._atom(column, at)
        end = self._comment_behind()
        # Below a block of text a comment may not stand deeper than the key: it would be part of the text.
        tail = () if found.block else self._below(column + 1)
        return Entry(lead, key, name, head, found, tuple(filter(None, inner)), below, end, tail)

    def _atom(self, column: int, at: At, *, fixed: bool = False) -> Atom:
        value = self._value()
        if fixed and is_block_of_text(self.text, value):
            raise self._not_understood("a file that is nothing but a block of text", value.start)
        return atom(self.text, value, column, at, self.order)

    # Tokens

    def _lead(self) -> tuple[str, ...]:
        """The comments and empty lines that come next."""
        found = []
        while self.tokens and isinstance(token := self.tokens[0], (Comment, Empty)):
            self.tokens.popleft()
            found.append(token.text if isinstance(token, Comment) else "")
        return tuple(found)

    def _comment_behind(self) -> str:
        """The comment on the line of what was read last, with the blanks before it."""
        token = self.tokens[0] if self.tokens else None
        if not isinstance(token, Comment) or token.gap is None:
            return ""
        self.tokens.popleft()
        return ("  " if "\t" in token.gap or not token.gap else token.gap) + token.text

    def _below(self, column: int) -> tuple[str, ...]:
        """The comments that come next, that stand at `column` or deeper, and deeper than what follows."""
        after = next((token.column for token in self.tokens if isinstance(token, (Mark, Value))), -1)
        count = 0
        for index, token in enumerate(self.tokens):
            if isinstance(token, Comment) and token.column >= max(column, after + 1):
                count = index + 1
            elif not isinstance(token, Empty):
                break
        taken = [self.tokens.popleft() for _ in range(count)]
        return tuple(token.text if isinstance(token, Comment) else "" for token in taken)

    def _value(self) -> Value:
        token = self.tokens.popleft()
        if not isinstance(token, Value):
            raise self._unexpected(token)
        return token

    def _next_is(self, sign: str) -> bool:
        return bool(self.tokens) and isinstance(token := self.tokens[0], Mark) and token.sign == sign

    def _mark(self, sign: str) -> None:
        token = self.tokens.popleft() if self.tokens else None
        if not isinstance(token, Mark) or token.sign != sign:
            raise self._unexpected(token)

    def _begins_its_line(self, value: Value) -> bool:
        line = self.text.rfind("\n", 0, value.start) + 1
        return not self.text[line : value.start].strip()

    def _finish(self) -> None:
        if self.tokens:
            raise self._unexpected(self.tokens[0])

    def _unexpected(self, token: object) -> NotUnderstoodError:
        what = f"the sign '{token.sign}'" if isinstance(token, Mark) else "a key that is marked with '?'"
        return self._not_understood(what, token.start if isinstance(token, (Mark, Value)) else 0)

    def _not_understood(self, what: str, offset: int) -> NotUnderstoodError:
        return NotUnderstoodError(what, self.text.count("\n", 0, offset) + 1)


def _header(lead: tuple[str, ...]) -> tuple[tuple[str, ...], tuple[str, ...]]:
    """The comment at the top of a file, with the empty line below it; and what follows."""
    begin = next((index for index, line in enumerate(lead) if line), len(lead))
    end = next((index for index in range(begin, len(lead)) if not lead[index]), len(lead))
    header = lead[begin:end]
    return (*header, *lead[end : end + 1]), lead[end + 1 :]
