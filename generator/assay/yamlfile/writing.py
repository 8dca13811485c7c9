"""Data to the text of a new YAML file, in the layout that `assay fmt` makes.

Short maps and lists stand in braces and brackets on one line, long ones over several; a text is quoted only
where it would be read as something else. What is written reads back as the same data.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from assay.problems import At
from assay.yamlfile import read
from assay.yamlfile.editing import printable, scalar

_WIDTH = 110
_INDICATORS = frozenset("-?:,[]{}#&*!|>'\"%@`~=<")


def written(data: Mapping[str, Any], comments: Mapping[At, str] | None = None) -> str:
    """The text of a file with these data: maps, lists, texts, numbers, true and false.

    `comments`: lines to stand above a value, without `#`, by the place of the value; at `()` at the top of
    the file. They may name the place behind the last key of a map, by any key that the map does not have.
    """
    notes = dict(comments or {})
    lines = [*_comment(notes.pop((), ""), ""), *_map(data, (), "", notes)]
    return "".join(f"{line}\n" for line in lines)


def text_scalar(text: str, *, flow: bool = False) -> str:
    """A text on one line: bare where it reads back as the same text (`flow`: in brackets), else quoted."""
    bare = scalar(text)
    if bare == text or not _may_be_bare(text, flow):
        return bare
    document = read((f"k: [{text}]" if flow else f"k: {text}").encode())
    data = document.data if not document.faults else None
    return text if data == {"k": [text] if flow else text} else bare


def flow(value: Any) -> str:
    """A value on one line, its maps in braces and its lists in brackets."""
    if isinstance(value, Mapping):
        pairs = (f"{text_scalar(key, flow=True)}: {flow(one)}" for key, one in value.items())
        return "{" + ", ".join(pairs) + "}"
    if isinstance(value, list | tuple):
        return "[" + ", ".join(flow(one) for one in value) + "]"
    return text_scalar(value, flow=True) if isinstance(value, str) else _plain(value)


def _may_be_bare(text: str, flow: bool) -> bool:
    return (
        bool(text)
        and text[0] not in _INDICATORS
        and text == " ".join(text.split())
        and printable(text) == text
        and not any(sign in text for sign in (": ", " #", ", " if flow else " #"))
        and not (flow and any(sign in text for sign in ",[]{}:"))
    )


def _map(data: Mapping[str, Any], at: At, indent: str, notes: Mapping[At, str]) -> Iterator[str]:
    for key, value in data.items():
        yield from _comment(notes.get((*at, key), ""), indent)
        yield from _entry(f"{indent}{text_scalar(key)}:", value, (*at, key), indent, notes)
    for place, note in notes.items():
        if place[:-1] == at and place[-1] not in data:
            yield from _comment(note, indent)


def _list(data: Sequence[Any], at: At, indent: str, notes: Mapping[At, str]) -> Iterator[str]:
    for index, value in enumerate(data):
        here = (*at, index)
        yield from _comment(notes.get(here, ""), indent)
        if isinstance(value, Mapping) and value and _on_a_line(value, here, f"{indent}-", notes) is None:
            first, *rest = _map(value, here, f"{indent}  ", notes)
            yield f"{indent}- {first.lstrip()}"
            yield from rest
        else:
            yield from _entry(f"{indent}-", value, here, indent, notes)


def _entry(prefix: str, value: Any, at: At, indent: str, notes: Mapping[At, str]) -> Iterator[str]:
    """The lines of one value behind its key or dash."""
    line = _on_a_line(value, at, prefix, notes)
    if line is not None:
        yield f"{prefix} {line}"
    elif isinstance(value, str):
        yield from _long_text(prefix, value, f"{indent}  ")
    elif isinstance(value, Mapping):
        yield prefix
        yield from _map(value, at, f"{indent}  ", notes)
    else:
        yield prefix
        yield from _list(value, at, f"{indent}  ", notes)


def _on_a_line(value: Any, at: At, prefix: str, notes: Mapping[At, str]) -> str | None:
    """A value as it fits on the line that begins with `prefix`; None where it needs lines of its own."""
    if isinstance(value, str):
        line = text_scalar(value)
        return line if len(prefix) + 1 + len(line) <= _WIDTH and "\n" not in value else None
    if not isinstance(value, Mapping | list | tuple):
        return _plain(value)
    if any(place[: len(at)] == at and place != at for place in notes) or not _is_flat(value):
        return None
    line = flow(value)
    return line if len(prefix) + 1 + len(line) <= _WIDTH and "\n" not in line else None


def _is_flat(value: Any) -> bool:
    """Whether a map or list holds nothing deeper than lists of single values, no text of several lines."""
    held = value.values() if isinstance(value, Mapping) else value
    if any(isinstance(one, str) and "\n" in one for one in held):
        return False
    if isinstance(value, Mapping):
        return all(
            not isinstance(one, Mapping) and (not isinstance(one, list | tuple) or _is_flat(one))
            for one in value.values()
        )
    return not any(isinstance(one, Mapping | list | tuple) for one in value)


def _plain(value: bool | int | float) -> str:
    if isinstance(value, bool):
        return "true" if value else "false"
    return str(value)


def _long_text(prefix: str, text: str, indent: str) -> Iterator[str]:
    """A text over several lines: folded where it is one paragraph, line by line where it has its own."""
    lines = text.split("\n")
    if printable(text) != text or any(line != line.strip() or "\t" in line for line in lines) or not lines[0]:
        yield f"{prefix} {scalar(text)}"
    elif len(lines) == 1 and text == " ".join(text.split(" ")) and "  " not in text:
        yield f"{prefix} >-"
        yield from (f"{indent}{line}" for line in _wrapped(text, _WIDTH - len(indent)))
    elif lines[-1]:
        yield f"{prefix} |-"
        yield from (f"{indent}{line}" if line else "" for line in lines)
    else:
        yield f"{prefix} {scalar(text)}"


def _wrapped(text: str, width: int) -> Iterator[str]:
    line = ""
    for word in text.split(" "):
        if line and len(line) + 1 + len(word) > width:
            yield line
            line = word
        else:
            line = f"{line} {word}" if line else word
    yield line


def _comment(text: str, indent: str) -> Iterator[str]:
    width = _WIDTH - len(indent) - 2
    for line in text.split("\n") if text else ():
        for part in _wrapped(printable(line), width) if len(line) > width else (printable(line),):
            yield f"{indent}# {part}".rstrip()
