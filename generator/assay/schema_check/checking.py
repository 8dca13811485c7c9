"""How data are checked: our own formats and keywords, on top of those of the library.

Nothing is ever fetched: the schemas refer only to themselves, and the registry they get is empty.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from functools import cache
from typing import Any
from urllib.parse import urlsplit

import jsonschema
from jsonschema.exceptions import ValidationError
from referencing import Registry

from assay.durations import parse_date, parse_duration
from assay.forge import forge_of
from assay.keys import parse_key
from assay.problems import plain
from assay.schema_check.messages import explain
from assay.schema_check.mismatch import Mismatch
from assay.schema_check.schemas import schema

_FORMATS = jsonschema.FormatChecker(formats=())


@_FORMATS.checks("date", raises=ValueError)
def _is_date(value: object) -> bool:
    if isinstance(value, str):
        return parse_date(value) is not None
    return True


@_FORMATS.checks("duration", raises=ValueError)
def _is_duration(value: object) -> bool:
    if isinstance(value, str):
        parse_duration(value)
    return True


@_FORMATS.checks("public-key", raises=ValueError)
def _is_public_key(value: object) -> bool:
    if isinstance(value, str):
        parse_key(value)
    return True


@_FORMATS.checks("repository", raises=ValueError)
def _is_repository(value: object) -> bool:
    return bool(forge_of(value).base) if isinstance(value, str) else True


@_FORMATS.checks("uri", raises=ValueError)
def _is_web_address(value: object) -> bool:
    if not isinstance(value, str):
        return True
    parts = urlsplit(value)
    return parts.scheme in ("http", "https") and bool(parts.hostname) and not re.search(r"\s", value)


def _whole_pattern(_: Any, pattern: str, instance: Any, __: Any) -> Iterator[ValidationError]:
    # In Python's re a final `$` also matches before a line break at the end.
    if isinstance(instance, str) and (instance[-1:] == "\n" or not re.search(pattern, instance)):
        yield ValidationError(f"does not match {pattern}")


def _min_length(_: Any, least: int, instance: Any, __: Any) -> Iterator[ValidationError]:
    # A text of blanks, or of signs that nobody sees, is no text.
    if isinstance(instance, str) and not instance[:1].isalnum() and len(plain(instance).strip()) < least:
        yield ValidationError("is too short")


def _unique_texts(_: Any, wanted: bool, instance: Any, __: Any) -> Iterator[ValidationError]:
    # The lists that must be unique are lists of texts; whatever else is in them has a problem of its own,
    # and comparing maps with each other takes time that grows with the square of their number.
    if wanted and isinstance(instance, list):
        texts = [entry for entry in instance if isinstance(entry, str)]
        if len(set(texts)) < len(texts):
            yield ValidationError("has something twice")


def _min_properties(_: Any, least: int, instance: Any, __: Any) -> Iterator[ValidationError]:
    # People's own keys say nothing to us: a map of nothing else is as good as empty.
    if isinstance(instance, dict) and sum(not key.startswith("x-") for key in instance) < least:
        yield ValidationError("has too few keys")


_extend: Callable[..., Any] = jsonschema.validators.extend
# JSON Schema calls 3.0 an integer; a level or a count is written without a point here.
_types: Any = jsonschema.Draft202012Validator.TYPE_CHECKER
_Validator = _extend(
    jsonschema.Draft202012Validator,
    {
        "pattern": _whole_pattern,
        "minLength": _min_length,
        "minProperties": _min_properties,
        "uniqueItems": _unique_texts,
    },
    type_checker=_types.redefine("integer", lambda _, value: type(value) is int),
)


@cache
def _validator(kind: str) -> Any:
    return _Validator(schema(kind), registry=Registry(), format_checker=_FORMATS)


def mismatches(kind: str, data: Any) -> list[Mismatch]:
    """Every way in which `data` do not fit the schema of `kind`, in the order of the file's keys."""
    found = (mismatch for error in _validator(kind).iter_errors(data) for mismatch in explain(error))
    return list(dict.fromkeys(found))
