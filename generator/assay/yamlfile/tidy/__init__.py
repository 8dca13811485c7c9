"""One layout for every YAML file: keys in order, two blanks a level, and all comments kept.

Values are not written anew: what stands in the file is moved and indented, as it was written. So no text is
folded, no quote lost, no number read otherwise. The outcome is read again all the same: it counts only where
it says what was said before, with the same comments.
"""

from __future__ import annotations

import json
from typing import Any

from assay.yamlfile import Fault, read
from assay.yamlfile.tidy.arranging import arranged
from assay.yamlfile.tidy.comments import comments
from assay.yamlfile.tidy.order import KeyOrder
from assay.yamlfile.tidy.parsing import NotUnderstoodError, parse
from assay.yamlfile.tidy.printing import printed

__all__ = ["KeyOrder", "tidied"]

_HINT = "The file is left as it is."


def tidied(raw: bytes, order: KeyOrder) -> bytes | Fault:
    """A file in the one layout; or why it is left alone.

    `order`: the keys of the map at a place, in their order; all others follow as they stand. To tidy what is
    tidy changes nothing.
    """
    before = read(raw)
    if before.faults:
        return before.faults[0]
    text = before.text.replace("\r\n", "\n")
    try:
        after = printed(arranged(parse(text, order), order)).encode("utf-8")
    except NotUnderstoodError as error:
        return Fault(error.line, 1, "layout", f"{error}, which has no place in the layout", _HINT)
    if after == raw:
        return raw
    again = read(after)
    if again.faults or _canonical(again.data) != _canonical(before.data):
        return Fault(1, 1, "layout", "in the common layout the file would say something else", _HINT)
    if comments(again.text) != comments(text):
        return Fault(1, 1, "layout", "in the common layout a comment would be lost", _HINT)
    return after


def _canonical(data: Any) -> str:
    return json.dumps(data, sort_keys=True)
