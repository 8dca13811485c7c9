"""Grading a cell: what there is to judge by, what an answer means, how a grade goes into its file.

Nothing here asks anybody or writes a file: it takes the assessment and texts, and gives texts.
"""

from assay.grading.answers import parse_evidence, parse_grade, scale_text
from assay.grading.cells import (
    AtHand,
    Cited,
    Judgement,
    at_hand,
    cells_of,
    in_the_way,
    judgement_of,
    metrics_at_hand,
    own_grades,
)
from assay.grading.entries import Home, edited, home_of

__all__ = [
    "AtHand",
    "Cited",
    "Home",
    "Judgement",
    "at_hand",
    "cells_of",
    "edited",
    "home_of",
    "in_the_way",
    "judgement_of",
    "metrics_at_hand",
    "own_grades",
    "parse_evidence",
    "parse_grade",
    "scale_text",
]
