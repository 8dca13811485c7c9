"""Data as one text and no other (RFC 8785): a digest of it depends on what it says, not on its layout."""

from __future__ import annotations

import hashlib
import json
import math
from collections.abc import Mapping, Sequence
from decimal import Decimal
from typing import Any

_WHOLE = 10**21
_TINY = 1e-6


def canonical(value: Any) -> bytes:
    """Plain data (maps with text keys, lists, texts, numbers, true, false, null) in the form of RFC 8785.

    No blanks, keys in the order of their UTF-16 code units, numbers as ECMAScript writes them, UTF-8. A
    ValueError where a number is none.
    """
    return _text(value).encode("utf-8")


def digest(value: Any) -> str:
    """The SHA-256 of `canonical(value)`, lower-case hexadecimal."""
    return hashlib.sha256(canonical(value)).hexdigest()


def _text(value: Any) -> str:
    if isinstance(value, Mapping):
        keys = sorted(value, key=lambda key: str(key).encode("utf-16-be", "surrogatepass"))
        return "{" + ",".join(f"{_quoted(key)}:{_text(value[key])}" for key in keys) + "}"
    if isinstance(value, Sequence) and not isinstance(value, str):
        return "[" + ",".join(_text(entry) for entry in value) + "]"
    if isinstance(value, float):
        return _number(value)
    return json.dumps(value, ensure_ascii=False)


def _quoted(key: str) -> str:
    return json.dumps(key, ensure_ascii=False)


def _number(value: float) -> str:
    """A number as ECMAScript writes it: with the fewest digits that mean it."""
    if not math.isfinite(value):
        raise ValueError(f"{value} is no number of JSON")
    if value == 0:
        return "0"
    if _TINY <= abs(value) < _WHOLE:
        text = format(Decimal(repr(value)), "f")
        return text.rstrip("0").rstrip(".") if "." in text else text
    mantissa, _, exponent = f"{Decimal(repr(value)).normalize():e}".partition("e")
    return f"{mantissa}e{int(exponent):+d}"
