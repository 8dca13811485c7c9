"""The computed report card as data, in the shape that schemas/levels.schema.json promises."""

from __future__ import annotations

import datetime as dt
import json
from collections.abc import Iterable, Mapping
from fractions import Fraction
from typing import Any

from assay import __version__
from assay.assessment import Grade
from assay.levels import CellKey, CellResult, Result, Roll, Step, StepKey, StepResult
from assay.model import LevelRule
from assay.ranges import Range
from assay.support import Support

SCHEMA = "urn:assay:schema:levels:1"
DECIMALS = 6


def levels_data(result: Result, commit: str | None) -> dict[str, Any]:
    """A result as plain data in the shape of the contract. `commit` is the full id, None outside git."""
    assessment, model = result.assessment, result.model
    own_nodes = (key for key in result.steps if key[1] is None and key[0] in model.nodes)
    order = {node: place for place, node in enumerate(model.nodes)}
    return {
        "schema": SCHEMA,
        "tool": {"name": "assay", "version": __version__},
        "assessment": {
            "title": assessment.title,
            "organisation": assessment.organisation,
            "fictional": assessment.fictional,
        },
        "model": {"id": model.id, "version": model.version, "title": model.title, "digest": model.digest},
        "commit": commit,
        "cycle": {
            "id": result.cycle.id,
            "title": result.cycle.title,
            "sealed": result.cycle.seal is not None,
        },
        "as_of": result.as_of.isoformat(),
        "holds_until": _date(result.holds_until),
        "overall": _node(result, result.overall),
        "nodes": [
            _node(result, result.steps[key]) for key in sorted(own_nodes, key=lambda key: order[key[0]])
        ],
        "rows": [
            {**_node(result, found), "attribute": found.step.attribute}
            for found in result.steps.values()
            if found.step.kind == "row"
        ],
        "cells": [_cell(cell) for cell in result.cells.values()],
    }


def levels_json(result: Result, commit: str | None) -> str:
    """`levels_data` as ASCII text, whatever it holds. The same result gives the same bytes."""
    return json.dumps(levels_data(result, commit), indent=2) + "\n"


def _number(value: Fraction | None) -> int | float | None:
    if value is None:
        return None
    return int(value) if value.denominator == 1 else round(float(value), DECIMALS)


def _range(value: Range | None) -> list[int | float | None] | None:
    return None if value is None else [_number(value.low), _number(value.high)]


def _date(date: dt.date | None) -> str | None:
    return date.isoformat() if date else None


def _exact(value: Range | None) -> int | float | None:
    return _number(value.exact) if value else None


def _roll(roll: Roll) -> dict[str, Any]:
    return {
        "level": _exact(roll.level),
        "level_range": _range(roll.level),
        "score": _exact(roll.score),
        "score_range": _range(roll.score),
    }


def _node(result: Result, found: StepResult) -> dict[str, Any]:
    target = found.target
    model_node = result.model.nodes.get(found.step.node)
    return {
        "unit": None,
        "id": found.step.node,
        "title": model_node.title if model_node else result.assessment.title,
        **_roll(found.effective),
        "claimed": _roll(found.claimed),
        "supported": _roll(found.supported),
        "strict_minimum": {"value": _exact(found.effective.lowest), "range": _range(found.effective.lowest)},
        "target": {"level": target.level, "why": target.why} if target else None,
        "rated_share": _number(Fraction(found.rated, found.applicable)) if found.applicable else 1,
        "limited_by": _places(found.limited_by),
        "because": _because(result, found),
    }


def _places(keys: Iterable[CellKey | StepKey]) -> list[Mapping[str, str | None]]:
    return [{"node": node, "attribute": attribute} for node, attribute in keys]


def _because(result: Result, found: StepResult) -> dict[str, Any]:
    return {
        "rule": _rule(found.step.rule) if found.step.rule else None,
        "levels": [
            {
                "level": tally.level,
                "share": _number(tally.share),
                "trailing": _places(tally.trailing),
                "reached": tally.reached,
            }
            for tally in found.tallies
        ],
        "parts": [_part(result, part) for part in found.step.parts],
    }


def _rule(rule: LevelRule) -> dict[str, Any]:
    return {"combine": rule.combine, "share": _number(rule.share), "behind": rule.behind, "base": rule.base}


def _part(result: Result, part: Step) -> dict[str, Any]:
    level, score = result.part_ranges(part)
    return {
        "kind": part.kind,
        "node": part.node,
        "attribute": part.attribute,
        "weight": _number(part.weight),
        "level_range": _range(level),
        "score_range": _range(score),
    }


def _cell(cell: CellResult) -> dict[str, Any]:
    def value(grade: Range | None) -> dict[str, Any]:
        return {"value": _exact(grade), "range": _range(grade)}

    return {
        "unit": None,
        "node": cell.node,
        "attribute": cell.attribute,
        "status": cell.status.value,
        "claimed": value(cell.claimed),
        "supported": value(cell.supported),
        "effective": value(cell.effective),
        "grades": [_grade(grade) for grade in cell.grades],
        "evidence": [_support(support) for support in cell.supports],
    }


def _grade(grade: Grade) -> dict[str, Any]:
    return {
        "assessor": grade.assessor,
        "grade": _number(grade.grade),
        "not_applicable": grade.not_applicable or None,
        "approved_by": grade.approved_by or None,
        "graded_on": _date(grade.graded_on),
        "rationale": grade.rationale,
        "through": grade.node,
    }


def _support(support: Support) -> dict[str, Any]:
    return {
        "item": support.item,
        "carries": _number(support.carries),
        "counts": support.standing.counts,
        "state": support.standing.state.value,
        "until": _date(support.standing.until),
        "cited_by": list(support.cited_by),
    }
