"""The evidence trail: what each commit did to items, grades, attachments and all other files."""

from assay.trail.changes import Change, Kind
from assay.trail.gone import Gone, gone_items
from assay.trail.judged import JudgementKey, JudgementTrail
from assay.trail.pairs import Owner, owner_of
from assay.trail.steps import Step
from assay.trail.together import Event, together
from assay.trail.trails import Trails, read_trails

__all__ = [
    "Change",
    "Event",
    "Gone",
    "JudgementKey",
    "JudgementTrail",
    "Kind",
    "Owner",
    "Step",
    "Trails",
    "gone_items",
    "owner_of",
    "read_trails",
    "together",
]
