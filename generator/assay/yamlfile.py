"""YAML, read strictly: bytes in, data with positions out. The only module that imports yaml.

A file holds one document of maps, lists and scalars: UTF-8, no anchors, aliases, merge keys or tags, no
duplicate or non-text keys. Scalars follow YAML 1.2: `no`, `on`, `1:30`, `010` and dates stay text. One pass
over the parser's events builds the data; composing, which recurses, is never used, so no input can exhaust
the stack. Positions are found by a second pass, which only happens when somebody asks for one.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from typing import Any

import yaml
from yaml.events import (
    AliasEvent,
    DocumentStartEvent,
    Event,
    MappingEndEvent,
    MappingStartEvent,
    ScalarEvent,
    SequenceEndEvent,
    SequenceStartEvent,
)

from assay.problems import At, shorten

MAX_BYTES = 1_000_000
MAX_DEPTH = 24

_LOADER = getattr(yaml, "CSafeLoader", yaml.SafeLoader)
_INT = re.compile(r"[-+]?(?:0|[1-9][0-9]*)", re.ASCII)
_FLOAT = re.compile(r"[-+]?(?:0|[1-9][0-9]*)?\.[0-9]+(?:[eE][-+]?[0-9]{1,2})?", re.ASCII)
_WORDS: dict[str, Any] = {
    "": None, "~": None, "null": None, "Null": None, "NULL": None,
    "true": True, "True": True, "TRUE": True, "false": False, "False": False, "FALSE": False,
}  # fmt: skip
_MAX_DIGITS = 15
# YAML 1.1 ends a line, and so a comment, at these; an editor does not show that.
_HIDDEN_BREAK = re.compile("[\u0085\u2028\u2029]|\r(?!\n)")
_SURROGATE = re.compile("[\ud800-\udfff]")
_NUMBER_START = frozenset("+-.0123456789")


@dataclass(frozen=True, slots=True)
class Fault:
    """Why a file cannot be read as it stands: a place (from 1), a rule id, what is wrong, what to do."""

    line: int
    column: int
    rule: str
    message: str
    hint: str = ""


@dataclass(slots=True)
class Document:
    """One file's data. `data` is None where `faults` says why it could not be read."""

    data: Any
    faults: tuple[Fault, ...]
    text: str = field(default="", repr=False)
    _places: dict[tuple[At, bool], tuple[int, int]] | None = field(default=None, repr=False)

    def position(self, at: At, *, key: bool = False) -> tuple[int, int]:
        """Line and column (from 1) of the value at `at`, or of its key.

        Where there is nothing at `at`, the nearest place above that exists.
        """
        if self._places is None:
            self._places = dict(_places(self.text))
        while True:
            for wanted in (key, not key):
                if (place := self._places.get((at, wanted))) is not None:
                    return place
            if not at:
                return 1, 1
            at, key = at[:-1], True


class _RefusedError(Exception):
    def __init__(self, fault: Fault) -> None:
        super().__init__(fault.message)
        self.fault = fault


def size_fault(size: int) -> Fault | None:
    """What to say of a file of `size` bytes if that is too many to read."""
    if size <= MAX_BYTES:
        return None
    message = f"the file has {size:,} bytes; the limit is {MAX_BYTES:,}"
    return Fault(1, 1, "file-too-large", message, "Put long material into an attachment.")


def read(raw: bytes) -> Document:
    """Read one YAML file. Whatever is wrong with it comes back as faults, never as an exception."""
    if fault := size_fault(len(raw)):
        return Document(None, (fault,))
    try:
        text = raw.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        before = raw[: error.start].decode("utf-8")
        line, column = before.count("\n") + 1, len(before) - before.rfind("\n")
        message = f"byte 0x{raw[error.start]:02x} is not UTF-8"
        hint = "Save the file with the encoding UTF-8 (it may be in Latin-1 or Windows-1252 now)."
        return Document(None, (Fault(line, column, "yaml-encoding", message, hint),))
    if hidden := _HIDDEN_BREAK.search(text):
        line = text.count("\n", 0, hidden.start()) + 1
        column = hidden.start() - text.rfind("\n", 0, hidden.start())
        message = f"hidden line break U+{ord(hidden.group()):04X}"
        hint = "Delete the character: editors do not show it, but YAML ends the line there."
        return Document(None, (Fault(line, column, "yaml-line-break", message, hint),))
    try:
        return Document(_build(text), (), text)
    except _RefusedError as refused:
        return Document(None, (refused.fault,), text)
    except yaml.YAMLError as error:
        return Document(None, (_syntax_fault(error, text),), text)


def _build(text: str) -> Any:
    builder = _Builder("\\" in text)
    for event in yaml.parse(text, Loader=_LOADER):
        handle = _HANDLERS.get(type(event))
        if handle is not None:
            handle(builder, event)
    return builder.root


class _Builder:
    """Puts the data of a document together, event by event, and refuses what is not allowed."""

    __slots__ = ("container", "documents", "escapes", "key", "root", "stack")

    def __init__(self, escapes: bool) -> None:
        self.root: Any = None
        self.container: Any = None  # the open map or list, and the key that its next value goes to
        self.key: str | None = None
        self.stack: list[tuple[Any, str | None]] = []
        self.escapes = escapes
        self.documents = 0

    def scalar(self, event: ScalarEvent) -> None:
        self.add(event, _scalar(event, self.escapes))

    def open(self, event: MappingStartEvent | SequenceStartEvent) -> None:
        _refuse_decorated(event)
        if len(self.stack) >= MAX_DEPTH:
            raise _refused(
                event, "yaml-depth", f"more than {MAX_DEPTH} levels of nesting", "Flatten the file."
            )
        value: Any = {} if type(event) is MappingStartEvent else []
        self.add(event, value)
        self.stack.append((self.container, self.key))
        self.container, self.key = value, None

    def close(self, _: Event) -> None:
        self.container, self.key = self.stack.pop()

    def alias(self, event: AliasEvent) -> None:
        hint = "Write the value out: aliases and anchors are not used here."
        raise _refused(event, "yaml-alias", f"alias '*{shorten(event.anchor)}'", hint)

    def document(self, event: DocumentStartEvent) -> None:
        self.documents += 1
        if self.documents > 1:
            hint = "Remove the line '---': one file, one document."
            raise _refused(event, "yaml-documents", "a second document", hint)

    def add(self, event: Event, value: Any) -> None:
        container = self.container
        if container is None:
            self.root = value
        elif type(container) is list:
            container.append(value)
        elif self.key is None:
            self.key = _key(event, value, container)
        else:
            container[self.key] = value
            self.key = None


_HANDLERS: dict[type[Event], Callable[[_Builder, Any], None]] = {
    ScalarEvent: _Builder.scalar,
    MappingStartEvent: _Builder.open,
    SequenceStartEvent: _Builder.open,
    MappingEndEvent: _Builder.close,
    SequenceEndEvent: _Builder.close,
    AliasEvent: _Builder.alias,
    DocumentStartEvent: _Builder.document,
}


def _key(event: Event, value: Any, container: dict[str, Any]) -> str:
    if isinstance(value, (dict, list)):
        raise _refused(event, "yaml-key", "a map or list as a key", "Keys are plain words.")
    if not isinstance(value, str):
        written = getattr(event, "value", "")
        raise _refused(
            event, "yaml-key", f"the key '{shorten(written)}' is not text", f'Quote it: "{shorten(written)}":'
        )
    if value == "<<":
        raise _refused(
            event, "yaml-merge-key", "merge key '<<'", "Write the values out: merge keys are not used here."
        )
    if value in container:
        hint = "Remove or rename one of them."
        raise _refused(
            event, "yaml-duplicate-key", f"the key '{shorten(value)}' stands twice in one map", hint
        )
    return value


def _scalar(event: ScalarEvent, escapes: bool) -> Any:
    if event.anchor is not None or event.tag is not None:
        _refuse_decorated(event)
    value: str = event.value
    if event.style:
        if escapes and _SURROGATE.search(value):
            hint = "Write the character itself instead of two \\u escapes."
            raise _refused(event, "yaml-character", "half of a surrogate pair", hint)
        return value
    if value in _WORDS:
        return _WORDS[value]
    if value[0] in _NUMBER_START:
        if _INT.fullmatch(value):
            if len(value) > _MAX_DIGITS:
                raise _refused(
                    event, "yaml-number", f"a number of {len(value)} characters", "Quote it if it is text."
                )
            return int(value)
        if _FLOAT.fullmatch(value) and len(value) <= _MAX_DIGITS:
            return float(value)
    return value


def _refuse_decorated(event: Any) -> None:
    if event.anchor is not None:
        hint = "Write the value out where it is needed: anchors are not used here."
        raise _refused(event, "yaml-alias", f"anchor '&{shorten(event.anchor)}'", hint)
    if event.tag is not None:
        raise _refused(event, "yaml-tag", f"tag '{shorten(event.tag)}'", "Remove it: tags are not used here.")


def _refused(event: Event, rule: str, message: str, hint: str) -> _RefusedError:
    return _RefusedError(Fault(*_place(event), rule, message, hint))


def _place(event: Event) -> tuple[int, int]:
    mark: Any = event.start_mark
    return mark.line + 1, mark.column + 1


_CONTROL = re.compile("[^\t\n\r\x20-\x7e\xa0-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")


def _syntax_fault(error: yaml.YAMLError, text: str) -> Fault:
    if found := _CONTROL.search(text):
        line = text.count("\n", 0, found.start()) + 1
        column = found.start() - text.rfind("\n", 0, found.start())
        return Fault(
            line, column, "yaml-character", f"control character U+{ord(found.group()):04X}", "Delete it."
        )
    mark = getattr(error, "problem_mark", None) or getattr(error, "context_mark", None)
    line, column = (mark.line + 1, mark.column + 1) if mark else (1, 1)
    said = getattr(error, "problem", None) or str(error).partition("\n")[0]
    if "\t" in _line(text, line)[: column + 1]:
        return Fault(line, column, "yaml-syntax", "there is a tab here", "Indent with spaces only.")
    message, hint = next((words for part, words in _PLAIN_WORDS.items() if part in said), _OTHERWISE)
    return Fault(line, column, "yaml-syntax", message, hint)


def _line(text: str, number: int) -> str:
    lines = text.split("\n", number)
    return lines[number - 1] if len(lines) >= number else ""


# What the parser says, in words for people who do not know its terms, and what to do.
_PLAIN_WORDS = {
    "mapping values are not allowed": (
        "a colon stands where none can be",
        "Put a text that contains ': ' in quotes; else the indentation of this line is wrong.",
    ),
    "could not find expected ':'": (
        "this line has no colon",
        "Write 'key: value', with a blank after the colon.",
    ),
    "did not find expected key": (
        "this line cannot be read as a key",
        "Keys of one map start in the same column; nothing may follow a closing quote.",
    ),
    "cannot start any token": (
        "a text cannot start with this character",
        "Put the text in quotes.",
    ),
    "unexpected end of stream": ("the file ends inside a text or a list", "Close the quote or the bracket."),
    "did not find expected ',' or": (
        "a list or map in brackets goes wrong here",
        "Add the comma or the bracket.",
    ),
    "unknown escape character": (
        "a backslash in double quotes means something else here",
        "Double the backslash, or use single quotes.",
    ),
}
_OTHERWISE = (
    "this line cannot be read",
    "Most often a quote, a bracket or a colon is missing here or on the line above.",
)


class _Open:
    """An open map or list on the way through a file: hands out the paths of what it holds."""

    __slots__ = ("count", "is_map", "key", "path")

    def __init__(self, path: At, is_map: bool) -> None:
        self.path = path
        self.is_map = is_map
        self.key: str | None = None
        self.count = 0

    def next_path(self) -> At:
        if self.is_map:
            key, self.key = self.key or "", None
            return (*self.path, key)
        self.count += 1
        return (*self.path, self.count - 1)


def _places(text: str) -> Iterator[tuple[tuple[At, bool], tuple[int, int]]]:
    """Every place in a file: ((path, is it the key?), (line, column)), as far as the file can be read."""
    stack: list[_Open] = []
    try:
        for event in yaml.parse(text, Loader=_LOADER):
            if isinstance(event, (MappingEndEvent, SequenceEndEvent)):
                stack.pop()
            elif isinstance(event, ScalarEvent) and stack and stack[-1].is_map and stack[-1].key is None:
                stack[-1].key = event.value
                yield ((*stack[-1].path, event.value), True), _place(event)
            elif isinstance(event, (ScalarEvent, MappingStartEvent, SequenceStartEvent)):
                path = stack[-1].next_path() if stack else ()
                yield (path, False), _place(event)
                if not isinstance(event, ScalarEvent):
                    stack.append(_Open(path, isinstance(event, MappingStartEvent)))
    except yaml.YAMLError:
        return
