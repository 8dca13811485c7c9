"""Checked data to records: what the files of an evidence repository say, in the shapes of `assessment/`.

Each function takes the data of one file that has passed its schema. Names that may be wrong (nodes, items,
people) are taken as they are; `rules/` looks at them. Texts may be maps of languages: one is taken.
"""

from assay.records.cycles import cycle
from assay.records.exceptions import decision, waiver
from assay.records.items import item
from assay.records.judgements import check_answers, consensus, grades
from assay.records.people import people, policy, units

__all__ = [
    "check_answers",
    "consensus",
    "cycle",
    "decision",
    "grades",
    "item",
    "people",
    "policy",
    "units",
    "waiver",
]
