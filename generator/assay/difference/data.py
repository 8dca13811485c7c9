"""Differences as JSON, in the shape of `schemas/diff.schema.json`. Readers ignore keys they don't know."""

from __future__ import annotations

import datetime as dt
import json
from fractions import Fraction
from typing import Any

from assay import __version__
from assay.cards import Cards
from assay.difference.shapes import (
    Cause,
    CellAt,
    CellChange,
    CycleChange,
    Difference,
    FileChange,
    NodeChange,
    Rolls,
    Side,
    Told,
)
from assay.levels import CellResult, Roll
from assay.model import OVERALL, Scale
from assay.numbers import decimal
from assay.ranges import Range
from assay.trail import Change

SCHEMA = "urn:assay:schema:diff:1"


def difference_data(found: Difference) -> dict[str, Any]:
    """A difference as plain data in the shape of the contract."""
    names = found.assessment.person_name if found.assessment else str
    return {
        "schema": SCHEMA,
        "tool": {"name": "assay", "version": __version__},
        "evidence": found.evidence,
        "base": _side(found.base),
        "head": _side(found.head),
        "as_of": found.as_of.isoformat(),
        "soon_until": found.horizon.isoformat(),
        "audience": found.audience,
        "changed": bool(found),
        "cycle": found.shown.id if found.shown else None,
        "cycles": [_cycle(one) for one in found.cycles],
        "files": [_file(one) for one in found.files],
        "attachments": [{"file": one.file, "fate": one.fate} for one in found.attachments],
        "checksums_missing": [
            {
                "item": one.item,
                "file": one.file,
                "line": one.line,
                "attachment": one.attachment,
                "sha256": one.sha256,
            }
            for one in found.unhashed
        ],
        "expiring": [
            {"item": one.item, "until": one.until.isoformat(), "before": _date(one.before)}
            for one in found.expiring
        ],
        "problems": {
            "added": [_told(one) for one in found.problems.added],
            "fixed": [_told(one) for one in found.problems.fixed],
            "standing": [_told(one) for one in found.problems.standing],
        },
        "seals": [{"cycle": one.cycle, "what": one.what, "files": list(one.files)} for one in found.seals],
        "graders": [
            {"person": person, "name": names(person), "cells": count}
            for person, count in found.graders.items()
        ],
        "committers": [
            {"name": one.name, "person": one.person or None, "commits": one.commits}
            for one in found.committers
        ],
        "withheld": found.withheld,
    }


def difference_json(found: Difference) -> str:
    """`difference_data` as ASCII text, whatever it holds. The same difference gives the same bytes."""
    return json.dumps(difference_data(found), indent=2) + "\n"


def _side(side: Side) -> dict[str, Any]:
    return {
        "revision": side.name,
        "commit": side.commit,
        "state": side.state,
        "errors": side.errors,
        "model": {"id": side.model[0], "version": side.model[1]} if side.model[0] else None,
        "folder": side.elsewhere or None,
    }


def _date(day: dt.date | None) -> str | None:
    return day.isoformat() if day else None


def _range(held: Range | None) -> list[int | float | None] | None:
    return None if held is None else [decimal(held.low), decimal(held.high)]


def _exact(held: Range | None) -> int | float | None:
    exact: Fraction | None = held.exact if held else None
    return decimal(exact)


# Cycles


def _cycle(cycle: CycleChange) -> dict[str, Any]:
    return {
        "id": cycle.id,
        "title": cycle.title,
        "before": _card(cycle.before),
        "after": _card(cycle.after),
        "nodes": [_node(cycle, one) for one in cycle.nodes],
        "cells": [_cell(cycle, one) for one in cycle.cells],
        "confirmed": [
            {"by": one.by, "count": one.count, "before": _date(one.before), "after": _date(one.after)}
            for one in cycle.confirmed
        ],
    }


def _card(cards: Cards | None) -> dict[str, Any] | None:
    if cards is None:
        return None
    return {
        "as_of": cards.as_of.isoformat(),
        "sealed": cards.cycle.seal is not None,
        "holds_until": _date(cards.holds_until),
    }


def _node(cycle: CycleChange, node: NodeChange) -> dict[str, Any]:
    return {
        "unit": node.unit,
        "id": node.node,
        "title": node_title(cycle, node.node),
        "before": _rolls(node.before),
        "after": _rolls(node.after),
        "cells": [_at(at) for at in node.cells],
        "other": [why.value for why in node.other],
    }


def node_title(cycle: CycleChange, node: str) -> str:
    """The title of a node of either side; that of the assessment for the whole of it."""
    for cards in (cycle.after, cycle.before):
        if cards and node == OVERALL:
            return cards.assessment.title
        if cards and node in cards.assessment.model.nodes:
            return cards.assessment.model.nodes[node].title
    return node


def _rolls(rolls: Rolls | None) -> dict[str, Any] | None:
    if rolls is None:
        return None
    return {
        **_roll(rolls.effective),
        "claimed": _roll(rolls.claimed),
        "supported": _roll(rolls.supported),
    }


def _roll(roll: Roll) -> dict[str, Any]:
    return {
        "level": _exact(roll.level),
        "level_range": _range(roll.level),
        "score": _exact(roll.score),
        "score_range": _range(roll.score),
    }


def _at(at: CellAt) -> dict[str, str | None]:
    return {"unit": at.unit, "node": at.node, "attribute": at.attribute or None}


def _cell(cycle: CycleChange, cell: CellChange) -> dict[str, Any]:
    return {
        **_at(cell.at),
        "before": _figures(cell.before, scale_of(cycle.before, cell.at)),
        "after": _figures(cell.after, scale_of(cycle.after, cell.at)),
        "causes": [_cause(one) for one in cell.causes],
        "moves": list(cell.moves),
    }


def scale_of(cards: Cards | None, at: CellAt) -> Scale | None:
    """The scale of a cell on one side; None where the cell is not there."""
    if cards is None or (at.node, at.attribute) not in cards.assessment.model.cells:
        return None
    return cards.assessment.model.scale(at.node, at.attribute)


def _figures(cell: CellResult | None, scale: Scale | None) -> dict[str, Any] | None:
    if cell is None or scale is None:
        return None

    def value(held: Range | None) -> dict[str, Any]:
        label = scale.label(held.exact) if scale and held and held.exact is not None else None
        return {"value": _exact(held), "range": _range(held), "label": label}

    return {
        "status": cell.status.value,
        "claimed": value(cell.claimed),
        "supported": value(cell.supported),
        "effective": value(cell.effective),
    }


def _cause(cause: Cause) -> dict[str, Any]:
    return {
        "why": cause.why.value,
        "by": list(cause.by),
        "item": cause.item or None,
        "event": cause.event.value or None,
        "before": cause.before or None,
        "after": cause.after or None,
        "counts": cause.counts,
        "changes": [_change(one) for one in cause.changes],
    }


def _change(change: Change) -> dict[str, Any]:
    return {
        "kind": change.kind.value,
        "place": list(change.at),
        "before": change.before,
        "after": change.after,
    }


# Files and problems


def _file(one: FileChange) -> dict[str, Any]:
    return {
        "kind": one.kind,
        "id": one.id,
        "title": one.title,
        "fate": one.fate.value,
        "file": one.file,
        "former_id": one.former or None,
        "former_file": one.former_file or None,
        "state_before": one.states[0] or None,
        "state_after": one.states[1] or None,
        "changes": [_change(change) for change in one.changes],
    }


def _told(one: Told) -> dict[str, Any]:
    return {
        "path": one.path or None,
        "line": one.line or None,
        "column": one.column or None,
        "severity": one.severity.value,
        "rule": one.rule,
        "message": one.message,
        "hint": one.hint,
    }
