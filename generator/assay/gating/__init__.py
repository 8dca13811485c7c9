"""Whether the conditions of a gate hold, each with its value and its bound. Pure: no clock, no files."""

from assay.gating.altered import Alteration, alterations
from assay.gating.condition import Computed, Condition, Outcome
from assay.gating.minimums import minimums, rated
from assay.gating.regressions import Compared, regressions
from assay.gating.standing import problems, standing
from assay.gating.upkeep import follow_up, upkeep

__all__ = [
    "Alteration",
    "Compared",
    "Computed",
    "Condition",
    "Outcome",
    "alterations",
    "follow_up",
    "minimums",
    "problems",
    "rated",
    "regressions",
    "standing",
    "upkeep",
]
