"""The comments of a file: what stands behind a `#` wherever no value stands."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator
from typing import Any

import yaml
from yaml.events import ScalarEvent

from assay.yamlfile.places import LOADER

_COMMENT = re.compile(r"#[^\n]*")
_AFTER_HEADER = re.compile(r"[|>][-+0-9]*[ \t]+(#[^\n]*)")


def comments(text: str) -> Counter[str]:
    """How often each comment stands in a text that reads well, without the blanks at its end."""
    return Counter(comment.rstrip() for comment in _comments(text))


def _comments(text: str) -> Iterator[str]:
    reached = 0
    for event in yaml.parse(text, Loader=LOADER):
        if isinstance(event, ScalarEvent):
            marks: Any = (event.start_mark, event.end_mark)
            start, end = (mark.index for mark in marks)
            yield from _COMMENT.findall(text[reached:start])
            if event.style in ("|", ">") and (header := _AFTER_HEADER.match(text, start)):
                yield header[1]
            reached = end
    yield from _COMMENT.findall(text[reached:])
