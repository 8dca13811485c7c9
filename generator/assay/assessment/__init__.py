"""What assessors recorded: evidence items, cycles and grades, as frozen data.

Nothing here reads a file or knows today's date. Where a fact came from is kept beside it (file and place),
so that every later problem can point at a line.
"""

from assay.assessment.cycles import Cycle, Reopening, Seal, Stamp, Target
from assay.assessment.decisions import Acceptable, Decision
from assay.assessment.items import About, Acceptance, Attachment, Ending, Item, Review, Source
from assay.assessment.judgements import (
    Answer,
    CheckAnswer,
    CheckAnswers,
    Citation,
    Consensus,
    Dissent,
    Grade,
    Written,
)
from assay.assessment.people import Person, Policy, Scope, SigningKey, Unit, Waiver
from assay.assessment.whole import Assessment

__all__ = [
    "About",
    "Acceptable",
    "Acceptance",
    "Answer",
    "Assessment",
    "Attachment",
    "CheckAnswer",
    "CheckAnswers",
    "Citation",
    "Consensus",
    "Cycle",
    "Decision",
    "Dissent",
    "Ending",
    "Grade",
    "Item",
    "Person",
    "Policy",
    "Reopening",
    "Review",
    "Scope",
    "Seal",
    "SigningKey",
    "Source",
    "Stamp",
    "Target",
    "Unit",
    "Waiver",
    "Written",
]
