"""The results of a cycle as data without words: what was computed, and nothing of how it is shown."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from assay.assessment import Assessment, Cycle
from assay.canonical import digest
from assay.levels import Result, Roll, Status, Whole, compute, whole_of
from assay.numbers import grade_text
from assay.ranges import Range


@dataclass(frozen=True, slots=True)
class Computed:
    """What a cycle comes to on a date: `digest` of all of it, and the `levels` by node, to be read.

    Where the assessment has units, a node's own level is named `UNIT/NODE`, and `NODE` is that of all units.
    A level that is still open is written as `1..2`. `rated` of `cells` that apply have a settled grade.
    """

    digest: str
    levels: Mapping[str, str]
    rated: int
    cells: int


def computed(assessment: Assessment, cycle: Cycle, on: dt.date) -> Computed:
    """Compute a cycle for a date, without its outlook."""
    return computed_from(*results_of(assessment, cycle, on))


def results_of(assessment: Assessment, cycle: Cycle, on: dt.date) -> tuple[tuple[Result, ...], Whole | None]:
    """The results of a cycle in each unit, and of all units together, without their outlook."""
    units: tuple[str | None, ...] = tuple(unit.id for unit in assessment.units) or (None,)
    results = tuple(compute(assessment, cycle, on, unit) for unit in units)
    whole = whole_of({str(found.unit): found for found in results}) if assessment.units else None
    return results, whole


def computed_from(results: Sequence[Result], whole: Whole | None) -> Computed:
    """The same of results that are there already."""
    statuses = [cell.status for result in results for cell in result.cells.values()]
    applicable = [status for status in statuses if status is not Status.NOT_APPLICABLE]
    rolls = dict(_rolls(results, whole))
    levels = {name: shown for name, (effective, _, _) in rolls.items() if (shown := _level(effective.level))}
    return Computed(
        digest(results_data(results, whole)), levels, applicable.count(Status.RATED), len(applicable)
    )


def results_data(results: Sequence[Result], whole: Whole | None) -> dict[str, Any]:
    """What is digested: levels and scores of every node, grades of every cell, as exact fractions in text.

    `{"nodes": {[UNIT/]NODE: {"effective", "claimed", "supported": {"level", "score": [LOW, HIGH] or null}}},
    "cells": {[UNIT/]NODE[/ATTRIBUTE]: {"status", "claimed", "supported", "effective"}}}`
    """
    return {
        "nodes": {
            name: dict(zip(("effective", "claimed", "supported"), map(_roll, rolls), strict=True))
            for name, rolls in _rolls(results, whole)
        },
        "cells": {
            "/".join(filter(None, (result.unit, cell.node, cell.attribute))): {
                "status": cell.status.value,
                "claimed": _range(cell.claimed),
                "supported": _range(cell.supported),
                "effective": _range(cell.effective),
            }
            for result in results
            for cell in result.cells.values()
        },
    }


def _rolls(results: Sequence[Result], whole: Whole | None) -> Iterator[tuple[str, tuple[Roll, Roll, Roll]]]:
    """Every node by its name, the whole of it first: what counts, what is claimed, what is supported."""
    for node in whole.nodes.values() if whole else ():
        yield node.node, (node.effective, node.claimed, node.supported)
    for result in results:
        for (name, attribute), found in result.steps.items():
            if attribute is None:
                yield (
                    "/".join(filter(None, (result.unit, name))),
                    (found.effective, found.claimed, found.supported),
                )


def _roll(roll: Roll) -> dict[str, list[str] | None]:
    return {"level": _range(roll.level), "score": _range(roll.score)}


def _range(value: Range | None) -> list[str] | None:
    return None if value is None else [str(value.low), str(value.high)]


def _level(value: Range | None) -> str:
    if value is None:
        return ""
    low, high = grade_text(value.low), grade_text(value.high)
    return low if low == high else f"{low}..{high}"
