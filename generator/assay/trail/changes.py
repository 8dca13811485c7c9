"""What changed between two versions of a file, as records that any language can be made of.

The versions come from any commit, so nothing is known of their shape: they may be of an older format, or
never have passed a schema. Whatever YAML can hold is compared; texts, and lists whose entries have an
identity, are compared as what the formats know them for.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum
from typing import Any

from assay.problems import At, shorten
from assay.trail.parts import judgement

MOST = 40
"""How many changes of one step are kept; one more says how many there are beside them."""
LONGEST = 200
"""How many characters of a value are kept."""


class Kind(StrEnum):
    """What kind of change it is. `REPLACED`, `RELOCATED` and those after them are of files as a whole.

    `MOVED` is a date, `REWORDED` a text. `LAYOUT`: the data are the same, only comments or layout differ.
    `UNREADABLE`: this version cannot be read (`after` says why), or the one before it could not (`before`).
    `ABSENT`: the contents are not in this copy of the repository, or are too large to be looked at. `MORE`
    stands for as many changes as `after` says.
    """

    ADDED = "added"
    REMOVED = "removed"
    CHANGED = "changed"
    MOVED = "moved"
    REWORDED = "reworded"
    REORDERED = "reordered"
    REPLACED = "replaced"
    RELOCATED = "relocated"
    LAYOUT = "layout"
    UNREADABLE = "unreadable"
    ABSENT = "absent"
    MORE = "more"


@dataclass(frozen=True, slots=True)
class Change:
    """One change. `at` is its place: keys, and for an entry of a list what tells it from the others.

    `before` and `after` are short texts; None where there was or is nothing.
    """

    kind: Kind
    at: At = ()
    before: str | None = None
    after: str | None = None


def compare(before: Mapping[At, Any], after: Mapping[At, Any]) -> tuple[Change, ...]:
    """The changes between two versions, each given as parts by their places (see `parts`)."""
    return bounded(_differences(before, after))


def bounded(changes: Iterator[Change] | Sequence[Change]) -> tuple[Change, ...]:
    """The first changes; the last of them says how many more there are."""
    found = tuple(changes)
    if len(found) <= MOST:
        return found
    return (*found[:MOST], Change(Kind.MORE, after=str(len(found) - MOST)))


def _differences(before: Mapping[At, Any], after: Mapping[At, Any]) -> Iterator[Change]:
    for at in dict.fromkeys((*after, *before)):
        yield from _difference(at, before.get(at), after.get(at))


# What the formats know by name

_DATE = re.compile(r"\d{4}-\d{2}-\d{2}", re.ASCII)
TEXTS = frozenset(
    ("answer", "description", "excerpt", "how", "note", "not_applicable", "rationale", "reason", "response",
     "result", "scope", "summary", "why")
)  # fmt: skip
_ONE_VALUE = frozenset(("seal",))  # what a seal holds is for machines: it is there, or another, or gone
_IDENTITIES = {
    "about": ("node", "attribute"),
    "against": ("item",),
    "dissent": ("by",),
    "evidence": ("item",),
    "people": ("id",),
    "reviews": ("on", "by"),
    "target": ("from",),
    "units": ("id",),
    "values": ("on",),
}
_NAMES = ("id", "item", "name", "title", "node", "on", "by")
_SOURCE_NAMES = ("file", "url", "held_by", "title")
_GISTS = {"seal": "on", "superseded": "by_item", "withdrawn": "reason"}


def _difference(at: At, before: Any, after: Any) -> Iterator[Change]:
    """The changes of the value at a place. None stands for no value."""
    if before == after:
        return
    name = str(at[-1]) if at else ""
    if at[:1] == ("answers",) and name == "answer":  # to a check: one of three words, not a text
        name = "grade"
    if name in TEXTS or name in _ONE_VALUE or name == "title":
        yield from _value(at, name, before, after)
    elif isinstance(before, Mapping) and isinstance(after, Mapping):
        for key in dict.fromkeys((*after, *before)):
            yield from _difference((*at, key), before.get(key), after.get(key))
    elif _is_list(before) and _is_list(after):
        yield from _lists(at, name, before or [], after or [])
    else:
        yield from _value(at, name, before, after)


def _is_list(value: Any) -> bool:
    return value is None or isinstance(value, list)


def _value(at: At, name: str, before: Any, after: Any) -> Iterator[Change]:
    """A value that came, went, or became another."""
    if before is None or after is None:
        kind = Kind.ADDED if before is None else Kind.REMOVED
        yield Change(kind, at, gist(name, before), gist(name, after))
        return
    old, new = gist(name, before) or "", gist(name, after) or ""
    if name in TEXTS or old == new:  # the same in short: what differs is further down
        yield Change(Kind.REWORDED, at, old, new)
    elif _DATE.fullmatch(old) and _DATE.fullmatch(new):
        yield Change(Kind.MOVED, at, old, new)
    else:
        yield Change(Kind.CHANGED, at, old, new)


def _lists(at: At, name: str, before: Sequence[Any], after: Sequence[Any]) -> Iterator[Change]:
    olds, news = _by_identity(name, before), _by_identity(name, after)
    came = [key for key in news if key not in olds]
    went = [key for key in olds if key not in news]
    if name == "sources":
        titles = {_title(olds[key]): key for key in went}
        for key in list(came):
            if (earlier := titles.pop(_title(news[key]), None)) is not None:
                yield Change(Kind.REPLACED, at, earlier, key)
                came.remove(key)
                went.remove(earlier)
    same = [key for key in news if key in olds]
    for key in same:
        yield from _difference((*at, key), _as_map(name, olds[key]), _as_map(name, news[key]))
    for key in came:
        yield Change(Kind.ADDED, at, None, _entry(name, key, news[key]))
    for key in went:
        yield Change(Kind.REMOVED, at, _entry(name, key, olds[key]), None)
    if same != list(olds) and len(same) == len(olds) == len(news):
        yield Change(Kind.REORDERED, at)


def _by_identity(name: str, entries: Sequence[Any]) -> dict[str, Any]:
    """The entries of a list by what tells them from each other; of two alike the second gets a number."""
    found: dict[str, Any] = {}
    seen: Counter[str] = Counter()
    for entry in entries:
        key = _identity(name, entry)
        seen[key] += 1
        found[key if seen[key] == 1 else f"{key} ({seen[key]})"] = entry
    return found


def _identity(name: str, entry: Any) -> str:
    if not isinstance(entry, Mapping):
        return gist("", entry) or ""
    if name == "values" and isinstance(
        entry.get("period"), Mapping
    ):  # of a metric: it belongs to its last day
        entry = {"on": entry["period"].get("to")}
    if name in _IDENTITIES:
        said = [gist("", entry[key]) or "" for key in _IDENTITIES[name] if key in entry]
    else:
        known = _SOURCE_NAMES if name == "sources" else _NAMES
        said = [gist("", entry[key]) or "" for key in known if key in entry][:1]
    return " · ".join(said) if said else gist("", entry) or ""


def _as_map(name: str, entry: Any) -> Any:
    """An item that is cited by its id alone is compared as one that is cited with more."""
    return {"item": entry} if name == "evidence" and isinstance(entry, str) else entry


def _entry(name: str, key: str, entry: Any) -> str:
    if name == "about" and isinstance(entry, Mapping) and entry.get("stance") == "contradicts":
        return f"{key} (contradicts)"
    if name in ("values", "target") and isinstance(entry, Mapping) and "value" in entry:
        return f"{key}: {gist('', entry['value'])}"
    return _title(entry) or key if name == "sources" else key


def _title(entry: Any) -> str:
    return gist("title", entry.get("title")) or "" if isinstance(entry, Mapping) else ""


def gist(name: str, value: Any) -> str | None:
    """A value in short: a text's beginning, a map's telling value or its values one after another."""
    if value is None:
        return None
    if isinstance(value, Mapping):
        telling = judgement(value) or value.get(_GISTS.get(name, ""))
        if telling is not None:
            return gist("", telling)
        value = list(value.values())
    if isinstance(value, list):
        return shorten(", ".join(gist("", entry) or "" for entry in value[:8] if entry is not None), LONGEST)
    return str(value).lower() if isinstance(value, bool) else shorten(value, LONGEST)


def compare_judgements(
    before: Mapping[str, Any] | None, after: Mapping[str, Any] | None
) -> tuple[Change, ...]:
    """What changed in one grade, with places inside it; a grade that came or went is one change."""
    if before is None or after is None:
        return tuple(_value(("grade",), "", before, after))
    return bounded(_difference((), before, after))
