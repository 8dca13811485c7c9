"""How far assessors agree, and what they have to talk about. Pure: results in, figures and cells out."""

from assay.agreement.alpha import Metric, alpha
from assay.agreement.contested import Contested, ContestedCell, contested
from assay.agreement.data import agreement_data
from assay.agreement.figures import Agreement, Agreements, Measure, Undefined, agreements, metric_of
from assay.agreement.words import in_words

__all__ = [
    "Agreement",
    "Agreements",
    "Contested",
    "ContestedCell",
    "Measure",
    "Metric",
    "Undefined",
    "agreement_data",
    "agreements",
    "alpha",
    "contested",
    "in_words",
    "metric_of",
]
