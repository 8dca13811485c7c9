"""The cells of a report card as data: who graded what, on which evidence, and what comes of it."""

from __future__ import annotations

from typing import Any

from assay.assessment import Consensus, Grade
from assay.levels import CellResult, Result
from assay.model import ITSELF, Scale
from assay.numbers import decimal
from assay.ranges import Range
from assay.report.duties import lack_data
from assay.report.values import date_data, exact, label_of, range_data
from assay.support import Support


def cell_data(result: Result, cell: CellResult) -> dict[str, Any]:
    """One cell: its status, grades, consensus and evidence."""
    scale = result.model.scale(*cell.key)

    def value(grade: Range | None) -> dict[str, Any]:
        return {"value": exact(grade), "range": range_data(grade), "label": label_of(scale, grade)}

    return {
        "unit": result.unit,
        "node": cell.node,
        "attribute": None if cell.attribute == ITSELF else cell.attribute,
        "scale": scale.id,
        "status": cell.status.value,
        "claimed": value(cell.claimed),
        "supported": value(cell.supported),
        "effective": value(cell.effective),
        "grades": [_grade(scale, grade) for grade in cell.grades],
        "consensus": _consensus(scale, cell.consensus) if cell.consensus else None,
        "evidence": [_support(support) for support in cell.supports],
        "lacks": [lack_data(lack) for lack in cell.lacks(scale)],
    }


def _grade(scale: Scale, grade: Grade) -> dict[str, Any]:
    return {
        "assessor": grade.assessor,
        "grade": decimal(grade.grade),
        "label": scale.label(grade.grade) if grade.grade is not None else None,
        "not_applicable": grade.not_applicable or None,
        "approved_by": grade.approved_by or None,
        "graded_on": date_data(grade.graded_on),
        "rationale": grade.rationale,
        "through": grade.node,
    }


def _consensus(scale: Scale, found: Consensus) -> dict[str, Any]:
    return {
        "grade": decimal(found.grade),
        "label": scale.label(found.grade) if found.grade is not None else None,
        "not_applicable": found.not_applicable or None,
        "reason": found.reason,
        "on": found.on.isoformat(),
        "by": list(found.by),
        "dissent": [{"by": one.by, "reason": one.reason} for one in found.dissent],
    }


def _support(support: Support) -> dict[str, Any]:
    return {
        "item": support.item,
        "carries": decimal(support.carries),
        "counts": support.standing.counts,
        "state": support.standing.state.value,
        "until": date_data(support.standing.until),
        "withheld": support.standing.withheld,
        "cited_by": list(support.cited_by),
        "accepted": support.standing.accepted,
    }
