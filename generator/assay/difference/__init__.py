"""What a change does to an assessment: levels and why, evidence, problems, who graded.

Nothing here reads a file or computes a level: two revisions that were read go in, and what differs comes out.
"""

from assay.difference.data import difference_data, difference_json
from assay.difference.files import filed, states_of
from assay.difference.shapes import (
    Cause,
    CellAt,
    CellChange,
    Committer,
    CycleChange,
    Difference,
    Event,
    Fate,
    FileChange,
    NodeChange,
    Rolls,
    Side,
    Told,
    Unhashed,
    Why,
)
from assay.difference.whole import Asked, Revision, compare, unhashed
from assay.difference.withheld import Eyes

__all__ = [
    "Asked",
    "Cause",
    "CellAt",
    "CellChange",
    "Committer",
    "CycleChange",
    "Difference",
    "Event",
    "Eyes",
    "Fate",
    "FileChange",
    "NodeChange",
    "Revision",
    "Rolls",
    "Side",
    "Told",
    "Unhashed",
    "Why",
    "compare",
    "difference_data",
    "difference_json",
    "filed",
    "states_of",
    "unhashed",
]
