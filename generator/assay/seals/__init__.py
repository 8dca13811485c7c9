"""Sealed cycles: what a seal holds, and what has changed since."""

from assay.seals.block import reopening_lines, seal_lines
from assay.seals.collect import cited_files, cited_items, digests, in_groups, places
from assay.seals.compare import Difference, differences, since_seal
from assay.seals.results import Computed, computed, computed_from, results_of

__all__ = [
    "Computed",
    "Difference",
    "cited_files",
    "cited_items",
    "computed",
    "computed_from",
    "differences",
    "digests",
    "in_groups",
    "places",
    "reopening_lines",
    "results_of",
    "seal_lines",
    "since_seal",
]
