"""A seal, and the note that one was taken off, as lines of cycle.yaml."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from assay.assessment import Reopening, Seal
from assay.seals.collect import in_groups
from assay.yamlfile.editing import scalar


def seal_lines(seal: Seal) -> list[str]:
    """The lines of `seal:`, one for each digest."""
    lines = ["seal:", f"  on: {seal.on}", f"  by: {scalar(seal.by)}", f"  tool: {scalar(seal.tool)}"]
    if seal.levels:
        lines += ["  levels:", *_pairs(seal.levels, 4)]
    lines += ["  digests:", f"    results: {scalar(seal.digests['results'])}"]
    for kind, found in in_groups(seal.digests).items():
        if isinstance(found, str):
            lines.append(f"    {kind}: {scalar(found)}")
        else:
            lines += [f"    {kind}:", *_pairs(found, 6)]
    return lines


def _pairs(found: Mapping[str, str], indent: int) -> Iterator[str]:
    for name, value in found.items():
        # A level is a number in the file as well: `2`, not `"2"`.
        written = value if value.isdigit() and len(value) < 10 else scalar(value)
        yield f"{' ' * indent}{scalar(name)}: {written}"


def reopening_lines(found: Reopening) -> list[str]:
    """The lines of one entry of `reopened:`."""
    results = f", results: {scalar(found.results)}" if found.results else ""
    return [
        f"- on: {found.on}",
        f"  by: {scalar(found.by)}",
        f"  reason: {scalar(found.reason)}",
        f"  sealed: {{on: {found.sealed_on}, by: {scalar(found.sealed_by)}{results}}}",
    ]
