"""The evidence trail: what each commit did to items, grades, attachments and all other files."""

from assay.trail.changes import Change, Kind
from assay.trail.steps import JudgementKey, JudgementTrail, Step, Trails, read_trail, read_trails
from assay.trail.versions import Owner, owner_of

__all__ = [
    "Change",
    "JudgementKey",
    "JudgementTrail",
    "Kind",
    "Owner",
    "Step",
    "Trails",
    "owner_of",
    "read_trail",
    "read_trails",
]
