"""Who sees what: all that is computed, without what an audience may not see, before anything is printed."""

from assay.audience.hidden import Removed
from assay.audience.redaction import Redaction, Withheld
from assay.confidentiality import AUDIENCES, sees

__all__ = ["AUDIENCES", "Redaction", "Removed", "Withheld", "sees"]
