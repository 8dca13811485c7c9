"""Agreement in one line of plain text."""

from __future__ import annotations

from assay.agreement.alpha import Metric
from assay.agreement.figures import Agreement, Measure, Undefined
from assay.languages import Words, marked
from assay.numbers import rounded

ALPHA_DIGITS = 2

_WHY = {
    Undefined.FEWER_THAN_TWO: marked("one assessor"),
    Undefined.NO_VARIATION: marked("no variation"),
    Undefined.SEVERAL_SCALES: marked("several scales"),
    Undefined.NO_STEPS: marked("no steps"),
}
_METRICS = {Metric.ORDINAL: marked("ordinal"), Metric.INTERVAL: marked("interval")}


def in_words(agreement: Agreement, words: Words | None = None) -> str:
    """`alpha 0.81 (ordinal), exact 72 %, within one 96 % over 38 cells of 2 assessors`.

    "" where no cell was graded by two. A share that has no value is left out. `words`: English, if not given.
    """
    words = words or Words()
    if not agreement.cells:
        return ""
    figures = [words.gettext("alpha %(figures)s", figures=_alphas(agreement, words))]
    if agreement.exact.value is not None:
        share = words.percent(rounded(agreement.exact.value * 100, 0))
        figures.append(words.gettext("exact %(share)s", share=share))
    if agreement.within_one.value is not None:
        share = words.percent(rounded(agreement.within_one.value * 100, 0))
        figures.append(words.gettext("within one %(share)s", share=share))
    return words.gettext(
        "%(figures)s over %(cells)s of %(assessors)s",
        figures=", ".join(figures),
        cells=words.ngettext("%(num)s cell", "%(num)s cells", agreement.cells),
        assessors=words.ngettext("%(num)s assessor", "%(num)s assessors", agreement.assessors),
    )


def _alphas(agreement: Agreement, words: Words) -> str:
    """Alpha with its metric; of several scales, that of each with the scale's id."""
    if not agreement.by_scale:
        return _alpha(agreement.alpha, _metric(agreement, words), words)
    return ", ".join(
        _alpha(
            one.alpha,
            words.gettext("%(metric)s on %(scale)s", metric=_metric(one, words), scale=one.scale.id),
            words,
        )
        for one in agreement.by_scale
        if one.scale
    )


def _metric(agreement: Agreement, words: Words) -> str:
    return words.gettext(_METRICS[agreement.metric]) if agreement.metric else ""


def _alpha(measure: Measure, note: str, words: Words) -> str:
    if measure.value is not None:
        return f"{words.numeral(rounded(measure.value, ALPHA_DIGITS))} ({note})"
    if measure.undefined is None:
        return ""
    why = words.gettext(_WHY[measure.undefined])
    return words.gettext("undefined (%(note)s: %(why)s)", note=note, why=why)
