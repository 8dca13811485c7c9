"""YAML, read strictly: bytes in, data with positions out. The only module that imports yaml.

A file holds one document of maps, lists and scalars: UTF-8, no anchors, aliases, merge keys or tags, no
duplicate or non-text keys. Scalars follow YAML 1.2: `no`, `on`, `1:30`, `010` and dates stay text. One pass
over the parser's events builds the data; composing, which recurses, is never used, so no input can exhaust
the stack. Positions are found by a second pass, which only happens when somebody asks for one.
"""

from __future__ import annotations

import re
from collections.abc import Callable
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
from assay.yamlfile.faults import FLATTEN, MAX_DEPTH, TOO_DEEP, Fault, syntax_fault
from assay.yamlfile.places import LOADER, place_of, places

__all__ = ["MAX_BYTES", "MAX_DEPTH", "Document", "Fault", "read", "size_fault"]

MAX_BYTES = 1_000_000

_INT = re.compile(r"[-+]?(?:0|[1-9][0-9]*)", re.ASCII)
_FLOAT = re.compile(r"[-+]?(?:0|[1-9][0-9]*)?\.[0-9]+(?:[eE][-+]?[0-9]{1,2})?", re.ASCII)
_WORDS: dict[str, Any] = {
    "": None, "~": None, "null": None, "Null": None, "NULL": None,
    "true": True, "True": True, "TRUE": True, "false": False, "False": False, "FALSE": False,
}  # fmt: skip
_UTF_16 = (b"\xff\xfe", b"\xfe\xff")
_MAX_DIGITS = 15
# YAML 1.1 ends a line, and so a comment, at these; an editor does not show that.
_HIDDEN_BREAK = re.compile("[\u0085\u2028\u2029]|\r(?!\n)")
_SURROGATE = re.compile("[\ud800-\udfff]")
_NUMBER_START = frozenset("+-.0123456789")


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
            self._places = dict(places(self.text))
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
        now = "UTF-16, which Notepad calls Unicode" if raw[:2] in _UTF_16 else "Latin-1 or Windows-1252"
        hint = f"Save the file with the encoding UTF-8 (it may be in {now} now)."
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
        return Document(None, (syntax_fault(error, text),), text)


def _build(text: str) -> Any:
    builder = _Builder("\\" in text)
    for event in yaml.parse(text, Loader=LOADER):
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
            raise _refused(event, "yaml-depth", TOO_DEEP, FLATTEN)
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
            return int(_short(event, "Quote it if it is text."))
        if _FLOAT.fullmatch(value):
            return float(_short(event, f"Write at most {_MAX_DIGITS - 1} digits, or quote it if it is text."))
    return value


def _short(event: Any, hint: str) -> str:
    """The characters of a number, where they are few enough to be kept as they are."""
    value: str = event.value
    if len(value) > _MAX_DIGITS:
        raise _refused(event, "yaml-number", f"a number of {len(value)} characters", hint)
    return value


def _refuse_decorated(event: Any) -> None:
    if event.anchor is not None:
        hint = "Write the value out where it is needed: anchors are not used here."
        raise _refused(event, "yaml-alias", f"anchor '&{shorten(event.anchor)}'", hint)
    if event.tag is not None:
        raise _refused(event, "yaml-tag", f"tag '{shorten(event.tag)}'", "Remove it: tags are not used here.")


def _refused(event: Event, rule: str, message: str, hint: str) -> _RefusedError:
    return _RefusedError(Fault(*place_of(event), rule, message, hint))
