"""Why a file cannot be read as YAML, in words for people who do not know the parser's terms."""

from __future__ import annotations

import re
from dataclasses import dataclass

import yaml

from assay.yamlfile.clues import clue


@dataclass(frozen=True, slots=True)
class Fault:
    """Why a file cannot be read as it stands: a place (from 1), a rule id, what is wrong, what to do."""

    line: int
    column: int
    rule: str
    message: str
    hint: str = ""


MAX_DEPTH = 24
TOO_DEEP = f"more than {MAX_DEPTH} levels of nesting"
FLATTEN = "Flatten the file."

_CONTROL = re.compile("[^\t\n\r\x20-\x7e\xa0-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")


def syntax_fault(error: yaml.YAMLError, text: str) -> Fault:
    """What the parser's error means."""
    if found := _CONTROL.search(text):
        line = text.count("\n", 0, found.start()) + 1
        column = found.start() - text.rfind("\n", 0, found.start())
        return Fault(
            line, column, "yaml-character", f"control character U+{ord(found.group()):04X}", "Delete it."
        )
    mark, began = getattr(error, "problem_mark", None), getattr(error, "context_mark", None)
    said = getattr(error, "problem", None) or str(error).partition("\n")[0]
    if began and (not mark or "could not find expected ':'" in said):
        mark = began  # the parser notices only where the next line begins
    line, column = (mark.line + 1, mark.column + 1) if mark else (1, 1)
    if "nesting depth" in said:  # the parser's own limit, since libyaml 0.2.6: it scans ahead of our count
        return Fault(line, column, "yaml-depth", TOO_DEEP, FLATTEN)
    if "\t" in _line(text, line)[: column + 1]:
        return Fault(line, column, "yaml-syntax", "there is a tab here", "Indent with spaces only.")
    if seen := clue(_line(text, line), _above(text, line), said):
        return Fault(line, seen.column, "yaml-syntax", seen.message, seen.hint)
    if "did not find expected ',' or" in said and began and began.line + 1 < line:
        where = f"the bracket that opens in line {began.line + 1} is not closed"
        return Fault(line, column, "yaml-syntax", where, "Add the bracket at its end, or a comma.")
    message, hint = next((words for part, words in _PLAIN_WORDS.items() if part in said), _OTHERWISE)
    return Fault(line, column, "yaml-syntax", message, hint)


def _line(text: str, number: int) -> str:
    lines = text.split("\n", number)
    return lines[number - 1] if len(lines) >= number else ""


def _above(text: str, number: int) -> str:
    """The last line above one that is not empty."""
    lines = text.split("\n", number)[: number - 1]
    return next((line for line in reversed(lines) if line.strip()), "")


# What the parser says, in words for people who do not know its terms, and what to do.
_PLAIN_WORDS = {
    "mapping values are not allowed": (
        "a colon stands where none can be",
        "Put a text that contains ': ' in quotes; else the indentation of this line is wrong.",
    ),
    "could not find expected ':'": (
        "this line has no colon",
        "Write 'key: value'; or indent it, if it goes on with the text above.",
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
        "Put a text that has ': ' or a comma in it in quotes; else a comma or the bracket is missing.",
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
