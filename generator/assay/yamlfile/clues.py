"""What a line shows of why it cannot be read, where the parser only says that it cannot.

Most of it comes along from a word processor or a web page: signs that look like those of YAML, and are not.
"""

from __future__ import annotations

import re
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Clue:
    """Where in a line (from 1), what is wrong, what to do."""

    column: int
    message: str
    hint: str


_LONGEST = 1_000
_QUOTE_IT = "Put the whole text in quotes"
_LOOKS = (
    (
        re.compile(r"\s*(```|~~~)"),
        "this sign stands around examples, and is no part of them",
        "Delete this line, and its like at the end.",
    ),
    (
        re.compile(r"[ \t]*(?:- *)?(?:[\w-]+:)?[ \t]*([\u00a0\u1680\u2000-\u200b\u202f\u205f\u3000\ufeff])"),
        "this is no ordinary blank, although it looks like one",
        "Delete it, and type a blank: it came along from a web page or a word processor.",
    ),
    (
        re.compile(r"\s*([\u2010-\u2015\u2212\u2022\u00b7])[ \t]"),
        "this is no hyphen, although it looks like one",
        "Begin each entry of a list with the hyphen of the keyboard and a blank: '- '.",
    ),
    (
        re.compile(r"\s*(?:- +)?[\w-]+([\uff1a\u2236\ua789])"),
        "this is no colon, although it looks like one",
        "Write 'key: value', with the colon of the keyboard and a blank after it.",
    ),
    (
        re.compile(r"(?:[ \t]*(?:- +)?(?:[\w-]+:)?|[^\[{]*[\[{].*?[:,])[ \t]*([\u2018-\u201f\u00ab\u2039])"),
        "curly quotes are no quotes here",
        'Put straight ones in their place: "...".',
    ),
    (
        re.compile(r"\s*(-)[\"'{\[\w]"),
        "a blank is missing after the hyphen",
        "Begin each entry of a list with a hyphen and a blank: '- '.",
    ),
    (
        re.compile(r".*?: +([\[{])[^\]}]*[\]}] *[^\s#,\]}]"),
        "a text cannot begin with a bracket",
        f'{_QUOTE_IT}: "[draft] ...".',
    ),
    (
        re.compile(r".*?: +(?:\"(?:[^\"\\]|\\.)*\"|'(?:[^']|'')*')( *)[^\s#,\]}:]"),
        "the text goes on after its closing quote",
        f"{_QUOTE_IT}: '\"Both\" sites', or \"the desk's plan\".",
    ),
    (
        re.compile(r".*?: +([*&!|>%@`-])(?=.)"),
        "a text cannot begin with this sign",
        f"{_QUOTE_IT}.",
    ),
)  # fmt: skip


def clue(line: str, above: str, said: str) -> Clue | None:
    """What a line shows. `above`: the last line before it that is not empty; `said`: by the parser."""
    line = line[:_LONGEST]
    for pattern, message, hint in _LOOKS:
        if found := pattern.match(line):
            return Clue(found.start(1) + 1, message, hint)
    if "could not find expected ':'" in said and (found := re.match(r"\s*(?:- +)?[\w-]+(:)\S", line)):
        return Clue(found.start(1) + 1, "a blank is missing after the colon", "Write 'key: value'.")
    further = len(line) - len(line.lstrip()) > len(above) - len(above.lstrip())
    if "mapping values" in said and further and re.match(r"\s+[\w-]+:(\s|$)", line):
        return Clue(
            len(line) - len(line.lstrip()) + 1,
            "this line begins further right than the one above, and does not belong to it",
            "Begin the keys of one map in the same column; put a text that has ': ' in it in quotes.",
        )
    return None
