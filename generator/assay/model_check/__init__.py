"""What a schema cannot say about a model: whether its names, numbers and rules fit together.

`faults` are what keeps levels from being computed, or makes them something else than the file says.
`warnings` are what works but is hardly meant. Both give places in the data, not lines.
"""

from __future__ import annotations

from assay.model_check import basics, meaning, parts, scoring, texts, tree, views
from assay.model_check.finding import Data
from assay.schema_check import Mismatch

__all__ = ["faults", "warnings"]


def faults(data: Data) -> list[Mismatch]:
    """Everything in a model (that fits its schema) by which its levels could not be computed as it says."""
    found = [*basics.faults(data), *tree.faults(data), *views.faults(data)]
    # What rules mean depends on scales and nodes: with these in disorder, more would be guesses.
    return found or [*scoring.faults(data)] or [*parts.faults(data)]


def warnings(data: Data) -> list[Mismatch]:
    """What is hardly meant, in a model without faults."""
    return [*meaning.warnings(data), *parts.warnings(data), *texts.warnings(data)]
