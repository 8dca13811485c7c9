"""Agreement as data, in the shape that schemas/levels.schema.json promises."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from assay.agreement.figures import Agreement, agreements
from assay.levels import Result
from assay.model import OVERALL
from assay.numbers import decimal


def agreement_data(results: Iterable[Result], unit: str | None) -> dict[str, Any]:
    """The agreement in results of one cycle; `unit` is the one that they are of, None for all."""
    found = agreements(results)
    return {
        "unit": unit,
        "overall": {"id": OVERALL, **_figures(found.overall)},
        "criteria": [{"id": node, **_figures(held)} for node, held in found.criteria.items()],
    }


def _figures(found: Agreement) -> dict[str, Any]:
    measures = {"alpha": found.alpha, "exact": found.exact, "within_one": found.within_one}
    return {
        "scale": found.scale.id if found.scale else None,
        "metric": found.metric.value if found.metric else None,
        **{name: decimal(measure.value) for name, measure in measures.items()},
        "undefined": {
            name: measure.undefined.value for name, measure in measures.items() if measure.undefined
        },
        "cells": found.cells,
        "assessors": found.assessors,
        "pairs": found.pairs,
        "by_scale": [_figures(one) for one in found.by_scale],
    }
