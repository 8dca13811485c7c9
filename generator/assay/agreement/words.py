"""Agreement in one line of plain text."""

from __future__ import annotations

from assay.agreement.figures import Agreement, Measure, Undefined
from assay.numbers import percent, rounded
from assay.wording import counted

ALPHA_DIGITS = 2

_WHY = {
    Undefined.FEWER_THAN_TWO: "one assessor",
    Undefined.NO_VARIATION: "no variation",
    Undefined.SEVERAL_SCALES: "several scales",
    Undefined.NO_STEPS: "no steps",
}


def in_words(agreement: Agreement) -> str:
    """`alpha 0.81 (ordinal), exact 72 %, within one 96 % over 38 cells of 2 assessors`.

    "" where no cell was graded by two. A share that has no value is left out.
    """
    if not agreement.cells:
        return ""
    shares = [
        f"{name} {percent(measure.value)}"
        for name, measure in (("exact", agreement.exact), ("within one", agreement.within_one))
        if measure.value is not None
    ]
    over = f"{counted(agreement.cells, 'cell')} of {counted(agreement.assessors, 'assessor')}"
    return f"{', '.join([_alphas(agreement), *shares])} over {over}"


def _alphas(agreement: Agreement) -> str:
    """Alpha with its metric; of several scales, that of each with the scale's id."""
    if not agreement.by_scale:
        return f"alpha {_alpha(agreement.alpha, str(agreement.metric))}"
    each = (_alpha(one.alpha, f"{one.metric} on {one.scale.id}") for one in agreement.by_scale if one.scale)
    return f"alpha {', '.join(each)}"


def _alpha(measure: Measure, note: str) -> str:
    if measure.value is not None:
        return f"{rounded(measure.value, ALPHA_DIGITS)} ({note})"
    return f"undefined ({note}: {_WHY[measure.undefined]})" if measure.undefined else ""
