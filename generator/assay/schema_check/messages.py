"""What a schema's failure is called in words for people, and what to do about it."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from jsonschema.exceptions import ValidationError, best_match

from assay.keys import parse_key
from assay.problems import At, plain, shorten
from assay.schema_check.mismatch import Mismatch
from assay.wording import as_id, did_you_mean, listed


@dataclass(frozen=True, slots=True)
class _Failure:
    """A keyword of a schema that a value did not meet, with the keyword's own value and the schema around."""

    keyword: str
    expected: Any
    value: Any
    schema: Mapping[str, Any]
    at: At
    text: str
    branches: tuple[ValidationError, ...]
    names_key: bool


def _failure(error: ValidationError) -> _Failure:
    around = error.schema if isinstance(error.schema, Mapping) else {}
    place: At = tuple(error.absolute_path)
    branches = tuple(error.context or ())
    return _Failure(
        keyword=str(error.validator),
        expected=error.validator_value,
        value=error.instance,
        schema=around,
        at=place,
        text=error.message,
        branches=branches,
        names_key="propertyNames" in error.relative_schema_path,
    )


def explain(error: ValidationError) -> Iterator[Mismatch]:
    """What one error of jsonschema means, as one or more mismatches."""
    failure = _failure(error)
    if failure.branches and not _choice_keys(failure):
        closest = best_match(failure.branches)
        if closest is not None:
            yield from explain(closest)
            return
    say = _names if failure.names_key else _EXPLAIN.get(failure.keyword)
    if say is None:
        yield Mismatch(failure.at, False, f"{_name(failure.at)} does not fit: {shorten(failure.text, 120)}")
        return
    yield from say(failure)


def _name(at: At) -> str:
    """What to call the value at `at`: its own key, or the list that it stands in."""
    if not at:
        return "the file"
    if isinstance(at[-1], str):
        return f"'{at[-1]}'"
    return f"entry {at[-1] + 1} of {_name(at[:-1])}"


_KINDS = {
    "object": "a map (keys with values)", "array": "a list", "string": "text", "integer": "a whole number",
    "number": "a number", "boolean": "true or false", "null": "nothing",
}  # fmt: skip


def _kind(value: Any) -> str:
    if isinstance(value, bool):
        return f"the value {str(value).lower()}"
    if value is None:
        return "nothing"
    if isinstance(value, dict):
        return "a map"
    if isinstance(value, list):
        return "a list"
    return f"the number {value}" if isinstance(value, (int, float)) else f"the text '{shorten(value)}'"


def _shown(value: Any) -> str:
    return f"'{shorten(value)}'" if isinstance(value, str) else _kind(value)


_WRITE = {
    "object": "Write keys with values below it, indented.",
    "array": "Write a list: one entry a line, each after '- '; or [one, other].",
    "boolean": "Write true or false, without quotes.",
    "integer": "Write a whole number, without quotes.",
    "number": "Write a number, without quotes.",
    "string": "Write a text.",
}


def _type(fail: _Failure) -> Iterator[Mismatch]:
    wanted = [fail.expected] if isinstance(fail.expected, str) else list(fail.expected)
    hint = _WRITE.get(wanted[0], "")
    if wanted == ["object"] and (keys := _keys_to_write(fail.schema)):
        hint = f"Write keys with values, such as {{{', '.join(f'{key}: ...' for key in keys)}}}"
    if wanted == ["string", "object"] and _holds_languages(fail.schema):
        wanted, hint = ["string"], "Write a text, or one for each language: {en: ..., hu: ...}."
    if wanted == ["string"] and isinstance(fail.value, (int, float)):
        shown = str(fail.value).lower() if isinstance(fail.value, bool) else str(fail.value)
        hint = f'Quote it: "{shown}"'
    elif fail.value is None:
        hint = "Write a value after the colon, or remove the key."
    elif wanted == ["boolean"] and isinstance(fail.value, str):
        words = {"yes": "true", "on": "true", "true": "true", "no": "false", "off": "false", "false": "false"}
        hint = f"Write {words.get(fail.value.lower(), 'true or false')}, without quotes."
    expected = listed((_KINDS[kind] for kind in wanted), "or")
    yield Mismatch(fail.at, False, f"{_name(fail.at)} is {_kind(fail.value)}; expected {expected}", hint)


def _keys_to_write(schema: Mapping[str, Any]) -> list[str]:
    """The keys of a map that somebody has to write, else the first that they may; marks are left out."""
    known = [key for key, one in schema.get("properties", {}).items() if "const" not in one]
    return list(schema.get("required", ())) or known[:3]


def _holds_languages(schema: Mapping[str, Any]) -> bool:
    """Whether a map of this schema has one text for each language."""
    return any(pattern.startswith("^[a-z]{2,3}") for pattern in schema.get("patternProperties", ()))


def _required(fail: _Failure) -> Iterator[Mismatch]:
    # jsonschema reports each missing key by its own error, named only in the message.
    missing = next((key for key in fail.expected if repr(key) == fail.text.split(" is a required")[0]), "")
    where = "" if not fail.at else f" in {_name(fail.at)}"
    description = fail.schema.get("properties", {}).get(missing, {}).get("description", "")
    description = description or f"Add {missing}: ..."
    yield Mismatch(
        fail.at, bool(fail.at) and isinstance(fail.at[-1], str), f"'{missing}' is missing{where}", description
    )


def _additional(fail: _Failure) -> Iterator[Mismatch]:
    known = list(fail.schema.get("properties", {}))
    patterns = [re.compile(pattern) for pattern in fail.schema.get("patternProperties", {})]
    for key in fail.value:
        if key not in known and not any(pattern.search(key) for pattern in patterns):
            hint = f"Known here: {', '.join(known)}." if known else ""
            if _holds_languages(fail.schema):
                hint = "The keys of such a text are language tags, such as en, hu or pt-BR."
            if fail.at and fail.value[key] is None:  # {title: Minutes, of March}
                hint = f"Put a text that has a comma in it in quotes. {hint}"
            yield Mismatch(
                (*fail.at, key), True, f"unknown key '{shorten(key)}'{did_you_mean(key, known)}", hint
            )


def _enum(fail: _Failure) -> Iterator[Mismatch]:
    values = [str(value) for value in fail.expected]
    guess = did_you_mean(fail.value, values) if isinstance(fail.value, str) else ""
    yield Mismatch(
        fail.at,
        False,
        f"{_name(fail.at)} is {_shown(fail.value)}{guess}",
        f"Use one of: {', '.join(values)}.",
    )


def _const(fail: _Failure) -> Iterator[Mismatch]:
    message = f"{_name(fail.at)} is {_kind(fail.value)}; expected {_kind(fail.expected)}"
    shown = str(fail.expected).lower() if isinstance(fail.expected, bool) else fail.expected
    yield Mismatch(fail.at, False, message, f"Write {shown}, without quotes.")


_KEY_HINT = "Keys of SSH and PGP are known. docs/trail.md says how to get yours."


def _key_fault(text: str) -> str:
    try:
        parse_key(text)
    except ValueError as error:
        return str(error)
    return ""


def _format(fail: _Failure) -> Iterator[Mismatch]:
    if fail.expected == "public-key":
        yield Mismatch(fail.at, False, f"{_name(fail.at)}: {_key_fault(str(fail.value))}", _KEY_HINT)
        return
    message, hint = {
        "repository": (
            "is not the address of a repository",
            "Write https://HOST/PATH, as a browser shows it; ssh://HOST/PATH and git@HOST:PATH will do.",
        ),
        "date": ("is not a date", "Dates are written as 2026-03-31 and must exist in the calendar."),
        "duration": ("is not a duration", "Durations are written as P12M, P1Y, P6W or P90D."),
        "uri": ("is not a web address", "It starts with https:// or http:// and has no blanks."),
    }[str(fail.expected)]
    yield Mismatch(fail.at, False, f"{_name(fail.at)}: {_shown(fail.value)} {message}", hint)


_ID = "^[a-z0-9][a-z0-9-]{0,63}$"
"""As the schemas have it."""


def _pattern(fail: _Failure) -> Iterator[Mismatch]:
    hint = str(fail.schema.get("description", "")) or f"It must match {fail.expected}"
    what = "is not allowed here"
    if fail.expected == _ID:
        meant = as_id(re.sub(r"\.ya?ml$", "", fail.value, flags=re.IGNORECASE))
        what = "cannot be an id" + (f" (is '{meant}' meant?)" if meant else "")
    yield Mismatch(fail.at, False, f"{_name(fail.at)}: '{shorten(fail.value)}' {what}", hint)


def _length(fail: _Failure) -> Iterator[Mismatch]:
    count, bound = len(fail.value), fail.expected
    if isinstance(fail.value, dict):
        count = sum(not key.startswith("x-") for key in fail.value)
    if fail.keyword in ("minLength", "minItems", "minProperties"):
        empty = not count or not plain(str(fail.value)).strip()
        what = "is empty" if empty else f"has {count}, and needs at least {bound}"
        hint = "Write something there, or remove the key." if empty else "Add what is missing."
        yield Mismatch(fail.at, False, f"{_name(fail.at)} {what}", hint)
    else:
        unit = "characters" if fail.keyword == "maxLength" else "entries"
        message = f"{_name(fail.at)} has {count:,} {unit}; the limit is {bound:,}"
        yield Mismatch(fail.at, False, message, "Shorten it, or put the long part into an attachment.")


def _bound(fail: _Failure) -> Iterator[Mismatch]:
    words = {
        "minimum": "at least",
        "maximum": "at most",
        "exclusiveMinimum": "more than",
        "exclusiveMaximum": "less than",
    }
    bound = f"{words[fail.keyword]} {fail.expected}"
    message = f"{_name(fail.at)} is {_kind(fail.value)}; expected {bound}"
    yield Mismatch(fail.at, False, message, f"Write a number that is {bound}.")


def _unique(fail: _Failure) -> Iterator[Mismatch]:
    yield Mismatch(fail.at, False, f"{_name(fail.at)} lists something twice", "Remove the repetition.")


def _dependent(fail: _Failure) -> Iterator[Mismatch]:
    for key, needed in fail.expected.items():
        for other in needed if key in fail.value else ():
            if other not in fail.value:
                yield Mismatch(
                    (*fail.at, key), True, f"'{key}' needs '{other}' beside it", f"Add {other}: ..."
                )


def _names(fail: _Failure) -> Iterator[Mismatch]:
    key = str(fail.value)
    hint = str(fail.schema.get("description", ""))
    yield Mismatch((*fail.at, key), True, f"the key '{shorten(key)}' is not allowed here", hint)


def _choice_keys(fail: _Failure) -> list[str]:
    """The keys of a choice such as "one of file, url, held_by"; empty for any other kind of choice."""
    if fail.keyword not in ("oneOf", "anyOf") or not isinstance(fail.value, dict):
        return []
    if all(
        set(branch) <= {"required", "title", "$comment"} and "required" in branch for branch in fail.expected
    ):
        return [key for branch in fail.expected for key in branch["required"]]
    return []


def _choice(fail: _Failure) -> Iterator[Mismatch]:
    keys = _choice_keys(fail)
    if not keys:  # no map: that is said already
        return
    present = [key for key in keys if key in fail.value]
    if present:
        message = f"{_quoted(present)} exclude each other"
        yield Mismatch((*fail.at, present[-1]), True, message, f"Use exactly one of {listed(keys)}.")
    else:
        yield Mismatch(
            fail.at, False, f"{_name(fail.at)} has none of {listed(keys, 'or')}", "Write one of them."
        )


def _not(fail: _Failure) -> Iterator[Mismatch]:
    """Keys that exclude each other: named together, with the rule that the schema gives as its title."""
    branches = fail.expected.get("anyOf", [fail.expected]) if isinstance(fail.expected, dict) else []
    if "required" in branches[0] and not isinstance(fail.value, dict):  # no map: that is said already
        return
    met = [
        branch["required"]
        for branch in branches
        if "required" in branch and _has(fail.value, branch["required"])
    ]
    keys = list(dict.fromkeys(key for required in met for key in required))
    why = str(fail.schema.get("title", ""))
    if len(keys) > 1:
        message = f"{_quoted(keys)} exclude each other"
        yield Mismatch((*fail.at, keys[-1]), True, message, why or "Keep one of them.")
    elif keys:
        yield Mismatch((*fail.at, keys[0]), True, f"'{keys[0]}' does not belong here", why or "Remove it.")
    else:
        hint = str(fail.schema.get("description", ""))
        yield Mismatch(
            fail.at, False, f"{_name(fail.at)} is {_kind(fail.value)}, which is not allowed here", hint
        )


def _quoted(keys: list[str]) -> str:
    return listed(f"'{key}'" for key in keys)


def _has(value: Any, keys: list[str]) -> bool:
    return isinstance(value, dict) and all(key in value for key in keys)


_EXPLAIN: dict[str, Callable[[_Failure], Iterator[Mismatch]]] = {
    "type": _type, "required": _required, "additionalProperties": _additional, "enum": _enum, "const": _const,
    "format": _format, "pattern": _pattern, "uniqueItems": _unique, "dependentRequired": _dependent,
     "oneOf": _choice, "anyOf": _choice, "not": _not,
    **dict.fromkeys(("minLength", "maxLength", "minItems", "maxItems"), _length),
    **dict.fromkeys(("minProperties", "maxProperties"), _length),
    **dict.fromkeys(("minimum", "maximum", "exclusiveMinimum", "exclusiveMaximum"), _bound),
}  # fmt: skip
