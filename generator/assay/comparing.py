"""What was published against what is found: every difference by its name. Pure: no files, no git."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from assay import __version__
from assay.manifest import RESULT

_NAMED = 6


@dataclass(frozen=True, slots=True)
class Difference:
    """One thing that is not as the manifest says: what kind of thing, its name, and how it differs."""

    kind: str
    name: str
    how: str

    def __str__(self) -> str:
        return f"{self.kind} {self.name}: {self.how}" if self.name else f"{self.kind}: {self.how}"


def named(resources: Any) -> dict[str, str]:
    """The SHA-256 of things by their name, from a manifest that fits its schema."""
    return {one["name"]: one["digest"]["sha256"] for one in resources}


def file_differences(manifest: Mapping[str, Any], found: Mapping[str, str]) -> Iterator[Difference]:
    """How the published files (`found`: name -> SHA-256, "" for a link) differ from those of the manifest."""
    stated = {
        name: digest for name, digest in named(manifest["subject"]).items() if not name.startswith(RESULT)
    }
    yield from _compared("file", stated, found)


def input_differences(
    stated: Mapping[str, str], found: Mapping[str, str], withheld: int = 0
) -> Iterator[Difference]:
    """How the files of the evidence differ from those that the manifest states.

    `withheld`: how many more there are that it does not name; what these hold cannot be compared.
    """
    if withheld:
        more = len(found.keys() - stated.keys())
        found = {name: digest for name, digest in found.items() if name in stated}
        if more != withheld:
            yield Difference("evidence", "", f"{withheld} files that are not named, {more} found")
    yield from _compared("evidence", stated, found)


def _compared(kind: str, stated: Mapping[str, str], found: Mapping[str, str]) -> Iterator[Difference]:
    for name in sorted(stated.keys() | found.keys()):
        if name not in found:
            yield Difference(kind, name, "missing")
        elif name not in stated:
            yield Difference(kind, name, "not in the manifest")
        elif not found[name]:
            yield Difference(kind, name, "is a link")
        elif stated[name] != found[name]:
            yield Difference(kind, name, "changed")


def subject_differences(manifest: Mapping[str, Any]) -> Iterator[Difference]:
    """Where a manifest contradicts itself: it names a thing twice, or states two results of one cycle."""
    predicate = manifest["predicate"]
    for key, names in (
        ("subject", [one["name"] for one in manifest["subject"]]),
        ("inputs", [one["name"] for one in predicate["inputs"]]),
        ("results", [one["cycle"] for one in predicate["results"]]),
    ):
        for name in sorted(name for name, times in Counter(names).items() if times > 1):
            yield Difference("manifest", key, f"names {name} twice")
    subjects = {
        name.removeprefix(RESULT): digest
        for name, digest in named(manifest["subject"]).items()
        if name.startswith(RESULT)
    }
    results = {one["cycle"]: one["digest"]["sha256"] for one in predicate["results"]}
    for cycle in sorted(subjects.keys() | results.keys()):
        if subjects.get(cycle) != results.get(cycle):
            yield Difference("results of", cycle, "the manifest states two different digests")


def result_differences(
    manifest: Mapping[str, Any], found: Mapping[str, Mapping[str, Any]]
) -> Iterator[Difference]:
    """How results differ that were computed again (`found`: cycle -> as `result_data` gives them)."""
    stated = {one["cycle"]: one for one in manifest["predicate"]["results"]}
    for cycle in sorted(stated.keys() | found.keys()):
        if cycle not in found:
            yield Difference("results of", cycle, "there is no such cycle in the evidence")
        elif cycle not in stated:
            yield Difference("results of", cycle, "not in the manifest")
        else:
            for how in _one(stated[cycle], found[cycle]):
                yield Difference("results of", cycle, how)


def _one(stated: Mapping[str, Any], found: Mapping[str, Any]) -> Iterator[str]:
    levels = [
        f"{node} {was or 'none'} published, {now or 'none'} computed"
        for node in dict.fromkeys((*stated["levels"], *found["levels"]))
        if (was := stated["levels"].get(node)) != (now := found["levels"].get(node))
    ]
    if levels:
        more = f" and {len(levels) - _NAMED} more" if len(levels) > _NAMED else ""
        yield f"other levels: {', '.join(levels[:_NAMED])}{more}"
    elif stated["digest"]["sha256"] != found["digest"]["sha256"]:
        yield "the levels are the same, but scores or grades are not"
    if stated["sealed"] != found["sealed"]:
        yield f"sealed {stated['sealed'] or 'not'} published, {found['sealed'] or 'not'} found"
    for key, value in found["population"].items():
        if stated["population"].get(key) != value and key != "summary":
            yield f"{key}: {stated['population'].get(key)} published, {value} found"


def tool_note(manifest: Mapping[str, Any]) -> str:
    """What to say where another version of the tool published this; "" where it was this one."""
    made_by: str = manifest["predicate"]["tool"]["version"]
    if made_by == __version__:
        return ""
    return f"it was made by assay {made_by}, and is compared by assay {__version__}"
