"""What differs between two revisions of an evidence repository, as frozen data."""

from assay.difference.shapes.filed import (
    AttachmentChange,
    Expiry,
    Fate,
    FileChange,
    SealTouch,
    Unhashed,
)
from assay.difference.shapes.judged import (
    Cause,
    CellAt,
    CellChange,
    Confirmed,
    CycleChange,
    Event,
    NodeChange,
    Rolls,
    Why,
    figures,
    level_of,
)
from assay.difference.shapes.whole import (
    Committer,
    Difference,
    Problems,
    Side,
    Told,
)

__all__ = [
    "AttachmentChange",
    "Cause",
    "CellAt",
    "CellChange",
    "Committer",
    "Confirmed",
    "CycleChange",
    "Difference",
    "Event",
    "Expiry",
    "Fate",
    "FileChange",
    "NodeChange",
    "Problems",
    "Rolls",
    "SealTouch",
    "Side",
    "Told",
    "Unhashed",
    "Why",
    "figures",
    "level_of",
]
