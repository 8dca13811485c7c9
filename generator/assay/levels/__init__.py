"""Levels and scores: an assessment, one cycle, one unit and a date in; a result with its derivation out.

Pure: no clock, no files. Cells roll up to rows, rows to criteria, criteria to halves, halves to the whole.
Three roll-ups are made in the same way: of what assessors claim, of what evidence supports, and of the
effective grades, from which the levels are reported.
"""

from assay.levels.cells import (
    CellResult,
    Status,
    cell_grades,
    cell_result,
    cell_results,
    claim_of,
    spread_limit,
)
from assay.levels.combine import OpenPart, Part, highest
from assay.levels.compute import Gap, Result, StepResult, compute, find_target, recompute, recompute_cell
from assay.levels.plan import CellKey, Step, StepKey, plan
from assay.levels.rollup import CellValue, Roll, cell_roll, roll_up
from assay.levels.whole import Whole, WholeNode, whole_of
from assay.levels.why import Tally
from assay.model import OVERALL

__all__ = [
    "OVERALL",
    "CellKey",
    "CellResult",
    "CellValue",
    "Gap",
    "OpenPart",
    "Part",
    "Result",
    "Roll",
    "Status",
    "Step",
    "StepKey",
    "StepResult",
    "Tally",
    "Whole",
    "WholeNode",
    "cell_grades",
    "cell_result",
    "cell_results",
    "cell_roll",
    "claim_of",
    "compute",
    "find_target",
    "highest",
    "plan",
    "recompute",
    "recompute_cell",
    "roll_up",
    "spread_limit",
    "whole_of",
]
